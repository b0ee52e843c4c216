"""Ranks of each event's returns among its own, gaps allowed, and what each session's ranks sum to."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy import stats

Floats = npt.NDArray[np.float64]

BLOCK = 4096
"""Events ranked at a time: ranking needs several copies of what it ranks."""


@dataclass(frozen=True)
class DailyRanks:
    """Ranks K of N events over T sessions relative to the event, summed over the events of each session.

    ``raw`` (T,) is Σ_i (K_it - (n_i + 1) / 2), ``scaled`` (T,) is Σ_i (K_it / (n_i + 1) - 1/2) and ``count``
    (T,) the number of events observed; n_i is the number of sessions on which event i is observed.
    """

    raw: Floats
    scaled: Floats
    count: Floats


def daily_ranks(estimation: Floats, event: Floats) -> DailyRanks:
    """Sums of the ranks over ``estimation`` (N, M) and ``event`` (N, W) together; T is M + W."""
    sessions = estimation.shape[1] + event.shape[1]
    raw, scaled, count = np.zeros(sessions), np.zeros(sessions), np.zeros(sessions)
    for low in range(0, len(event), BLOCK):
        rows = slice(low, low + BLOCK)
        together = np.concatenate([estimation[rows], event[rows]], axis=1)
        seen = np.isfinite(together)
        n = seen.sum(axis=1, keepdims=True)
        deviation = np.where(seen, ranks(together) - (n + 1.0) / 2.0, 0.0)
        raw += deviation.sum(axis=0)
        scaled += (deviation / (n + 1.0)).sum(axis=0)
        count += seen.sum(axis=0)
    return DailyRanks(raw, scaled, count)


def ranks(values: Floats) -> Floats:
    """Rank of each value in its row, 1 the smallest; ties take their average rank, NaN stays NaN."""
    ranked = np.empty(values.shape)
    for low in range(0, len(values), BLOCK):
        rows = values[low : low + BLOCK]
        missing = np.isnan(rows)
        # Missing values ranked last leave the ranks of the others as they are.
        block_ranks = stats.rankdata(np.where(missing, np.inf, rows), axis=1)
        ranked[low : low + BLOCK] = np.where(missing, np.nan, block_ranks)
    return ranked
