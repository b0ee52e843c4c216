"""Prices whose dates a time zone has moved by a day: they miss the calendar, or go with the wrong session."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.priced import Priced

Floats = npt.NDArray[np.float64]
Days = npt.NDArray[np.datetime64]

FEWEST_DATES: Final = 20
MOST_FITTING: Final = 0.9
"""Share of dates that are sessions from which on they fit as they are."""
LEAST_FITTING: Final = 0.98
"""Share that have to be sessions after a move by a day."""
FEWEST_PAIRS: Final = 100
LEAST_CORRELATION: Final = 0.3
"""Correlation with the benchmark of a neighbouring session that says something."""
TIMES: Final = 3.0
"""How many times that of the same session it has to be."""
_AT_ONCE: Final = 250


def date_shift(dates: pd.DatetimeIndex, sessions: pd.DatetimeIndex) -> tuple[int, date, int] | None:
    """The days by which ``dates`` have to be moved to be ``sessions``, the first and their number.

    None where they fit as they are, or fit no better a day before or after. Moved by a day of the week,
    Monday to Friday become Sunday to Thursday.
    """
    days, exchange = dates.to_numpy(), sessions.to_numpy()
    days = days[np.searchsorted(days, exchange[0]) : np.searchsorted(days, exchange[-1], side="right")]
    if len(days) < FEWEST_DATES or _fitting(days, exchange) >= MOST_FITTING:
        return None
    for move in (1, -1):
        if _fitting(days + np.timedelta64(move, "D"), exchange) >= LEAST_FITTING:
            first: date = days[0].astype("datetime64[D]").item()
            return move, first, len(days)
    return None


def _fitting(days: Days, exchange: Days) -> float:
    """The share of ``days`` that are dates of ``exchange``, both rising."""
    places = np.minimum(np.searchsorted(exchange, days), len(exchange) - 1)
    return float((exchange[places] == days).mean())


def with_other_session(priced: Priced) -> Iterator[tuple[str, date, int]]:
    """Companies whose returns go with the benchmark's of a neighbouring session, hardly with the same one's.

    Gives the company, the first day with a price, and the number of pairs of returns.
    """
    days = priced.rows.days[priced.since :]
    for begin in range(0, len(priced.rows.companies), _AT_ONCE):
        block = slice(begin, begin + _AT_ONCE)
        returns = priced.returns[block]
        market = priced.market_by_company(block)
        same, pairs = _correlations(returns, market)
        odd = (pairs >= FEWEST_PAIRS) & ~(np.abs(same) > LEAST_CORRELATION / TIMES * 2)
        for place in np.flatnonzero(odd).tolist():
            own, benchmark = returns[place : place + 1], market[place : place + 1]
            other = max(
                _correlations(own[:, :-1], benchmark[:, 1:])[0][0],
                _correlations(own[:, 1:], benchmark[:, :-1])[0][0],
            )
            if other >= LEAST_CORRELATION and other >= TIMES * abs(same[place]):
                first: date = days[int(np.argmax(~np.isnan(own[0])))].date()
                yield str(priced.rows.companies[begin + place]), first, int(pairs[place])


def _correlations(one: Floats, other: Floats) -> tuple[Floats, Floats]:
    """The correlation of each row of ``one`` with that of ``other`` and the number of pairs; NaN for none."""
    there = ~(np.isnan(one) | np.isnan(other))
    n = there.sum(axis=1).astype(float)
    with np.errstate(invalid="ignore", divide="ignore"):
        x, y = (np.where(there, values, 0.0) for values in (one, other))
        x, y = (np.where(there, values - (values.sum(axis=1) / n)[:, None], 0.0) for values in (x, y))
        return (x * y).sum(axis=1) / np.sqrt((x * x).sum(axis=1) * (y * y).sum(axis=1)), n
