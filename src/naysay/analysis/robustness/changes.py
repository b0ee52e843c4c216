"""The changes behind the robustness lines: chatter that cannot matter, extreme days, and other units."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from naysay.analysis.pairs import IntArray, lagged
from naysay.analysis.projections.equation import pooled_slopes
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.terms import Outcomes, Terms
from naysay.analysis.regression import FloatArray
from naysay.analysis.work import parts_a_worker
from naysay.study.executor import Executor, Serial
from naysay.study.units import BASIS_POINTS

TAIL: Final = 0.01
"""Share of each end that is pulled in."""
AT_ONCE: Final = 2
"""Draws worked on together."""
A_PART: Final = 4 * AT_ONCE
"""Draws that a worker takes."""


def further_ahead(values: FloatArray, sessions: int) -> FloatArray:
    """``values`` (C, T) as they will be ``sessions`` later."""
    return lagged(values, [-sessions])[..., 0, :]


def others(values: FloatArray) -> FloatArray:
    """``values`` (C, T) with each company's taken from the one after it, the last from the first."""
    return np.roll(values, -1, axis=0)


def shuffled(values: FloatArray, block: int, rng: np.random.Generator) -> FloatArray:
    """``values`` (C, T) with blocks of ``block`` sessions in another order, one order for all companies."""
    return _in_blocks(values, block, _starts(values.shape[-1], block, rng))


def shuffled_effects(
    panel: ProjectionPanel,
    terms: Terms,
    *,
    horizon: int,
    draws: int,
    block: int,
    seed: int,
    executor: Executor | None = None,
) -> FloatArray:
    """The pooled effects in basis points on ``draws`` shuffles of negativity, as far as there are any."""
    rng, length = np.random.default_rng(seed), panel.negativity.shape[-1]
    parts = [
        [_starts(length, block, rng) for _ in range(min(A_PART, draws - start))]
        for start in range(0, draws, A_PART)
    ]
    effects = np.concatenate(
        list(
            (executor or Serial()).map_shared(
                _effects,
                _Shuffles(panel.negativity, panel.outcomes, terms, horizon, block),
                parts,
                parts_a_worker=parts_a_worker(A_PART * panel.negativity.size),
            )
        )
    )
    return np.asarray(effects[np.isfinite(effects)])


@dataclass(frozen=True)
class _Shuffles:
    """What all shuffles share; negativity is (C, T)."""

    negativity: FloatArray
    outcomes: Outcomes
    terms: Terms
    horizon: int
    block: int


def _effects(shuffles: _Shuffles, orders: Sequence[IntArray]) -> FloatArray:
    """The effects (D,) of D shuffles, each of which has its blocks in one of ``orders``."""
    some = [_in_blocks(shuffles.negativity, shuffles.block, starts) for starts in orders]
    slopes = [
        pooled_slopes(
            np.stack(some[i : i + AT_ONCE]), shuffles.outcomes, shuffles.terms, horizon=shuffles.horizon
        )
        for i in range(0, len(some), AT_ONCE)
    ]
    return BASIS_POINTS * np.concatenate(slopes)


def _starts(length: int, block: int, rng: np.random.Generator) -> IntArray:
    """The first sessions of all blocks, in random order."""
    return rng.permutation(np.arange(0, length, block))


def _in_blocks(values: FloatArray, block: int, starts: IntArray) -> FloatArray:
    """``values`` (C, T) with its blocks in the order of ``starts``."""
    length = values.shape[-1]
    return values[:, np.concatenate([np.arange(s, min(s + block, length)) for s in starts])]


def largest_days(returns: FloatArray, count: int) -> FloatArray:
    """1 on the ``count`` sessions of each company with the largest |return|."""
    size = np.where(np.isfinite(returns), np.abs(returns), -1.0)
    rank = (-size).argsort(axis=1, kind="stable").argsort(axis=1, kind="stable")
    return np.asarray(((rank < count) & (size >= 0)).astype(float))


def winsorised(values: FloatArray) -> FloatArray:
    out = np.full(values.shape, np.nan)
    for row, line in zip(out, values, strict=True):
        known = line[np.isfinite(line)]
        if len(known):
            row[:] = np.clip(line, *np.quantile(known, [TAIL, 1 - TAIL]))
    return out
