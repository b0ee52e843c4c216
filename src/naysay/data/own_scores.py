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
from naysay.data.scorers.given import ColumnScorer
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.notices import warn
from naysay.study.post_columns import sentiment_word

Scores = npt.NDArray[np.int16]

FIELD: Final = "posts.columns.score"
PLACE: Final = "below [posts.columns]"
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
_NUMBER: Final = re.compile(r"[+−-]?(?:\d{1,9}(?:[.,]\d{0,30})?|[.,]\d{1,30})(?:[eE][+-]?\d{1,2})?", re.ASCII)
_PLAIN: Final = re.compile(r"[a-zäöüß]{1,12}")
_SHORT: Final = re.compile(
    r"(?:\d{1,3}|strong|very|sehr|stark|eher|leicht) [a-zäöüß]{1,12}"
    r"|[\u2190-\u27bf\u2b50\U0001f300-\U0001faff]{1,5}|\+{1,3}"
)
"""Ranks and signs such as "1 star" and emoji: sentiments where they stand there again and again."""
_OTHER: Final = "others"
"""Stands for entries that may be somebody's text."""
_MOST_KINDS: Final = 8
"""Different words; a column with more of them holds something else, such as authors."""
_OFTEN: Final = 5
"""Times that a short entry stands in the column before it is shown."""
_SUGGESTED: Final = {
    1: {"buy", "outperform", "overweight", "accumulate", "good", "kaufen", "gut", "+", "👍", "🙂", "😀"},
    -1: {"sell", "underperform", "underweight", "reduce", "bad", "verkaufen", "schlecht", "👎", "🙁", "😡"},
}
"""What a suggested line takes a word for, or its last word; 0 stands for all others."""


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

    def count_unknown(self, word: str) -> None:
        """Count an entry that is no sentiment, under its own name where that may be shown."""
        self.unknown[word if _PLAIN.fullmatch(word) or _SHORT.fullmatch(word) else _OTHER] += 1

    def add(self, other: ScoreTally) -> None:
        """Count those of another part of the posts, too."""
        self.posts += other.posts
        self.known += other.known
        self.least, self.most = min(self.least, other.least), max(self.most, other.most)
        self.unknown.update(other.unknown)


class OwnScores:
    """Scores of entries on the scale and by the words of a ``scorer``; ``tally`` counts what they were."""

    def __init__(self, scorer: ColumnScorer) -> None:
        self._lowest, self._highest = scorer.lowest, scorer.highest
        self._words = POLARITIES | {sentiment_word(word): score for word, score in scorer.words}
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
            word = sentiment_word(entry)
            if word in self._words:
                return self._words[word]
            if entry.casefold() in _EMPTY:
                return None
            if not _NUMBER.fullmatch(entry):
                self.tally.count_unknown(word)
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


def check_own_scores(
    tally: ScoreTally,
    scorer: ColumnScorer,
    *,
    column: str,
    max_lost: float,
    field: str = FIELD,
    place: str = PLACE,
) -> None:
    """Refuse a ``column`` of sentiments that is on another scale, empty or something else.

    ``field`` is what errors call it, ``place`` where they want the line that mends it.

    Raises
    ------
    DataError
        Numbers beyond the ends of the scale, numbers none of which is negative where nothing names the
        scale, no sentiment at all, or more unknown words than the share ``max_lost``.
    """
    if not tally.posts:
        return
    ends = sorted((scorer.lowest, scorer.highest))
    is_beyond = tally.least < ends[0] or tally.most > ends[1]
    if is_beyond or (not scorer.has_scale and tally.least >= 0 < tally.most):
        line = f"score_range = [{tally.least:g}, {tally.most:g}]"
        raise DataError(
            field,
            got=f"numbers from {tally.least:g} to {tally.most:g} in the column {column}",
            allowed=f"numbers from {ends[0]:g} to {ends[1]:g}, negative ones among them, or words",
            mend=f"Write {line} {place}, with the numbers of the most negative and of the most "
            "positive post.",
        )
    unknown = tally.unknown.total()
    if tally.known == 0 or unknown > max_lost * (tally.known + unknown):
        words = _shown(tally.unknown)
        raise DataError(
            field,
            got=f"{_kinds(tally.unknown, words)} in the column {column} of {counted(tally.posts, 'post')}",
            allowed="positive, neutral, negative, bullish, bearish, mixed (or in German), or numbers",
            mend=_mend(words, place),
        )
    if unknown:
        warn("own_score_unknown", rows=unknown)


def _shown(unknown: Counter[str]) -> list[str]:
    """The words that may be shown, in their order; none where there are many."""
    words = [word for word in unknown if _PLAIN.fullmatch(word) or unknown[word] >= _OFTEN]
    return sorted({*words} - {_OTHER}) if len(words) <= _MOST_KINDS else []


def _kinds(unknown: Counter[str], words: Sequence[str]) -> str:
    if not unknown:
        return "no sentiment"
    shown = [f"{word} ({unknown[word]})" for word in words]
    hidden = unknown.total() - sum(unknown[word] for word in words)
    kinds = ", ".join([*shown, *([f"{counted(hidden, 'entry')} that may be text"] if hidden else [])])
    return f"entries that are no known sentiment: {kinds}"


def _mend(words: Sequence[str], place: str) -> str:
    """The line of the study that gives ``words`` their scores."""
    if not words:
        return (
            "Write these words or numbers in the column, choose a scorer that reads the texts, or name words "
            f"of your own in score_words {place}."
        )
    pairs = ", ".join(f'"{word}" = {_suggested(word)}' for word in words)  # none of them holds a quote
    return (
        f"Write score_words = {{ {pairs} }} {place}, with -1 for words of negative posts, "
        "0 for neutral and 1 for positive ones."
    )


def _suggested(word: str) -> int:
    return next((score for score, words in _SUGGESTED.items() if word.split()[-1] in words), 0)
