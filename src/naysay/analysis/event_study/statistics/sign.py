"""Tests on how many events moved up, and on how far; their p-values are exact below ``EXACT`` events."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
from scipy import stats

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import (
    NAN,
    Statistic,
    Test,
    normal,
    too_few,
    unavailable,
)
from naysay.study.reasons import because

EXACT: Final = 50
"""From so many events on the normal distribution is close enough: p-values differ by less than .01."""


def sign(arrays: EventArrays, window: Window) -> Statistic:
    """z = (w - n / 2) / (√n / 2), w the events with a positive CAR among the n that are not 0.

    Below 50 such events the p-value is exact, from the binomial distribution with probability 1/2, whatever
    ``statistic`` would say; from 50 on ``statistic`` is referred to the standard normal distribution.

    Null: a CAR is positive as often as negative. Assumes events independent of each other and CARs whose
    median is 0 without an event: abnormal returns are mostly skewed to the right, which pulls the count
    down (see generalized_sign). The count moves in steps, so few events reject less often than the level
    says, and fewer than 6 never at 5 %. Needs 2 events.

    References
    ----------
    Brown and Warner (1980).
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    car = arrays.car(window)
    n = int((car != 0.0).sum())
    if n == 0:
        return unavailable(because("zero_cars"))
    positive = int((car > 0.0).sum())
    return _counted((positive - n / 2.0) / (np.sqrt(n) / 2.0), positive, n, 0.5)


def generalized_sign(arrays: EventArrays, window: Window) -> Statistic:
    """z = (w - N p) / √(N p (1 - p)), w the events with a positive CAR.

    Below 50 events the p-value is exact, from the binomial distribution with probability p: the chances of
    all counts that are no likelier than w. From 50 on ``statistic`` is referred to the standard normal
    distribution.

    p is the share of positive residuals in the estimation window, averaged over events; a zero is not
    positive.

    Null: a CAR is positive as often as an abnormal return of the estimation window is. Assumes events
    independent of each other; p comes from single sessions, so with skewed returns a long window is only
    roughly comparable, and it is taken as known. The count moves in steps, so few events reject less often
    than the level says. Needs 2 events.

    References
    ----------
    Cowan (1992).
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    share = float(((arrays.residuals > 0.0).sum(axis=1) / arrays.nobs).mean())
    if not 0.0 < share < 1.0:
        return unavailable(because("equal_signs"))
    n = arrays.n_events
    positive = int((arrays.car(window) > 0.0).sum())
    return _counted((positive - n * share) / np.sqrt(n * share * (1.0 - share)), positive, n, share)


def wilcoxon(arrays: EventArrays, window: Window) -> Statistic:
    """z = (W - n (n + 1) / 4) / √(n (n + 1) (2 n + 1) / 24 - Σ (t³ - t) / 48).

    W is the sum of the ranks of |CAR| over events with a positive CAR. Zeros are left out, which leaves n;
    a group of t equal |CAR| takes its average rank. Below 50 events that are not 0 the p-value is exact:
    the share of the 2ⁿ ways to put signs on these very ranks, ties included, that put W at least as far
    from its mean. From 50 on ``statistic`` is referred to the standard normal distribution, without a
    continuity correction.

    Null: CARs are distributed symmetrically around 0. Assumes events independent of each other. Fewer than 6
    never reject at 5 %. Needs 2 events.

    References
    ----------
    Wilcoxon (1945); Lehmann (1975) for ties.
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    car = arrays.car(window)
    car = car[car != 0.0]
    n = len(car)
    if n == 0:
        return unavailable(because("zero_cars"))
    rank = stats.rankdata(np.abs(car))
    _, ties = np.unique(np.abs(car), return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24.0 - (ties.astype(float) ** 3 - ties).sum() / 48.0
    summed = float(rank[car > 0.0].sum())
    z = (summed - n * (n + 1) / 4.0) / np.sqrt(variance)
    return normal(z) if n >= EXACT else Statistic(float(z), NAN, _of_signed_ranks(rank, summed))


def _counted(z: float, positive: int, n: int, share: float) -> Statistic:
    if n >= EXACT:
        return normal(z)
    return Statistic(float(z), NAN, float(stats.binomtest(positive, n, share).pvalue))


def _of_signed_ranks(rank: npt.NDArray[np.float64], summed: float) -> float:
    """P(|W - E W| >= |summed - E W|) when every rank joins W with chance 1/2, whatever its ties.

    Twice a rank is a whole number, so the chances of every value of 2 W follow from adding the ranks one by
    one: the chances with one rank more are the mean of those before and the same moved up by it.
    """
    doubled = np.rint(2.0 * rank).astype(int)
    total = int(doubled.sum())
    chances = np.zeros(total + 1)
    chances[0] = 1.0
    for step in doubled:
        moved = np.zeros_like(chances)
        moved[step:] = chances[: total + 1 - step]
        chances = 0.5 * (chances + moved)
    apart = np.abs(2 * np.arange(total + 1) - total)
    return float(min(1.0, chances[apart >= abs(round(4.0 * summed) - total)].sum()))


TESTS: Final[dict[str, Test]] = {"sign": sign, "generalized_sign": generalized_sign, "wilcoxon": wilcoxon}
