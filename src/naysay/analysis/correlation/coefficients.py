"""Coefficients of correlation for many pairs of samples at once, also with sessions counted repeatedly."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
from scipy import stats

from naysay.analysis.pairs import BoolArray, FloatArray

Kind = Literal["pearson", "spearman", "kendall"]
"""pearson: of the values; spearman: of their ranks; kendall: tau-b, of the order in pairs of sessions."""
INSIDE: Final = 1 - 1e-15
"""A correlation of 1 has no finite atanh; it is taken for this."""


def coefficients(x: FloatArray, y: FloatArray, used: BoolArray, kind: Kind) -> FloatArray:
    """r (m,) of ``x`` and ``y`` (m, T) over the sessions ``used`` (m, T)."""
    if kind == "kendall":
        return np.array([_tau(a[u], b[u]) for a, b, u in zip(x, y, used, strict=True)])
    products = standardised(x, used, kind) * standardised(y, used, kind)
    return np.asarray(products.sum(axis=1) / np.maximum(used.sum(axis=1), 1))


def standardised(values: FloatArray, used: BoolArray, kind: Kind) -> FloatArray:
    """``values`` (m, T) or their ranks, less their mean, divided by their deviation; 0 where not ``used``."""
    if kind != "pearson":
        ranks = stats.rankdata(np.where(used, values, np.nan), axis=1, nan_policy="omit")
        values = np.where(used, ranks, 0.0)
    n = np.maximum(used.sum(axis=1, keepdims=True), 1)
    centred = np.where(used, values, 0.0)
    centred = np.where(used, centred - centred.sum(axis=1, keepdims=True) / n, 0.0)
    spread = np.sqrt((centred**2).sum(axis=1, keepdims=True) / n)
    return np.asarray(centred / np.where(spread > 0, spread, 1.0))


def recounted(x: FloatArray, y: FloatArray, used: BoolArray, counts: FloatArray, kind: Kind) -> FloatArray:
    """r (draws, m) with each session taken as often as ``counts`` (draws, T) says; NaN where nothing varies.

    Ranks are those of the draw: a session that is taken twice is two sessions with the same values.
    """
    if kind == "pearson":
        zx, zy = standardised(x, used, kind), standardised(y, used, kind)
        terms = np.stack([used.astype(float), zx, zy, zx * zx, zy * zy, zx * zy])
        n, sx, sy, xx, yy, xy = np.einsum("bt,kmt->kbm", counts, terms, optimize=True)
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((n * xy - sx * sy) / np.sqrt((n * xx - sx**2) * (n * yy - sy**2)))
    one = _ranked if kind == "spearman" else _ordered
    return np.stack([one(a[u], b[u], counts[:, u]) for a, b, u in zip(x, y, used, strict=True)], axis=1)


def _tau(x: FloatArray, y: FloatArray) -> float:
    return float(stats.kendalltau(x, y).statistic) if len(x) > 1 else float("nan")


def _ranked(x: FloatArray, y: FloatArray, counts: FloatArray) -> FloatArray:
    """Spearman's r of each draw."""
    a, b = _midranks(x, counts), _midranks(y, counts)
    n = counts.sum(axis=1)
    a, b = (ranks - (n[:, None] + 1) / 2 for ranks in (a, b))
    with np.errstate(divide="ignore", invalid="ignore"):
        r = (counts * a * b).sum(axis=1)
        return np.asarray(r / np.sqrt((counts * a * a).sum(axis=1) * (counts * b * b).sum(axis=1)))


def _midranks(values: FloatArray, counts: FloatArray) -> FloatArray:
    """The mean rank of each value (T,) among those of a draw, (draws, T)."""
    _, group = np.unique(values, return_inverse=True)
    order = np.argsort(group, kind="stable")
    taken = np.cumsum(np.pad(counts[:, order], ((0, 0), (1, 0))), axis=1)
    start = np.searchsorted(group[order], group, side="left")
    stop = np.searchsorted(group[order], group, side="right")
    return np.asarray((taken[:, start] + taken[:, stop] + 1) / 2)


def _ordered(x: FloatArray, y: FloatArray, counts: FloatArray) -> FloatArray:
    """Kendall's tau-b of each draw: concordant less discordant pairs over the pairs tied in neither."""
    weights = counts.astype(np.float32)  # whole numbers below 2^24 are exact in it
    up, over = (np.sign(v[:, None] - v).astype(np.float32) for v in (x, y))

    def pairs(signs: np.ndarray[tuple[int, ...], np.dtype[np.float32]]) -> FloatArray:
        return np.asarray(np.einsum("bt,bt->b", weights @ signs, weights, dtype=np.float64))

    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(pairs(up * over) / np.sqrt(pairs(np.abs(up)) * pairs(np.abs(over))))
