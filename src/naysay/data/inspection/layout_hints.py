"""What to do about a text whose rows do not fit the names of its columns."""

from __future__ import annotations

from itertools import islice
from typing import Final

from naysay.data.tables.dialect import DELIMITERS

ROWS: Final = 20
_SINGLE: Final = (
    "its cells are in single quotation marks: save it as CSV again, with none or with double ones"
)
_TRAILING: Final = (
    "its rows end with a delimiter more than the line of names: write one at the end of that line, too, or "
    "save the table as CSV again"
)


def layout_hint(text: str) -> str:
    """Why the rows of ``text`` do not fit the first line, and what mends it; empty if that is unknown."""
    lines = [line.strip() for line in islice((line for line in text.splitlines() if line.strip()), ROWS)]
    names, rows = lines[0] if lines else "", lines[1:-1] or lines[1:]
    for delimiter in DELIMITERS:
        n = names.count(delimiter)
        if not n or not rows:
            continue
        if all(row.endswith(delimiter) and row.count(delimiter) > n for row in rows):
            return _TRAILING
        if all(row.startswith("'") and f"'{delimiter}'" in row for row in rows):
            return _SINGLE
    return ""
