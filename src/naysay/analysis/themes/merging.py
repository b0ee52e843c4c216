"""Of terms that stand in nearly the same posts only one is listed."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.study.terms import Ints, Numbers

SAME: Final = 0.8
"""The share of the posts with either of two terms that hold both, from which these are nearly the same."""


def merged(terms: Numbers, holders: Sequence[Ints]) -> list[int]:
    """The places of the terms that stay, of T in the order of their z.

    A term that is part of a longer one goes when nearly the same posts hold both. Of other terms that share
    a word and nearly the same posts, such as pieces of one headline, the later goes.
    """
    words = [tuple(word for word in term if word) for term in terms.tolist()]
    places = range(len(words))
    whole = [
        place
        for place in places
        if not any(
            _is_part(words[place], words[longer]) and _are_nearly_the_same(holders[place], holders[longer])
            for longer in places
        )
    ]
    kept: list[int] = []
    for place in whole:
        if not any(
            set(words[place]) & set(words[other]) and _are_nearly_the_same(holders[place], holders[other])
            for other in kept
        ):
            kept.append(place)
    return kept


def _is_part(words: Sequence[int], longer: Sequence[int]) -> bool:
    size = len(words)
    return size < len(longer) and any(
        longer[start : start + size] == words for start in range(len(longer) - size + 1)
    )


def _are_nearly_the_same(posts: npt.NDArray[np.int64], others: npt.NDArray[np.int64]) -> bool:
    smaller, larger = sorted((len(posts), len(others)))
    if smaller < SAME * larger:  # even if one held the other
        return False
    both = len(np.intersect1d(posts, others, assume_unique=True))
    return both >= SAME * (smaller + larger - both)
