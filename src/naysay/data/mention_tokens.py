"""Mentions in many texts at once: what a token between white space mentions is found out once.

Most texts mention companies by tokens that mean the same wherever they stand, such as a cashtag. Texts with
others, such as the first word of a longer name or a bare ticker that is a word, are left to ``Mentions``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence
from itertools import pairwise
from typing import Final, Generic, TypeVar

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from naysay.data.mention_decisions import NOTHING, Decisions
from naysay.data.mentions import Mentions
from naysay.data.spellings import plain
from naysay.data.whole_words import searched

MOST_LETTERS: Final = 20_000
"""Of all that may be mentioned, up to which regular expressions are fast."""
REMEMBERED: Final = 100_000
"""Tokens, and sets of them, whose meaning is kept; posts repeat most of theirs."""
NO_MENTION: Final = 0
DEPENDS: Final = 1
"""The number of tokens that may mean different things in different texts."""

Meaning = TypeVar("Meaning")
Flags = npt.NDArray[np.bool_]


class TokenMentions(Generic[Meaning]):
    """Finds ``mentions`` in texts by their tokens; ``meaning`` is what decisions are turned into."""

    def __init__(self, mentions: Mentions, meaning: Callable[[Decisions], Meaning]) -> None:
        self._mentions, self._meaning = mentions, meaning
        self._sift = _sift(mentions)
        self._forget()

    def __call__(self, texts: Sequence[str]) -> list[Meaning | None]:
        """What each of ``texts`` means, None where its tokens by themselves do not tell."""
        if max(len(self._numbers), len(self._meanings)) > REMEMBERED:
            self._forget()
        try:  # Arrow looks one character past white space at the end of a text: there must be none
            column = pa.array([plain(text).rstrip() for text in texts], pa.large_string())
        except UnicodeEncodeError:  # half a character
            return [None] * len(texts)
        split = pc.utf8_split_whitespace(column)  # at the white space of Python's split
        tokens = split.flatten().dictionary_encode()
        number = self._numbered(tokens.dictionary)[tokens.indices.to_numpy()]
        mention = np.flatnonzero(number != NO_MENTION)
        text = np.repeat(np.arange(len(texts)), split.value_lengths().to_numpy())[mention]
        ends = np.cumsum(np.bincount(text, minlength=len(texts))).tolist()
        numbers = number[mention].tolist()
        known = self._meanings
        return [
            known[of] if (of := tuple(numbers[a:b])) in known else self._meant(of)
            for a, b in pairwise([0, *ends])
        ]

    def _numbered(self, tokens: pa.LargeStringArray) -> npt.NDArray[np.int64]:
        """The number of what each of ``tokens`` mentions."""
        numbers = np.full(len(tokens), NO_MENTION)
        may = self._sift(tokens)
        looked_up = tokens.filter(pa.array(may)).to_pylist()
        numbers[may] = [
            known if (known := self._numbers.get(token)) is not None else self._look(token)
            for token in looked_up
        ]
        return numbers

    def _look(self, token: str) -> int:
        decisions = self._mentions.in_token(token)
        number = DEPENDS
        if decisions is not None:
            content = (*decisions.linked,), (*decisions.refused,)
            number = self._contents.setdefault(content, len(self._contents))
            self._decisions[number] = decisions
        self._numbers[token] = number
        return number

    def _meant(self, numbers: tuple[int, ...]) -> Meaning | None:
        meant = None if DEPENDS in numbers else self._meaning(self._together(numbers))
        self._meanings[numbers] = meant
        return meant

    def _together(self, numbers: Collection[int]) -> Decisions:
        if not numbers:
            return NOTHING
        together = Decisions()
        for number in numbers:
            together.linked |= self._decisions[number].linked
            together.refused |= self._decisions[number].refused
        # An address refuses only what nothing else names.
        for company in together.companies():
            together.refused.pop((company, "address"), None)
        return together

    def _forget(self) -> None:
        self._numbers: dict[str, int] = {}
        self._contents: dict[object, int] = {((), ()): NO_MENTION, None: DEPENDS}
        self._decisions: dict[int, Decisions] = {}
        self._meanings: dict[tuple[int, ...], Meaning | None] = {}


def _sift(mentions: Mentions) -> Callable[[pa.LargeStringArray], Flags]:
    """Tells which tokens may mention something."""
    letters = sum(map(len, (*mentions.single_words, *mentions.first_words, *mentions.tickers)))
    return _Patterns(mentions) if letters <= MOST_LETTERS else _Automatons(mentions)


class _Patterns:
    """By regular expressions, which know where tickers stand alone; of too much they become slow."""

    def __init__(self, mentions: Mentions) -> None:
        ends = [f"{re.escape(word)}$" for word in mentions.first_words]
        self._words = "|".join([*map(re.escape, mentions.single_words), *ends])
        tickers = "|".join(map(re.escape, mentions.tickers))
        self._tickers = rf"(?:^|[^a-zA-Z0-9$])(?:{tickers})(?:[^a-zA-Z0-9]|$)"

    def __call__(self, tokens: pa.LargeStringArray) -> Flags:
        # Without a letter beyond ASCII a token is folded by lowering it.
        named = pc.match_substring_regex(pc.ascii_lower(tokens), self._words)
        odd = pc.invert(pc.string_is_ascii(tokens))
        bare = pc.match_substring_regex(tokens, self._tickers)
        may: Flags = pc.or_(pc.or_(named, odd), bare).to_numpy(zero_copy_only=False)
        return may


class _Automatons:
    """By searches of all tokens as one text; a ticker in a longer word is found, too."""

    def __init__(self, mentions: Mentions) -> None:
        self._words = searched([*mentions.single_words, *mentions.first_words])
        self._tickers = searched(mentions.tickers)

    def __call__(self, tokens: pa.LargeStringArray) -> Flags:
        may: Flags = pc.invert(pc.string_is_ascii(tokens)).to_numpy(zero_copy_only=False).copy()
        starts = np.cumsum([0, *(pc.utf8_length(tokens).to_numpy()[:-1] + 1)])
        for written, search in ((tokens, self._tickers), (pc.ascii_lower(tokens), self._words)):
            places = [start for _, start, _ in search("\n".join(written.to_pylist()))]
            may[np.searchsorted(starts, places, side="right") - 1] = True
        return may
