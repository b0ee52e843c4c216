"""State-dependent projections: does the effect differ when much is said, or between good and bad days?"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.level import t_critical
from naysay.analysis.projections.equation import stacked
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.pool import pools
from naysay.analysis.projections.terms import Terms, design
from naysay.analysis.regression import COLLINEAR_REGRESSORS, FloatArray
from naysay.analysis.scores import Covariance
from naysay.study.reasons import because
from naysay.study.units import BASIS_POINTS

DIFFERENCE: Final = "difference"
DETERMINED: Final = because("state_too_rare")


@dataclass(frozen=True, slots=True)
class StateEffect:
    """Basis points per standard deviation with a 95 % interval; where missing, NaN with a ``reason``."""

    value: float
    se: float
    low: float
    high: float
    pvalue: float
    reason: str = ""


@dataclass(frozen=True, slots=True)
class StateEffects:
    """The pooled effect in each state by name, then the ``difference``: the first less the second."""

    effects: Mapping[str, StateEffect]
    nobs: int
    reason: str
    n_companies: int

    @property
    def pvalue(self) -> float:
        """Of the null that the effect is the same in both states."""
        return self.effects[DIFFERENCE].pvalue


def state_effects(
    panel: ProjectionPanel,
    terms: Terms,
    states: tuple[str, str],
    first: FloatArray,
    *,
    horizon: int = 1,
    covariance: Covariance = "CR3_session",
    shifts_level: bool = True,
) -> StateEffects:
    """The effect where ``first`` holds and where it does not, from one regression of all companies.

        r_{t+1} + ... + r_{t+h} = d s_t + b_1 s_t n_t + b_0 (1 - s_t) n_t + (all else as without states) + u

    ``first`` is (C, L) as the panel has it: 1 where the first of ``states`` holds, 0 in the other, NaN
    unknown, and must be known when session t closes. ``shifts_level`` has the d s_t; leave it out where the
    state is the sign of n_t, so that the response bends at zero and does not jump. Null of ``pvalue``:
    b_1 = b_0. Intervals are Student t with one degree of freedom less than there are sessions.

    References
    ----------
    Ramey and Zubairy (2018), Journal of Political Economy 126. Auerbach and Gorodnichenko (2013).
    """
    n, y = panel.negativity, panel.outcomes.ahead(horizon)
    right = design(n, panel.outcomes, y, terms)
    right = replace(right, used=right.used & np.isfinite(first))
    level = [first] if shifts_level else []
    lines = stacked(panel.outcomes, *level, first * n, (1.0 - first) * n, y)
    (pool,) = pools(lines, right, panel.outcomes, terms)
    estimates = pool.fit(
        list(range(pool.lines.shape[1])), tested=2, covariance=covariance, least_bandwidth=horizon
    )
    reason, members = str(estimates.reason[0]), int(pool.used[0].any(axis=1).sum())
    if reason == COLLINEAR_REGRESSORS:
        reason = DETERMINED
    if reason:
        none = StateEffect(*(float("nan"),) * 5, reason)
        return StateEffects(
            dict.fromkeys((*states, DIFFERENCE), none), int(estimates.nobs[0]), reason, members
        )
    df = max(int(estimates.sessions[0]) - 1, 1)
    weights = {states[0]: (1.0, 0.0), states[1]: (0.0, 1.0), DIFFERENCE: (1.0, -1.0)}
    effects, coef, cov = {}, estimates.coef[0], estimates.cov[0]
    for name, weight in weights.items():
        w = np.array(weight)
        value, se = BASIS_POINTS * float(w @ coef), BASIS_POINTS * float(np.sqrt(w @ cov @ w))
        reach = se * t_critical(df)
        p = float(2 * stats.t.sf(abs(value / se), df))
        effects[name] = StateEffect(value, se, value - reach, value + reach, p)
    return StateEffects(effects, int(estimates.nobs[0]), "", members)


def busy(n_posts: pd.DataFrame, *, history: int = 120, min_history: int = 20) -> pd.DataFrame:
    """1 where a company has more posts than its median of the ``history`` sessions before; NaN early."""
    median = n_posts.shift(1).rolling(history, min_periods=min_history).median()
    return (n_posts > median).astype(float).where(median.notna())
