"""What the head of a file says about a column of times: the order of day and month, serials, the zone."""

from __future__ import annotations

import datetime as dt
from typing import Final, NamedTuple

from naysay.data.forums.base import RefusedError
from naysay.data.times.numbers import amount, compact_moment, is_serial
from naysay.data.times.written import DAY_FIRST, MONTH_FIRST, Written, written


class ColumnTimes(NamedTuple):
    """How the values of one column are read; it is the same for all rows of a file.

    ``order`` is DAY_FIRST, MONTH_FIRST, or empty where nothing decided: then 1/2/2024 is refused, and
    1.2.2024 is the first of February. ``serials`` is CLOCKS where small numbers are days and parts of days
    since 1900, DAYS where they are whole days, else empty. ``zone`` is that of the heading, if it names one.
    """

    order: str = ""
    serials: str = ""
    zone: str = ""


FEWEST_CONVERTED: Final = 10
"""Texts, and dates, from which on it is no chance that a spreadsheet has converted some."""
UNDECIDED: Final = ColumnTimes()
CLOCKS, DAYS = "clocks", "days"


class TimeColumn:
    """Looks at the values of a column one after another, until it is clear how to read them.

    ``order`` is what the study says, empty where it leaves that to the file.
    """

    def __init__(self, order: str = "") -> None:
        self._order = order
        self._open: list[Written] = []
        self._amounts: list[float] = []
        self._others = 0
        self._whole_days: list[int] = []
        self.without_zone = False
        """Whether a value is a time on a clock of no stated zone."""

    def add(self, value: object) -> bool:
        """Look at one value; whether it can be read whatever the others are. None and blanks cannot."""
        if value is None or isinstance(value, bool):
            return False
        if isinstance(value, dt.date):
            self._others += 1
            self._whole_days.append(value.day)
            self.without_zone |= isinstance(value, dt.datetime) and value.tzinfo is None
            return True
        if isinstance(value, str):
            value = value.strip()
            if not value:
                return False
        compact = compact_moment(value)
        if compact is not None:
            self._others += 1
            self._whole_days.append(compact.day)
            self.without_zone = True
            return True
        number = amount(value)
        if number is not None:
            self._amounts.append(number)
            return not is_serial(number)
        if not isinstance(value, str):
            return False
        self._others += 1
        return self._add_text(value)

    def _add_text(self, text: str) -> bool:
        try:
            moment = dt.datetime.fromisoformat(text)
        except ValueError:
            pass
        else:
            self._whole_days.append(moment.day)
            self.without_zone |= moment.tzinfo is None and len(text) > len("2024-02-01")
            return True
        try:
            parts = written(text)
        except RefusedError:
            return False
        self.without_zone |= not parts.zone and parts.clock is not None
        if not parts.separator:
            return True
        self._open.append(parts)
        return bool(self._order)

    @property
    def is_in_doubt(self) -> bool:
        """Whether the values looked at leave it open which figure is the day."""
        return not self._order and bool(self._open) and not self._found_order()

    @property
    def contradicts_itself(self) -> bool:
        """Whether some values can only have the day first, and others only the month."""
        return any(parts.first > 12 for parts in self._open) and any(
            parts.second > 12 for parts in self._open
        )

    @property
    def is_half_converted(self) -> bool:
        """Whether a spreadsheet has taken some texts for dates, with day and month the wrong way.

        Then no date has a day above 12, since that was a month, and each text has a figure above 12, which is
        why it stayed a text.
        """
        texts = [parts for parts in self._open if parts.separator]
        return (
            min(len(texts), len(self._whole_days)) >= FEWEST_CONVERTED
            and max(self._whole_days) <= 12
            and all(max(parts.first, parts.second) > 12 for parts in texts)
        )

    def times(self, zone: str = "") -> ColumnTimes:
        """How to read the column whose heading names ``zone``."""
        serials = ""
        if self._amounts and not self._others and all(map(is_serial, self._amounts)):
            serials = DAYS if all(map(float.is_integer, self._amounts)) else CLOCKS
        return ColumnTimes(self._order or self._found_order(), serials, zone)

    def _found_order(self) -> str:
        """The order beyond doubt, else nothing: dots mean day first unless a second figure is above 12."""
        days_first = sum(parts.first > 12 for parts in self._open)
        months_first = sum(parts.second > 12 for parts in self._open)
        dots = sum(parts.separator == "." for parts in self._open)
        if self._may_begin_with_year():
            return ""
        if dots == len(self._open) and (days_first or not months_first):
            return DAY_FIRST if self._open else ""
        if days_first and not months_first:
            return DAY_FIRST
        return MONTH_FIRST if months_first and not days_first and not dots else ""

    def _may_begin_with_year(self) -> bool:
        """Whether 24/02/01 may be meant: the first figures vary less than the last, which look like years."""
        short = [parts for parts in self._open if parts.short and parts.separator != "."]
        return len({parts.first for parts in short}) < len({parts.year for parts in short})
