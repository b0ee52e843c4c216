"""Posts in a table: CSV, JSON lines or Parquet, with a map from the study's names to the file's columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._cells import HeadDecision, ReadPost, post_reader
from naysay.data.forums._csv import Layout, csv_chunks, csv_head, csv_names, csv_records
from naysay.data.forums._heads import Head, warn_of_zone
from naysay.data.forums._json import json_line_chunks
from naysay.data.forums._json_lists import list_chunks, list_records
from naysay.data.forums._parquet import parquet_kinds, parquet_records
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums._table_kinds import kind_of_table
from naysay.data.forums._workbook import workbook_records
from naysay.data.forums.base import CHUNK, WHOLE, Chunk, Post
from naysay.data.witness import Witness, shown_name
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

_FEED_SUFFIXES: Final = frozenset({".xml", ".rss", ".atom"})
_LONGEST_HEAD: Final = CHUNK
"""Bytes of chunks after which the head of a file ends, however few rows it has."""
_CLEAR_KINDS: Final = ("timestamp", "date", "int")
"""Kinds of Parquet whose values need no decision of the file."""


def table_rows(path: Path, posts: PostOptions, file: Witness) -> Iterator[Record]:
    """The rows of a table as they stand, with the columns that ``posts`` names; no cell is looked at.

    Raises
    ------
    DataError
        A file that is no table or cannot be read, or lacks a column.
    """
    for chunk in _cut(path, posts, file, CHUNK):
        yield from _records(chunk, posts)


def _chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """The chunks with what the head of the file decides; those of the head are held until it is over."""
    held = list[Chunk]()
    head: Head | None = None
    decision: HeadDecision | None = None
    try:
        for chunk in _cut(path, posts, file, size):
            if decision is not None:
                yield replace(chunk, decided=decision)
                continue
            held.append(chunk)
            names, records = _head_of(chunk, posts)
            head = head or Head(path, posts, names)
            head.take(records)
            if head.is_enough or sum(map(_length, held)) >= _LONGEST_HEAD:
                decision = head.decision()
                yield from _with(decision, held)
    except DataError:
        if head is not None and decision is None and held:
            yield from _with(HeadDecision(), held)
        raise
    if head is not None and decision is None:
        yield from _with(head.decision(), held)


def _length(chunk: Chunk) -> int:
    if chunk.piece is None or chunk.piece.end is None:
        return len(chunk.raw or b"")
    return chunk.piece.end - chunk.piece.start


def _with(decision: HeadDecision, chunks: list[Chunk]) -> Iterator[Chunk]:
    for chunk in chunks:
        yield replace(chunk, decided=decision)
    chunks.clear()


def _cut(path: Path, posts: PostOptions, file: Witness, size: int) -> Iterator[Chunk]:
    _refuse_feed(path, file)
    kind = kind_of_table(path, file, posts.encoding)
    chunks: Iterator[Chunk]
    if kind in ("parquet", "workbook", "compound"):
        chunks = iter([Chunk(path, WHOLE, None, reads_file=True)])
    elif kind == "json_lines" and not posts.records:
        chunks = json_line_chunks(path, posts, file, size)
    elif kind in ("json", "json_lines"):
        chunks = list_chunks(path, posts, file, _needed(posts), size)
    else:
        layout = Layout(_needed(posts), posts.encoding, posts.delimiter)
        yield from csv_chunks(path, lambda names: _check_columns(path, names, posts), file, size, layout)
        return
    for chunk in chunks:
        yield replace(chunk, kind=kind)


def _records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    if chunk.kind == "parquet":
        return parquet_records(chunk.path, lambda names: _wanted(chunk.path, names, posts))
    if chunk.kind in ("workbook", "compound"):
        return workbook_records(
            chunk.path, lambda names: _check_columns(chunk.path, names, posts), _needed(posts), posts.sheet
        )
    return list_records(chunk) if chunk.kind else csv_records(chunk)


def _head_of(chunk: Chunk, posts: PostOptions) -> tuple[list[str] | None, Iterable[Record]]:
    """The names of the columns where the file lists them, and the rows, which are read as far as needed."""
    if not chunk.kind:
        return csv_names(chunk), csv_head(chunk)
    if chunk.kind != "parquet":
        return None, _records(chunk, posts)
    kinds, columns = parquet_kinds(chunk.path), posts.columns
    is_clear = all(kinds.get(name, "").startswith(_CLEAR_KINDS) for name in columns.times)
    if any(_is_without_zone(kinds.get(name, "")) for name in columns.times):
        warn_of_zone(chunk.path, posts)
    if not kinds or (is_clear and kinds.get(columns.id) != "double"):
        return list(kinds), ()
    return list(kinds), _records(chunk, posts)


def _is_without_zone(kind: str) -> bool:
    return kind.startswith("timestamp") and "tz=" not in kind


def _refuse_feed(path: Path, file: Witness) -> None:
    """Say what reads a feed: as a table its first line would be taken for names of columns."""
    head = file.peek().removeprefix(b"\xef\xbb\xbf").lstrip()
    is_feed = any(suffix.lower() in _FEED_SUFFIXES for suffix in path.suffixes)
    if is_feed or head.startswith((b"<?xml", b"<rss", b"<feed")):
        raise DataError(
            "posts.format",
            got=f"table for {shown_name(path)}, which is XML",
            allowed="a CSV file, JSON lines or Parquet",
            mend='If it is a feed of a forum (RSS or Atom), write format = "rss".',
        )


def _reader(chunk: Chunk, posts: PostOptions) -> ReadPost:
    return post_reader(posts, HeadDecision(*chunk.decided) if chunk.decided else None)


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A row by itself, of a file of which nothing is known."""
    return post_reader(posts)(fields, posts)


def _needed(posts: PostOptions) -> list[str]:
    columns = posts.columns
    needed = [*columns.times, *columns.texts]
    if columns.names_id:
        needed.insert(0, columns.id)
    if posts.company == "column":
        needed.append(columns.company)
    if columns.score is not None:
        needed.append(columns.score)
    return [*needed, columns.forum] if posts.forum == "column" else needed


def _known(posts: PostOptions) -> list[str]:
    """The columns that a post may be made of, each once."""
    columns = posts.columns
    return list(dict.fromkeys([columns.id, *_needed(posts), columns.company, columns.author, columns.forum]))


def _wanted(path: Path, names: list[str], posts: PostOptions) -> list[str]:
    """Of the columns ``names`` those that a post is made of."""
    _check_columns(path, names, posts)
    return [name for name in _known(posts) if name in names]


def _check_columns(path: Path, names: list[str], posts: PostOptions) -> None:
    absent = [name for name in _needed(posts) if name not in names]
    if absent:
        # Other cells of the first line may be a post's: only names that the study itself says are told.
        known = [name for name in _known(posts) if name in names]
        has = (
            f"{counted(len(names), 'column')}, "
            f"{'among them ' + ', '.join(known) if known else 'none of them named so'}"
        )
        raise DataError(
            "posts.columns",
            got=f"{shown_name(path)} with {has}",
            allowed=f"a table with {', '.join(absent)}",
            mend='Name the file\'s own columns in [posts.columns], such as id = "post_id".',
        )


FORUM: Final = RecordForum(
    "table", records=_records, post=_post, cut=_chunks, reader=_reader, names_columns=True
)
