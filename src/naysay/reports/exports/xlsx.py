"""Writes all tables of a run as one workbook: a sheet a table, in front of them the findings and a list."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import BytesIO
from typing import Final

from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from naysay.reports.blocks import (
    Answer,
    Block,
    Bullets,
    Checklist,
    Columns,
    Document,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
)
from naysay.reports.exports._run_tables import RunTable, run_tables
from naysay.reports.exports._sheets import (
    LONGEST_CELL,
    MOST_ROWS,
    Styles,
    safe,
    sheet_name,
    styles,
    write_table,
)
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.characters import readable
from naysay.study.column_types import WINDOW, general_name

FILE: Final = "tables.xlsx"
DATES: Final[Mapping[Language, str]] = {"en": "yyyy-mm-dd", "de": "dd.mm.yyyy"}
"""How a sheet shows its dates, in Excel's letters."""
LIST: Final = 4
"""The row of the first sheet that heads the list of sheets."""
_KEY: Final = re.compile(r"[a-z_]+\.[a-z_]+")
"""A key of the study file, which is a heading as it stands."""


@dataclass(frozen=True, slots=True)
class _ListedSheet:
    """What the list says of a sheet."""

    name: str
    table: RunTable
    shortened: int


def column_heading(table: str, column: str, words: Words) -> str:
    """What a person reads above ``column`` of ``table``; a column without words is shown by its name."""
    if window := WINDOW.fullmatch(column):
        edges = words.numbers.window(int(window[2]), int(window[3]))
        return words(f"table_column.{window[1]}_window", window=edges)
    if _KEY.fullmatch(column):
        return column
    own = f"table_column_of.{table}.{column}"
    return words(own) if words.knows(own) else words.of_code("table_column", column)


def workbook(source: ExportInput) -> bytes:
    """The workbook as bytes; equal input gives equal bytes."""
    document, words = source.document, Words(source.document.language, source.document.of_measures)
    content = BytesIO()
    book = Workbook(content, {"constant_memory": True, "tmpdir": str(source.working)})
    book.set_properties(
        {
            "title": safe(document.title),
            "author": safe(document.author),
            "created": datetime(*document.date),  # noqa: DTZ001  a workbook's time has no zone
        }
    )
    style = styles(book, date_format=DATES[document.language])
    names = [sheet_name(words(f"workbook.{name}"), ()) for name in ("contents", "findings", "columns")]
    contents, findings = (book.add_worksheet(name) for name in names[:2])
    sheets: list[_ListedSheet] = []
    for table in run_tables(source.results, source.tables, most_rows=MOST_ROWS):
        name = sheet_name(words.of_code("table_title", table.name), [*names, *(s.name for s in sheets)])
        headings = [safe(column_heading(table.name, str(c), words)) for c in table.frame.columns]
        sheets.append(
            _ListedSheet(name, table, write_table(book.add_worksheet(name), table.frame, headings, style))
        )
    _write_contents(contents, sheets, source, words, style)
    _write_findings(findings, document, style)
    _write_columns(book.add_worksheet(names[2]), sheets, words, style)
    book.close()
    return content.getvalue()


def _write_contents(
    sheet: Worksheet, sheets: Sequence[_ListedSheet], source: ExportInput, words: Words, style: Styles
) -> None:
    """The study, what to know about its data, and a list of the sheets with links to them."""
    document, numbers = source.document, words.numbers
    for at, width in enumerate((34, 20, 12, 80)):
        sheet.set_column(at, at, width)
    day = "{:04}-{:02}-{:02}".format(*document.date)
    author = words("workbook.made", author=document.author, date=numbers.date(day))
    sheet.write_string(0, 0, _cell(document.title), style.title)
    sheet.write_string(1, 0, _cell(document.subtitle))
    sheet.write_string(2, 0, _cell(" · ".join(filter(None, (author, document.mark)))))
    for at, name in enumerate(("sheet", "table", "rows", "note")):
        sheet.write_string(LIST, at, words(f"workbook.{name}"), style.head)
    for row, each in enumerate(sheets, LIST + 1):
        target = each.name.replace("'", "''")
        sheet.write_url(row, 0, f"internal:'{target}'!A1", style.link, each.name)
        sheet.write_string(row, 1, _cell(each.table.name))
        sheet.write_number(row, 2, each.table.rows, style.count)
        sheet.write_string(row, 3, " ".join(_notes(each, words)))
    if warnings := source.results.warning_sentences:
        below = LIST + len(sheets) + 2
        sheet.write_string(below, 0, words("workbook.warnings"), style.strong)
        for row, sentence in enumerate(warnings, below + 1):
            sheet.write_string(row, 0, _cell(sentence))


