"""The Kalman filter of shares of negative posts, for many companies and many parameters at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Final

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Companies = Bools | slice
"""Those of m companies that are True (m,), or that stand in a row."""
BLOCK: Final = 512
"""Companies whose filters run side by side: more leave the processor's cache, and take memory for each
session; fewer make the steps from session to session costly. No number depends on it while blocks have three
companies or more."""


@dataclass(frozen=True, slots=True, eq=False)
class Shares:
    """What is seen of m companies on their own L sessions; time comes first.

    A company with fewer sessions than L has nothing seen on those at the end.
    """

    share: Floats
    """(L, m) of negative posts among all; 0 where nothing was seen."""
    voices: Floats
    """(L, m) posts, or authors where they are known; 1 where nothing was seen."""
    seen: Bools
    """(L, m) sessions with posts."""
    returns: Floats
    """(L, k, m) that move the mood, such as the company's return of the session and of the one before."""
    chance: Floats
    """(m,) mu (1 - mu), the variance of a single post."""

    def of(self, companies: Companies) -> Shares:
        """The same of some of the companies."""
        return Shares(
            self.share[:, companies],
            self.voices[:, companies],
            self.seen[:, companies],
            self.returns[:, :, companies],
            self.chance[companies],
        )


@dataclass(frozen=True, slots=True, eq=False)
class Parameters:
    """Of G trials for each of m companies, (G, m) each; level and slopes follow from them."""

    rho: Floats
    variance: Floats
    """Of the mood in the long run, returns held fixed; below ``chance``."""
    scale: Floats
    """Of the noise: 1 where each voice is a draw of its own."""

    def of(self, companies: Companies) -> Parameters:
        """The same of some of the companies."""
        return Parameters(self.rho[:, companies], self.variance[:, companies], self.scale[:, companies])


@dataclass(frozen=True, slots=True, eq=False)
class Likelihood:
    """The highest log-likelihood (G, m) over level and slopes, and where it is."""

    value: Floats
    slopes: Floats
    """(G, m, 1 + k) the level mu, then what returns do to the mood."""
    information: Floats
    """(G, m, 1 + k, 1 + k) inverse of the covariance of the slopes; infinite for one that nothing tells."""


@dataclass(frozen=True, slots=True, eq=False)
class Filtered:
    """The mood of each session after its posts, in shares; (L, G, m) each."""

    net: Floats
    """E[m_t | posts and returns up to t] of the mood that returns did not make."""
    from_returns: Floats
    """What returns up to t made of the mood."""
    variance: Floats
    """var(m_t | posts and returns up to t)"""


def blocks(companies: int) -> Iterator[slice]:
    """All of so many ``companies``, ``BLOCK`` or fewer at a time, in parts of about the same size."""
    parts = max(1, -(-companies // BLOCK))
    ends = [companies * part // parts for part in range(parts + 1)]
    yield from map(slice, ends[:-1], ends[1:])


def joined_likelihoods(parts: Sequence[Likelihood]) -> Likelihood:
    """The likelihoods of companies side by side."""
    return Likelihood(
        *(np.concatenate([getattr(part, one.name) for part in parts], axis=1) for one in fields(Likelihood))
    )


def likelihood(shares: Shares, at: Parameters) -> Likelihood:
    """The likelihood of the innovations, at its highest over level and slopes.

        y_t = mu + m_t + e_t,   m_t = rho m_(t-1) + b' r_t + u_t,   t = 1 ... L
        var(e_t) = scale (chance - variance) / voices_t,   var(u_t) = (1 - rho^2) variance

    The state starts from its long-run distribution with the returns before at 0. mu and b enter linearly, so
    the filter runs over y, the constant and each return with the same gains, and generalised least squares on
    the innovations gives them exactly (Durbin and Koopman 2012, section 6.2.3). A session without posts
    has no innovation, and the filter only forecasts.
    """
    L, k, m = shares.returns.shape
    q = 2 + k
    first, second = np.triu_indices(q)
    noise = at.scale * (shares.chance - at.variance)
    drive = (1.0 - at.rho**2) * at.variance
    seen, known = shares.seen.astype(float), np.zeros((L, q, m))
    known[:, 0], known[:, 1] = shares.share, 1.0
    state, variance = np.zeros((q, *at.rho.shape)), at.variance
    products, log_sizes = np.zeros((len(first), *at.rho.shape)), np.zeros(at.rho.shape)
    for t in range(L):
        if k:
            state[2:] -= shares.returns[t][:, None]
        size = variance + noise / shares.voices[t]
        weight = seen[t] / size
        log_sizes += seen[t] * np.log(size)
        innovation = known[t][:, None] - state
        weighted = innovation * weight
        products += innovation[first] * weighted[second]
        state += variance * weighted
        state *= at.rho
        variance = at.rho**2 * variance * (1.0 - variance * weight) + drive
    whole = np.empty((*at.rho.shape, q, q))
    whole[..., first, second] = whole[..., second, first] = np.moveaxis(products, 0, -1)
    return _profiled(whole, log_sizes, shares.seen.sum(axis=0))


def filtered(shares: Shares, at: Parameters, slopes: Floats) -> Filtered:
    """The filter at ``at`` with the level and slopes (G, m, 1 + k) of ``likelihood``.

    References
    ----------
    Kalman (1960), Journal of Basic Engineering 82. Durbin and Koopman (2012), *Time Series Analysis by State
    Space Methods*, 2nd edition, chapter 4.
    """
    shape = (len(shares.share), *at.rho.shape)
    path = Filtered(np.empty(shape), np.empty(shape), np.empty(shape))
    noise = at.scale * (shares.chance - at.variance)
    drive = (1.0 - at.rho**2) * at.variance
    level, pull = slopes[..., 0], np.moveaxis(slopes[..., 1:], -1, 0)
    net, variance, from_returns = np.zeros(at.rho.shape), at.variance, np.zeros(at.rho.shape)
    for t, (share, seen) in enumerate(zip(shares.share, shares.seen, strict=True)):
        from_returns = at.rho * from_returns + (pull * shares.returns[t][:, None]).sum(axis=0)
        gain = seen * variance / (variance + noise / shares.voices[t])
        net = net + gain * (share - level - from_returns - net)
        variance = (1.0 - gain) * variance
        path.net[t], path.from_returns[t], path.variance[t] = net, from_returns, variance
        net, variance = at.rho * net, at.rho**2 * variance + drive
    return path


def _profiled(products: Floats, log_sizes: Floats, nobs: npt.NDArray[np.int64]) -> Likelihood:
    information, right = products[..., 1:, 1:].copy(), products[..., 1:, 0]
    places = np.arange(information.shape[-1])
    idle = information[..., places, places] == 0.0  # returns that never move, a company nobody wrote about
    information[..., places, places] += idle
    slopes = np.linalg.solve(information, right[..., None])[..., 0]
    squares = products[..., 0, 0] - (slopes * right).sum(axis=-1)
    value = np.asarray(-0.5 * (log_sizes + squares + nobs * np.log(2.0 * np.pi)))
    information[..., places, places] = np.where(idle, np.inf, information[..., places, places])
    return Likelihood(value, np.asarray(slopes, dtype=np.float64), information)
