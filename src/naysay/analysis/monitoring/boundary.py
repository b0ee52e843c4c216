"""Boundaries of a test that is made again and again on growing data, by recursive numerical integration."""

from __future__ import annotations

import math
from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

import numpy as np
from scipy import optimize, stats

from naysay.analysis.regression import FloatArray
from naysay.study.errors import InputError

FARTHEST: Final = 37.0
"""The probability of a standard normal variable beyond it is the smallest that a number can hold."""
NODES: Final = 3.0
"""Nodes of the quadrature to one standard deviation of the step between two looks."""
BATCH: Final = 64
"""Numbers of nodes are multiples of it, so that few sets of nodes are ever made."""


def boundaries(information: Sequence[float] | FloatArray, spent: Sequence[float] | FloatArray) -> FloatArray:
    """The values c_k that |Z_k| has to exceed at look k, so that just ``spent`` of series without any effect
    cross by then.

    Z_1, Z_2, ... are the z statistics of the same null on growing data. Their scores B_k = sqrt(I_k) Z_k have
    independent increments of variance I_k - I_{k-1} (a Brownian motion in information), so that

        P(|Z_1| < c_1, ..., |Z_{k-1}| < c_{k-1}, |Z_k| >= c_k) = spent_k - spent_{k-1},      spent_0 = 0

    is solved for c_k, one look after another. The density of Z_k in series that have not crossed is

        g_1(z) = phi(z),   g_k(z) = integral over |x| < c_{k-1} of g_{k-1}(x) f_k(z, x) dx,
        f_k(z, x) = sqrt(I_k / d) phi((z sqrt(I_k) - x sqrt(I_{k-1})) / sqrt(d)),   d = I_k - I_{k-1}

    and the probability to cross is what of it lies beyond c_k. The integrals are sums over Gauss-Legendre
    nodes, at least ``NODES`` of them to a standard deviation of f_k, which leaves no error in the first ten
    digits of c_k.

    Parameters
    ----------
    information
        (K,) numbers above 0 that rise: I_1 < I_2 < ... Only their ratios count.
    spent
        (K,) cumulated probabilities that rise, above 0 and below 1, two-sided.

    Returns
    -------
    (K,) c_k, each above 0. c_k depends on the looks up to k alone.

    Raises
    ------
    InputError
        Arrays of different lengths, values that are not finite or do not rise, or probabilities not below 1.

    References
    ----------
    Armitage, McPherson and Rowe (1969), Journal of the Royal Statistical Society A 132 (the recursion).
    Lan and DeMets (1983), Biometrika 70 (boundaries from what is spent). Jennison and Turnbull (2000), Group
    Sequential Methods, chapters 7 and 19.
    """
    known, alpha = _rising("information", information), _rising("spent", spent)
    if len(known) != len(alpha) or (len(alpha) and alpha[-1] >= 1.0):
        raise InputError(
            "spent",
            got=f"{len(alpha)} probabilities for {len(known)} looks, the last {alpha[-1:].sum()}",
            allowed="one probability below 1 for each look",
            mend="Give the share of series that may have crossed by each look.",
        )
    critical = np.empty(len(known))
    nodes, mass = np.zeros(1), np.ones(1)  # before the first look all series stand at 0
    for k, step in enumerate(np.diff(alpha, prepend=0.0)):
        before = known[k - 1] if k else 0.0
        spread, pull = math.sqrt((known[k] - before) / known[k]), math.sqrt(before / known[k])
        critical[k] = _solved(nodes * pull, mass, spread, step)
        if k + 1 < len(known):
            following = math.sqrt((known[k + 1] - known[k]) / known[k + 1])
            nodes, mass = _carried(nodes * pull, mass, spread, critical[k], following)
    return critical


def _rising(field: str, values: Any) -> FloatArray:
    try:
        array = np.asarray(values, dtype=np.float64)
    except (TypeError, ValueError):
        array = np.array([np.nan])
    if array.ndim != 1 or not np.isfinite(array).all() or (np.diff(array, prepend=0.0) <= 0).any():
        raise InputError(
            field,
            got=values,
            allowed="numbers above 0, each larger than the one before",
            mend="Leave out looks at which nothing was added.",
        )
    return array


def _solved(centres: FloatArray, mass: FloatArray, spread: float, step: float) -> float:
    """The c beyond which series now at ``centres`` with ``mass`` stand with the probability ``step``."""

    def beyond(c: float) -> float:
        tails = stats.norm.sf((c - centres) / spread) + stats.norm.cdf((-c - centres) / spread)
        return math.log(max(float(mass @ tails), 1e-320)) - math.log(step)

    if beyond(0.0) <= 0.0:
        return 0.0
    return float(optimize.brentq(beyond, 0.0, FARTHEST, xtol=1e-12))


def _carried(
    centres: FloatArray, mass: FloatArray, spread: float, c: float, following: float
) -> tuple[FloatArray, FloatArray]:
    """Nodes in (-c, c), close enough for a next step of standard deviation ``following``, and their mass."""
    points, weights = _quadrature(1 + math.ceil(2.0 * c * NODES / min(spread, following) / BATCH))
    nodes = c * points
    density = stats.norm.pdf((nodes[:, None] - centres[None, :]) / spread) / spread
    return nodes, c * weights * (density @ mass)


@lru_cache(maxsize=32)
def _quadrature(batches: int) -> tuple[FloatArray, FloatArray]:
    """Gauss-Legendre nodes in (-1, 1) and their weights."""
    points, weights = np.polynomial.legendre.leggauss(batches * BATCH)
    return np.asarray(points), np.asarray(weights)
