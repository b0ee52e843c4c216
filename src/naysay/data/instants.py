"""Instants as tables write them: ISO 8601, seconds or milliseconds since 1970, or a real timestamp.

Where posts have a date alone, or a time of day that means nothing, the end of the local day stands in.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from naysay.data.forums.base import RefusedError, checked_instant
from naysay.study.errors import DataError

_NUMBER: Final = re.compile(r"\d{1,13}(\.\d{1,9})?")
_BASIC_DATE: Final = re.compile(r"(19|20)[0-9]{6}")
"""20240301: as seconds or milliseconds since 1970 it would lie before any forum."""
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_DAY: Final = dt.timedelta(days=1)
_SECONDS_END: Final = 10**11
"""A larger number counts milliseconds: as seconds it would lie beyond the year 5000."""
_YEARS: Final = range(1989, 2101)
"""Of days whose ends can be asked for; those that no forum can hold are refused after that."""


def instant(value: object, timezone: str, clock: Literal["instant", "date_only"] = "instant") -> int:
    """Nanoseconds since 1970 in UTC.

    With the ``clock`` instant a date without a time of day is refused: closes need one. With date_only every
    value counts as a date, and its instant is ``day_end``: never before the post can have been written.

    Parameters
    ----------
    timezone
        The zone of values that name none, and that of local days.

    Raises
    ------
    RefusedError
        A value that is no such time, or lies out of the range of forums.
    DataError
        An unknown ``timezone``.
    """
    if isinstance(value, str) and value[4:5] == "-" and value[13:14] == ":":  # the usual way, and no number
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            return _nanoseconds(moment, timezone) if clock == "instant" else _end_of_its_day(moment, timezone)
    if clock == "date_only":
        return _end_of_its_day(_basic_date(value) or _time(value), timezone)
    when = _time(value)
    if isinstance(when, int):
        return when
    if not isinstance(when, dt.datetime):
        raise RefusedError("time_without_clock")
    return _nanoseconds(when, timezone)


def day_end(nanoseconds: int, timezone: str) -> int:
    """The midnight in ``timezone`` that ends the local day of an instant, both UTC nanoseconds since 1970.

    An instant at exactly midnight in UTC, too, is what a program makes of a date alone: it stands for that
    date where the local one is a day earlier. Where clocks are set at midnight, the day ends when its last
    second is over: a midnight that is skipped is the instant of the change, and of two midnights the second
    counts.

    Raises
    ------
    RefusedError
        An end that lies out of the range of forums.
    """
    return _end_of_its_day(nanoseconds, timezone)


def _time(value: object) -> dt.date | int:
    """A date and time, a date alone, or nanoseconds since 1970."""
    if value is None or value == "":
        raise RefusedError("no_time")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, bool):
        raise RefusedError("time_unreadable")
    if isinstance(value, int | float) or (isinstance(value, str) and _NUMBER.fullmatch(value.strip())):
        return _from_number(value)
    if not isinstance(value, str):
        raise RefusedError("time_unreadable")
    text = value.strip()
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        raise RefusedError("time_unreadable") from None
    return moment.date() if len(text) <= len("2024-W01-1") and ":" not in text else moment


def _basic_date(value: object) -> dt.date | None:
    """The date that eight digits write, None where there is none."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    try:
        return dt.date.fromisoformat(text) if _BASIC_DATE.fullmatch(text) else None
    except ValueError:
        return None


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


def _end_of_its_day(when: dt.date | int, timezone: str) -> int:
    day = _local_day(when, timezone)
    if day.year not in _YEARS:
        raise RefusedError("time_out_of_range")
    return checked_instant(_midnight_after(day, timezone))


def _local_day(when: dt.date | int, timezone: str) -> dt.date:
    if isinstance(when, int):
        when = _EPOCH + dt.timedelta(microseconds=when // 1_000)
    if not isinstance(when, dt.datetime):
        return when
    if when.tzinfo is None:
        return when.date()
    _nanoseconds(when, timezone)  # refuses what no zone could hold
    local = when.astimezone(zone(timezone)).date()
    return max(local, when.date()) if when.time() == dt.time() else local


@lru_cache(maxsize=50_000)
def _midnight_after(day: dt.date, timezone: str) -> int:
    """UTC nanoseconds; of a midnight that the clock skips or shows twice the later reading."""
    after = day + _DAY
    midnight = dt.datetime(after.year, after.month, after.day, tzinfo=zone(timezone))
    since = max(midnight - _EPOCH, midnight.replace(fold=1) - _EPOCH)
    return (since.days * 86_400 + since.seconds) * 10**9


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
