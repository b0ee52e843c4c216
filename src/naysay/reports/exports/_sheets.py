"""Writes one table as a sheet of a workbook: typed cells, a fixed header with filters, widths that fit."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

import pandas as pd
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from naysay.reports.numbers import MISSING, finite
from naysay.study.errors import printable

LONGEST_NAME: Final = 31
"""Characters that Excel takes in the name of a sheet."""
MOST_ROWS: Final = 1_048_575
"""Rows that a sheet holds below its header."""
LONGEST_CELL: Final = 32_767
"""Characters that a cell holds."""
EXACT: Final = 2**53
"""Excel's numbers are doubles: a larger whole number would lose its last digits, so it is written as text."""
FIRST_DATE: Final = date(1900, 3, 1)
"""Earlier dates are others in Excel, which takes 1900 for a leap year; they are written as text."""
WIDEST: Final = 40
SAMPLE: Final = 100
"""Rows that a column's width is taken from."""
_NAME: Final = re.compile(r"[\[\]:*?/\\]|^'+|'+$")
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_HALVES: Final = re.compile(r"[\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Styles:
    """The formats of a workbook's cells."""

    head: Format
    title: Format
    text: Format
    strong: Format
    date: Format
    count: Format
    few_digits: Format
    many_digits: Format
    link: Format


def styles(workbook: Workbook, *, date_format: str) -> Styles:
    """The formats, added to ``workbook``; dates are shown by ``date_format``, in Excel's letters."""
    head = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EDF2"}
    return Styles(
        head=workbook.add_format(head),
        title=workbook.add_format({"bold": True, "font_size": 14}),
        text=workbook.add_format({"text_wrap": True, "valign": "top"}),
        strong=workbook.add_format({"bold": True, "text_wrap": True, "valign": "top"}),
        date=workbook.add_format({"num_format": date_format}),
        count=workbook.add_format({"num_format": "#,##0"}),
        few_digits=workbook.add_format({"num_format": "#,##0.00"}),
        many_digits=workbook.add_format({"num_format": "0.0000"}),
        link=workbook.add_format({"font_color": "#0B5CAD", "underline": 1}),
    )


def sheet_name(title: str, others: Iterable[str]) -> str:
    """``title`` as Excel takes it for a sheet, different from ``others`` in more than its capitals."""
    plain = _NAME.sub("", safe(title)).strip() or "–"
    used = {name.casefold() for name in (*others, "History")}
    name, number = plain[:LONGEST_NAME].strip("' "), 1
    while name.casefold() in used:
        number += 1
        ending = f" {number}"
        name = plain[: LONGEST_NAME - len(ending)].rstrip() + ending
    return name


def write_table(sheet: Worksheet, frame: pd.DataFrame, headings: Sequence[str], style: Styles) -> int:
    """Write ``frame`` below ``headings``; how many of its texts had to be shortened.

    Numbers become numbers, ISO dates of columns of sessions become dates, truth becomes truth, and all else
    is text, which nothing runs. What is missing is an empty cell.
    """
    columns = [frame[name].tolist() for name in frame.columns]
    are_dates = [_holds_dates(str(name)) for name in frame.columns]
    formats = [_number_format(values, style) for values in columns]
    for at, (heading, values) in enumerate(zip(headings, columns, strict=True)):
        sheet.set_column(at, at, _width(heading, values))
    sheet.freeze_panes(1, 1)
    if columns:
        sheet.autofilter(0, 0, len(frame), len(columns) - 1)
    for at, heading in enumerate(headings):
        sheet.write_string(0, at, heading, style.head)
    if not columns:
        sheet.write_string(0, 0, MISSING)
    shortened = 0
    for row, cells in enumerate(zip(*columns, strict=True), 1):
        for at, cell in enumerate(cells):
            shortened += _write(sheet, row, at, cell, are_dates[at], formats[at], style.date)
    return shortened


def safe(text: str) -> str:
    """``text`` without what no XML file can hold: halves of pairs and two characters that are none."""
    return _HALVES.sub(lambda match: printable(match[0]) if match[0] < "\ufffe" else "", text)


def _write(
    sheet: Worksheet, row: int, at: int, cell: Any, is_date: bool, number: Format, day: Format
) -> bool:
    """Whether the cell's text was shortened."""
    if cell is None or cell is pd.NA or cell is pd.NaT or cell == "":
        return False
    if isinstance(cell, bool):
        sheet.write_boolean(row, at, cell)
        return False
    if isinstance(cell, int | float) and abs(cell) < EXACT:
        sheet.write_number(row, at, cell, number)
        return False
    if isinstance(cell, float) and math.isnan(cell):
        return False
    text = cell.isoformat()[:10] if isinstance(cell, date) else safe(str(cell))
    if is_date and (session := _date(text)) is not None:
        sheet.write_datetime(row, at, session, day)
        return False
    sheet.write_string(row, at, text[:LONGEST_CELL])
    return len(text) > LONGEST_CELL


def _holds_dates(column: str) -> bool:
    return column == "session" or column.endswith("_session") or column == "moved_from"


def _date(text: str) -> datetime | None:
    if not _DATE.fullmatch(text):
        return None
    try:
        session = datetime.fromisoformat(text)
    except ValueError:
        return None
    return session if session.date() >= FIRST_DATE else None


def _number_format(values: Sequence[Any], style: Styles) -> Format:
    """Whole numbers without decimals, small ones with four, others with two; the cells keep all digits."""
    plain = (finite(value) for value in values if isinstance(value, int | float))
    numbers = [number for number in plain if number is not None]
    if all(number.is_integer() for number in numbers):
        return style.count
    return style.many_digits if max(map(abs, numbers)) < 10 else style.few_digits


def _width(heading: str, values: Sequence[Any]) -> int:
    """Room for the longest word of the heading, with the filter's arrow, and for the longest first cell."""
    texts = (len(value) for value in values[:SAMPLE] if isinstance(value, str))
    word = max((len(word) for word in heading.split()), default=0) + 3
    return min(WIDEST, max(10, word, math.ceil(len(heading) / 2) + 3, *texts))
