"""The result of an event-study test, and the two distributions that most tests use."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import numpy as np
from scipy import stats

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.inversion import Shift
from naysay.study.reasons import because

NAN = float("nan")
NO_SHIFT: Final = Shift()
NO_EVENT: Final = because("no_usable_event")
EQUAL_CARS: Final = because("equal_cars")


@dataclass(frozen=True)
class Statistic:
    """One test of one window. ``df`` is NaN where the reference is the normal distribution.

    ``pvalue`` is two-sided. A test that cannot be made is NaN, and ``reason`` says why. ``shift`` is the
    test's own interval of the CAR; NaN for tests that are not inverted.
    """

    statistic: float
    df: float
    pvalue: float
    reason: str = ""
    shift: Shift = NO_SHIFT


Test = Callable[[EventArrays, Window], Statistic]


def normal(z: float, shift: Shift = NO_SHIFT) -> Statistic:
    """``z`` referred to the standard normal distribution."""
    return Statistic(float(z), NAN, float(2.0 * stats.norm.sf(abs(z))), shift=shift)


def student(t: float, df: float, shift: Shift = NO_SHIFT) -> Statistic:
    """``t`` referred to Student's distribution with ``df`` degrees of freedom."""
    return Statistic(float(t), float(df), float(2.0 * stats.t.sf(abs(t), df)), shift=shift)


def unavailable(reason: str) -> Statistic:
    """A test that cannot be made."""
    return Statistic(NAN, NAN, NAN, reason)


def too_few(events: int, needed: int) -> Statistic | None:
    """Why a test that needs ``needed`` of the usable ``events`` cannot be made, or None."""
    if events >= needed:
        return None
    return unavailable(NO_EVENT if needed == 1 else because("too_few_events", least=needed))


def varies(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> bool:
    """Whether the values differ by more than rounding."""
    return bool(np.ptp(values) > 1e-12 * np.abs(values).max(initial=0.0))
