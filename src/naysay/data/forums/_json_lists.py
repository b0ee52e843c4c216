"""Cuts JSON arrays, and pages with a list below some keys, into chunks of one object a line."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from naysay.data.forums import _lines
from naysay.data.forums._allowance import Allowance
from naysay.data.forums._archives import DamagedError
from naysay.data.forums._json import json_records
from naysay.data.forums._lines import DAMAGED, bytes_of, is_plain
from naysay.data.forums._records import Record, quick_record
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.tables.json_bytes import BrokenError, CutOffError
from naysay.data.tables.json_lists import JsonRows, declared_rows, listed, rows_of
from naysay.data.tables.transcoding import Utf8
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.notices import warn
from naysay.study.spec import PostOptions


def list_chunks(
    path: Path, posts: PostOptions, file: Witness, wanted: Sequence[str], size: int = CHUNK
) -> Iterator[Chunk]:
    """The objects of a list, each on a line of its own; a chunk's line is the place of its first, from 1 on.

    ``posts.records`` says where the list is, or the names that are ``wanted`` do. The context of a chunk is
    the damage of its last line, and the keys that lead within each value to the object with its cells. A list
    that is cut off gives all before that, and what is left over is its last line.

    Raises
    ------
    DataError
        A file without such a list, one that breaks the rules of JSON between its objects, one that cannot be
        read, and one that unpacks to more than is allowed; chunks of what was read before come first.
    """
    rows = _where(path, posts, wanted)
    gathered, length, number = list[bytes](), 0, 1
    allowance = None if is_plain(path) else Allowance(file)
    source = _Whole(file, allowance)
    text, fault, context = Utf8(source, declared=posts.encoding, is_unicode=True), None, ("", *rows.inside)
    try:
        for value in listed(text, rows, _lines.LONGEST_LINE):
            if length >= size:
                yield Chunk(path, None, b"".join(gathered), number, context)
                number, gathered, length = number + len(gathered), [], 0
            gathered.append(value + b"\n")
            length += len(value) + 1
            if allowance is not None:
                allowance.rows(1)
    except CutOffError as cut:
        warn("list_cut_off", shown_name(path))
        gathered += [cut.rest.replace(b"\n", b" ")] if cut.rest.strip() else []
    except BrokenError:
        fault = _broken(path)
    except DataError as error:
        fault = error
    context = (DAMAGED if source.is_damaged and fault is None else "", *rows.inside)
    yield Chunk(path, None, b"".join(gathered), number, context)
    if fault is not None:
        raise fault
    text.tell(shown_name(path))


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


class _Whole:
    """The bytes of a file up to where it is damaged."""

    def __init__(self, file: Witness, allowance: Allowance | None = None) -> None:
        self.is_damaged = False
        self._file = file
        self._allowance = allowance

    def __iter__(self) -> Iterator[bytes]:
        try:
            yield from bytes_of(self._file, self._allowance)
        except DamagedError:
            self.is_damaged = True


def _where(path: Path, posts: PostOptions, wanted: Sequence[str]) -> JsonRows:
    with Witness(path) as look:
        blocks = Utf8(_Whole(look), declared=posts.encoding, is_unicode=True)
        if not posts.records:
            return rows_of(blocks, wanted)
        rows = declared_rows(posts.records, blocks)
    if rows is None:
        raise DataError(
            "posts.records",
            got=f"{shown_name(path)} without a list there",
            allowed="the keys that lead to a list, with dots between them",
            mend='Correct it, such as records = "data.items", or leave it out: then the list is looked for.',
        )
    return rows


def _broken(path: Path) -> DataError:
    return DataError(
        "posts.path",
        got=f"{shown_name(path)}, which is no whole JSON",
        allowed="an array of objects, an object with such a list, or an object on each line",
        mend="Export it again. What stands behind the place where it breaks cannot be told apart.",
    )
