"""How far two scores of the same posts agree: post by post, on what is negative, and group by group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.level import NORMAL_CRITICAL
from naysay.analysis.scorer_quality import LEAST_A_WEEK, NEUTRAL, Bools, Floats, Interval

Ints = npt.NDArray[np.int64]
UNKNOWN: Interval = (float("nan"),) * 3


@dataclass(frozen=True, slots=True)
class ScorerAgreement:
    """One scorer against other scores, on the posts that both score; it does not say which is right."""

    scorer: str
    n_posts: int
    r: Interval
    """Correlation of the scores of a post."""
    kappa: Interval
    """Agreement on whether a post is negative beyond that of chance: 0 none, 1 all."""
    negative: float
    """Share of posts that are negative by the scorer."""
    other_negative: float
    """By the other scores."""
    both_negative: float
    group_r: Interval
    """Correlation of both negative shares over groups of five posts or more."""
    n_groups: int


def scorer_agreement(
    name: str,
    scores: Floats,
    others: Floats,
    *,
    groups: Sequence[str] | Ints | None = None,
    negative_below: float = -NEUTRAL,
) -> ScorerAgreement:
    """Agreement of ``scores`` (N,) with ``others`` (N,), on the posts on which neither is NaN.

    With a and b whether a post is negative by either, which it is at ``negative_below`` or less,

        kappa = (p_o - p_e) / (1 - p_e),   p_o = P(a = b),   p_e = P(a) P(b) + (1 - P(a)) (1 - P(b)).

    ``groups`` (N,) name or number each post's group, such as its company and session; an empty name is none.
    Intervals of 95 % take posts, or groups, as independent: Fisher's z for correlations, the large-sample
    variance for kappa. NaN where there are too few posts or one side does not vary.

    References
    ----------
    Cohen (1960), Educational and Psychological Measurement 20. Fleiss, Cohen and Everitt (1969),
    Psychological Bulletin 72. Fisher (1921), Metron 1.
    """
    both = np.isfinite(scores) & np.isfinite(others)
    x, y = scores[both], others[both]
    a, b = x <= negative_below, y <= negative_below
    shares = (np.empty(0), np.empty(0)) if groups is None else _shares(pd.Series(groups)[both], a, b)
    n = len(x)
    return ScorerAgreement(
        scorer=name,
        n_posts=n,
        r=_correlation(x, y),
        kappa=_kappa(a, b),
        negative=_mean(a),
        other_negative=_mean(b),
        both_negative=_mean(a & b),
        group_r=_correlation(*shares),
        n_groups=len(shares[0]),
    )


def _mean(values: Bools) -> float:
    return float(values.mean()) if len(values) else float("nan")


def _shares(groups: pd.Series, a: Bools, b: Bools) -> tuple[Floats, Floats]:
    """Both negative shares of each group with enough posts."""
    place, names = pd.factorize(groups.where(groups != ""))
    known = place >= 0
    n = np.bincount(place[known], minlength=len(names))
    first, second = (np.bincount(place[known], weights=of[known], minlength=len(n)) for of in (a, b))
    enough = n >= LEAST_A_WEEK
    return first[enough] / n[enough], second[enough] / n[enough]


def _correlation(x: Floats, y: Floats) -> Interval:
    if len(x) < 4 or np.ptp(x) == 0 or np.ptp(y) == 0:
        return UNKNOWN
    r = float(np.clip(np.corrcoef(x, y)[0, 1], -1.0, 1.0))
    if abs(r) == 1:
        return (r, r, r)
    z, reach = np.arctanh(r), NORMAL_CRITICAL / np.sqrt(len(x) - 3)
    return (r, float(np.tanh(z - reach)), float(np.tanh(z + reach)))


def _kappa(a: Bools, b: Bools) -> Interval:
    n = len(a)
    if n == 0:
        return UNKNOWN
    p = np.bincount(2 * a + b, minlength=4).reshape(2, 2) / n
    of_a, of_b = p.sum(axis=1), p.sum(axis=0)
    observed, expected = float(np.trace(p)), float(of_a @ of_b)
    if expected == 1:
        return UNKNOWN
    kappa = (observed - expected) / (1 - expected)
    hits = (np.diag(p) * ((1 - expected) - (of_a + of_b) * (1 - observed)) ** 2).sum()
    misses = (1 - observed) ** 2 * sum(p[i, 1 - i] * (of_b[i] + of_a[1 - i]) ** 2 for i in (0, 1))
    variance = hits + misses - (observed * expected - 2 * expected + observed) ** 2
    reach = NORMAL_CRITICAL * float(np.sqrt(max(variance, 0.0) / n)) / (1 - expected) ** 2
    return (kappa, max(-1.0, kappa - reach), min(1.0, kappa + reach))
