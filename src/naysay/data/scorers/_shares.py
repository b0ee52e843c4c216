"""Scorers for talk about shares: VADER's rules on a vocabulary that is read as such talk is written."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import ClassVar

from naysay.data.scorers._glance import Glance
from naysay.data.scorers._reading import GAIN, LOSS, Reader, joined
from naysay.data.scorers._rules import Rules, RuleScorer
from naysay.data.scorers._wordlist import lexicon_words

MOVED = {GAIN: 2.0, LOSS: -2.0}


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

    def _polarities(self, texts: Sequence[str]) -> list[float]:
        read, compound = self._reader, self._rules.compound_of_tokens
        scores = zip(texts, self._glance.scores(texts), strict=True)
        return [compound(read(text)) if math.isnan(score) else score for text, score in scores]

    @cached_property
    def _glance(self) -> Glance:
        return Glance(self._reader, self._rules)

    @cached_property
    def _charged(self) -> dict[str, float]:
        """Every word and phrase that carries a valence."""
        own_words = lexicon_words(Path(self.lexicon)) if self.lexicon else {}
        words = {**self.vocabulary().lexicon, **MOVED, **own_words}
        return {word: valence for word, valence in words.items() if valence}

    @cached_property
    def _reader(self) -> Reader:
        return Reader(self._charged, self.names, self.vocabulary().tails)

    @cached_property
    def _rules(self) -> Rules:
        lexicon = {joined(word): valence for word, valence in self._charged.items()}
        return Rules(replace(self.vocabulary(), lexicon=lexicon))

    def __getstate__(self) -> dict[str, object]:
        derived = ("_rules", "_reader", "_glance", "_charged")
        return {key: value for key, value in self.__dict__.items() if key not in derived}
