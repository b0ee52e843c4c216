"""Scores of posts. Expected values: the scorer itself on the same texts, times 10,000 and rounded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data import remembered
from naysay.data.remembered import RememberedScores
from naysay.data.scored import SCALE, UNSCORED
from naysay.data.scorers import Scorer, scorer

TEXTS = ["bad", "good", "", "a disaster, and terrible", "it is blue", "\0", "🚀🚀", "x" * 5_000]


@dataclass(frozen=True, kw_only=True)
class Counting(Scorer):
    """Scores by length, none for an empty text, and keeps what it was asked."""

    name: str = "counting"
    languages: tuple[str, ...] = ("en",)
    asked: list[str] = field(default_factory=list)

    def _polarities(self, texts: Sequence[str]) -> Iterable[float]:
        self.asked.extend(texts)
        return [len(text) / 100 if text else float("nan") for text in texts]


def test_a_score_is_a_whole_number_and_missing_where_there_is_none() -> None:
    found = RememberedScores(scorer("vader"))(TEXTS)
    alone = [float(scorer("vader").score([text])[0]) for text in TEXTS]
    assert found.tolist() == [UNSCORED if np.isnan(s) else round(s * SCALE) for s in alone]
    assert found.dtype == np.int16
    assert found[0] < 0 < found[1]


def test_a_text_is_scored_once_while_it_is_remembered() -> None:
    counting = Counting()
    scores = RememberedScores(counting)
    assert scores(["a", "bb", "a"]).tolist() == [100, 200, 100]
    assert scores(["bb", "", "a"]).tolist() == [200, UNSCORED, 100]
    assert counting.asked == ["a", "bb", ""]


@pytest.mark.parametrize("bound", ["TEXTS", "CHARACTERS"])
def test_what_was_not_said_for_long_is_forgotten(monkeypatch: pytest.MonkeyPatch, bound: str) -> None:
    """Of texts that only come once, two bounds full are remembered at most; what comes again stays."""
    monkeypatch.setattr(remembered, bound, 10)
    counting = Counting()
    scores = RememberedScores(counting)
    for number in range(100):
        scores([f"{number:04d}", "again"])
    assert counting.asked.count("again") == 1
    scores([f"{number:04d}" for number in range(50)])
    assert len(counting.asked) == 151


def test_a_long_text_is_not_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remembered, "LONGEST", 2)
    counting = Counting()
    scores = RememberedScores(counting)
    assert scores(["aaa", "bb", "aaa"]).tolist() == [300, 200, 300]
    assert scores(["bb", "aaa"]).tolist() == [200, 300]
    assert counting.asked == ["aaa", "bb", "aaa"]


@given(st.lists(st.lists(st.sampled_from(TEXTS), max_size=6), max_size=8))
def test_what_is_remembered_changes_no_score(batches: list[list[str]]) -> None:
    scores, vader = RememberedScores(scorer("vader")), scorer("vader")
    for batch in batches:
        known = np.rint(np.nan_to_num(vader.score(batch), nan=UNSCORED / SCALE) * SCALE)
        assert scores(batch).tolist() == known.tolist()


def test_no_texts_have_no_scores() -> None:
    found = RememberedScores(scorer("vader"))([])
    assert (len(found), found.dtype.name) == (0, "int16")
