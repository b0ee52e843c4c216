"""A date and a clock in two cells, put together to one value as a single cell would have it."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from naysay.data.times.written import LONGEST, plain_clock

_EMPTY_CLOCK: Final = re.compile(r"[ T]00?:00(:00(\.0+)?)?$")
"""Behind a date, where a program knew the date alone."""
_EMPTY_DATE: Final = re.compile(r"^(30\.12\.1899|1899-12-3[01]|31\.12\.1899|12/30/1899|1900-01-0[01])[ T]")
"""Before a clock, where a spreadsheet or a database knew the clock alone."""
_RUN_TOGETHER: Final = re.compile(r"(\d{1,2})(\d{2})(\d{2})?", re.ASCII)
_WITH_DOTS: Final = re.compile(r"(\d{1,2})\.(\d{2})(?:\.(\d{2}))?", re.ASCII)
_DAY: Final = 86_400_000
"""Milliseconds."""


def together(day: object, clock: object) -> object:
    """The value of a date in one cell and a clock in another, in either order; ``day`` alone without a clock.

    Clocks may be texts (17:49, 17.49, 5:49 PM, 1749, 17:49 Uhr), times of a spreadsheet, or parts of a day.
    """
    if _is_nothing(clock) or _is_nothing(day):
        return day if _is_nothing(clock) else None
    if isinstance(day, dt.time | dt.timedelta):
        day, clock = clock, day
    if isinstance(day, str) and isinstance(clock, str):
        usual = len(day) == 10 and len(clock) in (5, 8) and clock[2] == ":"
        return f"{day} {clock}" if usual else _texts(day.strip(), clock.strip())
    shown = _as_time(clock)
    if shown is None:
        return f"{_as_text(day)} {clock}" if isinstance(clock, str) and _as_text(day) else None
    if isinstance(day, int | float) and not isinstance(day, bool):
        return day + _part_of_day(shown) if float(day).is_integer() else None
    if isinstance(day, dt.datetime):
        return dt.datetime.combine(day.date(), shown, day.tzinfo)
    if isinstance(day, dt.date):
        return dt.datetime.combine(day, shown)
    return f"{_EMPTY_CLOCK.sub('', day.strip())} {shown.isoformat()}" if isinstance(day, str) else None


def _texts(day: str, clock: str) -> str:
    if len(day) + len(clock) > LONGEST:
        return f"{day} {clock}"
    if plain_clock(day) is not None:
        day, clock = clock, day
    day, clock = _EMPTY_CLOCK.sub("", day), _EMPTY_DATE.sub("", clock)
    part = re.fullmatch(r"0[.,]\d{2,}", clock, re.ASCII)
    if part is not None and (shown := _as_time(float(clock.replace(",", ".")))) is not None:
        return f"{day} {shown.isoformat()}"
    for pattern in (_RUN_TOGETHER, _WITH_DOTS):
        figures = pattern.fullmatch(clock)
        if figures is not None:
            return f"{day} {':'.join(part.zfill(2) for part in figures.groups() if part)}"
    return f"{day} {clock}"


def _as_text(day: object) -> str:
    if isinstance(day, dt.datetime):
        return day.date().isoformat()
    return day.isoformat() if isinstance(day, dt.date) else ""


def _as_time(clock: object) -> dt.time | None:
    match clock:
        case dt.time():
            return clock
        case dt.datetime():
            return clock.time()
        case dt.timedelta():
            return _time_of(clock / dt.timedelta(days=1))
        case float() | int() if not isinstance(clock, bool):
            return _time_of(float(clock))
    return None


def _time_of(part: float) -> dt.time | None:
    """The clock after ``part`` of a day, to the millisecond."""
    if not 0 <= part < 1:
        return None
    since = dt.datetime(2000, 1, 1, tzinfo=dt.UTC) + dt.timedelta(
        milliseconds=min(round(part * _DAY), _DAY - 1)
    )
    return since.time()


def _part_of_day(clock: dt.time) -> float:
    since = dt.timedelta(
        hours=clock.hour, minutes=clock.minute, seconds=clock.second, microseconds=clock.microsecond
    )
    return since / dt.timedelta(days=1)


def _is_nothing(cell: object) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip()) or cell != cell
