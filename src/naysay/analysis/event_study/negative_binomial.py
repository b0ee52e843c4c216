"""The negative binomial distribution of a count, by its mean and its spread beyond a Poisson count."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from scipy import special

Floats = npt.NDArray[np.float64]


def log_mass(n: Floats, mean: Floats, spread: Floats) -> Floats:
    """log P(N = n) for counts ``n`` of mean m > 0 and spread a > 0; all three broadcast.

        N | G ~ Poisson(m G),  G ~ Gamma with mean 1 and variance a,  so  var(N) = m + a m^2

        P(N = n) = Gamma(n + k) / (Gamma(k) n!) (k / (k + m))^k (m / (k + m))^n,   k = 1 / a.

    NaN where an argument is NaN.

    References
    ----------
    Lawless (1987), Negative binomial and mixed Poisson regression.
    """
    size = 1.0 / spread
    total = np.log(size + mean)
    counted = special.gammaln(n + size) - special.gammaln(size) - special.gammaln(n + 1.0)
    mass: Floats = counted + size * (np.log(size) - total) + n * (np.log(mean) - total)
    return mass


def upper_tail(n: Floats, mean: Floats, spread: Floats) -> Floats:
    """P(N >= n) of the same count for whole n >= 1: the incomplete beta function I(m / (m + k); n, k).

    It is 0 where it lies below the smallest float, about 1e-308.
    """
    size = 1.0 / spread
    tail: Floats = special.betainc(n, size, mean / (mean + size))
    return tail
