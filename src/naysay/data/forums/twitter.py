"""Twitter's API v1.1: one JSON object a line, plain or compressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any, Final

from naysay.data.forums._json import json_records
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums.base import (
    Chunk,
    FurtherNames,
    Post,
    RefusedError,
    checked_id,
    checked_instant,
    checked_name,
    checked_text,
)
from naysay.data.instants import day_end
from naysay.study.spec import PostOptions

_NAMES: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"  # calendar.month_abbr would follow the locale
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MONTHS: Final = {_NAMES[3 * n : 3 * n + 3]: f"{n + 1:02}" for n in range(12)}


def _records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    del posts
    return json_records(chunk)


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A tweet cut short carries its whole text in ``full_text`` or ``extended_tweet``."""
    field = fields.get
    extended, user, company = field("extended_tweet"), field("user"), field(posts.columns.company)
    longer = extended.get("full_text") if isinstance(extended, dict) else None
    text = checked_text(longer or field("full_text") or field("text"))
    author = user.get("id_str") or user.get("id") if isinstance(user, dict) else None
    post_id, posted_at = checked_id(field("id_str") or field("id")), _instant(field("created_at"))
    return Post(
        post_id=post_id,
        posted_at=posted_at if posts.clock == "instant" else day_end(posted_at, posts.timezone),
        text=text,
        company=checked_name(company, "company") if isinstance(company, str) else "",
        author=checked_name(author, "author"),
        repeats=bool(field("retweeted_status")) or text.startswith("RT @"),
    )


def _further_names(fields: Mapping[str, Any]) -> FurtherNames:
    """The handle of the author, and of a retweet the tweet passed on with its author's number and handle."""
    original, handle = fields.get("retweeted_status"), _name(_user(fields).get("screen_name"))
    if not isinstance(original, dict):
        return FurtherNames((handle,))
    names = [_name(_user(original).get(key)) for key in ("id_str", "id", "screen_name")]
    return FurtherNames((handle, *names), (_name(original.get("id_str") or original.get("id")),))


def _user(tweet: Mapping[str, Any]) -> Mapping[str, Any]:
    user = tweet.get("user")
    return user if isinstance(user, dict) else {}


def _name(value: object) -> str:
    try:
        return checked_name(value, "author")
    except RefusedError:  # too long for a name
        return ""


def _instant(created_at: object) -> int:
    """Nanoseconds since 1970 of a time such as ``Wed Jan 15 23:34:19 +0000 2014``."""
    if not isinstance(created_at, str) or not created_at:
        raise RefusedError("no_time")
    try:
        seconds = _usual(*created_at.split(" "))
    except (ValueError, KeyError, IndexError, TypeError):
        seconds = _seconds(created_at)
    return checked_instant(seconds * 10**9)


def _usual(_weekday: str, month: str, day: str, clock: str, zone: str, year: str) -> int:
    """Seconds since 1970 of a time in the usual form, and ValueError or others for the rest."""
    if not (len(day) == 2 and len(clock) == 8 and clock[2] == clock[5] == ":" and clock[:2] != "24"):
        raise ValueError
    if not (len(zone) == 5 and zone[0] in "+-" and zone[1:].isdecimal()):
        raise ValueError
    since = dt.datetime.fromisoformat(f"{year}-{_MONTHS[month]}-{day}T{clock}{zone}") - _EPOCH
    return since.days * 86_400 + since.seconds


def _seconds(created_at: str) -> int:
    """Seconds since 1970 of a time in any width, and of leap seconds."""
    try:
        _, month, day, clock, zone, year = created_at.split(" ")
        hour, minute, second = clock.split(":")
        date = int(year), int(_MONTHS[month]), int(day)
        moment = dt.datetime(*date, int(hour), int(minute), min(int(second), 59), tzinfo=dt.UTC)
        minutes_east = int(zone[:3]) * 60 + int(zone[0] + zone[3:5])
    except (ValueError, KeyError, IndexError, OverflowError):
        raise RefusedError("time_unreadable") from None
    return int(moment.timestamp()) - 60 * minutes_east


FORUM: Final = RecordForum("twitter", records=_records, post=_post, further_names=_further_names)
