"""Writes the main results as tables for a journal: one LaTeX file each, and one that sets them all.

A paper needs the packages booktabs and longtable, and \\input{latex/effects} where a table should stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from naysay.reports.blocks import Document
from naysay.reports.exports._journal import journal_tables
from naysay.reports.exports._journal_rows import STARS, JournalTable, Row
from naysay.reports.exports._latex_text import latex
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.words import Words

FOLDER: Final = "latex"
FILE: Final = f"{FOLDER}/tables.tex"
BREAK: Final = r"\\"
ON_A_PAGE: Final = 44
"""Rows of a table that stays on one page; a longer one may break."""


def table_file(table: JournalTable) -> str:
    """One table as LaTeX, to be read into a document that loads booktabs and longtable."""
    columns = f"@{{}}l{'r' * (len(table.header) - 1)}@{{}}"
    head = rf"{_head(table.header)} \\"
    caption = rf"\caption{{{latex(table.caption)}}}\label{{tab:naysay-{table.name.replace('_', '-')}}}"
    notes = rf"{{\footnotesize {' '.join(map(latex, table.notes))}\par}}"
    if len(table.rows) <= ON_A_PAGE:
        lines = [
            r"\begin{table}[htbp]", r"\centering", caption, r"\small", rf"\begin{{tabular}}{{{columns}}}",
            r"\toprule", head, r"\midrule", *_body(table.rows), r"\bottomrule", r"\end{tabular}",
            r"\par\medskip", r"\begin{minipage}{\linewidth}", notes, r"\end{minipage}", r"\end{table}",
        ]  # fmt: skip
    else:
        lines = [
            r"{\small", rf"\begin{{longtable}}{{{columns}}}", rf"{caption}\\", r"\toprule", head, r"\midrule",
            r"\endfirsthead", r"\toprule", head, r"\midrule", r"\endhead", r"\bottomrule", r"\endfoot",
            *_body(table.rows), r"\end{longtable}}", rf"\noindent{notes}",
        ]  # fmt: skip
    return "\n".join(lines) + "\n"


def document_file(tables: Sequence[JournalTable], document: Document) -> str:
    """A document of its own that sets every table, in plain pdfLaTeX."""
    maker = " · ".join(filter(None, (document.author, document.mark)))
    lines = [
        r"\documentclass[11pt,a4paper]{article}", r"\usepackage[utf8]{inputenc}", r"\usepackage[T1]{fontenc}",
        r"\usepackage{textcomp}", r"\usepackage{booktabs}", r"\usepackage{longtable}",
        r"\usepackage[margin=2cm]{geometry}", *_names(document), r"\begin{document}",
        rf"\begin{{center}}\Large {latex(document.title)}\\[1ex]",
        rf"\normalsize {latex(document.subtitle)}\\{{}}{latex(maker)}\end{{center}}",
        *(rf"\input{{{table.name}}}" for table in tables), r"\end{document}",
    ]  # fmt: skip
    return "\n".join(lines) + "\n"


def _names(document: Document) -> list[str]:
    """What LaTeX calls a table, where it is not English."""
    word = Words(document.language)("journal.table")
    return [rf"\renewcommand{{\tablename}}{{{latex(word)}}}"]


def _body(rows: Sequence[Row]) -> list[str]:
    """Lines of a table; one that has its errors below stays on the page with them."""
    lines = []
    for row, below in zip(rows, [*rows[1:], None], strict=True):
        if row.opens:
            lines.append(r"\midrule")
        end = r"\\*" if below is not None and below.is_below else r"\\"
        lines.append(f"{_line(row.cells)} {end}")
    return lines


def _line(cells: Sequence[str]) -> str:
    """Cells of a row; the empty group keeps a name such as ``[x`` from being read as an option."""
    first, *others = cells
    return " & ".join([f"{{}}{latex(first)}", *map(_number, others)])


def _head(cells: Sequence[str]) -> str:
    """Headings, whose lines stand one upon the other."""
    stacked = map(_stacked, cells)
    return "{}" + " & ".join(stacked)


def _stacked(cell: str) -> str:
    lines = [latex(line) for line in cell.split("\n")]
    return lines[0] if len(lines) == 1 else rf"\shortstack[r]{{{BREAK.join(lines)}}}"


def _number(cell: str) -> str:
    """A cell whose stars stand higher than its number."""
    bare = cell.rstrip("*")
    stars = cell[len(bare) :]
    if stars not in {marks for _, marks in STARS}:
        return latex(cell)
    return rf"{latex(bare)}\textsuperscript{{{stars}}}"


def _files(source: ExportInput) -> Mapping[str, bytes]:
    words = Words(source.document.language)
    tables = journal_tables(source.results, words, stars=source.stars)
    texts = {f"{FOLDER}/{table.name}.tex": table_file(table) for table in tables}
    texts[FILE] = document_file(tables, source.document)
    return {name: text.encode("utf-8") for name, text in texts.items()}


EXPORT = Export("latex", FILE, _files, is_one=False)
