"""Reddit: submissions and comments as dumps (Pushshift, Arctic Shift) and APIs give them, in any JSON."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from naysay.data.forums._checked import checked_id, checked_instant, checked_name, checked_text
from naysay.data.forums._json_files import JsonFiles
from naysay.data.forums._markdown import without_quotations
from naysay.data.forums._records import RecordForum
from naysay.data.forums._reddit_things import TIME, things
from naysay.data.forums._removed import STARTS, is_removed, is_unknown
from naysay.data.forums._titles import joined
from naysay.data.forums.base import (
    LONGEST_NAME,
    FurtherNames,
    Post,
    RefusedError,
    SkippedError,
    quick_post,
)
from naysay.data.instants import day_end, instant
from naysay.study.spec import PostOptions

_COMMENT, _SUBMISSION = "t1_", "t3_"
_ROBOT: Final = "AutoModerator"
_NO_POSTS: Final = frozenset({"t2", "t4", "t5", "t6", "LabeledMulti", "wikipage", "modaction"})
"""Kinds of Reddit's API: accounts, messages, subreddits, trophies and the like."""
_FILTERS: Final = ("automod_filtered", "reddit")
"""Who holds a submission back before anybody reads it."""
_REMEMBERED: Final = 10_000
_LATEST_SECOND: Final = 1e11


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A submission or a comment; its instant is that of its last edit, from which on its text is known."""
    cell = fields.get
    kind, title, author, forum = cell("kind"), cell("title"), cell("author"), cell("subreddit")
    _check_kind(fields, kind)
    if author == _ROBOT:
        raise SkippedError("service_message")
    post_id, posted_at = _id(fields, title is not None), _instant(cell("created_utc"))
    if edited := cell("edited"):
        posted_at = max(posted_at, _edited(edited))
    body = cell("selftext") if title is not None else cell("body")
    if body is None:
        body = cell("body") if title is not None else cell("selftext")
    text = _written(body) if title is None else _titled(title, body)
    company = cell(posts.columns.company)
    return quick_post(
        (
            post_id,
            posted_at if posts.clock == "instant" else day_end(posted_at, posts.timezone),
            text,
            checked_name(company, "company") if isinstance(company, str) else "",
            _author(author) if type(author) is str else "",
            _forum(forum) if type(forum) is str else "",
            bool(cell("crosspost_parent")),
            None,
        )
    )


def _check_kind(fields: Mapping[str, Any], kind: object) -> None:
    """Raise a SkippedError where the row is no post that somebody wrote and others could read."""
    cell = fields.get
    if kind is not None and isinstance(kind, str):
        if kind == "more":
            raise SkippedError("not_loaded")
        if kind in _NO_POSTS:
            raise SkippedError("no_post")
    promoted = cell("promoted")
    if promoted is True or (cell("is_created_from_ads_ui") is True and promoted is not False):
        raise SkippedError("advertisement")
    if cell("removed_by_category") in _FILTERS:
        raise SkippedError("removed")


def _id(fields: Mapping[str, Any], has_title: bool) -> str:
    """The full name, such as t1_kod0bkd, which a comment and a submission of one id do not share."""
    name = fields.get("name")
    if type(name) is str and name[:3] in (_COMMENT, _SUBMISSION) and 3 < len(name) <= LONGEST_NAME:
        return checked_id(name)
    own = checked_id(fields.get("id"))
    if own[:3] in (_COMMENT, _SUBMISSION):
        return own
    return checked_id((_SUBMISSION if has_title else _COMMENT) + own)


def _instant(created_utc: object) -> int:
    """Nanoseconds since 1970 of seconds in UTC: an integer, a float, or a text with either."""
    if type(created_utc) is int:
        return checked_instant(created_utc * 10**9)
    if type(created_utc) is float:
        if not 0 <= created_utc < _LATEST_SECOND:
            raise RefusedError("time_out_of_range")
        return checked_instant(round(created_utc * 1_000) * 10**6)
    return instant(created_utc, "UTC")


def _edited(edited: object) -> int:
    if edited is True:  # in dumps of the first years: the text is later than the post
        raise SkippedError("edited_at_unknown_time")
    return _instant(edited)


def _titled(title: object, body: object) -> str:
    """A submission's title and text; its title alone where it is a link or a picture, or the text is gone."""
    texts = [_unescaped(title), without_quotations(_unescaped(body))]
    return checked_text(joined(texts))


def _written(body: object) -> str:
    text = checked_text(_unescaped(body) if isinstance(body, str) else body)
    if text[:4] in STARTS and is_removed(text):
        raise SkippedError("removed")
    return without_quotations(text) if ">" in text else text


def _unescaped(text: object) -> str:
    """The three characters of HTML that Reddit escapes, and no others: &nbsp; is what somebody typed."""
    if not isinstance(text, str):
        return ""
    if "&" not in text:
        return text
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


@lru_cache(_REMEMBERED)
def _author(name: str) -> str:
    name = checked_name(name, "author")
    return "" if name and is_unknown(name) else name


@lru_cache(_REMEMBERED)
def _forum(name: str) -> str:
    return checked_name(name, "forum")


def _further_names(fields: Mapping[str, Any]) -> FurtherNames:
    """The number of the author's account; of a crosspost the id and the author of what is passed on."""
    own, parent = _name(fields.get("author_fullname")), _name(fields.get("crosspost_parent"))
    parents = fields.get("crosspost_parent_list")
    first = parents[0] if isinstance(parents, list) and parents else None
    if not isinstance(first, dict):
        return FurtherNames((own,), (parent,))
    authors = (own, _name(first.get("author")), _name(first.get("author_fullname")))
    return FurtherNames(authors, (parent, _name(first.get("name"))))


def _name(value: object) -> str:
    try:
        return checked_name(value, "author")
    except RefusedError:  # too long for a name
        return ""


def _is_of(fields: Mapping[str, Any]) -> bool:
    """Whether they are a thing of Reddit, or a listing of things."""
    data = fields.get("data")
    if isinstance(data, dict) and "created_utc" not in fields:
        kind = fields.get("kind")
        return (kind == "Listing" and "children" in data) or (kind in ("t1", "t3") and _is_of(data))
    if not {"created_utc", "id", "subreddit"} <= fields.keys():
        return False
    return {"title", "selftext"} <= fields.keys() or {"body", "parent_id"} <= fields.keys()


_FILES: Final = JsonFiles("reddit", wanted=("id", TIME), unfold=things)
FORUM: Final = RecordForum(
    "reddit",
    records=_FILES.records,
    post=_post,
    cut=_FILES.chunks,
    further_names=_further_names,
    is_of=_is_of,
)
