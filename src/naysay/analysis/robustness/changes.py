"""The changes behind the robustness lines: chatter that cannot matter, extreme days, and other units."""

from __future__ import annotations

from typing import Final

import numpy as np

from naysay.analysis.pairs import lagged
from naysay.analysis.projections.equation import pooled_slopes
from naysay.analysis.projections.panel import ProjectionPanel
from naysay.analysis.projections.terms import Terms
from naysay.analysis.regression import FloatArray
from naysay.study.units import BASIS_POINTS

TAIL: Final = 0.01
"""Share of each end that is pulled in."""
AT_ONCE: Final = 2
"""Draws worked on together."""


def further_ahead(values: FloatArray, sessions: int) -> FloatArray:
    """``values`` (C, T) as they will be ``sessions`` later."""
    return lagged(values, [-sessions])[..., 0, :]


def others(values: FloatArray) -> FloatArray:
    """``values`` (C, T) with each company's taken from the one after it, the last from the first."""
    return np.roll(values, -1, axis=0)


def shuffled(values: FloatArray, block: int, rng: np.random.Generator) -> FloatArray:
    """``values`` (C, T) with blocks of ``block`` sessions in another order, one order for all companies."""
    length = values.shape[-1]
    starts = rng.permutation(np.arange(0, length, block))
    return values[:, np.concatenate([np.arange(s, min(s + block, length)) for s in starts])]


def shuffled_effects(
    panel: ProjectionPanel, terms: Terms, *, horizon: int, draws: int, block: int, seed: int
) -> FloatArray:
    """The pooled effects in basis points on ``draws`` shuffles of negativity, as far as there are any."""
    rng = np.random.default_rng(seed)
    blocks = []
    for start in range(0, draws, AT_ONCE):
        some = [shuffled(panel.negativity, block, rng) for _ in range(min(AT_ONCE, draws - start))]
        blocks.append(BASIS_POINTS * pooled_slopes(np.stack(some), panel.outcomes, terms, horizon=horizon))
    effects = np.concatenate(blocks)
    return np.asarray(effects[np.isfinite(effects)])


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
