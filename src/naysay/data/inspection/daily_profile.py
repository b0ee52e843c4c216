"""Whether a table that is none of posts and none of prices has daily measures of companies, and where."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from naysay.data.date_forms import UndecidedDatesError
from naysay.data.inspection.sampled import SampledRows
from naysay.data.measure_cells import days_of, numbers_of
from naysay.data.number_forms import UndecidedNumbersError

MOST_DOUBT: Final = 0.05
"""The share of cells that may be no date or no number."""
FEWEST_ROWS: Final = 5
_DATE: Final = re.compile(r"(?i)date|day|session|datum|tag|handelstag|trading_?day")
_COMPANY: Final = re.compile(
    r"(?i)company|ticker|symbol|isin|name|firm|stock|security|unternehmen|firma|aktie|permno|gvkey|ric"
)
_NUMBER_OF: Final = re.compile(
    r"(?i)n|n_?(posts|msgs?|messages|tweets)|(num|number|count|volume)_?(of_?)?(posts|messages|tweets)?"
    r"|posts|messages|tweets|anzahl|beitr(ä|ae)ge"
)


@dataclass(frozen=True, slots=True)
class DailyProfile:
    """The columns of daily measures; ``n_posts`` is empty where none has a number of posts."""

    company: str
    date: str
    measures: tuple[str, ...]
    n_posts: str = ""


def daily_profile(sample: SampledRows) -> DailyProfile | None:
    """The columns by their headings and cells, None where the table is no such table.

    It needs a column of dates, one of names that come again on other dates, and one of numbers.
    """
    if len(sample.rows) < FEWEST_ROWS:
        return None
    cells = {name: [row.get(name) for row in sample.rows] for name in sample.names}
    dates = [name for name in cells if _DATE.fullmatch(name.strip()) and _are_days(cells[name])]
    names = [name for name in cells if _COMPANY.fullmatch(name.strip()) and name not in dates]
    if not dates or not names or not _come_again(cells[names[0]]):
        return None
    numbers = [name for name in cells if name not in (*dates, *names) and _are_numbers(cells[name])]
    counts = [name for name in numbers if _NUMBER_OF.fullmatch(name.strip()) and _are_counts(cells[name])]
    measures = tuple(name for name in numbers if name not in counts[:1])
    return DailyProfile(names[0], dates[0], measures, next(iter(counts), "")) if measures else None


def near_miss(sample: SampledRows) -> str:
    """Why a table that has days and numbers is none of daily measures: ``unnamed``, its days have no heading;
    ``wide``, it has a column of numbers for each company, it seems; empty for any other table."""
    if len(sample.rows) < FEWEST_ROWS:
        return ""
    cells = {name: [row.get(name) for row in sample.rows] for name in sample.names}
    if any(not name.strip() and _are_days(cells[name]) for name in cells):
        return "unnamed"
    dates = [name for name in cells if _DATE.fullmatch(name.strip()) and _are_days(cells[name])]
    others = [name for name in cells if name not in dates]
    is_wide = len(dates) == 1 and len(others) > 1 and all(_are_numbers(cells[name]) for name in others)
    return "wide" if is_wide else ""


def _are_days(cells: Sequence[Any]) -> bool:
    try:
        faults = days_of(cells, None)[1]
    except UndecidedDatesError:
        return True
    return float((faults != "").mean()) <= MOST_DOUBT


def _come_again(cells: Sequence[Any]) -> bool:
    known = {str(cell) for cell in cells if cell not in (None, "")}
    return 0 < len(known) < len(cells)


def _are_numbers(cells: Sequence[Any]) -> bool:
    try:
        numbers, faults = numbers_of(cells)
    except UndecidedNumbersError:
        return False
    unreadable = (faults != "") & (faults != "missing")
    return bool(np.isfinite(numbers).any()) and float(unreadable.mean()) <= MOST_DOUBT


def _are_counts(cells: Sequence[Any]) -> bool:
    numbers = numbers_of(cells)[0]
    known = numbers[np.isfinite(numbers)]
    return bool((known >= 0).all() and (known == np.floor(known)).all())
