"""One cell of a grid: the verdict's own regression with its session scores."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.projections.equation import pooled
from naysay.analysis.projections.of_mood import mood_effect
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import FloatArray
from naysay.analysis.robustness.setting import line_of
from naysay.analysis.scores import Covariance
from naysay.study.panel import MoodOfPanel
from naysay.study.units import BASIS_POINTS

EFFECT: Final = "effect"
MOOD: Final = "mood"
"""What a curve is of: one standard deviation of the measure, or one of the mood behind the posts."""


@dataclass(frozen=True, eq=False)
class CellEstimate:
    """The pooled effect of one cell, in basis points; NaN where there is a ``reason``.

    ``curve`` names the curve that it belongs to, such as ``effect_1``: what one standard deviation is of, and
    the horizon. Cells of two curves are in different units, so they are never in one median.
    """

    curve: str
    value: float = float("nan")
    se: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    pvalue: float = float("nan")
    nobs: int = 0
    n_companies: int = 0
    reason: str = ""
    sessions: pd.Index = field(default_factory=lambda: pd.DatetimeIndex([]))
    """The T sessions of ``scores``."""
    scores: FloatArray = field(default_factory=lambda: np.empty(0))
    """(T,) what each session moves ``value`` by, in basis points; 0 on a session that it does not use."""
    overlap: int = 1
    """Neighbouring sessions whose scores may go together: the horizon, or the width of the kernel."""

    @property
    def statistic(self) -> float:
        """value / se"""
        return self.value / self.se

    def is_same_as(self, other: CellEstimate) -> bool:
        """Whether both are one estimate to the last digit, session by session."""
        return (
            (self.curve, self.value, self.se, self.nobs) == (other.curve, other.value, other.se, other.nobs)
            and self.sessions.equals(other.sessions)
            and np.array_equal(self.scores, other.scores)
        )


def curve_of(horizon: int, *, of_mood: bool) -> str:
    """The curve of cells at ``horizon``."""
    return f"{MOOD if of_mood else EFFECT}_{horizon}"


def estimated_cell(
    panel: ProjectionPanel,
    terms: Terms,
    *,
    horizon: int,
    covariance: Covariance,
    mood: MoodOfPanel | None = None,
    of_mood: bool = False,
) -> CellEstimate:
    """The pooled local projection at ``horizon``, as ``local_projections`` has it, with its scores.

    The score of session t is what leaving it out moves the estimate by (CR3_session), or the sum of its
    companies' scores (driscoll_kraay). Without a kernel se^2 is the sum of the squared scores. ``of_mood``
    takes the filtered ``mood`` for the regressor. Its scores are stretched to the whole standard error, that
    of the mood's parameters included: the statistics of cells go together as those of the sessions do.
    """
    curve = curve_of(horizon, of_mood=of_mood)
    if of_mood:
        effect = mood_effect(panel, terms, mood, horizon=horizon, covariance=covariance)
        if effect.reason:
            return CellEstimate(curve, nobs=effect.nobs, n_companies=effect.n_companies, reason=effect.reason)
        return CellEstimate(
            curve, effect.value, effect.se, effect.low, effect.high, effect.pvalue, effect.nobs,
            effect.n_companies, sessions=panel.sessions,
            scores=effect.influence * effect.se / effect.se_sampling,
            overlap=_overlap(horizon, effect.bandwidth),
        )  # fmt: skip
    fit = pooled(panel.negativity[None], panel.outcomes, terms, horizon=horizon, covariance=covariance)
    line = line_of(fit.estimates, "cell", n_companies=int(fit.companies[0]))
    if line.reason:
        return CellEstimate(curve, nobs=line.nobs, n_companies=line.n_companies, reason=line.reason)
    return CellEstimate(
        curve, line.value, line.se, line.low, line.high, line.pvalue, line.nobs, line.n_companies,
        sessions=panel.sessions,
        scores=BASIS_POINTS * fit.estimates.influence[0, 0],
        overlap=_overlap(horizon, float(fit.estimates.bandwidth[0])),
    )  # fmt: skip


def _overlap(horizon: int, bandwidth: float) -> int:
    """Sessions that share a return of the outcome, or that the kernel of the covariance ties together."""
    return horizon if np.isnan(bandwidth) else max(horizon, int(bandwidth) + 1)
