"""Classical tests of many complete series at once, from their cross products alone.

A regression needs no more of its data than the cross products of its columns. Those of all lags follow from
a few: the sums over t = P..T-1 of a_(t-i) b_(t-j) and of a_(t-i-1) b_(t-j-1) differ by the two products at
the ends. Orders below P have further sessions of their own, which are added. With the regressors ordered as
in ``naysay.analysis.regression`` and y last, the Cholesky factor of the centred products holds in its last
line q = Q'y and, at the end, the root of the residual sum of squares: no difference of two sums is taken.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from naysay.analysis.granger.outcome import Outcome
from naysay.analysis.linear_algebra import ILL_CONDITIONED, cholesky
from naysay.analysis.pairs import BoolArray, FloatArray, IntArray

EDGES = 0.5
"""Sums of squares of one series that differ between lags by more than this share lost digits on the way."""


def from_moments(pair_and_controls: Sequence[FloatArray], lag_orders: Sequence[int]) -> list[Outcome]:
    """For each lag order the 2C classical tests of two or more series (C, T).

    The first C tests are those of series 0 before series 1, the others the other way; the further series are
    controls. A member that has gaps or no room, or whose design is ill-conditioned, is left NaN with an empty
    reason, for least squares to do.
    """
    longest, count, (companies, sessions) = (
        max(lag_orders),
        len(pair_and_controls),
        pair_and_controls[0].shape,
    )
    if sessions <= longest + 1:
        return [Outcome.unknown(2 * companies) for _ in lag_orders]
    series = np.empty((companies, count, sessions))
    for place, values in enumerate(pair_and_controls):
        np.subtract(values, values.mean(axis=1, keepdims=True), out=series[:, place])
    products, sums, sound = _at_all_lags(series, longest)
    outcomes = []
    for p in lag_orders:
        size = (p + 1) * count
        G = products[:, : p + 1, :, : p + 1].copy().reshape(companies, size, size)
        s = sums[:, : p + 1].reshape(companies, size)
        if p < longest:
            further = [series[:, :, p - i : longest - i] for i in range(p + 1)]
            own = np.stack(further, axis=1).reshape(companies, size, longest - p)
            G, s = G + own @ own.swapaxes(1, 2), s + own.sum(axis=2)
        G -= s[:, :, None] * (s / (sessions - p))[:, None, :]
        ways = (_columns(0, 1, count, p), _columns(1, 0, count, p))
        both = np.concatenate([G[:, way[:, None], way] for way in ways])
        outcomes.append(_tests(both, np.tile(sound, 2), p, sessions - p))
    return outcomes


def _at_all_lags(series: FloatArray, longest: int) -> tuple[FloatArray, FloatArray, BoolArray]:
    """Sums over t = P..T-1 of a_(t-i) b_(t-j), (C, P+1, S, P+1, S), and of a_(t-i), (C, P+1, S); which are
    sound, (C,)."""
    companies, count, sessions = series.shape
    P, steps = longest, np.arange(longest + 1)
    head, tail = series[:, :, P - 1 :: -1][..., :P], series[:, :, : sessions - 1 - P : -1]
    products = np.empty((companies, P + 1, count, P + 1, count))
    sums = np.empty((companies, P + 1, count))
    sums[:, 0] = series[:, :, P:].sum(axis=2)
    sums[:, 1:] = sums[:, :1] + np.cumsum(head - tail, axis=2).swapaxes(1, 2)
    for lag in range(P + 1):
        own, moved = slice(0, P - lag), slice(lag, P)
        change = np.empty((companies, count, count, P - lag + 1))
        change[..., 0] = series[:, :, P:] @ series[:, :, P - lag : sessions - lag].swapaxes(1, 2)
        np.multiply(head[:, :, None, own], head[:, None, :, moved], out=change[..., 1:])
        change[..., 1:] -= tail[:, :, None, own] * tail[:, None, :, moved]
        along = np.cumsum(change, axis=3)
        early, late = steps[: P - lag + 1], steps[lag:]
        products[:, early, :, late] = along.transpose(3, 0, 1, 2)
        products[:, late, :, early] = along.transpose(3, 0, 2, 1)
    squares = np.einsum("cisis->cis", products)
    with np.errstate(invalid="ignore"):
        sound = (squares.min(axis=1) > EDGES * squares.max(axis=1)).all(axis=1)
    return products, sums, sound


def _columns(cause: int, effect: int, count: int, p: int) -> IntArray:
    """Where in the products the lags of the effect, of the controls and of the cause stand, then y."""
    order = [effect, *range(2, count), cause]
    return np.array([lag * count + one for one in order for lag in range(1, p + 1)] + [effect])


def _tests(G: FloatArray, sound: BoolArray, p: int, nobs: int) -> Outcome:
    members, k = G.shape[0], G.shape[1]
    df_resid = nobs - k  # k - 1 regressors and the constant
    length = np.sqrt(np.maximum(np.diagonal(G, axis1=1, axis2=2), 0.0))
    sound = sound & (length > 0).all(axis=1) & (df_resid > 0)
    G[~sound], length[~sound] = np.eye(k), 1.0
    G /= length[:, :, None]
    G /= length[:, None, :]
    L = cholesky(G)
    with np.errstate(invalid="ignore"):
        sound &= np.diagonal(L, axis1=1, axis2=2).min(axis=1) > ILL_CONDITIONED
    L[~sound] = np.eye(k)
    q2, rss = L[:, -1, -1 - p : -1], L[:, -1, -1] ** 2
    explained = np.einsum("mp,mp->m", q2, q2)
    coef = np.linalg.solve(L[:, -1 - p : -1, -1 - p : -1].swapaxes(1, 2), q2[:, :, None])[:, :, 0]
    coef *= length[:, -1:] / length[:, -1 - p : -1]
    known = np.where(sound, 1.0, np.nan)
    return Outcome(
        statistic=known * explained / p / (rss / max(df_resid, 1)),
        sum_coef=known * coef.sum(axis=1),
        partial_r2=known * explained / (explained + rss),
        bandwidth=np.full(members, np.nan),
        nobs=np.full(members, nobs),
        df_resid=np.full(members, df_resid),
        fitted=np.zeros(members, dtype=np.int64),
        reason=np.full(members, "", dtype=object),
    )
