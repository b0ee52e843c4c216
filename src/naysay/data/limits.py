"""Limits on what few writers or one text can weigh in a day, by rules that look at the past alone."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.data.cells import Cells, ordered
from naysay.data.scored import UNSCORED, ScoredPosts, rows_by_name
from naysay.study.losses import Loss, losses_of
from naysay.study.spec import Chatter

DAY = 24 * 3600 * 10**9
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.signedinteger]


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
    if not _has_limits(chatter):
        return posts, ()
    over, losses = _over(posts, chatter)
    return posts.where(~over), losses


def within_limits(posts: ScoredPosts, chatter: Chatter) -> Bools:
    """Which posts ``limited`` leaves."""
    return ~_over(posts, chatter)[0] if _has_limits(chatter) else np.ones(len(posts.score), dtype=bool)


def _has_limits(chatter: Chatter) -> bool:
    return (chatter.bot_posts, chatter.same_text, chatter.author_posts) != (None, "keep", None)


def _over(posts: ScoredPosts, chatter: Chatter) -> tuple[Bools, tuple[Loss, ...]]:
    """Which posts are over a limit, and how many, by rule and company."""
    cells = Cells.of(posts, posts.company.categories.tolist())
    free = (cells.number >= 0) & (posts.score != UNSCORED)
    over, order, losses = np.zeros(len(free), dtype=bool), ordered(posts.posted_at), []

    def drop(rule: str, rows: Ints) -> None:
        dropped = np.zeros(len(free), dtype=bool)
        dropped[rows[free[rows]]] = True
        losses.extend(losses_of("limited", rule, rows_by_name(posts.company[dropped]), or_none=True))
        over[dropped], free[dropped] = True, False

    if chatter.bot_posts is not None:
        drop("likely_bot", _from_bots(posts, order, chatter.bot_posts))
    if chatter.same_text == "once":
        drop("same_text", _repeated(order[free[order]], cells, posts.said, 1))
    if chatter.author_posts is not None:
        flood = _repeated(order[free[order]], cells, posts.author, chatter.author_posts)
        drop("author_flood", flood[posts.author[flood] != 0])
    return over, tuple(losses)


def _from_bots(posts: ScoredPosts, order: Ints, most: int) -> Ints:
    """Posts of known authors with ``most`` or more earlier ones within 24 hours; ``order`` is by time."""
    rows = _by(posts.author, order)
    author = posts.author[rows]
    late = (author[most:] == author[:-most]) & (author[most:] != 0)
    del author  # of memory there is least here
    times = posts.posted_at[rows]
    late &= times[:-most] > times[most:] - DAY
    over: Ints = rows[most:][late]
    return over


def _repeated(rows: Ints, cells: Cells, key: Ints, most: int) -> Ints:
    """Those of ``rows``, in order of time, with ``most`` or more earlier ones of their cell and ``key``."""
    rows = cells.together(_by(key, rows))
    cell, own = cells.number[rows], key[rows]
    over: Ints = rows[most:][(cell[most:] == cell[:-most]) & (own[most:] == own[:-most])]
    return over


def _by(key: Ints, rows: Ints) -> Ints:
    """``rows`` by ``key``; those with the same stay in the order in which they come."""
    by_key: Ints = rows[ordered(key[rows])]
    return by_key
