"""Cashtags and capitalised names that posts use often and that are of no company of the study.

A word is shown only if several authors, or several posts without one, use it, and it is no handle or author.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Final

from naysay.data.addresses import without_addresses
from naysay.data.bare_tickers import WORDS
from naysay.data.excerpts import Excerpts, Extent, apart
from naysay.data.forgotten import KeyedNames, without_forgotten
from naysay.data.forums import Forum, forum
from naysay.data.mention_decisions import CONTEXT
from naysay.data.spellings import mentions_of, plain
from naysay.data.word_files import words_in
from naysay.study.company import Company
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.spec import PostOptions

SHOWN: Final = 10
LEAST_AUTHORS: Final = 5
"""Who use a word before it is shown; each post without a known author is of another."""
MOST_POSTS: Final = 5_000
READ: Final = 2_000
"""Characters of a post that are looked at."""
LONGEST: Final = 24
MOST_DETERMINED: Final = 0.2
"""The share of a word's uses behind an article or the like, from which on it is a noun and no name."""
_LETTER = "A-Za-z0-9\u00c0-\u024f"
_BETWEEN = re.compile(r"[ .:-]")
_CASHTAG = re.compile(r"(?<![\w$])\$([A-Za-z][A-Za-z0-9]{0,7}(?:[.:-][A-Za-z]{1,3})?)(?!\w)")
_NAME = re.compile(
    rf"(?<![\w$#@.'&-])[A-ZÄÖÜ][{_LETTER}&]*[A-Za-z](?:[ -][A-ZÄÖÜ][{_LETTER}&]*[A-Za-z])?(?![\w@&])"
)
_STARTS = re.compile(r"(?:^|[^\w\s,)%])\s*$")
_CAPITAL_WITHIN = re.compile(r"[a-zäöüß][A-ZÄÖÜ]")
_DETERMINED = re.compile(
    r"\b(?:an?|the|this|that|my|your|our|his|her|their|no|any|some|every|d(?:er|ie|as|es|em|en)|im|am|zum|zur|vom"
    r"|beim|ins|(?:k?ein|mein|dein|sein|ihr|unser)(?:e[nmrs]?)?|dieser?|jeder?|viele?|mehr|\d+)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Unlinked:
    """The most frequent words, each with the posts that hold it, the most first."""

    cashtags: tuple[tuple[str, int], ...]
    names: tuple[tuple[str, int], ...]


def unlinked_words(posts: Iterable[tuple[str, str]], companies: Sequence[Company]) -> Unlinked:
    """Of ``posts`` (author, perhaps empty, and text) the words that name none of ``companies``."""
    known = {mention.written.casefold() for mention in mentions_of(companies)}
    parts = {part for written in known for part in written.split()}
    ordinary = CONTEXT | WORDS | words_in("home_words.txt") | words_in("calendar_words.txt")
    cashtags, names, determined, authors = _Uses(), _Uses(), Counter[str](), set[str]()
    for place, (author, said) in enumerate(posts):
        text = without_addresses(plain(said[:READ]))
        who = author or f"\0{place}"
        authors.add(author.casefold().lstrip("@"))
        for tag in set(_CASHTAG.findall(text)):
            if known.isdisjoint({f"${tag}".casefold(), f"${_BETWEEN.split(tag)[0]}".casefold()}):
                cashtags.add(f"${tag.upper()}", who)
        for name, is_determined in _names(text):
            lowered = name.casefold()
            words = _BETWEEN.split(lowered)
            if lowered not in known and not parts.issuperset(words) and not ordinary.issuperset(words):
                names.add(name, who)
                determined[name] += is_determined
    nouns = {name for name, times in determined.items() if times > MOST_DETERMINED * names.times[name]}
    handles = {name for name in names.times if name.casefold() in authors}
    return Unlinked(cashtags.most_frequent(), names.most_frequent(without=nouns | handles))


def authors_and_texts(
    posts: PostOptions, of: Extent, forgotten: Sequence[KeyedNames]
) -> Iterator[tuple[str, str]]:
    """Of the first posts of the files, up to MOST_POSTS; files that cannot be read say nothing."""
    form, each = (
        without_forgotten(forum(posts.format), forgotten),
        max(1, MOST_POSTS // max(1, len(of.files))),
    )
    for one in apart(posts, of)[:MOST_POSTS]:
        try:
            with caught():
                yield from islice(_of_files(form, posts, one), each * len(one.files))
        except DataError:
            continue


def _of_files(form: Forum, posts: PostOptions, of: Extent) -> Iterator[tuple[str, str]]:
    for part in Excerpts(posts, of, "head").parts(1):
        for source in part.chunks:
            for batch in form.parse(source.chunk, posts):
                yield from zip(batch.author, batch.text, strict=True)


class _Uses:
    """Who use which words."""

    def __init__(self) -> None:
        self.times = Counter[str]()
        self._authors = defaultdict[str, set[str]](set)

    def add(self, word: str, author: str) -> None:
        if len(word) > LONGEST:
            return
        self.times[word] += 1
        if len(self._authors[word]) < LEAST_AUTHORS:
            self._authors[word].add(author)

    def most_frequent(self, without: Container[str] = ()) -> tuple[tuple[str, int], ...]:
        shown = [
            (word, times)
            for word, times in self.times.items()
            if len(self._authors[word]) >= LEAST_AUTHORS and word not in without
        ]
        return tuple(sorted(shown, key=lambda use: (-use[1], use[0]))[:SHOWN])


def _names(text: str) -> Iterator[tuple[str, bool]]:
    """Each capitalised word, or two, once, and whether an article precedes.

    A word that begins a sentence counts only with a capital within, such as GameStop.
    """
    seen = set[str]()
    for match in _NAME.finditer(text):
        before = text[max(0, match.start() - 20) : match.start()]
        is_spelt = _CAPITAL_WITHIN.search(match[0]) is not None
        if match[0] not in seen and (is_spelt or not _STARTS.search(before)):
            seen.add(match[0])
            yield match[0], _DETERMINED.search(before) is not None
