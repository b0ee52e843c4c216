"""Tables of a page. The script makes them sortable; without it they are whole all the same."""

from __future__ import annotations

from html import escape
from typing import Final

from naysay.reports.blocks import TableBlock
from naysay.study.characters import readable

SORTABLE: Final = 3
"""Rows from which a table can be sorted."""
SHORT: Final = 14
"""Characters of a cell that is not broken."""
FILTERED: Final = 16
"""Rows from which a table has a field that filters it."""


def table(block: TableBlock, caption: str, name: str) -> str:
    """``block`` with ``caption`` as HTML; the first column names its row.

    A table wider than the window is moved by touch or by key. ``name`` is the id of its caption.
    """
    head = "".join(
        f'<th scope="col" class="{side}">{_text(cell)}</th>'
        if readable(cell)
        else f'<td class="{side}"></td>'
        for cell, side in zip(block.header, block.align, strict=True)
    )
    rows = "".join(_row(block, at) for at in range(len(block.rows)))
    captioned = f'<caption id="{name}">{caption}</caption>' if readable(block.caption) else ""
    inside = f"{captioned}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    region = f' role="group" aria-labelledby="{name}"' if captioned else ""
    kinds = "table" + (" sortable" if len(block.rows) >= SORTABLE else "")
    kinds += " filtered" if len(block.rows) >= FILTERED else ""
    return f'<div class="{kinds}" tabindex="0"{region}><table>{inside}</table></div>'


def _row(block: TableBlock, at: int) -> str:
    cells = [
        f'<th scope="row" class="{_look(cell, side)}">{_text(cell)}</th>'
        if column == 0 and readable(cell)
        else f'<td class="{_look(cell, side)}">{_text(cell)}</td>'
        for column, (cell, side) in enumerate(zip(block.rows[at], block.align, strict=True))
    ]
    start = '<tr class="strong">' if at in block.strong else "<tr>"
    return f"{start}{''.join(cells)}</tr>"


def _look(cell: str, side: str) -> str:
    """A short cell such as a date stays on one line."""
    return f"{side} short" if side == "left" and 0 < len(cell) <= SHORT else side


def _text(text: str) -> str:
    return escape(readable(text))
