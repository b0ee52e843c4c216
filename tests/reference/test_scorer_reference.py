"""Scorers on the labelled posts of ``shared/labelled``, half of all that were collected.

Expected values: the areas under the curve, recall and weekly correlation that a scorer must reach to be of
use (the project's aims).
"""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest

from naysay.analysis.scorer_quality import Quality, scorer_quality
from naysay.data.labelled import read_labelled
from naysay.data.scorers import scorer

FOLDER = Path(__file__).parents[2].parent / "shared" / "labelled"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared labelled posts are not beside the checkout"
)


@cache
def quality(name: str, file: str) -> Quality:
    posts = read_labelled(FOLDER / f"{file}.tsv")
    return scorer_quality(name, posts.scores(scorer(name)), posts.labels, weeks=posts.weeks, draws=20)


@pytest.mark.parametrize(
    ("name", "file", "least"),
    [
        ("finance", "en_stock_tweets", 0.74),
        ("finance", "en_stocktwits", 0.66),
        ("finance", "en_fiqa_posts", 0.87),
        ("finance", "en_phrasebank", 0.84),
        ("german", "de_sb10k", 0.77),
        ("german", "de_potts", 0.77),
        ("auto", "en_stocktwits", 0.66),
        ("auto", "de_potts", 0.77),
    ],
)
def test_positive_posts_score_above_negative_ones(name: str, file: str, least: float) -> None:
    assert quality(name, file).auc[0] >= least


def test_negative_posts_are_found_and_weeks_agree() -> None:
    found = quality("finance", "en_stocktwits")
    assert found.negative_recall[0] >= 0.5
    assert found.week_r[0] >= 0.65
    assert quality("vader", "en_stocktwits").week_r[0] < 0.25


def test_long_german_discussion_is_near_chance() -> None:
    assert quality("german", "de_omp_forum").negative_auc[0] < 0.58
