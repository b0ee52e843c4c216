"""When a tweet was written, as version 1.1 of Twitter's API, version 2 and the archives write it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from naysay.data.forums._checked import checked_instant
from naysay.data.forums.base import RefusedError

_NAMES: Final = "JanFebMarAprMayJunJulAugSepOctNovDec"  # calendar.month_abbr would follow the locale
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_MONTHS: Final = {_NAMES[3 * n : 3 * n + 3]: f"{n + 1:02}" for n in range(12)}
_ISO: Final = re.compile(r"(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d:\d\d)(\.\d{1,9})? ?(Z|[+-]\d\d:?\d\d)", re.ASCII)
_TWEETED: Final = re.compile(r"[A-Z][a-z]{2} [A-Z][a-z]{2} \d{1,2} [\d:]{7,8} [+-]\d{4} \d{4}", re.ASCII)


def tweeted_at(created_at: object) -> int:
    """Nanoseconds since 1970 of a time such as ``Wed Jan 15 23:34:19 +0000 2014``.

    Version 2 writes ``2014-01-15T23:34:19.000Z``, archives of before 2018 ``2014-01-15 23:34:19 +0000``. All
    name their zone; a time without one was changed by somebody, and is refused.
    """
    if not isinstance(created_at, str) or not created_at:
        raise RefusedError("no_time")
    try:
        seconds = _usual(*created_at.split(" "))
    except (ValueError, KeyError, IndexError, TypeError):
        written = _ISO.fullmatch(created_at)
        if written is not None:
            return _of_iso(written)
        seconds = _seconds(created_at)
    return checked_instant(seconds * 10**9)


def is_tweeted(created_at: object) -> bool:
    """Whether it is a time in the form of version 1.1."""
    return isinstance(created_at, str) and _TWEETED.fullmatch(created_at) is not None


def is_iso(created_at: object) -> bool:
    """Whether it is a time in the form of version 2."""
    return isinstance(created_at, str) and _ISO.fullmatch(created_at) is not None


def _of_iso(written: re.Match[str]) -> int:
    date, clock, fraction, zone = written.groups()
    try:
        since = dt.datetime.fromisoformat(f"{date}T{clock}{zone}") - _EPOCH
    except (ValueError, OverflowError):
        raise RefusedError("time_unreadable") from None
    nanoseconds = int((fraction or ".0")[1:].ljust(9, "0"))
    return checked_instant((since.days * 86_400 + since.seconds) * 10**9 + nanoseconds)


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
