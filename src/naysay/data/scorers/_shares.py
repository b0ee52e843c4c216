"""Scorers for talk about shares: VADER's rules on a vocabulary that is read as such talk is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar, Final

from naysay.data.scorers._changes import BETTER, WORSE, Changes
from naysay.data.scorers._glance import Glance
from naysay.data.scorers._percents import GAIN, LOSS
from naysay.data.scorers._reading import Reader, joined
from naysay.data.scorers._rules import Rules, RuleScorer
from naysay.data.scorers._wordlist import lexicon_words

MOVED: Final = {GAIN: 2.0, LOSS: -2.0}
CHANGED: Final = {BETTER: 2.0, WORSE: -2.0}


@dataclass(frozen=True, kw_only=True)
class SharesScorer(RuleScorer):
    """Reads a text, masks ``names`` in it, and scores by the rules.

    Attributes
    ----------
    lexicon
        The path of a list of words that go before the scorer's own; nothing by default.
    names
        Names of companies that are no opinion.
    """

    options: ClassVar[tuple[str, ...]] = ("lexicon",)
    lexicon: str = ""
    names: tuple[str, ...] = ()

    def masking(self, names: Sequence[str]) -> SharesScorer:
        """This scorer with ``names`` masked."""
        return replace(self, names=tuple(names))

    def charged_words(self) -> frozenset[str]:
        """The words of its lexicon and of the study's own that have a valence."""
        return frozenset(word for word, valence in self._valences.items() if valence)

    def _polarities(self, texts: Sequence[str]) -> list[float]:
        read, compound = self._reader, self._rules.compound_of_tokens
        scores = zip(texts, self._glance.scores(texts), strict=True)
        return [compound(read(text)) if math.isnan(score) else score for text, score in scores]

    @cached_property
    def _glance(self) -> Glance:
        return Glance(self._reader, self._rules)

    @cached_property
    def _own_words(self) -> dict[str, float]:
        return lexicon_words(Path(self.lexicon)) if self.lexicon else {}

    @cached_property
    def _valences(self) -> dict[str, float]:
        """The valence of every word and phrase; a phrase of 0 silences its words.

        A phrase that is only there for its role counts as the strongest of its words.
        """
        words = {**self.vocabulary().lexicon, **MOVED, **CHANGED, **self._own_words}
        phrases = {phrase: phrase.split(" ") for phrase in self.vocabulary().roles if " " in phrase}
        strongest = {
            phrase: max((words.get(word, 0.0) for word in of), key=abs) for phrase, of in phrases.items()
        }
        return strongest | words

    @cached_property
    def _reader(self) -> Reader:
        vocabulary = self.vocabulary()
        roles = {word: role for word, role in vocabulary.roles.items() if word not in self._own_words}
        return Reader(self._valences.keys(), self.names, vocabulary.tails, Changes(roles) if roles else None)

    @cached_property
    def _rules(self) -> Rules:
        lexicon = {joined(word): valence for word, valence in self._valences.items() if valence}
        return Rules(replace(self.vocabulary(), lexicon=lexicon))

    def __getstate__(self) -> dict[str, object]:
        derived = ("_rules", "_reader", "_glance", "_own_words", "_valences")
        return {key: value for key, value in self.__dict__.items() if key not in derived}
