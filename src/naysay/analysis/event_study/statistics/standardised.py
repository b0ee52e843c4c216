"""Tests on abnormal returns standardised by each event's own forecast error."""

from __future__ import annotations

from typing import Final

import numpy as np

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import (
    Statistic,
    Test,
    normal,
    student,
    too_few,
    unavailable,
    varies,
)
from naysay.analysis.event_study.statistics.inversion import linear, studentised
from naysay.analysis.level import NORMAL_CRITICAL, t_critical
from naysay.study.reasons import because


def patell(arrays: EventArrays, window: Window) -> Statistic:
    """z = Σ SCAR_i / √(Σ (M_i - k) / (M_i - k - 2)); standard normal.

    SCAR is the CAR over its exact forecast-error standard deviation, in which the sessions of a window
    share the estimated parameters, and not the sum of daily standardised returns; for one session the two
    agree. The denominator is the variance of N independent t(M_i - k) variables.

    Null: the mean CAR is zero and its variance is that of the estimation window. Assumes normal returns,
    events independent of each other, and no rise of variance at the event: where events are volatile it
    rejects too often (see bmp), and where they share dates too (see adjusted_bmp). Needs 1 event.

    References
    ----------
    Patell (1976); Campbell, Lo and MacKinlay (1997), statistic J2.
    """
    return _patell(arrays, window, 1.0)


def bmp(arrays: EventArrays, window: Window) -> Statistic:
    """t = mean SCAR / (s / √N), with s the sample standard deviation of the N SCARs; Student t(N - 1).

    Null: the mean standardised CAR is zero; its variance at the event is free. Assumes events independent
    of each other and a variance that rises by the same factor for all. Needs 2 events.

    References
    ----------
    Boehmer, Musumeci and Poulsen (1991).
    """
    return _bmp(arrays, window, 1.0)


def adjusted_patell(arrays: EventArrays, window: Window) -> Statistic:
    """z = z_patell / √(1 + (N - 1) r̄); standard normal.

    r̄ is the mean correlation of two events over the tested window, as in adjusted_bmp.

    Null: the mean CAR is zero and its variance is that of the estimation window; events may move together.
    Assumes that abnormal returns at the event correlate as the residuals before it do, and no rise of
    variance at the event. Needs 1 event, with which it is patell, and r̄ above -1 / (N - 1).

    References
    ----------
    Kolari and Pynnönen (2010).
    """
    plain = patell(arrays, window)
    if plain.reason or arrays.n_events == 1:
        return plain
    variance = _variance_of_a_sum(arrays, window)
    return unavailable(_NEGATIVE) if variance <= _NOTHING else _patell(arrays, window, variance)


def adjusted_bmp(arrays: EventArrays, window: Window) -> Statistic:
    """t = t_bmp √((1 - r̄) / (1 + (N - 1) r̄)); Student t(N - 1).

    r̄ is the mean correlation of two events' estimation residuals in calendar time, each pair weighed by the
    share of the tested window that both have in common and the diagonal left out. Events whose windows share
    no session count 0, and where none do this is bmp; pairs whose estimation windows share fewer than 30
    sessions count 0 as well.

    Null: as bmp, with events that may move together. Assumes that abnormal returns of one session correlate
    at the event as the residuals before it do, and those of different sessions not at all. Needs 2 events and
    r̄ above -1 / (N - 1), below which the variance of a mean of N such events would be negative.

    References
    ----------
    Kolari and Pynnönen (2010); Kolari, Pape and Pynnönen (2018) for windows that partly overlap.
    """
    plain = bmp(arrays, window)
    if plain.reason:
        return plain
    variance, mean = _variance_of_a_sum(arrays, window), arrays.mean_correlation(window)
    if variance <= _NOTHING:
        return unavailable(_NEGATIVE)
    if mean >= 1.0 - _NOTHING:
        return unavailable(because("equal_residuals"))
    return _bmp(arrays, window, (1.0 - mean) / variance)


def _patell(arrays: EventArrays, window: Window, inflation: float) -> Statistic:
    """Patell's z over √inflation, with its interval."""
    if (refused := too_few(arrays.n_events, 1)) is not None:
        return refused
    freedom = arrays.nobs - arrays.parameters
    if (freedom <= 2).any():
        return unavailable(because("too_few_estimation_sessions_for_variance"))
    total = arrays.scar(window).sum()
    deviation = np.sqrt(inflation * (freedom / (freedom - 2.0)).sum())
    weight = (1.0 / np.sqrt(arrays.car_variance(window))).sum()
    return normal(total / deviation, linear(total / weight, deviation / weight, NORMAL_CRITICAL))


def _bmp(arrays: EventArrays, window: Window, factor: float) -> Statistic:
    """The t of BMP times √factor, with its interval."""
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    scar = arrays.scar(window)
    if not varies(scar):
        return unavailable(because("equal_standardised_cars"))
    n = len(scar)
    t = np.sqrt(factor * n) * scar.mean() / scar.std(ddof=1)
    inverse = 1.0 / np.sqrt(arrays.car_variance(window))
    return student(t, n - 1, studentised(scar, inverse, t_critical(n - 1), factor=factor))


def _variance_of_a_sum(arrays: EventArrays, window: Window) -> float:
    """1 + (N - 1) r̄: the variance of a sum of N standardised returns, over what it is without correlation."""
    return 1.0 + (arrays.n_events - 1) * arrays.mean_correlation(window)


_NOTHING: Final = 1e-8
_NEGATIVE: Final = because("correlation_too_negative")

TESTS: Final[dict[str, Test]] = {
    "patell": patell,
    "adjusted_patell": adjusted_patell,
    "bmp": bmp,
    "adjusted_bmp": adjusted_bmp,
}
