"""Writes the tables of a run for R: their CSV files, and a script that reads each column as its type."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from importlib.resources import files
from types import MappingProxyType
from typing import Final

from naysay.reports.exports._bundle import BundledTable, Column, bundled_tables, dictionary_table
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.results import Results
from naysay.study.column_types import Kind
from naysay.study.frames import window_column

FOLDER: Final = "r"
FILE: Final = f"{FOLDER}/load.R"
EXAMPLE: Final = f"{FOLDER}/example.R"
LARGEST: Final = 2_147_483_647
"""The largest integer of R."""
CLASSES: Final[Mapping[Kind, str]] = MappingProxyType(
    {"string": "character", "integer": "integer", "number": "numeric", "boolean": "logical", "date": "Date"}
)


def script(tables: Sequence[BundledTable]) -> str:
    """load.R: the classes of the columns of ``tables``, and how they are read."""
    types = ",\n".join(f"  {_text(table.name)} = c({_classes(table)})" for table in tables)
    return _template("load.R").replace("@types@", types)


def _example(results: Results) -> str:
    """example.R, with the column of the CAR that the study regresses."""
    window = results.study.get("event_study", {}).get("primary_window") or results.findings.reaction.window
    return _template("example.R").replace("@car@", _text(window_column((int(window[0]), int(window[1])))))


def _classes(table: BundledTable) -> str:
    return ", ".join(f"{_text(c.name)} = {_text(_class(c, table))}" for c in table.columns)


def _class(column: Column, table: BundledTable) -> str:
    whole = (int(cell) for cell in table.cells[column.name] if cell) if column.kind == "integer" else ()
    return CLASSES["number" if any(abs(number) > LARGEST for number in whole) else column.kind]


def _text(text: str) -> str:
    """A string of R in ASCII, whatever ``text`` holds."""
    return f'"{"".join(map(_character, text))}"'


def _character(character: str) -> str:
    plain = character.isascii() and character.isprintable() and character not in '"\\'
    return character if plain else f"\\U{{{ord(character):x}}}"


def _template(name: str) -> str:
    return (files("naysay.reports") / "exports" / name).read_text(encoding="utf-8")


def _files(source: ExportInput) -> Mapping[str, bytes]:
    tables = bundled_tables(source)
    tables = (*tables, dictionary_table(tables))
    content = {FILE: script(tables).encode("utf-8"), EXAMPLE: _example(source.results).encode("utf-8")}
    return content | {f"{FOLDER}/{table.name}.csv": table.content for table in tables}


EXPORT = Export("r", FILE, _files, is_one=False)
