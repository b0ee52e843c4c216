"""Twitter's API v1.1: one JSON object a line, plain or compressed."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._lines import is_plain, json_records
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums.base import (
    WHOLE,
    Piece,
    Post,
    RefusedError,
    checked_id,
    checked_instant,
    checked_name,
    checked_text,
)
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions

_NAMES: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"  # calendar.month_abbr would follow the locale
_MONTHS: Final = {_NAMES[3 * n : 3 * n + 3]: n + 1 for n in range(12)}


def _records(
    path: Path, posts: PostOptions, file: Witness | None = None, piece: Piece = WHOLE
) -> Iterator[Record]:
    return json_records(path, file, piece)


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    """A tweet cut short carries its whole text in ``full_text`` or ``extended_tweet``."""
    extended = fields.get("extended_tweet")
    longer = extended.get("full_text") if isinstance(extended, Mapping) else None
    text = checked_text(longer or fields.get("full_text") or fields.get("text"))
    company = fields.get(posts.columns.company)
    user = fields.get("user")
    author = user.get("id_str") or user.get("id") if isinstance(user, Mapping) else None
    return Post(
        post_id=checked_id(fields.get("id_str") or fields.get("id")),
        posted_at=_instant(fields.get("created_at")),
        text=text,
        company=checked_name(company, "company") if isinstance(company, str) else "",
        author=checked_name(author, "author"),
        repeats=bool(fields.get("retweeted_status")) or text.startswith("RT @"),
    )


def _instant(created_at: object) -> int:
    """Nanoseconds since 1970 of a time such as ``Wed Jan 15 23:34:19 +0000 2014``."""
    if not isinstance(created_at, str) or not created_at:
        raise RefusedError("no_time")
    try:
        _, month, day, clock, zone, year = created_at.split(" ")
        hour, minute, second = clock.split(":")
        moment = dt.datetime(
            int(year), _MONTHS[month], int(day), int(hour), int(minute), min(int(second), 59), tzinfo=dt.UTC
        )
        minutes_east = int(zone[:3]) * 60 + int(zone[0] + zone[3:5])
    except (ValueError, KeyError, IndexError, OverflowError):
        raise RefusedError("time_unreadable") from None
    seconds = int(moment.timestamp()) - 60 * minutes_east
    return checked_instant(seconds * 10**9)


FORUM: Final = RecordForum("twitter", records=_records, post=_post, cuttable=is_plain)
