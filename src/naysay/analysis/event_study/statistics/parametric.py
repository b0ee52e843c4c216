"""Tests on the abnormal returns as they are, each event with the same weight."""

from __future__ import annotations

from typing import Final

import numpy as np

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import Statistic, Test, student, too_few, unavailable, varies


def cross_sectional_t(arrays: EventArrays, window: Window) -> Statistic:
    """t = CAAR / (s / √N), with s the sample standard deviation of the N CARs; Student t(N - 1).

    Null: the mean CAR is zero. Assumes events independent of each other with one distribution; their
    variance may rise in the event window. Events that share dates break the independence: see adjusted_bmp.
    Needs 2 events.

    References
    ----------
    Brown and Warner (1980); Charest (1978).
    """
    if (refused := too_few(arrays, 2)) is not None:
        return refused
    car = arrays.car(window)
    if not varies(car):
        return unavailable("the cumulative abnormal returns do not differ between events")
    n = len(car)
    return student(np.sqrt(n) * car.mean() / car.std(ddof=1), n - 1)


TESTS: Final[dict[str, Test]] = {"cross_sectional_t": cross_sectional_t}
