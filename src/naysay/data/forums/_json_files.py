"""Cuts files of JSON in any shape that forums and their tools give: lines, an array, or pages with a list."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from naysay.data.forums._json import json_line_chunks
from naysay.data.forums._json_lists import Unfold, list_chunks, list_records
from naysay.data.forums._records import Record, quick_record
from naysay.data.forums._table_kinds import kind_of_table
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions


@dataclass(frozen=True)
class JsonFiles:
    """The chunks and the records of a format whose posts are objects of JSON, plain or packed.

    ``wanted`` are keys that each post of a list has, by which the list is found where ``posts.records`` does
    not name it.

    Where posts stand in several lists of a page, or within each other, ``unfold`` says which rows an object
    consists of, such as a page that is a line, or a comment with its replies: None where it is one row. Then
    each list is read whose objects have what is wanted.
    """

    name: str
    wanted: Sequence[str]
    unfold: Unfold | None = None

    def chunks(self, path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
        """As ``Forum.chunks``.

        Raises
        ------
        DataError
            A file that is no JSON, or has no such list; chunks of what was read before come first.
        """
        kind = kind_of_table(path, file, posts.encoding)
        if kind in ("parquet", "workbook", "compound"):
            raise DataError(
                "posts.format",
                got=f"{self.name} for {shown_name(path)}, which is a table",
                allowed="JSON lines, an array of objects, or pages with a list of them",
                mend='Write format = "table" with [posts.columns].',
            )
        if kind == "json" or posts.records:
            for chunk in list_chunks(path, posts, file, self.wanted, size, self.unfold):
                yield replace(chunk, kind="list")
        else:
            yield from json_line_chunks(path, posts, file, size)

    def records(self, chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
        """One record for each object of a chunk, or for each row that it consists of."""
        del posts
        records = list_records(chunk)
        return records if self.unfold is None else _unfolded(records, self.unfold)


def _unfolded(records: Iterator[Record], unfold: Unfold) -> Iterator[Record]:
    for record in records:
        rows = _objects(record, unfold) if record.fields is None else unfold(record.fields)
        if rows is None:
            yield record
        else:
            for row in rows:
                is_object = isinstance(row, dict)
                yield quick_record(
                    (record.line, b"", row if is_object else None, "" if is_object else "not_an_object")
                )


def _objects(record: Record, unfold: Unfold) -> Iterator[Any] | None:
    """The rows of a line that is a list of objects; None where it is anything else."""
    if record.reason != "not_an_object" or record.raw[:1] != b"[":
        return None
    try:
        listed = json.loads(record.raw)
    except (ValueError, RecursionError):
        return None
    if not listed or not all(isinstance(one, dict) for one in listed):
        return None
    return (row for one in listed for row in unfold(one) or (one,))
