"""The one table object that results give to a reader: as text, as HTML and as LaTeX."""

from __future__ import annotations

import html
import textwrap
from collections.abc import Iterable, Iterator, Sequence
from typing import Final, Self

from naysay.study.characters import readable
from naysay.study.latex_table import Row, latex_table

WIDTH: Final = 80
"""Columns of a terminal that captions and notes keep to; a table with many columns is as wide as it is."""
LONGEST_CELL: Final = 32
"""Characters of a name in the first column of the text; a longer one is cut and ends with an ellipsis."""
MOST_ROWS: Final = 40
"""Rows that the summary of a result shows; the rest is counted, and stands in the result's own table."""


class SummaryTable(str):
    """A table with its caption and notes; as a ``str`` it is its own text.

    A summary was always text that one prints, searches or writes into a file; so it still is one.
    ``as_html`` and ``as_latex`` say the same to a notebook and to a paper, with every name escaped.

    Attributes
    ----------
    caption
        What was computed, one line.
    columns
        Headings; a table without columns has its caption and notes alone.
    names
        How many of the first columns name their row; they stand to the left, numbers to the right.
    rows
        Cells are texts, numbers already rounded. Where a row has fewer cells than columns the last reaches to
        the end: the reason of what could not be computed.
    notes
        Sentences below: the null, the distribution, the sample, and who chose what.
    """

    caption: str
    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    notes: tuple[str, ...]
    names: int

    def __new__(
        cls,
        caption: str,
        columns: Sequence[str],
        rows: Iterable[Row],
        notes: Iterable[str] = (),
        names: int = 1,
    ) -> Self:
        parts = caption, tuple(columns), tuple(rows), tuple(notes), names
        table = super().__new__(cls, "\n".join(_text(*parts)))
        table.caption, table.columns, table.rows, table.notes, table.names = parts
        return table

    def __getnewargs__(self) -> tuple[str, tuple[str, ...], tuple[Row, ...], tuple[str, ...], int]:  # type: ignore[override]
        """What a copy, or another process, makes the same table of."""
        return self.caption, self.columns, self.rows, self.notes, self.names

    def __repr__(self) -> str:
        return str(self)

    def __str__(self) -> str:
        return self.as_text()

    def _repr_html_(self) -> str:
        """What a notebook shows."""
        return self.as_html()

    def as_text(self) -> str:
        """Plain text in columns: caption, table, notes."""
        return "".join(self)

    def as_html(self) -> str:
        """A ``table`` with its caption and its notes in the foot; no style and no script."""
        width = max(len(self.columns), 1)
        lines = ["<table>", f"<caption>{_html(self.caption)}</caption>"]
        if self.columns:
            head = "".join(f'<th scope="col">{_html(name)}</th>' for name in self.columns)
            lines.append(f"<thead><tr>{head}</tr></thead>")
        lines += ["<tbody>", *(_html_row(row.cells, width) for row in self.rows), "</tbody>"]
        if self.notes:
            notes = "".join(f'<tr><td colspan="{width}">{_html(note)}</td></tr>' for note in self.notes)
            lines.append(f"<tfoot>{notes}</tfoot>")
        return "\n".join([*lines, "</table>"])

    def as_latex(self, label: str = "") -> str:
        """LaTeX to be read into a document that loads booktabs and longtable; ``label`` is for \\ref."""
        columns = self.columns or ("",)
        return latex_table(self.caption, columns, self.rows, self.notes, label=label, names=self.names)


def most_rows(rows: Sequence[Row], *, of: str) -> tuple[list[Row], list[str]]:
    """The first rows of a summary, and a note of how many more there are; ``of`` names the whole table."""
    left = len(rows) - MOST_ROWS
    if left <= 0:
        return list(rows), []
    return list(rows[:MOST_ROWS]), [f"{left:,} more rows stand in {of}."]


def _text(
    caption: str, columns: tuple[str, ...], rows: tuple[Row, ...], notes: tuple[str, ...], names: int
) -> Iterator[str]:
    yield from _wrapped(caption)
    if columns:
        yield ""
        yield from _aligned(columns, rows, names)
    if notes:
        yield ""
        for note in notes:
            yield from _wrapped(note)


def _aligned(columns: tuple[str, ...], rows: tuple[Row, ...], names: int) -> Iterator[str]:
    """Names to the left, numbers to the right."""
    head = [_cut(readable(heading)) for heading in columns]
    cells = [
        [_cut(readable(cell)) if place < names else readable(cell) for place, cell in enumerate(row.cells)]
        for row in rows
    ]
    whole = [head, *(line for line in cells if len(line) == len(head))]
    widths = [max(len(line[place]) for line in whole) for place in range(len(head))]
    for place in range(names):
        widths[place] = max([widths[place], *(len(line[place]) for line in cells if len(line) > place + 1)])
    yield _line(head, widths, names)
    for row, line in zip(rows, cells, strict=True):
        if row.opens:
            yield "-" * (sum(widths) + 2 * (len(widths) - 1))
        yield _line(line, widths, names)


def _line(cells: Sequence[str], widths: Sequence[int], names: int) -> str:
    """Cells in their columns; the last of a row that has too few stands where its own begins."""
    texts = []
    for place, cell in enumerate(cells):
        reaches = place == len(cells) - 1 and len(cells) < len(widths)
        to_left = cell if reaches else cell.ljust(widths[place])
        texts.append(to_left if reaches or place < names else cell.rjust(widths[place]))
    return "  ".join(texts).rstrip(" ")


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_CELL else f"{name[: LONGEST_CELL - 1]}…"


def _wrapped(line: str) -> list[str]:
    return textwrap.wrap(readable(line), WIDTH, break_long_words=False, break_on_hyphens=False)


def _html(text: str) -> str:
    return "<br>".join(html.escape(readable(line)) for line in text.split("\n"))


def _html_row(cells: Sequence[str], width: int) -> str:
    first, *others = cells
    missing = width - len(cells)
    if not others:
        return f'<tr><th scope="row" colspan="{width}">{_html(first)}</th></tr>'
    texts = [f"<td>{_html(cell)}</td>" for cell in others]
    if missing > 0:
        texts[-1] = f'<td colspan="{missing + 1}">{_html(others[-1])}</td>'
    return f'<tr><th scope="row">{_html(first)}</th>{"".join(texts)}</tr>'
