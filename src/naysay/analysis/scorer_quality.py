"""How well scores agree with labels by people: of single posts, and of a company's week."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.level import TAILS
from naysay.analysis.wilson import wilson

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Interval = tuple[float, float, float]
"""Estimate, and the ends of its 95 % interval; NaN where missing."""

NEUTRAL: Final = 0.05
"""Scores nearer to 0 count as neutral."""
LEAST_A_WEEK: Final = 5
LEAST_OF_EACH: Final = 30
"""Positive and negative posts each; bootstrap intervals of fewer are too narrow."""
AT_ONCE: Final = 10_000_000
"""Weights of posts in bootstrap samples that are held in memory together."""
GOOD: Final = 0.65
CHANCE: Final = 0.55


@dataclass(frozen=True, slots=True)
class Quality:
    """One scorer on one set of labelled posts."""

    scorer: str
    n_posts: int
    n_negative: int
    n_positive: int
    auc: Interval
    """Chance that a positive post scores above a negative one, ties half."""
    negative_auc: Interval
    """The same of a post that is not negative above a negative one, on which a negative share rests."""
    macro_f1: Interval
    """Mean F1 of negative, neutral and positive, of those that the labels have."""
    negative_recall: Interval
    """Sensitivity: the share of negative posts that count as negative."""
    false_alarms: Interval
    """The share of the other posts that count as negative."""
    coverage: float
    """Share of posts with a score that is not 0."""
    week_r: Interval
    """Correlation of mean score and mean label over group and week, of five posts or more."""
    n_weeks: int

    @property
    def verdict(self) -> Literal["good", "doubtful", "chance", "unknown"]:
        """good: the intervals of both AUCs lie above .65; chance: one reaches below .55; else doubtful.

        unknown with fewer than ``LEAST_OF_EACH`` positive or negative posts, whatever came out.
        """
        low = min(self.auc[1], self.negative_auc[1])
        if min(self.n_negative, self.n_positive) < LEAST_OF_EACH:
            return "unknown"
        return "good" if low >= GOOD else "doubtful" if low >= CHANCE else "chance"


def scorer_quality(
    name: str,
    scores: Floats,
    labels: Sequence[int],
    *,
    weeks: Sequence[str] | None = None,
    draws: int = 1000,
    seed: int = 0,
    negative_below: float = -NEUTRAL,
) -> Quality:
    """Agreement of ``scores`` (N,) with ``labels`` -1, 0, 1 (N,); a missing score counts as 0.

    ``weeks`` (N,) names the group and week of each post, empty where unknown; with fewer than three weeks of
    five posts there is no ``week_r``. A post counts as negative at a score of ``negative_below`` or less.
    Intervals of recall and false alarms are Wilson's. The others are percentiles of ``draws`` bootstrap
    samples: of posts, and for ``week_r`` of weeks, whose posts hang together.

    References
    ----------
    Hanley and McNeil (1982), Radiology 143, on the area under the curve. Efron (1979), Annals of
    Statistics 7. Wilson (1927), Journal of the American Statistical Association 22.
    """
    y = np.asarray(labels, dtype=np.int64)
    x = np.where(np.isfinite(scores), scores, 0.0)
    n = len(y)
    rng = np.random.default_rng(seed)
    r, n_weeks = _weekly(x, y, weeks, draws, rng)
    # Posts of one score and label are alike: a sample of posts is a sample of these kinds.
    kinds, posts = np.unique(np.stack([x, y.astype(np.float64)]), axis=1, return_counts=True)
    score, label = kinds[0], kinds[1].astype(np.int64)
    blocks = [_statistics(score, label, posts[np.newaxis].astype(np.float64))]
    together = max(1, AT_ONCE // max(len(posts), 1))
    for first in range(0, draws if n else 0, together):
        size = min(together, draws - first)
        weights = rng.multinomial(n, posts / n, size=size).astype(np.float64)
        blocks.append(_statistics(score, label, weights))
    auc, negative_auc, macro_f1 = np.concatenate(blocks, axis=1)
    counted = np.isfinite(scores) & (x <= negative_below)
    return Quality(
        scorer=name,
        n_posts=n,
        n_negative=int((y == -1).sum()),
        n_positive=int((y == 1).sum()),
        auc=_interval(auc),
        negative_auc=_interval(negative_auc),
        macro_f1=_interval(macro_f1),
        negative_recall=_share(counted[y == -1]),
        false_alarms=_share(counted[y != -1]),
        coverage=float((x != 0).mean()) if n else float("nan"),
        week_r=_interval(r),
        n_weeks=n_weeks,
    )


def _statistics(x: Floats, y: npt.NDArray[np.int64], weights: Floats) -> Floats:
    """(3, B): both AUCs and macro F1 of each row of ``weights`` (B, N)."""
    aucs = (_auc(x, upper, y == -1, weights) for upper in (y == 1, y != -1))
    return np.stack([*aucs, _macro_f1(x, y, weights)])


def _share(held: Bools) -> Interval:
    if not len(held):
        return (float("nan"),) * 3
    share = float(held.mean())
    return (share, *wilson(share, len(held)))


def _interval(values: Floats) -> Interval:
    """The first value is the sample's own, the others are the draws'."""
    drawn = values[1:][np.isfinite(values[1:])]
    if not np.isfinite(values[0]) or not len(drawn):
        return (float(values[0]), float("nan"), float("nan"))
    low, high = np.quantile(drawn, TAILS)
    return (float(values[0]), float(low), float(high))


def _auc(x: Floats, upper: Bools, lower: Bools, weights: Floats) -> Floats:
    """For each row of ``weights`` (B, N): sum over levels of p (n below + n at it / 2), over p n.

    p are the weights of the ``upper`` posts, n those of the ``lower``.
    """
    level = np.unique(x, return_inverse=True)[1]
    order = np.argsort(level, kind="stable")
    starts = np.flatnonzero(np.diff(level[order], prepend=-1))
    if not len(starts):
        return np.full(len(weights), np.nan)
    p, n = (np.add.reduceat(weights[:, order] * of[order], starts, axis=1) for of in (upper, lower))
    below = np.cumsum(n, axis=1) - n / 2
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray((p * below).sum(axis=1) / (p.sum(axis=1) * n.sum(axis=1)))


def _macro_f1(x: Floats, y: npt.NDArray[np.int64], weights: Floats) -> Floats:
    said = np.where(x <= -NEUTRAL, -1, np.where(x >= NEUTRAL, 1, 0))
    each = []
    for sign in sorted(set(y.tolist())):
        hit, predicted, there = (said == sign) & (y == sign), said == sign, y == sign
        total = weights @ predicted.astype(float) + weights @ there.astype(float)
        each.append(2 * (weights @ hit.astype(float)) / np.where(total > 0, total, np.nan))
    return np.asarray(np.mean(each, axis=0)) if each else np.full(len(weights), np.nan)


def _weekly(
    x: Floats, y: npt.NDArray[np.int64], weeks: Sequence[str] | None, draws: int, rng: np.random.Generator
) -> tuple[Floats, int]:
    nothing = np.full(1, np.nan)
    if weeks is None:
        return nothing, 0
    posts = pd.DataFrame({"week": list(weeks), "x": x, "y": y})
    of = posts[posts["week"] != ""].groupby("week")
    means = of[["x", "y"]].mean()[of.size() >= LEAST_A_WEEK].to_numpy()
    n = len(means)
    if n < 3:
        return nothing, n
    weights = np.vstack([np.ones((1, n)), rng.multinomial(n, np.full(n, 1 / n), size=draws)]) / n
    first, second = weights @ means, weights @ means**2
    cross = weights @ (means[:, 0] * means[:, 1])
    spread = second - first**2
    with np.errstate(invalid="ignore", divide="ignore"):
        return (cross - first[:, 0] * first[:, 1]) / np.sqrt(spread[:, 0] * spread[:, 1]), n
