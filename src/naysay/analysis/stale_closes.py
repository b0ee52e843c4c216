"""Stale closes: prices that do not move, and prices that hear of the market's move a day late."""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.level import t_critical
from naysay.analysis.multiple_testing import benjamini_hochberg
from naysay.analysis.own_sessions import listed_open, own_sessions
from naysay.analysis.pairs import lagged
from naysay.analysis.partialling import partialled
from naysay.analysis.regression import FloatArray, least_squares
from naysay.study.frames import COMPANY, NOBS, PVALUE, REASON, Table
from naysay.study.reasons import because

UNMOVED: Final = 1e-7
"""A log return below this is a price that did not move: one cent on 100,000, and rounding of what is adjusted
for dividends."""
LEAST_SESSIONS: Final = 30
STALE_CLOSES: Final = Table(
    "stale_closes",
    {
        "company": COMPANY,
        "sessions": "sessions of the study with a return",
        "unchanged": "sessions among them whose close is that of the session before",
        "unchanged_share": "unchanged over sessions",
        "late_slope": "the slope of the return on the benchmark's of the session before",
        "se": "its standard error",
        "low": "the lower end of the 95 % interval of the slope",
        "high": "the upper end of the interval",
        "pvalue": PVALUE,
        "pvalue_bh": "pvalue after Benjamini and Hochberg over the companies",
        "nobs": NOBS,
        **REASON,
    },
)


def stale_closes(
    returns: pd.DataFrame, market: pd.DataFrame | None, sessions: pd.DataFrame | None = None
) -> pd.DataFrame:
    """The table ``STALE_CLOSES``, a row a company.

    Parameters
    ----------
    returns, market
        Decimal log returns of the shares and of the benchmark, session x company; NaN is missing. Without a
        benchmark the slope has a reason and unchanged closes are counted all the same.
    sessions
        True where a company's exchange was open; None takes all sessions for all companies.

    A close that was made before the last news of its session follows the market a session late. The slope d
    of each company comes from least squares over its own sessions (Dimson 1979),

        r_t = a + b m_t + d m_{t-1} + e_t,

    with HC3 errors and t(n - 3). Null: d = 0. About d / (b + d) of the market's move comes late. A share that
    trades thinly has a positive d; so has one whose benchmark closes before it.

    References
    ----------
    Dimson (1979), Journal of Financial Economics 7. Lesmond, Ogden and Trzcinka (1999), Review of Financial
    Studies 12 (sessions without a move as a sign of illiquidity).
    """
    open_then = (
        np.ones(returns.shape[::-1], dtype=bool)
        if sessions is None
        else listed_open(sessions, returns.columns, returns.index)
    )
    own = own_sessions(open_then)
    r = own.taken(returns.to_numpy(dtype=float).T)
    known = np.isfinite(r)
    unchanged, total = (known & (np.abs(r) < UNMOVED)).sum(axis=1), known.sum(axis=1)
    if market is None or not market.notna().any(axis=None):
        slopes = _unknown(len(r), because("no_benchmark"))
    else:
        m = market.reindex(index=returns.index, columns=returns.columns).to_numpy(dtype=float).T
        slopes = _slopes(r, own.taken(m))
    slopes["pvalue_bh"] = benjamini_hochberg(slopes["pvalue"])
    table = pd.DataFrame(
        {
            "company": returns.columns.astype(str),
            "sessions": total,
            "unchanged": unchanged,
            "unchanged_share": np.where(total > 0, unchanged / np.maximum(total, 1), np.nan),
            **slopes,
        }
    )
    return STALE_CLOSES.ordered(table)


def _slopes(returns: FloatArray, market: FloatArray) -> dict[str, Any]:
    """The slopes on the market of the session before, of C companies; both arrays are (C, L)."""
    late = lagged(market, [1])[..., 0, :]
    used = np.isfinite(returns) & np.isfinite(market) & np.isfinite(late)
    pair = np.where(used[:, None], np.stack([late, returns], axis=1), 0.0)
    left = partialled(np.where(used, market, 0.0)[:, None], pair, used)
    lines = left.values  # noqa: PD011  no frame
    fit = least_squares(lines[:, :1], lines[:, 1], tested=1, absorbed=left.rank, leverage=left.leverage)
    few = fit.nobs < LEAST_SESSIONS
    reason = np.where(few, because("too_few_sessions", least=LEAST_SESSIONS), fit.reason)
    estimated = reason == ""
    slope = np.where(estimated, fit.coef[:, 0], np.nan)
    se = np.where(estimated, np.sqrt(fit.cov[:, 0, 0]), np.nan)
    df = np.where(estimated, fit.df_resid, np.nan)
    reach = se * t_critical(df)
    return {
        "late_slope": slope,
        "se": se,
        "low": slope - reach,
        "high": slope + reach,
        "pvalue": 2 * stats.t.sf(np.abs(slope / se), df),
        "nobs": fit.nobs,
        "reason": reason,
    }


def _unknown(companies: int, reason: str) -> dict[str, Any]:
    nothing = dict.fromkeys(("late_slope", "se", "low", "high", "pvalue"), np.full(companies, np.nan))
    return {**nothing, "nobs": np.zeros(companies, dtype=int), "reason": np.full(companies, reason, object)}
