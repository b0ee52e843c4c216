"""Draws in blocks and their length.

Expected values: properties of the stationary bootstrap, the variance of the mean of a process that is known,
and the block lengths of arch 8.0.0 (``arch.bootstrap.optimal_block_length``, column stationary).
"""

from __future__ import annotations

import numpy as np
import pytest

from naysay.analysis.stationary_bootstrap import block_counts, block_length


def autoregressive(phi: float, n: int, seed: int = 7) -> np.ndarray:
    x = np.random.default_rng(seed).normal(size=n)
    for t in range(1, n):
        x[t] += phi * x[t - 1]
    return x


def test_every_draw_has_as_many_sessions_and_takes_each_equally_often() -> None:
    counts = block_counts(50, draws=4000, block=5.0, rng=np.random.default_rng(1))
    assert (counts.sum(axis=1) == 50).all()
    np.testing.assert_allclose(counts.mean(axis=0), 1.0, atol=0.08)


@pytest.mark.parametrize("block", [1.0, 4.0, 10.0])
def test_neighbours_come_up_together_as_the_mean_length_says(block: float) -> None:
    """Draws s and s' lie in one block with q^|s' - s|, q = 1 - 1/b, and are then s' - s sessions apart."""
    counts = block_counts(200, draws=6000, block=block, rng=np.random.default_rng(2))
    together = float(((counts - 1) * (np.roll(counts, -1, axis=1) - 1)).mean())
    apart = np.subtract.outer(np.arange(200), np.arange(200))
    expected = ((1 - 1 / block) ** np.abs(apart) * ((apart % 200 == 1) / 200 - 1 / 200**2)).sum()
    assert together == pytest.approx(expected, abs=0.02)


def test_the_variance_of_a_mean_allows_for_memory() -> None:
    """AR(.5): n var(mean) tends to 1 / (1 - .5)^2; without blocks it would be var(x) = 4/3."""
    n = 1000
    variance = []
    for seed in range(40):
        x = autoregressive(0.5, n, seed)
        counts = block_counts(n, draws=300, block=block_length(x), rng=np.random.default_rng(seed))
        variance.append(n * float((counts @ x / n).var()))
    assert np.mean(variance) == pytest.approx(4.0, rel=0.2)


@pytest.mark.parametrize(
    ("phi", "n", "length"),
    [
        (0.0, 200, 1.5743938704480835),
        (0.3, 1000, 7.281515334300543),
        (0.95, 1000, 50.91478233107213),
        (-0.5, 200, 5.294796938167323),
    ],
)
def test_the_length_is_that_of_arch(phi: float, n: int, length: float) -> None:
    assert block_length(autoregressive(phi, n)) == pytest.approx(length, rel=1e-10)


@pytest.mark.parametrize("values", [np.ones(100), np.arange(5.0), np.full(50, np.nan)])
def test_what_does_not_vary_or_is_short_needs_no_blocks(values: np.ndarray) -> None:
    assert block_length(values) == 1.0


def test_nothing_to_draw_from() -> None:
    assert block_counts(0, draws=3, block=2.0, rng=np.random.default_rng(1)).shape == (3, 0)
