"""Numbers as times: seconds and their parts since 1970, and the days of a spreadsheet since 1900."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

from naysay.data.forums._checked import checked_instant
from naysay.data.forums.base import RefusedError

_NUMBER: Final = re.compile(r"\d{1,19}([.,]\d{1,15})?", re.ASCII)
_POWER: Final = re.compile(r"(\d)(?:[.,](\d*))?[eE]\+?(\d{1,2})", re.ASCII)
"""5.50442E+17, as spreadsheets show large numbers."""
_COMPACT: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})", re.ASCII)
_SCALES: Final = ((10**11, 10**9), (10**14, 10**6), (10**17, 10**3))
"""Numbers below the first count seconds, then milliseconds, microseconds, nanoseconds: as seconds 10^11 would
lie beyond the year 5000."""
_SERIALS: Final = (32_874, 73_051)
"""1 January 1990 and 1 January 2100 in days of a spreadsheet; as seconds they lie in January 1970."""
_ZEROTH: Final = dt.datetime(1899, 12, 30)  # noqa: DTZ001  a spreadsheet has no zones


def compact_moment(value: object) -> dt.datetime | None:
    """The local time that fourteen digits such as 20240201174900 write; None where there is none.

    As a count of milliseconds since 1970 they would lie beyond the year 2500.
    """
    if isinstance(value, bool) or not isinstance(value, int | str):
        return None
    parts = _COMPACT.fullmatch(value.strip() if isinstance(value, str) else str(value)[:20])
    if parts is None:
        return None
    year, month, day, hour, minute, second = map(int, parts.groups())
    try:
        return dt.datetime(year, month, day, hour, minute, second)  # noqa: DTZ001  its zone is the study's
    except ValueError:
        return None


def amount(value: object) -> float | None:
    """``value`` where it is a number or written as one, else None."""
    if isinstance(value, str):
        return float(value.replace(",", ".")) if _NUMBER.fullmatch(value) else None
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    try:
        return float(value)
    except OverflowError:
        return None


def is_serial(number: float) -> bool:
    """Whether ``number`` can be the days of a spreadsheet, which no count of seconds of a forum's time is."""
    return _SERIALS[0] <= number < _SERIALS[1]


def from_serial(number: float) -> dt.datetime:
    """The local time of ``number`` days of a spreadsheet, to the millisecond: 45292.5 is noon of 1.1.2024."""
    return _ZEROTH + dt.timedelta(milliseconds=round(number * 86_400_000))


def from_epoch(value: str | float) -> int:
    """Nanoseconds since 1970 of a number of seconds, milli-, micro- or nanoseconds.

    Raises
    ------
    RefusedError
        time_out_of_range; time_rounded for a number of which a spreadsheet has left the first digits;
        time_unreadable.
    """
    if isinstance(value, str):
        if value.isdecimal():
            value = int(value)
        else:
            return from_epoch(_of_text(value))
    try:
        whole = int(value)
        float(value)
    except (ValueError, OverflowError):
        raise RefusedError("time_unreadable") from None
    scale = next((scale for end, scale in _SCALES if whole < end), 1)
    return checked_instant(whole * scale + round((value - whole) * scale))


def is_number(text: str) -> bool:
    """Whether ``text`` is written as a number, perhaps with a power of ten."""
    return _NUMBER.fullmatch(text) is not None or _POWER.fullmatch(text) is not None


def _of_text(text: str) -> float:
    power = _POWER.fullmatch(text)
    if power is not None and 1 + len(power[2] or "") <= int(power[3]):
        raise RefusedError("time_rounded")
    return float(text.replace(",", "."))
