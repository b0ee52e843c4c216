"""Rows of a workbook's sheets: .xlsx, .xlsm and .xls, by python-calamine."""

from __future__ import annotations

import datetime as dt
import os
import zipfile
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
    SheetTypeEnum,
    SheetVisibleEnum,
)

from naysay.data.tables.names import HEAD_ROWS, column_name, place_of_names
from naysay.data.tables.old_workbook import LARGEST, try_old_workbook
from naysay.data.tables.workbook_size import TooLargeError, check_size
from naysay.data.witness import shown_name
from naysay.study.errors import DataError, shown

MOST_SHEETS: Final = 1_000
_LOOKED_AT: Final = 1_000
"""Rows that show whether a column has times of day."""
_LONGEST_WHOLE: Final = 10**15
"""Excel keeps 15 digits of a number; one with more is no longer what was typed."""
_SHOWN: Final = 10
_ZIP: Final = b"PK"
_LOCKED: Final = "EncryptedPackage".encode("utf-16-le")
"""Stands in the compound file that a workbook with a password is wrapped in."""
_BROKEN: Final = (
    zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, EOFError, CalamineError,
)  # fmt: skip


@dataclass(frozen=True)
class BookSheet:
    """One sheet. ``names`` are those of its columns, ``None`` where there are none to be seen."""

    name: str
    names: tuple[str, ...] | None
    skipped: int
    """Rows above the names."""
    preamble: int
    """Of these, the ones that are not empty."""
    rows: CalamineSheet

    def below(self) -> Iterator[tuple[int, list[Any]]]:
        """The number of each row below the names that is not empty, from 1 on as Excel counts, and its cells.

        Texts are ``str``, also of empty cells. Numbers are ``int`` where they are whole and have at most 15
        digits, else ``float``, as Excel has them; a moment is a ``datetime`` without a zone; a day is a
        ``date``, but a ``datetime`` in a column that has times of day among its first rows; further kinds are
        ``bool``, ``time`` and ``timedelta``.
        """
        clocks = self._columns_with_clocks()
        for number, cells in self._numbered():
            for place, cell in enumerate(cells):
                if type(cell) is float:
                    if cell.is_integer() and abs(cell) < _LONGEST_WHOLE:
                        cells[place] = int(cell)
                elif type(cell) is dt.date and place in clocks:
                    cells[place] = dt.datetime.combine(cell, dt.time())
            yield number, cells

    def _columns_with_clocks(self) -> set[int]:
        return {
            place
            for _, cells in islice(self._numbered(), _LOOKED_AT)
            for place, cell in enumerate(cells)
            if type(cell) is dt.datetime
        }

    def _numbered(self) -> Iterator[tuple[int, list[Any]]]:
        first = self.skipped + (self.names is not None)
        for number, cells in enumerate(_streamed(self.rows), 1):
            if number > first and any(cell != "" for cell in cells):
                yield number, cells


