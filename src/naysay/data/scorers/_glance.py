"""Scores plain texts at a glance, thousands at once: those whose score is the sum of their words' valences.

The tokens of all texts are one column. What counts of a token is looked up once in a batch, however often it
comes, and so are phrases; the rest is arithmetic on columns. Texts that need more are left to the rules:
those whose charged words may mean something else beside a "not", after a "but" or all in capitals, and those
with a thing and, nearby, something that may have happened to one of its sort.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from naysay.data.scorers._changes import THING_SORTS
from naysay.data.scorers._kinds import Kinds
from naysay.data.scorers._reading import Reader, prepared
from naysay.data.scorers._rules import BEFORE, BEHIND, Rules, emphasis, normalised
from naysay.data.scorers.base import AT_ONCE

UNDECIDED: Final = math.nan
"""Stands for the score of a text that is not plain."""

Flags = npt.NDArray[np.bool_]
Numbers = npt.NDArray[np.int32]


class Glance:
    """Scores what is plain as ``rules`` would score what ``reader`` reads."""

    def __init__(self, reader: Reader, rules: Rules) -> None:
        self._kinds = Kinds(reader, rules)
        self._reach = reader.changes.reach if reader.changes else 0

    def scores(self, texts: Sequence[str]) -> list[float]:
        """A score for each of ``texts``, UNDECIDED where it is not plain."""
        batches = (texts[start : start + AT_ONCE] for start in range(0, len(texts), AT_ONCE))
        return [score for batch in batches for score in self._scores(batch)]

    def _scores(self, texts: Sequence[str]) -> list[float]:
        text, kind = self._tokens(texts)
        of, count = self._kinds.columns, len(texts)
        valence = of.valence[kind]
        charged = valence != 0.0

        def texts_with(tokens: Flags) -> Flags:
            having = np.zeros(count, dtype=bool)
            having[text[tokens]] = True
            return having

        charged_texts = texts_with(charged)
        changed = charged & _near(of.changes[kind], text, ahead=BEFORE, back=BEHIND)
        ruled = texts_with(changed | of.turns[kind]) | ~texts_with(~of.capitals[kind])
        unsure = texts_with(of.unsure[kind])
        for sort in THING_SORTS:
            things, happenings = ((column & sort > 0)[kind] for column in (of.thing, of.happening))
            unsure[_texts_with_pairs(things, happenings, text, self._reach)] = True
        scores: list[float] = np.where(unsure | (charged_texts & ruled), UNDECIDED, 0.0).tolist()

        plain = np.flatnonzero(charged_texts & ~ruled & ~unsure)
        words = np.bincount(text[charged], minlength=count)
        ends = np.cumsum(words)
        marks = (np.bincount(text, of_kind[kind], count) for of_kind in (of.exclamations, of.questions))
        rows = (plain, *(column[plain] for column in (ends - words, ends, *marks)))
        valences = valence[charged].tolist()
        for place, start, end, exclamations, questions in zip(*(row.tolist() for row in rows), strict=True):
            # Python's own sum, in the order of the text: the rules' to the last bit.
            away = emphasis(exclamations, questions) if exclamations or questions else 0.0
            scores[place] = normalised(sum(valences[start:end]), away)
        return scores

    def _tokens(self, texts: Sequence[str]) -> tuple[Numbers, Numbers]:
        """The number of the text and of the kind of each token that says something, in order.

        Tokens that a phrase may join are one.
        """
        split = _split(tuple(texts))
        kind = self._kinds.of(split.distinct)[split.code]
        says = np.flatnonzero(~self._kinds.columns.silent[kind])
        text, kind, code = split.text[says], kind[says], split.code[says]
        joins = np.zeros(len(kind) + 1, dtype=bool)
        joins[1:-1] = self._kinds.meet(kind[:-1], kind[1:]) & (text[:-1] == text[1:])
        behind, ahead = joins[:-1], joins[1:]
        joined = np.flatnonzero(behind | ahead)
        written = split.distinct.take(pa.array(code[joined])).to_pylist()
        starts = np.flatnonzero(~behind[joined])
        pieces = [" ".join(written[a:b]) for a, b in pairwise([*starts.tolist(), len(written)])]
        kind[joined[starts]] = self._kinds.looked_up(pieces)
        left = ~(behind | self._kinds.columns.masked[kind])
        return text[left], kind[left]


@dataclass(frozen=True, eq=False)
class _Split:
    """Texts at white space: the ``distinct`` tokens, and of each token its text and its place among them."""

    distinct: pa.LargeStringArray
    text: Numbers
    code: Numbers


@lru_cache(maxsize=1)
def _split(texts: tuple[str, ...]) -> _Split:
    """``texts`` as all scorers have them; the same texts are read by one after another."""
    # Arrow looks one character past white space at the end of a text: there must be none.
    column = pa.array([prepared(text).rstrip() for text in texts], pa.large_string())
    split = pc.utf8_split_whitespace(column)  # at the white space of Python's split
    tokens = split.flatten().dictionary_encode()
    text = np.repeat(np.arange(len(texts), dtype=np.int32), split.value_lengths().to_numpy())
    return _Split(tokens.dictionary, text, tokens.indices.to_numpy())


def _near(tokens: Flags, text: Numbers, *, ahead: int, back: int) -> Flags:
    """Whether one of ``tokens`` stands up to ``ahead`` places before or ``back`` behind, in the same text."""
    near = tokens.copy()
    for places in range(1, ahead + 1):
        near[places:] |= tokens[:-places] & (text[places:] == text[:-places])
    for places in range(1, back + 1):
        near[:-places] |= tokens[places:] & (text[places:] == text[:-places])
    return near


def _texts_with_pairs(one: Flags, other: Flags, text: Numbers, reach: int) -> Numbers:
    """The texts in which a token of ``one`` has one of ``other`` at most ``reach`` places away."""
    here, there = np.flatnonzero(one), np.flatnonzero(other)
    if not len(there):
        return text[:0]
    behind = np.searchsorted(there, here)
    before = there[np.maximum(behind - 1, 0)]
    behind = there[np.minimum(behind, len(there) - 1)]
    near = (np.abs(here - before) <= reach) & (text[here] == text[before])
    near |= (np.abs(here - behind) <= reach) & (text[here] == text[behind])
    having: Numbers = text[here[near]]
    return having
