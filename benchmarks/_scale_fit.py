"""How costs grow with sizes: exponents, straight lines, and the gain of two workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np


@dataclass(frozen=True, slots=True)
class CostLine:
    """``fixed`` and what one further unit costs."""

    fixed: float
    each: float

    def at(self, size: float) -> float:
        """The cost of ``size`` units."""
        return self.fixed + self.each * size


def exponent(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The power of the size that the cost grows with: the slope of a line through the logarithms."""
    x, y = np.log(np.asarray(sizes, float)), np.log(np.asarray(costs, float))
    return float(((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum())


def steepest(sizes: Sequence[float], costs: Sequence[float]) -> float:
    """The largest exponent from one size to the next."""
    return max(exponent(two, its) for two, its in zip(pairwise(sizes), pairwise(costs), strict=True))


def cost_line(sizes: Sequence[float], costs: Sequence[float]) -> CostLine:
    """The line with the least sum of squares of relative errors: small sizes count as much as large ones."""
    x, y = np.asarray(sizes, float), np.asarray(costs, float)
    design = np.column_stack([np.ones_like(x), x]) / y[:, None]
    (fixed, each), *_ = np.linalg.lstsq(design, np.ones_like(y), rcond=None)
    return CostLine(float(fixed), float(each))
