"""In which languages the posts of a file are written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Final

from naysay.data.languages.detection import DETECTED, UNDECIDED, languages_of

MOST_TEXTS: Final = 400
"""Texts that are looked at in all."""
Shares = tuple[tuple[str, float], ...]


def language_shares(texts: Iterable[str]) -> Shares:
    """Codes of languages and their shares of the ``texts`` that tell theirs, the most frequent first."""
    known = Counter(languages_of(list(texts)).tolist())
    del known[UNDECIDED]
    return tuple((DETECTED[number - 1], count / known.total()) for number, count in known.most_common())
