"""Holds a workbook to limits before it is opened: a small file must not fill the memory.

A reader of workbooks makes a cell of every place between the first and the last, and a copy of a shared text
for each cell that has it. So two cells far apart, or one long text in many cells, could take terabytes.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from copy import copy
from typing import BinaryIO, Final

MOST_ROWS: Final = 1_048_576
"""Rows of a sheet in Excel."""
MOST_ENTRIES: Final = 5_000
FREE: Final = 32_000_000
"""Bytes that any workbook may unpack to."""
RATIO: Final = 128
"""Bytes that each packed byte may stand for beyond that; sheets of posts have 5 to 20."""
FREE_COUNT: Final = 10_000
"""Things that any part may say it has."""
FREE_CELLS: Final = 4_000_000
MOST_CELLS: Final = 40_000_000
SPARSE: Final = 8
"""Places between the first and the last cell, for each cell that is written, beyond FREE_CELLS."""
MOST_TEXT: Final = 2_000_000_000
"""Bytes of all texts of a sheet, shared ones as often as they stand there."""
_SHORT: Final = 50
"""Bytes of a text that may stand in any cell."""
_BLOCK: Final = 1 << 18
_ROW: Final = re.compile(rb"<(?:\w+:)?row\b")
_CELL: Final = re.compile(rb"<(?:\w+:)?c\b")
_ROW_WITHOUT_PLACE: Final = re.compile(rb"<(?:\w+:)?row\b(?![^>]*?\sr\s*=)")
_CELL_WITHOUT_PLACE: Final = re.compile(rb"<(?:\w+:)?c\b(?![^>]*?\sr\s*=)")
_PLACE: Final = re.compile(rb"""\sr\s*=\s*["']\s*([A-Za-z]*)0*(\d+)""")
_COUNT: Final = re.compile(rb"""ount\s*=\s*["']\s*0*(\d+)""")
"""Of count and uniqueCount, for which a reader may make room at once."""
_SHARED: Final = re.compile(rb"""\st\s*=\s*["']s["']""")
_SHARED_PLACE: Final = re.compile(rb"""\st\s*=\s*["']s["'][^>]*>\s*<(?:\w+:)?v[^>]*>\s*(\d+)\s*<""")
_TEXT: Final = re.compile(rb"<(?:\w+:)?si\b")


class TooLargeError(ValueError):
    """A workbook over a limit; the argument says which."""


def check_size(stream: BinaryIO) -> None:
    """Read a .xlsx workbook once, without keeping it, and raise where opening it would take too much.

    Raises
    ------
    TooLargeError
        More than the limits above.
    zipfile.BadZipFile, zlib.error, OSError, ValueError, NotImplementedError, RuntimeError, EOFError
        What is no whole archive, or one with a password.
    """
    with zipfile.ZipFile(stream) as archive:
        entries = archive.infolist()
        if len(entries) > MOST_ENTRIES:
            raise TooLargeError(f"more than {MOST_ENTRIES} parts")
        packed = sum(entry.compress_size for entry in entries)
        allowed = FREE + RATIO * packed
        if sum(entry.file_size for entry in entries) > allowed:
            raise TooLargeError(f"more than {RATIO} times its size unpacked")
        texts = [0]
        sheets = list[zipfile.ZipInfo]()
        for entry in entries:
            name = entry.filename.lower().lstrip("/")
            if name.endswith("sharedstrings.xml"):
                texts = _lengths(_unpacked(archive, entry, allowed))
            elif name.endswith(".xml") and "sheet" in name.rpartition("/")[0]:
                sheets.append(entry)
            else:
                for _ in _unpacked(archive, entry, allowed):
                    pass
        for entry in sheets:
            _Sheet(texts).check(_unpacked(archive, entry, allowed))


def _unpacked(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, allowed: int) -> Iterator[bytes]:
    """The bytes of a part, whatever size the archive declares, up to a tag's beginning in each block."""
    size, most, held = 0, 0, b""
    whole = copy(entry)
    whole.file_size = allowed + 1  # what is declared may be less than there is
    with archive.open(whole) as part:
        while block := part.read(_BLOCK):
            size += len(block)
            if size > allowed:
                raise TooLargeError(f"more than {RATIO} times its size unpacked")
            held += block
            end = held.rfind(b"<")
            if end > 0:
                most = max([most, *map(_number, _COUNT.findall(held, 0, end))])
                yield held[:end]
                held = held[end:]
    if max([most, *map(_number, _COUNT.findall(held))]) > max(size, FREE_COUNT):
        raise TooLargeError("less than it says")
    yield held


def _lengths(blocks: Iterator[bytes]) -> list[int]:
    """The bytes of each shared text, and what stands before the first."""
    lengths = [0]
    for block in blocks:
        first, *further = _TEXT.split(block)
        lengths[-1] += len(first)
        lengths += map(len, further)
    return lengths


class _Sheet:
    """Counts what a sheet holds."""

    def __init__(self, texts: list[int]) -> None:
        self._texts = texts
        self._cell_tags = self._text = 0
        self._last_row = self._last_column = self._further_rows = 0
        self._row_cells = self._further_cells = 0

    def check(self, blocks: Iterator[bytes]) -> None:
        """Raise TooLargeError where the sheet is over a limit."""
        longest = max(self._texts)
        for block in blocks:
            self._cell_tags += len(_CELL.findall(block))
            places = _PLACE.findall(block)
            self._last_row = max([self._last_row, *(_number(row) for _, row in places)])
            columns = {column for column, _ in places}
            self._last_column = max([self._last_column, *map(_column, columns)])
            self._further_rows += len(_ROW_WITHOUT_PLACE.findall(block))
            self._count_further_cells(block)
            shared = len(_SHARED.findall(block)) if longest > _SHORT else 0
            self._text += len(block)
            if shared:
                which = [_number(place) + 1 for place in _SHARED_PLACE.findall(block)]
                self._text += sum(self._texts[place] for place in which if place < len(self._texts))
                self._text += longest * max(shared - len(which), 0)
            self._refuse()

    def _count_further_cells(self, block: bytes) -> None:
        """The most cells of a row that do not say where they are: each is behind the one before it."""
        first, *rows = _ROW.split(block)
        counts = [self._row_cells + len(_CELL_WITHOUT_PLACE.findall(first))]
        counts += [len(_CELL_WITHOUT_PLACE.findall(row)) for row in rows]
        self._row_cells = counts[-1]
        self._further_cells = max(self._further_cells, *counts)

    def _refuse(self) -> None:
        rows = self._last_row + self._further_rows
        columns = self._last_column + self._further_cells
        if rows > MOST_ROWS:
            raise TooLargeError(f"more than {MOST_ROWS} rows")
        if rows * columns > max(FREE_CELLS, min(SPARSE * self._cell_tags, MOST_CELLS)):
            raise TooLargeError("more places for cells than can be held")
        if self._text > MOST_TEXT:
            raise TooLargeError(f"more than {MOST_TEXT // 10**6} MB of text")


def _number(digits: bytes) -> int:
    return int(digits) if len(digits) < 12 else 10**12


def _column(letters: bytes) -> int:
    """The place of a column, from 1 on: A is 1, AA is 27."""
    if len(letters) > 3:
        return 10**6
    place = 0
    for letter in letters.upper():
        place = 26 * place + letter - 64
    return place
