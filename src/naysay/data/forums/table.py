"""Posts in a table: CSV, JSON lines or Parquet, with a map from the study's names to the file's columns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._csv import csv_records
from naysay.data.forums._lines import is_plain, json_records
from naysay.data.forums._parquet import parquet_records
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums.base import (
    WHOLE,
    Piece,
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


def _records(
    path: Path, posts: PostOptions, file: Witness | None = None, piece: Piece = WHOLE
) -> Iterator[Record]:
    if ".parquet" in _suffixes(path):
        return parquet_records(path, lambda names: _wanted(path, names, posts), file)
    if _JSON_SUFFIXES.intersection(_suffixes(path)):
        return json_records(path, file, piece)
    return csv_records(path, lambda names: _check_columns(path, names, posts), file)


def _suffixes(path: Path) -> list[str]:
    return [suffix.lower() for suffix in path.suffixes]


def _can_be_cut(path: Path) -> bool:
    """JSON lines only: a row of CSV may have several lines, and Parquet has none."""
    suffixes = _suffixes(path)
    return is_plain(path) and ".parquet" not in suffixes and bool(_JSON_SUFFIXES.intersection(suffixes))


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    columns = posts.columns
    post_id = checked_id(fields.get(columns.id))
    posted_at = instant(fields.get(columns.posted_at), posts.timezone)
    text = checked_text(fields.get(columns.text))
    return Post(
        post_id=post_id,
        posted_at=posted_at,
        text=text,
        company=_company(fields.get(columns.company)),
        author=checked_name(fields.get(columns.author), "author"),
        forum=checked_name(fields.get(columns.forum), "forum"),
        repeats=text.startswith("RT @"),
    )


def _company(value: object) -> str:
    if value is None:
        return ""
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


FORUM: Final = RecordForum("table", records=_records, post=_post, cuttable=_can_be_cut)
