"""P-values of the cells of a family that hold for all of them at once."""

from __future__ import annotations

import numpy as np

from naysay.analysis.regression import FloatArray

ALIKE = 1e-9
"""A difference of statistics that is rounding: draws with the signs of the data give it back."""


def romano_wolf(statistics: FloatArray, null: FloatArray, pvalues: FloatArray) -> FloatArray:
    """The adjusted p-values (K,) of two-sided tests with ``statistics`` (K,), by stepping down.

    With the cells in order of |t|, the largest first, and t' (draws, K) from ``null_statistics``,

        p_(j) = max(p_(j-1), own p of (j), (1 + #{draws: max over k in (j)...(K) of |t'_k| >= |t_(j)|})
                                           / (1 + draws))

    The chance that any cell without an effect has a p below 5 % is at most 5 % in large samples, whichever
    cells have one and however they go together. No p is below the cell's own, ``pvalues`` (K,), and a larger
    |t| never has a larger p.

    References
    ----------
    Romano and Wolf (2005), Journal of the American Statistical Association 100, 94-108; (2016), Statistics
    and Probability Letters 113, 38-40 (the p-values).
    """
    size = np.abs(statistics)
    order = np.argsort(-size, kind="stable")
    largest = np.maximum.accumulate(np.abs(null)[:, order[::-1]], axis=1)[:, ::-1]
    reached = (largest >= size[order] * (1 - ALIKE)).sum(axis=0)
    steps = np.maximum((1 + reached) / (1 + len(null)), pvalues[order])
    out = np.empty(len(size))
    out[order] = np.maximum.accumulate(steps)
    return out
