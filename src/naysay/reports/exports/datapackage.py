"""Writes the tables of a run as a Data Package of Frictionless Data, with a Table Schema for each of them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any, Final

from naysay.reports.exports._bundle import BundledTable, Column
from naysay.reports.exports._package import MEDIA, package, slug
from naysay.reports.exports.base import Export, ExportInput

FOLDER: Final = "datapackage"
FILE: Final = "datapackage.json"
LINKS: Final = (("abnormal", ("event_id",), "events"), ("daily", ("company",), "companies"))
"""A table, its columns, and the table whose key they name, where that holds in the run."""
DIALECT: Final = {
    "delimiter": ",",
    "doubleQuote": True,
    "header": True,
    "lineTerminator": "\n",
    "quoteChar": '"',
}
NO_LICENCE: Final = "No licence is stated: whoever publishes the package names one."


def descriptor(
    source: ExportInput, tables: Sequence[BundledTable], hashes: Mapping[str, str]
) -> dict[str, Any]:
    """The content of datapackage.json, in the first version of the standard, which most programs read.

    References
    ----------
    Pollock, R. and Walsh, P., Data Package and Table Schema, specs.frictionlessdata.io.
    """
    results = source.results
    by_name = {table.name: table for table in tables}
    content = {
        "profile": "tabular-data-package",
        "name": slug(str(results.study["study"]["name"])),
        "title": source.document.title,
        "description": f"Tables of a run of naysay {results.version}; README.md says more. {NO_LICENCE}",
        "version": results.version,
        "sources": [
            {"title": f"{one.kind}: {one.name}", "sha256": one.sha256, "rows": one.rows}
            for one in source.sources
        ],
        "resources": [_resource(table, by_name, hashes) for table in tables],
    }
    if results.as_of:
        content["created"] = f"{results.as_of}T00:00:00Z"
    return content


def _resource(
    table: BundledTable, tables: Mapping[str, BundledTable], hashes: Mapping[str, str]
) -> dict[str, Any]:
    path = f"{table.name}.csv"
    schema: dict[str, Any] = {
        "fields": [_field(column) for column in table.columns],
        "missingValues": [""],
    }
    if table.key:
        schema["primaryKey"] = list(table.key)
    links = [
        {"fields": list(columns), "reference": {"resource": other, "fields": list(tables[other].key)}}
        for name, columns, other in LINKS
        if name == table.name and _is_link(table, columns, tables.get(other))
    ]
    if links:
        schema["foreignKeys"] = links
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "title": table.title,
        "path": path,
        "format": "csv",
        "mediatype": MEDIA[".csv"],
        "encoding": "utf-8",
        "bytes": len(table.content),
        "hash": f"sha256:{hashes[path]}",
        "dialect": DIALECT,
        "schema": schema,
    }


def _field(column: Column) -> dict[str, Any]:
    field: dict[str, Any] = {"name": column.name, "type": column.kind, "description": column.meaning}
    if column.unit:
        field["unit"] = column.unit
    if column.kind == "boolean":
        field |= {"trueValues": ["True"], "falseValues": ["False"]}
    if column.kind == "date":
        field["format"] = "%Y-%m-%d"
    return field


def _is_link(table: BundledTable, columns: Sequence[str], other: BundledTable | None) -> bool:
    """Whether every row of ``table`` names a row of ``other``."""
    if other is None or len(other.key) != len(columns):
        return False
    known = set(other.cells[list(other.key)].itertuples(index=False, name=None))
    return set(table.cells[list(columns)].itertuples(index=False, name=None)) <= known


def _files(source: ExportInput) -> Mapping[str, bytes]:
    content = package(source)
    hashes = {name: hashlib.sha256(file).hexdigest() for name, file in content.files.items()}
    text = json.dumps(descriptor(source, content.tables, hashes), ensure_ascii=False, indent=2) + "\n"
    files = {FILE: text.encode("utf-8"), **content.files}
    return {f"{FOLDER}/{name}": file for name, file in files.items()}


EXPORT = Export("datapackage", f"{FOLDER}/{FILE}", _files, is_one=False)
