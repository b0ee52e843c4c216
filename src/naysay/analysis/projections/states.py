"""State-dependent projections: does the effect differ when much is said, or between good and bad days?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.pairs import paired
from naysay.analysis.projections.equation import cumulated, regressors, within
from naysay.analysis.projections.path import Measure
from naysay.analysis.regression import FloatArray, least_squares
from naysay.analysis.scores import Covariance

DETERMINED = "too few sessions in one of the states"


@dataclass(frozen=True, slots=True)
class StateEffects:
    """The pooled effect in each state (basis points per sd), and the test that all are the same."""

    effects: Mapping[str, Measure]
    pvalue: float
    """Of the null that the effect is the same in both states; NaN where not made."""
    nobs: int
    reason: str


def state_effects(
    negativity: pd.DataFrame,
    returns: pd.DataFrame,
    states: tuple[str, str],
    first: pd.DataFrame,
    *,
    horizon: int = 1,
    lags: int = 5,
    covariance: Covariance = "CR3_session",
    shifts_level: bool = True,
) -> StateEffects:
    """The effect where ``first`` holds and where it does not, from one regression of all companies.

        r_{t+1} + ... + r_{t+h} = a_i + d s_t + b_1 s_t n_t + b_0 (1 - s_t) n_t + (lags as without states) + u

    Frames are session x company; ``first`` is 1 where the first of ``states`` holds, 0 in the other, NaN
    unknown, and must be known when session t closes. ``shifts_level`` has the d s_t; leave it out where the
    state is the sign of n_t, so that the response bends at zero and does not jump. Null of ``pvalue``:
    b_1 = b_0. Intervals are Student t with one degree of freedom less than there are sessions.

    References
    ----------
    Ramey and Zubairy (2018), Journal of Political Economy 126. Auerbach and Gorodnichenko (2013).
    """
    pair = paired(negativity, returns, names=("negativity", "returns"))
    state = first.reindex(index=pair.sessions, columns=pair.companies).to_numpy(dtype=float).T
    past = regressors(pair.first, pair.second, lags)[:, :-1]
    level = [state[:, None]] if shifts_level else []
    split = np.stack([state * pair.first, (1.0 - state) * pair.first], axis=1)
    X = np.concatenate([past, *level, split], axis=1)
    y = cumulated(pair.second, horizon)
    used = np.isfinite(y) & np.isfinite(X).all(axis=1)
    X = within(X.swapaxes(0, 1), used).reshape(1, X.shape[1], -1)
    found = least_squares(
        X,
        within(y, used).reshape(1, -1),
        tested=2,
        covariance=covariance,
        least_bandwidth=horizon,
        companies=len(pair.companies),
        absorbed=int(used.any(axis=1).sum()),
    )
    reason = str(found.reason[0])
    if reason == "collinear regressors":
        reason = DETERMINED
    if reason:
        nan = float("nan")
        return StateEffects(
            {name: Measure(nan, nan, nan, reason) for name in states}, nan, int(found.nobs[0]), reason
        )
    df = max(int(found.sessions[0]) - 1, 1)
    return StateEffects(
        {name: _measure(found.coef[0, i], found.cov[0, i, i], df) for i, name in enumerate(states)},
        _same(found.coef[0], found.cov[0], df),
        int(found.nobs[0]),
        "",
    )


def busy(n_posts: pd.DataFrame, *, history: int = 120, min_history: int = 20) -> pd.DataFrame:
    """1 where a company has more posts than its median of the ``history`` sessions before; NaN early."""
    median = n_posts.shift(1).rolling(history, min_periods=min_history).median()
    return (n_posts > median).astype(float).where(median.notna())


def _measure(coef: float, variance: float, df: int) -> Measure:
    value, reach = 1e4 * coef, 1e4 * float(stats.t.ppf(0.975, df)) * np.sqrt(variance)
    return Measure(float(value), float(value - reach), float(value + reach))


def _same(coef: FloatArray, cov: FloatArray, df: int) -> float:
    gap = abs(coef[0] - coef[1]) / np.sqrt(cov[0, 0] + cov[1, 1] - 2 * cov[0, 1])
    return float(2 * stats.t.sf(gap, df))
