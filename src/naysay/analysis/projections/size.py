"""How large the pooled effect is in either direction, in several quantities."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.analysis.level import t_critical
from naysay.analysis.projections.columns import SIZE
from naysay.analysis.projections.equation import pooled
from naysay.analysis.projections.estimated_regressor import EstimatedEffect
from naysay.analysis.projections.joint import responses
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.path import Measure, missing_measure, shape
from naysay.analysis.projections.result import AS_MEASURED, DETECTABLE, MOOD, POOLED
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import Estimates, FloatArray
from naysay.analysis.scores import Covariance
from naysay.study.units import BASIS_POINTS


def effect_size(
    panel: ProjectionPanel,
    terms: Terms,
    *,
    direction: str,
    unit: str,
    scale: float,
    counts: FloatArray | None = None,
    horizons: int = 10,
    primary_horizon: int = 1,
    covariance: Covariance = "CR3_session",
    seed: int = 0,
) -> pd.DataFrame:
    """The size table of one direction: one row a quantity, with its 95 % interval or a reason.

    effect (at the primary horizon, per standard deviation of negativity, or of what stands in its place),
    effect_per_ten (per ten negative posts, from the same regression on ``counts`` / 10, (C, L) as the panel
    has them), peak, peak_session, reverted_5, reverted_10, half_life (of the responses up to ``horizons``,
    see ``shape``), partial_r2 and detectable (the true effect that is detected with probability .80).
    Responses are times ``scale`` in ``unit``. Rows that cannot be estimated have a reason.

    The partial R^2 is what negativity explains of the variance that all else leaves. Its interval is that
    of the coefficient carried over, k b^2 / (1 + k b^2), and starts at 0 where that of b holds zero.
    """
    steps = list(range(1, horizons + 1))

    def at_horizon(negativity: FloatArray, h: int) -> Estimates:
        return pooled(negativity[None], panel.outcomes, terms, horizon=h, covariance=covariance).estimates

    estimates = [at_horizon(panel.negativity, h) for h in steps]
    at = estimates[primary_horizon - 1]
    rows = {"effect": (unit, _coefficient(at, scale))}
    if counts is not None:
        rows["effect_per_ten"] = (unit, _coefficient(at_horizon(counts / 10.0, primary_horizon), scale))
    units = {"peak": unit, "reverted_5": "share", "reverted_10": "share"}
    for name, measure in shape(responses(estimates, steps, 0, scale=scale), seed=seed).items():
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
            "measure": AS_MEASURED,
        }
        for name, (of, measure) in rows.items()
    )
    return SIZE.ordered(table)


def mood_size(effect: EstimatedEffect) -> pd.DataFrame:
    """The rows of the size table for the mood behind the posts: mood_effect and mood_detectable."""
    measures = {
        "mood_effect": Measure(effect.value, effect.low, effect.high, effect.reason),
        "mood_detectable": Measure(DETECTABLE * effect.se, float("nan"), float("nan"), effect.reason),
    }
    rows = [
        {
            "company": POOLED,
            "direction": "forward",
            "quantity": name,
            "unit": "bp",
            "value": measure.value,
            "low": measure.low,
            "high": measure.high,
            "nobs": effect.nobs,
            "reason": measure.reason,
            "measure": MOOD,
        }
        for name, measure in measures.items()
    ]
    return SIZE.ordered(pd.DataFrame(rows))


def with_rows_of(of_mood: pd.DataFrame, forward: pd.DataFrame) -> pd.DataFrame:
    """The rows of a direction, with those ``of_mood`` in the place of the same quantities as measured.

    For a study whose own measure is the mood: the error of its parameters belongs to it.
    """
    named = of_mood["quantity"].str.removeprefix("mood_")
    wider = of_mood.assign(measure=AS_MEASURED, quantity=named).set_index("quantity")
    own = [
        {**row, **wider.loc[row["quantity"]]} if row["quantity"] in wider.index else row
        for row in forward.to_dict("records")
    ]
    return pd.DataFrame(own)[list(forward.columns)]


def interval(estimates: Estimates, scale: float = BASIS_POINTS) -> tuple[float, float]:
    """The estimate's standard error and the half-width of its 95 % interval, times ``scale``."""
    se = scale * float(np.sqrt(estimates.cov[0, 0, 0]))
    return se, se * t_critical(max(int(estimates.sessions[0]) - 1, 1))


def _coefficient(estimates: Estimates, scale: float) -> Measure:
    if estimates.reason[0]:
        return missing_measure(str(estimates.reason[0]))
    value, (_, reach) = scale * float(estimates.coef[0, 0]), interval(estimates, scale)
    return Measure(value, value - reach, value + reach)


def _detectable(estimates: Estimates, scale: float) -> Measure:
    if estimates.reason[0]:
        return missing_measure(str(estimates.reason[0]))
    value = DETECTABLE * interval(estimates, scale)[0]
    return Measure(value, float("nan"), float("nan"))


def _partial_r2(estimates: Estimates) -> Measure:
    own = _coefficient(estimates, 1.0)
    if own.reason:
        return own
    share = float(estimates.partial_r2[0])
    odds = share / (1 - share) / own.value**2
    ends = sorted(odds * end**2 / (1 + odds * end**2) for end in (own.low, own.high))
    return Measure(share, 0.0 if own.low <= 0 <= own.high else ends[0], ends[1])
