"""Tests on how many events moved up, and on how far."""

from __future__ import annotations

from typing import Final

import numpy as np
from scipy import stats

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import Statistic, Test, normal, too_few, unavailable


def sign(arrays: EventArrays, window: Window) -> Statistic:
    """z = (w - n / 2) / (√n / 2), w the events with a positive CAR among the n that are not 0; normal.

    Null: a CAR is positive as often as negative. Assumes events independent of each other and CARs whose
    median is 0 without an event: abnormal returns are mostly skewed to the right, which pulls the count
    down (see generalized_sign). The count moves in steps, so with fewer than about 10 events the normal
    distribution is rough. Needs 2 events.

    References
    ----------
    Brown and Warner (1980).
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    car = arrays.car(window)
    n = int((car != 0.0).sum())
    if n == 0:
        return unavailable("all cumulative abnormal returns are 0")
    return normal((int((car > 0.0).sum()) - n / 2.0) / (np.sqrt(n) / 2.0))


def generalized_sign(arrays: EventArrays, window: Window) -> Statistic:
    """z = (w - N p) / √(N p (1 - p)), w the events with a positive CAR; standard normal.

    p is the share of positive residuals in the estimation window, averaged over events; a zero is not
    positive.

    Null: a CAR is positive as often as an abnormal return of the estimation window is. Assumes events
    independent of each other; p comes from single sessions, so with skewed returns a long window is only
    roughly comparable. The count moves in steps, which shows with few events. Needs 2 events.

    References
    ----------
    Cowan (1992).
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    share = float(((arrays.residuals > 0.0).sum(axis=1) / arrays.nobs).mean())
    if not 0.0 < share < 1.0:
        return unavailable("all estimation residuals have the same sign")
    n = arrays.n_events
    positive = int((arrays.car(window) > 0.0).sum())
    return normal((positive - n * share) / np.sqrt(n * share * (1.0 - share)))


def wilcoxon(arrays: EventArrays, window: Window) -> Statistic:
    """z = (W - n (n + 1) / 4) / √(n (n + 1) (2 n + 1) / 24 - Σ (t³ - t) / 48); standard normal.

    W is the sum of the ranks of |CAR| over events with a positive CAR. Zeros are left out, which leaves n;
    a group of t equal |CAR| takes its average rank. No continuity correction.

    Null: CARs are distributed symmetrically around 0. Assumes events independent of each other. With fewer
    than about 10 events the normal distribution is rough. Needs 2 events.

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
        return unavailable("all cumulative abnormal returns are 0")
    rank = stats.rankdata(np.abs(car))
    _, ties = np.unique(np.abs(car), return_counts=True)
    variance = n * (n + 1) * (2 * n + 1) / 24.0 - (ties.astype(float) ** 3 - ties).sum() / 48.0
    return normal((rank[car > 0.0].sum() - n * (n + 1) / 4.0) / np.sqrt(variance))


TESTS: Final[dict[str, Test]] = {"sign": sign, "generalized_sign": generalized_sign, "wilcoxon": wilcoxon}
