"""The words of a text, in order, with the places at which a phrase ends."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

LONGEST_TEXT: Final = 20_000
"""Characters of a post that are read; what one person says beyond them makes no theme."""
LONGEST_CHUNK: Final = 100
"""Characters between two white spaces; what is longer is no word."""
LONGEST_WORD: Final = 40
"""Letters; the longest words of German news have fewer."""

_NO_WORDS: Final = re.compile(r"[@$€£_\\=<>{}|~^\d]|://|\w\.\w|www\.|(?<!\w)/?[ur]/\w", re.IGNORECASE)
"""Handles, cashtags, links, addresses, files, numbers: no part of what holds one is a word."""
_WORD: Final = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)*")
_JOINING: Final = frozenset({"", "-", "\u2010", "\u2011", "#", '"', "'", "\u2018", "\u201c", "\u201e"})
"""What may stand before or between the words of a phrase."""


def chunk_words(chunk: str) -> list[str]:
    """The words of what stands between two white spaces; an empty text where a phrase ends.

    Letters of all scripts make words. Marks, signs of direction and control characters are no letters.
    """
    if chunk.isalpha() and len(chunk) <= LONGEST_WORD and chunk.isascii():
        return [chunk]
    if len(chunk) > LONGEST_CHUNK:
        return [""]
    chunk = chunk if chunk.isascii() else unicodedata.normalize("NFKC", chunk)
    if _NO_WORDS.search(chunk):
        return [""]
    words, end = list[str](), 0
    for match in _WORD.finditer(chunk):
        if chunk[end : match.start()] not in _JOINING:
            words.append("")
        end = match.end()
        words.append(_bare(match[0]) if len(match[0]) <= LONGEST_WORD else "")
    if not words or chunk[end:] not in _JOINING:
        words.append("")
    return words


def name_key(name: str) -> str:
    """The letters of ``name`` alone, so that Hans-Dampf, @hansdampf and "Hans Dampf" are one name.

    Empty where a digit stands in it: no term has one.
    """
    plain = unicodedata.normalize("NFKC", name).strip().removeprefix("@").casefold()
    plain = plain.removeprefix("/").removeprefix("u/")
    return "" if any(map(str.isdigit, plain)) else "".join(filter(str.isalpha, plain))


def _bare(word: str) -> str:
    """``word`` without a genitive's apostrophe, which is written in one way."""
    return word.replace("\u2019", "'").removesuffix("'s").removesuffix("'S")
