"""Abnormal returns against a normal return that moves along: each session's from the sessions before it."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Floats = npt.NDArray[np.float64]

_BLOCK = 2048  # windows regressed at a time, so that memory does not grow with the length of the study
_ROUNDING = 1e-12
"""An abnormal return below this share of the return is rounding."""


def rolling_abnormal(ret: Floats, market: Floats, *, history: int, min_history: int) -> Floats:
    """ret_t - (a_t + b_t market_t) with a_t, b_t from least squares over the ``history`` rows before t.

    Both arrays are (T,), NaN where missing; a pair counts where both are there. NaN with fewer than
    ``min_history`` pairs, or where the benchmark does not vary in them. Each window is centred on its own
    means: sums that run over the whole study would let rounding carry later returns into earlier windows.
    A share that is its own benchmark has nothing left, which is 0 and not the rounding of it.
    """
    total = len(ret)
    pairs = np.isfinite(ret) & np.isfinite(market)
    y = np.concatenate([np.full(history, np.nan), np.where(pairs, ret, np.nan)])
    x = np.concatenate([np.full(history, np.nan), np.where(pairs, market, np.nan)])
    abnormal = np.full(total, np.nan)
    for low in range(0, total, _BLOCK):
        high = min(low + _BLOCK, total)
        past_y = sliding_window_view(y[low : high + history - 1], history)
        past_x = sliding_window_view(x[low : high + history - 1], history)
        used = np.isfinite(past_y)
        n = used.sum(axis=1)
        safe_n = np.maximum(n, 1)
        mean_y = np.where(used, past_y, 0.0).sum(axis=1) / safe_n
        mean_x = np.where(used, past_x, 0.0).sum(axis=1) / safe_n
        dy = np.where(used, past_y - mean_y[:, None], 0.0)
        dx = np.where(used, past_x - mean_x[:, None], 0.0)
        sxx = (dx * dx).sum(axis=1)
        # Rounding of the mean leaves about n (eps mean)² where the benchmark is constant.
        sound = (n >= min_history) & (sxx > 1e-24 * safe_n * mean_x**2) & (sxx > 0.0)
        slope = (dx * dy).sum(axis=1) / np.where(sound, sxx, 1.0)
        expected = mean_y + slope * (market[low:high] - mean_x)
        left = ret[low:high] - expected
        left = np.where(np.abs(left) <= _ROUNDING * np.abs(ret[low:high]), 0.0, left)
        abnormal[low:high] = np.where(sound, left, np.nan)
    return abnormal
