"""Tests on the ranks of returns, which assume nothing about their distribution."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Window
from naysay.analysis.event_study.statistics.base import Statistic, Test, normal, too_few, unavailable
from naysay.study.reasons import because


def corrado_rank(arrays: EventArrays, window: Window) -> Statistic:
    """z = Σ_window D_t / (√L S), D_t = mean_i (K_it - (n_i + 1) / 2), S² = mean of D_t²; standard normal.

    K_it is the rank of event i's return on session t among its own n_i over estimation and event window
    together; ties take their average rank, and S² is taken over all these sessions. Ranks always cover the
    whole event window, whichever window is tested.

    S is the deviation of the mean rank of one session relative to the event: it allows for events on one
    date, but not for windows that partly overlap, whose sessions two events see at different tau. The
    p-value therefore refers z / √v, with v of ``EventArrays.overlap``, which is 1 for one session.

    Null: returns in the window are ranked as on any other session. A long window lowers its power. Made for
    series without gaps: D_t is the mean of the events that are observed, whose number S does not know. With
    missing returns take corrado_zivney, which is the same number where nothing is missing. Needs 2 events.

    References
    ----------
    Corrado (1989); Cowan (1992) for windows.
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    ranked = arrays.daily_ranks
    return _over_window(arrays, window, ranked.raw / np.maximum(ranked.count, 1.0))


def corrado_zivney(arrays: EventArrays, window: Window) -> Statistic:
    """z = Σ_window V_t / (√L S), V_t = Σ_i U_it / √N_t, S² = mean of V_t²; standard normal.

    U_it = K_it / (n_i + 1) - 1/2 is event i's rank on session t, K_it among n_i as in corrado_rank, brought
    to one scale whatever the number of its returns. N_t events are observed on session t; the root gives V_t
    the same variance on every session. Excess returns are not standardised again by their cross-sectional
    spread at the event; grank_t does that.

    Null and assumptions: as corrado_rank, with gaps in the estimation windows allowed for. Needs 2 events.

    References
    ----------
    Corrado and Zivney (1992); Cowan (1992) for windows.
    """
    if (refused := too_few(arrays.n_events, 2)) is not None:
        return refused
    ranked = arrays.daily_ranks
    return _over_window(arrays, window, ranked.scaled / np.sqrt(np.maximum(ranked.count, 1.0)))


def _over_window(arrays: EventArrays, window: Window, daily: npt.NDArray[np.float64]) -> Statistic:
    spread = np.sqrt((daily[arrays.daily_ranks.count > 0.0] ** 2).mean())
    if spread <= 1e-12:
        return unavailable(because("mean_rank_constant"))
    within = daily[arrays.residuals.shape[1] :][arrays.within(window)]
    z = within.sum() / (np.sqrt(len(within)) * spread)
    return replace(normal(z), pvalue=normal(z / np.sqrt(arrays.overlap(window))).pvalue)


TESTS: Final[dict[str, Test]] = {"corrado_rank": corrado_rank, "corrado_zivney": corrado_zivney}
