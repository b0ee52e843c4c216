"""Which posts are read a second time: those of events, and a sample of all."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.portions import column, forums
from naysay.data.scored import UNSCORED
from naysay.data.sessions import Sessions

Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]
Places = npt.NDArray[np.int32] | Ints
NEAR: Final = 1
"""Sessions before and after an event's own whose posts are the event's, too: a storm has few posts."""
MOST_OF_EVENTS: Final = 500_000
MOST_OF_SAMPLE: Final = 500_000
"""Posts that are read, in all; where there are more, a share of them is drawn."""
MOST_OF_COMPANY: Final = 50_000
"""Posts of one company in the sample."""
_SESSIONS: Final = 1 << 20
"""More than a study can have."""


@dataclass(frozen=True, eq=False)
class ChosenPosts:
    """N posts that are read a second time, in the order of the first reading.

    ``place`` is that of the post among all rows that were written then. ``company`` is a place in the study,
    ``session`` one among the company's. ``author`` and ``said`` are hashes, the author's 0 where unknown.
    """

    place: Ints
    company: npt.NDArray[np.int32]
    session: npt.NDArray[np.int32]
    author: Ints
    said: Ints
    negative: Bools
    forum: pd.Categorical
    sampled: Bools
    """Whether the post is in the sample; the others are read for an event alone."""


@dataclass(frozen=True, eq=False)
class EventSessions:
    """The place of each event's company in the study, and of its session among the company's; -1 if none."""

    company: Ints
    session: Ints

    @classmethod
    def of(cls, events: pd.DataFrame, tickers: Sequence[str], sessions: Sequence[Sessions]) -> EventSessions:
        """Those of a table of events; sessions that are no session of the company have the place -1."""
        place = {ticker: number for number, ticker in enumerate(tickers)}
        company = np.array([place.get(name, -1) for name in events["company"]], dtype=np.int64)
        days = pd.to_datetime(events["session"]).to_numpy()
        session = [
            -1 if place < 0 else int(sessions[place].index.get_indexer(pd.DatetimeIndex([day]))[0])
            for place, day in zip(company.tolist(), days, strict=True)
        ]
        return cls(company, np.array(session, dtype=np.int64))

    def posts(self, number: int, order: Ints, keys: Ints) -> Ints:
        """The posts of event ``number``: ``order`` sorts ``session_keys`` of all posts into ``keys``."""
        company, session = int(self.company[number]), int(self.session[number])
        if session < 0:
            return np.empty(0, dtype=np.int64)
        start = company * _SESSIONS + session
        first = np.searchsorted(keys, max(start - NEAR, company * _SESSIONS))
        return np.sort(order[first : np.searchsorted(keys, start + NEAR, side="right")])


def session_keys(company: Places, session: Places) -> Ints:
    """A number for the company and session of each post."""
    return company.astype(np.int64) * _SESSIONS + session


def choose(
    columns: Sequence[Path],
    kept: Bools,
    events: EventSessions,
    *,
    score: npt.NDArray[np.int16],
    companies: int,
    negative_at: int,
    rng: np.random.Generator,
) -> ChosenPosts:
    """The posts to read, of those that are ``kept`` among the rows of the ``columns``.

    All posts of an event's session and of those beside it, and a sample that has the same number of posts of
    each company or all it has. ``score`` is that of each kept post, which is negative at ``negative_at`` or
    less.
    """
    company = column(columns, "company", np.int32)[kept]
    session = column(columns, "session", np.int32)[kept]
    near = [events.session + step for step in range(-NEAR, NEAR + 1)]
    there = events.session >= 0
    of_events = np.unique(
        np.concatenate([session_keys(events.company[there], sessions[there]) for sessions in near])
    )
    keys = session_keys(company, session)
    place = np.minimum(np.searchsorted(of_events, keys), max(len(of_events) - 1, 0))
    in_event = of_events[place] == keys if len(of_events) else np.zeros(len(keys), dtype=bool)
    del keys, place
    if (n := int(in_event.sum())) > MOST_OF_EVENTS:
        in_event[in_event] = rng.random(n) < MOST_OF_EVENTS / n
    sizes = np.bincount(company, minlength=companies)
    rate = np.minimum(1.0, most_each(sizes, MOST_OF_SAMPLE, MOST_OF_COMPANY) / np.maximum(sizes, 1))
    sampled = rng.random(len(company)) < rate[company]
    chosen = in_event | sampled
    score = score[chosen]
    return ChosenPosts(
        place=np.flatnonzero(kept)[chosen],
        company=company[chosen],
        session=session[chosen],
        author=column(columns, "author", np.int64)[kept][chosen],
        said=column(columns, "said", np.int64)[kept][chosen],
        negative=(score <= negative_at) & (score != UNSCORED),
        forum=forums(columns)[kept][chosen],
        sampled=sampled[chosen],
    )


def most_each(sizes: Ints, most: int, most_of_one: int) -> float:
    """The largest number, up to ``most_of_one``, such that taking so many of each of ``sizes`` or all of it
    gives at most ``most``."""
    ascending = np.sort(np.minimum(sizes, most_of_one))
    left = most
    for place, size in enumerate(ascending.tolist()):
        others = len(ascending) - place
        if size * others > left:
            return left / others
        left -= size
    return float(most_of_one)
