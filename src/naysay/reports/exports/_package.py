"""The files of a package for researchers, whatever describes them: tables, dictionary, study, README."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from naysay.reports.exports._bundle import (
    BundledTable,
    bundled_tables,
    dictionary_table,
    sources_table,
)
from naysay.reports.exports._replication import FILE as README
from naysay.reports.exports._replication import STUDY, readme
from naysay.reports.exports.base import ExportInput
from naysay.study.written import study_toml

MEDIA: Final[Mapping[str, str]] = {".csv": "text/csv", ".md": "text/markdown", ".toml": "application/toml"}


@dataclass(frozen=True, eq=False)
class Package:
    """What is in it; ``files`` are the bytes of each file by its name, in a fixed order."""

    tables: tuple[BundledTable, ...]
    files: Mapping[str, bytes]


def package(source: ExportInput) -> Package:
    """The tables of the run, the dictionary of their columns, what was read, the study and the README."""
    of_run = bundled_tables(source)
    described = (*of_run, sources_table(source.sources))
    tables = (*described, dictionary_table(described))
    files = {f"{one.name}.csv": one.content for one in tables}
    files[STUDY] = study_toml(source.results.study).encode("utf-8")
    files[README] = readme(source, tables).encode("utf-8")
    return Package(tables, files)


def slug(name: str) -> str:
    """``name`` in the letters, digits and signs that names of packages may have."""
    plain = "".join(c if c.isascii() and (c.isalnum() or c in "-_") else "-" for c in name.lower())
    return plain.strip("-_") or "study"
