"""What a set of controls leaves of other series, many regressions at once (Frisch-Waugh-Lovell)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray
from scipy import linalg

from naysay.analysis.linear_algebra import COLLINEAR, ILL_CONDITIONED, cholesky
from naysay.analysis.scores import FITS_ITSELF

FloatArray = NDArray[np.float64]
BoolArray = NDArray[np.bool_]
IntArray = NDArray[np.int64]

BLOCK: Final = 2**17
"""Numbers worked on together: enough of them to be fast, few enough to stay in the processor's cache."""
NO_VARIATION: Final = 1e-12
"""A column that varies by less than this share of its size is a constant."""


@dataclass(frozen=True, slots=True)
class Partialled:
    """What m sets of controls, a constant among each, leave of q series on L sessions.

    A session on which the controls fit exactly, such as one with an indicator of its own, says nothing: it is
    not among those ``used``.
    """

    values: FloatArray
    """(m, q, L) residuals; NaN on sessions not used."""
    used: BoolArray
    """(m, L)"""
    leverage: FloatArray
    """(m, L) of the controls; 0 on sessions not used."""
    basis: FloatArray | None
    """(m, k, L) where needed: orthonormal lines that span the controls, the constant first; 0 where a
    column was collinear and on sessions not used."""
    rank: IntArray
    """(m,) columns that the sessions used had to determine."""
    fitted: IntArray
    """(m,) sessions that were dropped since the controls fit them exactly."""


def partialled(
    controls: FloatArray, values: FloatArray, used: BoolArray, *, with_basis: bool = False
) -> Partialled:
    """``values`` (m, q, L) less their projection on a constant and ``controls`` (m, k, L).

    Only sessions ``used`` (m, L) count; on them nothing may be missing. Collinear controls are left out: the
    residuals are the same with and without them. A series that the controls span is left exactly 0.

    References
    ----------
    Frisch and Waugh (1933), Econometrica 1. Lovell (1963), Journal of the American Statistical Association
    58.
    """
    together = max(1, BLOCK // max(1, (controls.shape[1] + values.shape[1]) * controls.shape[2]))
    blocks = [slice(start, start + together) for start in range(0, max(len(used), 1), together)]
    parts = [_partialled(controls[block], values[block], used[block], with_basis) for block in blocks]
    if len(parts) == 1:
        return parts[0]
    names = [field.name for field in fields(Partialled) if field.name != "basis" or with_basis]
    whole: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in parts]) for name in names}
    return Partialled(**{"basis": None, **whole})


def _partialled(controls: FloatArray, values: FloatArray, used: BoolArray, with_basis: bool) -> Partialled:
    count = used.sum(axis=1)
    constant = np.where(used, 1.0 / np.sqrt(np.maximum(count, 1))[:, None], 0.0)[:, None]
    lines = _orthonormal(_centred(controls, used, count))
    basis = np.concatenate([constant, lines], axis=1)
    left = _centred(values, used, count)
    left -= (left @ lines.swapaxes(1, 2)) @ lines
    spanned = _length(left) <= COLLINEAR * _length(np.where(used[:, None], values, 0.0))
    left[spanned] = 0.0
    leverage = np.einsum("mkt,mkt->mt", basis, basis)
    exact = used & (1.0 - leverage < FITS_ITSELF)
    kept, rank = used, (_length(basis) > 0.0).sum(axis=1) - exact.sum(axis=1)
    if exact.any():
        kept = used & ~exact
        leverage[exact] = 0.0
        basis *= kept[:, None]
    left[np.broadcast_to(~kept[:, None], left.shape)] = np.nan
    return Partialled(
        values=left,
        used=kept,
        leverage=leverage,
        basis=basis if with_basis else None,
        rank=np.asarray(rank),
        fitted=exact.sum(axis=1),
    )


