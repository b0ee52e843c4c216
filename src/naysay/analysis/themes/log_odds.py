"""Weighted log odds with an informative prior: which terms some posts use more than others."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
from scipy.stats import binom

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
PRIOR: Final = 10.0
"""Posts that the prior counts as: each group is drawn this much towards what both have in common."""
HALF: Final = 0.5
"""What the prior adds to every count (Jeffreys 1946): a term that one group lacks has a finite error then."""


@dataclass(frozen=True, eq=False)
class LogOdds:
    """Of T terms: the log odds ratio, its z, and ``pvalue_holm``, one-sided and corrected."""

    log_odds: Floats
    z: Floats
    pvalue_holm: Floats


def log_odds(posts: Ints, n_posts: int, others: Ints, n_others: int, *, n_tested: int) -> LogOdds:
    """How much more often ``n_posts`` posts hold each of T terms than ``n_others`` others.

    With y of n posts and y' of n' others, and the prior a = 1/2 + a0 (y + y') / (n + n'),
    b = 1 + a0 - a, the difference and its variance are

        d = log((y + a) / (n - y + b)) - log((y' + a) / (n' - y' + b)),
        v = 1 / (y + a) + 1 / (n - y + b) + 1 / (y' + a) + 1 / (n' - y' + b),

    and z = d / sqrt(v): equations 15, 16, 19 and 20 of the paper, for terms that count once a post. The null
    is that posts and others hold the term equally often, each independently of every other post. The
    p-value does not rest on z, whose distribution is skewed where few posts hold a term: of the y + y' posts
    with the term, y or more are among the n with the chance of a binomial distribution of n / (n + n'). It is
    one-sided, and Holm's correction is for ``n_tested`` terms, whether or not they are here. z is *not* how
    much the term matters: a frequent term has a larger one at the same ratio.

    Parameters
    ----------
    posts, others
        (T,) posts and others that hold each term.

    References
    ----------
    Monroe, Colaresi and Quinn (2008), "Fightin' Words: Lexical Feature Selection and Evaluation for
    Identifying the Content of Political Conflict"; Przyborowski and Wilenski (1940); Holm (1979).
    """
    share = (posts + others) / max(n_posts + n_others, 1)
    prior = HALF + PRIOR * share
    against = 2 * HALF + PRIOR - prior
    cells = (posts + prior, n_posts - posts + against, others + prior, n_others - others + against)
    difference = np.log(cells[0]) - np.log(cells[1]) - np.log(cells[2]) + np.log(cells[3])
    z = difference / np.sqrt(sum(1 / cell for cell in cells))
    pvalue = binom.sf(posts - 1, posts + others, n_posts / max(n_posts + n_others, 1))
    return LogOdds(difference, z, _holm(pvalue, max(n_tested, len(z))))


def _holm(pvalue: Floats, tested: int) -> Floats:
    """The corrected p-values of the smallest of ``tested``."""
    order = np.argsort(pvalue, kind="stable")
    corrected = np.empty(len(pvalue))
    corrected[order] = np.minimum(
        np.maximum.accumulate(pvalue[order] * (tested - np.arange(len(pvalue)))), 1.0
    )
    return corrected
