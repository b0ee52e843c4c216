"""Rank tests of a whole window: its standardised CAR is ranked among the standardised residuals before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

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
from naysay.study.reasons import because

Floats = npt.NDArray[np.float64]


def grank_t(arrays: EventArrays, window: Window) -> Statistic:
    """t = Z √((T - 2) / (T - 1 - Z²)), Z = Ū_0 / S, S² = mean over T sessions of (N_t / N) Ū_t²; t(T - 2).

    The window is one further session 0, added to the M of the estimation window, T = M + 1. There event i has
    its SCAR over the cross-sectional standard deviation of all SCARs, elsewhere its residual over sigma_i.
    U_it is the rank of that among the event's own n_i values (ties take their average rank) over n_i + 1,
    less 1/2, and Ū_t the mean of the N_t events that are observed.

    Null: the standardised CAR is ranked as a standardised abnormal return of any other session. Its
    variance at the event is free. S comes from the mean rank of each session relative to the event, which
    allows for events on one common date, but neither for windows that partly overlap nor for what events
    that move together lose of their spread. The p-value therefore refers Z / √(v q) in the place of Z, v of
    ``EventArrays.overlap`` and q = asin(r̄ / (2 - r̄)) / asin(r̄ / 2) with r̄ of adjusted_bmp, both 1 for events
    without a session in common; ``statistic`` is that of the paper. Rejects a true null too often with few
    events (8 to 9 % instead of 5 % with five on one date). Needs 2 events.

    References
    ----------
    Kolari and Pynnönen (2011), statistic t_grank.
    """
    if (refused := _untestable(arrays, window)) is not None:
        return refused
    ranked = _generalized_ranks(arrays, window)
    daily = ranked.residuals.sum(axis=0) / np.maximum(ranked.count, 1)
    observed = ranked.count > 0
    mean = ranked.event.mean()
    squares = (ranked.count[observed] / arrays.n_events * daily[observed] ** 2).sum() + mean**2
    sessions = int(observed.sum()) + 1
    if squares <= 1e-24:
        return unavailable(because("mean_rank_constant"))
    z = mean / np.sqrt(squares / sessions)
    # Z² = T - 1 needs mean ranks that vanish on nearly every other session.
    rest = sessions - 1.0 - z**2
    if rest <= 0.0:
        return unavailable(because("mean_rank_nearly_constant"))
    t_statistic = student(z * np.sqrt((sessions - 2.0) / rest), sessions - 2)
    fair = z / np.sqrt(arrays.overlap(window) * _scaled_up(arrays, window))
    rest = sessions - 1.0 - fair**2
    return replace(t_statistic, pvalue=student(fair * np.sqrt((sessions - 2.0) / rest), sessions - 2).pvalue)


def grank_z(arrays: EventArrays, window: Window) -> Statistic:
    """z = Σ U_i0 / √(Σ (T_i - 1) / (12 (T_i + 1))); standard normal.

    U_i0 is the rank of event i's window as in grank_t, T_i the number of its values, and the root the
    standard deviation of the sum of N independent ranks; without gaps z = Ū_0 √(12 N (T + 1) / (T - 1)).

    Null: as grank_t, with events independent of each other: where they share dates take grank_t. Needs 2
    events.

    References
    ----------
    Kolari and Pynnönen (2011), statistic z_grank.
    """
    if (refused := _untestable(arrays, window)) is not None:
        return refused
    values = arrays.nobs + 1.0
    variance = (values - 1.0) / (12.0 * (values + 1.0))
    return normal(_event_deviation(arrays, window).sum() / np.sqrt(variance.sum()))


def _scaled_up(arrays: EventArrays, window: Window) -> float:
    """The variance of the mean rank at the event, with what the division by the spread between events adds.

    SCARs that correlate by r have a spread of √(1 - r) between events, so over it their variance is
    1 / (1 - r). Of normal values with variance s² the ranks have the covariance asin(s² r / (1 + s²)) / 2π.
    """
    mean = float(np.clip(arrays.mean_correlation(window), 0.0, 0.99))
    return float(np.arcsin(mean / (2.0 - mean)) / np.arcsin(mean / 2.0)) if mean > 1e-6 else 1.0


@dataclass(frozen=True)
class _Ranked:
    """U of the window (N,) and of the residuals (N, M), there 0 where unobserved; N_t in ``count``."""

    event: Floats
    residuals: Floats
    count: npt.NDArray[np.int64]


def _untestable(arrays: EventArrays, window: Window) -> Statistic | None:
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    if not varies(arrays.scar(window)):
        return unavailable(because("equal_standardised_cars"))
    return None


def _generalized_ranks(arrays: EventArrays, window: Window) -> _Ranked:
    """The window's value moves the ranks of larger residuals up by one, so nothing is sorted again."""
    own = _on_scale_of_residuals(arrays, window)[:, np.newaxis]
    seen = np.isfinite(arrays.residuals)
    moved = arrays.residual_ranks + (arrays.residuals > own) + 0.5 * (arrays.residuals == own)
    deviation = moved / (arrays.nobs[:, np.newaxis] + 2.0) - 0.5
    return _Ranked(
        event=_event_deviation(arrays, window),
        residuals=np.where(seen, deviation, 0.0),
        count=np.asarray(seen.sum(axis=0)),
    )


def _event_deviation(arrays: EventArrays, window: Window) -> Floats:
    own = _on_scale_of_residuals(arrays, window)[:, np.newaxis]
    rank = 1.0 + (arrays.residuals < own).sum(axis=1) + 0.5 * (arrays.residuals == own).sum(axis=1)
    return np.asarray(rank / (arrays.nobs + 2.0) - 0.5)


def _on_scale_of_residuals(arrays: EventArrays, window: Window) -> Floats:
    """SCAR over its cross-sectional spread, times sigma: comparing it with residuals needs no division."""
    scar = arrays.scar(window)
    return np.asarray(scar / scar.std(ddof=1) * arrays.sigma)


TESTS: Final[dict[str, Test]] = {"grank_t": grank_t, "grank_z": grank_z}
