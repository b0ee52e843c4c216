"""Company-sessions without a return, counted by company and by the first cause that holds."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.priced import Priced
from naysay.study.losses import Loss, losses_of

Bools = npt.NDArray[np.bool_]


def sessions_without_return(priced: Priced, frame: pd.DataFrame, *, has_benchmark: bool) -> tuple[Loss, ...]:
    """Rows of ``frame`` without a return, and without an abnormal one, by the first cause that holds."""
    rows, company = priced.rows, priced.rows.code
    without = ~priced.has_prices[company]
    absent = ~priced.has_price & ~without
    idle = absent & priced.idle
    missing = frame["ret"].isna().to_numpy()
    causes: dict[str, Bools] = {
        "no_prices": without,
        "no_trade": idle,
        "price_missing": absent & ~idle,
        "previous_price_missing": missing & ~without & ~absent,
    }
    if has_benchmark:
        unmatched = ~missing & frame["market_ret"].isna().to_numpy()
        causes["benchmark_missing"] = unmatched
        causes["history_short"] = ~missing & ~unmatched & frame["abnormal_ret"].isna().to_numpy()
    counts = {
        cause: np.bincount(company[holds], minlength=len(rows.companies)) for cause, holds in causes.items()
    }
    counts["price_off_session"] = priced.off_session
    return tuple(
        loss
        for cause, lost in counts.items()
        for loss in losses_of(
            "company_sessions", cause, dict(zip(rows.companies, lost.tolist(), strict=True))
        )
    )
