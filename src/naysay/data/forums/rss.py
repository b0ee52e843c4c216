"""Feeds of forums: RSS and Atom, plain or packed, an entry a post."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from collections.abc import Iterator, Mapping
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._allowance import Allowance
from naysay.data.forums._checked import checked_id, checked_name, checked_text
from naysay.data.forums._feeds import Entry, entries
from naysay.data.forums._lines import bytes_of, is_plain
from naysay.data.forums._plain_text import plain_text, tidy_lines
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums._titles import with_title
from naysay.data.forums.base import (
    CHUNK,
    LONGEST_NAME,
    Chunk,
    Piece,
    Post,
    RefusedError,
)
from naysay.data.instants import instant
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions

_SIGNED: Final = re.compile(r"<b>\s*<i>\s*-\s*([^<>]{1,256})</i>\s*</b>\s*$")
"""How ariva ends a post: with its author."""
_SIGNATURE: Final = 600
"""Characters at the end that a signature may take."""
_AUTHOR_ALONE: Final = re.compile(r"(?:Autor|Author): ?(\S[^\n]{0,255})")
"""What wallstreet-online gives for the text: the entry has the thread's title and the author alone."""
_WRITTEN: Final = re.compile(
    r"(?:[^\W\d]{2,12}\.?, ?)?\d{1,2} [A-Za-z]{3} \d{4} \d{1,2}:\d{2}(?::\d{2})? ?([+-]\d{4}|[A-Za-z]{1,5})?"
)
"""16 Jul 2026 14:40:16 +0200, as RFC 2822 has it."""
_NUMERIC: Final = {
    "UT": "+0000", "UTC": "+0000", "GMT": "+0000", "Z": "+0000", "CET": "+0100", "MEZ": "+0100",
    "CEST": "+0200", "MESZ": "+0200", "EST": "-0500", "EDT": "-0400", "CST": "-0600", "CDT": "-0500",
    "MST": "-0700", "MDT": "-0600", "PST": "-0800", "PDT": "-0700",
}  # fmt: skip

_KEYS: Final = frozenset({"id", "posted_at", "updated", "text", "author", "forum", "company"})


def _chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """The whole file: what an entry means stands at the beginning of its feed."""
    del posts, size
    yield Chunk(path, Piece(0, file.size), None, reads_file=True)


def _records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    del posts
    with Witness(chunk.path) as file:
        allowance = None if is_plain(chunk.path) else Allowance(file)
        for entry in entries(bytes_of(file, allowance)):
            if allowance is not None:
                allowance.rows(1)
            yield Record(entry.line, b"", None if entry.reason else _fields(entry), entry.reason)


def _fields(entry: Entry) -> dict[str, str]:
    """The fields of a post; without an id of its own the address stands in, or what the post consists of."""
    title, (body, author) = _text(entry, "title"), _body(entry)
    posted_at = entry.first("pubdate", "published", "date", "updated").strip()
    author = tidy_lines(entry.first("creator", "author")) or author
    text = with_title(title, body)
    post_id = entry.first("guid", "id", "link").strip()
    if not post_id or len(post_id) > LONGEST_NAME:
        whole = "\0".join([post_id, posted_at, author, text])
        post_id = hashlib.sha256(whole.encode("utf-8", "replace")).hexdigest()[:32] if text else ""
    return {
        "id": post_id,
        "posted_at": posted_at,
        "updated": entry.first("updated").strip(),
        "text": text,
        "author": author,
        "forum": entry.feed[:LONGEST_NAME],
        "company": ",".join(dict.fromkeys(isin.strip() for isin in entry.texts.get("isin", ()))),
    }


def _body(entry: Entry) -> tuple[str, str]:
    """The text below the title, and the author where the text names one in the way of a forum."""
    name = next((name for name in ("encoded", "content", "description", "summary") if entry.first(name)), "")
    source = entry.first(name)
    signed = _SIGNED.search(source[-_SIGNATURE:])
    if signed:
        entry.texts[name] = [source[: -len(signed[0])]]
    body = _text(entry, name)
    alone = _AUTHOR_ALONE.fullmatch(body)
    if alone:
        return "", alone[1]
    return body, plain_text(signed[1]) if signed else ""


def _text(entry: Entry, name: str) -> str:
    source = entry.first(name)
    return plain_text(source) if name in entry.is_html else tidy_lines(source)


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    value = fields.get
    post_id = checked_id(value("id"))
    posted_at = instant(_moment(value("posted_at")), posts.timezone, posts.clock)
    if updated := value("updated"):  # the text is known from then on
        posted_at = max(posted_at, instant(_moment(updated), posts.timezone, posts.clock))
    return Post(
        post_id,
        posted_at,
        checked_text(value("text")),
        checked_name(value("company"), "company"),
        checked_name(value("author"), "author"),
        checked_name(value("forum"), "forum"),
    )


def _moment(value: object) -> object:
    """A time of RFC 2822 as a datetime, anything else as it is."""
    written = _WRITTEN.fullmatch(value.strip()) if isinstance(value, str) else None
    if written is None:
        return value
    text, zone = written[0], written[1] or ""
    if zone.isalpha():
        if zone.upper() not in _NUMERIC:
            raise RefusedError("time_unreadable")
        text = text.removesuffix(zone) + _NUMERIC[zone.upper()]
    try:
        moment = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        raise RefusedError("time_unreadable") from None
    return moment.replace(tzinfo=dt.UTC) if zone == "-0000" else moment


def _is_of(fields: Mapping[str, Any]) -> bool:
    """What ``_fields`` makes of an entry has these keys alone."""
    return fields.keys() == _KEYS


FORUM: Final = RecordForum("rss", records=_records, post=_post, cut=_chunks, is_of=_is_of)
