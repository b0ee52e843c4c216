"""Scorers turn a text into one number in [-1, 1]; a scorer's name is a file of this folder.

>>> from naysay.data.scorers import scorer
>>> scorer("vader").score(["What a great quarter!", None])
array([0.6588,    nan])
"""

from __future__ import annotations

from typing import Any

from naysay.data.scorers._english import vader_lists
from naysay.data.scorers._wordlist import lexicon_words, own_lists
from naysay.data.scorers.base import Scorer
from naysay.study.parts import load, names

__all__ = ["Scorer", "lexicon_words", "ready", "scorer", "word_lists"]


def scorer(name: str, /, **options: Any) -> Scorer:
    """The scorer ``name``, with the options that a study gives it.

    Raises
    ------
    PartError
        When there is no such scorer; the error lists those there are.
    InputError
        When the scorer has no such option, or the option is of another type.
    """
    return load(__name__, name, "SCORER", Scorer).configured(**options)


def ready() -> tuple[str, ...]:
    """The scorers that read texts and need no option to be set."""
    every = {name: load(__name__, name, "SCORER", Scorer) for name in names(__name__)}
    return tuple(name for name, one in every.items() if one.reads_texts and not one.needs)


def word_lists() -> dict[str, bytes]:
    """Every list of words that scorers come with, by name: the project's own and those of vaderSentiment."""
    return dict(sorted({**own_lists(), **vader_lists()}.items()))
