"""Which exchange's sessions fit the dates of a file of prices."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd

from naysay.data.sessions import trading_sessions
from naysay.study.errors import DataError

SHORTLIST: Final = (
    "XETR", "XNYS", "XLON", "XPAR", "XSWX", "XWBO", "XAMS", "XMIL", "XMAD", "XBRU", "XLIS", "XSTO", "XHEL",
    "XCSE", "XOSL", "XDUB", "XWAR", "XTSE", "XTKS", "XHKG", "XASX", "XNSE",
)  # fmt: skip
"""In the order in which they are named where several fit as well."""
FEWEST: Final = 5
"""Dates; fewer fit everywhere."""
MOST_MISSING: Final = 5


@dataclass(frozen=True, slots=True)
class CalendarFit:
    """``traded`` is the share of the dates that are sessions, ``covered`` that of the sessions between the
    first and the last date that the file has."""

    calendar: str
    traded: float
    covered: float
    n_missing: int
    missing: tuple[str, ...]
    """The first sessions that the file does not have."""

    @property
    def quality(self) -> float:
        """How well both fit, 0 to 1."""
        return self.traded * self.covered


def calendar_fits(dates: pd.DatetimeIndex) -> tuple[CalendarFit, ...]:
    """How well each calendar of the ``SHORTLIST`` fits, the best first; none for fewer than five dates."""
    return _fits(np.unique(dates.to_numpy().astype("datetime64[D]")).tobytes())


@lru_cache(maxsize=16)
def _fits(raw: bytes) -> tuple[CalendarFit, ...]:
    """Files of one market have the same dates: they are held to the calendars once."""
    days = pd.DatetimeIndex(np.frombuffer(raw, dtype="datetime64[D]")).as_unit("ns")
    if len(days) < FEWEST:
        return ()
    fits = [fit for calendar in SHORTLIST if (fit := _fit(calendar, days)) is not None]
    return tuple(sorted(fits, key=lambda fit: -round(fit.quality, 6)))


def _fit(calendar: str, days: pd.DatetimeIndex) -> CalendarFit | None:
    try:
        sessions = trading_sessions(calendar, days[0].date(), days[-1].date()).index
    except DataError:  # the calendar does not reach so far
        return None
    both, missing = len(sessions.intersection(days)), sessions.difference(days)
    return CalendarFit(
        calendar,
        both / len(days),
        both / max(1, len(sessions)),
        len(missing),
        tuple(str(day.date()) for day in missing[:MOST_MISSING]),
    )
