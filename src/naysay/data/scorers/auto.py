"""Auto: the language of each post, then the scorer of that language; other languages have no score."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar, Final

import py3langid

from naysay.data.scorers.base import Scorer
from naysay.study.parts import load

DETECTED: Final = (
    "en",
    "de",
    "fr",
    "es",
    "it",
    "nl",
    "pt",
    "pl",
    "tr",
    "ru",
    "ja",
    "zh",
    "ko",
    "ar",
)
"""The languages that a post may be taken for; a fixed set, so that equal texts get equal languages."""
READ: Final = 1000
"""Characters that the language is told from."""

_PASSING = re.compile(r"https?://\S+|[@$#]\w+|\bRT\b")
_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, kw_only=True)
class LanguageScorer(Scorer):
    """Hands each text to the scorer of its language, ``by_language``; NaN where there is none.

    A text without two letters in a row, such as a row of emoji, goes to the first scorer. Short posts are
    taken for a neighbouring language now and then: about one in fifty of the labelled tweets.
    """

    options: ClassVar[tuple[str, ...]] = ()
    by_language: Mapping[str, Scorer]

    def masking(self, names: Sequence[str]) -> LanguageScorer:
        """This scorer with ``names`` masked in every language."""
        return replace(
            self, by_language={code: scorer.masking(names) for code, scorer in self.by_language.items()}
        )

    def _polarities(self, texts: Sequence[str]) -> list[float]:
        first = next(iter(self.by_language))
        languages = [code or first for code in languages_of(texts)]
        scores = [math.nan] * len(texts)
        for language, scorer in self.by_language.items():
            places = [place for place, code in enumerate(languages) if code == language]
            scored = scorer.score([texts[place] for place in places])
            for place, score in zip(places, scored.tolist(), strict=True):
                scores[place] = score
        return scores


def languages_of(texts: Sequence[str]) -> list[str]:
    """The language of each text, one of ``DETECTED``; empty where there are no two letters in a row."""
    py3langid.set_languages(list(DETECTED))
    return [_language(text) for text in texts]


def _language(text: str) -> str:
    said = _PASSING.sub(" ", text[:READ])
    if _LETTERS.search(said) is None:
        return ""
    return str(py3langid.classify(said.encode("utf-8", "replace").decode("utf-8"))[0])


SCORER: Final[Scorer] = LanguageScorer(
    name="auto",
    languages=("en", "de"),
    by_language={
        code: load(__name__.rpartition(".")[0], part, "SCORER", Scorer)
        for code, part in (("en", "finance"), ("de", "german"))
    },
)
"""The scorer ``finance`` for English and ``german`` for German posts."""
