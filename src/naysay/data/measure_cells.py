"""Cells of a table of daily measures as days and numbers, a whole column at a time."""

from __future__ import annotations

import datetime as dt
import decimal
import re
from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from naysay.data.date_forms import Days, read_dates
from naysay.data.forums.base import RefusedError
from naysay.data.instants import instant
from naysay.data.number_forms import NOTHING, read_numbers
from naysay.study.price_options import DateOrder
from naysay.study.values import FIRST_DATE, LAST_DATE

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.object_]

LARGEST: Final = 1e15
"""Beyond it the squares that standardising needs lose their digits."""
_MISSING: Final = frozenset({*NOTHING, "nan", "na", "n/a", "#n/a", "none", "nil", "<na>", "nat"})
_INFINITE: Final = re.compile(r"[-+]?(inf|infinity|\u221e)", re.IGNORECASE)
_PERCENT: Final = re.compile(r"[-+\u2212]?\s*\d[\d.,'\s]*[%\u2030]|%\s*\d[\d.,'\s]*")


def days_of(cells: Sequence[Any], order: DateOrder | None) -> tuple[Days, Codes]:
    """The day that each cell writes, and why it writes none: no_time, time_unreadable, date_with_clock,
    time_out_of_range; empty where it does.

    Raises
    ------
    UndecidedDatesError
        Dates such as 1/2/2024 that no row decides, without an ``order``.
    """
    texts = [_day_text(cell) for cell in cells]
    known = list(dict.fromkeys(texts))
    read = read_dates(known, order).days
    first, last = np.datetime64(FIRST_DATE), np.datetime64(LAST_DATE)
    faults = {text: _day_fault(text, day, order, first, last) for text, day in zip(known, read, strict=True)}
    day_of = dict(zip(known, read, strict=True))
    return (
        np.array([day_of[text] for text in texts], dtype="M8[D]"),
        np.array([faults[text] for text in texts], dtype=object),
    )


def numbers_of(cells: Sequence[Any]) -> tuple[Floats, Codes]:
    """The number in each cell, NaN where there is none, and what is wrong with it: unreadable, percent or
    out_of_range, missing where there is nothing; empty where there is a number.

    Raises
    ------
    UndecidedNumbersError
        Numbers such as 1,234 whose decimal sign no row decides.
    """
    numbers, faults = np.full(len(cells), np.nan), np.full(len(cells), "", dtype=object)
    texts: dict[int, str] = {}
    for place, cell in enumerate(cells):
        match cell:
            case bool():
                faults[place] = "unreadable"
            case float() | int() | decimal.Decimal():
                numbers[place] = _float(cell)
                faults[place] = "missing" if cell != cell else ""
            case str() if _INFINITE.fullmatch(cell.strip()):
                numbers[place] = np.inf
            case str() if cell.strip().lower() not in _MISSING:
                texts[place] = cell.strip()
            case None | str():
                faults[place] = "missing"
            case _:
                faults[place] = "unreadable"
    if texts:
        at = np.array(list(texts), dtype=np.intp)
        column = pa.array(list(texts.values()), pa.string())
        has_comma = any("," in text for text in texts.values())
        read = read_numbers({"measure": column}, usual=None if has_comma else ".")["measure"]
        numbers[at] = read.numbers
        unread = at[read.unreadable | np.isnan(read.numbers)]
        faults[unread] = ["percent" if _PERCENT.fullmatch(texts[place]) else "unreadable" for place in unread]
    faults[np.abs(numbers) > LARGEST] = "out_of_range"
    numbers[faults != ""] = np.nan
    return numbers, faults


def _float(number: float | decimal.Decimal) -> float:
    try:
        return float(number)
    except OverflowError:
        return np.inf


def _day_text(cell: Any) -> str:
    match cell:
        case dt.date():
            return cell.isoformat()
        case str():
            return cell.strip()
        case None:
            return ""
        case float() if cell != cell:
            return ""
        case int() if not isinstance(cell, bool):
            return str(cell) if abs(cell) < LARGEST else "?"
    return "?"


def _day_fault(
    text: str, day: np.datetime64, order: DateOrder | None, first: np.datetime64, last: np.datetime64
) -> str:
    if text.lower() in _MISSING:
        return "no_time"
    if np.isnat(day):
        return "date_with_clock" if _is_instant(text) else "time_unreadable"
    if ":" in text and read_dates([text], order or "day_first").has_clock:
        return "date_with_clock"
    return "" if first <= day <= last else "time_out_of_range"


def _is_instant(text: str) -> bool:
    """Whether it is a time with its clock, such as seconds since 1970."""
    try:
        instant(text, "UTC")
    except RefusedError:
        return False
    return True
