"""How the correlation of chatter and returns changes over time."""

from __future__ import annotations

import operator
from typing import get_args

import numpy as np
import pandas as pd

from naysay.analysis.correlation.bands import by_bartlett
from naysay.analysis.correlation.coefficients import Kind, coefficients
from naysay.analysis.correlation.estimate import LEAST_PAIRS, interval, reasons_of_pairs
from naysay.analysis.pairs import lagged, paired
from naysay.study.errors import InputError
from naysay.study.reasons import split_reasons


def rolling_correlation(
    negativity: pd.DataFrame | pd.Series,
    returns: pd.DataFrame | pd.Series,
    *,
    lag: int = 1,
    window: int = 120,
    kind: Kind = "pearson",
) -> pd.DataFrame:
    """Correlation of the negativity of t with the return of t + ``lag`` in each ``window`` of sessions.

    One row a company and session: company, session (the last of the window: nothing later enters), r, low,
    high (95 %), nobs, reason, reason_values. NaN is missing and is left out of its windows. Intervals are
    those of ``lead_lag`` without the memory of the series, each for one window looked at by itself;
    neighbouring windows share their sessions, so a long stretch outside 0 is one finding and not many.

    Raises
    ------
    InputError
        Labels that differ, a lag that is no whole number, a window below 10, an unknown kind.
    """
    if kind not in get_args(Kind):
        raise InputError("kind", got=kind, allowed=", ".join(get_args(Kind)), mend="Leave it out.")
    try:
        shift, width = operator.index(lag), operator.index(window)
    except TypeError:
        shift, width = 0, 0
    if width < LEAST_PAIRS:
        allowed = f"whole numbers, a window of {LEAST_PAIRS} sessions or more"
        raise InputError("window", got=(lag, window), allowed=allowed, mend="120, half a year, is usual.")
    pair = paired(negativity, returns, names=("negativity", "returns"))
    frames = []
    for company, x, y in zip(pair.companies, pair.first, pair.second, strict=True):
        if len(x) < width:
            continue
        one, two = lagged(x, [max(shift, 0)])[0], lagged(y, [max(-shift, 0)])[0]
        a, b = (np.lib.stride_tricks.sliding_window_view(values, width) for values in (one, two))
        both = np.isfinite(a) & np.isfinite(b)
        reason = reasons_of_pairs(a, b, both)
        tested = reason == ""
        r = np.where(tested, coefficients(a, b, both, kind), np.nan)
        reach = by_bartlett(a, b, both, tested, kind=kind, memory=0.0)
        low, high = interval(r, reach.alone * reach.se)
        correlations = {"session": pair.sessions[width - 1 :], "r": r, "low": low, "high": high}
        rest = {"nobs": both.sum(axis=1), "reason": pd.Series(reason, dtype=str)}
        frames.append(pd.DataFrame({"company": company, **correlations, **rest}))
    columns = ["company", "session", "r", "low", "high", "nobs", "reason"]
    return split_reasons(pd.concat(frames, ignore_index=True) if frames else pd.DataFrame(columns=columns))
