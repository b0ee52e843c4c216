"""Tests on the abnormal returns as they are, each event with the same weight."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import (
    EQUAL_CARS,
    Statistic,
    Test,
    normal,
    student,
    too_few,
    unavailable,
    varies,
)
from naysay.analysis.event_study.statistics.inversion import linear, skewness_adjusted
from naysay.analysis.level import NORMAL_CRITICAL, t_critical
from naysay.study.reasons import because

Floats = npt.NDArray[np.float64]


def cross_sectional_t(arrays: EventArrays, window: Window) -> Statistic:
    """t = CAAR / (s / √N), with s the sample standard deviation of the N CARs; Student t(N - 1).

    Null: the mean CAR is zero. Assumes events independent of each other with one distribution; their
    variance may rise in the event window. Events that share dates break the independence: see adjusted_bmp.
    Needs 2 events.

    References
    ----------
    Brown and Warner (1980); Charest (1978).
    """
    return t_of_mean(arrays.car(window))


def skewness_adjusted_t(arrays: EventArrays, window: Window) -> Statistic:
    """t = √N (S + g S² / 3 + g² S³ / 27 + g / (6 N)), S = CAAR / s; Student t(N - 1).

    s is the sample standard deviation of the N CARs and g their skewness, corrected for small samples: g =
    √(N (N - 1)) / (N - 2) times the third moment over the second to the power 3/2. The transformation is a
    monotone cubic, and without skewness it leaves cross_sectional_t.

    Null: the mean CAR is zero, its distribution may be skewed. Assumes events independent of each other. g
    is imprecise below some 20 events. Needs 3 events.

    References
    ----------
    Hall (1992); Johnson (1978), whose form lacks the cubic term.
    """
    return skewness_adjusted_t_of_mean(arrays.car(window))


def j1(arrays: EventArrays, window: Window) -> Statistic:
    """z = Σ CAR_i / √(Σ var(CAR_i)); standard normal.

    var(CAR_i) is the exact forecast-error variance, with a market model sigma_i² (L + L²/M + (Σ_window (m -
    m̄))² / SS), and not sigma_i² L, which leaves out that a window's sessions share the estimated parameters.

    Null: the mean CAR is zero and its variance is that of the estimation window. Assumes events independent
    of each other and no rise of variance at the event; volatile events weigh most. Needs 1 event.

    References
    ----------
    Campbell, Lo and MacKinlay (1997), statistic J1; MacKinlay (1997).
    """
    if (refused := too_few(arrays.n_events, 1)) is not None:
        return refused
    mean, se = arrays.car(window).mean(), np.sqrt(arrays.car_variance(window).sum()) / arrays.n_events
    return normal(mean / se, linear(mean, se, NORMAL_CRITICAL))


def bw85(arrays: EventArrays, window: Window) -> Statistic:
    """t = CAAR / (√L s), s² = Σ_t (A_t - Ā)² / (M - 1) over the estimation window; Student t(M - 1).

    A_t is the mean residual of the events observed on the t-th session before the event and Ā its mean: the
    events are one portfolio in event time, whose own variance shows how they move together ("crude dependence
    adjustment"). Nothing is added for the error of the estimated parameters.

    Null: the mean CAR is zero. Assumes a portfolio variance that does not change at the event and no
    autocorrelation. Right where all events share one date, or none; gaps change the portfolio's variance
    from session to session. Needs 1 event.

    References
    ----------
    Brown and Warner (1980, 1985).
    """
    if (refused := too_few(arrays.n_events, 1)) is not None:
        return refused
    seen = np.isfinite(arrays.residuals)
    count = seen.sum(axis=0)
    portfolio = np.where(seen, arrays.residuals, 0.0).sum(axis=0)[count > 0] / count[count > 0]
    if len(portfolio) < 2 or portfolio.std() <= 1e-12 * np.nanmax(np.abs(arrays.residuals)):
        return unavailable(because("mean_residual_constant"))
    length = window[1] - window[0] + 1
    spread = np.sqrt(length) * portfolio.std(ddof=1)
    mean, freedom = arrays.car(window).mean(), len(portfolio) - 1
    return student(mean / spread, freedom, linear(mean, spread, t_critical(freedom)))


def t_of_mean(values: Floats) -> Statistic:
    """``cross_sectional_t`` of one value an event, (N,), such as CARs or buy-and-hold abnormal returns."""
    if (refused := _untestable(values, 2)) is not None:
        return refused
    n = len(values)
    mean, se = values.mean(), values.std(ddof=1) / np.sqrt(n)
    return student(mean / se, n - 1, linear(mean, se, t_critical(n - 1)))


def skewness_adjusted_t_of_mean(values: Floats) -> Statistic:
    """``skewness_adjusted_t`` of one value an event, (N,)."""
    if (refused := _untestable(values, 3)) is not None:
        return refused
    n = len(values)
    mean, deviation, g = values.mean(), values.std(ddof=1), float(stats.skew(values, bias=False))
    s = mean / deviation
    return student(
        np.sqrt(n) * (s + g * s**2 / 3.0 + g**2 * s**3 / 27.0 + g / (6.0 * n)),
        n - 1,
        skewness_adjusted(mean, deviation, g, n, t_critical(n - 1)),
    )


def _untestable(values: Floats, needed: int) -> Statistic | None:
    if (refused := too_few(len(values), needed)) is not None:
        return refused
    if not varies(values):
        return unavailable(EQUAL_CARS)
    return None


TESTS: Final[dict[str, Test]] = {
    "cross_sectional_t": cross_sectional_t,
    "skewness_adjusted_t": skewness_adjusted_t,
    "j1": j1,
    "bw85": bw85,
}
