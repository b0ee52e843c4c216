"""The chatter of each forum: its counts, its own negativity, and its posts by the hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.daily import daily_chatter
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions
from naysay.study.forum_chatter import OTHER, ForumChatter, HourlyPosts
from naysay.study.spec import Chatter

ALONE: Final = 4
"""Forums, those with the most posts, that are looked at one by one; all others are taken together."""
LISTED: Final = 100
"""Forums that are counted one by one."""
HOUR: Final = 3_600_000_000_000
Ints = npt.NDArray[np.signedinteger]
Bools = npt.NDArray[np.bool_]


def forum_chatter(
    posts: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter, *, by_hour: bool
) -> tuple[ForumChatter, ...]:
    """The forums of ``posts``, those with the most scored posts first, equal ones by name.

    The first ``ALONE`` have their own negativity and, with ``by_hour``, their posts by the hour. Then come
    all others together, called ``OTHER``, with a negativity, and each of them with its counts alone, up to
    ``LISTED`` forums in all. A single further forum is one more of the first. Posts of no session count
    nowhere. A single forum is counted only: there is nothing to compare it with.

    A forum's negativity is that of ``daily_chatter`` of its posts alone: measured with ``min_posts`` of them
    and standardised on what was measured of this company in this forum before. A session on which the forum
    is silent is missing, never 0.
    """
    code = np.where(posts.session >= 0, posts.forum.codes, -1)
    names = [str(name) for name in posts.forum.categories]
    scored = np.bincount(code[(code >= 0) & (posts.score != UNSCORED)], minlength=len(names))
    every = np.bincount(code[code >= 0], minlength=len(names))
    order = sorted(np.flatnonzero(every).tolist(), key=lambda place: (-scored[place], names[place]))
    alone = order if len(order) <= ALONE + 1 else order[:ALONE]
    rest = order[len(alone) :]
    groups = [(names[place], [place]) for place in alone] + ([(OTHER, rest)] if rest else [])
    edge = round(chatter.negative_below * SCALE)
    chatters = []
    for name, members in groups:
        mine = np.isin(code, members)
        own = _counted(posts, mine, edge, name, len(members))
        if len(groups) > 1:
            own = _measured(own, posts, mine, sessions, chatter)
        if by_hour and len(members) == 1 < len(groups):
            own = replace(own, hourly=hourly_posts(posts, mine, list(sessions), edge))
        chatters.append(own)
    listed = rest[: LISTED - len(alone)]
    return (*chatters, *(_counted(posts, code == place, edge, names[place], 1) for place in listed))


def _counted(posts: ScoredPosts, mine: Bools, edge: int, forum: str, n_forums: int) -> ForumChatter:
    score, authors = posts.score[mine], np.unique(posts.author[mine])
    scored = score != UNSCORED
    return ForumChatter(
        forum,
        n_forums,
        n_posts=len(score),
        n_scored=int(scored.sum()),
        n_negative=int((scored & (score <= edge)).sum()),
        n_authors=int((authors != 0).sum()),
    )


def _measured(
    own: ForumChatter,
    posts: ScoredPosts,
    mine: Bools,
    sessions: Mapping[str, Sessions],
    chatter: Chatter,
) -> ForumChatter:
    """``own`` with its negativity and how much of it is more than chance."""
    # The posts of others lose their score in a copy of two bytes a post: a copy of all columns would be 33.
    alone = replace(posts, score=np.where(mine, posts.score, UNSCORED).astype(np.int16))
    daily = daily_chatter(alone, sessions, chatter)
    enough = daily[daily["n_posts"] >= chatter.min_posts]
    return replace(
        own,
        negativity=daily["negativity"].unstack("company"),  # noqa: PD010  each pair stands once
        signal_share=signal_share(
            enough["n_posts"].to_numpy(),
            enough["n_negative"].to_numpy(),
            enough.index.get_level_values("company").factorize()[0],
        ),
    )


def signal_share(n_posts: Ints, n_negative: Ints, company: Ints) -> float:
    """The part of the variance of negative shares that is more than the chance of few posts, 0 to 1.

    With s_t the share of session t (T,), n_t its posts, and mu the share of all posts of its company,

        var(s) = v + mean((mu (1 - mu) - v) / n),   signal_share = v / var(s),

    if posts of a session are draws of their own around the session's expected share, whose variance is v.
    Variances are within companies. Posts that repeat each other make it too large. NaN with one post a
    session, whose noise cannot be told from anything, and where shares do not vary.
    """
    if not len(n_posts):
        return float("nan")
    sessions = np.bincount(company)
    mu = np.bincount(company, weights=n_negative) / np.bincount(company, weights=n_posts)
    share = n_negative / n_posts
    mean = np.bincount(company, weights=share) / sessions
    freedom = int((sessions - 1).sum())
    variance = float(((share - mean[company]) ** 2).sum()) / freedom if freedom else 0.0
    few = float((1.0 / n_posts).mean())
    noise = float(((mu * (1.0 - mu))[company] / n_posts).mean())
    if variance <= 0.0 or few > 1.0 - 1e-9:
        return float("nan")
    return float(np.clip((variance - noise) / (1.0 - few) / variance, 0.0, 1.0))


def hourly_posts(posts: ScoredPosts, mine: Bools, companies: Sequence[str], edge: int) -> HourlyPosts:
    """The posts that are ``mine`` (N,) and have a score by hour; scores up to ``edge`` are negative."""
    place = pd.Index(list(companies)).get_indexer(posts.company.categories)
    kept = mine & (posts.score != UNSCORED) & (place[posts.company.codes] >= 0)
    hour = posts.posted_at[kept] // HOUR
    if not len(hour):
        return HourlyPosts(*(np.empty(0, dtype=np.int32),) * 4)
    first, width = int(hour.min()), int(np.ptp(hour)) + 1
    key = (place[posts.company.codes[kept]] * width + hour - first) * 2 + (posts.score[kept] <= edge)
    key.sort()
    starts = np.flatnonzero(np.diff(key // 2, prepend=-1))
    cell = key[starts] // 2
    return HourlyPosts(
        company=(cell // width).astype(np.int32),
        hour=(cell % width + first).astype(np.int32),
        n_posts=np.diff(starts, append=len(key)).astype(np.int32),
        n_negative=np.add.reduceat(key % 2, starts).astype(np.int32),
    )
