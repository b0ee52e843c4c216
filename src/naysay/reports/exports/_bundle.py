"""What exports for researchers hold: the tables of a run as files, and what each column of them is."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from types import MappingProxyType
from typing import Final

import pandas as pd

from naysay.analysis.methods import all_tables
from naysay.reports.exports.base import ExportInput, ReadFile
from naysay.reports.results import Results
from naysay.reports.words import Words
from naysay.study.column_types import KEYS, WINDOW, ColumnType, Kind, column_type, general_name
from naysay.study.frames import Table
from naysay.study.table_files import table_csv

COMPANIES: Final = Table(
    "companies",
    {
        "ticker": "the ticker, as the column company of the other tables has it",
        "name": "the name that the study gives; the ticker where it gives none",
        "isin": "the ISIN; empty where the study names none",
        "wkn": "the WKN; empty where the study names none",
        "currency": "the currency of its prices; empty where the study names none",
        "shares_outstanding": "the number of shares; empty where the study names none",
    },
)
"""A table that exports add: the study's own companies."""
SOURCES: Final = Table(
    "sources",
    {
        "kind": "posts, prices, or another kind of file that the study names",
        "name": "the name of the file",
        "sha256": "its hash, in hexadecimal digits",
        "rows": "the number of its rows",
    },
)
"""What the run read."""
DICTIONARY: Final = Table(
    "dictionary",
    {
        "table": "the table, a file of that name",
        "column": "the column of the table",
        "type": "string, integer, number, boolean (True or False) or date (YYYY-MM-DD)",
        "unit": "the unit of its numbers; empty where they have none",
        "meaning": "what it means",
        "missing": "how a missing value is written",
    },
)
"""What all columns are."""
MISSING: Final = "an empty cell is a missing value"
_WHOLE: Final = r"-?\d{1,18}"
_NUMBER: Final = r"[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?"
_DAY: Final = r"\d{4}-\d{2}-\d{2}"


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table."""

    name: str
    kind: Kind
    """As declared; wider where a cell of this run is no such value, so that a strict program reads it."""
    unit: str
    meaning: str


@dataclass(frozen=True, eq=False)
class BundledTable:
    """One table as the file that the run left, with what a reader of it needs."""

    name: str
    title: str
    content: bytes
    columns: tuple[Column, ...]
    cells: pd.DataFrame
    """Every cell as the text that stands in the file, empty where a value is missing; a column per column."""
    key: tuple[str, ...]
    """The columns whose values together stand once and are never missing; empty where there are none."""


def bundled_tables(source: ExportInput) -> tuple[BundledTable, ...]:
    """The study's companies, then every table that the run left, in the order of docs/tables.md.

    A table stands here as its file below ``source.tables`` has it, byte by byte; where there is no such file
    it is written from the results. Tables without rows have the columns of their contract.
    """
    companies = _companies(source.results)
    return (companies, *_of_run(source))


def sources_table(sources: Sequence[ReadFile]) -> BundledTable:
    """The files that the run read, a row each."""
    rows = [(one.kind, one.name, one.sha256, one.rows) for one in sources]
    return _own(SOURCES, "Sources", rows, {"rows": ColumnType("integer", "rows")})


def dictionary_table(
    tables: Sequence[BundledTable], *, names: Callable[[BundledTable], Mapping[str, str]] | None = None
) -> BundledTable:
    """The columns of ``tables``, a row each; ``names`` adds a column with those of another program."""
    rows = [
        (table.name, column.name, column.kind, column.unit, column.meaning, MISSING)
        for table in tables
        for column in table.columns
    ]
    if names is None:
        return _own(DICTIONARY, "Dictionary of columns", rows, {})
    other = [names(table)[column.name] for table in tables for column in table.columns]
    contract = {**DICTIONARY.columns, "variable": "the name that the column has here"}
    renamed = [(*row, name) for row, name in zip(rows, other, strict=True)]
    return _own(Table(DICTIONARY.name, contract), "Dictionary of columns", renamed, {})


def typed(table: BundledTable) -> dict[str, pd.Series]:
    """The columns of ``table`` as values: numbers as floats, whole ones as Int64, dates as timestamps.

    Texts stay as the file has them, empty where a value is missing; yes and no are booleans with <NA>.
    """
    return {column.name: _VALUES[column.kind](table.cells[column.name]) for column in table.columns}


def _companies(results: Results) -> BundledTable:
    rows = [
        tuple(company.get(name) for name in COMPANIES.columns) for company in results.study.get("company", ())
    ]
    return _own(COMPANIES, "Companies", rows, {"shares_outstanding": ColumnType("number", "shares")})


def _own(
    table: Table, title: str, rows: Sequence[tuple[object, ...]], numbers: Mapping[str, ColumnType]
) -> BundledTable:
    """A table that the export makes; its columns are texts but for ``numbers``."""
    types = {name: numbers.get(name, ColumnType("string")) for name in table.columns}
    return _bundled(table, title, table_csv(pd.DataFrame(rows, columns=list(types))), types)


def _of_run(source: ExportInput) -> Iterator[BundledTable]:
    words = Words("en")
    known = {table.name: table for table in all_tables()}
    for name in [*known, *sorted(set(source.results.tables) - set(known))]:
        table = known.get(name, Table(name, {}))
        path = source.tables / f"{name}.csv"
        if path.is_file():
            content = path.read_bytes()
        elif name in source.results.tables:
            content = table_csv(source.results.tables[name])
        else:
            continue
        if not content.strip():
            content = table_csv(table.empty())
        yield _bundled(table, words.of_code("table_title", name), content, {})


def _bundled(table: Table, title: str, content: bytes, types: Mapping[str, ColumnType]) -> BundledTable:
    cells = pd.read_csv(BytesIO(content), dtype=str, keep_default_na=False, encoding="utf-8")
    meanings = {**table.columns, **table.further}
    columns = []
    for name in map(str, cells.columns):
        declared = types.get(name) or column_type(table.name, name)
        kind = _kind(cells[name], declared)
        unit = declared.unit if declared is not None and kind != "string" else ""
        columns.append(Column(name, kind, unit, _meaning(name, meanings)))
    return BundledTable(table.name, title, content, tuple(columns), cells, _key(table.name, cells))


def _meaning(name: str, meanings: Mapping[str, str]) -> str:
    """What the column means; of one that stands once a window, with its window."""
    text = meanings.get(general_name(name), "")
    window = WINDOW.fullmatch(name)
    return f"sessions {window[2]} to {window[3]}: {text}" if window and text else text


def _kind(cells: pd.Series, declared: ColumnType | None) -> Kind:
    """The declared type, or the narrowest wider one that every cell is of."""
    there = cells[cells != ""]
    if declared is None:
        narrow: tuple[Kind, ...] = ("boolean", "date", "integer", "number") if len(there) else ()
    else:
        narrow = ("integer", "number") if declared.kind == "integer" else (declared.kind,)
    return next((kind for kind in narrow if kind == "string" or _fits(there, kind)), "string")


def _fits(cells: pd.Series, kind: Kind) -> bool:
    if kind == "boolean":
        return bool(cells.isin(["True", "False"]).all())
    if kind == "date":
        shaped = bool(cells.str.fullmatch(_DAY).all())
        return shaped and bool(pd.to_datetime(cells, format="%Y-%m-%d", errors="coerce").notna().all())
    return bool(cells.str.fullmatch(_WHOLE if kind == "integer" else _NUMBER).all())


def _key(name: str, cells: pd.DataFrame) -> tuple[str, ...]:
    """The key of the table where it is one in this run."""
    key = KEYS.get(name, ())
    if not key or not set(key) <= set(cells.columns):
        return ()
    part = cells[list(key)]
    return () if (part == "").any(axis=None) or part.duplicated().any() else key


def _numbers(cells: pd.Series) -> pd.Series:
    return pd.to_numeric(cells.where(cells != ""), errors="raise").astype("float64")


def _whole(cells: pd.Series) -> pd.Series:
    return pd.Series([int(cell) if cell else pd.NA for cell in cells], dtype="Int64")


def _truth(cells: pd.Series) -> pd.Series:
    return cells.map({"True": True, "False": False}).astype("boolean")


def _days(cells: pd.Series) -> pd.Series:
    return pd.to_datetime(cells.where(cells != ""), format="%Y-%m-%d")


_VALUES: Final[Mapping[Kind, Callable[[pd.Series], pd.Series]]] = MappingProxyType(
    {
        "string": lambda cells: cells.astype(object),
        "integer": _whole,
        "number": _numbers,
        "boolean": _truth,
        "date": _days,
    }
)
