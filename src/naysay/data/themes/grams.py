"""Terms of one to three words, and the posts that hold them, from words that are numbers."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.themes.words import BREAK, CHARGED

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]
Bools = npt.NDArray[np.bool_]
LONGEST: Final = 3
"""Words of a term."""
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
"""Odd numbers whose bits are well spread (Knuth 1998, section 6.4), for the numbers of phrases."""
_FOLD: Final = np.uint64(29)
_CHARGED: Final = np.uint64(CHARGED)


@dataclass(frozen=True, eq=False)
class PostWords:
    """The words of N posts, one post after another: of post n ``words[starts[n]:starts[n + 1]]``."""

    words: Numbers
    starts: Ints

    def of(self, posts: Ints) -> PostWords:
        """The words of some of the posts, in this order."""
        lengths = self.starts[posts + 1] - self.starts[posts]
        ends = np.cumsum(lengths)
        at = np.arange(int(ends[-1]) if len(ends) else 0) + np.repeat(
            self.starts[posts] - ends + lengths, lengths
        )
        return PostWords(self.words[at], np.concatenate([[0], ends]).astype(np.int64))

    @property
    def post(self) -> npt.NDArray[np.int32]:
        """The post of each word."""
        return np.repeat(np.arange(len(self.starts) - 1, dtype=np.int32), np.diff(self.starts))


@dataclass(frozen=True, eq=False)
class Tally:
    """T terms by their numbers, ascending, and the posts that hold each, ascending and once each.

    The posts of term t are ``post[starts[t]:starts[t + 1]]``; ``words`` are its own, (T, 3), zeros behind.
    """

    term: Numbers
    starts: Ints
    post: npt.NDArray[np.int32]
    words: Numbers

    @property
    def counts(self) -> Ints:
        """(T,) posts that hold each term."""
        return np.diff(self.starts)

    def holders(self, place: int) -> npt.NDArray[np.int32]:
        """The posts that hold the term at ``place``."""
        return self.post[self.starts[place] : self.starts[place + 1]]


def phrase(first: Numbers, second: Numbers) -> Numbers:
    """The number of ``first`` followed by ``second``."""
    return np.asarray((first ^ (first >> _FOLD)) * _FIRST + (second ^ (second >> _FOLD)) * _SECOND)


def tally(of: PostWords, *, share: int = 0, shares: int = 1) -> Tally:
    """The terms of some posts, or those whose number falls into one of ``shares`` equal parts.

    A term has an uncharged word at least: charged words alone are what the scorer looked for.
    """
    post = of.post
    pieces = []
    for size, (at, term) in enumerate(_occurrences(of.words), start=1):
        if shares > 1:
            mine = term % np.uint64(shares) == share
            term, at = term[mine], at[mine]
        pieces.append((term, post[at], at, np.full(len(at), size, dtype=np.int8)))
    term, holder, at, sizes = (np.concatenate(columns) for columns in zip(*pieces, strict=True))
    # The terms of each size come with their posts ascending, and terms of two sizes have different numbers.
    order = np.argsort(term, kind="stable")
    term, holder, at, sizes = term[order], holder[order], at[order], sizes[order]
    new = np.ones(len(term), dtype=bool)
    new[1:] = (term[1:] != term[:-1]) | (holder[1:] != holder[:-1])
    term, holder, at, sizes = term[new], holder[new], at[new], sizes[new]
    begins = np.ones(len(term), dtype=bool)
    begins[1:] = term[1:] != term[:-1]
    starts = np.append(np.flatnonzero(begins), len(term)).astype(np.int64)
    first = starts[:-1]
    padded = np.append(of.words, np.zeros(LONGEST, dtype=np.uint64))
    words = padded[at[first][:, None] + np.arange(LONGEST)]
    words[np.arange(LONGEST)[None, :] >= sizes[first][:, None]] = BREAK
    return Tally(term[first], starts, holder, words)


def holders(of: PostWords, terms: Numbers) -> list[Ints]:
    """The posts that hold each of ``terms``, their words (T, 3), ascending and once each."""
    wanted = numbers_of(terms)
    order = np.argsort(wanted)
    post, kinds, holding = of.post, [], []
    for at, term in _occurrences(of.words):
        place = np.minimum(np.searchsorted(wanted[order], term), max(len(wanted) - 1, 0))
        hit = wanted[order][place] == term if len(wanted) else np.zeros(len(term), dtype=bool)
        kinds.append(order[place[hit]])
        holding.append(post[at[hit]])
    kind, held = np.concatenate(kinds), np.concatenate(holding)
    return [np.unique(held[kind == place]).astype(np.int64) for place in range(len(terms))]


def numbers_of(terms: Numbers) -> Numbers:
    """The number of each of some terms, given by their words (T, 3)."""
    number = terms[:, 0]
    for place in range(1, LONGEST):
        longer = terms[:, place] != BREAK
        number = np.where(longer, phrase(number, terms[:, place]), number)
    return number


def first_of_copies(*keys: npt.NDArray[np.int64] | npt.NDArray[np.int32]) -> Bools:
    """Whether each post is the first that has its values of ``keys``."""
    order = np.lexsort(keys)
    new = np.zeros(len(order), dtype=bool)
    new[:1] = True
    for key in keys:
        new[1:] |= np.diff(key[order]) != 0
    kept = np.zeros(len(order), dtype=bool)
    kept[order[new]] = True
    return kept


def _occurrences(words: Numbers) -> Iterator[tuple[Ints, Numbers]]:
    """Where each term of one, two and three words begins, and its number."""
    number, is_word, charged = words, words != BREAK, words & _CHARGED
    for size in range(1, LONGEST + 1):
        if size > 1:
            further = words[size - 1 :]
            is_word = is_word[: len(further)] & (further != BREAK)
            charged = charged[: len(further)] & further
            number = phrase(number[: len(further)], further)
        at = np.flatnonzero(is_word & (charged & _CHARGED == 0))
        yield at, number[at]
