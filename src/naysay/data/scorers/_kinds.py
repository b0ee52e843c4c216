"""What counts of a written token at a glance. Tokens that are equal in it are of one kind."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
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
Numbers = npt.NDArray[np.int32]
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
    masked: bool = False
    """Whether all that is read in it is a name, so that nothing is left."""
    unsure: bool = False
    """Whether what stands elsewhere in its text may change how it is read."""
    begins: int = 0
    """The number of its last word among those of phrases that have another behind them; 0 if it is none."""
    follows: int = 0
    """The number of its first word among those of phrases that have another before them; 0 if it is none."""
    exclamations: int = 0
    questions: int = 0
    thing: int = 0
    """Of which sorts it is a thing whose change may be read, as bits."""
    happening: int = 0
    """To which sorts of things it may happen, as bits."""


COMMON: Final = (TokenKind(silent=True), TokenKind(), TokenKind(capitals=True))
"""Those of most tokens; the first numbers are theirs."""
SILENT, PLAIN, CAPITALS = range(3)


class KindColumns:
    """Kinds as an array for each of their fields, in the order of the kinds' numbers."""

    def __init__(self, kinds: Iterable[TokenKind]) -> None:
        fields = map(np.array, zip(*kinds, strict=True))
        self.valence: npt.NDArray[np.float64] = next(fields)
        self.capitals, self.changes, self.turns, self.silent, self.masked = (next(fields) for _ in range(5))
        self.unsure, self.begins, self.follows, self.exclamations, self.questions = (
            next(fields) for _ in range(5)
        )
        self.thing, self.happening = fields


class Kinds:
    """The kinds of tokens, as ``reader`` reads them and ``rules`` take them, numbered as they are met."""

    def __init__(self, reader: Reader, rules: Rules) -> None:
        self._reader, self._rules = reader, rules
        phrases = set(reader.phrases)
        pairs = {pair for phrase in phrases for pair in pairwise(phrase)}
        self._first = _numbered(first for first, _ in pairs)
        alone = {phrase[0] for phrase in phrases if len(phrase) == 1}
        # A phrase that ends within a word hides what begins with that word.
        before = defaultdict[str, set[str]](set)
        for first, second in pairs:
            before[second].add(first)
        for word in alone.union(self._first):
            for beginning in before.keys() & set(accumulate(word)):
                before[word] |= before[beginning]
        self._second = _numbered(before)
        meeting = [(self._first[first], self._second[word]) for word in before for first in before[word]]
        self._meeting = self._joined(*np.array(meeting, dtype=np.int64).reshape(-1, 2).T)
        self._unsure = {
            " ".join(start)
            for phrase in phrases
            for start in accumulate(((word,) for word in phrase[:-1]), tuple.__add__)
            if any(start[a:b] in phrases for a in range(len(start)) for b in range(a + 1, len(start) + 1))
        }
        """Starts of phrases that hold another: how that is read depends on the next letters."""
        self._longest_unsure = max((start.count(" ") + 1 for start in self._unsure), default=0)
        self._contraction = rules.words.contraction
        changes = reader.changes
        self._thing_sorts = {word: changes.thing_sorts(word) for word in changes.things} if changes else {}
        self._happening_sorts = (
            {word: changes.happening_sorts(word) for word in changes.happenings} if changes else {}
        )
        self._notable = rules.notable.union(
            alone, self._first, self._second, self._thing_sorts, self._happening_sorts
        )
        self._neutral = Neutral(
            self._notable, frozenset(reader.lexicon), rules.words.contraction, compounds=reader.has_compounds
        )
        self._numbers = {kind: number for number, kind in enumerate(COMMON)}
        self._of = Remembered(self._number)
        self.columns = KindColumns(self._numbers)
        """The kinds that have been met."""

    def of(self, tokens: pa.LargeStringArray) -> Numbers:
        """The number of each token's kind, which holds for ``columns`` until the next call."""
        if max(len(self._of), len(self._numbers)) > REMEMBERED:
            self._of.clear()
            self._numbers = {kind: number for number, kind in enumerate(COMMON)}
        numbers = np.full(len(tokens), SILENT, dtype=np.int32)
        read = np.flatnonzero(~silent(tokens))
        tokens = tokens.take(pa.array(read))
        neutral = self._neutral(tokens)
        kinds = np.where(capitals(tokens), np.int32(CAPITALS), np.int32(PLAIN))
        kinds[~neutral] = self.looked_up(tokens.filter(pa.array(~neutral)).to_pylist())
        numbers[read] = kinds
        return numbers

    def looked_up(self, pieces: Sequence[str]) -> Numbers:
        """The number of the kind of each of ``pieces``: tokens, or several that meet, with spaces between."""
        before = len(self._numbers)
        numbers = np.fromiter(map(self._of.__getitem__, pieces), np.int32, len(pieces))
        if len(self._numbers) > before:
            self.columns = KindColumns(self._numbers)
        return numbers

    def meet(self, kind: Numbers, next_kind: Numbers) -> Flags:
        """Whether a phrase may go from a token of some ``kind`` to one of ``next_kind`` behind it."""
        begins, follows = self.columns.begins[kind], self.columns.follows[next_kind]
        meet = (begins > 0) & (follows > 0)
        meet[meet] = np.isin(self._joined(begins[meet], follows[meet]), self._meeting)
        return meet

    def _joined(self, begins: Integers, follows: Integers) -> Integers:
        return begins * (len(self._second) + 1) + follows

    def _number(self, piece: str) -> int:
        read = self._reader.read(piece)
        lowered = read.lower()
        simple = len(lowered) == len(read) and "!" not in read and "?" not in read
        if simple and self._contraction not in lowered and self._notable.isdisjoint(lowered.split()):
            if not read:
                return SILENT
            return CAPITALS if read.isupper() and all(map(str.isupper, read.split())) else PLAIN
        return self._numbers.setdefault(self._kind(read, lowered.split()), len(self._numbers))

    def _kind(self, read: str, words: Sequence[str]) -> TokenKind:
        """The kind of what is ``read`` as ``words`` before its phrases are looked for."""
        written = self._reader.with_phrases(read).split()
        left = list(map(str.lower, written))
        charged = [
            shouted(valence, form.isupper())
            for word, form in zip(left, written, strict=True)
            if (valence := self._rules.valence(word))
        ]
        # For "İ" the reader gives up all capitals of its text.
        last = range(max(0, len(words) - self._longest_unsure), len(words))
        unsure = "İ" in read or any(" ".join(words[n:]) in self._unsure for n in last)
        return TokenKind(
            valence=charged[0] if charged else 0.0,
            capitals=all(map(str.isupper, written)),
            changes=len(charged) > 1 or any(map(self._rules.changes, left)),
            turns=any(map(self._rules.turns, left)),
            masked=not (written or unsure),
            unsure=unsure,
            begins=self._first.get(words[-1], 0),
            follows=self._second.get(words[0], 0),
            exclamations=min(sum(word.count("!") for word in left), MOST_MARKS),
            questions=min(sum(word.count("?") for word in left), MOST_MARKS),
            thing=_union(self._thing_sorts, left),
            happening=_union(self._happening_sorts, left),
        )


def _numbered(words: Iterable[str]) -> dict[str, int]:
    """The distinct ``words``, numbered from 1."""
    return {word: number for number, word in enumerate(dict.fromkeys(words), start=1)}


def _union(sorts: Mapping[str, int], words: Iterable[str]) -> int:
    """The bits of all ``words``."""
    bits = 0
    for word in words:
        bits |= sorts.get(word, 0)
    return bits
