"""What labelled posts say of the scorer. Expected values: counted by hand, intervals from statsmodels."""

from __future__ import annotations

import numpy as np
import pytest

from naysay.analysis.doubts import caveats
from naysay.analysis.findings import Clock, Companies, Estimate, Extremes, Lead
from naysay.analysis.own_labels import OwnLabels, own_labels, quality_table
from naysay.analysis.scorer_quality import scorer_quality
from naysay.study.frames import SCORER_QUALITY

NOTHING = Estimate(None, None, None)


def found(negative: int, neutral: int, positive: int, found_of: int = 0, alarms: int = 0) -> OwnLabels:
    """``found_of`` negative posts and ``alarms`` of the others score -.3, the rest of either .2."""
    labels = np.repeat([-1, 0, 1], [negative, neutral, positive])
    scores = np.full(len(labels), 0.2)
    scores[:found_of] = -0.3
    scores[negative : negative + alarms] = -0.3
    quality = scorer_quality("x", scores, labels.tolist(), draws=200)
    return own_labels(quality_table(quality, unscored=0, left_out=0))


def test_each_statistic_has_a_row_and_those_left_out_are_counted() -> None:
    labels = np.repeat([-1, 0, 1], [30, 25, 35])
    scores = np.repeat([-0.3, 0.2, -0.3, 0.2], [18, 12, 3, 57])
    quality = scorer_quality("mine", scores, labels.tolist(), draws=50)
    table = quality_table(quality, unscored=9, left_out=10)
    assert list(table.columns) == list(SCORER_QUALITY.columns)
    rows = table.set_index("statistic")
    assert rows["nobs"].to_dict() == {
        "sensitivity": 30, "false_alarms": 60, "auc": 65, "auc_negative": 90, "unscored": 90,
        "other_label": 100,
    }  # fmt: skip
    assert rows["value"].to_dict() == pytest.approx(
        {
            "sensitivity": 0.6,
            "false_alarms": 0.05,
            # negative posts score -.3 in 18 of 30; no positive one does: 18 x 35 pairs right, 12 x 35 ties
            "auc": (18 * 35 + 12 * 35 / 2) / (30 * 35),
            "auc_negative": (18 * 57 + (12 * 57 + 18 * 3) / 2) / (30 * 60),
            "unscored": 0.1,
            "other_label": 0.1,
        }
    )
    assert rows.loc["sensitivity", ["low", "high"]].tolist() == pytest.approx([0.42320, 0.75409], abs=1e-5)
    assert (rows["reason"] == "").all()
    assert set(rows["scorer"]) == {"mine"}


@pytest.mark.parametrize(
    ("kinds", "known"),
    [
        ((30, 0, 30), {"sensitivity", "false_alarms", "auc", "auc_negative"}),
        ((29, 0, 30), {"false_alarms"}),
        ((30, 0, 29), {"sensitivity"}),
        ((30, 1, 29), {"sensitivity", "false_alarms", "auc_negative"}),
        ((1, 0, 0), set()),
    ],
)
def test_fewer_than_thirty_of_a_kind_are_not_known_and_say_why(
    kinds: tuple[int, int, int], known: set[str]
) -> None:
    labels = np.repeat([-1, 0, 1], kinds).tolist()
    quality = scorer_quality("x", np.linspace(-1, 1, len(labels)), labels, draws=20)
    rows = quality_table(quality, unscored=0, left_out=0).iloc[:4].set_index("statistic")
    assert set(rows.index[rows["value"].notna()]) == known
    few = rows[rows["value"].isna()]
    assert set(few["reason"]) <= {"too_few_labelled"}
    assert set(few["reason_values"]) <= {"least=30"}
    assert few[["low", "high"]].isna().all(axis=None)


def test_without_a_table_nothing_is_known() -> None:
    for table in (None, SCORER_QUALITY.empty()):
        assert own_labels(table) == OwnLabels()
    assert not OwnLabels().near_chance


def test_a_scorer_that_tells_posts_apart_is_not_near_chance_and_one_that_does_not_is() -> None:
    good, chance = found(100, 50, 50, 80, 10), found(100, 50, 50, 20, 20)
    assert (good.n_posts, good.sensitivity, good.false_alarms) == (200, 0.8, 0.1)
    assert not good.near_chance
    # of 100 x 100 pairs 20 x 80 are right, 80 x 80 and 20 x 20 ties; with positive posts alone it is .6
    assert (chance.sensitivity, chance.false_alarms, chance.auc) == (0.2, 0.2, 0.5)
    assert chance.near_chance


def test_the_weaker_auc_is_told() -> None:
    """All alarms are neutral posts: positive ones stand above the negative, the others do not."""
    weaker = found(100, 60, 60, 50, 60)
    assert weaker.auc == pytest.approx((50 * 60 + (50 * 60 + 50 * 60) / 2) / (100 * 120))


@pytest.mark.parametrize("kinds", [(100, 100, 0), (100, 80, 20)])
def test_the_doubt_needs_no_positive_posts(kinds: tuple[int, int, int]) -> None:
    """A share of negative posts rests on telling these from all others."""
    assert found(*kinds, 20, 20).near_chance


@pytest.mark.parametrize("near_chance", [True, False])
@pytest.mark.parametrize("verdict", ["negative_lead", "no_evidence"])
def test_page_1_carries_the_doubt_whatever_the_answer(near_chance: bool, verdict: str) -> None:
    labels = OwnLabels(200, 0.3, 0.2, 0.5, 0.54 if near_chance else 0.55, 0.6)
    lead = Lead(1, -10.0, -20.0, 0.0, 0.05, 5.0, 100, 3, "CR3_session", "")
    companies = Companies(3, None, NOTHING, (), NOTHING, (), (), None)
    told = caveats(
        verdict,  # type: ignore[arg-type]
        lead,
        companies,
        NOTHING,
        Extremes(NOTHING, "", "", None),
        Clock(Estimate(-10.0, -20.0, -1.0), 4, 0.5, NOTHING),
        labels=labels,
    )
    assert told == (("scorer",) if near_chance else ())
