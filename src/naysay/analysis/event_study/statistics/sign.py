"""Tests on how many events moved up."""

from __future__ import annotations

from typing import Final

import numpy as np

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import Statistic, Test, normal, too_few, unavailable


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
    if (refused := too_few(arrays, 2)) is not None:
        return refused
    share = float(((arrays.residuals > 0.0).sum(axis=1) / arrays.nobs).mean())
    if not 0.0 < share < 1.0:
        return unavailable("all estimation residuals have the same sign")
    n = arrays.n_events
    positive = int((arrays.car(window) > 0.0).sum())
    return normal((positive - n * share) / np.sqrt(n * share * (1.0 - share)))


TESTS: Final[dict[str, Test]] = {"generalized_sign": generalized_sign}
