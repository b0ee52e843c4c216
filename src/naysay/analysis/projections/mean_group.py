"""The mean of the companies' own effects, and whether these effects are one and the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from naysay.analysis.regression import FloatArray

LEAST = 3
"""Companies whose effects can be said to differ."""


@dataclass(frozen=True, slots=True)
class MeanGroup:
    """The mean group estimate, referred to Student's t with ``df``, and the test of equal effects."""

    estimate: float
    se: float
    df: int
    n: int
    statistic: float
    pvalue: float
    reason: str = ""


def mean_group(effects: FloatArray, errors: FloatArray) -> MeanGroup:
    """Of the ``effects`` (C,) of companies with their standard ``errors`` (C,); NaN is a company without one.

        mean = sum b_i / C,   se^2 = sum (b_i - mean)^2 / (C (C - 1))

    each company counts alike. Its null is that the mean over companies is zero; the error takes companies as
    independent given their controls, and holds whether or not their effects differ.

        Q = sum (b_i - b_w)^2 / se_i^2,   b_w = sum b_i / se_i^2 / sum 1 / se_i^2

    is chi-squared with C - 1 degrees of freedom under the null that all effects are the same. It weighs each
    difference by how well it is known, so one odd company among many is seen.

    References
    ----------
    Pesaran and Smith (1995), Journal of Econometrics 68 (mean group). Cochran (1954), Biometrics 10; Swamy
    (1970), Econometrica 38 (the test).
    """
    known = np.isfinite(effects) & np.isfinite(errors) & (errors > 0)
    b, se = effects[known], errors[known]
    n = len(b)
    if n < LEAST:
        nan = float("nan")
        return MeanGroup(nan, nan, max(n - 1, 1), n, nan, nan, f"fewer than {LEAST} companies with an effect")
    weight = 1.0 / se**2
    Q = float((weight * (b - (weight * b).sum() / weight.sum()) ** 2).sum())
    return MeanGroup(
        estimate=float(b.mean()),
        se=float(b.std(ddof=1) / np.sqrt(n)),
        df=n - 1,
        n=n,
        statistic=Q,
        pvalue=float(stats.chi2.sf(Q, n - 1)),
    )
