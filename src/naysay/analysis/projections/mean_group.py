"""The mean of the companies' own effects, and whether these effects are one and the same."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy import stats

from naysay.analysis.regression import FloatArray
from naysay.study.reasons import because

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


def mean_group(effects: FloatArray, errors: FloatArray, freedom: FloatArray | None = None) -> MeanGroup:
    """Of the ``effects`` (C,) of companies with their standard ``errors`` (C,); NaN is a company without one.

        mean = sum b_i / C,   se^2 = sum (b_i - mean)^2 / (C (C - 1))

    each company counts alike. Its null is that the mean over companies is zero; the error takes companies as
    independent given their controls, and holds whether or not their effects differ.

        Q = sum w_i (b_i - b_w)^2,   w_i = 1 / se_i^2,   b_w = sum w_i b_i / W,   W = sum w_i

    tests whether all effects are the same: it weighs each difference by how well it is known, so one odd
    company among many is seen. Errors that rest on a handful of loud sessions are known badly. With the
    ``freedom`` f_i of each error (``effective_freedom``; None is without end) and L = sum (1 - w_i / W)^2 /
    f_i

        F = Q / (C - 1) / (1 + 2 (C - 2) L / (C^2 - 1)),   referred to F(C - 1, (C^2 - 1) / (3 L))

    Under the null that all effects are equal; without end it is chi-squared. ``statistic`` is Q.

    References
    ----------
    Pesaran and Smith (1995), Journal of Econometrics 68 (mean group). Cochran (1954), Biometrics 10; Welch
    (1951), Biometrika 38 (the test).
    """
    known = np.isfinite(effects) & np.isfinite(errors) & (errors > 0)
    b, se = effects[known], errors[known]
    n = len(b)
    if n < LEAST:
        nan = float("nan")
        return MeanGroup(nan, nan, max(n - 1, 1), n, nan, nan, because("too_few_companies", least=LEAST))
    weight = 1.0 / se**2
    Q = float((weight * (b - (weight * b).sum() / weight.sum()) ** 2).sum())
    L = 0.0 if freedom is None else float(((1 - weight / weight.sum()) ** 2 / freedom[known]).sum())
    F = Q / (n - 1) / (1 + 2 * (n - 2) * L / (n**2 - 1))
    pvalue = stats.f.sf(F, n - 1, (n**2 - 1) / (3 * L)) if L > 0 else stats.chi2.sf(Q, n - 1)
    return MeanGroup(
        estimate=float(b.mean()),
        se=float(b.std(ddof=1) / np.sqrt(n)),
        df=n - 1,
        n=n,
        statistic=Q,
        pvalue=float(pvalue),
    )


def effective_freedom(influence: FloatArray) -> FloatArray:
    """Degrees of freedom (m,) of the variances that sum the squares of ``influence`` (m, T), at least 1.

        f = 3 (sum psi_t^2)^2 / sum psi_t^4

    T where all sessions count alike and are normal, few where a handful decides (Satterthwaite 1946,
    Biometrics Bulletin 2). NaN stays NaN.
    """
    squares = influence**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(np.maximum(3.0 * squares.sum(axis=1) ** 2 / (squares**2).sum(axis=1), 1.0))
