"""Session effects beside slopes of each company: what all companies share on a session, taken out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from naysay.analysis.linear_algebra import COLLINEAR
from naysay.analysis.regression import BoolArray, FloatArray, IntArray
from naysay.analysis.scores import FITS_ITSELF

LEAST: Final = 2
"""Companies on a session: with one of them its effect fits the session exactly."""


@dataclass(frozen=True, slots=True)
class WithoutSessions:
    """Series less their projection on company slopes and session effects together.

    ``lines`` (q, C, T), NaN where not ``used`` (C, T). ``roots`` has, for each session used, its companies
    and the inverse root of the block that the projection leaves of an identity there. ``rank`` counts what
    session effects add to the columns already taken out.
    """

    lines: FloatArray
    used: BoolArray
    roots: tuple[tuple[int, IntArray, FloatArray], ...]
    rank: int

    def stretch(self, values: FloatArray) -> FloatArray:
        """``values`` (1, ..., C T) ready for leaving out one session after another."""
        companies, sessions = self.used.shape
        out = values.reshape(*values.shape[:-1], companies, sessions).copy()
        for session, members, root in self.roots:
            out[..., members, session] = out[..., members, session] @ root
        return out.reshape(values.shape)


def without_session_effects(lines: FloatArray, used: BoolArray, basis: FloatArray) -> WithoutSessions:
    """``lines`` (q, C, T), partialled out by ``basis`` (C, k, T) already, less session effects as well.

    With D the dummies of sessions and M the projection off the slopes of companies, the residuals are
    M v - M D (D' M D)^- D' v, exactly and not by turns; what sessions and company slopes have in common (a
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
    size = np.sqrt((left**2).sum(axis=(1, 2)))
    left = left - np.einsum("cks,qck->qcs", Q, np.einsum("cks,qcs->qck", Q, left))
    normal = np.diag(seen.sum(axis=0).astype(float)) - np.einsum("cks,ckt->st", Q, Q)
    values, vectors = np.linalg.eigh(normal)
    kept = values > FITS_ITSELF * max(values.max(initial=0.0), 1.0)
    half = vectors[:, kept] / np.sqrt(values[kept])
    effects = (left.sum(axis=1) @ half) @ half.T  # (q, sessions)
    shared = np.where(seen, effects[:, None], 0.0)
    left = left - (shared - np.einsum("cks,qck->qcs", Q, np.einsum("cks,qcs->qck", Q, shared)))
    left[np.sqrt((left**2).sum(axis=(1, 2))) <= COLLINEAR * size] = 0.0
    out = np.full(lines.shape, np.nan)
    out[..., where] = np.where(seen, left, np.nan)
    return WithoutSessions(out, used, _roots(Q, seen, half, where), int(kept.sum()))


def _roots(
    Q: FloatArray, seen: BoolArray, half: FloatArray, where: IntArray
) -> tuple[tuple[int, IntArray, FloatArray], ...]:
    """For each session the inverse root of diag(1 - h) - A (D' M D)^- A', A its rows of M D."""
    toward = Q @ half  # (C, k, r)
    found = []
    for s, session in enumerate(where):
        members = np.flatnonzero(seen[:, s])
        own = Q[members, :, s]
        A = half[s] - np.einsum("ck,ckr->cr", own, toward[members])
        block = np.diag(1.0 - (own**2).sum(axis=1)) - A @ A.T
        values, vectors = np.linalg.eigh(block)
        known = values > FITS_ITSELF
        root = (vectors[:, known] / np.sqrt(values[known])) @ vectors[:, known].T
        found.append((int(session), members, root))
    return tuple(found)


def _orthonormal(lines: FloatArray) -> FloatArray:
    """Lines (k, T) that are orthonormal again, 0 for each that has become collinear."""
    _, size, Vt = np.linalg.svd(lines, full_matrices=False)
    out = np.zeros_like(lines)
    kept = size > FITS_ITSELF
    out[: int(kept.sum())] = Vt[kept]
    return out
