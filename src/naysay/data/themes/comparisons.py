"""Compares the posts of each event, each forum and the study's negative ones with others, term by term."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.themes.chosen_posts import ChosenPosts, EventSessions, session_keys
from naysay.data.themes.grams import PostWords, Tally, first_of_copies, holders, tally
from naysay.study.terms import Comparison

Ints = npt.NDArray[np.int64]
MOST_FORUMS: Final = 8
"""Forums with the most posts; the others are none of their own."""
SHARES: Final = 32
"""Parts in which the terms of all posts are counted, so that they take less memory at once."""


@dataclass(frozen=True, eq=False)
class ReadPosts:
    """Posts and their words, with what the study asks: as many known authors of each term as ``least``."""

    posts: ChosenPosts
    words: PostWords
    least: int


def of_events(
    read: ReadPosts, events: pd.DataFrame, sessions: EventSessions, tickers: Sequence[str]
) -> Iterator[Comparison]:
    """Each event's posts with the company's other posts of the sample, in the order of ``events``."""
    keys = session_keys(read.posts.company, read.posts.session)
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    company, sample = -1, _Sample.of(read, np.empty(0, dtype=np.int64))
    for number, event_id in enumerate(events["event_id"].astype(str)):
        if (place := int(sessions.company[number])) != company and place >= 0:
            company, bounds = (
                place,
                session_keys(np.array([place, place + 1]), np.zeros(2, dtype=np.int64)),
            )
            first, end = np.searchsorted(keys, bounds).tolist()
            sample = _Sample.of(read, np.sort(order[first:end]))
        posts = sessions.posts(number, order, keys)
        yield _of_event(read, sample, posts, tickers[place] if place >= 0 else "", event_id)


def of_classes(read: ReadPosts, *, by_forum: bool) -> Iterator[Comparison]:
    """The negative posts of the sample with its others; then each forum's posts with those of the others."""
    negative = np.where(read.posts.negative, 0, 1)
    yield from _of_classes(read, negative, ["study"], "study")
    sizes = read.posts.forum[read.posts.sampled].value_counts()
    largest = sorted((str(name) for name in sizes.index[sizes > 0]), key=lambda name: (-sizes[name], name))
    if by_forum and len(largest) > 1:
        compared = largest[:MOST_FORUMS]
        place = pd.Index(compared, dtype=object).get_indexer(read.posts.forum.categories)
        codes = np.where(place < 0, len(compared), place)[read.posts.forum.codes]
        yield from _of_classes(read, codes, compared, "forum")


@dataclass(frozen=True, eq=False)
class _Sample:
    """The sample of one company, copies of a text once: its posts, ascending, and how many hold each term."""

    posts: Ints
    tally: Tally

    @classmethod
    def of(cls, read: ReadPosts, posts: Ints) -> _Sample:
        posts = posts[read.posts.sampled[posts]]
        posts = posts[first_of_copies(read.posts.said[posts])]
        return cls(posts, tally(read.words.of(posts)))

    def counts(self, terms: npt.NDArray[np.uint64]) -> Ints:
        """Its posts that hold each of ``terms``."""
        known = self.tally.term
        if not len(known):
            return np.zeros(len(terms), dtype=np.int64)
        place = np.minimum(np.searchsorted(known, terms), len(known) - 1)
        return np.where(known[place] == terms, self.tally.counts[place], 0)


