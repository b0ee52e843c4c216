"""Cuts JSON arrays, and pages with a list below some keys, into chunks of one object a line."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from naysay.data.forums import _lines
from naysay.data.forums._json import json_records
from naysay.data.forums._records import Record, quick_record
from naysay.data.forums._values import UpToDamage, value_chunks
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.tables.json_lists import JsonRows, all_rows_of, declared_rows, listed, rows_of
from naysay.data.tables.transcoding import Utf8
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

Unfold = Callable[[Mapping[str, Any]], Iterator[Any] | None]
"""The rows that an object consists of, such as a comment and the replies in it; None where it is one row."""
_LONGEST_WHOLE: Final = 8 << 20
"""Bytes of an object that is unfolded here, since it is too long for a row."""


def list_chunks(
    path: Path,
    posts: PostOptions,
    file: Witness,
    wanted: Sequence[str],
    size: int = CHUNK,
    unfold: Unfold | None = None,
) -> Iterator[Chunk]:
    """The objects of a list, each on a line of its own; a chunk's line is the place of its first, from 1 on.

    ``posts.records`` says where the list is, or the names that are ``wanted`` do. The context of a chunk is
    the damage of its last line, and the keys that lead within each value to the object with its cells. A list
    that is cut off gives all before that, and what is left over is its last line.

    With ``unfold`` all lists of the file that have what is wanted are read, the keys within each value are
    left to whoever unfolds it, and one that is too long for a line is unfolded here.

    Raises
    ------
    DataError
        A file without such a list, one that breaks the rules of JSON between its objects, one that cannot be
        read, and one that unpacks to more than is allowed; chunks of what was read before come first.
    """
    rows = _where(path, posts, wanted, has_several=unfold is not None)
    longest = _lines.LONGEST_LINE if unfold is None else _LONGEST_WHOLE

    def take(text: Iterable[bytes]) -> Iterator[bytes]:
        for whole in listed(text, rows, longest):
            yield from (whole,) if len(whole) <= _lines.LONGEST_LINE else _parts(whole, unfold)

    return value_chunks(path, take, file, posts.encoding, size, rows.inside)


def list_records(chunk: Chunk) -> Iterator[Record]:
    """One record for each object of a chunk."""
    inside = [str(key) for key in chunk.context[1:]]
    records = json_records(chunk)
    return _inner(records, inside) if inside else records


def _inner(records: Iterator[Record], inside: Sequence[str]) -> Iterator[Record]:
    for record in records:
        fields: Mapping[str, Any] | Any = record.fields
        if fields is not None:
            for key in inside:
                fields = fields.get(key) if isinstance(fields, dict) else None
            if isinstance(fields, dict):
                yield quick_record((record.line, record.raw, fields, ""))
            else:
                yield Record(record.line, record.raw, None, "not_an_object")
        else:
            yield record


def _parts(whole: bytes, unfold: Unfold | None) -> Iterator[bytes]:
    """What an object that is too long for a row consists of; itself, cut short, where it is one row."""
    try:
        parts = None if unfold is None else unfold(json.loads(whole))
        if parts is not None:
            for part in parts:
                yield json.dumps(part).encode()
            return
    except (ValueError, RecursionError, AttributeError):
        pass
    yield whole[: _lines.LONGEST_LINE + 1]


def _where(path: Path, posts: PostOptions, wanted: Sequence[str], *, has_several: bool) -> JsonRows:
    with Witness(path) as look:
        blocks = Utf8(UpToDamage(look), declared=posts.encoding, is_unicode=True)
        if not posts.records:
            return replace(all_rows_of(blocks, wanted), inside=()) if has_several else rows_of(blocks, wanted)
        rows = declared_rows(posts.records, blocks)
    if rows is None:
        raise DataError(
            "posts.records",
            got=f"{shown_name(path)} without a list there",
            allowed="the keys that lead to a list, with dots between them",
            mend='Correct it, such as records = "data.items", or leave it out: then the list is looked for.',
        )
    return rows
