"""Columns that all companies have together, session effects and shared controls, partialled out exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from naysay.analysis.linear_algebra import COLLINEAR
from naysay.analysis.partialling import independent
from naysay.analysis.regression import BoolArray, FloatArray, IntArray
from naysay.analysis.scores import FITS_ITSELF

LEAST: Final = 2
"""Companies on a session: with one of them its effect fits the session exactly."""


@dataclass(frozen=True, slots=True)
class Block:
    """What a projection leaves of an identity on the rows of one session: (n, n) of its ``members`` (n,)."""

    session: int
    members: IntArray
    left: FloatArray

    @property
    def root(self) -> FloatArray:
        """The inverse root on the space that the block leaves."""
        size, vectors = np.linalg.eigh(self.left)
        known = size > FITS_ITSELF
        return np.asarray((vectors[:, known] / np.sqrt(size[known])) @ vectors[:, known].T)


@dataclass(frozen=True, slots=True)
class Together:
    """Series of one panel less their projection on columns of single companies and columns of all of them.

    ``lines`` (q, C, T) are NaN where not ``used`` (C, T). ``blocks`` has one entry for each session with a
    row. ``rank`` counts the columns of all companies.
    """

    lines: FloatArray
    used: BoolArray
    blocks: tuple[Block, ...]
    rank: int

    def stretch(self, values: FloatArray) -> FloatArray:
        """``values`` (1, q, C T) times the inverse roots of the blocks; 0 on rows that are not used."""
        if not self.used.any():
            return np.zeros_like(values)
        by_session = values.reshape(-1, *self.used.shape)
        out = np.zeros_like(by_session)
        for block in self.blocks:
            out[:, block.members, block.session] = by_session[:, block.members, block.session] @ block.root
        return out.reshape(values.shape)


def apart(lines: FloatArray, used: BoolArray, leverage: FloatArray) -> Together:
    """Series (q, C, T) from which only columns of single companies, with this ``leverage`` (C, T), are
    partialled out."""
    blocks = (
        Block(session, members, np.diag(1.0 - leverage[members, session]))
        for session, members in _members(used)
    )
    return Together(lines, used, tuple(blocks), 0)


def without_session_effects(lines: FloatArray, used: BoolArray, basis: FloatArray) -> Together:
    """``lines`` (q, C, T), partialled out by ``basis`` (C, k, T) already, less session effects as well.

    With D the dummies of sessions and M the projection off the columns of companies, the residuals are
    M v - M D (D' M D)^- D' v, exactly and not by turns; what sessions and company columns have in common (a
    constant, the market's return) is in neither twice. Sessions on which fewer than ``LEAST`` companies have
    a row say nothing and are not used.
    """
    crowd = used.sum(axis=0) >= LEAST
    used = used & crowd
    if not used.any():
        return Together(np.full(lines.shape, np.nan), used, (), 0)
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
    return _less_exact(Together(out, used, tuple(_blocks(Q, seen, half, where)), int(kept.sum())))


def without_controls(together: Together, count: int) -> Together:
    """The same less the first ``count`` of its lines, which are controls with one slope for all companies."""
    lines = np.where(together.used, together.lines, 0.0)
    if not together.used.any():
        return replace(together, lines=np.full_like(together.lines[count:], np.nan))
    flat = lines.reshape(len(lines), together.used.size)
    controls, rest = flat[:count], flat[count:]
    controls = controls[independent(controls)]
    Q = np.linalg.qr(controls.T)[0].T
    size = _length(rest[:, None])
    rest = rest - (rest @ Q.T) @ Q
    rest[_length(rest[:, None]) <= COLLINEAR * size] = 0.0
    shared = Q.reshape(len(Q), *together.used.shape)
    left = np.where(together.used, rest.reshape(len(rest), *together.used.shape), np.nan)
    blocks = tuple(_less(block, shared[:, block.members, block.session]) for block in together.blocks)
    return _less_exact(Together(left, together.used, blocks, together.rank + len(Q)))


def _less(block: Block, columns: FloatArray) -> Block:
    """The block less the projection on orthonormal ``columns`` (k, n) as well."""
    return replace(block, left=block.left - columns.T @ columns)


def _less_exact(together: Together) -> Together:
    """The same without rows that the columns fit exactly; each takes one of the columns with it."""
    lines, used, blocks = together.lines.copy(), together.used.copy(), []
    for block in together.blocks:
        kept = np.diagonal(block.left) >= FITS_ITSELF
        gone = block.members[~kept]
        lines[:, gone, block.session], used[gone, block.session] = np.nan, False
        if kept.any():
            blocks.append(Block(block.session, block.members[kept], block.left[np.ix_(kept, kept)]))
    return Together(lines, used, tuple(blocks), together.rank - int(together.used.sum() - used.sum()))


def _blocks(Q: FloatArray, seen: BoolArray, half: FloatArray, where: IntArray) -> Iterator[Block]:
    """For each session diag(1 - h) - A (D' M D)^- A', A its rows of M D."""
    toward = Q @ half  # (C, k, r)
    for place, members in _members(seen):
        own = Q[members, :, place]
        A = half[place] - (own[:, None] @ toward[members])[:, 0]
        left = np.diag(1.0 - (own**2).sum(axis=1)) - A @ A.T
        yield Block(int(where[place]), members, left)


def _members(used: BoolArray) -> Iterator[tuple[int, IntArray]]:
    """The sessions with a row, each with its companies."""
    for session in np.flatnonzero(used.any(axis=0)):
        yield int(session), np.flatnonzero(used[:, session])


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
