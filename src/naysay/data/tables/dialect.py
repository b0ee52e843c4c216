"""What the first lines of a text table say of it: which line has the names of columns, what parts the cells.

Programs write a line ``sep=;`` above the names, or some lines on what was exported. The head of a file is
enough to see that.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from naysay.data.tables.names import HEAD_ROWS, column_name, place_of_names

DELIMITERS: Final = ",;\t|"
HEAD_LINES: Final = 150
"""Lines that are enough for ``dialect_of``."""
_LINES_A_ROW: Final = 10
"""Lines that a row of the head may take, where a cell in quotation marks holds line breaks."""
_LONGEST_ROW: Final = 20_000
"""Characters of such a row."""
_MOST_CELLS: Final = 10_000
_SAID: Final = re.compile(r'\s*"?sep=(\t|[^"\r\n])"?[\s,;]*', re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Dialect:
    """What the rows of a table have in common. Lines count from 0, blank ones included."""

    delimiter: str
    names: tuple[str, ...]
    """The names of columns as ``column_name`` makes them; none where their line cannot be taken apart."""
    skipped: int = 0
    """Lines above the names."""
    lines: int = 1
    """Lines that the names take."""
    preamble: int = 0
    """Of the lines above the names, those that are not empty, ``sep=`` included."""


class _Row(NamedTuple):
    line: int
    lines: int
    cells: list[str]


def dialect_of(lines: Sequence[str], *, delimiter: str = "", wanted: Collection[str] = ()) -> Dialect | None:
    """The dialect of a table whose first lines are ``lines``, without their ends; None where all are blank.

    The names stand in the first line that has all of ``wanted``. Where none has, they stand where
    ``place_of_names`` says, parted by the delimiter with which most rows below have as many cells as the
    names, and of several such by the one that makes more cells. Where that says nothing, they stand in the
    first line, parted by the delimiter that it holds most often.

    Parameters
    ----------
    delimiter
        One character. Where none is given, a line ``sep=`` says it, or one of ``DELIMITERS`` is found.
    wanted
        Names of columns that the reader needs, as ``column_name`` makes them.
    """
    first = next((place for place, line in enumerate(lines) if line.strip()), None)
    if first is None:
        return None
    said = _SAID.fullmatch(lines[first]) if first + 1 < len(lines) else None
    begin = first + 1 if said else first
    while begin + 1 < len(lines) and not lines[begin].strip():
        begin += 1
    delimiters = delimiter or (said[1] if said else DELIMITERS)
    tables = {one: _head_rows(lines, begin, one) for one in delimiters}
    candidates = [
        (_fit(rows, place, wanted), one, rows[place])
        for one, rows in tables.items()
        if (place := place_of_names([row.cells for row in rows], wanted)) is not None
    ]
    if candidates:
        _, best, row = max(candidates, key=lambda candidate: candidate[0])  # the first of equals
    else:
        best = max(delimiters, key=lines[begin].count)
        row = tables[best][0] if tables[best] else _Row(begin, 1, [])
    return Dialect(
        best,
        tuple(map(column_name, row.cells)),
        row.line,
        row.lines,
        sum(bool(line.strip(f'{best}" \t\r')) for line in lines[: row.line]),
    )


def _fit(rows: Sequence[_Row], place: int, wanted: Collection[str]) -> tuple[bool, float, float, int]:
    """How well the row at ``place`` has the names of those below: what is larger fits better."""
    names = rows[place].cells
    has_all = bool(wanted) and set(wanted) <= set(map(column_name, names))
    below = rows[place + 1 :]
    share = sum(len(row.cells) == len(names) for row in below) / len(below) if below else 1.0
    return has_all, -rows[place].line if has_all else 0.0, round(share, 1), len(names)


def _head_rows(lines: Sequence[str], begin: int, delimiter: str) -> list[_Row]:
    """The rows from line ``begin`` on. A line that begins no row of a few lines has no cells."""
    rows, place = list[_Row](), begin
    while place < len(lines) and len(rows) < HEAD_ROWS:
        if not lines[place].strip():
            place += 1
            continue
        row = _Row(place, 1, [])
        for count in range(1, _LINES_A_ROW + 1):
            together = lines[place : place + count]
            if count > 1 and sum(map(len, together)) > _LONGEST_ROW:
                break
            cells = _cells(together, delimiter)
            if cells is not None:
                row = _Row(place, count, cells)
                break
        rows.append(row)
        place += row.lines
    return rows


def _cells(lines: Sequence[str], delimiter: str) -> list[str] | None:
    """The cells of one row of ``lines``; None where they are no row."""
    try:
        (cells,) = csv.reader([line + "\n" for line in lines], delimiter=delimiter, strict=True)
    except (csv.Error, ValueError):
        return None
    return cells if len(cells) <= _MOST_CELLS else None
