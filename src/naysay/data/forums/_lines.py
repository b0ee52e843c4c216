"""The lines of plain and packed files: cut into chunks, and read from a chunk."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from naysay.data.forums._allowance import Allowance
from naysay.data.forums._archives import DamagedError, unpacked
from naysay.data.forums._pieces import pieces
from naysay.data.forums.base import CHUNK, LONGEST_ROW, WHOLE, Chunk
from naysay.data.witness import Witness, unreadable, without_waiting
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

LONGEST_LINE: Final = LONGEST_ROW
"""Bytes. Of a longer line one byte more is held, and it is refused."""
DAMAGED: Final = "archive_damaged"
"""The reason of the line that is not whole because the archive is not. A chunk that ends with such a line has
it first in its context."""
Line = tuple[int, bytes, str]
"""Number, bytes and why they cannot be used."""
_BLOCK: Final = 1 << 18
_SUFFIXES: Final = (".gz", ".zst")


def is_plain(path: Path) -> bool:
    """Whether the file is not packed."""
    return path.suffix.lower() not in _SUFFIXES


def line_chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """The chunks of a file any line of which may begin one: nothing in it depends on the lines before.

    Of a plain file they are pieces. A truncated archive gives all before the damage; what is left over is the
    damaged line.
    """
    del posts
    if is_plain(path):
        for piece in pieces(file, size):
            yield Chunk(path, piece, None, piece.line)
        return
    yield from chunks_of_lines(path, bytes_of(file), size)


def chunks_of_lines(path: Path, source: Iterable[bytes], size: int = CHUNK) -> Iterator[Chunk]:
    """The chunks of lines that are unpacked or turned into UTF-8 here."""
    number, further, whole, length = 1, 0, list[bytes](), 0
    context: tuple[str, ...] = ()
    try:
        for block in whole_lines(source):
            whole.append(block)
            length += len(block)
            further += block.count(b"\n")
            if length >= size and block.endswith(b"\n"):
                raw, whole, length = b"".join(whole), [], 0  # nothing is held twice
                yield Chunk(path, None, raw, number)
                number, further = number + further, 0
                del raw
    except DamagedError:
        context = (DAMAGED,)
    except DataError:
        yield Chunk(path, None, b"".join(whole), number)
        raise
    yield Chunk(path, None, b"".join(whole), number, context)


def lines(chunk: Chunk) -> Iterator[Line]:
    """Number, bytes without the line's end and, where they cannot be used, line_too_long or archive_damaged.

    Raises
    ------
    DataError
        When the file cannot be opened or read.
    """
    return lines_of(_bytes_of(chunk), chunk.line)


def lines_of(source: Iterable[bytes], number: int = 1) -> Iterator[Line]:
    """The lines that bytes have; ``number`` is the first one's."""
    for first, block, reason in _blocks(source, number):
        for line, raw in enumerate(block.split(b"\n"), first):
            yield line, raw, reason


def blocks(chunk: Chunk) -> Iterator[Line]:
    """As ``lines``, but a few hundred kilobytes of lines at once, but for those that cannot be used.

    The number is that of the first of them; the end of the last is left out.
    """
    return _blocks(_bytes_of(chunk), chunk.line)


def _blocks(source: Iterable[bytes], number: int) -> Iterator[Line]:
    rest, reason = b"", ""
    try:
        for block in whole_lines(source):
            if not block.endswith(b"\n"):
                rest = block
            elif len(block) <= LONGEST_LINE:
                yield number, block[:-1], ""
                number += block.count(b"\n")
            else:
                for line, raw in enumerate(block[:-1].split(b"\n"), number):
                    yield line, raw[: LONGEST_LINE + 1], "line_too_long" if len(raw) > LONGEST_LINE else ""
                number += block.count(b"\n")
    except DamagedError:
        reason = DAMAGED
    if rest or reason:
        yield number, rest, reason or ("line_too_long" if len(rest) > LONGEST_LINE else "")


def whole_lines(source: Iterable[bytes]) -> Iterator[bytes]:
    """The bytes in blocks that end where a line does, but for the last; the start of a line too long."""
    held = b""
    try:
        for block in source:
            end, first = block.rfind(b"\n") + 1, block.find(b"\n")
            if end:
                yield (held + block[:first])[: LONGEST_LINE + 1] + block[first:end] if held else block[:end]
                held = block[end:]
            elif len(held) <= LONGEST_LINE:
                held += block
    except DamagedError:
        if held:
            yield held[: LONGEST_LINE + 1]
        raise
    if held:
        yield held[: LONGEST_LINE + 1]


def bytes_of(file: Witness, allowance: Allowance | None = None) -> Iterator[bytes]:
    """The bytes of a file, unpacked where it is packed, in blocks that are few enough to be taken apart.

    ``allowance`` is that of the file, where the caller counts rows as well.

    Raises
    ------
    DamagedError
        Behind the last bytes before the damage.
    DataError
        When it unpacks to more than is allowed.
    """
    if is_plain(file.path):
        yield from iter(lambda: file.read(_BLOCK), b"")
        return
    allowance = allowance or Allowance(file)
    for part in unpacked(file, allowance):
        for start in range(0, len(part), _BLOCK):
            block = part[start : start + _BLOCK]
            allowance.rows(block.count(b"\n"))
            yield block


def _bytes_of(chunk: Chunk) -> Iterator[bytes]:
    if chunk.raw is not None:
        raw = chunk.raw
        yield from (raw[start : start + _BLOCK] for start in range(0, len(raw), _BLOCK))
        if DAMAGED in chunk.context[:1]:
            raise DamagedError
        return
    piece = chunk.piece or WHOLE
    left = math.inf if piece.end is None else piece.end - piece.start
    try:
        with open(chunk.path, "rb", opener=without_waiting) as stream:
            stream.seek(piece.start)
            while left > 0 and (block := stream.read(int(min(_BLOCK, left)))):
                left -= len(block)
                yield block
    except OSError as error:
        raise unreadable(chunk.path, error) from None
