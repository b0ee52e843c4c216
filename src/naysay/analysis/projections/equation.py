"""The equation of a local projection, for each company alone and for all of them together."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from naysay.analysis.linear_algebra import cholesky, forward
from naysay.analysis.pairs import constant
from naysay.analysis.partialling import partialled, products_left
from naysay.analysis.projections.pool import Pool, exchanged, joined, pools
from naysay.analysis.projections.terms import Outcomes, Terms, design
from naysay.analysis.regression import (
    TOO_SHORT,
    BoolArray,
    Estimates,
    FloatArray,
    IntArray,
    first_cause,
    least_squares,
)
from naysay.analysis.scores import Bandwidth, Covariance
from naysay.study.reasons import because

NO_CROWD = because("no_shared_session")


@dataclass(frozen=True, slots=True)
class ProjectionFit:
    """The coefficient of negativity in m regressions, with its sample, weights and attention.

    ``companies``, ``fitted`` and ``short`` (m,) count companies with a row, sessions that the controls of
    their company fit exactly, which are not used, and companies with the lags of short panels. ``attention``
    is its coefficient in the same regressions; ``innovations`` the slope of what the controls leave of
    attention on what they leave of negativity. ``weights`` (C,) are the shares of companies in the variation
    of negativity that nothing else explains. The last three are None unless requested.
    """

    estimates: Estimates
    companies: IntArray
    fitted: IntArray
    short: IntArray
    attention: Estimates | None = None
    innovations: Estimates | None = None
    weights: FloatArray | None = None


def by_company(
    negativity: FloatArray,
    outcomes: Outcomes,
    terms: Terms,
    *,
    horizon: int,
    covariance: Covariance,
    bandwidth: int | None,
) -> ProjectionFit:
    """b_h of each company with slopes of its own on all controls; negativity is (C, L)."""
    y = outcomes.ahead(horizon)
    right = design(negativity, outcomes, y, replace(terms, controls="own"))
    left = partialled(right.controls, stacked(outcomes, negativity, y), right.used)
    named = first_cause(
        {
            TOO_SHORT: np.asarray(right.used.any(axis=1) & ~left.used.any(axis=1)),
            because("no_variation", series="negativity"): constant(negativity, right.used),
            because("no_variation", series="returns"): constant(y, right.used),
        }
    )

    def some(lines: FloatArray, which: BoolArray) -> Estimates:
        return least_squares(
            lines[which, :-1],
            lines[which, -1],
            tested=1,
            covariance=covariance,
            bandwidth=bandwidth,
            least_bandwidth=horizon,
            absorbed=left.rank[which],
            leverage=left.leverage[which],
        )

    def fit(lines: FloatArray) -> Estimates:
        estimates = some(lines, np.ones(len(lines), dtype=bool))
        if outcomes.attention is not None:  # attention that never varies takes nothing from its company
            idle = (estimates.reason != "") & (np.nan_to_num(lines[:, 0]) == 0.0).all(axis=1)
            estimates = exchanged(estimates, idle, some(lines[:, 1:], idle))
        renamed = (estimates.reason != "") & (named != "") & ((estimates.df_resid > 0) | (named == TOO_SHORT))
        return replace(estimates, reason=np.where(renamed, named, estimates.reason))

    return ProjectionFit(
        estimates=fit(left.values),
        companies=np.ones(len(left.values), dtype=np.int64),
        fitted=left.fitted,
        short=right.short.astype(np.int64),
        attention=None if outcomes.attention is None else fit(left.values[:, [1, 0, 2]]),
    )


def pooled(
    negativity: FloatArray,
    outcomes: Outcomes,
    terms: Terms,
    *,
    horizon: int,
    covariance: Covariance,
    bandwidth: Bandwidth = None,
    whole: bool = False,
) -> ProjectionFit:
    """One b_h for all companies of each of D panels, which share everything but negativity (D, C, L).

    The controls of a company, or with shared controls its constant, are partialled out on its own sessions;
    what is left of all companies is one regression. ``whole`` asks for attention, innovations and weights of
    the first panel.
    """
    pools = pools_of(negativity, outcomes, terms, horizon=horizon)
    outcome = pools[0].lines.shape[1] - 1
    tone, others = outcome - 1, list(range(outcome - 1))

    def fit(pool: Pool, order: list[int]) -> Estimates:
        return pool.fit(order, covariance=covariance, bandwidth=bandwidth, least_bandwidth=horizon)

    primary = ProjectionFit(
        estimates=joined([fit(pool, [*others, tone, outcome]) for pool in pools]),
        companies=np.concatenate([pool.used.any(axis=2).sum(axis=1) for pool in pools]),
        fitted=np.concatenate([pool.fitted for pool in pools]),
        short=np.concatenate([pool.short for pool in pools]),
    )
    primary = replace(primary, estimates=_named(primary, terms))
    if not whole:
        return primary
    squares, _ = pools[0].products(others, tone, outcome)
    primary = replace(primary, weights=squares / squares.sum() if squares.sum() > 0 else squares * np.nan)
    if outcomes.attention is None:
        return primary
    *controls, attention = others
    return replace(
        primary,
        attention=fit(pools[0], [*controls, tone, attention, outcome]),
        innovations=fit(pools[0], [*controls, tone, attention]),
    )


def _named(pooled_fit: ProjectionFit, terms: Terms) -> Estimates:
    """The estimates, with a more exact reason where there were rows but none is of use."""
    empty = pooled_fit.estimates.nobs == 0
    crowd = empty & (terms.effects == "company_and_session")
    causes = {NO_CROWD: crowd, TOO_SHORT: empty & (pooled_fit.fitted > 0)}
    named = first_cause(causes)
    return replace(pooled_fit.estimates, reason=np.where(named != "", named, pooled_fit.estimates.reason))


def pooled_slopes(negativity: FloatArray, outcomes: Outcomes, terms: Terms, *, horizon: int) -> FloatArray:
    """The b_h (D,) of ``pooled`` alone, without its errors; NaN where it cannot be estimated."""
    if terms.controls != "own" or terms.effects != "company":
        estimates = pooled(negativity, outcomes, terms, horizon=horizon, covariance="classical").estimates
        return np.where(estimates.reason == "", estimates.coef[:, 0], np.nan)
    panels, companies, length = negativity.shape
    flat, every = negativity.reshape(-1, length), outcomes.repeated(panels)
    y = every.ahead(horizon)
    right = design(flat, every, y, terms)
    left = products_left(right.controls, stacked(every, flat, y), right.used)
    whole = left.reshape(panels, companies, *left.shape[1:]).sum(axis=1)
    xx, xy = whole[:, :-1, :-1], whole[:, :-1, -1:]
    size = np.sqrt(np.diagonal(xx, axis1=1, axis2=2))
    with np.errstate(invalid="ignore", divide="ignore"):
        factor = cholesky(xx / (size[:, :, None] * size[:, None]))
        solved = forward(factor, xy[:, :, 0] / size)
        return np.asarray(solved[:, -1] / factor[:, -1, -1] / size[:, -1])


def pools_of(negativity: FloatArray, outcomes: Outcomes, terms: Terms, *, horizon: int) -> list[Pool]:
    """The regression of each panel of ``negativity`` (D, C, L): the last lines are attention, where there is
    any, negativity and the outcome."""
    panels, companies, length = negativity.shape
    flat, every = negativity.reshape(panels * companies, length), outcomes.repeated(panels)
    y = every.ahead(horizon)
    right = design(flat, every, y, terms)
    return pools(stacked(every, flat, y), right, outcomes, terms, panels=panels)


def stacked(outcomes: Outcomes, *lines: FloatArray) -> FloatArray:
    """Attention where there is any, then ``lines`` (m, L): (m, q, L)."""
    return np.stack([*([] if outcomes.attention is None else [outcomes.attention]), *lines], axis=1)
