"""A resampling test: what the mean CAR would be if the signs of the events' CARs were drawn by chance."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import NAN, Statistic, too_few, unavailable

Floats = npt.NDArray[np.float64]

LEAST_SESSIONS = 6
"""Distinct sessions of events: below, fewer than 32 patterns of signs exist and no p-value reaches .05."""
BLOCK = 2**22


def wild_bootstrap(arrays: EventArrays, window: Window, *, draws: int, seed: int) -> Statistic:
    """t = Σ CAR_i / √(Σ_g (Σ_{i in g} (CAR_i - CAAR))²), p by drawing a sign for each session g of events.

    Every draw turns the CARs of a session's events together by one Rademacher sign w_g = ±1, which imposes
    the null and keeps how events of one session move together, and computes the same t. With B draws

        p = (1 + #{|t_b| >= |t|}) / (B + 1).

    Null: the mean CAR is zero and CARs are symmetric around it. Assumes sessions independent of each other;
    overlapping windows of near sessions are not allowed for. Heteroskedasticity does no harm. Needs events on
    6 sessions. ``seed`` fixes the draws, the same for every window.

    References
    ----------
    Wu (1986); Cameron, Gelbach and Miller (2008), the wild cluster bootstrap with the null imposed.
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    sessions, place = np.unique(arrays.start, return_inverse=True)
    groups = len(sessions)
    if groups < LEAST_SESSIONS:
        return unavailable(f"events on fewer than {LEAST_SESSIONS} sessions")
    car = arrays.car(window)
    sums = np.bincount(place, weights=car).astype(np.float64)
    sizes = np.bincount(place).astype(np.float64)
    observed = _t(np.ones((1, groups)), sums, sizes)[0]
    if not np.isfinite(observed):
        return unavailable("the cumulative abnormal returns do not differ between events")
    rng = np.random.default_rng(seed)
    as_large = 0
    for low in range(0, draws, step := max(1, BLOCK // groups)):
        signs = 2.0 * rng.integers(0, 2, (min(step, draws - low), groups)).astype(np.float64) - 1.0
        drawn = np.abs(_t(signs, sums, sizes))
        # A draw that only repeats the sample differs from it by rounding.
        as_large += int((drawn >= abs(observed) * (1.0 - 1e-12)).sum())
    return Statistic(float(observed), NAN, (1.0 + as_large) / (draws + 1.0))


def _t(signs: Floats, sums: Floats, sizes: Floats) -> Floats:
    """The statistic under each row of ``signs`` (B, G); infinite where every session has the same mean."""
    total = signs @ sums
    mean = total / sizes.sum()
    spread = (sums**2).sum() - 2.0 * mean * (signs @ (sums * sizes)) + mean**2 * (sizes**2).sum()
    rounding = spread <= 1e-14 * (sums**2).sum()
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(rounding, np.inf * np.sign(total), total / np.sqrt(np.abs(spread))))
