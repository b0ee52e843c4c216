"""How well scores agree with labels.

Expected values: pairs counted one by one, F1 written out, numpy's correlation, statsmodels' Wilson intervals,
and the share of intervals that cover a known AUC.
"""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from naysay.analysis.scorer_quality import Quality, scorer_quality

POSTS = st.lists(
    st.tuples(st.sampled_from((-0.8, -0.05, -0.04, 0.0, 0.04, 0.05, 0.9)), st.sampled_from((-1, 0, 1))),
    min_size=1,
    max_size=25,
)


@settings(max_examples=100, deadline=None)
@given(POSTS)
def test_every_number_written_out(posts: list[tuple[float, int]]) -> None:
    scores, labels = np.array([p[0] for p in posts]), [p[1] for p in posts]
    found = scorer_quality("x", scores, labels, draws=5)
    for value, upper in ((found.auc, (1,)), (found.negative_auc, (0, 1))):
        pairs = [
            (scores[i] > scores[j]) + (scores[i] == scores[j]) / 2
            for i in range(len(posts)) for j in range(len(posts)) if labels[i] in upper and labels[j] == -1
        ]  # fmt: skip
        assert value[0] == pytest.approx(np.mean(pairs) if pairs else np.nan, nan_ok=True)
    said = [-1 if s <= -0.05 else 1 if s >= 0.05 else 0 for s in scores]
    each = []
    for sign in set(labels):
        hits = sum(a == b == sign for a, b in zip(said, labels, strict=True))
        each.append(2 * hits / (said.count(sign) + labels.count(sign)))
    assert found.macro_f1[0] == pytest.approx(np.mean(each))
    negative = [s for s, label in zip(said, labels, strict=True) if label == -1]
    recall = negative.count(-1) / len(negative) if negative else np.nan
    assert found.negative_recall[0] == pytest.approx(recall, nan_ok=True)
    others = [s for s, label in zip(said, labels, strict=True) if label != -1]
    alarms = others.count(-1) / len(others) if others else np.nan
    assert found.false_alarms[0] == pytest.approx(alarms, nan_ok=True)
    assert found.coverage == pytest.approx(np.mean(scores != 0))
    assert found.n_posts == len(posts)


def test_weeks_of_five_posts_or_more_are_correlated() -> None:
    rng = np.random.default_rng(1)
    weeks, labels = np.repeat(["A 1", "A 2", "B 1", "B 2", ""], [6, 5, 7, 4, 3]), rng.integers(-1, 2, 25)
    scores = np.clip(0.5 * labels + 0.3 * rng.standard_normal(25), -1, 1)
    found = scorer_quality("x", scores, labels.tolist(), weeks=weeks.tolist(), draws=50)
    means = [(scores[weeks == w].mean(), labels[weeks == w].mean()) for w in ("A 1", "A 2", "B 1")]
    assert found.n_weeks == 3
    assert found.week_r[0] == pytest.approx(np.corrcoef(np.array(means).T)[0, 1])
    two = scorer_quality("x", scores[:11], labels[:11].tolist(), weeks=weeks[:11].tolist(), draws=5)
    assert (two.n_weeks, np.isnan(two.week_r[0])) == (2, True)


def test_a_missing_score_counts_as_nothing_said() -> None:
    found = scorer_quality("x", np.array([np.nan, -0.5, 0.5]), [1, -1, 1], draws=5)
    assert found.coverage == pytest.approx(2 / 3)
    assert found.auc[0] == 1.0


def test_recall_and_false_alarms_are_shares_with_wilson_intervals() -> None:
    """18 of 30 and 3 of 40, with the ends that statsmodels' proportion_confint gives."""
    labels = np.repeat([-1, 0, 1], [30, 25, 15])
    scores = np.repeat([-0.3, 0.2, -0.3, 0.2], [18, 12, 3, 37])
    found = scorer_quality("x", scores, labels.tolist(), draws=5)
    assert found.negative_recall == pytest.approx((0.6, 0.42320, 0.75409), abs=1e-5)
    assert found.false_alarms == pytest.approx((0.075, 0.02584, 0.19864), abs=1e-5)


@pytest.mark.parametrize(("below", "recall", "alarms"), [(-0.5, 1 / 3, 0.0), (-0.3, 2 / 3, 0.5), (0.0, 1, 1)])
def test_the_bound_of_a_negative_post_can_be_another(below: float, recall: float, alarms: float) -> None:
    scores, labels = np.array([-0.6, -0.3, 0.0, -0.3, 0.0]), [-1, -1, -1, 0, 1]
    found = scorer_quality("x", scores, labels, draws=5, negative_below=below)
    assert (found.negative_recall[0], found.false_alarms[0]) == pytest.approx((recall, alarms))


def test_a_post_without_a_score_is_not_negative_whatever_the_bound() -> None:
    found = scorer_quality("x", np.array([np.nan, np.nan, -0.1]), [-1, 1, -1], draws=5, negative_below=0.0)
    assert (found.negative_recall[0], found.false_alarms[0]) == (0.5, 0.0)


def test_intervals_cover_the_auc_of_a_known_process() -> None:
    """Normal scores a standard deviation apart: the AUC is the normal probability of 1 / sqrt(2)."""
    rng, true, hits = np.random.default_rng(2), stats.norm.cdf(1 / np.sqrt(2)), 0
    for seed in range(200):
        labels = np.repeat([-1, 1], 60)
        scores = rng.standard_normal(120) + (labels > 0)
        _, low, high = scorer_quality("x", scores, labels.tolist(), draws=200, seed=seed).auc
        hits += low <= true <= high
    low, high = stats.binom.interval(0.998, 200, 0.95)
    assert low <= hits <= high


def test_blocks_of_draws_change_no_interval(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(3)
    labels = rng.integers(-1, 2, 50).tolist()
    scores = rng.uniform(-1, 1, 50)
    whole = scorer_quality("x", scores, labels, draws=40)
    monkeypatch.setattr("naysay.analysis.scorer_quality.AT_ONCE", 150)
    parted = scorer_quality("x", scores, labels, draws=40)
    assert (parted.auc, parted.macro_f1, parted.negative_recall) == (
        whole.auc, whole.macro_f1, whole.negative_recall,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("auc", "negative", "verdict"),
    [
        ((0.8, 0.7, 0.9), (0.75, 0.66, 0.8), "good"),
        ((0.8, 0.7, 0.9), (0.62, 0.56, 0.7), "doubtful"),
        ((0.8, 0.7, 0.9), (0.53, 0.5, 0.56), "chance"),
    ],
)
def test_the_weaker_auc_decides(auc: tuple[float, ...], negative: tuple[float, ...], verdict: str) -> None:
    nothing = (0.5, 0.4, 0.6)
    for few, told in ((30, verdict), (29, "unknown")):
        found = Quality("x", 99, few, 40, auc, negative, nothing, nothing, nothing, 1.0, nothing, 0)  # type: ignore[arg-type]
        assert found.verdict == told


def test_no_posts_are_unknown_and_no_error() -> None:
    found = scorer_quality("x", np.array([]), [], weeks=[], draws=5)
    assert (found.n_posts, found.verdict) == (0, "unknown")
