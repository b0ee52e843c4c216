"""All tables of a run as frames: those of the results, and from their files those too long for these."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from naysay.analysis.methods import all_tables
from naysay.reports.results import Results
from naysay.study.table_files import original

TEXTS: Final = frozenset({"company", "event_id", "session"})
"""Columns of the files that are read here which stay text, even a ticker such as 005930."""


@dataclass(frozen=True, slots=True)
class RunTable:
    """A table of a run, or the first rows of it."""

    name: str
    frame: pd.DataFrame
    rows: int
    """How many rows the table has; ``frame`` has no more of them than were asked for."""
    meanings: dict[str, str]
    """What each column of the contract means, in English."""


def run_tables(results: Results, folder: Path, *, most_rows: int) -> Iterator[RunTable]:
    """Every table of the run, in the order of docs/tables.md, with at most ``most_rows`` of its rows.

    A table that the results lack is read from ``folder``; one that is nowhere has its columns and no rows.
    Missing numbers are NaN, None or an empty text, as the results have them.
    """
    known = {table.name: table for table in all_tables()}
    for name in [*known, *(name for name in results.tables if name not in known)]:
        table = known.get(name)
        path = folder / f"{name}.csv"
        if name in results.tables:
            frame = results.tables[name]
            rows = len(frame)
        elif path.is_file():
            frame, rows = _read(path, most_rows)
        else:
            frame, rows = pd.DataFrame(), 0
        if table is not None and not len(frame.columns):
            frame = table.empty()
        meanings = {} if table is None else {**table.columns, **table.further}
        yield RunTable(name, frame.iloc[:most_rows], rows, meanings)


def _read(path: Path, most_rows: int) -> tuple[pd.DataFrame, int]:
    """The file's first rows with numbers as numbers, and how many rows it has: no cell has a line break."""
    frame = pd.read_csv(path, dtype=str, keep_default_na=False, nrows=most_rows, encoding="utf-8")
    rows = len(frame)
    if rows == most_rows:
        with path.open("rb") as stream:
            rows = sum(1 for _ in stream) - 1
    return pd.DataFrame({name: _typed(frame[name]) for name in frame.columns}), rows


def _typed(column: pd.Series) -> pd.Series:
    if column.name not in TEXTS:
        numbers = pd.to_numeric(column.where(column != ""), errors="coerce")
        if not (numbers.isna() & (column != "")).any():
            return numbers
    return column.map(original)
