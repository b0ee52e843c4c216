"""Returns from the open to the close, less the market's: what news before the open has not moved."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import pandas as pd

from naysay.data.panel import HISTORY, MIN_HISTORY, AlignedPanel
from naysay.data.price_returns import MOST_REPEATED, Floats, QuotedSessions, opens_repeat
from naysay.data.rolling import NormalReturns
from naysay.study.reasons import because


@dataclass(frozen=True, eq=False)
class FromOpen:
    """``returns`` are session x company on the sessions of the study, None where there is a ``reason``.

    ``less_market``: the benchmark's part is taken out of them.
    """

    returns: pd.DataFrame | None
    less_market: bool = False
    reason: str = ""


def from_open(
    panel: AlignedPanel,
    repeating: Collection[str],
    benchmark: pd.DataFrame | None,
    *,
    history: int = HISTORY,
    min_history: int = MIN_HISTORY,
) -> FromOpen:
    """Log returns from open to close, less those of the benchmark times the share's beta,

        log(C_t / O_t) - b_t log(C^m_t / O^m_t),

    O and C as quoted. b_t is the slope of the share's return on the benchmark's, from close to close, over
    the ``history`` sessions before t; missing with fewer than ``min_history``. Companies that are
    ``repeating`` closes as opens are missing throughout. Where the opens of the benchmark do, or where there
    are none, its part stays in the returns: taking out its whole session would put the night in again.
    """
    returns = panel.intraday.copy()
    if not returns.notna().any(axis=None):
        return FromOpen(None, reason=because("no_opens"))
    returns.loc[:, returns.columns.isin(list(repeating))] = np.nan
    if not returns.notna().any(axis=None):
        return FromOpen(None, reason=because("opens_repeat", share=round(100 * MOST_REPEATED)))
    market = None if benchmark is None else _market(benchmark, pd.DatetimeIndex(returns.index))
    if market is None:
        return FromOpen(returns)
    first = len(panel.returns) - len(returns)
    normal: NormalReturns | None = None
    for company in returns:
        own = panel.market_by_company[company].to_numpy()
        if normal is None or not np.array_equal(own, normal.market, equal_nan=True):
            normal = NormalReturns(own, history=history, min_history=min_history, first=first)
        returns[company] -= normal.slope(panel.returns[company].to_numpy()) * market
    return FromOpen(returns, less_market=True)


def _market(benchmark: pd.DataFrame, index: pd.DatetimeIndex) -> Floats | None:
    """Its returns from open to close; None where its opens are none."""
    opened, closed = QuotedSessions(index, index[0]).opens(benchmark)
    if np.isnan(opened / closed).all() or opens_repeat(opened, closed):
        return None
    return np.asarray(np.log(closed) - np.log(opened))
