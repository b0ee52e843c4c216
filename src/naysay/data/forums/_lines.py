"""Streams the lines of plain and compressed files; damage becomes a record with a reason."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._allowance import Allowance
from naysay.data.forums._archives import DamagedError, unpacked
from naysay.data.forums._records import Record
from naysay.data.forums.base import LONGEST_ROW, WHOLE, Piece
from naysay.data.witness import Witness

LONGEST_LINE: Final = LONGEST_ROW
"""Bytes. Of a longer line only the start is held, and it is refused."""
_BLOCK: Final = 1 << 18
_MARK: Final = b"\xef\xbb\xbf"
_SUFFIXES: Final = (".gz", ".zst")


def is_plain(path: Path) -> bool:
    """Whether the file is not packed, so that its lines can be read from any of them on."""
    return path.suffix.lower() not in _SUFFIXES


def json_records(path: Path, file: Witness | None = None, piece: Piece = WHOLE) -> Iterator[Record]:
    """One record for each line of a JSON lines file; blank lines are no records."""
    for line, raw, reason in lines(path, file, piece):
        if reason:
            yield Record(line, raw, None, reason)
        elif raw.removeprefix(_MARK).strip(b" \t\r"):
            fields, reason = _object(raw)
            yield Record(line, raw, fields, reason)


def lines(path: Path, file: Witness | None = None, piece: Piece = WHOLE) -> Iterator[tuple[int, bytes, str]]:
    """Number, bytes without the line's end and, where they cannot be used, line_too_long or archive_damaged.

    A truncated archive gives every line before the damage; what is left over is the damaged one. ``file`` is
    the open ``path`` where somebody else has opened it; a ``piece`` of a plain file is read past it, so that
    its hash stays that of the whole file.

    Raises
    ------
    DataError
        When the file cannot be opened or read, or unpacks to more than is allowed.
    """
    number, held, dropped = piece.line, b"", False
    reason = ""
    with Witness(path) if file is None else nullcontext(file) as opened:
        allowance = None if is_plain(path) else Allowance(opened)
        try:
            for block in _blocks(opened, allowance) if piece == WHOLE else _blocks_of(path, piece):
                *whole, held = (held + block).split(b"\n")
                if allowance is not None:
                    allowance.rows(len(whole))
                for raw in whole:
                    yield number, raw, "line_too_long" if dropped or len(raw) > LONGEST_LINE else ""
                    number, dropped = number + 1, False
                if len(held) > LONGEST_LINE:
                    held, dropped = held[:_BLOCK], True
        except DamagedError:
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


def _blocks_of(path: Path, piece: Piece) -> Iterator[bytes]:
    """The bytes of one piece of a plain file."""
    with path.open("rb") as stream:
        stream.seek(piece.start)
        left = stream.seek(0, os.SEEK_END) - piece.start if piece.end is None else piece.end - piece.start
        stream.seek(piece.start)
        while left > 0 and (block := stream.read(min(_BLOCK, left))):
            left -= len(block)
            yield block


def _blocks(file: Witness, allowance: Allowance | None) -> Iterator[bytes]:
    """The bytes of the file, unpacked, in blocks that are few enough to be taken apart."""
    if allowance is None:
        yield from iter(lambda: file.read(_BLOCK), b"")
        return
    for piece in unpacked(file, allowance):
        yield from (piece[start : start + _BLOCK] for start in range(0, len(piece), _BLOCK))
