"""Adjusted p-values for a family of tests: what one p-value is worth among many.

For ``m`` p-values sorted as p(1) <= ... <= p(m), the adjusted value of p(i) is

- Holm:                   max over j <= i of (m - j + 1) p(j)        family-wise error, any dependence
- Benjamini-Hochberg:     min over j >= i of (m / j) p(j)            false discovery rate, independence
- Benjamini-Yekutieli:    min over j >= i of (m c / j) p(j)          false discovery rate, any dependence

with c = 1 + 1/2 + ... + 1/m, each cut at 1. A NaN p-value is a test that could not be made: it stays NaN and
is not counted in ``m``.

References
----------
Holm (1979), Scandinavian Journal of Statistics 6.
Benjamini and Hochberg (1995), Journal of the Royal Statistical Society B 57.
Benjamini and Yekutieli (2001), Annals of Statistics 29.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import ArrayLike, NDArray

from naysay.study.errors import InputError

FloatArray = NDArray[np.float64]


def holm(pvalues: ArrayLike) -> FloatArray:
    """Step-down adjusted p-values that hold the chance of one false rejection or more, in input order."""

    def steps(ordered: FloatArray) -> FloatArray:
        left = np.arange(len(ordered), 0, -1)
        return np.maximum.accumulate(left * ordered)

    return _adjusted(pvalues, steps)


def benjamini_hochberg(pvalues: ArrayLike) -> FloatArray:
    """Step-up adjusted p-values that hold the false discovery rate of independent tests, in input order."""
    return _adjusted(pvalues, _step_up)


def benjamini_yekutieli(pvalues: ArrayLike) -> FloatArray:
    """Step-up adjusted p-values that hold the false discovery rate of dependent tests, in input order."""

    def steps(ordered: FloatArray) -> FloatArray:
        harmonic = np.sum(1.0 / np.arange(1, len(ordered) + 1))
        return _step_up(harmonic * ordered)

    return _adjusted(pvalues, steps)


def _step_up(ordered: FloatArray) -> FloatArray:
    m = len(ordered)
    raised = ordered * m / np.arange(1, m + 1)
    return np.minimum.accumulate(raised[::-1])[::-1]


def _adjusted(pvalues: ArrayLike, steps: Callable[[FloatArray], FloatArray]) -> FloatArray:
    values = np.asarray(pvalues, dtype=np.float64)
    if values.ndim != 1 or np.any((values < 0) | (values > 1)):
        raise InputError(
            "pvalues",
            got=values,
            allowed="one row of numbers between 0 and 1, NaN for a test that was not made",
            mend="Pass the p-values of the whole family as a flat sequence.",
        )
    tested = np.flatnonzero(~np.isnan(values))
    order = tested[np.argsort(values[tested], kind="stable")]
    adjusted = np.full(len(values), np.nan)
    adjusted[order] = np.minimum(steps(values[order]), 1.0)
    return adjusted
