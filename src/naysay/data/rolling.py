"""Abnormal returns against a normal return that moves along: each session's from the sessions before it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from numpy.lib.stride_tricks import sliding_window_view

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]

_BLOCK = 128  # windows regressed at a time, so that they stay in the processor's cache
_ROUNDING = 1e-12
"""An abnormal return below this share of the return is rounding."""


def rolling_abnormal(ret: Floats, market: Floats, *, history: int, min_history: int) -> Floats:
    """ret_t - (a_t + b_t market_t) with a_t, b_t from least squares over the ``history`` rows before t.

    Both arrays are (T,), NaN where missing; a pair counts where both are there. NaN with fewer than
    ``min_history`` pairs, or where the benchmark does not vary in them. Each window is centred on its own
    means: sums that run over the whole study would let rounding carry later returns into earlier windows.
    A share that is its own benchmark has nothing left, which is 0 and not the rounding of it.
    """
    return NormalReturns(market, history=history, min_history=min_history).abnormal(ret)


class NormalReturns:
    """``rolling_abnormal`` of one company after another, from row ``first`` on, against one benchmark.

    What a window says of the benchmark is kept for the next company whose returns are there on the same rows.
    """

    def __init__(self, market: Floats, *, history: int, min_history: int, first: int = 0) -> None:
        self.market, self._history, self._min_history, self._first = market, history, min_history, first
        self._windows: _BenchmarkWindows | None = None

    def abnormal(self, ret: Floats) -> Floats:
        """Those of ``ret`` (T,), from ``first`` on: (T - first,)."""
        abnormal = np.full(len(ret) - self._first, np.nan)
        for block, mean, slope in self._lines(ret):
            here = slice(block.low, block.high)
            expected = mean + slope * (self.market[here] - block.mean_x)
            left = ret[here] - expected
            left = np.where(np.abs(left) <= _ROUNDING * np.abs(ret[here]), 0.0, left)
            abnormal[block.low - self._first : block.high - self._first] = np.where(block.sound, left, np.nan)
        return abnormal

    def slope(self, ret: Floats) -> Floats:
        """The b_t of ``rolling_abnormal``, from ``first`` on: of session t from the rows before it."""
        slopes = np.full(len(ret) - self._first, np.nan)
        for block, _, slope in self._lines(ret):
            at = slice(block.low - self._first, block.high - self._first)
            slopes[at] = np.where(block.sound, slope, np.nan)
        return slopes

    def _lines(self, ret: Floats) -> Iterator[tuple[_Block, Floats, Floats]]:
        """Some rows at a time, the mean of ``ret`` and the slope in the window before each."""
        pairs = np.isfinite(ret) & np.isfinite(self.market)
        if self._windows is None or not np.array_equal(pairs, self._windows.pairs):
            self._windows = _BenchmarkWindows(
                self.market, pairs, self._history, self._min_history, self._first
            )
        if not pairs.any():
            return
        y = np.concatenate([np.full(self._history, np.nan), np.where(pairs, ret, np.nan)])
        for block in self._windows.blocks:
            past = sliding_window_view(y[block.low : block.high + self._history - 1], self._history).copy()
            past[block.unused] = 0.0
            mean = past.sum(axis=1) / block.safe_n
            past -= mean[:, None]
            past[block.unused] = 0.0
            past *= block.dx
            yield block, mean, past.sum(axis=1) / block.safe_sxx


@dataclass(frozen=True, eq=False)
class _Block:
    """What the windows before rows ``low`` to ``high`` say of the benchmark, rows x history."""

    low: int
    high: int
    unused: Bools | slice
    """Where a window has no pair; an empty slice where all have one."""
    safe_n: npt.NDArray[np.int64]
    mean_x: Floats
    dx: Floats
    """The benchmark less its mean, 0 without a pair."""
    safe_sxx: Floats
    sound: Bools


@dataclass(frozen=True, eq=False)
class _BenchmarkWindows:
    """The windows of a benchmark, of those rows that are ``pairs``."""

    market: Floats
    pairs: Bools
    history: int
    min_history: int
    first: int

    @cached_property
    def blocks(self) -> tuple[_Block, ...]:
        """The windows, some at a time."""
        return tuple(self._computed())

    def _computed(self) -> Iterator[_Block]:
        total, history = len(self.market), self.history
        x = np.concatenate([np.full(history, np.nan), np.where(self.pairs, self.market, np.nan)])
        for low in range(self.first, total, _BLOCK):
            high = min(low + _BLOCK, total)
            past = sliding_window_view(x[low : high + history - 1], history)
            used = np.isfinite(past)
            n = used.sum(axis=1)
            safe_n = np.maximum(n, 1)
            mean = np.where(used, past, 0.0).sum(axis=1) / safe_n
            dx = np.where(used, past - mean[:, None], 0.0)
            sxx = (dx * dx).sum(axis=1)
            # Rounding of the mean leaves about n (eps mean)² where the benchmark is constant.
            sound = (n >= self.min_history) & (sxx > 1e-24 * safe_n * mean**2) & (sxx > 0.0)
            unused = slice(0, 0) if used.all() else ~used
            yield _Block(low, high, unused, safe_n, mean, dx, np.where(sound, sxx, 1.0), sound)
