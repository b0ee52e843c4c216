"""The rows below the names of columns in a small text table, of any encoding and delimiter."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from typing import Final, NamedTuple

import pandas as pd

from naysay.data.date_forms import read_dates
from naysay.data.tables.dialect import DELIMITERS
from naysay.data.tables.encoding import text_of_table
from naysay.study.counts import counted

MOST_COLUMNS: Final = 1_000
HEAD_ROWS: Final = 100
"""Rows within which the names of columns have to stand."""
_NUMBER: Final = re.compile(r"\s*[-+]?[0-9.,' ]*[0-9][0-9.,' ]*\s*")

IsHeader = Callable[[Sequence[str]], bool]


class NoTableError(ValueError):
    """A text that is no such table: what is there, and how to mend it."""

    def __init__(self, got: str, mend: str) -> None:
        self.got, self.mend = got, mend
        super().__init__(got, mend)


class _NumberedRow(NamedTuple):
    line: int
    cells: list[str]


def text_table(content: bytes, is_header: IsHeader | None) -> pd.DataFrame:
    """All cells as text by the names of their columns, the index being the line of the file.

    The names stand in the first row for which ``is_header`` holds, and with None in the last row without
    numbers above the first one that begins with a date. The delimiter is the one with which there is such a
    row, and in doubt a comma.

    Raises
    ------
    NoTableError
        Quotation marks that do not end, names that are missing or repeat, too many columns, rows with another
        number of cells than the names.
    """
    text, _ = text_of_table(content)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if lines[0].lower().startswith("sep="):
        lines[0] = ""
    rows, place = _best_of(lines, is_header)
    header = [name.strip() for name in rows[place].cells] if rows else []
    if len(set(header)) < max(len(header), 1):
        raise NoTableError("no names of columns, or one twice", "Name each column in the first line.")
    if len(header) > MOST_COLUMNS:
        raise NoTableError(f"{len(header)} columns", f"Keep {MOST_COLUMNS} columns or fewer.")
    below = rows[place + 1 :]
    for row in below:
        if len(row.cells) != len(header):
            raise NoTableError(
                f"{counted(len(row.cells), 'cell')} in line {row.line}",
                f"Give each line the {counted(len(header), 'cell')} of the names.",
            )
    return pd.DataFrame(
        [row.cells for row in below], index=[row.line for row in below], columns=header, dtype=str
    )


def _best_of(lines: Sequence[str], is_header: IsHeader | None) -> tuple[list[_NumberedRow], int]:
    """The rows by the delimiter that gives them names, and the place of these."""
    fault: csv.Error | None = None
    for delimiter in DELIMITERS:
        try:
            rows = _rows_of(lines, delimiter)
        except csv.Error as error:
            fault = fault or error
            continue
        place = _place_of_names(rows[:HEAD_ROWS], is_header)
        if place is not None:
            return rows, place
    if fault is not None:
        raise NoTableError(f"no CSV: {fault}", "Save it as CSV.") from fault
    return _rows_of(lines, DELIMITERS[0]), 0


def _place_of_names(rows: Sequence[_NumberedRow], is_header: IsHeader | None) -> int | None:
    if is_header is not None:
        named = ([name.strip() for name in row.cells] for row in rows)
        return next((place for place, names in enumerate(named) if is_header(names)), None)
    dated = (place for place, row in enumerate(rows) if len(row.cells) > 1 and _is_date(row.cells[0]))
    first = next(dated, None)
    if first is None:
        return None
    above = (
        place for place in range(first - 1, -1, -1) if not any(map(_NUMBER.fullmatch, rows[place].cells[1:]))
    )
    return next(above, None)


def _is_date(cell: str) -> bool:
    return (
        str(read_dates([cell], "day_first").days[0]) != "NaT"
        or str(read_dates([cell], "month_first").days[0]) != "NaT"
    )


def _rows_of(lines: Sequence[str], delimiter: str) -> list[_NumberedRow]:
    """The rows that are not blank, each with the line in which it ends."""
    reader = csv.reader((f"{line}\n" for line in lines), delimiter=delimiter, strict=True)
    return [_NumberedRow(reader.line_num, cells) for cells in reader if cells and any(map(str.strip, cells))]
