"""Streams the lines of plain and compressed files; damage becomes a record with a reason."""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, BinaryIO, Final

import zstandard

from naysay.data.forums.base import Record
from naysay.study.errors import DataError

LONGEST_LINE: Final = 16_000_000
"""Bytes. Of a longer line only the start is held, and it is refused."""
_BLOCK: Final = 1 << 20
_PACKED: Final = 1 << 14
"""Bytes given to zstandard at once. What they hold is lost where they are damaged, so they are few."""
_WINDOW: Final = 1 << 31
"""Bytes a frame may look back, as ``zstd --long=31`` writes; dumps of large forums need it."""
_MARK: Final = b"\xef\xbb\xbf"
_DAMAGE: Final = (zstandard.ZstdError, EOFError, zlib.error, gzip.BadGzipFile)


def json_records(path: Path) -> Iterator[Record]:
    """One record for each line of a JSON lines file; blank lines are no records."""
    for line, raw, reason in lines(path):
        if reason:
            yield Record(line, raw, None, reason)
        elif raw.removeprefix(_MARK).strip(b" \t\r"):
            fields, reason = _object(raw)
            yield Record(line, raw, fields, reason)


def lines(path: Path) -> Iterator[tuple[int, bytes, str]]:
    """Number, bytes without the line's end and, where they cannot be used, line_too_long or archive_damaged.

    A truncated archive gives every line before the damage; what is left over is the damaged one.

    Raises
    ------
    DataError
        When the file cannot be opened.
    """
    number, held, dropped = 1, b"", False
    reason = ""
    try:
        for block in _blocks(path):
            *whole, held = (held + block).split(b"\n")
            for raw in whole:
                yield number, raw, "line_too_long" if dropped or len(raw) > LONGEST_LINE else ""
                number, dropped = number + 1, False
            if len(held) > LONGEST_LINE:
                held, dropped = held[:_BLOCK], True
    except _DAMAGE:
        reason = "archive_damaged"
    if held or reason:
        yield number, held, reason or ("line_too_long" if dropped else "")


def _object(raw: bytes) -> tuple[Mapping[str, Any] | None, str]:
    try:
        value = json.loads(raw.decode("utf-8-sig"))
    except UnicodeDecodeError:
        return None, "not_utf8"
    except (ValueError, RecursionError):
        return None, "not_json"
    return (value, "") if isinstance(value, dict) else (None, "not_an_object")


def _blocks(path: Path) -> Iterator[bytes]:
    try:
        stream: BinaryIO = path.open("rb")
    except OSError as error:
        raise DataError(
            "posts.path",
            got=path.name,
            allowed="files that can be read",
            mend=f"{error.strerror}: check the file.",
        ) from None
    with stream:
        if path.suffix.lower() == ".zst":
            yield from _frames(stream)
        elif path.suffix.lower() == ".gz":
            with gzip.open(stream, "rb") as inside:
                # read() would lose what it had gathered before the damage.
                yield from iter(lambda: inside.read1(_BLOCK), b"")
        else:
            yield from iter(lambda: stream.read(_BLOCK), b"")


def _frames(stream: BinaryIO) -> Iterator[bytes]:
    """The frames of a .zst file; zstandard's own reader ends quietly when the last one is cut off."""
    archive = zstandard.ZstdDecompressor(max_window_size=_WINDOW)
    inflate = archive.decompressobj()
    begun = False
    while packed := stream.read(_PACKED):
        while packed:
            begun = True
            if block := inflate.decompress(packed):
                yield block
            packed = inflate.unused_data if inflate.eof else b""
            if inflate.eof:
                inflate, begun = archive.decompressobj(), False
    if begun:
        raise EOFError
