"""Columns that all companies have together, session effects and shared controls, partialled out exactly."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from naysay.analysis.linear_algebra import COLLINEAR
from naysay.analysis.partialling import independent
from naysay.analysis.regression import BoolArray, FloatArray, IntArray
from naysay.analysis.scores import FITS_ITSELF

LEAST: Final = 2
"""Companies on a session: with one of them its effect fits the session exactly."""


@dataclass(frozen=True, slots=True)
class Together:
    """Series of one panel less their projection on columns of single companies and columns of all of them.

    ``lines`` (q, C, T) are NaN where not ``used`` (C, T). ``blocks`` (T, C, C) are what the projection leaves
    of an identity on the rows of each session; 1 on the diagonal where a row is not used. ``rank`` counts the
    columns of all companies.
    """

    lines: FloatArray
    used: BoolArray
    blocks: FloatArray
    rank: int

    def stretch(self, values: FloatArray) -> FloatArray:
        """``values`` (1, q, C T) times the inverse roots of the blocks, on the space that these leave."""
        size, vectors = np.linalg.eigh(self.blocks)
        inverse = np.where(size > FITS_ITSELF, 1.0 / np.sqrt(np.maximum(size, FITS_ITSELF)), 0.0)
        roots = (vectors * inverse[:, None]) @ vectors.swapaxes(1, 2)
        by_session = values.reshape(-1, *self.used.shape).transpose(2, 1, 0)
        return np.asarray((roots @ by_session).transpose(2, 1, 0).reshape(values.shape))


def apart(lines: FloatArray, used: BoolArray, leverage: FloatArray) -> Together:
    """Series (q, C, T) that only columns of single companies, of this ``leverage`` (C, T), are out of."""
    left = np.where(used, 1.0 - leverage, 1.0)
    return Together(lines, used, left.T[:, :, None] * np.eye(len(used)), 0)


def without_session_effects(lines: FloatArray, used: BoolArray, basis: FloatArray) -> Together:
    """``lines`` (q, C, T), partialled out by ``basis`` (C, k, T) already, less session effects as well.

    With D the dummies of sessions and M the projection off the columns of companies, the residuals are
    M v - M D (D' M D)^- D' v, exactly and not by turns; what sessions and company columns have in common (a
    constant, the market's return) is in neither twice. Sessions on which fewer than ``LEAST`` companies have
    a row say nothing and are not used.
    """
    crowd = used.sum(axis=0) >= LEAST
    used = used & crowd
    where = np.flatnonzero(crowd)
    Q = np.where(used[:, None], basis, 0.0)[..., where]
    # Rows that are not used any more leave slopes to be taken out again.
    Q = np.stack([_orthonormal(own) for own in Q]) if len(Q) else Q
    seen = used[:, where]
    left = np.where(seen, lines[..., where], 0.0)
    size = _length(left)
    left = left - _projected(left, Q)
    flat = Q.reshape(-1, len(where))
    normal = np.diag(seen.sum(axis=0).astype(float)) - flat.T @ flat
    values, vectors = np.linalg.eigh(normal)
    kept = values > FITS_ITSELF * max(values.max(initial=0.0), 1.0)
    half = vectors[:, kept] / np.sqrt(values[kept])
    effects = (left.sum(axis=1) @ half) @ half.T  # (q, sessions)
    shared = np.where(seen, effects[:, None], 0.0)
    left = left - (shared - _projected(shared, Q))
    left[_length(left) <= COLLINEAR * size] = 0.0
    out = np.full(lines.shape, np.nan)
    out[..., where] = np.where(seen, left, np.nan)
    return _less_exact(Together(out, used, _blocks(Q, seen, half, where, len(crowd)), int(kept.sum())))


def without_controls(found: Together, count: int) -> Together:
    """The same less the first ``count`` of its lines, which are controls with one slope for all companies."""
    lines = np.where(found.used, found.lines, 0.0)
    flat = lines.reshape(len(lines), found.used.size)
    controls, rest = flat[:count], flat[count:]
    controls = controls[independent(controls)]
    Q = np.linalg.qr(controls.T)[0].T
    size = _length(rest[:, None])
    rest = rest - (rest @ Q.T) @ Q
    rest[_length(rest[:, None]) <= COLLINEAR * size] = 0.0
    shared = Q.reshape(len(Q), *found.used.shape)
    left = np.where(found.used, rest.reshape(len(rest), *found.used.shape), np.nan)
    by_session = shared.transpose(2, 1, 0)
    blocks = found.blocks - by_session @ by_session.swapaxes(1, 2)
    return _less_exact(Together(left, found.used, blocks, found.rank + len(Q)))


def _less_exact(found: Together) -> Together:
    """The same without rows that the columns fit exactly; each takes one of the columns with it."""
    exact = found.used & (np.einsum("tcc->ct", found.blocks) < FITS_ITSELF)
    if not exact.any():
        return found
    blocks = np.where((exact.T[:, :, None] | exact.T[:, None, :]), 0.0, found.blocks)
    blocks += exact.T[:, :, None] * np.eye(len(exact))
    lines = np.where(exact, np.nan, found.lines)
    return Together(lines, found.used & ~exact, blocks, found.rank - int(exact.sum()))


def _blocks(Q: FloatArray, seen: BoolArray, half: FloatArray, where: IntArray, total: int) -> FloatArray:
    """For each session diag(1 - h) - A (D' M D)^- A', A its rows of M D."""
    companies = len(Q)
    blocks = np.broadcast_to(np.eye(companies), (total, companies, companies)).copy()
    A = np.where(seen[..., None], half - Q.swapaxes(1, 2) @ (Q @ half), 0.0).swapaxes(0, 1)
    room = np.where(seen, 1.0 - np.einsum("cks,cks->cs", Q, Q), 1.0)
    blocks[where] = room.T[:, :, None] * np.eye(companies) - A @ A.swapaxes(1, 2)
    return blocks


def _projected(values: FloatArray, Q: FloatArray) -> FloatArray:
    """``values`` (q, C, s) on the lines Q (C, k, s) of each company."""
    by_company = values.swapaxes(0, 1)
    return np.asarray(((by_company @ Q.swapaxes(1, 2)) @ Q).swapaxes(0, 1))


def _length(values: FloatArray) -> FloatArray:
    """Of each of ``values`` (q, C, T)."""
    return np.asarray(np.sqrt(np.einsum("qct,qct->q", values, values)))


def _orthonormal(lines: FloatArray) -> FloatArray:
    """Lines (k, T) that are orthonormal again, 0 for each that has become collinear."""
    _, size, Vt = np.linalg.svd(lines, full_matrices=False)
    out = np.zeros_like(lines)
    kept = size > FITS_ITSELF
    out[: int(kept.sum())] = Vt[kept]
    return out
