"""The language of each of many texts, told from the commonest words of languages and from their letters.

The tokens of all texts are one column: what a token says of languages is looked up once in a batch.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from naysay.data.languages.function_words import LETTERS, WORDS
from naysay.study.characters import whole_characters

SCRIPTS: Final = {
    "ru": re.compile("[\u0400-\u04ff]"),
    "ar": re.compile("[\u0600-\u06ff]"),
    "ja": re.compile("[\u3041-\u30ff]"),
    "zh": re.compile("[\u4e00-\u9fff]"),
    "ko": re.compile("[\uac00-\ud7a3]"),
    "other": re.compile("[\u0370-\u03ff\u0590-\u05ff\u0900-\u0eff\u10a0-\u10ff]"),
}
"""Letters that tell the language by themselves; ``other`` are Greek, Hebrew, Hindi, Thai and so on."""
DETECTED: Final = (*WORDS, *SCRIPTS)
"""The languages that a text may be taken for; the number of each is its place, from 1 on."""
UNDECIDED: Final = 0
"""The number of a text whose words do not tell."""
LEAD: Final = {"en": 2, "de": 2}
LEAD_OF_OTHERS: Final = 5
"""How many words more than any other language has. The lists of English and German are the longest; those of
the others have much in common, and a text that is wrongly taken for one of these has no score."""
READ: Final = 1000
"""Characters of a text that its language is told from."""
BATCH: Final = 4_000
"""Texts that are looked at together."""
AROUND: Final = ".,;:!?()[]{}\"'*-_/«»<>|~^“”„‘‚…–—"
"""What is stripped from a word."""
LETTERS_COUNTED: Final = 5
"""Letters of a script that count as words in one token, where they are half of it: some write ҒѺLLѺW."""
REMEMBERED: Final = 20_000
"""Words with letters beyond ASCII whose languages are kept."""

Numbers = npt.NDArray[np.int8]


def languages_of(texts: Sequence[str]) -> Numbers:
    """The number of the language of each of ``texts``; it depends on that text alone.

    Takes time in proportion to the first READ characters of the texts, and takes any text.
    """
    batches = [_languages(texts[start : start + BATCH]) for start in range(0, len(texts), BATCH)]
    return np.concatenate(batches) if batches else np.zeros(0, dtype=np.int8)


def number_of(code: str) -> int:
    """The number of the language ``code``, UNDECIDED where it is none of ``DETECTED``."""
    return DETECTED.index(code) + 1 if code in DETECTED else UNDECIDED


def _languages(texts: Sequence[str]) -> Numbers:
    # Arrow looks one character past white space at the end of a text: there must be none.
    heads = [text[:READ].rstrip() for text in texts]
    try:
        column = pa.array(heads, pa.large_string())
    except UnicodeEncodeError:  # half a character
        column = pa.array([whole_characters(head) for head in heads], pa.large_string())
    split = pc.utf8_split_whitespace(column)
    tokens = split.flatten().dictionary_encode()
    evidence = _evidence(tokens.dictionary)
    token = tokens.indices.to_numpy()
    telling = np.flatnonzero(np.asarray(evidence.any(axis=1))[token])
    numbers = np.full(len(texts), UNDECIDED, dtype=np.int8)
    if len(telling):
        text = np.repeat(np.arange(len(texts)), split.value_lengths().to_numpy())[telling]
        first = np.flatnonzero(np.diff(text, prepend=-1))
        counts = np.add.reduceat(evidence[token[telling]], first, axis=0, dtype=np.int16)
        numbers[text[first]] = _leading(counts)
    return numbers


def _leading(counts: npt.NDArray[np.int16]) -> Numbers:
    """The language that leads in each row, UNDECIDED where it does not by enough."""
    best = counts.argmax(axis=1)
    second, most = np.partition(counts, -2, axis=1)[:, -2:].T
    return np.where(most - second >= _LEADS[best], best + 1, UNDECIDED).astype(np.int8)


def _evidence(tokens: pa.LargeStringArray) -> Numbers:
    """As how many words of each language each of ``tokens`` counts, (tokens, languages)."""
    words = pc.utf8_trim(pc.replace_substring(pc.utf8_lower(tokens), "’", "'"), AROUND)
    place = pc.fill_null(pc.index_in(words, _LISTED), len(_LISTED)).to_numpy()
    evidence: Numbers = _OF_LISTED[place]
    spelt = pc.and_(pc.invert(pc.string_is_ascii(words)), pa.array(place == len(_LISTED)))
    odd = words.filter(spelt).to_pylist()
    if odd:
        evidence[spelt.to_numpy(zero_copy_only=False)] = [_by_letters(word) for word in odd]
    return evidence


@lru_cache(maxsize=REMEMBERED)
def _by_letters(word: str) -> tuple[int, ...]:
    """As how many words of each language a ``word`` counts by its letters; links and handles as none."""
    if word.startswith(("@", "http")):
        return (0,) * len(DETECTED)
    letters = {letter for letter in word if not letter.isascii()}
    latin = [int(word.isalpha() and letters <= set(LETTERS.get(code, ""))) for code in WORDS]
    scripts = [len(script.findall(word)) for script in SCRIPTS.values()]
    return (*latin, *(min(n, LETTERS_COUNTED) if 2 * n >= len(word) else 0 for n in scripts))


def _table() -> tuple[pa.LargeStringArray, Numbers]:
    """The words of all lists and the languages of each, as ones; the last row is that of all other words."""
    listed = {code: set(words.split()) for code, words in WORDS.items()}
    every = sorted(set[str]().union(*listed.values()))
    rows = np.zeros((len(every) + 1, len(DETECTED)), dtype=np.int8)
    for column, words in enumerate(listed.values()):
        rows[:-1, column] = [word in words for word in every]
    return pa.array(every, pa.large_string()), rows


_LISTED, _OF_LISTED = _table()
_LEADS = np.array([LEAD.get(code, LEAD_OF_OTHERS) for code in DETECTED])
