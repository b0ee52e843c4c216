"""The verdict's own regression, of which each line of the robustness list changes one thing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from scipy import stats

from naysay.analysis.projections.equation import cumulated, pooled
from naysay.analysis.projections.estimate import BASIS_POINTS, DETECTABLE
from naysay.analysis.regression import FloatArray
from naysay.analysis.scores import Covariance


@dataclass(frozen=True)
class Beside:
    """What a study may have beside its panel; all frames are session x company.

    ``overnight`` are returns from the close before to the open; ``scorers``, ``measures`` and ``forums``
    negativity made another way, by name, the last from one forum's posts alone; ``announced`` is True on
    announcement days. None or empty: the study has none.
    """

    overnight: pd.DataFrame | None = None
    scorers: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    measures: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    forums: Mapping[str, pd.DataFrame] = field(default_factory=dict)
    announced: pd.DataFrame | None = None


@dataclass(frozen=True, slots=True)
class Line:
    """One row: what was changed and what came out; without an estimate there is a ``reason``."""

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


@dataclass(frozen=True)
class Setting:
    """The verdict's own regression; each line changes one thing of it."""

    negativity: FloatArray
    returns: FloatArray
    horizon: int
    lags: int
    covariance: Covariance

    def line(
        self,
        check: str,
        variant: str = "",
        *,
        negativity: FloatArray | None = None,
        returns: FloatArray | None = None,
        outcome: FloatArray | None = None,
        unit: str = "bp",
    ) -> Line:
        found, _ = pooled(
            (self.negativity if negativity is None else negativity)[None],
            self.returns if returns is None else returns,
            horizon=self.horizon,
            lags=self.lags,
            covariance=self.covariance,
            bandwidth=None,
            outcome=outcome,
        )
        nobs = int(found.nobs[0])
        if found.reason[0]:
            return Line(check, variant, unit=unit, nobs=nobs, reason=str(found.reason[0]))
        scale = BASIS_POINTS if unit == "bp" else 1.0
        value, se = scale * float(found.coef[0, 0]), scale * float(np.sqrt(found.cov[0, 0, 0]))
        df = max(int(found.sessions[0]) - 1, 1)
        reach = se * float(stats.t.ppf(0.975, df))
        p = float(2 * stats.t.sf(abs(value / se), df))
        return Line(check, variant, value, unit, se, value - reach, value + reach, p, DETECTABLE * se, nobs)

    def without(self, check: str, left_out: FloatArray, variant: str = "") -> Line:
        """The line without the outcomes that hold a session where ``left_out`` (C, T) is 1."""
        kept = np.where(left_out == 1, np.nan, self.returns)
        return self.line(check, variant, outcome=cumulated(kept, self.horizon))
