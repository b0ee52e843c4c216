"""A mean whose observations may move together within clusters."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from scipy import stats


def clustered_mean(
    values: npt.NDArray[np.float64], clusters: npt.NDArray[np.generic]
) -> tuple[float, float, float]:
    """Mean of ``values`` with the bounds of its 95 % interval when values of one cluster may move together.

    var = G / (G - 1) * sum over clusters g of (sum over i in g of (x_i - mean))^2 / n^2

    with G clusters, referred to t(G - 1). Fewer than two clusters give NaN bounds, no values a NaN mean.

    References
    ----------
    Cameron and Miller (2015), Journal of Human Resources 50.
    """
    n = len(values)
    if n == 0:
        return math.nan, math.nan, math.nan
    mean = float(np.mean(values))
    labels, place = np.unique(clusters, return_inverse=True)
    if len(labels) < 2:
        return mean, math.nan, math.nan
    sums = np.bincount(place, weights=values - mean)
    se = math.sqrt(len(labels) / (len(labels) - 1) * float(sums @ sums)) / n
    reach = float(stats.t.ppf(0.975, len(labels) - 1)) * se
    return mean, mean - reach, mean + reach
