"""Which of the first rows of a table or a sheet has the names of its columns."""

from __future__ import annotations

import unicodedata
from collections.abc import Collection, Sequence
from typing import Final

HEAD_ROWS: Final = 100
"""Rows within which the names have to stand."""
_AROUND: Final = "\ufeff\u200b\u200e\u200f\u2060"
"""Marks without width that programs leave at the edges of a cell."""


def column_name(cell: str) -> str:
    """A cell as the name of a column: without white space around it, in composed characters (NFC)."""
    name = cell.strip().strip(_AROUND).strip()
    return name if name.isascii() else unicodedata.normalize("NFC", name)


def twice(names: Sequence[str], wanted: Collection[str]) -> list[str]:
    """Those of ``wanted`` that are the names of several columns: which one is meant is not known."""
    return [name for name in dict.fromkeys(wanted) if list(names).count(name) > 1]


def place_of_names(rows: Sequence[Sequence[str]], wanted: Collection[str] = ()) -> int | None:
    """The place, from 0 on, of the row with the names of columns among the first ``rows``; None without one.

    It is the first that has all of ``wanted``, and where none has, the first that may be such a row:

    - two names or more, each once, none missing but the first one and those at the end;
    - at least half of the rows below it have as many cells;
    - at most a quarter of these have more cells that are not empty.

    So lines on what was exported are passed over: they have fewer cells, or fewer that are not empty. A row
    without cells stands for lines that cannot be taken apart, and no names are looked for below it.
    """
    heads = [[column_name(cell) for cell in row] for row in rows[:HEAD_ROWS]]
    if wanted:
        for place, names in enumerate(heads):
            if set(wanted) <= set(names):
                return place
    written = [sum(map(bool, cells)) for cells in heads]
    for place, names in enumerate(heads):
        if not names:
            return None
        below = [written[row] for row in range(place + 1, len(heads)) if len(heads[row]) == len(names)]
        further = sum(map(bool, heads[place + 1 :]))
        if 2 * len(below) < further or not _are_names(names):
            continue
        exceeding = sum(cells > written[place] + (not names[0]) for cells in below)
        if 4 * exceeding <= len(below):
            return place
    return None


def _are_names(cells: Sequence[str]) -> bool:
    names = list(cells)
    while names and not names[-1]:
        names.pop()
    return sum(map(bool, names)) >= 2 and all(names[1:]) and len(set(names)) == len(names)
