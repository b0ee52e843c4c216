"""Writes the main results as tables for a journal: one LaTeX file each, and one that sets them all.

A paper needs the packages booktabs and longtable, and \\input{latex/effects} where a table should stand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from naysay.reports.blocks import Document
from naysay.reports.exports._journal import journal_tables
from naysay.reports.exports._journal_rows import JournalTable
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.words import Words
from naysay.study.latex_table import latex_table
from naysay.study.latex_text import latex

FOLDER: Final = "latex"
FILE: Final = f"{FOLDER}/tables.tex"


def table_file(table: JournalTable) -> str:
    """One table as LaTeX, to be read into a document that loads booktabs and longtable."""
    label = f"tab:naysay-{table.name.replace('_', '-')}"
    return latex_table(table.caption, table.header, table.rows, table.notes, label=label)


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
    word = Words(document.language, document.of_measures)("journal.table")
    return [rf"\renewcommand{{\tablename}}{{{latex(word)}}}"]


def _files(source: ExportInput) -> Mapping[str, bytes]:
    words = Words(source.document.language, source.document.of_measures)
    tables = journal_tables(source.results, words, stars=source.stars)
    texts = {f"{FOLDER}/{table.name}.tex": table_file(table) for table in tables}
    texts[FILE] = document_file(tables, source.document)
    return {name: text.encode("utf-8") for name, text in texts.items()}


EXPORT = Export("latex", FILE, _files, is_one=False)
