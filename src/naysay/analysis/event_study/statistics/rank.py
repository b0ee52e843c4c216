"""Tests on the ranks of returns, which ask nothing of their distribution."""

from __future__ import annotations

from typing import Final

import numpy as np

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import Statistic, Test, normal, too_few, unavailable


def corrado_rank(arrays: EventArrays, window: Window) -> Statistic:
    """z = Σ_window V_t / (√L S), V_t = Σ_i U_it / √N_t, S² = mean of V_t²; standard normal.

    U_it is the rank of event i's return on session t among its own over estimation and event window
    together, divided by one more than their number, less 1/2, and S² is taken over all these sessions; ties
    take their average rank. N_t events are observed on session t (missing estimation sessions only), and
    without gaps this is Corrado's mean rank deviation. Ranks always cover the whole event window, whichever
    window is tested.

    Null: returns in the window are ranked as on any other session. S is taken from the mean rank of each
    session relative to the event, so it allows for events on one common date, but not for partly shared
    ones; a long window lowers its power. Needs 2 events.

    References
    ----------
    Corrado (1989); Corrado and Zivney (1992) for gaps; Cowan (1992) for windows.
    """
    if (refused := too_few(arrays, 2)) is not None:
        return refused
    deviation = arrays.centred_ranks
    seen = np.isfinite(deviation)
    daily = np.where(seen, deviation, 0.0).sum(axis=0) / np.sqrt(np.maximum(seen.sum(axis=0), 1))
    spread = np.sqrt((daily[seen.any(axis=0)] ** 2).mean())
    if spread <= 1e-12:
        return unavailable("the mean rank does not vary between sessions")
    within = daily[arrays.residuals.shape[1] :][arrays.within(window)]
    return normal(within.sum() / (np.sqrt(len(within)) * spread))


TESTS: Final[dict[str, Test]] = {"corrado_rank": corrado_rank}
