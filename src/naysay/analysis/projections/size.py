"""How large the pooled effect is, in the quantities a reader asks for, in either direction."""

from __future__ import annotations

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.pairs import paired
from naysay.analysis.projections.equation import pooled
from naysay.analysis.projections.estimate import BASIS_POINTS, DETECTABLE
from naysay.analysis.projections.joint import responses
from naysay.analysis.projections.path import Measure, not_made, shape
from naysay.analysis.projections.result import POOLED
from naysay.analysis.regression import Estimates
from naysay.analysis.scores import Covariance
from naysay.study.frames import TABLES


def effect_size(
    cause: pd.DataFrame,
    effect: pd.DataFrame,
    *,
    direction: str,
    unit: str,
    scale: float,
    counts: pd.DataFrame | None = None,
    horizons: int = 10,
    primary_horizon: int = 1,
    lags: int = 5,
    covariance: Covariance = "CR3_session",
    seed: int = 0,
) -> pd.DataFrame:
    """The size table of one direction: one row a quantity, with its 95 % interval or a reason.

    effect (at the primary horizon, per standard deviation of the cause), effect_per_ten (per ten negative
    posts, from the same regression on ``counts`` / 10), peak, peak_session, reverted_5, reverted_10,
    half_life (of the responses up to ``horizons``, see ``shape``), partial_r2 and detectable (the true effect
    found with probability .80). Frames are session x company; responses are times ``scale`` in ``unit``.
    Rows that cannot be made have a reason.

    The partial R^2 is what the cause explains of the variance that the controls leave. Its interval is that
    of the coefficient carried over, k b^2 / (1 + k b^2), and starts at 0 where that of b holds zero.
    """
    pair = paired(cause, effect, names=("cause", "effect"))
    steps = list(range(1, horizons + 1))
    found = [
        pooled(pair.first[None], pair.second, horizon=h, lags=lags, covariance=covariance, bandwidth=None)[0]
        for h in steps
    ]
    at = found[primary_horizon - 1]
    rows = {"effect": (unit, _coefficient(at, scale))}
    if counts is not None:
        posts = paired(counts / 10.0, effect, names=("counts", "effect"))
        ten, _ = pooled(
            posts.first[None],
            posts.second,
            horizon=primary_horizon,
            lags=lags,
            covariance=covariance,
            bandwidth=None,
        )
        rows["effect_per_ten"] = (unit, _coefficient(ten, scale))
    units = {"peak": unit, "reverted_5": "share", "reverted_10": "share"}
    for name, measure in shape(responses(found, steps, 0, scale=scale), seed=seed).items():
        rows[name] = (units.get(name, "sessions"), measure)
    rows["partial_r2"] = ("share", _partial_r2(at))
    rows["detectable"] = (unit, _detectable(at, scale))
    table = pd.DataFrame(
        {
            "company": POOLED,
            "direction": direction,
            "quantity": name,
            "unit": of,
            "value": measure.value,
            "low": measure.low,
            "high": measure.high,
            "nobs": int(at.nobs[0]),
            "reason": measure.reason,
        }
        for name, (of, measure) in rows.items()
    )
    return table[list(TABLES["size"])]


def interval(found: Estimates, scale: float = BASIS_POINTS) -> tuple[float, float]:
    """The estimate's standard error and the half-width of its 95 % interval, times ``scale``."""
    se = scale * float(np.sqrt(found.cov[0, 0, 0]))
    return se, se * float(stats.t.ppf(0.975, max(int(found.sessions[0]) - 1, 1)))


def _coefficient(found: Estimates, scale: float) -> Measure:
    if found.reason[0]:
        return not_made(str(found.reason[0]))
    value, (_, reach) = scale * float(found.coef[0, 0]), interval(found, scale)
    return Measure(value, value - reach, value + reach)


def _detectable(found: Estimates, scale: float) -> Measure:
    if found.reason[0]:
        return not_made(str(found.reason[0]))
    value = DETECTABLE * interval(found, scale)[0]
    return Measure(value, float("nan"), float("nan"))


def _partial_r2(found: Estimates) -> Measure:
    own = _coefficient(found, 1.0)
    if own.reason:
        return own
    share = float(found.partial_r2[0])
    odds = share / (1 - share) / own.value**2
    ends = sorted(odds * end**2 / (1 + odds * end**2) for end in (own.low, own.high))
    return Measure(share, 0.0 if own.low <= 0 <= own.high else ends[0], ends[1])
