"""Takes files of tweets apart: lines, arrays, pages of both versions of the API, archives of an account."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._json import json_line_chunks, json_records
from naysay.data.forums._json_files import JsonFiles
from naysay.data.forums._json_lists import list_records
from naysay.data.forums._lines import LONGEST_LINE
from naysay.data.forums._records import Record
from naysay.data.forums._table_kinds import kind_of_table
from naysay.data.forums._values import head_of_text, value_chunks
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.tables.json_bytes import BrokenError, CutOffError, JsonBytes
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

LONGEST_PAGE: Final = 1 << 25
"""Bytes of a page, which is in memory as a whole: its users stand behind its tweets. The API gives at most
500 tweets, which take less than a tenth of that."""
_STATEMENT: Final = re.compile(rb"(?:;|[A-Za-z_$][\w.$]*\s*=|\s)*+", re.ASCII)
"""window.YTD.tweets.part0 = in an archive, which is a script, and what ends the statement before."""
_LONGEST_STATEMENT: Final = 1_000
_PAGE: Final = re.compile(
    rb'\s*\{\s*"(?:data|includes|meta|errors|statuses|search_metadata|matching_rules)"\s*:'
)
_FILES: Final = JsonFiles("twitter", wanted=("created_at",))


def tweet_chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """The chunks of a file; a page that is longer than a line may be is parted into its tweets.

    Raises
    ------
    DataError
        A table, a page of more than LONGEST_PAGE bytes, and what ``value_chunks`` raises.
    """
    if posts.records:
        yield from _FILES.chunks(path, posts, file, size)
        return
    head = head_of_text(path, posts.encoding)
    is_script = head.lstrip()[:1] not in (b"{", b"[") and _is_script(head)
    kind = "json" if is_script else kind_of_table(path, file, posts.encoding)
    if kind in ("parquet", "workbook", "compound"):
        yield from _FILES.chunks(path, posts, file, size)  # refuses it
    elif kind == "json":
        yield from value_chunks(path, partial(_values, path), file, posts.encoding, size)
    elif _PAGE.match(head):
        yield from value_chunks(path, partial(_lines, path), file, posts.encoding, size)
    else:
        yield from json_line_chunks(path, posts, file, size)


def tweet_records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    """One record for each tweet of a chunk; those of a page have the number of its line."""
    del posts
    for record in list_records(chunk) if chunk.kind == "list" else json_records(chunk):
        fields = record.fields
        if fields is None or "created_at" in fields:
            yield record
            continue
        tweets = tweets_of(fields)
        if tweets is None:
            yield record
            continue
        for tweet in tweets:
            is_object = isinstance(tweet, dict)
            yield Record(record.line, b"", tweet if is_object else None, "" if is_object else "not_an_object")


def tweets_of(page: Mapping[str, Any]) -> list[Any] | None:
    """The tweets of a page or of an entry of an archive, with their authors inside; None where it is neither.

    An entry of ``errors`` about something that was asked for and could not be shown is no tweet.
    """
    data = page.get("data")
    if isinstance(data, list | dict):
        tweets = data if isinstance(data, list) else [data]
        if isinstance(page.get("includes"), dict):
            _with_authors(tweets, page["includes"])
        return tweets
    if isinstance(page.get("statuses"), list):
        return list(page["statuses"])
    if isinstance(page.get("tweet"), dict):
        return [page["tweet"]]
    meta, errors = page.get("meta"), page.get("errors")
    is_empty = isinstance(meta, dict) and meta.get("result_count") == 0
    return [] if is_empty or (isinstance(errors, list) and _are_of_resources(errors)) else None


def _are_of_resources(errors: list[Any]) -> bool:
    return bool(errors) and all(isinstance(error, dict) and "resource_type" in error for error in errors)


def _with_authors(tweets: Iterable[Any], includes: Mapping[str, Any]) -> None:
    """Put the author of each tweet into it, and into each that it refers to, as twarc flattens a page."""
    users, originals = (_by_id(includes.get(key)) for key in ("users", "tweets"))
    for tweet in tweets:
        if not isinstance(tweet, dict):
            continue
        _with_author(tweet, users)
        references = tweet.get("referenced_tweets")
        for reference in references if isinstance(references, list) else ():
            if isinstance(reference, dict) and (original := _of(originals, reference.get("id"))):
                reference.setdefault("author_id", original.get("author_id"))
                _with_author(reference, users)


def _with_author(tweet: dict[str, Any], users: Mapping[str, dict[str, Any]]) -> None:
    if author := _of(users, tweet.get("author_id")):
        tweet.setdefault("author", author)


def _by_id(entries: object) -> dict[str, dict[str, Any]]:
    rows = entries if isinstance(entries, list) else []
    return {row["id"]: row for row in rows if isinstance(row, dict) and isinstance(row.get("id"), str)}


def _of(rows: Mapping[str, dict[str, Any]], key: object) -> dict[str, Any] | None:
    return rows.get(key) if isinstance(key, str) else None


def _is_script(head: bytes) -> bool:
    match = _STATEMENT.match(head[:_LONGEST_STATEMENT])
    return match is not None and b"=" in match[0] and head[match.end() : match.end() + 1] in (b"[", b"{")


def _values(path: Path, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The elements of arrays and whole objects, without the statements of a script between them."""
    text = JsonBytes(blocks)
    while not text.is_over:
        if text.is_list:
            for value in text.elements(LONGEST_PAGE):
                yield from _parted(path, value)
        elif text.is_object:
            yield from _parted(path, text.value(LONGEST_PAGE))
        else:
            try:
                between = text.value(_LONGEST_STATEMENT)
            except CutOffError as cut:
                between = cut.rest
            if not _STATEMENT.fullmatch(between):
                raise BrokenError("no JSON")


def _lines(path: Path, blocks: Iterable[bytes]) -> Iterator[bytes]:
    """The lines, which may be longer than those of others."""
    parts, length = list[bytes](), 0
    for block in blocks:
        first, *others = block.split(b"\n")
        parts.append(first)
        length += len(first)
        for other in others:
            yield from _parted(path, b"".join(parts))
            parts, length = [other], len(other)
        if length > LONGEST_PAGE:
            raise _too_long(path)
    if any(parts):
        yield from _parted(path, b"".join(parts))


def _parted(path: Path, value: bytes) -> Iterator[bytes]:
    """``value`` on one line, or the tweets of a page that is longer than a line may be."""
    if len(value) > LONGEST_PAGE:
        raise _too_long(path)
    if b"\n" in value:
        value = value.replace(b"\n", b" ")
    tweets = _tweets_in(value) if len(value) > LONGEST_LINE else None
    if tweets is None:
        yield value
    else:
        yield from (json.dumps(tweet).encode() for tweet in tweets)


def _tweets_in(value: bytes) -> list[Any] | None:
    try:
        page = json.loads(value)
    except (ValueError, RecursionError):
        return None
    return tweets_of(page) if isinstance(page, dict) else None


def _too_long(path: Path) -> DataError:
    return DataError(
        "posts.path",
        got=f"{shown_name(path)} with a page or a tweet of more than {LONGEST_PAGE >> 20} MB",
        allowed="pages as the API gives them, or one tweet a line",
        mend="Part it into its pages, or flatten it to one tweet a line, as twarc2 flatten does.",
    )
