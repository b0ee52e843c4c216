"""The main language of a forum or a file: what texts are in whose own words do not tell."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.languages.detection import DETECTED, UNDECIDED, Numbers, languages_of

LEAST: Final = 10
"""Texts that tell their language; a place with fewer has the main language of all."""


def main_languages(languages: Numbers, place: npt.NDArray[np.signedinteger]) -> Numbers:
    """The number of the language that most texts of each place are in, of those that tell.

    ``languages`` (N,) are what the texts tell, ``place`` (N,) is the number of the forum or file of each. Of
    languages that are as frequent, the one that is first among ``DETECTED``; UNDECIDED where no text tells.
    """
    places = int(place.max(initial=-1)) + 1
    counts = np.zeros((places, len(DETECTED) + 1), dtype=np.int64)
    for number in range(1, len(DETECTED) + 1):
        counts[:, number] = np.bincount(place[languages == number], minlength=places)
    whole = counts.sum(axis=0)
    counts[counts.sum(axis=1) < LEAST] = whole
    counts[:, UNDECIDED] = 0
    main: Numbers = counts.argmax(axis=1).astype(np.int8)
    return main


def main_language(texts: Sequence[str]) -> str:
    """The code of the main language of ``texts``, all of one place; empty where no text tells."""
    languages = languages_of(texts)
    number = (
        int(main_languages(languages, np.zeros(len(texts), dtype=np.int32))[0]) if len(texts) else UNDECIDED
    )
    return "" if number == UNDECIDED else DETECTED[number - 1]
