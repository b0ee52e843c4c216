"""Whether a whole curve of variants could come from data without any effect."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np

from naysay.analysis.level import LEVEL, t_critical
from naysay.analysis.regression import FloatArray
from naysay.analysis.sweep.step_down import ALIKE

AVERAGE: Final = "average_t"
MEDIAN: Final = "median"
SHARE: Final = "share_significant"
WHOLE_GRID: Final = AVERAGE
"""The test of the whole grid, set before any was looked at; the others stand beside it."""


@dataclass(frozen=True, slots=True)
class CurveTest:
    """One test of one curve; null: no cell of it has an effect."""

    test: str
    statistic: float
    pvalue: float


def curve_tests(
    statistics: FloatArray, errors: FloatArray, sessions: FloatArray, null: FloatArray
) -> list[CurveTest]:
    """Three tests of the null that none of the K cells of a curve has an effect, each two-sided.

        average_t          the mean of the t-statistics: that of Stouffer, less its scale
        median             the median of the effects, t times the standard error
        share_significant  the share of the cells with |t| above its 5 % value and the sign that most
                           estimates have

    ``statistics``, standard ``errors`` and the ``sessions`` used are (K,), ``null`` (draws, K) is from
    ``null_statistics``; p = (1 + #{draws at least as far from 0}) / (1 + draws).

    References
    ----------
    Simonsohn, Simmons and Nelson (2020), Nature Human Behaviour 4, 1208-1214.
    """
    critical = np.asarray(t_critical(np.maximum(sessions - 1.0, 1.0)))

    def share(t: FloatArray) -> FloatArray:
        return _share_significant(t, critical)

    functions: dict[str, Callable[[FloatArray], FloatArray]] = {
        AVERAGE: lambda t: t.mean(axis=1),
        MEDIAN: lambda t: np.median(t * errors, axis=1),
        SHARE: share,
    }
    out = []
    for name, function in functions.items():
        (statistic,) = function(statistics[None])
        reached = np.abs(function(null)) >= abs(statistic) * (1 - ALIKE)
        p = (1 + int(reached.sum())) / (1 + len(null))
        out.append(CurveTest(name, float(statistic), p))
    return out


def significant(pvalues: FloatArray, statistics: FloatArray) -> int:
    """Cells with a p of their own below 5 % and the sign that most estimates have."""
    if not len(statistics):
        return 0
    return int(((pvalues < LEVEL) & (np.sign(statistics) == _direction(statistics[None])[0])).sum())


def _share_significant(t: FloatArray, critical: FloatArray) -> FloatArray:
    """(draws,) of t (draws, K): each draw has a direction of its own."""
    return np.asarray(((np.abs(t) > critical) & (np.sign(t) == _direction(t)[:, None])).mean(axis=1))


def _direction(t: FloatArray) -> FloatArray:
    """The sign that most of each row have; where as many are above 0 as below, that of the mean."""
    most = np.sign(np.sign(t).sum(axis=1))
    return np.asarray(np.where(most == 0, np.sign(t.mean(axis=1)), most))
