"""The statistics of all cells together as they are where no cell has an effect, by multipliers on scores."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.regression import FloatArray
from naysay.analysis.sweep.cells import CellEstimate

AT_ONCE: Final = 500
"""Draws whose signs are held at the same time."""
ROUNDING: Final = 1e-9


def common_scores(cells: Sequence[CellEstimate]) -> FloatArray:
    """The scores (K, T) of ``cells`` on the sessions of all, in order of time; 0 where one has none."""
    sessions = pd.Index([])
    for cell in cells:
        sessions = cell.sessions if sessions.empty else sessions.union(cell.sessions)
    out = np.zeros((len(cells), len(sessions)))
    for row, cell in zip(out, cells, strict=True):
        row[sessions.get_indexer(cell.sessions)] = cell.scores
    return out


def null_statistics(scores: FloatArray, *, overlap: int = 1, draws: int, seed: int) -> FloatArray:
    """Statistics (draws, K) of K cells with these ``scores`` (K, T) under the null of no effect in any.

    Each draw gives every block of ``overlap`` sessions a sign v of its own, the same in all cells, so that
    the cells go together as they do in the data:

        t*_k = sum_b v_b S_kb / sqrt(sum_b S_kb^2),   S_kb = sum of the scores of cell k in block b
        t_k' = t*_k sqrt((n_k - 1) / (n_k - t*_k^2)),   n_k the sessions that cell k uses

    Signs (Rademacher) leave each squared score as it is, so the standard error is that of the data in every
    draw, however heavy the tails; for scores that are as often above 0 as below, the distribution is exact.
    The second line is what a standard error around the estimate, as the cells have it, makes of the first:
    with normal scores t' is Student's t with n - 1, as the cell's own p-value is.

    A cell without any score gives 0.

    References
    ----------
    Wu (1986), Annals of Statistics 14; Davidson and Flachaire (2008), Journal of Econometrics 146 (signs).
    Kline and Santos (2012), Journal of Econometric Methods 1 (multipliers on scores).
    """
    cells = len(scores)
    used = np.count_nonzero(scores, axis=1)
    blocks = _in_blocks(scores, overlap)
    length = np.sqrt((blocks**2).sum(axis=1))
    unit = np.divide(blocks, length[:, None], out=np.zeros_like(blocks), where=length[:, None] > 0)
    n = np.maximum(used, 2).astype(float)
    rng = np.random.default_rng(seed)
    out = np.empty((draws, cells))
    for begin in range(0, draws, AT_ONCE):
        some = out[begin : begin + AT_ONCE]
        signs = 2.0 * rng.integers(0, 2, size=(len(some), blocks.shape[1])) - 1.0
        t = signs @ unit.T
        some[:] = t * np.sqrt((n - 1) / np.maximum(n - t**2, ROUNDING))
    return out


def _in_blocks(scores: FloatArray, width: int) -> FloatArray:
    """Sums of ``width`` neighbouring sessions, the last of which may hold fewer."""
    begins = np.arange(0, scores.shape[1], width)
    return np.add.reduceat(scores, begins, axis=1) if len(begins) else scores
