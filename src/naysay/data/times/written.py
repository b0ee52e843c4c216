"""Takes a written date and time apart: figures or names of months, day or year first, clocks, words of zones.

``written`` says what stands there; which of two figures is the day, where that is open, is asked afterwards.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import Final, NamedTuple

from naysay.data.forums.base import RefusedError
from naysay.data.times.names import MONTHS, PASSED_OVER
from naysay.data.times.zones import is_zone

LONGEST: Final = 80
"""Characters of a time; RFC 2822 with a comment takes 60."""
DAY_FIRST, MONTH_FIRST = "day_first", "month_first"
_TURN: Final = 70
"""A year of two figures up to this one is of the twenties' century."""

_SECONDS: Final = r"(?::(\d{2})(?:[.,](\d{1,9}))?)?"
_FIGURES: Final = re.compile(
    rf"(\d{{1,2}})([./-])(\d{{1,2}})\2(\d{{4}}|\d{{2}})(?:[ T,]{{1,3}}(\d{{1,2}}):(\d{{2}}){_SECONDS})?",
    re.ASCII,
)
"""01.02.2024 17:49:00, which most tables that are not in ISO 8601 have."""
_YEAR_FIRST: Final = re.compile(r"(\d{4})([./-])(\d{1,2})\2(\d{1,2})", re.ASCII)
_BASIC: Final = re.compile(r"((?:19|20)\d{2})(\d{2})(\d{2})", re.ASCII)
_MERIDIEM: Final = r"(?: ?([ap])\.? ?m\b\.?)"
_CLOCKS: Final = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"(?<![\d.:+-])(\d{{1,2}}):(\d{{2}}){_SECONDS}(?![\d:]){_MERIDIEM}?(?: ?uhr\b)?",
        r"(?<![\d.:+-])(\d{1,2})\.(\d{2})(?:\.(\d{2}))?()() ?uhr\b",
        r"(?<![\d.:+-])(\d{1,2}) ?h ?(\d{2})()()()(?![\w:])",
        rf"(?<![\d.:+-])(\d{{1,2}})()()()(?:{_MERIDIEM}| ?uhr\b)",
    )
)
"""Hour, minute, second, fraction, a or p: 17:49:00, 5:49 pm; 17.49 Uhr; 17h49; 5 pm, 17 Uhr."""
_ZONE: Final = re.compile(
    r" ?((?:utc|gmt)? ?[+-]\d{1,2}(?::?\d{2})?(?![\d.])|[a-z]+(?:/[a-z_]+)+|[a-z]{1,5}\b)", re.ASCII
)
_ASIDE: Final = re.compile(r" ?[(\[]([^()\[\]]*)[)\]] ?$")
_BLANKS: Final = str.maketrans(",·|", "   ")
_WORD: Final = r"([^\W\d_]+)\.?"
_ORDINAL: Final = r"(\d{1,2})(?:st|nd|rd|th|\.)?"
_NAMED: Final = (
    (re.compile(rf"{_ORDINAL}[ /-]?{_WORD}[ /-]?(\d{{4}}|\d{{2}})"), (0, 1, 2)),
    (re.compile(rf"{_WORD}[ /-]?{_ORDINAL}[ /-](\d{{4}})"), (1, 0, 2)),
    (re.compile(rf"(\d{{4}})[ /-]{_WORD}[ /-]{_ORDINAL}"), (2, 1, 0)),
)
"""With the places of day, month and year."""


class Written(NamedTuple):
    """What a text says. ``separator`` stands between ``first`` and ``second`` where it is open which of the
    two is the day; it is empty where ``first`` is the month."""

    year: int
    first: int
    second: int
    separator: str
    clock: dt.time | None
    zone: str = ""
    """In small letters, as it is written."""
    days: int = 0
    """1 where the clock shows 24:00."""
    short: bool = False
    """Whether the year has two figures."""

    def day(self, order: str) -> dt.date:
        """The date; ``order`` is DAY_FIRST, MONTH_FIRST, or empty where nothing decided. Dots mean day first.

        Raises
        ------
        RefusedError
            date_order_unknown, date_order_contradicted for a date that only the other order makes,
            time_unreadable.
        """
        month, day = self.first, self.second
        if self.separator:
            if not order and self.separator != ".":
                raise RefusedError("date_order_unknown")
            if order != MONTH_FIRST:
                day, month = month, day
        try:
            return dt.date(self.year, month, day) + dt.timedelta(days=self.days)
        except (ValueError, OverflowError):
            pass
        if self.separator and month > 12 >= day >= 1:
            raise RefusedError("date_order_contradicted")
        raise RefusedError("time_unreadable")


def written(text: str) -> Written:
    """What ``text``, without blanks around it, says.

    Raises
    ------
    RefusedError
        time_unreadable.
    """
    if len(text) > LONGEST:
        raise RefusedError("time_unreadable")
    return _in_figures(text) or _in_words(_plain(text))


