"""Streams the rows of a workbook's sheet as records."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from naysay.data.forums._records import Record, quick_record
from naysay.data.forums._table_kinds import check_once
from naysay.data.forums.base import LONGEST_ROW
from naysay.data.tables.workbook import Workbook
from naysay.data.witness import shown_name
from naysay.study.notices import warn


def workbook_records(
    path: Path, check: Callable[[list[str]], None], wanted: Sequence[str], sheet: str
) -> Iterator[Record]:
    """One record for each row below the names that is not empty; its line is the row's number in the sheet.

    ``check`` is given the names, and may raise. The sheet is that of the name, or else the only one that has
    what is ``wanted``. Cells keep their kinds, as ``BookSheet.below`` gives them.

    Raises
    ------
    DataError
        A workbook that cannot be read, and one that has no such sheet, or several.
    """
    table = Workbook(path).only_sheet(wanted, sheet)
    names = list(table.names or ())
    check(names)
    check_once(path, names, wanted)
    if table.preamble:
        warn("lines_passed_over", shown_name(path), lines=table.preamble)
    for number, cells in table.below():
        if sum(len(cell) for cell in cells if type(cell) is str) > LONGEST_ROW:
            yield Record(number, b"", None, "row_too_long")
        else:
            yield quick_record((number, b"", dict(zip(names, cells, strict=False)), ""))
