"""Dates as tables write them, a whole column at a time: all rows together say which number is the day."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.study.price_options import DateOrder

Days = npt.NDArray[np.datetime64]

ACCEPTED: Final = "dates such as 2024-01-31, 31.01.2024, 01/31/2024, 20240131 or Jan 31, 2024"
MONTHS: Final = (
    ("january", "januar", "jänner"),
    ("february", "februar"),
    ("march", "märz", "maerz", "mrz"),
    ("april",),
    ("may", "mai"),
    ("june", "juni"),
    ("july", "juli"),
    ("august",),
    ("september",),
    ("october", "oktober"),
    ("november",),
    ("december", "dezember"),
)
"""Names of months in English and German; three letters or more of one are enough."""
_CLOCK: Final = r"(?:,?[T ] *(?P<clock>[0-9]{1,2}:.{1,30}))?"
_WEEKDAY: Final = r"(?:[^\W\d_]{2,10}[.,]{0,2} +)?"
_YEAR_FIRST: Final = re.compile(
    rf"(?P<year>[0-9]{{4}})(?P<sign>[-/.]?)(?P<month>[0-9]{{1,2}})(?P=sign)(?P<day>[0-9]{{1,2}}){_CLOCK}"
)
_YEAR_LAST: Final = re.compile(
    rf"{_WEEKDAY}(?P<one>[0-9]{{1,2}})(?P<sign>[-/.])(?P<two>[0-9]{{1,2}})(?P=sign)"
    rf"(?P<year>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}"
)
_NAMED: Final = re.compile(
    rf"{_WEEKDAY}(?:(?P<month>[^\W\d_]{{3,9}})\.? +(?P<day>[0-9]{{1,2}})"
    rf"|(?P<first_day>[0-9]{{1,2}})(?:\.|-| )* *(?P<later_month>[^\W\d_]{{3,9}})\.?)"
    rf"(?:,| |-)+(?P<year>[0-9]{{4}}|[0-9]{{2}}){_CLOCK}"
)
_MIDNIGHT: Final = re.compile(r"0?0:00(?::00(?:[.,]0+)?)?(?![0-9:.,]).*|0?0:00(?::00(?:[.,]0+)?)?")
_LONGEST: Final = 60
_CENTURY: Final = 70
"""Years of two digits from this one on belong to the twentieth century."""


class UndecidedDatesError(ValueError):
    """Dates that may be day first or month first, or rows of both kinds; ``example`` is one of them."""

    def __init__(self, example: str) -> None:
        self.example = example
        super().__init__(example)


@dataclass(frozen=True, eq=False)
class DateColumn:
    """Dates as written, NaT where there is none, and whether any has a time of day other than midnight."""

    days: Days
    has_clock: bool


def read_dates(texts: Iterable[str], order: DateOrder | None = None) -> DateColumn:
    """The dates of a column, each the day as it is written: a time of day and a zone move none.

    Numbers parted by dots are day first. Those parted by strokes or hyphens with the year last are day first
    where a first number is above 12, month first where a second one is. ``order`` overrules both. Where
    nothing decides and most dates are of another kind, these are none.

    Raises
    ------
    UndecidedDatesError
        More than half of the dates are of a kind that no row decides, or rows contradict each other, while
        there is no ``order``.
    """
    dates = [_parts(text.strip()) for text in texts]
    dated = [one for one in dates if one is not None]
    doubtful = [one for one in dated if one.month is None and not one.dotted]
    decided = order or _order_of(doubtful)
    if decided is None and 2 * len(doubtful) > len(dated):
        raise UndecidedDatesError(doubtful[0].text)
    dotted = order or "day_first"
    days = [None if one is None else _day(one, dotted if one.dotted else decided) for one in dates]
    return DateColumn(
        np.array([np.datetime64("NaT") if day is None else np.datetime64(day) for day in days], "M8[D]"),
        any(one.has_clock for one in dated),
    )


@dataclass(frozen=True, slots=True)
class _Parts:
    """The numbers of a date: ``one`` and ``two`` in the order of writing where ``month`` is unknown."""

    text: str
    year: int
    month: int | None
    one: int
    two: int
    dotted: bool
    has_clock: bool


def _parts(text: str) -> _Parts | None:
    if len(text) > _LONGEST:
        return None
    if match := _YEAR_FIRST.fullmatch(text):
        if not match["sign"] and len(match["month"] + match["day"]) != len("0131"):
            return None
        month, day = int(match["month"]), int(match["day"])
        return _Parts(text, int(match["year"]), month, day, 0, False, _has_clock(match))
    if match := _YEAR_LAST.fullmatch(text):
        one, two = int(match["one"]), int(match["two"])
        return _Parts(text, _year(match["year"]), None, one, two, match["sign"] == ".", _has_clock(match))
    if match := _NAMED.fullmatch(text):
        named = _month(match["month"] or match["later_month"])
        day = int(match["day"] or match["first_day"])
        return _Parts(text, _year(match["year"]), named, day, 0, False, _has_clock(match)) if named else None
    return None


def _has_clock(match: re.Match[str]) -> bool:
    return match["clock"] is not None and _MIDNIGHT.fullmatch(match["clock"]) is None


def _year(written: str) -> int:
    year = int(written)
    return year if len(written) == 4 else year + (1900 if year >= _CENTURY else 2000)


def _month(name: str) -> int | None:
    plain = name.casefold()
    for number, names in enumerate(MONTHS, start=1):
        if any(full.startswith(plain) for full in names):
            return number
    return None


def _order_of(doubtful: list[_Parts]) -> DateOrder | None:
    """The order that dates with a number above 12 have, None where there is none or they contradict."""
    orders: set[DateOrder] = {
        "day_first" if one.one > 12 else "month_first" for one in doubtful if (one.one > 12) != (one.two > 12)
    }
    return next(iter(orders)) if len(orders) == 1 else None


def _day(parts: _Parts, order: DateOrder | None) -> dt.date | None:
    month, day = parts.month, parts.one
    if month is None:
        if order is None:
            return None
        month, day = (parts.two, parts.one) if order == "day_first" else (parts.one, parts.two)
    try:
        return dt.date(parts.year, month, day)
    except ValueError:
        return None
