"""Sums over cells in which a post that names n companies weighs 1/n, whatever the order of posts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.cells import Cells, changes, summed
from naysay.data.scored import SCALE

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
_SCORES: Final = 2 * SCALE + 1
"""Different scores that a post can have."""
_BLOCK: Final = 500_000
"""Posts, about, that are added up at a time: more would only take memory."""


def shared_sums(
    cells: Cells, score: npt.NDArray[np.int16], n_companies: npt.NDArray[np.int16], edge: int
) -> Mapping[str, Floats]:
    """What ``daily_chatter`` counts of N posts, in each cell with posts, in the order of cells.

    Posts of a cell that name as many companies and have the same score are alike. With k the posts of such a
    kind, a sum is that of k x / n over the kinds of a cell, in order of n and of the score: no rounding
    depends on where a post stood. ``spread`` is the sum of k (score - mean)^2 / n, since a mean of squares
    less the square of the mean is no zero where a single post weighs a third. Of posts that all name one
    company the others are the plain sums, to the last bit. Scores up to ``edge`` are negative.
    """
    kept, most = cells.number >= 0, int(n_companies.max(initial=0)) + 1
    key = cells.number[kept].astype(np.int64)
    key *= most
    key += n_companies[kept]
    key *= _SCORES
    key += score[kept]
    key += SCALE
    key.sort()  # it says all that is needed of a post
    of_cell = key[::_BLOCK] // (most * _SCORES) * (most * _SCORES)
    begins = np.unique(np.searchsorted(key, of_cell))  # no cell is in two blocks
    blocks = [_sums(block, most, edge) for block in np.split(key, begins[1:])]
    return {name: np.concatenate([block[name] for block in blocks]) for name in blocks[0]}


def _sums(key: Ints, most: int, edge: int) -> dict[str, Floats]:
    """The sums of whole cells, whose posts have ``key``, in order."""
    kind = np.flatnonzero(changes(key))
    k, (key, x) = np.diff(kind, append=len(key)), np.divmod(key[kind], _SCORES)
    cell, n = np.divmod(key, most)
    x -= SCALE
    by_n = np.flatnonzero(changes(cell) | changes(n))
    by_cell, first = np.flatnonzero(changes(cell)), np.flatnonzero(changes(cell[by_n]))

    def shared(values: Ints) -> Floats:
        return np.add.reduceat(summed(values, by_n) / n[by_n], first)

    weights, total = shared(k), shared(k * x)
    mean = np.repeat(total / weights, np.diff(by_cell, append=len(cell)))
    return {
        "n_posts": weights,
        "n_negative": shared(k * (x <= edge)),
        "n_positive": shared(k * (x >= max(-edge, 1))),
        "total": total,
        "spread": np.add.reduceat(k / n * (x - mean) ** 2, by_cell),
    }
