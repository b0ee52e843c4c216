"""Error bands of correlations: at a single lag, and at all lags at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from naysay.analysis.correlation.coefficients import INSIDE, Kind, recounted, standardised
from naysay.analysis.pairs import BoolArray, FloatArray, lagged
from naysay.analysis.stationary_bootstrap import block_counts, block_length

Bands = Literal["bartlett", "bootstrap"]
COVERAGE: Final = 0.95
AS_SPEARMAN: Final = 4 / 9
"""Of series that do not depend on each other Kendall's tau is 2/3 of Spearman's r, to first order."""


@dataclass(frozen=True, slots=True)
class Reach:
    """Standard errors of atanh r, (L,), and how many of them a band takes at one lag and at all of them."""

    se: FloatArray
    alone: float
    joint: float


def by_bartlett(
    x: FloatArray, later: FloatArray, used: BoolArray, tested: BoolArray, *, kind: Kind, memory: float
) -> Reach:
    """Bartlett's variance with its first term estimated; ``memory`` is the rest of the sum.

    At all lags at once the band is Sidak's: at least 95 % whatever the correlation among the lags.
    """
    zx, zy = standardised(x, used, kind), standardised(later, used, kind)
    n = np.maximum(used.sum(axis=1), 1)
    first = (zx**2 * zy**2).sum(axis=1) / n
    V = (first + np.maximum(2 * memory, 0.0)) / n * (AS_SPEARMAN if kind == "kendall" else 1.0)
    each = COVERAGE ** (1 / max(int(tested.sum()), 1))
    return Reach(np.sqrt(V), float(stats.norm.ppf((1 + COVERAGE) / 2)), float(stats.norm.ppf((1 + each) / 2)))


def by_bootstrap(
    x: FloatArray,
    later: FloatArray,
    used: BoolArray,
    tested: BoolArray,
    *,
    kind: Kind,
    r: FloatArray,
    draws: int,
    block: float | None,
    rng: np.random.Generator,
) -> Reach:
    """Pairs of sessions drawn in blocks, the same for all lags; the largest |t| over the lags is joint.

    Without ``block`` the mean length is the mean, over the lags, of that of the products which r averages.
    """
    if not tested.any():
        return Reach(np.full(len(r), np.nan), float(stats.norm.ppf((1 + COVERAGE) / 2)), np.nan)
    if block is None:
        products = standardised(x, used, kind) * standardised(later, used, kind)
        products = np.where(used, products, np.nan)[tested]
        block = float(np.mean([block_length(line) for line in products]))
    counts = block_counts(x.shape[1], draws=draws, block=block, rng=rng)
    drawn = np.full((draws, len(r)), np.nan)
    drawn[:, tested] = recounted(x[tested], later[tested], used[tested], counts, kind)
    z = np.arctanh(np.clip(drawn, -INSIDE, INSIDE))
    se = np.full(len(r), np.nan)
    se[tested] = np.nanstd(z[:, tested], axis=0, ddof=1)
    away = np.abs(z - np.arctanh(np.clip(r, -INSIDE, INSIDE))) / np.where(se > 0, se, np.nan)
    largest = np.where(np.isfinite(away), away, 0.0).max(axis=1)
    return Reach(se, float(stats.norm.ppf((1 + COVERAGE) / 2)), float(np.quantile(largest, COVERAGE)))


def common_memory(x: FloatArray, y: FloatArray, kind: Kind, n: int) -> float:
    """sum_{j=1..J} (1 - j / n) rho_x(j) rho_y(j), J = floor(10 log10 n), of two series (T,)."""
    j = np.arange(1, min(int(10 * np.log10(n)), n - 1) + 1)
    return float(((1 - j / n) * _autocorrelation(x, j, kind) * _autocorrelation(y, j, kind)).sum())


def _autocorrelation(x: FloatArray, lags: NDArray[np.int64], kind: Kind) -> FloatArray:
    seen = np.isfinite(x)
    z = np.where(seen, standardised(x[None], seen[None], kind)[0], np.nan)
    products = z * lagged(z, lags)
    count = np.isfinite(products).sum(axis=1)
    return np.asarray(np.nansum(products, axis=1) / np.maximum(count, 1))
