"""Every number, date and amount of a report becomes text here and nowhere else."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import pandas as pd

from naysay.study.about import Language

MISSING: Final = "–"
NBSP: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"


@dataclass(frozen=True, slots=True, kw_only=True)
class _Writing:
    """How a language writes numbers, dates and amounts."""

    months: str
    """The names of the twelve months, in order."""
    units: tuple[tuple[float, str], ...]
    """Units of large amounts, the largest first."""
    basis_points: str
    to: str
    """The word between the two ends of an interval."""
    thousands: str
    decimal: str
    """The mark before the decimals."""
    after_day: str
    """What stands after the number of a day in a date."""
    short_date: str
    """A date in a table, as ``strftime`` takes it."""
    symbol_first: bool
    """Whether a sign such as € stands before the number. A code such as CHF stands after it everywhere."""


_WRITING: Final[Mapping[Language, _Writing]] = {
    "en": _Writing(
        months="January February March April May June July August September October November December",
        units=((1e12, " trillion"), (1e9, " billion"), (1e6, " million")),
        basis_points="bp",
        to="to",
        thousands=",",
        decimal=".",
        after_day="",
        short_date="%Y-%m-%d",
        symbol_first=True,
    ),
    "de": _Writing(
        months="Januar Februar März April Mai Juni Juli August September Oktober November Dezember",
        units=((1e12, " Bio."), (1e9, " Mrd."), (1e6, " Mio.")),
        basis_points="Bp",
        to="bis",
        thousands=".",
        decimal=",",
        after_day=".",
        short_date="%d.%m.%Y",
        symbol_first=False,
    ),
}
LANGUAGES: Final = tuple(_WRITING)
"""The languages whose numbers can be written."""
_SYMBOLS: Final = {"EUR": "€", "USD": "$", "GBP": "£", "JPY": "¥"}


@dataclass(frozen=True, slots=True)
class Numbers:
    """The ways of writing of one language. What is missing, None or NaN, is a dash everywhere."""

    language: Language

    @property
    def _writing(self) -> _Writing:
        return _WRITING[self.language]

    def decimal(self, value: Any, digits: int = 0, *, sign: bool = False) -> str:
        """``value`` with ``digits`` decimals, thousands parted, a real minus sign and no negative zero."""
        number = finite(value)
        if number is None:
            return MISSING
        text = f"{abs(number):,.{digits}f}"
        zero = not text.strip("0.,")
        text = text.translate(str.maketrans(",.", self._writing.thousands + self._writing.decimal))
        mark = "" if zero else MINUS if number < 0 else "+" if sign else ""
        return mark + text

    def plain(self, value: Any) -> str:
        """A number that a person chose, with no more decimals than it has, two at most."""
        number = finite(value)
        if number is None:
            return MISSING
        return self.decimal(number, next((d for d in (0, 1) if round(number, d) == number), 2))

    def count(self, value: Any) -> str:
        """A whole number."""
        return self.decimal(value)

    def basis_points(
        self, value: Any, *, digits: int | None = None, unit: bool = True, sign: bool = False
    ) -> str:
        """Basis points; one decimal below ten unless ``digits`` says otherwise."""
        text = self.decimal(value, bp_digits(value) if digits is None else digits, sign=sign)
        return self._with_unit(text, self._writing.basis_points) if unit else text

    def percent(self, share: Any, digits: int = 2, *, unit: bool = True, sign: bool = False) -> str:
        """A decimal number such as -0.0132 as −1.32 %; ``sign`` writes a plus as well."""
        number = finite(share)
        text = self.decimal(None if number is None else number * 100, digits, sign=sign)
        return self._with_unit(text, "%") if unit else text

    def pvalue(self, value: Any) -> str:
        """Three decimals, and ``< 0.001`` below."""
        number = finite(value)
        if number is not None and number < 0.0005:
            return f"<{NBSP}{self.decimal(0.001, 3)}"
        return self.decimal(number, 3)

    def p_equals(self, value: Any) -> str:
        """``p = 0.013`` or ``p < 0.001``, for running text."""
        text = self.pvalue(value)
        return f"p{NBSP}{text}" if text.startswith("<") else f"p{NBSP}={NBSP}{text}"

    def span(self, low: Any, high: Any, digits: int = 0, *, sign: bool = False) -> str:
        """An interval such as ``−18 to −6``; ``sign`` writes a plus as well."""
        if finite(low) is None or finite(high) is None:
            return MISSING
        return self._to(self.decimal(low, digits, sign=sign), self.decimal(high, digits, sign=sign))

    def percent_span(self, low: Any, high: Any, digits: int = 2, *, sign: bool = False) -> str:
        """An interval of decimal numbers, in percent."""
        first, last = finite(low), finite(high)
        if first is None or last is None:
            return MISSING
        return self._with_unit(self.span(first * 100, last * 100, digits, sign=sign), "%")

    def money(self, amount: Any, currency: str, *, sign: bool = False) -> str:
        """``−€41 million`` or ``−41 Mio. €``, of two or three leading digits; ``sign`` writes a plus too."""
        number = finite(amount)
        if number is None:
            return MISSING
        scale, unit = self._scale(number)
        text = self._amount(number, scale, currency, unit)
        gain = number > 0 and any("1" <= c <= "9" for c in text)
        return f"+{text}" if sign and gain else text

    def money_span(self, low: Any, high: Any) -> str:
        """An interval in one unit, ``−63 to −18 million``, beside an amount that names the currency."""
        first, last = finite(low), finite(high)
        if first is None or last is None:
            return MISSING
        scale, unit = self._scale(max(abs(first), abs(last)))
        return self._to(self._amount(first, scale, "", ""), self._amount(last, scale, "", unit))

    def _amount(self, number: float, scale: float, currency: str, unit: str) -> str:
        size = abs(number) / scale
        if scale == 1.0 and size >= 1000:
            size = round(size, 2 - math.floor(math.log10(size)))
        text = self.decimal(size, 1 if scale > 1 and size < 9.95 else 0) + unit.replace(" ", NBSP)
        symbol = _SYMBOLS.get(currency, currency)
        mark = MINUS if number < 0 and any("1" <= c <= "9" for c in text) else ""
        if self._writing.symbol_first and len(symbol) == 1:
            return mark + symbol + text
        return mark + (self._with_unit(text, symbol) if symbol else text)

    def date(self, value: Any) -> str:
        """``9 April 2024`` or ``9. April 2024`` of an ISO date or a timestamp."""
        day = timestamp(value)
        return MISSING if day is None else f"{self.day(day)} {day.year}"

    def short_date(self, value: Any) -> str:
        """``2024-04-09`` or ``09.04.2024``, for tables."""
        day = timestamp(value)
        if day is None:
            return MISSING
        return day.strftime(self._writing.short_date)

    def day_month(self, value: Any) -> str:
        """``9 Apr`` or ``9. Apr``, for axes."""
        day = timestamp(value)
        if day is None:
            return MISSING
        return f"{day.day}{self._writing.after_day} {self.month(day.month)[:3]}"

    def day(self, value: Any) -> str:
        """``9 April`` or ``9. April``, where the year is known."""
        day = timestamp(value)
        if day is None:
            return MISSING
        return f"{day.day}{self._writing.after_day}{NBSP}{self.month(day.month)}"

    def days(self, first: Any, last: Any) -> str:
        """``9 to 11 April`` or ``9. bis 11. April``; ``30 April to 2 May`` over the end of a month."""
        begin, end = timestamp(first), timestamp(last)
        if begin is None or end is None:
            return MISSING
        is_same_month = (begin.year, begin.month) == (end.year, end.month)
        start = f"{begin.day}{self._writing.after_day}" if is_same_month else self.day(begin)
        return self._to(start, self.day(end))

    def month_of_year(self, value: Any) -> str:
        """``April 2024`` of a month such as 2024-04 or a day in it."""
        day = timestamp(value)
        return MISSING if day is None else f"{self.month(day.month)} {day.year}"

    def month(self, number: int) -> str:
        """The name of a month, 1 to 12."""
        return self._writing.months.split()[number - 1]

    def window(self, first: int, last: int) -> str:
        """Sessions around an event such as ``−1 to +1``; one session stands alone."""
        marks = [self.decimal(edge, sign=True) for edge in (first, last)]
        return marks[0] if first == last else self._to(*marks)

    def range(self, first: int, last: int) -> str:
        """Whole numbers such as ``1 to 5``; one number stands alone."""
        if first == last:
            return self.count(first)
        return self._to(self.count(first), self.count(last))

    def _to(self, first: str, last: str) -> str:
        return f"{first}{NBSP}{self._writing.to}{NBSP}{last}"

    def _scale(self, amount: float) -> tuple[float, str]:
        """The largest unit of which ``amount`` has one or more once it is rounded."""
        for scale, unit in self._writing.units:
            if abs(amount) >= 0.9995 * scale:
                return scale, unit
        return 1.0, ""

    def _with_unit(self, text: str, unit: str) -> str:
        return text if text == MISSING else f"{text}{NBSP}{unit}"


def finite(value: Any) -> float | None:
    """``value`` as a number, or None where there is none to write."""
    if value is None or isinstance(value, str) or value is pd.NA or value is pd.NaT:
        return None
    try:
        number = float(value)
    except OverflowError:  # a whole number of hundreds of digits
        return None
    return number if math.isfinite(number) else None


def timestamp(value: Any) -> pd.Timestamp | None:
    """``value`` as a day, or None where it is none."""
    day = pd.to_datetime(value, errors="coerce")
    return None if not isinstance(day, pd.Timestamp) else day


def bp_digits(*values: Any) -> int:
    """Decimals that basis points shown together take: none once one of them reaches ten."""
    sizes = [abs(number) for number in map(finite, values) if number is not None]
    return 0 if sizes and max(sizes) >= 9.95 else 1
