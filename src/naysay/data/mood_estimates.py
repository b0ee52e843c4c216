"""The parameters of every company's mood, with their errors and the size of the noise behind its posts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from naysay.data.mood_filter import Bools, Floats, Shares, blocks
from naysay.data.mood_search import Peak, derivatives, joined, search, start

UNTOLD: Final = 0.5
"""The standard error of the log scale before anything is seen: a design effect of 1, or up to 2.7."""
TINY: Final = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class MoodEstimates:
    """Of m companies; coordinates as in ``mood_search``: arctanh rho, log variance / chance, log scale."""

    coordinates: Floats
    """(m, 3)"""
    own: Floats
    """(m, 3, 3) one standard error of a company's own in three independent directions, each a row."""
    common: Floats
    """(m, 3) one standard error of the scale that all companies share, and what it does to the others."""
    converged: Bools
    """(m,)"""
    curved: Bools
    """(m,) whether the likelihood falls off to all sides that are free, so that there are errors."""
    bound: Bools
    """(m, 2) whether rho, or the variance, stands at the end of what it may be."""
    value: Floats
    """(m,) log-likelihood."""

    @property
    def covariance(self) -> Floats:
        """(m, 3, 3)"""
        alone = np.einsum("mki,mkj->mij", self.own, self.own)
        return np.asarray(alone + self.common[:, :, None] * self.common[:, None, :])


@dataclass(frozen=True, slots=True, eq=False)
class Scales:
    """Logs of the size of noise (m,), with the errors of a company's own part and of what all share."""

    log: Floats
    own: Floats
    common: Floats


def estimates(shares: Shares, least: Floats) -> MoodEstimates:
    """Maximum likelihood by company, with a scale of the noise that companies share as far as they agree.

    ``least`` (m,) are the smallest scales that can be, that of posts that are all draws of their own. First
    each company has a scale of its own; ``shared_scales`` brings these together; then rho and the variance
    are estimated again with the scale held fixed.
    """
    parts = list(blocks(len(shares.chance)))
    alone = joined([_alone(shares.of(part)) for part in parts])
    scales = shared_scales(alone, np.log(least))
    place = alone.coordinates.copy()
    place[:, 2] = scales.log
    peak = joined([search(shares.of(part), place[part], 2) for part in parts])
    hessians = [derivatives(shares.of(part), peak.coordinates[part], 3)[2] for part in parts]
    return _with_errors(peak, np.concatenate(hessians), scales)


def _alone(shares: Shares) -> Peak:
    return search(shares, start(shares), 3)


def shared_scales(alone: Peak, least: Floats) -> Scales:
    """Each company's log scale, drawn to the mean of all as far as its own says little (random effects).

    The variance tau^2 between companies is that of DerSimonian and Laird (1986). A company's own estimate x
    with error s becomes (tau^2 x + s^2 mean) / (tau^2 + s^2), and no less than ``least`` (m,): fewer than
    independent draws there cannot be. ``UNTOLD`` counts as one more estimate of the mean, of 0: it matters
    where the companies say little, and nothing tells the noise from a mood of short memory.
    """
    error = _errors_of_scales(alone)
    usable = np.isfinite(error)
    x, s2 = np.where(usable, alone.coordinates[:, 2], 0.0), np.where(usable, error, 1.0) ** 2
    fixed = usable / s2
    total = max(fixed.sum(), TINY)
    spread = (fixed * (x - (fixed * x).sum() / total) ** 2).sum()
    left = total - (fixed**2).sum() / total
    tau2 = max(0.0, (spread - (usable.sum() - 1)) / left) if left > TINY * total else 0.0
    weight = usable / (s2 + tau2)
    known = weight.sum() + 1.0 / UNTOLD**2
    mean = (weight * x).sum() / known
    shrunk = np.where(usable, s2 / (s2 + tau2), 1.0)
    log = shrunk * mean + (1.0 - shrunk) * x
    return Scales(np.maximum(log, least), np.sqrt(shrunk * tau2), shrunk / np.sqrt(known))


def _errors_of_scales(alone: Peak) -> Floats:
    """(m,) of the log scale where the search ended inside its bounds, else infinite."""
    inverse, sound = _inverse(alone.hessian, alone.bound)
    error2 = np.where(sound & ~alone.bound[:, 2] & alone.converged, inverse[:, 2, 2], np.inf)
    return np.asarray(np.sqrt(error2))


def _with_errors(peak: Peak, hessian: Floats, scales: Scales) -> MoodEstimates:
    """Errors of rho and variance with the scale held fixed, then those that come from the scale."""
    m = len(peak.coordinates)
    inverse, sound = _inverse(hessian[:, :2, :2], peak.bound)
    own = np.zeros((m, 3, 3))
    own[sound, :2, :2] = np.linalg.cholesky(inverse[sound] + 1e-12 * np.eye(2)).swapaxes(1, 2)
    follows = np.zeros((m, 3))
    follows[:, :2] = np.einsum("mij,mj->mi", np.where(sound[:, None, None], inverse, 0.0), hessian[:, :2, 2])
    follows[:, 2] = 1.0
    own[:, 2] = follows * scales.own[:, None]
    return MoodEstimates(
        coordinates=peak.coordinates,
        own=own,
        common=follows * scales.common[:, None],
        converged=peak.converged,
        curved=sound,
        bound=peak.bound,
        value=peak.value,
    )


def _inverse(hessian: Floats, bound: Bools) -> tuple[Floats, Bools]:
    """The inverse of minus the Hessian (m, p, p), 0 for coordinates at a bound, and where it is positive."""
    p = hessian.shape[1]
    out = bound[:, :, None] | bound[:, None, :]
    bent = np.where(out, np.eye(p), -hessian)
    sound = np.asarray(np.isfinite(bent).all(axis=(1, 2)))
    bent = np.where(sound[:, None, None], bent, np.eye(p))
    sound &= np.linalg.eigvalsh(bent)[:, 0] > 1e-8
    bent = np.where(sound[:, None, None], bent, np.eye(p))
    return np.where(out, 0.0, np.linalg.inv(bent)), sound