class Workbook:
    """A workbook whose size was checked.

    Raises
    ------
    DataError
        A file that is no workbook, is damaged, has a password, or would take too much memory.
    """

    def __init__(self, path: Path, field: str = "posts.path") -> None:
        self._path = path
        self._field = field
        with self._understood():
            with path.open("rb") as stream:
                is_archive = stream.read(2) == _ZIP
                stream.seek(0)
                if is_archive:
                    self._check_parts(stream)
                    state = os.fstat(stream.fileno())
                    _check_size(str(path), state.st_size, state.st_mtime_ns, state.st_ctime_ns)
                elif _LOCKED in stream.read(LARGEST):
                    raise self._with_password()
                else:
                    try_old_workbook(path)
            self._book = CalamineWorkbook.from_path(str(path))
        sheets = [sheet for sheet in self._book.sheets_metadata if sheet.typ == SheetTypeEnum.WorkSheet]
        sheets = sheets[:MOST_SHEETS]
        self.names = tuple(sheet.name for sheet in sheets)
        self._shown = [sheet.name for sheet in sheets if sheet.visible == SheetVisibleEnum.Visible]

    def sheet(self, name: str, wanted: Collection[str] = ()) -> BookSheet:
        """The sheet ``name``, with the names that have all of ``wanted``, where it has such a row.

        Raises
        ------
        DataError
            One that cannot be read.
        """
        with self._understood():
            rows = self._book.get_sheet_by_name(name)
            head = [[_text(cell) for cell in row] for row in islice(_streamed(rows), HEAD_ROWS)]
        place = place_of_names(head, wanted)
        if place is None:
            place = next((place for place, row in enumerate(head) if any(row)), None)
        if place is None:
            return BookSheet(name, None, 0, 0, rows)
        preamble = sum(map(any, head[:place]))
        return BookSheet(name, tuple(map(column_name, head[place])), place, preamble, rows)

    def only_sheet(self, wanted: Collection[str], name: str = "") -> BookSheet:
        """The sheet ``name``; without one the only sheet that has all of ``wanted``, or else any rows.

        Hidden sheets are looked at where all are hidden, or by their name.

        Raises
        ------
        DataError
            No such sheet, or several that may be meant.
        """
        if name:
            if name not in self.names:
                raise self._which(f"has no sheet {shown(name)}", self.names)
            return self.sheet(name, wanted)
        chosen, with_rows, with_all = None, list[str](), list[str]()
        for one in self._shown or self.names:
            sheet = self.sheet(one, wanted)
            if sheet.names is None:
                continue
            has_all = set(wanted) <= set(sheet.names)
            chosen = sheet if chosen is None or (has_all and not with_all) else chosen
            with_rows.append(one)
            with_all += [one] if has_all else []
        several = with_all or with_rows
        if len(several) > 1:
            raise self._which(f"has {len(several)} sheets that may be meant", several)
        if chosen is None:
            raise self._refusal("has no sheet with rows", "Check the file.")
        return chosen

    def _check_parts(self, stream: Any) -> None:
        with zipfile.ZipFile(stream) as archive:
            names = {name.lower().lstrip("/") for name in archive.namelist()}
        if "xl/workbook.xml" not in names:
            if "content.xml" in names or "xl/workbook.bin" in names:
                raise self._refusal("is a sheet of another kind", "Save it as .xlsx, or as CSV in UTF-8.")
            raise self._refusal("is an archive", "Unpack it, and name the unpacked file.")

    def _understood(self) -> _Understood:
        return _Understood(self)

    def _which(self, fault: str, names: Sequence[str]) -> DataError:
        listed = ", ".join(shown(name, limit=40) for name in names[:_SHOWN])
        more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
        first = shown(names[0], limit=40) if names else '"Sheet1"'
        return DataError(
            self._field.replace("path", "sheet"),
            got=f"{shown_name(self._path)}, which {fault}",
            allowed=f"one sheet: {listed}{more}",
            mend=f"Name the sheet, such as sheet = {first}, or leave one in the file.",
        )

    def _with_password(self) -> DataError:
        return self._refusal("has a password", "Save a copy without a password, or as CSV in UTF-8.")

    def _refusal(self, fault: str, mend: str) -> DataError:
        return DataError(
            self._field,
            got=f"{shown_name(self._path)}, which {fault}",
            allowed="a workbook such as .xlsx that can be read as a whole",
            mend=mend,
        )


class _Understood:
    """Turns what a broken workbook raises into a DataError."""

    def __init__(self, book: Workbook) -> None:
        self._book = book

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: object) -> None:
        if error is None or isinstance(error, DataError):
            return
        refusal = self._book._refusal
        if isinstance(error, PasswordError) or (isinstance(error, RuntimeError) and "password" in str(error)):
            raise self._book._with_password() from None
        if isinstance(error, TooLargeError):
            raise refusal(f"holds {error}", "Save the sheet as CSV in UTF-8.") from None
        # What calamine itself does not expect comes as an exception of this name, which no module exports.
        if isinstance(error, _BROKEN) or type(error).__name__ == "PanicException":
            raise refusal("cannot be read", "Open it in a spreadsheet, and save it again.") from None


@lru_cache(maxsize=64)
def _check_size(path: str, *state: int) -> None:
    """``check_size`` of a file in that state, once: its head and its rows may be read apart."""
    del state
    with open(path, "rb") as stream:
        check_size(stream)


def _streamed(sheet: CalamineSheet) -> Iterator[list[Any]]:
    """The rows from the sheet's first one on; before 0.8 calamine could not stream a sheet without cells."""
    return sheet.iter_rows() if sheet.height else iter(())


def _text(cell: object) -> str:
    return cell if isinstance(cell, str) else str(cell)
