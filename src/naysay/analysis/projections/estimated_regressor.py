"""The pooled effect of a regressor that was estimated itself, with the error of its parameters in it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import numpy as np
from scipy import stats

from naysay.analysis.level import t_critical
from naysay.analysis.projections.equation import pools_of
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.pool import Pool
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import FloatArray
from naysay.analysis.scores import Bandwidth, Covariance
from naysay.study.units import BASIS_POINTS


@dataclass(frozen=True, slots=True)
class EstimatedEffect:
    """Basis points per standard deviation with a 95 % interval; where missing, NaN with a ``reason``."""

    value: float
    se: float
    """Of both kinds of error."""
    se_sampling: float
    """As if the parameters behind the regressor were known."""
    se_parameters: float
    low: float
    high: float
    pvalue: float
    nobs: int
    n_companies: int
    reason: str = ""
    influence: FloatArray = field(default_factory=lambda: np.empty(0), compare=False, repr=False)
    """(sessions,) what each moves ``value`` by; without a kernel ``se_sampling`` is its length."""
    bandwidth: float = float("nan")
    """Lags of the kernel of the covariance; NaN where it has none."""


def estimated_effect(
    panel: ProjectionPanel,
    terms: Terms,
    moved: Sequence[tuple[FloatArray, FloatArray]],
    *,
    horizon: int = 1,
    covariance: Covariance = "CR3_session",
    bandwidth: Bandwidth = None,
) -> EstimatedEffect:
    """The pooled projection on ``panel.negativity``, here a regressor with parameters, by the delta method.

        var(b) = var(b | parameters) + sum over pairs but the last, and companies, of (db)^2 + (db of last)^2

    ``moved`` has the regressor (C, L) with its parameters one standard error up and down, in directions that
    are independent. db is half the difference that a pair makes to b. In all pairs but the last the errors of
    companies are independent, so each company is moved alone; in the last they are common, and all move
    together. b is a ratio of sums over companies, so moving one alone needs no further regression. The two
    kinds of variance add up as parameters come from the regressor's own series and returns up to t, which the
    errors of later returns are unrelated to. With session effects the sums of companies are tied together,
    which db leaves out. Null of ``pvalue``: b = 0. The interval is Student's t with sessions - 1.

    References
    ----------
    Murphy and Topel (1985), Journal of Business and Economic Statistics 3.
    """
    lines = np.stack([panel.negativity, *(values for pair in moved for values in pair)])
    pools = _single(pools_of(lines, panel.outcomes, terms, horizon=horizon))
    last = pools[0].lines.shape[1] - 1
    others, tone = list(range(last - 1)), last - 1
    fit = pools[0].fit(
        [*others, tone, last], covariance=covariance, bandwidth=bandwidth, least_bandwidth=horizon
    )
    reason, nobs = str(fit.reason[0]), int(fit.nobs[0])
    members = int(pools[0].used[0].any(axis=1).sum())
    if reason:
        return EstimatedEffect(*(float("nan"),) * 7, nobs, members, reason)
    products = np.array([pool.products(others, tone, last) for pool in pools])  # (1 + 2 pairs, 2, C)
    value = BASIS_POINTS * float(fit.coef[0, 0])
    sampling = BASIS_POINTS * float(np.sqrt(fit.cov[0, 0, 0]))
    from_parameters = BASIS_POINTS * float(np.sqrt(_from_parameters(products)))
    se = float(np.hypot(sampling, from_parameters))
    df = max(int(fit.sessions[0]) - 1, 1)
    reach = se * t_critical(df)
    return EstimatedEffect(
        value=value,
        se=se,
        se_sampling=sampling,
        se_parameters=from_parameters,
        low=value - reach,
        high=value + reach,
        pvalue=float(2 * stats.t.sf(abs(value / se), df)),
        nobs=nobs,
        n_companies=members,
        influence=BASIS_POINTS * fit.influence[0, 0],
        bandwidth=float(fit.bandwidth[0]),
    )


def _from_parameters(products: FloatArray) -> float:
    """The variance that parameters add to b, from sums (1 + 2 pairs, 2, C) of x x and x y by company."""
    as_is, away = products[0], products[1:]
    if not len(away):
        return 0.0
    alone = as_is.sum(axis=1)[:, None] + away[:-2] - as_is
    slopes = alone[:, 1] / alone[:, 0]
    together = away[-2:].sum(axis=2)
    common = together[:, 1] / together[:, 0]
    own = (slopes[0::2] - slopes[1::2]) / 2.0
    return float((own**2).sum() + ((common[0] - common[1]) / 2.0) ** 2)


def _single(pools: list[Pool]) -> list[Pool]:
    """One pool a panel."""
    return [
        replace(
            pool,
            lines=pool.lines[i : i + 1],
            leverage=pool.leverage[i : i + 1],
            absorbed=pool.absorbed[i : i + 1],
            fitted=pool.fitted[i : i + 1],
            short=pool.short[i : i + 1],
        )
        for pool in pools
        for i in range(len(pool.lines))
    ]
