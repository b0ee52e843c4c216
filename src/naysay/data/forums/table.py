"""Posts in a table: CSV, JSON lines or Parquet, with a map from the study's names to the file's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._csv import csv_chunks, csv_records
from naysay.data.forums._json import json_records
from naysay.data.forums._lines import line_chunks
from naysay.data.forums._parquet import parquet_records
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums.base import (
    CHUNK,
    WHOLE,
    Chunk,
    Post,
    RefusedError,
    checked_id,
    checked_name,
    checked_text,
)
from naysay.data.instants import instant
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

_JSON_SUFFIXES: Final = frozenset({".jsonl", ".ndjson", ".json"})


def _chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    if _is_parquet(path):
        yield Chunk(path, WHOLE, None)
    elif _is_json(path):
        yield from line_chunks(path, posts, file, size)
    else:
        yield from csv_chunks(path, lambda names: _check_columns(path, names, posts), file, size)


def _records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    if _is_parquet(chunk.path):
        return parquet_records(chunk.path, lambda names: _wanted(chunk.path, names, posts))
    return json_records(chunk) if _is_json(chunk.path) else csv_records(chunk)


def _is_parquet(path: Path) -> bool:
    return ".parquet" in _suffixes(path)


def _is_json(path: Path) -> bool:
    return bool(_JSON_SUFFIXES.intersection(_suffixes(path)))


def _suffixes(path: Path) -> list[str]:
    return [suffix.lower() for suffix in path.suffixes]


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    columns, cell = posts.columns, fields.get
    post_id = checked_id(cell(columns.id))
    posted_at = instant(cell(columns.posted_at), posts.timezone, posts.clock)
    text = checked_text(cell(columns.text))
    company, author, forum = cell(columns.company), cell(columns.author), cell(columns.forum)
    return Post(
        post_id,
        posted_at,
        text,
        "" if company is None else _company(company),
        "" if author is None else checked_name(author, "author"),
        "" if forum is None else checked_name(forum, "forum"),
        text.startswith("RT @"),
    )


def _company(value: object) -> str:
    if not isinstance(value, str):
        raise RefusedError("company_unreadable")
    return checked_name(value, "company")


def _needed(posts: PostOptions) -> list[str]:
    columns = posts.columns
    needed = [columns.id, columns.posted_at, columns.text]
    if posts.company == "column":
        needed.append(columns.company)
    return [*needed, columns.forum] if posts.forum == "column" else needed


def _further(posts: PostOptions) -> list[str]:
    return [posts.columns.company, posts.columns.author, posts.columns.forum]


def _wanted(path: Path, names: list[str], posts: PostOptions) -> list[str]:
    """Of the columns ``names`` those that a post is made of."""
    _check_columns(path, names, posts)
    return [name for name in dict.fromkeys([*_needed(posts), *_further(posts)]) if name in names]


def _check_columns(path: Path, names: list[str], posts: PostOptions) -> None:
    absent = [name for name in _needed(posts) if name not in names]
    if absent:
        # Other cells of the first line may be a post's: only names that the study itself says are told.
        known = [name for name in dict.fromkeys((*_needed(posts), *_further(posts))) if name in names]
        has = (
            f"{len(names)} columns, {'among them ' + ', '.join(known) if known else 'none of them named so'}"
        )
        raise DataError(
            "posts.columns",
            got=f"{shown_name(path)} with {has}",
            allowed=f"a table with {', '.join(absent)}",
            mend='Name the file\'s own columns in [posts.columns], such as id = "post_id".',
        )


FORUM: Final = RecordForum("table", records=_records, post=_post, cut=_chunks)
