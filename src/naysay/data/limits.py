"""Limits on what few writers or one text can weigh in a day, by rules that look at the past alone."""

from __future__ import annotations

from collections import Counter

import numpy as np
import numpy.typing as npt

from naysay.data.scored import UNSCORED, ScoredPosts
from naysay.study.losses import Loss, losses_of
from naysay.study.spec import Chatter

DAY = 24 * 3600 * 10**9
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def limited(posts: ScoredPosts, chatter: Chatter) -> tuple[ScoredPosts, tuple[Loss, ...]]:
    """``posts`` without those that are over a limit, and how many were, by rule and company.

    - likely_bot: its author has written more than ``bot_posts`` posts of the study within the 24 hours up to
      and with this one;
    - same_text: the same company and session had this text before, white space, case, URLs, handles and
      what follows a retweet mark aside; with ``same_text = "once"``;
    - author_flood: its author has ``author_posts`` earlier posts about the company in the session.

    Rules apply in this order, and a post counts under the first. Each looks at posts up to this one, so that
    nothing later decides. Posts without a known author pass the two rules about authors.
    """
    order = np.lexsort((np.arange(len(posts.score)), posts.posted_at))
    company = np.unique(posts.company.astype(str), return_inverse=True)[1].astype(np.int64)
    counted = (posts.score != UNSCORED) & (posts.session >= 0)
    free = counted
    losses: list[Loss] = []

    def drop(rule: str, over: Bools) -> None:
        nonlocal free
        rows = Counter(posts.company[free & over].tolist())
        losses.extend(losses_of("limited", rule, rows, or_none=True))
        free = free & ~over

    if chatter.bot_posts is not None:
        drop("likely_bot", _recent(posts.author, posts.posted_at, order) > chatter.bot_posts)
    if chatter.same_text == "once":
        drop("same_text", _rank((company, posts.session, posts.said), free, order) > 1)
    if chatter.author_posts is not None:
        flood = _rank((company, posts.session, posts.author), free, order) > chatter.author_posts
        drop("author_flood", flood & (posts.author != 0))
    return posts.where(~counted | free), tuple(losses)


def _recent(author: Ints, posted_at: Ints, order: Ints) -> Ints:
    """How many posts the author of each wrote in the 24 hours up to it, itself included; 0 if unknown."""
    by_author = order[np.argsort(author[order], kind="stable")]
    recent = np.zeros(len(author), dtype=np.int64)
    bounds = np.flatnonzero(np.diff(author[by_author])) + 1
    for rows in np.split(by_author, bounds):
        if len(rows) and author[rows[0]] != 0:
            times = posted_at[rows]
            recent[rows] = np.arange(1, len(rows) + 1) - np.searchsorted(times, times - DAY, side="right")
    return recent


def _rank(keys: tuple[Ints, ...], free: Bools, order: Ints) -> Ints:
    """The place of each free post in time among those with the same keys, from 1; 0 for the others."""
    rows = order[free[order]]
    rows = rows[np.lexsort((np.arange(len(rows)), *(key[rows] for key in reversed(keys))))]
    new = np.ones(len(rows), dtype=bool)
    if len(rows):
        new[1:] = np.any([np.diff(key[rows]) != 0 for key in keys], axis=0)
    first = np.maximum.accumulate(np.where(new, np.arange(len(rows)), 0)) if len(rows) else rows
    rank = np.zeros(len(free), dtype=np.int64)
    rank[rows] = np.arange(len(rows)) - first + 1
    return rank
