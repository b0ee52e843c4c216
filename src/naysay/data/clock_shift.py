"""Daily chatter as it would be if the instants of all posts were some hours earlier or later.

This is an experiment with the clock, not a measurement: a post that is taken as earlier than it was may stand
on a session that closed before it was written. No other number of a study is made from these frames.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.daily import abnormal_attention, daily_chatter, measured, measures
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions, session_positions
from naysay.study.panel import ShiftedChatter
from naysay.study.spec import Chatter

HOUR = 3_600_000_000_000
Ints = npt.NDArray[np.int64]


def shifted_chatter(
    posts: ScoredPosts, sessions: Mapping[str, Sessions], chatter: Chatter, hours: Iterable[int]
) -> Iterator[ShiftedChatter]:
    """The chatter of ``posts`` for each of ``hours``, one after the other; at 0 it is that of the study.

    A post of instant p stands on the first session s with close_s - cutoff > p + hours. Posts are counted
    once, between all instants at which a post would change its session for one of the shifts; the counts of a
    session are sums of these, so that the cost hardly grows with the number of shifts. Authors do not add up:
    for ``measure = "negative_authors"`` posts are counted again for each shift, and so are posts of different
    weights. Limits on authors and texts stay those of the study's own clock.
    """
    steps = list(hours)
    spans = _Spans.of(sessions, [0, *steps])
    cell, counts = _counted(posts, spans, round(chatter.negative_below * SCALE))
    n_posts, own = counts["n_posts"], spans.rows(cell, 0)
    for step in steps:
        row = spans.rows(cell, step)
        counted = _summed(counts, row, len(spans.index))
        daily = pd.DataFrame(
            {**counted, **measures(counted, counted["n_posts"] >= chatter.min_posts)}, index=spans.index
        )
        if chatter.measure == "negative_authors" or posts.n_companies is not None:
            again = daily_chatter(_moved(posts, sessions, step), sessions, chatter)
            empty = 0 if posts.n_companies is None else np.nan
            daily[chatter.measure] = again[chatter.measure].reindex(spans.index, fill_value=empty)
        attention = abnormal_attention(
            counted["n_posts"],
            company=spans.company,
            history=chatter.history,
            min_history=chatter.min_history,
        )
        total = int(n_posts.sum())
        yield ShiftedChatter(
            step,
            spans.wide(measured(daily, chatter)["negativity"].to_numpy()),
            spans.wide(attention),
            int(n_posts[row != own].sum()) / total if total else 0.0,
        )


def _moved(posts: ScoredPosts, sessions: Mapping[str, Sessions], hours: int) -> ScoredPosts:
    at = posts.posted_at + hours * HOUR
    return replace(posts, posted_at=at, session=session_positions(posts.company, at, sessions))


@dataclass(frozen=True, eq=False)
class _Spans:
    """The spans of time in which no post changes its session between two shifts.

    ``begins`` are their first instants, by exchange; those of a company are numbered from ``first`` on, and
    its sessions are rows from ``start`` on.
    """

    sessions: Mapping[str, Sessions]
    begins: Mapping[int, Ints]
    first: Ints
    start: Ints

    @classmethod
    def of(cls, sessions: Mapping[str, Sessions], hours: Iterable[int]) -> _Spans:
        exchanges = {id(of): of for of in sessions.values()}
        begins = {
            key: np.unique(np.concatenate([of.last_instants - step * HOUR for step in set(hours)]))
            for key, of in exchanges.items()
        }
        own = sessions.values()
        first = np.cumsum([0, *(len(begins[id(of)]) for of in own)])
        return cls(sessions, begins, first, np.cumsum([0, *(len(of) for of in own)]))

    @cached_property
    def index(self) -> pd.MultiIndex:
        """All companies with all of their sessions, in the order of ``sessions``."""
        days = [of.index for of in self.sessions.values()]
        level = pd.DatetimeIndex(np.unique(np.concatenate(days)))
        day = np.concatenate([level.get_indexer(own) for own in days])
        names = ["company", "session"]
        return pd.MultiIndex([pd.Index(list(self.sessions)), level], [self.company, day], names=names)  # type: ignore[list-item]

    @cached_property
    def company(self) -> Ints:
        """The place of the company of each row."""
        return np.repeat(np.arange(len(self.sessions)), np.diff(self.start))

    def wide(self, values: npt.NDArray[np.float64]) -> pd.DataFrame:
        """``values`` by row as session x company."""
        companies, days = self.index.levels
        out = np.full((len(days), len(companies)), np.nan)
        out[self.index.codes[1], self.company] = values
        return pd.DataFrame(out, index=pd.DatetimeIndex(days, name="session"), columns=companies)

    def numbers(self, company: npt.NDArray[np.intp], posted_at: Ints) -> Ints:
        """The span of each post (N,), -1 where it stands on no session for any shift."""
        number = np.full(len(posted_at), -1, dtype=np.int64)
        exchange = [id(of) for of in self.sessions.values()]
        for key, begins in self.begins.items():
            theirs = np.array([one == key for one in exchange] + [False])[company]
            place = np.searchsorted(begins, posted_at[theirs], side="right") - 1
            number[theirs] = np.where(place < 0, -1, self.first[company[theirs]] + place)
        return number

    def rows(self, number: Ints, hours: int) -> Ints:
        """The row of each span when its posts are taken ``hours`` later, -1 where it belongs to none."""
        row = []
        for of, start in zip(self.sessions.values(), self.start[:-1], strict=True):
            position = of.assign(self.begins[id(of)] + hours * HOUR)
            row.append(np.where(position < 0, -1, start + position))
        return np.concatenate(row)[number]


def _counted(posts: ScoredPosts, spans: _Spans, edge: int) -> tuple[Ints, dict[str, Ints]]:
    """The spans with posts, and what is counted in each; scores up to ``edge`` are negative."""
    place = pd.Index(list(spans.sessions)).get_indexer(posts.company.categories)[posts.company.codes]
    number = spans.numbers(place, posts.posted_at)
    number[(posts.score == UNSCORED) | (place < 0)] = -1
    kept = number >= 0
    number, score = number[kept], posts.score[kept]
    n_posts = np.bincount(number, minlength=int(spans.first[-1]))
    talked = np.flatnonzero(n_posts)

    def summed(values: npt.NDArray[np.generic]) -> Ints:
        total = np.bincount(number, weights=values, minlength=len(n_posts))[talked]
        return np.rint(total).astype(np.int64)  # whole numbers below 2^53: each sum is exact

    return talked, {
        "n_posts": n_posts[talked],
        "n_negative": summed(score <= edge),
        "n_positive": summed(score >= max(-edge, 1)),
        "total": summed(score),
        "squares": summed(score.astype(np.int64) ** 2),
    }


def _summed(counts: Mapping[str, Ints], row: Ints, rows: int) -> dict[str, Ints]:
    """``counts`` of spans added up by ``row``; those of no row count nowhere."""
    kept = row >= 0
    return {
        name: np.rint(np.bincount(row[kept], weights=values[kept], minlength=rows)).astype(np.int64)
        for name, values in counts.items()
    }