def _of_event(read: ReadPosts, sample: _Sample, posts: Ints, company: str, event_id: str) -> Comparison:
    posts = posts[first_of_copies(read.posts.said[posts])]
    own = tally(read.words.of(posts))
    both = np.isin(posts, sample.posts)
    shared = np.add.reduceat(
        np.append(both[own.post], False).astype(np.int64), own.starts[:-1]
    ) if len(own.term) else np.empty(0, dtype=np.int64)  # fmt: skip
    everywhere = sample.counts(own.term)
    others = everywhere - shared
    tested = np.count_nonzero(sample.tally.counts >= read.least)
    tested += np.count_nonzero(own.counts + others >= read.least) - np.count_nonzero(everywhere >= read.least)
    author = read.posts.author[posts]
    often = np.flatnonzero(own.counts >= read.least)
    held = np.repeat(own.counts >= read.least, own.counts)
    authors = _authors(
        np.repeat(np.arange(len(often)), own.counts[often]), author[own.post[held]], len(often)
    )
    often, authors = often[authors >= read.least], authors[authors >= read.least]
    return Comparison(
        scope="event",
        company=company,
        event_id=event_id,
        forum="",
        n_posts=len(posts),
        n_others=len(sample.posts) - int(both.sum()),
        n_authors=_known(author),
        n_tested=int(tested),
        terms=own.words[often],
        posts=own.counts[often],
        others=others[often],
        authors=authors,
        holders=lambda places: [posts[own.holders(place)] for place in often[list(places)].tolist()],
    )


def _of_classes(read: ReadPosts, classes: Ints, names: Sequence[str], scope: str) -> Iterator[Comparison]:
    """The posts of the sample in each class with those of all other classes; ``names`` are of the first."""
    posts = np.flatnonzero(read.posts.sampled)
    posts = posts[first_of_copies(read.posts.said[posts], classes[posts])]
    words, own, author = read.words.of(posts), classes[posts], read.posts.author[posts]
    n_classes = max(len(names), int(own.max(initial=0))) + 1
    counted = [
        _class_counts(tally(words, share=share, shares=SHARES), own, author, n_classes, read.least)
        for share in range(SHARES)
    ]
    terms, counts, authors = (
        np.concatenate([getattr(part, column) for part in counted])
        for column in ("terms", "counts", "authors")
    )
    sizes, tested = np.bincount(own, minlength=n_classes), sum(part.tested for part in counted)

    def comparison(place: int, name: str) -> Comparison:
        often = np.flatnonzero(authors[:, place] >= read.least)
        mine = np.flatnonzero(own == place)
        return Comparison(
            scope="study" if scope == "study" else "forum",
            company="",
            event_id="",
            forum=name if scope == "forum" else "",
            n_posts=int(sizes[place]),
            n_others=int(sizes.sum() - sizes[place]),
            n_authors=_known(author[mine]),
            n_tested=tested,
            terms=terms[often],
            posts=counts[often, place],
            others=counts[often].sum(axis=1) - counts[often, place],
            authors=authors[often, place],
            holders=lambda places: [
                posts[mine[holding]] for holding in holders(words.of(mine), terms[often[list(places)]])
            ],
        )

    for place, name in enumerate(names):
        yield comparison(place, name)


@dataclass(frozen=True, eq=False)
class _ClassCounts:
    """Terms that enough posts hold, their posts and known authors by class, (T, C), and how many such terms
    there are at all."""

    terms: npt.NDArray[np.uint64]
    counts: Ints
    authors: Ints
    tested: int


def _class_counts(of: Tally, classes: Ints, author: Ints, n_classes: int, least: int) -> _ClassCounts:
    often = of.counts >= least
    code = np.repeat(np.arange(len(of.term)), of.counts)
    held = often[code]
    code, post = code[held], of.post[held]
    renumbered = np.cumsum(often) - 1
    cell = renumbered[code] * n_classes + classes[post]
    n = int(often.sum())
    counts = np.bincount(cell, minlength=n * n_classes).reshape(n, n_classes)
    authors = _authors(cell, author[post], n * n_classes).reshape(n, n_classes)
    listed = (authors >= least).any(axis=1)
    return _ClassCounts(of.words[often][listed], counts[listed], authors[listed], n)


def _authors(cell: Ints, author: Ints, cells: int) -> Ints:
    """How many known authors there are in each of ``cells``; each post has the author at the same place."""
    known = author != 0
    names, place = np.unique(author[known], return_inverse=True)
    pairs = np.sort(cell[known] * max(len(names), 1) + place)
    new = np.ones(len(pairs), dtype=bool)
    new[1:] = pairs[1:] != pairs[:-1]
    return np.bincount(pairs[new] // max(len(names), 1), minlength=cells)


def _known(authors: Ints) -> int:
    """How many known authors there are."""
    return len(np.unique(authors[authors != 0]))
