"""Which of two forums turns negative first, by the hour: the two directions of their cross-covariance."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from naysay.analysis.linear_algebra import FloatArray
from naysay.analysis.pairs import IntArray
from naysay.study.forum_chatter import HourlyPosts
from naysay.study.reasons import because

HOURS: Final = 12
"""Hours that one forum can be ahead of the other."""
LEAST_WEEKS: Final = 20
"""Weeks on which both forums wrote of the same company within these hours."""
_WEEK: Final = 168
_DAY: Final = 24
_WEEKEND: Final = 2
"""1 January 1970 was a Thursday: Saturday and Sunday are days 2 and 3 of a week that begins with it."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """Student's t with ``df`` that the first forum is ahead of the second, below 0 that it is behind.

    ``lag_hours`` is by how many hours, signed as the statistic, ``nobs`` the pairs of hours of a company on
    which the forums were compared. NaN with a ``reason`` where the test could not be made.
    """

    statistic: float
    df: int
    pvalue: float
    lag_hours: float
    nobs: int
    reason: str = ""


def ahead(first: HourlyPosts, second: HourlyPosts, *, hours: int = HOURS) -> Ahead:
    """Whether the negativity of ``first`` goes before that of ``second``, or the other way round.

        a_h = (share of negative posts of the hour less its mean) in the first forum, b_h in the second
        c(l) = sum w a_{h-l} b_h / sum w,   w = sqrt(posts in a_{h-l}) sqrt(posts in b_h),   over companies, h
        D = mean of c(l) - c(-l) over l = 1 ... ``hours``,   t = D / se(D)

    Means are of the company in the forum, and of the hour of the day there, weekends apart, in UTC. Only
    hours on which both wrote of a company make a pair; an hour without posts makes none. Null: c(l) = c(-l),
    the forums' negativity goes together the same way whichever comes first. That is so where both follow one
    mood or the same news at the same time, however unlike they are in size: noise of few posts is in neither
    direction. For that reason series are not prewhitened one by one: the smaller one, which noise hides,
    would then seem to follow the larger. Serial dependence is in the error instead: se(D) is that of sums
    over weeks of the influence of each pair on D, taken as independent, of all companies together; df is the
    number of weeks less one. A common mood that lasts longer than a week is in both directions alike and
    drops out of D.

    ``lag_hours`` is the l at which c(l) - c(-l), averaged over three neighbours, is largest in the direction
    of t. A forum in which news is talked of for longer counts as behind, even if both begin with it at once.

    References
    ----------
    Box and Newbold (1971), Journal of the Royal Statistical Society A 134; Haugh (1976), Journal of the
    American Statistical Association 71 (cross-correlation of series with memory).
    """
    none = (float("nan"), 0, float("nan"), float("nan"))
    if not (len(first.hour) and len(second.hour)):
        return Ahead(*none, 0, because("too_few_weeks", least=LEAST_WEEKS))
    start = min(int(first.hour.min()), int(second.hour.min())) // _WEEK * _WEEK
    span = max(int(first.hour.max()), int(second.hour.max())) - start + 1
    one, two = (_Series.of(posts, start, span + hours) for posts in (first, second))
    weeks = span // _WEEK + 1
    lags = range(1, hours + 1)
    forward = [_products(one, two, lag, weeks) for lag in lags]
    backward = [_products(two, one, lag, weeks) for lag in lags]
    nobs = sum(way.nobs for way in (*forward, *backward))
    seen = np.sum([way.weight for way in (*forward, *backward)], axis=0) > 0
    df = int(seen.sum()) - 1
    if df + 1 < LEAST_WEEKS or any(way.nobs == 0 for way in (*forward, *backward)):
        return Ahead(*none, nobs, because("too_few_weeks", least=LEAST_WEEKS))
    differences = np.array([f.mean - b.mean for f, b in zip(forward, backward, strict=True)])
    influence = np.mean([f.influence - b.influence for f, b in zip(forward, backward, strict=True)], axis=0)
    se = float(np.sqrt((influence[seen] ** 2).sum() * (df + 1) / df))
    if not se > 0.0:
        return Ahead(*none, nobs, because("no_variation", series="negativity"))
    t = float(differences.mean()) / se
    return Ahead(t, df, float(2 * stats.t.sf(abs(t), df)), _lag(differences, t), nobs)


@dataclass(frozen=True, slots=True)
class _Series:
    """Hours with posts: ``key`` rises with company and hour, ``value`` is the excess of negative posts over
    the root of the posts, ``root`` that root, ``week`` the number of the week."""

    key: IntArray
    value: FloatArray
    root: FloatArray
    week: IntArray

    @classmethod
    def of(cls, posts: HourlyPosts, start: int, width: int) -> _Series:
        hour, n = posts.hour.astype(np.int64) - start, posts.n_posts.astype(np.float64)
        excess = _less_mean(posts.n_negative.astype(np.float64), n, posts.company)
        day = posts.hour // _DAY % 7
        weekend = (day >= _WEEKEND) & (day < _WEEKEND + 2)
        excess = _less_mean(excess, n, posts.hour % _DAY + _DAY * weekend)
        root = np.sqrt(n)
        return cls(posts.company.astype(np.int64) * width + hour, excess / root, root, hour // _WEEK)


def _less_mean(total: FloatArray, n: FloatArray, group: NDArray[np.signedinteger]) -> FloatArray:
    """Sums ``total`` over ``n`` posts less what the mean of the posts of their ``group`` lets expect."""
    mean = np.bincount(group, weights=total) / np.maximum(np.bincount(group, weights=n), 1.0)
    return np.asarray(total - n * mean[group])


@dataclass(frozen=True, slots=True)
class _Products:
    """One direction at one lag: its weighted mean, and by week the weights and how each moves that mean."""

    mean: float
    weight: FloatArray
    influence: FloatArray
    nobs: int


def _products(early: _Series, late: _Series, lag: int, weeks: int) -> _Products:
    place = np.minimum(np.searchsorted(late.key, early.key + lag), len(late.key) - 1)
    at = np.flatnonzero(late.key[place] == early.key + lag)
    to, week = place[at], early.week[at]
    total = np.bincount(week, weights=early.value[at] * late.value[to], minlength=weeks)
    weight = np.bincount(week, weights=early.root[at] * late.root[to], minlength=weeks).astype(np.float64)
    whole = max(float(weight.sum()), 1e-300)
    mean = float(total.sum()) / whole
    return _Products(mean, weight, (total - mean * weight) / whole, len(at))


def _lag(differences: FloatArray, t: float) -> float:
    """The place of the largest difference in the direction of ``t``, each averaged with its neighbours."""
    padded = np.pad(np.sign(t) * differences, 1, mode="edge")
    return float(np.sign(t) * (np.argmax(padded[:-2] + padded[1:-1] + padded[2:]) + 1))