def products_left(controls: FloatArray, values: FloatArray, used: BoolArray) -> FloatArray:
    """The cross products (m, q, q) of what ``partialled`` leaves of ``values``, at half of its cost.

    V'V - V'Z (Z'Z)^-1 Z'V with the Cholesky factor of Z'Z; the few members whose controls are nearly
    collinear go the other way. Sessions that the controls fit exactly leave nothing and add nothing.
    """
    together = max(1, BLOCK // max(1, (controls.shape[1] + values.shape[1]) * controls.shape[2]))
    starts = range(0, max(len(used), 1), together)
    blocks = [slice(start, start + together) for start in starts]
    return np.concatenate([_products_left(controls[b], values[b], used[b]) for b in blocks])


def _products_left(controls: FloatArray, values: FloatArray, used: BoolArray) -> FloatArray:
    count = used.sum(axis=1)
    Z, V = _centred(controls, used, count), _centred(values, used, count)
    factor, unit = _cholesky(Z)
    weak = _weak(factor)
    factor[weak] = np.eye(Z.shape[1])
    W = np.linalg.solve(factor, unit @ V.swapaxes(1, 2))
    left = V @ V.swapaxes(1, 2) - W.swapaxes(1, 2) @ W
    for i in np.flatnonzero(weak):
        own = V[i] - (V[i] @ (Q := _by_householder(unit[i])).T) @ Q
        left[i] = own @ own.T
    return left


def independent(X: FloatArray) -> BoolArray:
    """Which lines of X (k, rows) to keep so that none of them follows from the others."""
    if not X.size:
        return np.zeros(len(X), dtype=bool)
    length = np.sqrt(np.einsum("kt,kt->k", X, X))
    unit = X / np.where(length > 0, length, 1.0)[:, None]
    triangle, order = linalg.qr(unit.T, mode="r", pivoting=True)
    size = np.abs(np.diagonal(triangle))
    keep = np.zeros(len(X), dtype=bool)
    keep[order[: len(size)][size > COLLINEAR]] = True
    return keep


def _centred(values: FloatArray, used: BoolArray, count: IntArray) -> FloatArray:
    """``values`` less their mean over the sessions used, 0 on the others; constants exactly 0."""
    out = np.where(used[:, None], values, 0.0)
    size = _length(out)
    out -= out.sum(axis=2, keepdims=True) / np.maximum(count, 1)[:, None, None]
    out *= used[:, None]
    out[_length(out) <= NO_VARIATION * size] = 0.0
    return out


def _length(values: FloatArray) -> FloatArray:
    return np.asarray(np.sqrt(np.einsum("mkt,mkt->mk", values, values)))


def _orthonormal(X: FloatArray) -> FloatArray:
    """Lines (m, k, L) that span those of X, which is changed, 0 for each that is collinear.

    As ``linear_algebra.orthonormal``, but a member that is collinear loses the lines that are too many.
    """
    factor, unit = _cholesky(X)
    weak = _weak(factor)
    factor[weak] = np.eye(X.shape[1])
    Q = np.linalg.inv(factor) @ unit
    for i in np.flatnonzero(weak):
        Q[i] = _by_householder(unit[i])
    return Q


def _cholesky(X: FloatArray) -> tuple[FloatArray, FloatArray]:
    """The factors of the products of lines (m, k, L), and these lines, changed to unit length or left 0."""
    length = _length(X)
    X /= np.where(length > 0, length, 1.0)[:, :, None]
    products = X @ X.swapaxes(1, 2)
    gone = (length == 0)[:, :, None] & np.eye(X.shape[1], dtype=bool)
    products[gone] = 1.0
    return cholesky(products), X


def _weak(factor: FloatArray) -> BoolArray:
    """Which factors lose too many digits; those with NaN do."""
    return np.asarray(~(np.diagonal(factor, axis1=1, axis2=2).min(axis=1, initial=1.0) > ILL_CONDITIONED))


def _by_householder(unit: FloatArray) -> FloatArray:
    Q, triangle, _ = linalg.qr(unit.T, mode="economic", pivoting=True)
    out = np.zeros_like(unit)
    size = np.abs(np.diagonal(triangle))
    rank = int((size > COLLINEAR).sum())
    out[:rank] = Q[:, :rank].T
    return out
