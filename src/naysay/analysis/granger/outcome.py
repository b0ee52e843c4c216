"""What the tests of one lag order come to."""

from __future__ import annotations

from dataclasses import dataclass, fields

import numpy as np

from naysay.analysis.pairs import FloatArray, IntArray, ObjectArray


@dataclass(frozen=True, slots=True)
class Outcome:
    """``m`` tests, one value each; NaN where a test could not be made, which ``reason`` then says."""

    statistic: FloatArray
    sum_coef: FloatArray
    partial_r2: FloatArray
    bandwidth: FloatArray
    nobs: IntArray
    df_resid: IntArray
    reason: ObjectArray

    @classmethod
    def unknown(cls, m: int) -> Outcome:
        """``m`` tests that nobody has made yet."""
        statistic, sum_coef, partial_r2, bandwidth = np.full((4, m), np.nan)
        nobs, df_resid = np.zeros((2, m), dtype=np.int64)
        reason = np.full(m, "", dtype=object)
        return cls(statistic, sum_coef, partial_r2, bandwidth, nobs, df_resid, reason)

    def place(self, places: IntArray, others: Outcome) -> None:
        """Write ``others`` at ``places``."""
        for field in fields(self):
            getattr(self, field.name)[places] = getattr(others, field.name)
