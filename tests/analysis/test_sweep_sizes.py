"""Size and power of a grid's tests. Expected values: a known process.

Returns have t(4) tails and volatility that moves slowly. Chatter lasts, is louder when volatility is high,
and each of 24 cells measures it with an error of its own. Estimates, jackknife scores and t are written out
here; the bounds are those that the tests of a grid promise. `python -m benchmarks sweep` does the same from
posts.
"""

from __future__ import annotations

from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy import stats
from scipy.signal import lfilter

from naysay.analysis.sweep.curve_tests import curve_tests
from naysay.analysis.sweep.null_draws import null_statistics
from naysay.analysis.sweep.step_down import romano_wolf

Floats = NDArray[np.float64]
CELLS, NULLS = 24, 300


def one_grid(rng: np.random.Generator, sessions: int, effect: float) -> tuple[Floats, Floats, Floats]:
    """Estimates (K,), standard errors (K,) and scores (K, T)."""
    log_volatility = lfilter([1.0], [1.0, -0.95], rng.standard_normal(sessions)) * np.sqrt(1 - 0.95**2)
    volatility = np.exp(0.4 * log_volatility)
    chatter = lfilter([1.0], [1.0, -0.6], rng.standard_normal(sessions)) * (0.5 + 0.5 * volatility)
    returns = rng.standard_t(4, sessions) * volatility + effect * chatter
    errors = rng.uniform(0.3, 1.5, CELLS)[:, None] * rng.standard_normal((CELLS, sessions))
    x = chatter + errors
    x, y = x - x.mean(axis=1, keepdims=True), returns - returns.mean()
    basis = x / np.sqrt((x**2).sum(axis=1, keepdims=True))
    estimates = basis @ y
    left = y - estimates[:, None] * basis
    scores = basis * left / (1 - basis**2 - 1 / sessions)
    return estimates, np.sqrt((scores**2).sum(axis=1)), scores


@cache
def rejections(sessions: int, effect: float = 0.0) -> dict[str, float]:
    """The share of grids that each test rejects at 5 %; ``smallest`` picks the best cell."""
    rng = np.random.default_rng(5)
    out = []
    for seed in range(NULLS):
        estimates, errors, scores = one_grid(rng, sessions, effect)
        t = estimates / errors
        alone = 2 * stats.t.sf(np.abs(t), sessions - 1)
        null = null_statistics(scores, draws=399, seed=seed)
        tests = curve_tests(t, errors, np.full(CELLS, float(sessions)), null)
        p = {one.test: one.pvalue for one in tests}
        p |= {"any": romano_wolf(t, null, alone).min(), "smallest": alone.min()}
        out.append({name: value < 0.05 for name, value in p.items()})
    return {name: float(np.mean([one[name] for one in out])) for name in out[0]}


@pytest.mark.parametrize("sessions", [60, 250])
def test_a_grid_without_any_effect_is_rejected_as_often_as_promised(sessions: int) -> None:
    shares = rejections(sessions)
    assert 0.025 <= shares["average_t"] <= 0.08
    assert shares["any"] <= 0.08
    assert shares["median"] <= 0.08
    assert shares["share_significant"] <= 0.08
    assert shares["smallest"] > 0.25  # what picking the best cell would claim


def test_a_planted_effect_is_found_over_the_grid_and_in_a_cell() -> None:
    shares = rejections(250, effect=-0.3)
    assert shares["average_t"] > 0.80
    assert shares["any"] > 0.80
