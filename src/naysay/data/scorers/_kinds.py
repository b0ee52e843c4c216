"""What counts of a written token at a glance. Tokens that are equal in it are of one kind."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from naysay.data.scorers._obvious import Neutral, capitals, silent
from naysay.data.scorers._reading import REMEMBERED, Reader, Remembered
from naysay.data.scorers._rules import MOST_EXCLAMATIONS, MOST_QUESTIONS, Rules, shouted

MOST_MARKS: Final = max(MOST_EXCLAMATIONS, MOST_QUESTIONS + 1)
"""Marks of one sort that are counted in a token: more of them make no difference."""

Flags = npt.NDArray[np.bool_]
Integers = npt.NDArray[np.int64]


class TokenKind(NamedTuple):
    """What counts of a token."""

    valence: float = 0.0
    """Of its charged word, as loud as that is written; 0 if it has none."""
    capitals: bool = False
    """Whether all its words are in capitals."""
    changes: bool = False
    """Whether it may change what charged words beside it mean."""
    turns: bool = False
    """Whether it may change what all charged words of its text mean."""
    silent: bool = False
    """Whether nothing is read in it, as in a link."""
    phrase: bool = False
    """Whether it holds a phrase or a name, or "İ", for which the reader gives up all capitals of its text."""
    begins: int = 0
    """The number of its last word among the first words of phrases; 0 if it is none of them."""
    follows: int = 0
    """The number of its first word among the second words of phrases; 0 if it is none of them."""
    exclamations: int = 0
    questions: int = 0
    single: bool = False
    """Whether it is one word, so that all of it goes where that is part of a name."""


COMMON: Final = (TokenKind(silent=True), TokenKind(), TokenKind(capitals=True))
"""Those of most tokens; the first numbers are theirs."""
SILENT, PLAIN, CAPITALS = range(3)


class KindColumns:
    """Kinds as an array for each of their fields, in the order of the kinds' numbers."""

    def __init__(self, kinds: Iterable[TokenKind]) -> None:
        fields = map(np.array, zip(*kinds, strict=True))
        self.valence: npt.NDArray[np.float64] = next(fields)
        self.capitals, self.changes, self.turns, self.silent, self.phrase = (next(fields) for _ in range(5))
        self.begins, self.follows, self.exclamations, self.questions, self.single = fields


class Kinds:
    """The kinds of tokens, as ``reader`` reads them and ``rules`` take them, numbered as they are met."""

    def __init__(self, reader: Reader, rules: Rules) -> None:
        self._reader, self._rules = reader, rules
        self._alone = frozenset(phrase[0] for phrase in reader.phrases if len(phrase) == 1) - reader.lone
        self._pairs = {(phrase[0], phrase[1]) for phrase in reader.phrases if len(phrase) > 1}
        self._first = _numbered(first for first, _ in self._pairs)
        self._second = _numbered(second for _, second in self._pairs)
        starts = [(self._first[first], self._second[second]) for first, second in self._pairs]
        self._starts = self._joined(*np.array(starts, dtype=np.int64).reshape(-1, 2).T)
        names = [(self._first[first], self._second[second]) for first, second in reader.sure_pairs]
        self._names = self._joined(*np.array(names, dtype=np.int64).reshape(-1, 2).T)
        self._contraction = rules.words.contraction
        self._notable = rules.notable.union(reader.lone, self._alone, self._first, self._second)
        self._neutral = Neutral(
            self._notable, frozenset(reader.lexicon), rules.words.contraction, compounds=reader.has_compounds
        )
        self._numbers = {kind: number for number, kind in enumerate(COMMON)}
        self._of = Remembered(self._number)
        self.columns = KindColumns(self._numbers)
        """The kinds that have been met."""

    def of(self, tokens: pa.LargeStringArray) -> npt.NDArray[np.int32]:
        """The number of each token's kind, which holds for ``columns`` until the next call."""
        if max(len(self._of), len(self._numbers)) > REMEMBERED:
            self._of.clear()
            self._numbers = {kind: number for number, kind in enumerate(COMMON)}
        before = len(self._numbers)
        neutral = self._neutral(tokens)
        numbers = np.full(len(tokens), SILENT, dtype=np.int32)
        numbers[neutral] = np.where(capitals(tokens)[neutral], CAPITALS, PLAIN)
        others = ~(neutral | silent(tokens))
        looked_up = tokens.filter(pa.array(others)).to_pylist()
        numbers[others] = np.fromiter(map(self._of.__getitem__, looked_up), np.int32, len(looked_up))
        if len(self._numbers) > before:
            self.columns = KindColumns(self._numbers)
        return numbers

    def start_a_phrase(self, begins: Integers, follows: Integers) -> Flags:
        """Whether a phrase starts with two words, by their numbers as first and as second word."""
        return np.isin(self._joined(begins, follows), self._starts)

    def are_a_name(self, begins: Integers, follows: Integers) -> Flags:
        """Whether two words are a name that is masked, whatever stands beside it."""
        return np.isin(self._joined(begins, follows), self._names)

    def _joined(self, begins: Integers, follows: Integers) -> Integers:
        return begins * (len(self._second) + 1) + follows

    def _number(self, token: str) -> int:
        read = self._reader.token(token)
        lowered = read.lower()
        simple = len(lowered) == len(read) and "!" not in read and "?" not in read
        if simple and self._contraction not in lowered and self._notable.isdisjoint(lowered.split()):
            if not read:
                return SILENT
            return CAPITALS if read.isupper() and all(map(str.isupper, read.split())) else PLAIN
        return self._numbers.setdefault(self._kind(read), len(self._numbers))

    def _kind(self, read: str) -> TokenKind:
        written = [word for word in read.split() if not self._reader.masks(word)]
        if not written:
            return COMMON[SILENT]
        words = list(map(str.lower, written))
        charged = [
            shouted(valence, form.isupper())
            for word, form in zip(words, written, strict=True)
            if (valence := self._rules.valence(word))
        ]
        return TokenKind(
            valence=charged[0] if charged else 0.0,
            capitals=all(map(str.isupper, written)),
            changes=len(charged) > 1 or any(map(self._rules.changes, words)),
            turns=any(map(self._rules.turns, words)),
            phrase="İ" in read
            or not self._alone.isdisjoint(words)
            or any(pair in self._pairs for pair in pairwise(words)),
            begins=self._first.get(words[-1], 0),
            follows=self._second.get(words[0], 0),
            exclamations=min(read.count("!"), MOST_MARKS),
            questions=min(read.count("?"), MOST_MARKS),
            single=len(read.split()) == 1,
        )


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """The distinct ``words``, numbered from 1."""
    return {word: number for number, word in enumerate(dict.fromkeys(words), start=1)}
