"""Streams the objects of JSON lines; a line that is none becomes a record with a reason.

Every line is what Python's own reader makes of it. orjson reads nearly the same language, and much faster:
what it refuses is read again, and what it would read otherwise is found before and left to Python.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import orjson

from naysay.data.forums._lines import blocks, bytes_of, chunks_of_lines, is_plain, line_chunks
from naysay.data.forums._records import Record, quick_record
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.tables.encoding import HEAD, encoding_of
from naysay.data.tables.transcoding import Utf8
from naysay.data.witness import Witness, shown_name
from naysay.study.spec import PostOptions

DEEPEST: Final = 500
"""Brackets of a line. Of one with more Python decides, whose limit of nested values is lower than 1024."""
_MARK: Final = b"\xef\xbb\xbf"
_BEGINS: Final = b'{["-0123456789tfnNI \t\r'
"""What a value may begin with, or stand behind: looking costs less than asking a reader that refuses."""
_DIGITS: Final = bytes(ord("0") if chr(byte).isdigit() and byte < 128 else byte for byte in range(256))
_LONG: Final = (b"0" * 20, b"-" + b"0" * 19)
"""How integers begin that orjson may read as floats: 2**64 has 20 digits, -2**63 has 19."""


def json_line_chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """As ``line_chunks``, in UTF-8; that is another way where a file is not, or where it was garbled."""
    if is_plain(path) and posts.encoding in ("", "utf-8"):
        encoding = encoding_of(file.peek()[:HEAD], declared=posts.encoding)
        if not (encoding.name.startswith("utf-16") or encoding.is_mojibake):
            yield from line_chunks(path, posts, file, size)
            return
    text = Utf8(bytes_of(file), declared=posts.encoding, is_unicode=True)
    yield from chunks_of_lines(path, text, size)
    text.tell(shown_name(path))


def json_records(chunk: Chunk) -> Iterator[Record]:
    """One record for each line of a chunk of JSON lines; blank lines are no records."""
    loads = orjson.loads
    for first, block, fault in blocks(chunk):
        if fault:
            yield Record(first, block, None, fault)
            continue
        long = _with_long_integers(block)
        for place, raw in enumerate(block.split(b"\n")):
            try:
                is_left = (
                    raw[:1] not in _BEGINS or place in long or (len(raw) > 2 * DEEPEST and _is_deep(raw))
                )
                value = None if is_left else loads(raw)
            except ValueError:
                value = None
            if type(value) is dict:
                yield quick_record((first + place, raw, value, ""))
            elif raw.removeprefix(_MARK).strip(b" \t\r"):
                yield Record(first + place, raw, *_object(raw))


def _with_long_integers(block: bytes) -> set[int]:
    """Which lines, counted from 0, have a run of digits that orjson may read as a float."""
    digits = block.translate(_DIGITS)
    lines = set[int]()
    for run in _LONG:
        line = counted = place = 0
        while place >= 0 and (place := digits.find(run, place)) >= 0:
            line += digits.count(b"\n", counted, place)
            lines.add(line)
            counted = place
            place = digits.find(b"\n", place)
    return lines


def _is_deep(raw: bytes) -> bool:
    """Whether values may be nested so deeply that Python refuses them."""
    return raw.count(b"{") + raw.count(b"[") > DEEPEST


def _object(raw: bytes) -> tuple[dict[str, Any] | None, str]:
    """The object by Python's own reader, or why there is none."""
    try:
        text = raw.decode("utf-8-sig")
        if raw[:1] not in _BEGINS + _MARK[:1]:
            return None, "not_json"
        value = json.loads(text)
    except UnicodeDecodeError:
        return None, "not_utf8"
    except (ValueError, RecursionError):
        return None, "not_json"
    return (value, "") if isinstance(value, dict) else (None, "not_an_object")
