"""StockTwits: messages as its API gives them, in lists, pages or lines, plain or packed."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._archives import DamagedError
from naysay.data.forums._cells import BETWEEN, LONGEST_LIST
from naysay.data.forums._checked import checked_id, checked_name, checked_text
from naysay.data.forums._json_files import JsonFiles
from naysay.data.forums._lines import bytes_of
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums._removed import is_removed
from naysay.data.forums.base import CHUNK, Chunk, FurtherNames, Mark, Post, RefusedError, SkippedError
from naysay.data.instants import instant
from naysay.data.tables.json_lists import declared_rows
from naysay.data.tables.transcoding import Utf8
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

_WANTED: Final = ("id", "body", "created_at")
_FILES: Final = JsonFiles("stocktwits", wanted=_WANTED)
_MESSAGES: Final = "messages"
"""The list of a page."""
_ENTITY: Final = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});")
"""With its semicolon: StockTwits writes no other, and an address may hold ``&copy=1``."""
_PROMOTED: Final = ("promoted", "is_promoted", "sponsored", "is_sponsored")
_PICTURES: Final = ("chart", "media", "poll", "giphy")
_MARKS: Final[Mapping[str, Mark]] = {"bullish": "positive", "bearish": "negative", "neutral": "neutral"}


def _chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """A page has further lists, such as other names of its symbol; its posts are always ``messages``."""
    if not posts.records and _is_page(path, posts):
        has_lines = {".jsonl", ".ndjson"}.intersection(suffix.lower() for suffix in path.suffixes)
        posts = posts if has_lines else posts.model_copy(update={"records": _MESSAGES})
    return _FILES.chunks(path, posts, file, size)


def _is_page(path: Path, posts: PostOptions) -> bool:
    """Whether the file begins with a page; one that cannot be read is none here, and refused after that."""
    try:
        with Witness(path) as look:
            blocks = Utf8(bytes_of(look), declared=posts.encoding, is_unicode=True)
            rows = declared_rows(_MESSAGES, blocks)
    except (DamagedError, DataError):
        return False
    return rows is not None and rows.path == (_MESSAGES,)


def _records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    """One record for each message; the pages among lines, or of an array, come apart."""
    for record in _FILES.records(chunk, posts):
        fields = record.fields
        listed = fields.get(_MESSAGES) if fields is not None and "body" not in fields else None
        if not isinstance(listed, list):
            yield record
            continue
        for message in listed:
            is_object = isinstance(message, dict)
            yield Record(
                record.line, b"", message if is_object else None, "" if is_object else "not_an_object"
            )


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A message that only passes on another, word for word or behind RT, repeats it."""
    if any(_is_set(fields.get(key)) for key in _PROMOTED):
        raise SkippedError("advertisement")
    post_id = checked_id(fields.get("id"))
    posted_at = instant(fields.get("created_at"), posts.timezone, posts.clock)
    text = _text(fields)
    own, original = fields.get(posts.columns.company), _original(fields).get("body")
    return Post(
        post_id,
        posted_at,
        text,
        checked_name(own, "company") if isinstance(own, str) and own else _company(fields.get("symbols")),
        _author(fields.get("user")),
        repeats=text.startswith("RT @") or (isinstance(original, str) and _alike(text, original)),
    )


def _is_set(flag: object) -> bool:
    return flag is True or flag == 1 or (isinstance(flag, dict) and bool(flag))


def _text(message: Mapping[str, Any]) -> str:
    """What was written, with each entity as the sign that it stands for."""
    body = message.get("body")
    if body is None and any(_entities(message).get(picture) for picture in _PICTURES):
        raise SkippedError("nothing_written")
    if isinstance(body, str):
        body = _unescaped(body)
        if not body.strip():
            raise SkippedError("nothing_written")
        if is_removed(body):
            raise SkippedError("removed")
    return checked_text(body)


def _unescaped(body: str) -> str:
    return _ENTITY.sub(lambda entity: html.unescape(entity[0]), body) if "&" in body else body


def _alike(text: str, original: str) -> bool:
    return text.split() == _unescaped(original).split()


def _company(symbols: object) -> str:
    """The names of all ``symbols``, each of which is an object with its ``symbol``, or that name alone."""
    if not isinstance(symbols, list):
        return ""
    written = (one.get("symbol") if isinstance(one, dict) else one for one in symbols)
    names = [checked_name(name, "company") for name in written if isinstance(name, str)]
    company = BETWEEN.join(dict.fromkeys(name for name in names if name))
    if len(company) > LONGEST_LIST:
        raise RefusedError("company_too_long")
    return company


def _author(user: object) -> str:
    """The number of the account, which stays where it takes another name; else what there is."""
    if isinstance(user, dict):
        return checked_name(user.get("id"), "author") or checked_name(user.get("username"), "author")
    return checked_name(user, "author")


def _entities(message: Mapping[str, Any]) -> Mapping[str, Any]:
    entities = message.get("entities")
    return entities if isinstance(entities, dict) else {}


def _original(message: Mapping[str, Any]) -> Mapping[str, Any]:
    """The message that is passed on; empty where there is none, or where it was deleted."""
    shared = message.get("reshare_message")
    inner = shared.get("message") if isinstance(shared, dict) else None
    return inner if isinstance(inner, dict) else {}


def _further_names(message: Mapping[str, Any]) -> FurtherNames:
    """The name of the account, and of a message that is passed on both names of its author and its id."""
    original = _original(message)
    names = [_names(message.get("user"))[1], *_names(original.get("user"))]
    return FurtherNames(tuple(filter(None, names)), tuple(filter(None, [_name(original.get("id"))])))


def _names(user: object) -> tuple[str, str]:
    return (_name(user.get("id")), _name(user.get("username"))) if isinstance(user, dict) else ("", "")


def _name(value: object) -> str:
    try:
        return checked_name(value, "author")
    except RefusedError:  # too long for a name
        return ""


def _mark(message: Mapping[str, Any]) -> Mark:
    """Bullish or Bearish, which the writer chose beside the words; in older answers below other keys."""
    for sentiment in (_entities(message).get("sentiment"), message.get("sentiment")):
        if isinstance(sentiment, dict):
            sentiment = next((sentiment[key] for key in ("basic", "class", "name") if key in sentiment), None)
        if isinstance(sentiment, str):
            return _MARKS.get(sentiment.strip().casefold(), "")
    return ""


def _is_message(fields: Mapping[str, Any]) -> bool:
    """A body alone is not enough: notes of other programs have one, too."""
    symbols, user = fields.get("symbols"), fields.get("user")
    first = symbols[0] if isinstance(symbols, list) and symbols else None
    is_known = any(
        isinstance(one, dict) and key in one for one, key in ((user, "username"), (first, "symbol"))
    )
    return is_known and all(key in fields for key in _WANTED)


FORUM: Final = RecordForum(
    "stocktwits",
    records=_records,
    post=_post,
    cut=_chunks,
    further_names=_further_names,
    mark=_mark,
    is_of=_is_message,
)
