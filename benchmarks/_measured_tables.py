"""Reads the Markdown tables of docs/measured back: cells by the name of their column."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

MEASURED: Final = Path(__file__).resolve().parents[1] / "docs" / "measured"


@dataclass(frozen=True, slots=True)
class MeasuredTable:
    """A table and the paragraph above it; each row has its cells by column."""

    above: str
    rows: tuple[dict[str, str], ...] = field(repr=False)

    def row(self, **cells: str) -> dict[str, str]:
        """The first row that has these cells; a column's name has underscores for spaces.

        Raises
        ------
        LookupError
            When there is none.
        """
        wanted = {name.replace("_", " "): value for name, value in cells.items()}
        for row in self.rows:
            if all(row.get(name) == value for name, value in wanted.items()):
                return row
        raise LookupError(f"no row with {wanted}: measure again")


def tables(page: str) -> Iterator[MeasuredTable]:
    """The tables of a page, in its order."""
    blocks = page.split("\n\n")
    for above, block in zip(["", *blocks], blocks, strict=False):
        lines = block.strip().splitlines()
        if len(lines) > 2 and lines[0].startswith("| ") and set(lines[1]) <= set("|-"):
            names = _cells(lines[0])
            yield MeasuredTable(
                " ".join(above.split()),
                tuple(dict(zip(names, _cells(line), strict=True)) for line in lines[2:]),
            )


def table_below(page: str, words: str) -> MeasuredTable:
    """The table whose paragraph begins with ``words``.

    Raises
    ------
    LookupError
        When there is none.
    """
    for table in tables(page):
        if table.above.startswith(words):
            return table
    raise LookupError(f"no table below {words!r}: measure again")


def number(cell: str) -> float:
    """The first number of a cell, which may have commas."""
    return float(re.findall(r"-?\d[\d,]*(?:\.\d+)?", cell)[0].replace(",", ""))


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip().strip("|").split("|")]
