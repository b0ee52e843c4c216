"""Intervals of a window's CAR by inverting the test: all shifts of the CARs that the test does not reject.

A shift m takes m off every event's CAR. The interval holds the shifts whose two-sided p-value is at least
5 %, so 0 lies outside exactly where the test of the table rejects. ``location`` is the shift at which the
statistic is 0: what the test takes for the CAR of an event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]

NAN: Final = float("nan")


@dataclass(frozen=True)
class Shift:
    """``location`` and the 95 % interval ``low`` to ``high``, decimal; NaN where the test has none."""

    location: float = NAN
    low: float = NAN
    high: float = NAN


def linear(location: float, se: float, critical: float) -> Shift:
    """Of a statistic (location - m) / se: location ± critical se."""
    reach = critical * se
    return Shift(float(location), float(location - reach), float(location + reach))


def studentised(scar: Floats, inverse: Floats, critical: float, *, factor: float = 1.0) -> Shift:
    """Of t(m) = √(factor N) mean(SCAR - m b) / s(m), b = 1 / se(CAR) and s(m) the deviation of SCAR - m b.

    t(m)² = critical² is a quadratic equation in m (Fieller). The location is mean SCAR / mean b, the mean of
    the CARs weighed by 1 / se(CAR). Where forecast errors differ so much that no finite interval exists, its
    bounds are NaN.

    References
    ----------
    Fieller (1954).
    """
    n = len(scar)
    spread = np.cov(scar, inverse, ddof=1)
    a, b, squared = scar.mean(), inverse.mean(), critical**2
    leading = n * factor * b**2 - squared * spread[1, 1]
    middle = n * factor * a * b - squared * spread[0, 1]
    last = n * factor * a**2 - squared * spread[0, 0]
    if leading <= 0.0:
        return Shift(float(a / b))
    # The root of larger size first, the other from their product: the difference would lose digits.
    larger = middle + np.copysign(np.sqrt(max(middle**2 - leading * last, 0.0)), middle)
    roots = sorted((larger / leading, last / larger if larger else 0.0))
    return Shift(float(a / b), float(roots[0]), float(roots[1]))


def skewness_adjusted(mean: float, deviation: float, skewness: float, n: int, critical: float) -> Shift:
    """Of Hall's t = √n (S + g S²/3 + g² S³/27 + g/(6n)), S = (mean - m) / deviation, a monotone cubic.

    Its bracket is ((1 + g S/3)³ - 1) / g + g/(6n), so t = c has S = (3/g) (∛(1 + g (c/√n - g/(6n))) - 1).

    References
    ----------
    Hall (1992), the inverted transformation.
    """

    def moved(t: float) -> float:
        straight = t / np.sqrt(n) - skewness / (6.0 * n)
        if abs(skewness * straight) < 1e-6:  # the cube root's first terms, exact there to the last digit
            return float(straight * (1.0 - skewness * straight / 3.0))
        return float(3.0 / skewness * (np.cbrt(1.0 + skewness * straight) - 1.0))

    low, high = mean - deviation * moved(critical), mean - deviation * moved(-critical)
    return Shift(float(mean - deviation * moved(0.0)), low, high)
