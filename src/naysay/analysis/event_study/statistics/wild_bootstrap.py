"""A resampling test: what the mean CAR would be if the signs of the events' CARs were drawn by chance."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import EQUAL_CARS, NAN, Statistic, too_few, unavailable
from naysay.analysis.event_study.statistics.inversion import Shift
from naysay.analysis.level import LEVEL
from naysay.study.reasons import because

Floats = npt.NDArray[np.float64]

LEAST_SESSIONS = 6
"""Distinct sessions of events: below, fewer than 32 patterns of signs exist and no p-value reaches .05."""
BLOCK = 2**22
DOUBLINGS, HALVINGS = 30, 36
"""Steps of the search for the ends of the interval: to 1e-10 of its first guess."""


def wild_bootstrap(arrays: EventArrays, window: Window, *, draws: int, seed: int) -> Statistic:
    """t = Σ CAR_i / √(Σ_g (Σ_{i in g} (CAR_i - CAAR))²), p by drawing a sign for each session g of events.

    Every draw turns the CARs of a session's events together by one Rademacher sign w_g = ±1, which imposes
    the null and keeps how events of one session move together, and computes the same t. With B draws

        p = (1 + #{|t_b| >= |t|}) / (B + 1).

    Null: the mean CAR is zero and CARs are symmetric around it. Assumes sessions independent of each other;
    overlapping windows of near sessions are not allowed for. Heteroskedasticity does no harm. Needs events on
    6 sessions. ``seed`` fixes the draws, the same for every window. Its interval holds the m for which CARs
    less m are not rejected with the same draws.

    References
    ----------
    Wu (1986); Cameron, Gelbach and Miller (2008), the wild cluster bootstrap with the null imposed.
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    sessions, place = np.unique(arrays.start, return_inverse=True)
    groups = len(sessions)
    if groups < LEAST_SESSIONS:
        return unavailable(because("too_few_event_sessions", least=LEAST_SESSIONS))
    car = arrays.car(window)
    drawn = _draw(
        np.bincount(place, weights=car).astype(np.float64),
        np.bincount(place).astype(np.float64),
        draws,
        np.random.default_rng(seed),
    )
    if not np.isfinite(observed := drawn.observed(0.0)):
        return unavailable(EQUAL_CARS)
    pvalue = drawn.pvalue(0.0)
    return Statistic(observed, NAN, pvalue, shift=_inverted(drawn, float(car.mean()), pvalue))


@dataclass(frozen=True)
class _Drawn:
    """What the statistic of CARs less m needs of G sessions and B draws of signs, whatever m.

    ``sums`` and ``sizes`` (G,); the others are the draws' signed sums over sessions, (B,), of the sums, the
    sizes, their products and the squared sizes.
    """

    sums: Floats
    sizes: Floats
    total: Floats
    size: Floats
    product: Floats
    square: Floats

    def observed(self, m: float) -> float:
        """The statistic of the sample itself."""
        sums, sizes = self.sums - m * self.sizes, self.sizes
        one = np.ones(1)
        return float(_t(sums, sizes, one * sums.sum(), one * (sums * sizes).sum())[0])

    def pvalue(self, m: float) -> float:
        """(1 + the draws as far from 0 as the sample) / (B + 1)."""
        sums = self.sums - m * self.sizes
        drawn = np.abs(_t(sums, self.sizes, self.total - m * self.size, self.product - m * self.square))
        # A draw that only repeats the sample differs from it by rounding.
        as_large = int((drawn >= abs(self.observed(m)) * (1.0 - 1e-12)).sum())
        return (1.0 + as_large) / (len(drawn) + 1.0)


def _draw(sums: Floats, sizes: Floats, draws: int, rng: np.random.Generator) -> _Drawn:
    groups, parts = len(sums), []
    columns = np.column_stack([sums, sizes, sums * sizes, sizes**2])
    for low in range(0, draws, step := max(1, BLOCK // groups)):
        signs = 2.0 * rng.integers(0, 2, (min(step, draws - low), groups)).astype(np.float64) - 1.0
        parts.append(signs @ columns)
    return _Drawn(sums, sizes, *np.concatenate(parts).T)


def _t(sums: Floats, sizes: Floats, total: Floats, product: Floats) -> Floats:
    """The statistic of each draw; infinite where every session has the same mean."""
    squares = (sums**2).sum()
    mean = total / sizes.sum()
    spread = squares - 2.0 * mean * product + mean**2 * (sizes**2).sum()
    rounding = spread <= 1e-14 * squares
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(np.where(rounding, np.inf * np.sign(total), total / np.sqrt(np.abs(spread))))


def _inverted(drawn: _Drawn, mean: float, pvalue: float) -> Shift:
    """The shifts around the mean that the test keeps; no interval where p is no monotone path to 0."""
    reach = abs(mean / drawn.observed(0.0)) if mean else float(np.abs(drawn.sums / drawn.sizes).mean())
    low, high = (_edge(drawn, mean, side * reach) for side in (-1.0, 1.0))
    agrees = (low <= 0.0 <= high) == (pvalue >= LEVEL)
    return Shift(mean, low, high) if agrees else Shift(mean)


def _edge(drawn: _Drawn, kept: float, step: float) -> float:
    """The last shift that is kept on the way from ``kept`` in the direction of ``step``, by bisection."""
    for _ in range(DOUBLINGS):
        if drawn.pvalue(kept + step) < LEVEL:
            break
        step *= 2.0
    else:
        return NAN
    for _ in range(HALVINGS):
        step /= 2.0
        if drawn.pvalue(kept + step) >= LEVEL:
            kept += step
    return kept
