"""What is read in posts: the language of each, and its score by each scorer of a study.

A worker knows the texts of a part alone, so it cannot know the main language of their forum. Where the words
of a text do not tell its language, it is scored in each language that the scorer reads, and one of the scores
is taken once all posts are read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from naysay.data.languages.detection import DETECTED, UNDECIDED, Numbers, languages_of, number_of
from naysay.data.languages.main_language import main_languages
from naysay.data.own_scores import OwnScores, ScoreTally, scored, taken_tally
from naysay.data.portions import column
from naysay.data.remembered import RememberedScores
from naysay.data.scored import UNSCORED
from naysay.data.scorers import Scorer
from naysay.data.scorers.auto import LanguageScorer
from naysay.data.scorers.base import AT_ONCE
from naysay.data.scorers.given import ColumnScorer

LANGUAGE: Final = "language"
"""The column of what texts tell of their language."""

Scores = npt.NDArray[np.int16]
Chosen = frozenset[int] | None
"""Scorers of a study by their places; all if None."""


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """How many posts are in a language; the language is empty where no post of the study tells."""

    language: str
    posts: int
    undecided: int
    """Those of them whose words do not tell, and whose forum or file does."""


@dataclass(frozen=True, slots=True)
class SettledReadings:
    """The scores of posts by each scorer, and the languages that they are in, the most frequent first."""

    scores: tuple[Scores, ...]
    languages: tuple[LanguageCount, ...]


class Readings:
    """Reads texts for ``scorers``, in a worker."""

    def __init__(self, scorers: Sequence[Scorer]) -> None:
        self._tells = any(scorer.reads_texts for scorer in scorers)
        self._columns = [
            (place, name, number, OwnScores(one) if isinstance(one, ColumnScorer) else RememberedScores(one))
            for place, scorer in enumerate(scorers)
            for name, number, one in columns_of(place, scorer)
        ]

    def __call__(
        self,
        texts: Sequence[str],
        own: Sequence[float | str | None],
        scorers: Chosen = None,
    ) -> dict[str, npt.NDArray[Any]]:
        """The columns of ``texts``, whose ``own`` sentiments, as the source has them, may be none at all.

        Of the scores those by some ``scorers``, which are named by their places; all if None.
        """
        columns_of_scores = [one[1:] for one in self._columns if scorers is None or one[0] in scorers]
        languages = languages_of(texts) if self._tells else np.zeros(len(texts), dtype=np.int8)
        columns: dict[str, npt.NDArray[Any]] = {LANGUAGE: languages}
        for name, number, scores in columns_of_scores:
            if number is None:
                columns[name] = scored(scores, texts, own)
                continue
            columns[name] = np.full(len(texts), UNSCORED, dtype=np.int16)
        for number, places in _by_language(languages):
            chosen = [texts[place] for place in places.tolist()]
            for name, own_number, scores in columns_of_scores:
                if own_number is not None and number in (own_number, UNDECIDED):
                    columns[name][places] = scored(scores, chosen, ())
        return columns

    def taken_tally(self) -> ScoreTally:
        """What the own sentiments were that came since the last time."""
        return taken_tally(scores for *_, scores in self._columns)


def _by_language(languages: Numbers) -> Iterator[tuple[int, npt.NDArray[np.intp]]]:
    """The places of the texts in each language, some at a time.

    All scorers read undecided texts, one after another: as many at a time as are split into words together.
    """
    for number in np.unique(languages).tolist():
        places = np.flatnonzero(languages == number)
        for start in range(0, len(places), AT_ONCE):
            yield number, places[start : start + AT_ONCE]


def settled(
    files: Sequence[Path],
    kept: npt.NDArray[np.bool_],
    place: npt.NDArray[np.signedinteger],
    scorers: Sequence[Scorer],
) -> SettledReadings:
    """The readings of the posts that are ``kept`` among those in all ``files`` of columns.

    Texts that do not tell their language are in the main language of their ``place``, the number of the forum
    or file of each kept post; this depends on neither the parts nor their order.
    """
    tells = column(files, LANGUAGE, np.int8)[kept]
    languages = np.where(tells == UNDECIDED, main_languages(tells, place)[place], tells)
    scores = tuple(_scores(files, kept, languages, n, scorer) for n, scorer in enumerate(scorers))
    posts, by_themselves = (np.bincount(these, minlength=len(DETECTED) + 1) for these in (languages, tells))
    by_themselves[UNDECIDED] = 0
    counts = [
        LanguageCount(code, n, n - by_itself)
        for code, n, by_itself in zip(("", *DETECTED), posts.tolist(), by_themselves.tolist(), strict=True)
        if n and any(scorer.reads_texts for scorer in scorers)
    ]
    return SettledReadings(scores, tuple(sorted(counts, key=lambda count: -count.posts)))


def _scores(
    files: Sequence[Path], kept: npt.NDArray[np.bool_], languages: Numbers, place: int, scorer: Scorer
) -> Scores:
    """The scores of kept posts in ``languages`` by the ``scorer`` at ``place``."""
    columns = columns_of(place, scorer)
    scores = np.full(len(languages), UNSCORED, dtype=np.int16)
    for name, number, _ in columns:
        if number is None:
            return column(files, name, np.int16)[kept]
        its = languages == number
        if number == columns[0][1]:
            its |= languages == UNDECIDED
        scores[its] = column(files, name, np.int16)[kept][its]
    return scores


def columns_of(place: int, scorer: Scorer) -> list[tuple[str, int | None, Scorer]]:
    """The columns of scores by the ``scorer`` at ``place``: names, numbers of languages, and who scores them.

    A scorer that does not ask for languages has one column, of no language.
    """
    if isinstance(scorer, LanguageScorer):
        by_language = scorer.by_language.items()
        return [(f"score_{place}_{code}", number_of(code), own) for code, own in by_language]
    return [(f"score_{place}", None, scorer)]
