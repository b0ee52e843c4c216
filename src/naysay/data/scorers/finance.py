"""Finance: talk about shares in English. VADER's rules, a lexicon of the project's own, names masked."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import Final

from naysay.data.scorers._emoticons import faces
from naysay.data.scorers._english import vader_vocabulary
from naysay.data.scorers._reading import joined
from naysay.data.scorers._shares import SharesScorer
from naysay.data.scorers._vocabulary import Vocabulary
from naysay.data.scorers._wordlist import own_roles, own_words
from naysay.data.scorers.base import Scorer

GENERAL: Final = 0.5
"""What a word of general opinion counts beside one about shares."""
DOUBT: Final = (
    "hardly",
    "barely",
    "scarcely",
    "nobody",
    "no one",
    "noone",
    "far from",
    "anything but",
    "no longer",
)
"""Words that turn what follows, in addition to VADER's; as VADER reads them, some only weaken it."""
_LETTER_AND_NUMBER: Final = re.compile(r"[a-z]?\d+|[a-z]+-\d+")


@cache
def finance_vocabulary() -> Vocabulary:
    """VADER's words at half their valence, under the words of talk about shares and emoji."""
    general = vader_vocabulary()
    words = {word: valence for word, valence in general.lexicon.items() if _is_word(word)}
    said = words | faces(general.lexicon)
    return replace(
        general,
        lexicon={
            **{word: GENERAL * valence for word, valence in said.items()},
            **own_words("emoji"),
            **own_words("english_finance"),
            **dict.fromkeys(DOUBT, 0.0),
        },
        emoji={},
        idioms={},
        boosters={word: boost for word, boost in general.boosters.items() if word not in DOUBT},
        negations=general.negations.union(map(joined, DOUBT)),
        roles=own_roles("english_changes"),
    )


def _is_word(word: str) -> bool:
    """Whether ``word`` of VADER's list is one in talk about shares, too: not "143", "10q" or "g1"."""
    if word[0].isdigit() or _LETTER_AND_NUMBER.fullmatch(word):
        return False
    return re.sub("[-' ]", "", word).isalnum()


SCORER: Final[Scorer] = SharesScorer(name="finance", languages=("en",), vocabulary=finance_vocabulary)
"""Scores of English posts about shares; how good it is on yours, ``naysay evaluate`` measures."""
