"""How much the abnormal returns of different events move together on the same days."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.correlation_sums import sums_without_gaps

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]

MIN_SHARED = 30
"""Sessions two estimation windows must share before their correlation is trusted."""
MANY = 4000
"""Events without gaps from which they are met by starting session and not pair by pair."""


def mean_correlation(
    residuals: Floats,
    start: Ints,
    length: int,
    *,
    min_shared: int = MIN_SHARED,
    block: int = 256,
    many: int = MANY,
) -> float:
    """Mean correlation of two events' abnormal returns summed over a window of ``length`` sessions.

        r̄ = Σ_{i≠j} w_ij r_ij / (N (N - 1)),   w_ij = max(0, 1 - d_ij / L)

    over all ordered pairs of different events. r_ij is the Pearson correlation of their residuals over the
    calendar sessions on which both estimation windows have one, d_ij the sessions between the two events and
    L ``length``: w_ij is the share of the tested window that both have in common. Returns of different
    sessions are taken as uncorrelated, so two events whose windows share no session count 0, however much
    their estimation windows overlap; events on one date count in full. Pairs that share fewer than
    ``min_shared`` estimation sessions, and pairs where a residual does not vary on them, count 0 too.

    ``residuals`` (N, M) may hold NaN; ``start`` (N,) is the calendar place of each first column. NaN for
    fewer than two events.

    References
    ----------
    Kolari and Pynnönen (2010), whose mean correlation assumes common dates; Kolari, Pape and Pynnönen (2018)
    for windows that partly overlap.
    """
    sums = sums_by_distance(residuals, start, length, min_shared=min_shared, block=block, many=many)
    return weighted_mean(sums, len(residuals), length)


def weighted_mean(sums: Floats, events: int, length: int) -> float:
    """r̄ of ``mean_correlation`` from the first ``length`` of ``sums_by_distance``; NaN below two events."""
    if events < 2:
        return float("nan")
    shares = 1.0 - np.arange(length) / length
    return float(2.0 * (shares @ sums[:length]) / (events * (events - 1)))


def sums_by_distance(
    residuals: Floats,
    start: Ints,
    reach: int,
    *,
    min_shared: int = MIN_SHARED,
    block: int = 256,
    many: int = MANY,
) -> Floats:
    """Σ r_ij over pairs i < j of events that lie d = 0 ... ``reach`` - 1 sessions apart, (reach,).

    Every window up to ``reach`` sessions long is a weighted sum of these. From ``many`` events without gaps
    the cost grows with N and not with its square: see ``correlation_sums``. Pairs with an event that has gaps
    are met one by one in blocks, so memory stays at ``block`` rows.
    """
    sums = np.zeros(reach)
    if len(residuals) < 2:
        return sums
    order = np.argsort(start, kind="stable")
    start, residuals = start[order], residuals[order]
    whole = np.asarray(np.isfinite(residuals).all(axis=1))
    if int(whole.sum()) < many:
        whole[:] = False
    if whole.any():
        sums_of_whole = sums_without_gaps(residuals[whole], start[whole], reach, min_shared)
        sums[: len(sums_of_whole)] += sums_of_whole
    return sums + _sums_pair_by_pair(residuals, start, whole, reach, min_shared, block)


def _sums_pair_by_pair(
    residuals: Floats, start: Ints, met: npt.NDArray[np.bool_], reach: int, min_shared: int, block: int
) -> Floats:
    """The same over pairs of events sorted by ``start`` of which not both are ``met`` already."""
    count, sums = len(residuals), np.zeros(reach)
    for low in range(0, count, block):
        high = min(low + block, count)
        partners = int(np.searchsorted(start, start[high - 1] + reach, side="left"))
        for left in range(low, partners, block):
            right = min(left + block, partners)
            if met[low:high].all() and met[left:right].all():
                continue
            pairs = _correlations(
                residuals[low:high], start[low:high], residuals[left:right], start[left:right], min_shared
            )
            pairs[np.ix_(met[low:high], met[left:right])] = 0.0
            if left == low:
                pairs = np.triu(pairs, k=1)
            apart = start[np.newaxis, left:right] - start[low:high, np.newaxis]
            near = (apart >= 0) & (apart < reach)
            sums += np.bincount(apart[near], weights=pairs[near], minlength=reach)
    return sums


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
