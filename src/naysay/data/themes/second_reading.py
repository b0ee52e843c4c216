"""Reads the texts of some posts once more, part by part, in the order of the first reading."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt

from naysay.data.forums import Batch
from naysay.data.intake import Intake
from naysay.data.post_files import Part
from naysay.data.said import hashed
from naysay.data.taking import Taking
from naysay.data.themes.tokens import name_key
from naysay.data.themes.words import BREAK, ThemeWords

Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]
_MASK: Final = (1 << 64) - 1


@dataclass(frozen=True)
class SecondReading:
    """What a worker needs: how posts are read and linked, and how their words become numbers."""

    intake: Intake
    vocabulary: ThemeWords


@dataclass(frozen=True)
class ChosenRows:
    """The places of posts in a part, ascending, as the first reading wrote them: once for each company.

    ``terms`` are numbers of words that are to be written out, by the place in ``rows`` of posts with them.
    """

    part: Part
    rows: Ints
    terms: Mapping[int, tuple[tuple[int, ...], ...]] | None = None


class PartWords(NamedTuple):
    """The words of the chosen posts of a part, post after post, and how many each has."""

    words: Numbers
    lengths: npt.NDArray[np.int32]
    authors: Numbers
    """The hash of the name of each author of the part, sorted; of every post, chosen or not."""


def read_words(reading: SecondReading, chosen: ChosenRows) -> PartWords:
    """The words of the chosen posts as numbers.

    Raises
    ------
    DataError
        A file that can no longer be read.
    """
    gathered = _Texts(chosen.rows)
    names = set[str]()
    _read(reading, chosen, gathered, names)
    numbers = [reading.vocabulary.numbers(text) for text in gathered.texts]
    words = np.array([number for post in numbers for number in post], dtype=np.uint64)
    post = np.repeat(np.arange(len(numbers)), [len(post) for post in numbers])
    again = np.zeros(len(words), dtype=bool)
    again[1:] = (words[1:] == BREAK) & (words[:-1] == BREAK) & (post[1:] == post[:-1])
    lengths = np.bincount(post[~again], minlength=len(numbers)).astype(np.int32)
    return PartWords(words[~again], lengths, author_keys(names))


def read_terms(reading: SecondReading, chosen: ChosenRows) -> Counter[tuple[tuple[int, ...], str]]:
    """How the terms of the chosen posts are written, and in how many of these posts.

    Raises
    ------
    DataError
        As ``read_words``.
    """
    gathered = _Texts(chosen.rows)
    _read(reading, chosen, gathered, set())
    counts = Counter[tuple[tuple[int, ...], str]]()
    for place, text in enumerate(gathered.texts):
        counts.update(set(_occurrences(reading.vocabulary.written(text), (chosen.terms or {})[place])))
    return counts


def author_keys(names: set[str]) -> Numbers:
    """A hash of the letters of each name, sorted."""
    keys = {name_key(name) for name in names} - {""}
    return np.array(sorted(key_hash(key) for key in keys), dtype=np.uint64)


def key_hash(key: str) -> int:
    """A hash of what ``name_key`` gives."""
    return hashed(key) & _MASK


class _Texts:
    """Keeps the texts of the posts at ``rows``, counted over all batches."""

    def __init__(self, rows: Ints) -> None:
        self._chosen = rows
        self._passed = 0
        self.texts: list[str] = []

    def add(
        self, batch: Batch, rows: Sequence[int], companies: Sequence[int], forums: Sequence[str], file: int
    ) -> None:
        """Keep the texts of those of ``rows`` that were chosen."""
        del companies, forums, file
        first, end = np.searchsorted(self._chosen, [self._passed, self._passed + len(rows)]).tolist()
        for place in (self._chosen[first:end] - self._passed).tolist():
            self.texts.append(batch.text[rows[place]])
        self._passed += len(rows)


def _read(reading: SecondReading, chosen: ChosenRows, gathered: _Texts, names: set[str]) -> None:
    intake, nowhere = reading.intake, io.StringIO()
    for source in chosen.part.chunks:
        taking = Taking(intake, source, gathered, nowhere)
        for batch in intake.batches(source.chunk):
            names.update(batch.author)
            taking.take(batch)
        nowhere.seek(0)
        nowhere.truncate()


def _occurrences(
    written: Sequence[tuple[int, str]], terms: Sequence[tuple[int, ...]]
) -> Iterator[tuple[tuple[int, ...], str]]:
    """Each of ``terms`` with the words that stand for it in a text."""
    numbers = [number for number, _ in written]
    for term in terms:
        size = len(term)
        for start in range(len(numbers) - size + 1):
            if tuple(numbers[start : start + size]) == term:
                yield term, " ".join(word for _, word in written[start : start + size])
