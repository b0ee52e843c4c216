"""Zones as times and headings name them: offsets, abbreviations, and names of the time zone database."""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from naysay.data.forums.base import RefusedError

_HOURS: Final = {
    "z": 0, "utc": 0, "gmt": 0, "ut": 0, "wet": 0, "wez": 0, "west": 1, "wesz": 1, "cet": 1, "mez": 1,
    "cest": 2, "mesz": 2, "eet": 2, "oez": 2, "eest": 3, "oesz": 3, "msk": 3, "hkt": 8, "sgt": 8, "jst": 9,
    "kst": 9, "aest": 10, "aedt": 11, "nzst": 12, "nzdt": 13, "est": -5, "edt": -4, "mst": -7, "mdt": -6,
    "pst": -8, "pdt": -7,
}  # fmt: skip
"""Hours east of Greenwich of the abbreviations that mean one offset, in small letters."""
_WITH_SUMMER: Final = {
    "et": "America/New_York", "ct": "America/Chicago", "mt": "America/Denver", "pt": "America/Los_Angeles",
}  # fmt: skip
"""Abbreviations of a zone the whole year round."""
AMBIGUOUS: Final = frozenset({"cst", "cdt", "ist", "bst", "ast", "adt", "gst", "sst", "wst", "amt"})
"""Abbreviations of several zones; they count only where the zone of the study goes by them."""
_ALWAYS: Final = frozenset({"utc", "gmt"})
"""Abbreviations that a heading may use alone. Another holds for half of the year, or means local time."""
_OFFSET: Final = re.compile(r"(?:utc|gmt)? ?([+-])(\d{1,2}):?(\d{2})?", re.ASCII)
_IN_HEADING: Final = re.compile(r"[A-Za-z]+(?:/[A-Za-z_]+)+|[A-Za-z]+|[+-]\d{1,2}(?::?\d{2})?", re.ASCII)
_DAYS: Final = tuple(dt.datetime(2024, month, 15, tzinfo=dt.UTC) for month in (1, 7))
LONGEST: Final = 40
"""Characters of a zone's name."""


def is_zone(word: str) -> bool:
    """Whether ``word``, in small letters, is an offset or a known abbreviation, even an ambiguous one."""
    return word in _HOURS or word in _WITH_SUMMER or word in AMBIGUOUS or _OFFSET.fullmatch(word) is not None


def zoned(moment: dt.datetime, word: str, local: dt.tzinfo) -> dt.datetime:
    """``moment``, without a zone so far, in the zone that ``word`` names.

    An abbreviation that means several zones, or that nobody knows, counts where ``local``, the zone of the
    study, goes by it at that moment.

    Raises
    ------
    RefusedError
        zone_ambiguous with the abbreviation, or zone_unknown.
    """
    known = _known(word)
    if known is not None:
        return moment.replace(tzinfo=known)
    for fold in (0, 1):
        own = moment.replace(tzinfo=local, fold=fold)
        if (own.tzname() or "").lower() == word:
            return own
    if word in AMBIGUOUS:
        raise RefusedError("zone_ambiguous", word.upper())
    raise RefusedError("zone_unknown")


def zone_of_heading(heading: str) -> str:
    """The zone that the name of a column says, as a name of the database; empty where it says none.

    ``Zeit (UTC)``, ``created_utc``, ``Datum [Europe/Berlin]`` and ``Time (UTC+1)`` name one.
    """
    for word in _IN_HEADING.findall(heading[:200].replace("_", " ") if "/" not in heading else heading[:200]):
        if word.lower() in _ALWAYS:
            offset = re.search(rf"{word} ?([+-]\d{{1,2}}(?::?\d{{2}})?)(?!\d)", heading, re.ASCII)
            return _fixed(offset[1]) if offset else "UTC"
        if "/" in word and _from_database(word) is not None:
            return str(word)
    return ""


def season_of_heading(heading: str) -> str:
    """An abbreviation in the name of a column that holds for half of the year, such as CET; else empty."""
    words = re.findall(r"[A-Za-z]+", heading[:200].replace("_", " "), re.ASCII)
    return next(
        (w.upper() for w in words if w.isupper() and len(w) >= 3 and w.lower() in _HOURS.keys() - _ALWAYS), ""
    )


def goes_by(zone: dt.tzinfo, abbreviation: str) -> bool:
    """Whether the clock of ``zone`` shows what ``abbreviation`` means at some time of the year."""
    hours = _HOURS.get(abbreviation.lower())
    return any(day.astimezone(zone).utcoffset() == dt.timedelta(hours=hours or 0) for day in _DAYS)


def _fixed(offset: str) -> str:
    """The name in the database of a whole number of hours; empty for another offset."""
    sign, digits = offset[0], offset[1:].replace(":", "")
    hours, minutes = (int(digits), 0) if len(digits) <= 2 else (int(digits[:-2]), int(digits[-2:]))
    name = f"Etc/GMT{'-' if sign == '+' else '+'}{hours}" if hours else "UTC"
    return name if minutes == 0 and _from_database(name) is not None else ""


@lru_cache(maxsize=1_000)
def _known(word: str) -> dt.tzinfo | None:
    if word in _HOURS:
        return dt.timezone(dt.timedelta(hours=_HOURS[word]))
    if word in _WITH_SUMMER:
        return ZoneInfo(_WITH_SUMMER[word])
    offset = _OFFSET.fullmatch(word)
    if offset is not None:
        sign, hours, minutes = offset.groups()
        east = dt.timedelta(hours=int(hours), minutes=int(minutes or 0))
        if east < dt.timedelta(hours=16) and int(minutes or 0) < 60:
            return dt.timezone(east if sign == "+" else -east)
        return None
    return _from_database(word) if "/" in word and len(word) <= LONGEST else None


def _from_database(name: str) -> ZoneInfo | None:
    """The zone of a name in any case of letters."""
    spelled = "/".join("_".join(map(_capital, part.split("_"))) for part in name.split("/"))
    for tried in (name, spelled):
        try:
            return ZoneInfo(tried)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            continue
    return None


def _capital(word: str) -> str:
    return word if word in ("of", "es") else word.capitalize()
