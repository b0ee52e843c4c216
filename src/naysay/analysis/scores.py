"""What the covariance estimators of a regression add up: residuals times the rows of an orthonormal basis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

from naysay.analysis.linear_algebra import last_of_solution

FloatArray = NDArray[np.float64]
IntArray = NDArray[np.int64]
Covariance = Literal["classical", "HC0", "HC1", "HC3", "HAC", "driscoll_kraay", "CR3_session"]
Bandwidth = int | Literal["automatic"] | None
"""Lags of the Bartlett kernel: a number, from the data, or (None) from the number of sessions alone."""

Stretch = Callable[[FloatArray], FloatArray]
"""Series (m, q, rows) times the inverse root of what is left of an identity, row by row or session by
session, once the columns partialled out before are projected off it."""

FITS_ITSELF: Final = 1e-9
"""One less the leverage of a row that decides its own fitted value."""


def weighted(
    residuals: FloatArray,
    basis: FloatArray,
    df_resid: IntArray,
    nobs: IntArray,
    covariance: Covariance,
    leverage: FloatArray | float = 0.0,
) -> FloatArray:
    """The residuals, weighted as the covariance needs; ``leverage`` (m, rows) is of what was partialled
    out."""
    if covariance == "HC1":
        inflation = nobs / np.maximum(df_resid, 1)
        return residuals * np.sqrt(inflation)[:, None]
    if covariance == "HC3":
        room = 1.0 - leverage - np.einsum("mkt,mkt->mt", basis, basis)
        return residuals / np.where(room > FITS_ITSELF, room, np.nan)
    return residuals


def jackknifed(basis: FloatArray, residuals: FloatArray, tested: int, companies: int) -> FloatArray:
    """c_t of CR3_session, (m, tested, sessions); NaN where a session decides a coefficient alone."""
    m, k, rows = basis.shape
    Q = basis.reshape(m, k, companies, rows // max(companies, 1)).transpose(0, 3, 1, 2)
    u = residuals.reshape(m, companies, Q.shape[1]).transpose(0, 2, 1)
    room = (np.eye(k) - Q @ Q.swapaxes(-1, -2)).reshape(-1, k, k)
    solved = last_of_solution(room, (Q @ u[..., None]).reshape(-1, k), tested, FITS_ITSELF)
    return solved.reshape(m, Q.shape[1], tested).swapaxes(1, 2)


def bartlett(scores: FloatArray, lags: FloatArray) -> FloatArray:
    """Bartlett-weighted sum of the autocovariances of ``scores`` (m, p, sessions), ``lags`` (m,) of them.

    The weights 1 - |l| / (L + 1) count how many windows of L + 1 sessions hold both t and t - l, so the sum
    is that of the squared moving sums, divided by L + 1; it can therefore never be negative.
    """
    meat = np.full((len(scores), scores.shape[1], scores.shape[1]), np.nan)
    for lag in np.unique(lags).astype(int):
        members = lags == lag
        width = lag + 1
        running = np.cumsum(np.pad(scores[members], ((0, 0), (0, 0), (width, lag))), axis=2)
        windows = running[:, :, width:] - running[:, :, :-width]
        meat[members] = windows @ windows.transpose(0, 2, 1) / width
    return meat


def bandwidths(scores: FloatArray, sessions: IntArray, bandwidth: Bandwidth) -> FloatArray:
    """The lags (m,) that ``bandwidth`` stands for, of ``scores`` (m, p, T) with as many ``sessions`` used."""
    if bandwidth is None:
        return rule_of_thumb(sessions)
    if bandwidth == "automatic":
        return np.floor(newey_west_bandwidth(scores, sessions))
    return np.full(len(scores), float(bandwidth))


def rule_of_thumb(nobs: IntArray) -> FloatArray:
    """floor(4 (n / 100)^(2/9)), the rule of Newey and West (1994) without its second step."""
    return np.floor(4.0 * (np.maximum(nobs, 1) / 100.0) ** (2.0 / 9.0))


def newey_west_bandwidth(scores: FloatArray, nobs: IntArray) -> FloatArray:
    """The bandwidth (m,) of Newey and West (1994), Review of Economic Studies 61, for the Bartlett kernel.

        1.1447 (s1 / s0)^(2/3) n^(1/3),   s0 = g_0 + 2 sum g_l,   s1 = 2 sum l g_l,   l to rule_of_thumb(n)

    g_l is the autocovariance at lag l, added up over the p lines of ``scores`` (m, p, T). The article
    has it of one weighted sum of the scores; with lines of an orthonormal basis, adding up makes the
    bandwidth independent of units, signs and order. NaN stays NaN.
    """
    longest = rule_of_thumb(nobs)
    s0, s1 = np.einsum("mpt,mpt->m", scores, scores), np.zeros(len(scores))
    for lag in range(1, int(longest.max(initial=0)) + 1):
        g = np.einsum("mpt,mpt->m", scores[:, :, lag:], scores[:, :, :-lag]) * (longest >= lag)
        s0, s1 = s0 + 2 * g, s1 + 2 * lag * g
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.asarray(1.1447 * np.abs(s1 / s0) ** (2 / 3) * nobs ** (1 / 3))
