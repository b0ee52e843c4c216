"""How a later answer for the same symbol differs from the stored one, in basis points of return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import pandas as pd

from naysay.data.markets._layout import price_history
from naysay.study.counts import counted

SMALLEST_BP: Final = 0.1
"""Differences of a return that count. Prices have about seven digits: their rounding is a hundredth of it."""


@dataclass(frozen=True, slots=True)
class Revision:
    """What changed between ``first`` and ``last``, the sessions at both ends included.

    ``sessions`` of them have another return, by ``largest_bp`` at most; ``one_sided`` have a price in one of
    the two answers alone.
    """

    first: date
    last: date
    sessions: int
    one_sided: int
    largest_bp: float

    def __str__(self) -> str:
        parts = []
        if self.sessions:
            parts.append(
                f"{counted(self.sessions, 'session')} with another return, "
                f"by up to {self.largest_bp:.1f} basis points"
            )
        if self.one_sided:
            parts.append(f"{counted(self.one_sided, 'session')} with a price in one of the two alone")
        return f"{' and '.join(parts)}, from {self.first} to {self.last}"


def revision(symbol: str, stored: bytes, later: bytes) -> Revision | None:
    """How the prices of ``later`` differ from those of ``stored`` on the sessions that ``stored`` covers.

    Compared are the log returns of Close and of Adj Close from each session that both have to the next: all
    prices times the same number, as after a dividend or split, is no difference. Open, high, low and volume
    are left out. None where no return differs by ``SMALLEST_BP``.

    Raises
    ------
    DataError
        Bytes that are no prices.
    """
    one, other = (
        price_history(symbol, raw, name=f"{symbol}.csv").frame[["close", "adj_close"]].dropna()
        for raw in (stored, later)
    )
    if len(one):
        other = other.loc[one.index[0] : one.index[-1]]
    both = one.index.intersection(other.index)
    alone = one.index.symmetric_difference(other.index)
    returns = [np.diff(np.log(frame.loc[both].to_numpy()), axis=0) for frame in (one, other)]
    moved_bp = np.abs(returns[0] - returns[1]).max(axis=1, initial=0.0) * 1e4
    changed = both[1:][moved_bp >= SMALLEST_BP]
    touched = alone.union(changed)
    if not len(touched):
        return None
    largest = float(moved_bp.max(initial=0.0)) if len(changed) else 0.0
    return Revision(
        pd.Timestamp(touched[0]).date(), pd.Timestamp(touched[-1]).date(), len(changed), len(alone), largest
    )


def span(symbol: str, raw: bytes) -> tuple[date, date] | None:
    """The first and last session with a close in ``raw``; None where there is none."""
    sessions = price_history(symbol, raw, name=f"{symbol}.csv").frame["close"].dropna().index
    return (sessions[0].date(), sessions[-1].date()) if len(sessions) else None
