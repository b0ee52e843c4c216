"""Linear algebra for many small matrices at once; a member without a solution is NaN and stops no other."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import NDArray

FloatArray = NDArray[np.float64]

ILL_CONDITIONED: Final = 1e-2
"""A column of unit length whose part not explained by the columns before it is shorter than this goes to QR:
normal equations lose twice the digits that X lacks, and here four digits are the most they may lose."""
COLLINEAR: Final = 1e-9


def orthonormal(X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """Q (m, k, rows) with orthonormal lines and upper triangular A (m, k, k) with Q = A'X; NaN if collinear.

    Columns are brought to unit length, then the Cholesky factor of their cross products is inverted. The few
    regressions for which that would cost too many digits are done one by one by Householder QR.
    """
    length = np.sqrt(np.einsum("mkt,mkt->mk", X, X))
    unit = X / np.where(length > 0, length, 1.0)[:, :, None]
    factor = cholesky(unit @ unit.transpose(0, 2, 1))
    pivots = np.diagonal(factor, axis1=1, axis2=2).min(axis=1)
    weak = ~(pivots > ILL_CONDITIONED)
    factor[weak] = np.eye(X.shape[1])
    A = np.linalg.inv(factor).transpose(0, 2, 1)
    Q = A.transpose(0, 2, 1) @ unit
    for i in np.flatnonzero(weak):
        Q[i], A[i] = _by_householder(unit[i])
    with np.errstate(divide="ignore", invalid="ignore"):
        return Q, A / length[:, :, None]


def _by_householder(unit: FloatArray) -> tuple[FloatArray, FloatArray]:
    k, rows = unit.shape
    if rows >= k:
        Q, R = np.linalg.qr(unit.T)
        if np.abs(np.diagonal(R)).min() > COLLINEAR:
            return Q.T, np.linalg.inv(R)
    return np.full((k, rows), np.nan), np.full((k, k), np.nan)


def cholesky(G: FloatArray) -> FloatArray:
    """Lower Cholesky factors of a stack (m, k, k); NaN for a member that is not positive definite."""
    try:
        return np.asarray(np.linalg.cholesky(G), dtype=np.float64)
    except np.linalg.LinAlgError:  # numpy refuses the whole stack for one member
        return np.stack([_cholesky_or_nan(member) for member in G])


def _cholesky_or_nan(G: FloatArray) -> FloatArray:
    try:
        return np.asarray(np.linalg.cholesky(G), dtype=np.float64)
    except np.linalg.LinAlgError:
        return np.full_like(G, np.nan)


def squared_length(q: FloatArray, M: FloatArray) -> FloatArray:
    """q' M^-1 q for stacks q (m, p) and M (m, p, p); NaN where M is not positive definite."""
    size = np.sqrt(np.diagonal(M, axis1=1, axis2=2))
    with np.errstate(divide="ignore", invalid="ignore"):
        factor = cholesky(M / (size[:, :, None] * size[:, None, :]))
        z = forward(factor, q / size)
    return np.asarray(np.einsum("mp,mp->m", z, z))


def last_of_solution(G: FloatArray, b: FloatArray, p: int, least: float = 0.0) -> FloatArray:
    """The last ``p`` of G^-1 b for stacks G (m, k, k) and b (m, k); NaN where G is not positive definite.

    A squared pivot of ``least`` or below is taken for 0. With G = L L' the last p unknowns depend on the
    last p by p block of L' alone.
    """
    L = cholesky(G)
    L[np.diagonal(L, axis1=1, axis2=2).min(axis=1) ** 2 <= least] = np.nan
    with np.errstate(divide="ignore", invalid="ignore"):
        z = forward(L, b)[:, -p:]
        block, x = L[:, -p:, -p:], np.empty((len(b), p))
        for j in reversed(range(p)):
            known = np.einsum("mi,mi->m", block[:, j + 1 :, j], x[:, j + 1 :])
            x[:, j] = (z[:, j] - known) / block[:, j, j]
    return x


def forward(L: FloatArray, b: FloatArray) -> FloatArray:
    """L^-1 b for stacks of lower triangular L (m, p, p) and b (m, p)."""
    z = np.empty_like(b)
    for j in range(b.shape[1]):
        known = np.einsum("mi,mi->m", L[:, j, :j], z[:, :j])
        z[:, j] = (b[:, j] - known) / L[:, j, j]
    return z
