"""The effects of several forums in one pooled regression, each net of the others, and how they differ."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy import stats

from naysay.analysis.level import t_critical
from naysay.analysis.linear_algebra import squared_length
from naysay.analysis.projections.equation import stacked
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.pool import pools
from naysay.analysis.projections.terms import Terms, design
from naysay.analysis.regression import FloatArray
from naysay.analysis.scores import Covariance
from naysay.study.reasons import because
from naysay.study.units import BASIS_POINTS


@dataclass(frozen=True, slots=True)
class ForumEffect:
    """Basis points per standard deviation of a forum's negativity with a 95 % interval; NaN with a
    ``reason`` where it could not be estimated. ``nobs`` counts the company-sessions used on which the forum
    was measured."""

    value: float
    se: float
    low: float
    high: float
    pvalue: float
    nobs: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JointTest:
    """An F test with its degrees of freedom; NaN with a ``reason`` where it could not be made."""

    statistic: float
    df: float
    df_denom: float
    pvalue: float
    nobs: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class JointEffects:
    """One effect a forum, then the tests that all of them are zero and that all are equal."""

    effects: tuple[ForumEffect, ...]
    all_zero: JointTest
    equal: JointTest


def joint_effects(
    panel: ProjectionPanel,
    terms: Terms,
    negativity: Sequence[FloatArray],
    *,
    horizon: int,
    covariance: Covariance = "CR3_session",
) -> JointEffects:
    """The pooled projection on the ``negativity`` of K forums (C, L) at once, as ``panel`` has companies.

        r_{t+1} + ... + r_{t+h} = sum_k b_k d_kt n_kt + g a_t + c_i' z_it + u
        z_it = 1, the 1 - d_kt, and for each forum what the projection has of negativity: lags, indicators

    d_kt is 1 where forum k was measured of company i on session t, else 0. A session counts where any forum
    was measured. That is right where it is what people write that goes before returns: who is silent writes
    nothing, whose mean the slope of 1 - d_kt takes. With ``unmeasured = "drop"`` only sessions count on which
    all forums were measured. Null of each effect: b_k = 0; of the tests: all b_k = 0, and all b_k equal.

    Errors are those of ``pooled``. Degrees of freedom of an effect are the sessions on which its forum was
    measured of any company, less one; a test has those of the forum with the fewest. With one forum it is
    ``pooled``, and there is nothing to test jointly.

    References
    ----------
    Jones (1996), Journal of the American Statistical Association 91 (indicators of what is missing).
    """
    first, *further = negativity
    y = panel.outcomes.ahead(horizon)
    right = design(first, panel.outcomes, y, terms, further)
    lines = stacked(panel.outcomes, *(np.nan_to_num(own) for own in negativity), y)
    (pool,) = pools(lines, right, panel.outcomes, terms)
    count = len(negativity)
    fit = pool.fit(
        list(range(pool.lines.shape[1])), tested=count, covariance=covariance, least_bandwidth=horizon
    )
    measured = [np.isfinite(panel.outcomes.own.laid_out(own)) & pool.used[0] for own in negativity]
    nobs = [int(own.sum()) for own in measured]
    freedom = [max(int(own.any(axis=0).sum()) - 1, 1) for own in measured]
    reason = str(fit.reason[0])
    if reason:
        effects = tuple(ForumEffect(*(float("nan"),) * 5, n, reason) for n in nobs)
        none = JointTest(*(float("nan"),) * 4, int(fit.nobs[0]), reason)
        return JointEffects(effects, none, none)
    coef, cov = fit.coef[0], fit.cov[0]
    errors = np.sqrt(np.diagonal(cov))
    effects = tuple(
        _effect(BASIS_POINTS * b, BASIS_POINTS * se, df, n)
        for b, se, df, n in zip(coef, errors, freedom, nobs, strict=True)
    )
    contrasts = np.eye(count)[1:] - np.eye(count)[0]
    all_zero, equal = (
        _tested(R @ coef, R @ cov @ R.T, min(freedom), int(fit.nobs[0])) for R in (np.eye(count), contrasts)
    )
    return JointEffects(effects, all_zero, equal)


def _effect(value: float, se: float, df: int, nobs: int) -> ForumEffect:
    reach = float(se * t_critical(df))
    p = float(2 * stats.t.sf(abs(value / se), df))
    return ForumEffect(float(value), float(se), float(value - reach), float(value + reach), p, nobs)


def _tested(values: FloatArray, cov: FloatArray, df_denom: int, nobs: int) -> JointTest:
    """Wald's test that all ``values`` (q,) are zero, over q."""
    if len(values) < 1 or df_denom < 2:
        return JointTest(*(float("nan"),) * 4, nobs, because("one_forum"))
    statistic = float(squared_length(values[None], cov[None])[0]) / len(values)
    if not np.isfinite(statistic):
        return JointTest(*(float("nan"),) * 4, nobs, because("singular_covariance"))
    p = float(stats.f.sf(statistic, len(values), df_denom))
    return JointTest(statistic, len(values), df_denom, p, nobs)
