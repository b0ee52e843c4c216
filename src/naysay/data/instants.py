"""Instants as tables write them: ISO 8601, seconds or milliseconds since 1970, or a real timestamp."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from naysay.data.forums.base import RefusedError, checked_instant
from naysay.study.errors import DataError

_NUMBER: Final = re.compile(r"\d{1,13}(\.\d{1,9})?")
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SECONDS_END: Final = 10**11
"""A larger number counts milliseconds: as seconds it would lie beyond the year 5000."""


def instant(value: object, timezone: str) -> int:
    """Nanoseconds since 1970 in UTC; a date without a clock is refused: closes need one."""
    if isinstance(value, str) and value[4:5] == "-" and value[13:14] == ":":  # the usual way, and no number
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return _nanoseconds(moment, timezone)
    if value is None or value == "":
        raise RefusedError("no_time")
    if isinstance(value, dt.datetime):
        return _nanoseconds(value, timezone)
    if isinstance(value, bool | dt.date):
        raise RefusedError("time_without_clock" if isinstance(value, dt.date) else "time_unreadable")
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value.strip())):
        return _from_number(value)
    if not isinstance(value, str):
        raise RefusedError("time_unreadable")
    text = value.strip()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError("time_unreadable") from None
    if len(text) <= len("2024-W01-1") and ":" not in text:
        raise RefusedError("time_without_clock")
    return _nanoseconds(moment, timezone)


def _from_number(value: str | float) -> int:
    try:
        number = float(value)
        whole = int(number)
    except (ValueError, OverflowError):
        raise RefusedError("time_unreadable") from None
    scale = 10**9 if number < _SECONDS_END else 10**6
    return checked_instant(whole * scale + round((number - whole) * scale))


def _nanoseconds(moment: dt.datetime, timezone: str) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(timezone))
    since = moment - _EPOCH
    return checked_instant((since.days * 86_400 + since.seconds) * 10**9 + since.microseconds * 1_000)


@lru_cache
def zone(name: str) -> ZoneInfo:
    """The time zone ``name``.

    Raises
    ------
    DataError
        When there is none of that name.
    """
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        raise DataError(
            "posts.timezone",
            got=name,
            allowed="a name of the time zone database, such as UTC or Europe/Berlin",
            mend="Write the zone the forum's clock shows.",
        ) from None
