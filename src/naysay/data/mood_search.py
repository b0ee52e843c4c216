"""The most likely parameters of many filters at once: a grid, then Newton's method within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from naysay.data.mood_filter import Bools, Floats, Parameters, Shares, likelihood

LOWEST: Final = np.array([0.0, np.log(1e-4), np.log(0.2)])
HIGHEST: Final = np.array([np.arctanh(0.99), np.log(0.95), np.log(20.0)])
"""Of the coordinates: arctanh rho, log variance / chance, log scale."""
GRID: Final = [
    (np.arctanh(rho), np.log(size)) for rho in (0.1, 0.4, 0.7, 0.9) for size in (3e-3, 0.02, 0.1, 0.4)
]
SCALES: Final = (0.0, 0.7)
"""Logs of scales in the grid."""
STEP: Final = 0.02
"""Of the differences that stand for derivatives."""
CLOSE: Final = 1e-3
"""A step of Newton's method that is shorter is the last: the one after it would have its square."""
ALIKE: Final = 1e-6
"""Log-likelihoods that are this close are as high: differences know their peak no better."""
LONGEST: Final = 1.5
ROUNDS: Final = 60


@dataclass(frozen=True, slots=True, eq=False)
class Peak:
    """The highest log-likelihood of m companies that the search reached, with ``value`` (m,)."""

    coordinates: Floats
    """(m, 3) coordinates, those that were not searched as they came."""
    value: Floats
    gradient: Floats
    """(m, p) over the coordinates that were searched."""
    hessian: Floats
    """(m, p, p)"""
    bound: Bools
    """(m, p) coordinates that stand at one of their bounds."""
    converged: Bools
    """(m,)"""


def joined(peaks: Sequence[Peak]) -> Peak:
    """The peaks of companies side by side."""
    return Peak(*(np.concatenate([getattr(peak, one.name) for peak in peaks]) for one in fields(Peak)))


def parameters(at: Floats, chance: Floats) -> Parameters:
    """Of coordinates (G, m, 3)."""
    return Parameters(np.tanh(at[..., 0]), np.exp(at[..., 1]) * chance, np.exp(at[..., 2]))


def start(shares: Shares, log_scale: Floats | None = None) -> Floats:
    """(m, 3) the best point of a grid; its scales are ``log_scale`` (m,) where that is known."""
    m = len(shares.chance)
    scales = [np.full(m, scale) for scale in SCALES] if log_scale is None else [log_scale]
    trials = np.array([[np.full(m, x), np.full(m, z), scale] for x, z in GRID for scale in scales])
    trials = trials.swapaxes(1, 2)
    values = likelihood(shares, parameters(trials, shares.chance)).value
    return np.asarray(trials[values.argmax(axis=0), np.arange(m)])


def search(shares: Shares, begin: Floats, searched: int) -> Peak:
    """From ``begin`` (m, 3) to a maximum over the first ``searched`` coordinates.

    Newton's method with the curvature's size in place of its sign, damped where a step did not climb. All
    companies still climbing move together, and none looks at another. A coordinate at a bound stays there
    while the likelihood rises beyond it.
    """
    m, p = len(begin), searched
    low, high = LOWEST[:p], HIGHEST[:p]
    best, trial = begin.copy(), begin.copy()
    best[:, :p] = trial[:, :p] = np.clip(begin[:, :p], low, high)
    value, gradient, hessian = np.full(m, -np.inf), np.zeros((m, p)), np.zeros((m, p, p))
    damping, converged = np.full(m, 1e-3), np.zeros(m, dtype=bool)
    for _ in range(ROUNDS):
        active = np.flatnonzero(~converged)
        if not len(active):
            break
        reached, slope, curvature = derivatives(shares.of(~converged), trial[active], p)
        higher = reached >= value[active] - ALIKE
        climbed = active[higher]
        best[climbed], value[climbed] = trial[climbed], reached[higher]
        gradient[climbed], hessian[climbed] = slope[higher], curvature[higher]
        damping[active] = np.where(higher, np.maximum(damping[active] / 5.0, 1e-6), damping[active] * 8.0)
        here = best[active, :p]
        move = np.clip(here + _step(here, gradient[active], hessian[active], damping[active]), low, high)
        trial[active, :p] = move
        last = np.abs(move - here).max(axis=1) < CLOSE
        best[active[last], :p], converged[active[last]] = move[last], True
    bound = (best[:, :p] <= low) | (best[:, :p] >= high)
    return Peak(best, value, gradient, hessian, bound, converged)


def derivatives(shares: Shares, at: Floats, p: int) -> tuple[Floats, Floats, Floats]:
    """The log-likelihood at ``at`` (m, 3), its gradient (m, p) and Hessian (m, p, p) by differences."""
    unit = STEP * np.eye(3)[:p]
    first, second = np.triu_indices(p, 1)
    ahead = np.concatenate([unit, unit[first] + unit[second]])
    trials = at + np.concatenate([np.zeros((1, 3)), ahead, -ahead])[:, None]
    values = likelihood(shares, parameters(trials, shares.chance)).value
    middle, forth, back = values[0], values[1 : 1 + len(ahead)], values[1 + len(ahead) :]
    bend = (forth + back - 2.0 * middle) / STEP**2
    hessian = np.zeros((len(at), p, p))
    hessian[:, range(p), range(p)] = bend[:p].T
    mixed = 0.5 * (bend[p:] - bend[first] - bend[second]).T
    hessian[:, first, second] = hessian[:, second, first] = mixed
    return middle, ((forth[:p] - back[:p]) / (2.0 * STEP)).T, hessian


def _step(here: Floats, gradient: Floats, hessian: Floats, damping: Floats) -> Floats:
    p = here.shape[1]
    low, high = LOWEST[:p], HIGHEST[:p]
    stays = ((here <= low) & (gradient < 0.0)) | ((here >= high) & (gradient > 0.0))
    between = stays[:, :, None] | stays[:, None, :]
    size, vectors = np.linalg.eigh(np.where(between, -np.eye(p), hessian))
    size = np.abs(size)
    size = np.maximum(size, 1e-3) + (damping * np.maximum(size.max(axis=1), 1.0))[:, None]
    uphill = np.where(stays, 0.0, gradient)
    step = np.einsum("mij,mj,mkj,mk->mi", vectors, 1.0 / size, vectors, uphill)
    longest = np.abs(step).max(axis=1, keepdims=True)
    return np.asarray(step * np.minimum(1.0, LONGEST / np.maximum(longest, 1e-12)))
