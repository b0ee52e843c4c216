"""The verdict's own regression, of which each line of the robustness list changes one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Final

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.level import t_critical
from naysay.analysis.projections.equation import pooled, pools_of
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.pool import Pool
from naysay.analysis.projections.result import AS_MEASURED, DETECTABLE
from naysay.analysis.projections.terms import Terms, cumulated
from naysay.analysis.regression import Estimates, FloatArray
from naysay.analysis.scores import Covariance
from naysay.study.units import BASIS_POINTS

SHARE: Final = "negative_share"
"""The measure of a line that has the share of negative posts, in a study whose own measure is the mood."""


@dataclass(frozen=True)
class RobustnessInputs:
    """The inputs of the robustness list that are not in the panel; all frames are session x company.

    ``overnight`` are returns from the close before to the open, ``intraday`` from the open to the close, less
    the market's part or, with ``market_kept``, with it, though the study takes it out; ``no_intraday`` says
    why there are none.
    ``scorers``, ``measures`` and ``forums`` negativity measured in other ways, by name, the last from one
    forum's posts alone; ``announced`` is True on announcement days. None or empty: the study has none.
    """

    overnight: pd.DataFrame | None = None
    intraday: pd.DataFrame | None = None
    no_intraday: str = ""
    market_kept: bool = False
    scorers: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    measures: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    forums: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    announced: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was changed and the result; without an estimate there is a ``reason``."""

    check: str
    variant: str = ""
    value: float = float("nan")
    unit: str = "bp"
    se: float = float("nan")
    low: float = float("nan")
    high: float = float("nan")
    pvalue: float = float("nan")
    mde: float = float("nan")
    nobs: int = 0
    reason: str = ""
    measure: str = AS_MEASURED
    n_companies: int = 0

    @property
    def holds(self) -> bool:
        """Whether the 95 % interval leaves zero out."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Setting:
    """The verdict's own regression; each line changes one thing of it."""

    panel: ProjectionPanel
    terms: Terms
    horizon: int
    covariance: Covariance

    def line(
        self,
        check: str,
        variant: str = "",
        *,
        panel: ProjectionPanel | None = None,
        terms: Terms | None = None,
        negativity: FloatArray | None = None,
        outcome: FloatArray | None = None,
        unit: str = "bp",
    ) -> Line:
        """Another panel, other terms, or other negativity or outcome (C, L) in the study's own panel."""
        panel = self.panel if panel is None else panel
        outcomes = panel.outcomes if outcome is None else replace(panel.outcomes, outcome=outcome)
        fit = pooled(
            (panel.negativity if negativity is None else negativity)[None],
            outcomes,
            self.terms if terms is None else terms,
            horizon=self.horizon,
            covariance=self.covariance,
        )
        return line_of(fit.estimates, check, variant, unit=unit, n_companies=int(fit.companies[0]))

    def pool(self) -> Pool:
        """The regression itself, for lines that leave companies out."""
        (pool,) = pools_of(self.panel.negativity[None], self.panel.outcomes, self.terms, horizon=self.horizon)
        return pool

    def without(self, check: str, left_out: FloatArray, variant: str = "") -> Line:
        """The line without the outcomes that hold a session where ``left_out`` (C, L) is 1."""
        kept = np.where(left_out == 1, np.nan, self.panel.outcomes.returns)
        return self.line(check, variant, outcome=cumulated(kept, self.horizon))


def line_of(
    estimates: Estimates, check: str, variant: str = "", *, n_companies: int, unit: str = "bp"
) -> Line:
    """The first regression of ``estimates`` as a line."""
    nobs = int(estimates.nobs[0])
    if reason := str(estimates.reason[0]):
        return Line(check, variant, unit=unit, nobs=nobs, reason=reason, n_companies=n_companies)
    scale = BASIS_POINTS if unit == "bp" else 1.0
    value, se = scale * float(estimates.coef[0, 0]), scale * float(np.sqrt(estimates.cov[0, 0, 0]))
    df = max(int(estimates.sessions[0]) - 1, 1)
    reach = se * t_critical(df)
    p = float(2 * stats.t.sf(abs(value / se), df))
    return Line(
        check, variant, value, unit, se, value - reach, value + reach, p, DETECTABLE * se, nobs,
        n_companies=n_companies,
    )  # fmt: skip
