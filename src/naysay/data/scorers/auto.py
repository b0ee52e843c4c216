"""Auto: the language of each post, then the scorer of that language; other languages have no score."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, ClassVar, Final

import numpy as np

from naysay.data.languages.detection import UNDECIDED, languages_of, number_of
from naysay.data.languages.main_language import main_language
from naysay.data.scorers.base import Scorer
from naysay.study.parts import load


@dataclass(frozen=True, kw_only=True)
class LanguageScorer(Scorer):
    """Hands each text to the scorer of its language; NaN where there is none.

    Attributes
    ----------
    lexicon
        The path of a list of words that go before those of every language; nothing by default.
    by_language
        The scorers, by the code of the language that they read.
    undecided
        The language of texts whose words do not tell it, such as "Finger weg"; that of the first scorer where
        it is empty.
    """

    options: ClassVar[tuple[str, ...]] = ("lexicon",)
    lexicon: str = ""
    by_language: Mapping[str, Scorer]
    undecided: str = ""

    def configured(self, /, **options: Any) -> Scorer:
        """As for any scorer; what is set, every language's scorer gets."""
        chosen = super().configured(**options)
        own = {code: scorer.configured(**options) for code, scorer in self.by_language.items()}
        return replace(chosen, by_language=own)  # type: ignore[call-arg]

    def masking(self, names: Sequence[str]) -> LanguageScorer:
        """This scorer with ``names`` masked in every language."""
        return replace(
            self, by_language={code: scorer.masking(names) for code, scorer in self.by_language.items()}
        )

    def among(self, texts: Sequence[str]) -> LanguageScorer:
        """This scorer, told that texts whose words do not tell are in the main language of ``texts``."""
        return replace(self, undecided=main_language(texts))

    def reader(self, language: str) -> str:
        """The name of the scorer of ``language``; that of the first where the language is not known."""
        own = self.by_language.get(language or next(iter(self.by_language)))
        return "" if own is None else own.name

    def charged_words(self) -> frozenset[str]:
        """Those of all its scorers."""
        return frozenset().union(*(scorer.charged_words() for scorer in self.by_language.values()))

    def _polarities(self, texts: Sequence[str]) -> list[float]:
        undecided = number_of(self.undecided or next(iter(self.by_language)))
        languages = languages_of(texts)
        languages[languages == UNDECIDED] = undecided
        scores = [math.nan] * len(texts)
        for code, scorer in self.by_language.items():
            places = np.flatnonzero(languages == number_of(code)).tolist()
            scored = scorer.score([texts[place] for place in places])
            for place, score in zip(places, scored.tolist(), strict=True):
                scores[place] = score
        return scores


SCORER: Final[Scorer] = LanguageScorer(
    name="auto",
    languages=("en", "de"),
    by_language={
        code: load(__name__.rpartition(".")[0], part, "SCORER", Scorer)
        for code, part in (("en", "finance"), ("de", "german"))
    },
)
"""The scorer ``finance`` for English and ``german`` for German posts."""
