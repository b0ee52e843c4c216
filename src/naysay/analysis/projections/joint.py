"""The responses of several horizons as one random vector, and bands that hold for all of them at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from naysay.analysis.level import LEVEL
from naysay.analysis.regression import Estimates, FloatArray
from naysay.analysis.scores import bartlett
from naysay.study.reasons import because

DRAWS: Final = 10_000
"""Draws of the largest |t|; its 95 % quantile then moves by about half a percent from seed to seed."""


@dataclass(frozen=True, slots=True)
class Responses:
    """Estimates at H horizons with their joint covariance; asymptotically normal, here Student t with ``df``.

    Only horizons that could be estimated are there; none leaves arrays of length 0 and a ``reason``.
    """

    horizons: tuple[int, ...]
    estimate: FloatArray
    """(H,)"""
    cov: FloatArray
    """(H, H)"""
    df: int
    reason: str = ""

    @property
    def se(self) -> FloatArray:
        return np.asarray(np.sqrt(np.diagonal(self.cov)))


def responses(
    estimates: Sequence[Estimates], horizons: Sequence[int], member: int, *, scale: float
) -> Responses:
    """The first coefficient of ``member`` in each of ``estimates``, one a horizon, times ``scale``.

    Variances are those of the regressions; correlations come from their influence functions, which count
    the same sessions, with the widest Bartlett kernel where the covariance has one.
    """
    estimated = [i for i, one in enumerate(estimates) if one.reason[member] == ""]
    if not estimated:
        reason = str(estimates[0].reason[member]) if estimates else because("no_horizon")
        return Responses((), np.empty(0), np.empty((0, 0)), 1, reason)
    influence = np.stack([estimates[i].influence[member, 0] for i in estimated])
    lags = np.nan_to_num(np.array([max(estimates[i].bandwidth[member] for i in estimated)]))
    tied = bartlett(influence[None], lags)[0]
    spread = np.sqrt(np.diagonal(tied))
    se = scale * np.sqrt([estimates[i].cov[member, 0, 0] for i in estimated])
    return Responses(
        horizons=tuple(horizons[i] for i in estimated),
        estimate=scale * np.array([estimates[i].coef[member, 0] for i in estimated]),
        cov=tied / np.outer(spread, spread) * np.outer(se, se),
        df=max(int(min(estimates[i].sessions[member] for i in estimated)) - 1, 1),
    )


def sup_t(path: Responses, *, level: float = LEVEL, draws: int = DRAWS, seed: int = 0) -> float:
    """The c for which estimate +- c se holds at all horizons at once with probability 1 - ``level``.

        c = the 1 - level quantile of max_h |Z_h| / se_h,   Z ~ t_df(0, cov)

    by simulation. With one horizon it is the quantile of Student's t, up to the error of the simulation; it
    is never above the one of Bonferroni. NaN without horizons.

    References
    ----------
    Montiel Olea and Plagborg-Moller (2019), Journal of Applied Econometrics 34.
    """
    if not path.horizons:
        return float("nan")
    noise = _noise(path, draws, seed)
    return float(np.quantile(np.abs(noise / path.se).max(axis=1), 1 - level))


def inside(path: Responses, *, level: float = LEVEL, draws: int = DRAWS, seed: int = 0) -> FloatArray:
    """Paths (n, H) inside the simultaneous band, drawn around the estimates: the band's sampled inside.

    The range that a function of the path takes on them covers its true value with probability 1 - ``level``
    at least whenever the band covers the true path (Dufour's projection), whatever the function.

    References
    ----------
    Dufour (1990), Econometrica 58.
    """
    noise = _noise(path, draws, seed)
    largest = np.abs(noise / path.se).max(axis=1)
    return np.asarray(path.estimate + noise[largest <= np.quantile(largest, 1 - level)])


def _noise(path: Responses, draws: int, seed: int) -> FloatArray:
    values, vectors = np.linalg.eigh(path.cov / np.outer(path.se, path.se))
    root = vectors * np.sqrt(np.maximum(values, 0.0))
    rng = np.random.default_rng(seed)
    normal = rng.standard_normal((draws, len(path.horizons))) @ root.T * path.se
    return np.asarray(normal / np.sqrt(rng.chisquare(path.df, (draws, 1)) / path.df))
