"""What a company's quotes say of its sessions: adjusted price, trade, and log returns between sessions."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

MOST_REPEATED: Final = 0.25
"""Share of sessions whose open may be the close before it, or the close of the session itself: with more,
the source has filled its opens with closes."""

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.signedinteger]


@dataclass(frozen=True, eq=False)
class SessionQuotes:
    """Quotes of one company on the T sessions of its exchange; NaN is missing."""

    price: Floats
    """The adjusted close, missing without trade."""
    ret: Floats
    overnight: Floats
    volume: Floats
    idle: Bools
    """The sessions whose price nobody paid."""
    has_prices: bool
    """Whether there is an adjusted close at all, on whatever day."""
    off_session: int
    """Rows of prices within the study whose date is no session."""
    opens_repeat: bool
    """As the function of this name says of the sessions of the study."""


class QuotedSessions:
    """Looks up what prices say of the sessions ``index``, in a study from ``start`` on.

    Where the sessions stand is kept for the next prices with the same dates.
    """

    def __init__(self, index: pd.DatetimeIndex, start: pd.Timestamp) -> None:
        self._index, self._start = index, start
        self._dates: pd.Index | None = None
        self._row_of: Ints = np.empty(0, dtype=np.intp)
        self._off_session = 0

    def quotes(self, prices: pd.DataFrame) -> SessionQuotes:
        """What ``prices``, with columns as of ``PriceHistory.frame`` and dates that stand once, say."""
        closes = prices["adj_close"].to_numpy(dtype=float)
        volume, nobody = prices["volume"].to_numpy(dtype=float), untraded(prices)
        price = self._on_sessions(np.where(nobody, np.nan, _above_zero(closes)), prices)
        ret, (opened, closed) = log_returns(price), self.opens(prices)
        within = np.asarray(self._index >= self._start)
        return SessionQuotes(
            price=price,
            ret=ret,
            overnight=ret + (np.log(opened) - np.log(closed)),
            volume=self._on_sessions(volume, prices),
            idle=self._on_sessions(nobody.astype(float), prices) == 1.0,
            has_prices=not np.isnan(closes).all(),
            off_session=self._off_session,
            opens_repeat=opens_repeat(opened[within], closed[within]),
        )

    def level(self, prices: pd.DataFrame) -> Floats:
        """The adjusted closes of ``prices``, those without trade included: an index may have no volume."""
        return self._on_sessions(_above_zero(prices["adj_close"].to_numpy(dtype=float)), prices)

    def opens(self, prices: pd.DataFrame) -> tuple[Floats, Floats]:
        """The open and the close as quoted, by session; NaN where one is missing or not above 0."""
        if not {"open", "close"} <= set(prices):
            nothing = np.full(len(self._index), np.nan)
            return nothing, nothing
        quoted = (self._on_sessions(prices[name].to_numpy(dtype=float), prices) for name in ("open", "close"))
        opened, closed = map(_above_zero, quoted)
        return opened, closed

    def _on_sessions(self, values: Floats, prices: pd.DataFrame) -> Floats:
        """``values``, one a row of ``prices``, by session; NaN where a session has no row."""
        dated = prices.index
        if self._dates is None or (dated is not self._dates and not dated.equals(self._dates)):
            index, start = self._index, self._start
            self._dates, self._row_of = dated, dated.get_indexer(index)
            within = (dated >= start) & (dated <= index[-1])
            self._off_session = int(within.sum() - (self._row_of[index >= start] >= 0).sum())
        return np.append(values, np.nan)[self._row_of]


def opens_repeat(opened: Floats, closed: Floats) -> bool:
    """Whether opens are closes too often, of the session before or of the same one, to be opens."""
    quoted = ~(np.isnan(opened) | np.isnan(closed))
    opened, closed = opened[quoted], closed[quoted]
    most = max(np.count_nonzero(opened[1:] == closed[:-1]), np.count_nonzero(opened == closed))
    return bool(most > MOST_REPEATED * len(opened))


def untraded(prices: pd.DataFrame) -> Bools:
    """Rows whose price nobody paid: volume 0, where the source has volumes of the company at all."""
    volume = prices["volume"].to_numpy(dtype=float)
    return np.asarray((volume == 0.0) & bool((volume > 0.0).any()))


def log_returns(level: Floats) -> Floats:
    """log(level_t / level_{t-1}) between consecutive sessions; missing where either is."""
    logs = np.log(level)
    return np.concatenate([[np.nan], logs[1:] - logs[:-1]])[: len(level)]


def _above_zero(values: Floats) -> Floats:
    """The prices above 0; others are missing."""
    return np.where(values > 0.0, values, np.nan)
