"""Marks of a file: short keyed hashes of its parts, by which a later version of it shows where it differs."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import DataError, shown

Unit = Literal["lines", "words", "sessions"]
"""What a mark is of: lines of a text, unpacked; entries of a list of words; rows of prices."""

BLOCK: Final = 4_096
"""Lines of posts that share one mark."""
MARK: Final = 4
"""Bytes of a mark: of 4,096 parts that differ, one in a million files has a pair that looks equal."""
Packed = npt.NDArray[np.uint32]


@dataclass(frozen=True, slots=True)
class Marks:
    """The marks of one file, as a manifest has them.

    ``marks`` has one for each ``size`` units, in the file's order, and ``keys`` says what stands there: the
    marks of the words alone, or the sessions as days since 1970. Both are base64 of four bytes each, the
    lowest first. ``columns`` has one mark, in hexadecimal digits, for each column of prices. ``count`` is
    the number of units.
    """

    unit: Unit
    count: int
    marks: str
    size: int = 1
    keys: str = ""
    columns: Mapping[str, str] = field(default_factory=dict)

    def unpacked(self) -> Packed:
        """The marks as numbers.

        Raises
        ------
        DataError
            Marks that no run wrote: another alphabet than base64's, or another number of them.
        """
        return _unpacked(self.marks, -(-self.count // self.size) if self.size > 0 else -1)

    def unpacked_keys(self) -> Packed:
        """What stands at each mark, as numbers.

        Raises
        ------
        DataError
            As ``unpacked``.
        """
        return _unpacked(self.keys, self.count)


def marks_key(kind: str, name: str) -> bytes:
    """The key of the marks of the file ``name`` of a ``kind``: equal in all runs that read such a file.

    Two manifests can then be compared without the data. A mark cannot be looked up in a table that was made
    for all files; who holds a manifest can still try whether a guess has the mark that stands there.
    """
    return hashlib.sha256(f"naysay marks\0{kind}\0{name}".encode()).digest()


def line_marks(pieces: Iterable[bytes], key: bytes, *, size: int = 1) -> Marks:
    """One mark for each ``size`` lines of a text that comes in pieces, however it is cut.

    A line ends at a line feed; the last one may lack it.
    """
    marks, count, last = list[bytes](), 0, b""
    digest, held = _hash(key), 0
    for piece in filter(None, pieces):
        ends = np.flatnonzero(np.frombuffer(piece, dtype=np.uint8) == ord("\n")) + 1
        begin = 0
        for end in ends[size - held - 1 :: size].tolist():
            digest.update(piece[begin:end])
            marks.append(digest.digest())
            digest, begin = _hash(key), end
        digest.update(piece[begin:])
        held = (held + len(ends)) % size
        count += len(ends)
        last = piece[-1:]
    if last not in (b"", b"\n"):
        count += 1
        held += 1
    if held:
        marks.append(digest.digest())
    return Marks("lines", count, _packed(b"".join(marks)), size)


def word_marks(raw: bytes, key: bytes) -> Marks:
    """One mark for each line of a list of words that is not empty, and one for the word that begins it."""
    entries = words_of(raw)
    marks = b"".join(_mark(key, entry.encode()) for _, entry in entries)
    keys = b"".join(word_key(word, key) for word, _ in entries)
    return Marks("words", len(entries), _packed(marks), keys=_packed(keys))


def words_of(raw: bytes) -> list[tuple[str, str]]:
    """The word or phrase that begins each line up to its tab, in lower case, and the whole line."""
    lines = raw.decode("utf-8", "replace").split("\n")
    stripped = (line.strip(" \r") for line in lines)
    return [(line.split("\t", 1)[0].strip().lower(), line) for line in stripped if line]


def word_key(word: str, key: bytes) -> bytes:
    """The mark of a word alone."""
    return _mark(key, b"\0" + word.encode())


def price_marks(frame: pd.DataFrame, key: bytes) -> Marks:
    """One mark for each session of prices, of all its numbers as they were read, and one for each column.

    ``frame`` is that of a ``PriceHistory``; prices that are NaN are alike.
    """
    values = np.ascontiguousarray(frame.to_numpy(dtype="<f8", copy=True))
    values[np.isnan(values)] = np.nan
    values += 0.0  # -0.0 is 0.0
    days = frame.index.to_numpy().astype("datetime64[D]").astype("<u4")
    rows = b"".join(_mark(key, day.tobytes() + row.tobytes()) for day, row in zip(days, values, strict=True))
    columns = {
        str(name): _mark(key, values[:, place].tobytes()).hex() for place, name in enumerate(frame.columns)
    }
    return Marks("sessions", len(days), _packed(rows), keys=_packed(days.tobytes()), columns=columns)


def _hash(key: bytes) -> hashlib.blake2b:
    return hashlib.blake2b(key=key, digest_size=MARK)


def _mark(key: bytes, content: bytes) -> bytes:
    return hashlib.blake2b(content, key=key, digest_size=MARK).digest()


def _packed(marks: bytes) -> str:
    return base64.b64encode(marks).decode("ascii")


def _unpacked(text: str, count: int) -> Packed:
    try:
        content = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        content = b"?"
    if len(content) != MARK * count:
        raise DataError(
            "run",
            got=f"marks that are {shown(text, limit=24)} for {count} parts",
            allowed=f"base64 of {MARK} bytes a part",
            mend="The manifest was changed: run the study again.",
        )
    return np.frombuffer(content, dtype="<u4")
