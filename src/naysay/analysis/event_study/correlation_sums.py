"""Sums of pairwise correlations without meeting the pairs: cost grows with events, not with their square.

Two windows without gaps that start d sessions apart share the last M - d sessions of the earlier and the
first M - d of the later. With z the residuals made mean 0 and length 1 on what is shared, r_ij = z_i · z_j,
so that over all pairs of starts a and b = a + d

    Σ_{i in a, j in b} r_ij = (Σ_{i in a} z_i) · (Σ_{j in b} z_j).
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def sums_without_gaps(residuals: Floats, start: Ints, reach: int, min_shared: int) -> Floats:
    """Σ r_ij over pairs i < j of the rows of ``residuals`` (N, M), no NaN, that start d sessions apart.

    The rows are sorted by ``start`` (N,); d runs from 0 to ``reach`` - 1, less where further pairs share too
    little. Pairs that share fewer than ``min_shared`` sessions, or whose residual does not vary on them,
    count 0.
    """
    length = residuals.shape[1]
    reach = max(0, min(reach, length - min_shared + 1))
    sums = np.zeros(reach)
    if reach == 0:
        return sums
    earlier: deque[tuple[int, Floats]] = deque()
    bounds = [0, *(np.flatnonzero(np.diff(start)) + 1).tolist(), len(start)]
    for low, high in pairwise(bounds):
        rows, at = _standardised(residuals[low:high]), int(start[low])
        heads, sound = _sums_of_heads(rows, reach)
        sums[0] += 0.5 * (float(heads[0] @ heads[0]) - sound)
        while earlier and at - earlier[0][0] >= reach:
            earlier.popleft()
        for before, tails in earlier:
            apart = at - before
            sums[apart] += float(heads[apart, : length - apart] @ tails[apart, apart:])
        tails = _sums_of_heads(rows[:, ::-1], reach)[0][:, ::-1]
        earlier.append((at, tails))
    return sums


def _sums_of_heads(rows: Floats, reach: int) -> tuple[Floats, int]:
    """Σ_i z_i over the first M - d sessions for d below ``reach``, (reach, M); and how many vary over all M.

    Row d is meaningful on its first M - d sessions only.
    """
    shared = rows.shape[1] - np.arange(reach)
    squares = np.cumsum(rows**2, axis=1)[:, shared - 1]
    mean = np.cumsum(rows, axis=1)[:, shared - 1] / shared
    variation = squares - shared * mean**2
    # Rounding leaves about 1e-16 of the sum of squares where a residual is constant on what is shared.
    sound = variation > 1e-12 * squares
    weight = np.where(sound, 1.0 / np.sqrt(np.where(sound, variation, 1.0)), 0.0)
    return weight.T @ rows - (weight * mean).sum(axis=0)[:, np.newaxis], int(sound[:, 0].sum())


def _standardised(rows: Floats) -> Floats:
    scale = rows.std(axis=1, keepdims=True)
    return np.asarray(rows / np.where(scale > 0.0, scale, 1.0))
