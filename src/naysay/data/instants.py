"""Instants of posts, from what their cells hold: texts in any form of ``times``, numbers, real timestamps.

Where posts have a date alone, or a time of day that means nothing, the end of the local day stands in.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final, Literal
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from naysay.data.forums._checked import EARLIEST, LATEST, checked_instant
from naysay.data.forums.base import RefusedError
from naysay.data.times import UNDECIDED, ColumnTimes, Written, in_figures, written
from naysay.data.times.column import CLOCKS
from naysay.data.times.numbers import amount, compact_moment, from_epoch, from_serial, is_number, is_serial
from naysay.data.times.zones import is_zone, zoned
from naysay.study.errors import DataError

_BASIC_DATE: Final = re.compile(r"(19|20)[0-9]{6}")
"""20240301: as seconds or milliseconds since 1970 it would lie before any forum."""
_USUAL: Final = ("-- :", "--T:")
"""Every third sign of 2024-03-01T12:00 from the fifth on: the quick way, and no number."""
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
_SIGNS: Final = ("+", "-")
_DAY: Final = dt.timedelta(days=1)
_YEARS: Final = range(1989, 2101)
"""Of days whose ends can be asked for; those that no forum can hold are refused after that."""


def instant(
    value: object,
    timezone: str,
    clock: Literal["instant", "date_only"] = "instant",
    column: ColumnTimes = UNDECIDED,
) -> int:
    """Nanoseconds since 1970 in UTC.

    With the ``clock`` instant a date without a time of day is refused: closes need one. With date_only every
    value counts as a date, and its instant is ``day_end``: never before the post can have been written.

    A local time that clocks skip in spring is read as if they had not been set yet (02:30 is 03:30 in
    summer time); of one that comes twice in autumn the first is meant.

    Parameters
    ----------
    timezone
        The zone of values that name none, and that of local days.
    column
        What the file decides for all values of the column; its zone goes before ``timezone``.

    Raises
    ------
    RefusedError
        A value that is no such time, or lies out of the range of forums.
    DataError
        An unknown ``timezone``.
    """
    if isinstance(value, str) and value[4:14:3] in _USUAL:
        try:
            moment = dt.datetime.fromisoformat(value)
        except ValueError:
            pass
        else:
            if clock == "instant":
                return _nanoseconds(moment, column.zone or timezone)
            return _end_of_its_day(_zoned_by(column, moment), timezone)
    if clock == "date_only":
        return _end_of_its_day(
            _basic_date(value) or _zoned_by(column, _time(value, timezone, column)), timezone
        )
    when = _time(value, timezone, column)
    if isinstance(when, int):
        return when
    if not isinstance(when, dt.datetime):
        raise RefusedError("time_without_clock")
    return _nanoseconds(when, column.zone or timezone)


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


def _time(value: object, timezone: str, column: ColumnTimes) -> dt.date | int:
    """A date and time, a date alone, or nanoseconds since 1970."""
    if value is None:
        raise RefusedError("no_time")
    if isinstance(value, dt.date):
        return value
    if isinstance(value, str):
        text = value.strip()
        if not text:
            raise RefusedError("no_time")
        moment = None if text[4:5] == "-" else in_figures(text, column.order)
        if moment is not None:
            return moment
        return _from_number(text, column) if is_number(text) else _from_text(text, timezone, column)
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise RefusedError("time_unreadable")
    return _from_number(value, column)


def _from_number(value: str | float, column: ColumnTimes) -> dt.date | int:
    compact = compact_moment(value)
    if compact is not None:
        return compact
    number = amount(value) if column.serials else None
    if number is not None and is_serial(number):
        moment = from_serial(number)
        return moment if column.serials == CLOCKS else moment.date()
    return from_epoch(value)


def _from_text(text: str, timezone: str, column: ColumnTimes) -> dt.date:
    if text[10:11] in _SIGNS and len(text) <= len("2024-03-01+01:00"):  # a date of XML with its zone
        text = text[:10]
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        pass
    else:
        return moment.date() if len(text) <= len("2024-W01-1") and ":" not in text else moment
    before, _, word = text.rpartition(" ")
    if before[4:5] == "-" and before[13:14] == ":" and is_zone(word.lower()):
        try:
            moment = dt.datetime.fromisoformat(before)
        except ValueError:
            pass
        else:
            if moment.tzinfo is None:
                return zoned(moment, word.lower(), zone(column.zone or timezone))
    return _from_parts(written(text), timezone, column)


def _from_parts(parts: Written, timezone: str, column: ColumnTimes) -> dt.date:
    day = parts.day(column.order)
    if parts.clock is None:
        return day
    moment = dt.datetime.combine(day, parts.clock)
    return zoned(moment, parts.zone, zone(column.zone or timezone)) if parts.zone else moment


def _zoned_by(column: ColumnTimes, when: dt.date | int) -> dt.date | int:
    """``when`` in the zone of the heading, where it has a clock and no zone of its own."""
    if column.zone and isinstance(when, dt.datetime) and when.tzinfo is None:
        return when.replace(tzinfo=zone(column.zone))
    return when


def _basic_date(value: object) -> dt.date | None:
    """The date that eight digits write, None where there is none."""
    text = str(value).strip() if isinstance(value, str | int) else ""
    try:
        return dt.date.fromisoformat(text) if _BASIC_DATE.fullmatch(text) else None
    except ValueError:
        return None


def _nanoseconds(moment: dt.datetime, timezone: str) -> int:
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone(timezone))
    since = moment - _EPOCH
    nanoseconds = (since.days * 86_400 + since.seconds) * 1_000_000_000 + since.microseconds * 1_000
    return nanoseconds if EARLIEST <= nanoseconds < LATEST else checked_instant(nanoseconds)


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