def in_figures(text: str, order: str) -> dt.datetime | None:
    """The local time of a text such as 01.02.2024 17:49:00, by far the most common besides ISO 8601.

    None for any other form, a day or clock that does not exist, and where ``order`` leaves the day open:
    ``written`` decides about those.
    """
    parts = _FIGURES.fullmatch(text)
    if parts is None:
        return None
    first, separator, second, year, hour, minute, seconds, fraction = parts.groups()
    if hour is None or fraction or len(year) < 4 or not (order or separator == "."):
        return None
    month, day = (first, second) if order == MONTH_FIRST else (second, first)
    try:
        return dt.datetime(int(year), int(month), int(day), int(hour), int(minute), int(seconds or 0))  # noqa: DTZ001  its zone is the study's
    except ValueError:
        return None


def _in_figures(text: str) -> Written | None:
    parts = _FIGURES.fullmatch(text)
    if parts is None:
        return None
    first, separator, second, year, hour, minute, clock_second, fraction = parts.groups()
    clock, days = (None, 0) if hour is None else _clock(hour, minute, clock_second, fraction, None)
    return Written(_year(year), int(first), int(second), separator, clock, "", days, len(year) == 2)


def plain_clock(text: str) -> tuple[dt.time, int, str] | None:
    """A clock alone, with its days (24:00 is one) and zone; None where ``text`` is more or something else."""
    try:
        clock, days, zone, rest = _clock_in(_plain(text))
    except RefusedError:
        return None
    return None if clock is None or rest.strip() else (clock, days, zone)


def _plain(text: str) -> str:
    """In small letters, with single plain blanks."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
    return " ".join(text.casefold().split())


def _in_words(text: str) -> Written:
    clock, days, zone, rest = _clock_in(text)
    words = rest.translate(_BLANKS).split()
    kept = [word for word in words if word.rstrip(".") not in PASSED_OVER]
    date = re.sub(r"(?<=\d)\. (?=\d)", ".", " ".join(kept)).rstrip("t-")
    year_first, basic = _YEAR_FIRST.fullmatch(date), _BASIC.fullmatch(date) if clock is not None else None
    if year_first is not None:
        year, _, month, day = year_first.groups()
        return Written(int(year), int(month), int(day), "", clock, zone, days)
    if basic is not None:
        year, month, day = basic.groups()
        return Written(int(year), int(month), int(day), "", clock, zone, days)
    parts = _in_figures(date)
    if parts is not None and parts.clock is None:
        return parts._replace(clock=clock, zone=zone, days=days)
    for pattern, (day_at, month_at, year_at) in _NAMED:
        named = pattern.fullmatch(date)
        if named is not None and (number := MONTHS.get(named.groups()[month_at])) is not None:
            cells = named.groups()
            return Written(_year(cells[year_at]), number, int(cells[day_at]), "", clock, zone, days)
    raise RefusedError("time_unreadable")


def _clock_in(text: str) -> tuple[dt.time | None, int, str, str]:
    """The clock, its days, the zone behind it, and the rest; no clock where there is none."""
    aside, said = _ASIDE.search(text), ""
    if aside is not None:
        text, said = text[: aside.start()], aside[1].strip()
    for pattern in _CLOCKS:
        shown = pattern.search(text)
        if shown is None:
            continue
        hour, minute, second, fraction, half = shown.groups()
        clock, days = _clock(hour, minute or "0", second, fraction, half)
        before, behind = text[: shown.start()], text[shown.end() :]
        zone, behind = _zone_in(behind)
        return clock, days, zone or said, f"{before} {behind}"
    return None, 0, "", text


def _zone_in(behind: str) -> tuple[str, str]:
    """The zone that the text behind a clock begins with, if it does, and what stands behind that."""
    word = _ZONE.match(behind)
    if word is None:
        return "", behind
    zone = word[1].replace(" ", "")
    if is_zone(zone) or "/" in zone:
        rest = behind[word.end() :]
        offset = _ZONE.match(rest) if zone in ("utc", "gmt", "z") else None
        return (
            (zone, rest) if offset is None or offset[1][0] not in "+-" else (offset[1], rest[offset.end() :])
        )
    is_other = zone in MONTHS or zone in PASSED_OVER or len(zone) < 2
    return ("", behind) if is_other else (zone, behind[word.end() :])


def _clock(
    hour: str, minute: str, second: str | None, fraction: str | None, half: str | None
) -> tuple[dt.time, int]:
    """The clock, and how many days it stands behind the date."""
    hours, minutes, seconds = int(hour), int(minute), int(second or 0)
    micro = int((fraction or "0").ljust(6, "0")[:6])
    if half:
        if hours > 23 or (half == "a" and hours > 12) or (half == "p" and hours == 0):
            raise RefusedError("time_unreadable")
        hours = hours % 12 + 12 * (half == "p") if hours <= 12 else hours
    days = int((hours, minutes, seconds, micro) == (24, 0, 0, 0))
    try:
        return dt.time(
            0 if days else hours, minutes, min(seconds, 59) if seconds == 60 else seconds, micro
        ), days
    except ValueError:
        raise RefusedError("time_unreadable") from None


def _year(digits: str) -> int:
    year = int(digits)
    return year if len(digits) == 4 else year + (2000 if year < _TURN else 1900)
