"""Tokens whose reading is obvious, told for thousands at once: links, handles and words that count nothing.

A token that is not told here may be one of them all the same; the reader finds out.
"""

from __future__ import annotations

import string
from collections.abc import Iterable, Set
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

AROUND: Final = "#'\"([{<*-~_.,;:)]}>"
"""What the reader strips from a word and forgets, of the ASCII characters."""
REPEATED: Final = "|".join(3 * letter for letter in string.ascii_lowercase + string.digits)
SILENT: Final = r"^(?:https?://|@.|\$[a-zA-Z])"
SHORT: Final = 7
"""Letters up to which a word is no compound to the reader."""

Flags = npt.NDArray[np.bool_]


def silent(tokens: pa.LargeStringArray) -> Flags:
    """Which ``tokens`` are links, handles or cashtags of ASCII, in which nothing is read."""
    return _flags(pc.and_(pc.string_is_ascii(tokens), pc.match_substring_regex(tokens, SILENT)))


def capitals(tokens: pa.LargeStringArray) -> Flags:
    """Which ``tokens``, of ASCII alone, are in capitals."""
    return _flags(pc.ascii_is_upper(tokens))


class Neutral:
    """Tells which tokens are one ASCII word, perhaps in punctuation, that counts nothing.

    ``counting`` are the words that count, ``as_written`` those that are read with the punctuation around
    them. A token that holds ``part`` may count, and so may a compound, where there are ``compounds``.
    """

    def __init__(self, counting: Set[str], as_written: Set[str], part: str, *, compounds: bool) -> None:
        self._words = _column(word for word in counting | as_written if word.isalnum())
        self._as_written = _column(word for word in as_written if word.strip(AROUND).isalnum())
        self._part, self._compounds = part, compounds

    def __call__(self, tokens: pa.LargeStringArray) -> Flags:
        """Which ``tokens`` are told."""
        lowered = pc.ascii_lower(tokens)
        word = pc.ascii_trim(lowered, AROUND)
        neutral = pc.and_(pc.ascii_is_alnum(word), pc.invert(pc.is_in(word, self._words)))
        if self._compounds:
            neutral = pc.and_(neutral, pc.less_equal(pc.binary_length(word), SHORT))
        for otherwise in (
            pc.is_in(lowered, self._as_written),
            pc.starts_with(lowered, "http"),
            pc.match_substring_regex(word, REPEATED),  # this has "www" in it, the other start of a link
            pc.match_substring(lowered, self._part),
        ):
            neutral = pc.and_not(neutral, otherwise)
        return _flags(neutral)


def _column(words: Iterable[str]) -> pa.LargeStringArray:
    return pa.array(sorted(words), pa.large_string())


def _flags(column: pa.BooleanArray) -> Flags:
    flags: Flags = column.to_numpy(zero_copy_only=False)
    return flags
