"""The residual bootstrap of a vector autoregression, all draws at once."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np

from naysay.analysis.regression import FloatArray
from naysay.analysis.vector_autoregression.estimate import VectorAutoregression, complete_rows, fitted

Resampling = Literal["residual", "wild", "block"]
AT_ONCE: Final = 250
"""Draws that are simulated and estimated together: few enough for the processor's cache."""


def redrawn(
    model: VectorAutoregression, *, draws: int, resampling: Resampling, rng: np.random.Generator
) -> tuple[FloatArray, FloatArray]:
    """Coefficients (draws, p, K, K) and residual covariances (draws, K, K) of series drawn from ``model``.

    Each draw starts with the model's first complete ``lags`` sessions, goes on by its equations and is then
    estimated on the same sessions as the model was: gaps stay where they are. ``residual`` takes the K
    residuals of a session chosen at random; ``wild`` those of the session itself times one random sign, where
    a session has none those of another; ``block`` those of ``block_of`` sessions that follow each other, less
    the mean of what can stand at a place in a block. The last two keep loud times loud.
    """
    p, K, _ = model.coefficients.shape
    rows = complete_rows(model.values, p)
    start = int(rows[0])
    mean = np.nanmean(model.values, axis=1)
    sessions = model.values.shape[1] - start
    pool = model.residuals[:, rows].T
    signs, centre = np.ones((sessions, draws)), np.zeros((sessions, 1, K))
    if resampling == "block":
        length = block_of(len(rows))
        within = np.arange(sessions) % length
        first_of = rng.integers(len(rows) - length + 1, size=(-(-sessions // length), draws))
        chosen = first_of[np.arange(sessions) // length] + within[:, None]
        windows = np.lib.stride_tricks.sliding_window_view(pool, len(rows) - length + 1, axis=0)
        centre = windows.mean(axis=2)[within][:, None]
    else:
        chosen = rng.integers(len(rows), size=(sessions, draws))
    if resampling == "wild":
        chosen[rows - start] = np.arange(len(rows))[:, None]
        signs = rng.integers(2, size=(sessions, draws)) * 2.0 - 1.0

    stacked = np.concatenate(model.coefficients[::-1], axis=1).T  # the oldest lag first, (p K, K)
    constant = model.intercept - mean + model.coefficients.sum(axis=0) @ mean
    first = (model.values[:, start - p : start] - mean[:, None]).T  # (p, K)
    coefficients, covariance = np.empty((draws, p, K, K)), np.empty((draws, K, K))
    for low in range(0, draws, AT_ONCE):
        part = slice(low, low + AT_ONCE)
        shocks = pool[chosen[:, part]] * signs[:, part, None] + (constant - centre)  # (sessions, b, K)
        path = np.empty((shocks.shape[1], p + sessions, K))
        path[:, :p] = first
        flat = path.reshape(len(path), -1)
        for t in range(sessions):
            path[:, p + t] = flat[:, t * K : (t + p) * K] @ stacked + shocks[t]
        coefficients[part], covariance[part] = fitted(path.swapaxes(1, 2), rows - start + p, p)
    return coefficients, covariance


def block_of(nobs: int) -> int:
    """Sessions in a block: 5.03 n^(1/4), but no more than a third of them."""
    return max(1, min(int(5.03 * nobs**0.25), nobs // 3))
