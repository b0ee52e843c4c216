"""The unpacked sizes of the pages of a Parquet file, read from their headers before any is unpacked.

The file's own list of contents may lie about sizes; the heads are what a reader allocates by. The list is
read here as well: pyarrow ends the process when it is asked for an entry of some damaged ones.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import BinaryIO, Final

LONGEST_HEAD: Final = 1 << 24
"""Bytes; pyarrow refuses longer ones."""
_DELTA_LENGTH_BYTE_ARRAY, _DELTA_BYTE_ARRAY = 6, 7
_FIRST: Final = 1 << 10
_TAIL: Final = 8
"""Bytes behind the list of contents: its length and the file's mark."""
_DEEPEST: Final = 16
_DICTIONARY: Final = 2
_INTEGERS: Final = frozenset({4, 5, 6})
_STOP, _TRUE, _FALSE, _BYTE, _DOUBLE, _BINARY, _LIST, _SET, _MAP, _STRUCT = 0, 1, 2, 3, 7, 8, 9, 10, 11, 12

Fields = dict[int, object]


@dataclass(frozen=True, slots=True)
class Page:
    """``packed`` and ``size`` are its bytes in the file and in memory.

    A page of differences writes of each text only its length, or how it differs from the one before, so that
    every text may be as long as the page.
    """

    packed: int
    size: int
    values: int
    is_dictionary: bool
    has_differences: bool


@dataclass(frozen=True, slots=True)
class ColumnChunk:
    """Where the pages of one column lie in one group of rows."""

    column: str
    start: int
    end: int


def chunks(stream: BinaryIO) -> Iterator[list[ColumnChunk]]:
    """The columns of each group of rows, as the file's list of contents has them.

    Raises
    ------
    ValueError
        A list that cannot be read.

    References
    ----------
    Apache Parquet, ``parquet.thrift``, FileMetaData.
    """
    end = stream.seek(0, os.SEEK_END)
    stream.seek(max(end - _TAIL, 0))
    length = int.from_bytes(stream.read(4), "little")
    stream.seek(max(end - _TAIL - length, 0))
    try:
        contents = _Compact(stream.read(min(length, end))).struct()
    except IndexError:
        raise ValueError("the list of contents is cut off") from None
    for group in _structs(contents.get(4)):
        yield [_chunk(column) for column in _structs(group.get(1))]


def _chunk(column: Fields) -> ColumnChunk:
    about = column.get(3)
    if not isinstance(about, Mapping):
        raise ValueError("a column has no description")
    path, size = about.get(3), about.get(7)
    places = [place for key in (9, 11) if isinstance(place := about.get(key), int) and place > 0]
    if not isinstance(path, list) or not isinstance(size, int) or size < 0 or not places:
        raise ValueError("a column has no place")
    name = b".".join(part for part in path if isinstance(part, bytes)).decode("utf-8", "replace")
    return ColumnChunk(name, min(places), min(places) + size)


def _structs(value: object) -> list[Fields]:
    return [entry for entry in value if isinstance(entry, dict)] if isinstance(value, list) else []


def pages(stream: BinaryIO, start: int, end: int) -> Iterator[Page]:
    """The pages between two places of the file.

    Raises
    ------
    ValueError
        A head that cannot be read.

    References
    ----------
    Apache Parquet, ``parquet.thrift``, PageHeader; Apache Thrift, the compact protocol.
    """
    while start < end:
        head, length = _head(stream, start)
        size, packed = head.get(2), head.get(3)
        if not isinstance(size, int) or not isinstance(packed, int) or size < 0 or packed < 0:
            raise ValueError("the head of a page has no sizes")
        about = next((inner for key in (5, 7, 8) if isinstance(inner := head.get(key), dict)), {})
        values, encoding = about.get(1, 0), about.get(4 if 8 in head else 2, 0)
        yield Page(
            packed + length,
            size,
            values if isinstance(values, int) else 0,
            head.get(1) == _DICTIONARY,
            encoding in (_DELTA_LENGTH_BYTE_ARRAY, _DELTA_BYTE_ARRAY),
        )
        start += packed + length


def _head(stream: BinaryIO, start: int) -> tuple[Fields, int]:
    """The fields of the head at ``start``, and how many bytes it has."""
    size = _FIRST
    while True:
        stream.seek(start)
        reader = _Compact(stream.read(size))
        try:
            return reader.struct(), reader.place
        except IndexError:
            if size >= LONGEST_HEAD or len(reader.held) < size:
                raise ValueError("the head of a page is cut off") from None
            size *= 16


class _Compact:
    """Reads values of the compact protocol; IndexError where the bytes end."""

    def __init__(self, held: bytes) -> None:
        self.held = held
        self.place = 0

    def struct(self, depth: int = 0) -> Fields:
        """The fields by their numbers; None for those that no caller asks for."""
        fields: Fields = {}
        number = 0
        while (byte := self._byte()) != _STOP:
            number = number + (byte >> 4) if byte >> 4 else self._signed()
            fields[number] = self._value(byte & 15, depth)
        return fields

    def _value(self, kind: int, depth: int) -> object:
        if depth > _DEEPEST:
            raise ValueError("the head of a page is nested too deeply")
        if kind in (_TRUE, _FALSE):
            return kind == _TRUE
        if kind in _INTEGERS:
            return self._signed()
        if kind == _STRUCT:
            return self.struct(depth + 1)
        if kind in (_LIST, _SET):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._number()
            return [self._element(head & 15, depth) for _ in range(min(count, LONGEST_HEAD))]
        elif kind == _MAP:
            count = self._number()
            kinds = self._byte() if count else 0
            for _ in range(min(count, LONGEST_HEAD)):
                self._element(kinds >> 4, depth)
                self._element(kinds & 15, depth)
        elif kind == _BINARY:
            size = self._number()
            self._skip(size)
            return self.held[self.place - size : self.place]
        elif kind in (_BYTE, _DOUBLE):
            self._skip(1 if kind == _BYTE else 8)
        else:
            raise ValueError("the head of a page has a value of no known kind")
        return None

    def _element(self, kind: int, depth: int) -> object:
        return self._byte() == _TRUE if kind in (_TRUE, _FALSE) else self._value(kind, depth + 1)

    def _skip(self, size: int) -> None:
        self.place += size
        if self.place > len(self.held):
            raise IndexError

    def _byte(self) -> int:
        self.place += 1
        return self.held[self.place - 1]

    def _number(self) -> int:
        number = shift = 0
        while True:
            byte = self._byte()
            number |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return number
            if shift > 63:
                raise ValueError("the head of a page has a number that is too long")

    def _signed(self) -> int:
        number = self._number()
        return (number >> 1) ^ -(number & 1)
