"""A unit-root test that lets the level break once, at a time the data choose."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray

from naysay.analysis.pairs import lagged

FloatArray = NDArray[np.float64]

QUANTILES: Final = {
    0.01: -5.34, 0.025: -5.02, 0.05: -4.80, 0.10: -4.58, 0.50: -3.75, 0.90: -2.99, 0.95: -2.77, 0.99: -2.32,
}  # fmt: skip
"""The statistic under its null: Zivot and Andrews (1992), table 2A."""
NOTHING_LEFT: Final = 1e-13
"""Variation below this share of what there was is taken for rounding."""


@dataclass(frozen=True, slots=True)
class Break:
    """The smallest t over all breaks; NaN where no regression could be estimated."""

    statistic: float
    pvalue: float
    first_after: int
    """The position of the first value after the break."""
    bounded: bool
    """The statistic lies outside the published table, and the p-value is an end of it."""


def zivot_andrews(values: FloatArray, *, lags: int, trim: float = 0.15) -> Break:
    """Model A of Zivot and Andrews: a unit root against a trend whose level breaks once.

    For each break b between the shares ``trim`` and 1 - ``trim`` of ``values`` (T,), none of them missing,

        dy_t = m + d 1(t > b) + c t + a y_{t-1} + sum_{i=1..lags} g_i dy_{t-i} + u_t

    and the statistic is the smallest t of a. Null: a unit root and no break. Rejecting speaks against a unit
    root, not for a break: a stationary series without one rejects as well. p is interpolated in the table
    and held to its ends, .01 and .99.

    Notes
    -----
    The other regressors are projected out of y_{t-1} and dy_t once; each break then costs a handful of sums.

    References
    ----------
    Zivot and Andrews (1992), Journal of Business and Economic Statistics 10.
    """
    T, n = len(values), len(values) - lags - 1
    change = np.diff(values, prepend=np.nan)
    used = slice(lags + 1, None)
    past = lagged(change, range(1, lags + 1))[:, used] if lags else np.empty((0, n))
    Q, _ = np.linalg.qr(np.column_stack([np.ones(n), np.arange(n) / n, past.T]))
    level, outcome = values[lags:-1], change[used]
    a, e = level - Q @ (Q.T @ level), outcome - Q @ (Q.T @ outcome)

    first, last = max(int(trim * T), lags + 1), min(int((1 - trim) * T), T - 2)
    rows = np.arange(first, last + 1) - lags - 1  # the last row before each break
    dd = _after(np.ones(n), rows) - (_after(Q, rows) ** 2).sum(axis=1)
    ad, de = _after(a, rows), _after(e, rows)
    aa, ae, ee = a @ a, a @ e, e @ e
    with np.errstate(divide="ignore", invalid="ignore"):
        det = np.where(dd > NOTHING_LEFT * n, aa * dd - ad**2, np.nan)
        rss = ee - (ae**2 * dd - 2 * ae * ad * de + de**2 * aa) / det
        t = (ae * dd - ad * de) / np.sqrt(det * dd * rss / (n - Q.shape[1] - 2))
    usable = np.isfinite(t) & (rss > NOTHING_LEFT * ee) & (aa > NOTHING_LEFT * (level @ level))
    if not usable.any():
        return Break(np.nan, np.nan, -1, False)
    place = int(np.where(usable, t, np.inf).argmin())
    table = list(QUANTILES.values())
    pvalue = float(np.interp(t[place], table, list(QUANTILES)))
    bounded = not table[0] <= t[place] <= table[-1]
    return Break(float(t[place]), pvalue, first + place + 1, bounded)


def _after(values: FloatArray, rows: NDArray[np.int64]) -> FloatArray:
    """Sums of ``values`` (n, ...) over all that come after each of ``rows``."""
    return np.asarray(values.sum(axis=0) - np.cumsum(values, axis=0)[rows])
