"""A table as LaTeX sets it, for the tables of a run and for the summaries of results."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from naysay.study.latex_text import latex

ON_A_PAGE: Final = 44
"""Rows of a table that stays on one page; a longer one may break."""
BREAK: Final = r"\\"
_STARRED: Final = re.compile(r"(.*[^*])(\*{1,3})")
"""A number and the stars of its p-value."""
_BELOW_ZERO: Final = re.compile(r"^([(\[]?)-(?=[0-9.])")


@dataclass(frozen=True, slots=True)
class Row:
    cells: tuple[str, ...]
    """Plain text: a name, then numbers. Where there are fewer than columns, the last reaches to the end."""
    is_below: bool = False
    """Whether it holds the standard errors of the row before, from which it is not parted."""
    opens: bool = False
    """Whether a rule parts it from what stands before."""


def latex_table(
    caption: str,
    header: Sequence[str],
    rows: Sequence[Row],
    notes: Sequence[str],
    *,
    label: str = "",
    names: int = 1,
) -> str:
    """One table, to be read into a document that loads booktabs and longtable.

    All texts are plain; a heading may have several lines, which stand one upon the other. The first ``names``
    columns stand to the left, numbers to the right.
    """
    layout = f"@{{}}{'l' * names}{'r' * (len(header) - names)}@{{}}"
    named = rf"\label{{{label}}}" if label else ""
    above = rf"\caption{{{latex(caption)}}}{named}"
    head = "{}" + " & ".join(map(_stacked, header)) + r" \\"
    body = list(_body(rows, len(header)))
    below = rf"{{\footnotesize {' '.join(map(latex, notes))}\par}}"
    if len(rows) <= ON_A_PAGE:
        lines = [
            r"\begin{table}[htbp]", r"\centering", above, r"\small", rf"\begin{{tabular}}{{{layout}}}",
            r"\toprule", head, r"\midrule", *body, r"\bottomrule", r"\end{tabular}",
            r"\par\medskip", r"\begin{minipage}{\linewidth}", below, r"\end{minipage}", r"\end{table}",
        ]  # fmt: skip
    else:
        lines = [
            r"{\small", rf"\begin{{longtable}}{{{layout}}}", rf"{above}\\", r"\toprule", head, r"\midrule",
            r"\endfirsthead", r"\toprule", head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot",
            *body, r"\end{longtable}}", rf"\noindent{below}",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _body(rows: Sequence[Row], columns: int) -> Iterator[str]:
    """Lines of a table; one that has its errors below stays on the page with them."""
    for place, row in enumerate(rows, start=1):
        if row.opens:
            yield r"\midrule"
        end = r"\\*" if any(below.is_below for below in rows[place : place + 1]) else r"\\"
        yield f"{_line(row.cells, columns)} {end}"


def _line(cells: Sequence[str], columns: int) -> str:
    """Cells of a row; the empty group keeps a name such as ``[x`` from being read as an option."""
    missing = columns - len(cells)
    *before, last = cells
    texts = [latex(cell) if place == 0 else _number(cell) for place, cell in enumerate(before)]
    end = latex(last) if not texts else _number(last)
    texts.append(rf"\multicolumn{{{missing + 1}}}{{l@{{}}}}{{{end}}}" if missing > 0 else end)
    return ("{}" if len(texts) > 1 or missing <= 0 else "") + " & ".join(texts)


def _stacked(cell: str) -> str:
    lines = [latex(line) for line in cell.split("\n")]
    return lines[0] if len(lines) == 1 else rf"\shortstack[r]{{{BREAK.join(lines)}}}"


def _number(cell: str) -> str:
    """A cell whose stars stand higher than its number; a number below 0 has a minus and no hyphen."""
    cell = _BELOW_ZERO.sub(r"\1−", cell)
    starred = _STARRED.fullmatch(cell)
    if starred is None:
        return latex(cell)
    return rf"{latex(starred[1])}\textsuperscript{{{starred[2]}}}"
