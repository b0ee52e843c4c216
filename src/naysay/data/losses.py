"""Company-sessions without a return, counted by company and by the first cause that holds."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

import numpy as np
import pandas as pd

from naysay.data.price_returns import untraded
from naysay.study.losses import Loss, losses_of


def sessions_without_return(
    frame: pd.DataFrame,
    prices: Mapping[str, pd.DataFrame],
    calendars: Mapping[str, pd.DatetimeIndex],
    start: date,
    *,
    has_benchmark: bool,
) -> tuple[Loss, ...]:
    """Rows of ``frame`` without a return, and without an abnormal one, by the first cause that holds."""
    company = frame.index.get_level_values("company")
    without = ~company.isin([c for c in calendars if c in prices and prices[c]["adj_close"].notna().any()])
    absent = frame["price"].isna() & ~without
    broken = frame["ret"].isna() & ~without & ~absent
    quoted = [
        pd.Series(True, index=pd.MultiIndex.from_product([[c], prices[c].index[untraded(prices[c])]]))
        for c in calendars
        if c in prices
    ]
    idle = absent & frame.index.isin(pd.concat(quoted).index if quoted else [])
    counts: dict[str, Any] = {
        "no_prices": without,
        "no_trade": idle,
        "price_missing": absent & ~idle,
        "previous_price_missing": broken,
    }
    if has_benchmark:
        unmatched = frame["ret"].notna() & frame["market_ret"].isna()
        counts["benchmark_missing"] = unmatched
        counts["history_short"] = frame["ret"].notna() & ~unmatched & frame["abnormal_ret"].isna()
    rows = {cause: Counter(company[np.asarray(holds)].tolist()) for cause, holds in counts.items()}
    rows["price_off_session"] = Counter(
        {c: _off_session(prices[c].index, index, start) for c, index in calendars.items() if c in prices}
    )
    return tuple(loss for cause, lost in rows.items() for loss in losses_of("company_sessions", cause, lost))


def _off_session(dated: pd.Index, index: pd.DatetimeIndex, start: date) -> int:
    """Rows of prices within the study whose date is no session."""
    return int((~dated.isin(index) & (dated >= pd.Timestamp(start)) & (dated <= index[-1])).sum())
