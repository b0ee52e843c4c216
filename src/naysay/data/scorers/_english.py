"""The words of VADER, read from the installed vaderSentiment package: the one place that knows it."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Final

from vaderSentiment.vaderSentiment import BOOSTER_DICT, NEGATE, SPECIAL_CASES

from naysay.data.scorers._vocabulary import Vocabulary

_WORDS: Final = "vader_lexicon.txt"
_EMOJI: Final = "emoji_utf8_lexicon.txt"


def vader_lists() -> dict[str, bytes]:
    """VADER's two lists as the installed package has them, by their names there."""
    return {
        f"vaderSentiment/{name}": files("vaderSentiment").joinpath(name).read_bytes()
        for name in (_WORDS, _EMOJI)
    }


@cache
def vader_vocabulary() -> Vocabulary:
    """The lexicon, emoji and rule words of VADER, read once a process.

    References
    ----------
    Hutto, C. J. and Gilbert, E. (2014), "VADER: A parsimonious rule-based model for sentiment analysis of
    social media text", Proceedings of ICWSM 8.
    """
    return Vocabulary(
        lexicon={word: float(mean) for word, mean in _lexicon(_WORDS).items()},
        emoji=_lexicon(_EMOJI),
        boosters=dict(BOOSTER_DICT),
        negations=frozenset(NEGATE),
        idioms=dict(SPECIAL_CASES),
    )


def _lexicon(name: str) -> dict[str, str]:
    """The first two tab-separated columns of a data file. Of a word that stands twice the last row counts."""
    text = files("vaderSentiment").joinpath(name).read_text(encoding="utf-8")
    # Not splitlines(): it would also cut at separators that may be part of an emoticon.
    rows = (line.strip().split("\t") for line in text.split("\n") if line)
    return {row[0]: row[1] for row in rows}
