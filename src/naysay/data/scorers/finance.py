"""Finance: talk about shares in English. VADER's rules, a lexicon of the project's own, names masked."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import Final

from naysay.data.scorers._english import vader_vocabulary
from naysay.data.scorers._shares import SharesScorer
from naysay.data.scorers._vocabulary import Vocabulary
from naysay.data.scorers._wordlist import own_words
from naysay.data.scorers.base import Scorer

GENERAL: Final = 0.5
"""What a word of general opinion counts beside one about shares."""


@cache
def finance_vocabulary() -> Vocabulary:
    """VADER's words at half their valence, under the words of talk about shares and emoji."""
    general = vader_vocabulary()
    return replace(
        general,
        lexicon={
            **{word: GENERAL * valence for word, valence in general.lexicon.items()},
            **own_words("emoji"),
            **own_words("english_finance"),
        },
        emoji={},
        idioms={},
    )


SCORER: Final[Scorer] = SharesScorer(name="finance", languages=("en",), vocabulary=finance_vocabulary)
"""Scores of English posts about shares; how good it is on yours, ``naysay evaluate`` measures."""