def _notes(sheet: _ListedSheet, words: Words) -> Iterator[str]:
    table, count = sheet.table, words.numbers.count
    if not table.rows:
        yield words("workbook.empty")
    if left_out := table.rows - len(table.frame):
        yield words(
            "workbook.left_out", left_out=count(left_out), rows=count(table.rows), table=_cell(table.name)
        )
    if sheet.shortened:
        yield words("workbook.shortened", longest=count(LONGEST_CELL), cells=count(sheet.shortened))


def _write_findings(sheet: Worksheet, document: Document, style: Styles) -> None:
    """The first page of the report as text, in two columns."""
    sheet.set_column(0, 0, 26)
    sheet.set_column(1, 1, 110)
    for row, (name, text, is_strong) in enumerate(_lines(document.blocks)):
        if name:
            sheet.write_string(row, 0, _cell(name), style.strong)
        if text:
            sheet.write_string(row, 1, _cell(text), style.strong if is_strong else style.text)


def _lines(blocks: Sequence[Block]) -> Iterator[tuple[str, str, bool]]:
    """(what stands before it, text, whether it is bold) of each line up to the first page break."""
    for block in blocks:
        match block:
            case PageBreak():
                return
            case Heading(text):
                yield "", text, True
            case Paragraph(text):
                yield "", " ".join(filter(None, (text, block.note))), False
            case Answer(sentence, support):
                yield "", sentence, True
                yield "", support, False
            case KeyFigures(figures):
                for figure in figures:
                    yield figure.value, " · ".join(filter(None, (figure.label, figure.detail))), False
            case Bullets(items):
                for item in items:
                    yield "", item, False
            case Checklist(items):
                for _, outcome, doubt in items:
                    yield outcome, doubt, False
            case Columns(left, right):
                yield from _lines((*left, *right))
            case _:  # a table or a figure: the sheets have its numbers
                continue


def _write_columns(sheet: Worksheet, sheets: Sequence[_ListedSheet], words: Words, style: Styles) -> None:
    """Each column of each table with its heading, its name in the table's file and its meaning."""
    for at, width in enumerate((34, 44, 28, 110)):
        sheet.set_column(at, at, width)
    heads = (
        words("workbook.sheet"),
        words("workbook.heading"),
        words("workbook.column", file="tables/*.csv"),
        words("workbook.meaning"),
    )
    for at, head in enumerate(heads):
        sheet.write_string(0, at, head, style.head)
    sheet.freeze_panes(1, 0)
    lines = [(each, str(column)) for each in sheets for column in each.table.frame.columns]
    sheet.autofilter(0, 0, len(lines), len(heads) - 1)
    for row, (each, column) in enumerate(lines, 1):
        cells = (
            each.name,
            column_heading(each.table.name, column, words),
            column,
            each.table.meanings.get(general_name(column), ""),
        )
        for at, cell in enumerate(cells):
            sheet.write_string(row, at, _cell(cell))


def _cell(text: str) -> str:
    return safe(readable(text))[:LONGEST_CELL]


def _files(source: ExportInput) -> Mapping[str, bytes]:
    return {FILE: workbook(source)}


EXPORT = Export("xlsx", FILE, _files)
