"""How much the abnormal returns of different events move together on the same days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.correlation_sums import sum_without_gaps

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MIN_SHARED = 30
"""Sessions two estimation windows must share before their correlation is trusted."""
MANY = 4000
"""Events without gaps from which they are met by starting session and not pair by pair."""


def mean_correlation(
    residuals: Floats, start: Ints, *, min_shared: int = MIN_SHARED, block: int = 256, many: int = MANY
) -> float:
    """Mean Pearson correlation over all ordered pairs of different events, in calendar time.

    r̄ = Σ_{i≠j} r_ij / (N (N - 1)). r_ij is taken over the calendar sessions on which both estimation
    windows have a residual. Pairs that share fewer than ``min_shared`` such sessions, and pairs where a
    residual does not vary on them, count as 0: events far apart in time are taken as uncorrelated. The
    diagonal is left out. Two events of one firm with overlapping windows share residuals and enter with a
    correlation near 1, as they should.

    ``residuals`` (N, M) may hold NaN; ``start`` (N,) is the calendar place of each first column. From
    ``many`` events without gaps the cost grows with N and not with its square: see ``correlation_sums``.
    Pairs with an event that has gaps are met one by one in blocks, so memory stays at ``block`` rows. NaN
    for fewer than two events.

    References
    ----------
    Kolari and Pynnönen (2010), whose mean correlation assumes common dates.
    """
    count = len(residuals)
    if count < 2:
        return float("nan")
    order = np.argsort(start, kind="stable")
    start, residuals = start[order], residuals[order]
    whole = np.asarray(np.isfinite(residuals).all(axis=1))
    if int(whole.sum()) < many:
        whole[:] = False
    total = sum_without_gaps(residuals[whole], start[whole], min_shared) if whole.any() else 0.0
    total += _sum_pair_by_pair(residuals, start, whole, min_shared, block)
    return float(2.0 * total / (count * (count - 1)))


def _sum_pair_by_pair(
    residuals: Floats, start: Ints, met: npt.NDArray[np.bool_], min_shared: int, block: int
) -> float:
    """Σ r_ij over pairs of events sorted by ``start`` of which not both are ``met`` already."""
    count, length = residuals.shape
    total = 0.0
    for low in range(0, count, block):
        high = min(low + block, count)
        last = start[high - 1] + length
        partners = int(np.searchsorted(start, last, side="left"))
        for left in range(low, partners, block):
            right = min(left + block, partners)
            if met[low:high].all() and met[left:right].all():
                continue
            pairs = _correlations(
                residuals[low:high], start[low:high], residuals[left:right], start[left:right], min_shared
            )
            pairs[np.ix_(met[low:high], met[left:right])] = 0.0
            total += float(np.triu(pairs, k=1).sum() if left == low else pairs.sum())
    return total


def _correlations(one: Floats, one_start: Ints, two: Floats, two_start: Ints, min_shared: int) -> Floats:
    """Pairwise-complete Pearson correlations (rows of ``one``) x (rows of ``two``); 0 where there is none."""
    length = one.shape[1]
    first = int(two_start[0])  # no partner starts earlier, so nothing before it is shared
    stop = int(min(one_start[-1], two_start[-1])) + length
    x, seen_x = _on_calendar(one, one_start, first, stop)
    y, seen_y = _on_calendar(two, two_start, first, stop)
    n = seen_x @ seen_y.T
    shared = np.maximum(n, 1.0)
    sum_x, sum_y = x @ seen_y.T, seen_x @ y.T
    square_x, square_y = (x * x) @ seen_y.T, seen_x @ (y * y).T
    var_x = square_x - sum_x**2 / shared
    var_y = square_y - sum_y**2 / shared
    # Rounding leaves about 1e-16 of the sum of squares where a residual is constant on the shared sessions.
    sound = (n >= min_shared) & (var_x > 1e-12 * square_x) & (var_y > 1e-12 * square_y)
    spread = np.sqrt(np.where(sound, var_x * var_y, 1.0))
    return np.where(sound, np.clip((x @ y.T - sum_x * sum_y / shared) / spread, -1.0, 1.0), 0.0)


def _on_calendar(residuals: Floats, start: Ints, first: int, stop: int) -> tuple[Floats, Floats]:
    """Standardised rows laid on the sessions [first, stop), 0 where nothing is observed, and the 0/1 mask."""
    count, length = residuals.shape
    place = start[:, None] - first + np.arange(length)
    seen = np.isfinite(residuals)
    scale = np.sqrt(np.where(seen, residuals, 0.0).var(axis=1, keepdims=True))
    values = np.where(seen, residuals, 0.0) / np.where(scale > 0.0, scale, 1.0)
    kept = seen & (place >= 0) & (place < stop - first)
    row = np.broadcast_to(np.arange(count)[:, None], place.shape)
    laid, mask = np.zeros((count, stop - first)), np.zeros((count, stop - first))
    laid[row[kept], place[kept]] = values[kept]
    mask[row[kept], place[kept]] = 1.0
    return laid, mask
