"""The results of the tests of one lag order."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from naysay.analysis.pairs import FloatArray, IntArray, ObjectArray
from naysay.analysis.regression import Estimates


@dataclass(frozen=True, slots=True)
class Outcome:
    """``m`` tests, one value each; NaN where a test could not be made, and ``reason`` says why."""

    statistic: FloatArray
    sum_coef: FloatArray
    partial_r2: FloatArray
    bandwidth: FloatArray
    nobs: IntArray
    df_resid: IntArray
    fitted: IntArray
    """(m,) sessions that an indicator of their own fits exactly; they are not among ``nobs``."""
    reason: ObjectArray

    @classmethod
    def unknown(cls, m: int) -> Outcome:
        """``m`` tests that are still missing."""
        statistic, sum_coef, partial_r2, bandwidth = np.full((4, m), np.nan)
        nobs, df_resid, fitted = np.zeros((3, m), dtype=np.int64)
        reason = np.full(m, "", dtype=object)
        return cls(statistic, sum_coef, partial_r2, bandwidth, nobs, df_resid, fitted, reason)

    @classmethod
    def of(cls, estimates: Estimates, fitted: IntArray) -> Outcome:
        """The tests of ``estimates``; NaN where there is a reason."""
        missing = np.where(estimates.reason == "", 1.0, np.nan)
        return cls(
            statistic=estimates.statistic * missing,
            sum_coef=estimates.coef.sum(axis=1) * missing,
            partial_r2=estimates.partial_r2 * missing,
            bandwidth=estimates.bandwidth * missing,
            nobs=estimates.nobs,
            df_resid=estimates.df_resid,
            fitted=fitted,
            reason=estimates.reason,
        )

    def place(self, places: IntArray, others: Outcome) -> None:
        """Write ``others`` at ``places``."""
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(others, field.name)
