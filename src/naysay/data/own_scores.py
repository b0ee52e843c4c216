"""The sentiment that a source itself gives its posts, as scores: numbers on a scale, or words."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.remembered import RememberedScores
from naysay.data.scored import SCALE, UNSCORED
from naysay.data.scorers import Scorer
from naysay.study.errors import DataError
from naysay.study.notices import warn
from naysay.study.spec import Study

Scores = npt.NDArray[np.int16]

_WORDS: Final = {
    1.0: "positive positiv pos bullish bull very_positive sehr_positiv strongly_positive stark_positiv "
    "extremely_positive very_bullish",
    0.5: "somewhat_positive slightly_positive rather_positive eher_positiv leicht_positiv somewhat_bullish",
    0.0: "neutral neu mixed gemischt ambivalent balanced ausgewogen neutral/gemischt",
    -0.5: "somewhat_negative slightly_negative rather_negative eher_negativ leicht_negativ somewhat_bearish",
    -1.0: "negative negativ neg bearish bear bärisch very_negative sehr_negativ strongly_negative "
    "stark_negativ extremely_negative very_bearish",
}
POLARITIES: Final = {
    word.replace("_", " "): score for score, words in _WORDS.items() for word in words.split()
}
"""The score of each word, in small letters."""
_EMPTY: Final = frozenset({"", "-", "–", "n/a", "na", "nan", "none", "null", "k.a.", "k. a.", "#n/a", "<na>"})
_NUMBER: Final = re.compile(r"[+−-]?\d{1,9}(?:[.,]\d{1,15})?", re.ASCII)
_PLAIN: Final = re.compile(r"[a-zäöüß]{1,12}")
_OTHER: Final = "others"
"""Stands for entries that are no plain word, and may be somebody's text."""
_MOST_KINDS: Final = 8
"""Different words; a column with more of them holds something else, such as authors."""


@dataclass(slots=True)
class ScoreTally:
    """What the entries of a column of sentiments were."""

    posts: int = 0
    known: int = 0
    """Those that have a score."""
    least: float = math.inf
    most: float = -math.inf
    """Of the numbers as they stand."""
    unknown: Counter[str] = field(default_factory=Counter)
    """Entries that are no sentiment, by the word; those that may not be shown together."""

    def add(self, other: ScoreTally) -> None:
        """Count those of another part of the posts, too."""
        self.posts += other.posts
        self.known += other.known
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        self.unknown.update(other.unknown)


class OwnScores:
    """Scores of entries on the scale of a ``scorer``; ``tally`` counts what they were."""

    def __init__(self, scorer: Scorer) -> None:
        self._lowest, self._highest = float(vars(scorer)["lowest"]), float(vars(scorer)["highest"])
        self.tally = ScoreTally()

    def __call__(self, entries: Sequence[float | str | None]) -> Scores:
        """SCALE times the score of each entry, UNSCORED where there is none."""
        scores = [self._score(entry) for entry in entries]
        self.tally.posts += len(scores)
        self.tally.known += len(scores) - scores.count(None)
        return np.array(
            [UNSCORED if score is None else round(score * SCALE) for score in scores], dtype=np.int16
        )

    def _score(self, entry: float | str | None) -> float | None:
        if isinstance(entry, str):
            word = " ".join(entry.replace("-", " ").casefold().split()) if len(entry) > 1 else entry
            if word in POLARITIES:
                return POLARITIES[word]
            if entry.casefold() in _EMPTY:
                return None
            if not _NUMBER.fullmatch(entry):
                self.tally.unknown[word if _PLAIN.fullmatch(word) else _OTHER] += 1
                return None
            entry = float(entry.replace(",", ".").replace("−", "-"))
        if entry is None:
            return None
        self.tally.least, self.tally.most = min(self.tally.least, entry), max(self.tally.most, entry)
        score = 2 * (entry - self._lowest) / (self._highest - self._lowest) - 1
        return score if -1 <= score <= 1 else None


def scored(
    scores: RememberedScores | OwnScores, texts: Sequence[str], own: Sequence[float | str | None]
) -> Scores:
    """The scores of posts by their ``texts``, or by their ``own`` entries, which may be none at all."""
    return scores(own or [None] * len(texts)) if isinstance(scores, OwnScores) else scores(texts)


def taken_tally(scorers: Iterable[RememberedScores | OwnScores]) -> ScoreTally:
    """What was counted since the last time."""
    tally = ScoreTally()
    for one in scorers:
        if isinstance(one, OwnScores):
            tally.add(one.tally)
            one.tally = ScoreTally()
    return tally


def check_own_scores(tally: ScoreTally, study: Study) -> None:
    """Refuse a column of sentiments that is on another scale, empty or something else.

    Raises
    ------
    DataError
        Numbers beyond the ends of the scale, numbers none of which is negative where the study does not name
        the scale, no sentiment at all, or more unknown words than ``posts.max_lost`` allows.
    """
    if not tally.posts:
        return
    options, column = study.sentiment.options, study.posts.columns.score
    ends = sorted((float(options.get("lowest", -1)), float(options.get("highest", 1))))
    is_beyond = tally.least < ends[0] or tally.most > ends[1]
    if is_beyond or (not {"lowest", "highest"} & set(options) and tally.least >= 0 < tally.most):
        raise DataError(
            "posts.columns.score",
            got=f"numbers from {tally.least:g} to {tally.most:g} in the column {column}",
            allowed=f"numbers from {ends[0]:g} to {ends[1]:g}, negative ones among them, or words",
            mend=f"Write options = {{ lowest = {tally.least:g}, highest = {tally.most:g} }} below "
            "[sentiment], with the numbers of the most negative and of the most positive post.",
        )
    unknown = tally.unknown.total()
    if tally.known == 0 or unknown > study.posts.max_lost * (tally.known + unknown):
        raise DataError(
            "posts.columns.score",
            got=f"{_kinds(tally.unknown)} in the column {column} of {tally.posts} posts",
            allowed="positive, neutral, negative, bullish, bearish, mixed (or in German), or numbers",
            mend="Write these words or numbers in the column, or choose a scorer that reads the texts.",
        )
    if unknown:
        warn("own_score_unknown", rows=unknown)


def _kinds(unknown: Counter[str]) -> str:
    if not unknown:
        return "no sentiment"
    words = [word for word in unknown if word != _OTHER]
    shown = [] if len(words) > _MOST_KINDS else [f"{word} ({unknown[word]})" for word in sorted(words)]
    hidden = unknown.total() - sum(unknown[word] for word in words if shown)
    kinds = ", ".join([*shown, *([f"{hidden} entries that may be texts"] if hidden else [])])
    return f"entries that are no known sentiment: {kinds}"
