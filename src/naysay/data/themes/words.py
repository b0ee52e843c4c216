"""The words of a post as numbers: a term is counted by them, and only few are ever written out again."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, partial
from itertools import chain, repeat
from typing import Final

from naysay.data.said import hashed
from naysay.data.themes.stems import english_stem, german_stem
from naysay.data.themes.tokens import LONGEST_TEXT, chunk_words
from naysay.data.word_files import words_in
from naysay.study.company import Company

BREAK: Final = 0
"""Stands where a phrase ends: for a word that is left out, and for a mark of punctuation."""
CHARGED: Final = 1
"""The bit of a number that says that the scorer reads an opinion in the word."""
REMEMBERED: Final = 200_000
"""Chunks whose words are kept; few make most of all posts."""
MOST_CHUNKS: Final = 2_000
"""Chunks of a post that are read."""
STEMS: Final[tuple[Callable[[str], str], ...]] = (english_stem, german_stem)
"""Of the languages that are read, in the order of all that is kept for each."""
_MASK: Final = (1 << 64) - 2


ENGLISH: Final = words_in("stop_words_en.txt")
GERMAN: Final = words_in("stop_words_de.txt")
BOARD: Final = words_in("board_words.txt")
STOPS: Final = (ENGLISH | BOARD, GERMAN | ENGLISH | BOARD)
"""The words that are left out, by language: German posts hold English words, too."""
_VOTES: Final = {
    form: vote
    for words, vote in ((ENGLISH - GERMAN, 1), (GERMAN - ENGLISH, -1))
    for word in words
    for form in (word, word.capitalize(), word.upper())
}
"""What a stop word of one language alone says of the language of a text."""
BOARD_STEMS: Final = tuple(frozenset(map(stem, BOARD)) for stem in STEMS)


@dataclass(frozen=True)
class ThemeWords:
    """What turns texts into numbers: ``charged`` words of the scorer, and ``companies`` whose names are out.

    The names and aliases of one word are left out of all posts, and so are tickers as they are written;
    ``own_numbers`` are of the words that are left out of a company's own posts alone.
    """

    companies: tuple[Company, ...]
    charged: frozenset[str] = frozenset()

    def numbers(self, text: str) -> list[int]:
        """The words of ``text`` in order, BREAK between phrases; ends with BREAK."""
        chunks = text[:LONGEST_TEXT].split()[:MOST_CHUNKS]
        numbers = map(self._memories[_language(chunks)].__getitem__, chunks)
        return [*chain.from_iterable(numbers), BREAK]

    def written(self, text: str) -> list[tuple[int, str]]:
        """The same, each number with its word as the text has it."""
        chunks = text[:LONGEST_TEXT].split()[:MOST_CHUNKS]
        language = _language(chunks)
        return [(self._number(word, language), word) for chunk in chunks for word in chunk_words(chunk)]

    def own_numbers(self, company: Company) -> set[int]:
        """The numbers of all words of the names of ``company``, in every language."""
        labels = (company.ticker, company.name, *(alias.name for alias in company.aliases))
        words = {word.lower() for label in labels for word in _words(label)}
        return {self._hashed(word, language) for word in words for language in range(len(STEMS))}

    @cached_property
    def _memories(self) -> tuple[_Memory, ...]:
        return tuple(_Memory(partial(self._chunk, language)) for language in range(len(STEMS)))

    @cached_property
    def _charged_stems(self) -> tuple[frozenset[str], ...]:
        return tuple(frozenset(map(stem, self.charged)) for stem in STEMS)

    @cached_property
    def _names(self) -> frozenset[str]:
        """Names of one word, in lower case."""
        labels = (
            label
            for one in self.companies
            for label in (one.ticker, one.name, *(alias.name for alias in one.aliases))
        )
        words = map(_words, labels)
        return frozenset(word.lower() for (word,) in filter(_is_one, words) if len(word) > 3)

    @cached_property
    def _tickers(self) -> frozenset[str]:
        return frozenset(one.ticker.partition(".")[0].upper() for one in self.companies)

    def _chunk(self, language: int, chunk: str) -> tuple[int, ...]:
        return tuple(self._number(word, language) for word in chunk_words(chunk))

    def _number(self, word: str, language: int) -> int:
        """BREAK for a word that is left out."""
        lower = word.lower()
        if len(word) < 2 or lower in STOPS[language] or lower in self._names:
            return BREAK
        if word.isupper() and word in self._tickers:
            return BREAK
        return BREAK if STEMS[language](lower) in BOARD_STEMS[language] else self._hashed(lower, language)

    def _hashed(self, lower: str, language: int) -> int:
        stem = STEMS[language](lower)
        number = hashed(stem) & _MASK
        return number | CHARGED if stem in self._charged_stems[language] else number

    def __getstate__(self) -> dict[str, object]:
        return {"companies": self.companies, "charged": self.charged}


class _Memory(dict[str, tuple[int, ...]]):
    """The numbers that ``read`` makes of a chunk, kept."""

    def __init__(self, read: Callable[[str], tuple[int, ...]]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, chunk: str) -> tuple[int, ...]:
        if len(self) >= REMEMBERED:
            self.clear()
        numbers = self[chunk] = self._read(chunk)
        return numbers


def _language(chunks: Sequence[str]) -> int:
    """The place in ``STEMS`` of the language that most of the stop words are of; the first for as many."""
    return int(sum(map(_VOTES.get, chunks, repeat(0))) < 0)


def _words(label: str) -> list[str]:
    return [word for chunk in label.split() for word in chunk_words(chunk) if word]


def _is_one(words: Sequence[str]) -> bool:
    return len(words) == 1


def labels_of(companies: Iterable[Company]) -> list[str]:
    """All names and aliases of ``companies``, whole and without words such as AG or Inc."""
    whole = [label for one in companies for label in (one.name, *(alias.name for alias in one.aliases))]
    short = [
        " ".join(word for word in _words(label) if word.lower() not in ENGLISH | GERMAN) for label in whole
    ]
    return [*whole, *short]
