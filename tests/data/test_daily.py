"""Daily chatter. Expected values are worked out by hand; properties with hypothesis."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.daily import abnormal_attention, daily_chatter, standardised_on_past
from naysay.data.scored import UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions, trading_sessions
from naysay.study.spec import Chatter

XNYS = trading_sessions("XNYS", dt.date(2024, 7, 1), dt.date(2024, 7, 10))
"""1, 2, 3 (early close at 17:00 UTC), 5, 8, 9, 10 July; else closes at 20:00 UTC."""

SESSIONS = {"A": XNYS, "B": XNYS, "C": XNYS}


def posts(
    rows: list[tuple[str, str, float | None]], sessions: Mapping[str, Sessions] = SESSIONS
) -> ScoredPosts:
    """Company, instant in UTC, score."""
    return ScoredPosts.placed(
        sessions,
        company=np.array([company for company, _, _ in rows], dtype=object),
        posted_at=np.array([pd.Timestamp(at, tz="UTC").value for _, at, _ in rows], dtype=np.int64),
        score=np.array([UNSCORED if s is None else round(s * 10_000) for _, _, s in rows], dtype=np.int16),
        author=np.zeros(len(rows), dtype=np.int64),
        said=np.arange(len(rows), dtype=np.int64),
        forum=np.full(len(rows), "", dtype=object),
    )


def test_a_day_is_what_was_said_between_two_closes() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-06-30 12:00", -0.5),
        ("A", "2024-07-01 19:59:59", 0.25),
        ("A", "2024-07-01 20:00", -0.05),
        ("A", "2024-07-03 16:59", 0.9),
        ("A", "2024-07-03 17:00", -0.9),
        ("A", "2024-07-04 12:00", None),
        ("B", "2024-07-06 12:00", -0.0499),
    ]
    found = daily_chatter(posts(rows), {"A": XNYS, "B": XNYS, "C": XNYS}, Chatter())
    columns = ["n_posts", "n_negative", "negative_share", "mean_score"]
    told = {
        (c, str(s.date())): tuple(row)
        for (c, s), row in zip(found.index, found[columns].to_numpy(), strict=True)
    }
    assert told == {
        ("A", "2024-07-01"): (2, 1, 0.5, -0.125),
        ("A", "2024-07-02"): (1, 1, 1.0, -0.05),
        ("A", "2024-07-03"): (1, 0, 0.0, 0.9),
        ("A", "2024-07-05"): (1, 1, 1.0, -0.9),
        ("B", "2024-07-08"): (1, 0, 0.0, -0.0499),
    }
    assert found["negativity"].isna().all()


def test_the_cut_off_makes_a_post_wait() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-07-01 19:30", -1.0),
        ("A", "2024-07-01 19:29", -1.0),
    ]
    early = {"A": replace(XNYS, cutoff_minutes=30)}
    found = daily_chatter(posts(rows, early), early, Chatter(cutoff=30))
    assert [str(session.date()) for _, session in found.index] == ["2024-07-01", "2024-07-02"]


def test_a_session_with_too_few_posts_is_unknown() -> None:
    rows: list[tuple[str, str, float | None]] = [("A", "2024-07-01 12:00", -1.0)] * 2 + [
        ("A", "2024-07-02 12:00", 1.0)
    ]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter(min_posts=2))
    assert found["n_posts"].tolist() == [2, 1]
    assert found["n_negative"].tolist() == [2, 0]
    assert found["mean_score"].fillna(99).tolist() == [-1.0, 99]
    assert found["negative_share"].fillna(99).tolist() == [1.0, 99]


@pytest.mark.parametrize(
    ("measure", "expected"),
    [
        # past shares 1/2, 0, 1/2: mean 1/3, sd sqrt(1/12); then 3/3
        ("negative_share", (1 - 1 / 3) / (1 / 12) ** 0.5),
        # past counts 1, 0, 1: mean 2/3, sd sqrt(1/3); then 3
        ("n_negative", (3 - 2 / 3) / (1 / 3) ** 0.5),
        # past scores 0.1, 0.5, 0.1, their signs turned: mean -0.7/3, sd sqrt(0.16/3); then +0.9
        ("mean_score", (0.9 + 0.7 / 3) / (0.16 / 3) ** 0.5),
    ],
)
def test_each_measure_by_hand_and_more_negative_is_more(measure: str, expected: float) -> None:
    quiet: list[tuple[str, str, float | None]] = [
        ("A", f"2024-07-0{day} 12:00", score)
        for day in (1, 2, 3)
        for score in ([0.5] if day == 2 else [0.4, -0.2])
    ]
    storm: list[tuple[str, str, float | None]] = [("A", "2024-07-05 12:00", -0.9)] * 3
    chatter = Chatter(measure=measure, history=3, min_history=3)  # type: ignore[arg-type]
    found = daily_chatter(posts([*quiet, *storm]), {"A": XNYS}, chatter)["negativity"].to_numpy()
    np.testing.assert_allclose(found, [np.nan, np.nan, np.nan, expected], rtol=1e-13)


def authored(rows: list[tuple[str, float, int]]) -> ScoredPosts:
    """Instant in UTC, score and author of posts about A."""
    found = posts([("A", at, score) for at, score, _ in rows])
    return replace(found, author=np.array([author for _, _, author in rows], dtype=np.int64))


def test_further_measures_by_hand() -> None:
    """Two positive, three negative and one neutral post by the authors 1, 2 and an unknown one."""
    rows = [
        ("2024-07-01 12:00", 0.5, 1), ("2024-07-01 13:00", 0.5, 1), ("2024-07-01 14:00", -0.5, 2),
        ("2024-07-01 15:00", -0.5, 2), ("2024-07-01 16:00", -0.5, 0), ("2024-07-01 17:00", 0.0, 0),
    ]  # fmt: skip
    day = daily_chatter(authored(rows), {"A": XNYS}, Chatter()).iloc[0]
    assert day[["n_posts", "n_positive", "n_negative", "n_authors", "negative_authors"]].tolist() == [
        6,
        2,
        3,
        2,
        1,
    ]
    assert day["bullishness"] == pytest.approx(math.log(3 / 4))
    assert day["agreement"] == pytest.approx(1 - math.sqrt(1 - (1 / 5) ** 2))
    assert day["disagreement"] == pytest.approx(np.std([0.5, 0.5, -0.5, -0.5, -0.5, 0.0]))


def test_agreement_is_one_when_all_say_the_same_and_unknown_when_nobody_takes_sides() -> None:
    rows = [("2024-07-01 12:00", -0.5, 1), ("2024-07-01 13:00", -0.4, 2), ("2024-07-02 12:00", 0.0, 1)]
    found = daily_chatter(authored(rows), {"A": XNYS}, Chatter())
    assert found["agreement"].iloc[0] == 1.0
    assert np.isnan(found["agreement"].iloc[1])
    assert found["bullishness"].tolist() == pytest.approx([math.log(1 / 3), 0.0])
    few = daily_chatter(authored(rows), {"A": XNYS}, Chatter(min_posts=2))
    assert few[["bullishness", "agreement", "disagreement"]].iloc[1].isna().all()


@pytest.mark.parametrize(
    ("measure", "value"),
    [("negative_authors", 2.0), ("bullishness", -math.log(1 / 4)), ("disagreement", 0.0)],
)
def test_a_study_may_measure_authors_bullishness_or_disagreement(measure: str, value: float) -> None:
    """Past days measure 0, 1 and 0 (bullishness: their logarithms), then the storm of three posts by two."""
    past = [("2024-07-01 12:00", 0.5, 1), ("2024-07-02 12:00", -0.5, 1), ("2024-07-02 13:00", 0.5, 2)]
    past += [("2024-07-03 12:00", 0.5, 3)]
    storm = [("2024-07-05 12:00", -0.5, author) for author in (1, 2, 2)]
    chatter = Chatter(measure=measure, history=3, min_history=3)  # type: ignore[arg-type]
    found = daily_chatter(authored([*past, *storm]), {"A": XNYS}, chatter)["negativity"].to_numpy()
    before = {
        "negative_authors": [0.0, 1.0, 0.0],
        "bullishness": [-math.log(2), 0.0, -math.log(2)],
        "disagreement": [0.0, 0.5, 0.0],
    }[measure]
    want = (value - np.mean(before)) / np.std(before, ddof=1)
    np.testing.assert_allclose(found, [np.nan, np.nan, np.nan, want], rtol=1e-12)


@pytest.mark.parametrize(
    ("below", "scores", "n_negative"),
    [
        (-0.05, [-0.05, -0.0499, -0.0501], 2),
        (0.0, [0.0, 0.0001, -0.0001], 2),
        (-1.0, [-1.0, -0.9999], 1),
        (-0.29, [-0.29, -0.2899], 1),
        (-0.57, [-0.57, -0.5699], 1),
    ],
)
def test_a_post_at_the_threshold_is_negative(below: float, scores: list[float], n_negative: int) -> None:
    rows: list[tuple[str, str, float | None]] = [("A", "2024-07-01 12:00", score) for score in scores]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter(negative_below=below))
    assert found["n_negative"].tolist() == [n_negative]


def test_a_session_where_nothing_could_be_scored_is_missing_and_not_zero() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-07-01 12:00", None),
        ("A", "2024-07-02 12:00", None),
        ("A", "2024-07-02 12:00", 0.3),
    ]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter())
    assert [str(session.date()) for _, session in found.index] == ["2024-07-02"]
    assert found[["n_posts", "mean_score"]].to_numpy().tolist() == [[1, 0.3]]


def test_sessions_with_too_few_posts_are_no_past_to_standardise_on() -> None:
    """Shares 1, 1/2 and 0 on days of two posts; the day of one post between them does not count."""
    days = {"01": [-1.0, -1.0], "02": [-1.0], "03": [-1.0, 1.0], "05": [1.0, 1.0]}
    rows: list[tuple[str, str, float | None]] = [
        ("A", f"2024-07-{day} 12:00", score) for day, scores in days.items() for score in scores
    ]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter(min_posts=2, history=2, min_history=2))
    np.testing.assert_allclose(found["negativity"], [np.nan, np.nan, np.nan, (0 - 0.75) / 0.125**0.5])


def test_companies_come_in_the_order_of_the_study_and_on_their_own_exchange() -> None:
    xetr = trading_sessions("XETR", dt.date(2024, 7, 1), dt.date(2024, 7, 10))
    rows: list[tuple[str, str, float | None]] = [
        (company, "2024-07-01 18:00", -1.0) for company in ("A", "B", "UNKNOWN")
    ]
    own = {"B": xetr, "A": XNYS}
    found = daily_chatter(posts(rows, own), own, Chatter())
    assert [(c, str(s.date())) for c, s in found.index] == [("B", "2024-07-02"), ("A", "2024-07-01")]


def test_posts_before_and_after_all_sessions_are_in_none() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", at, -1.0)
        for at in ("2024-06-28 19:59", "2024-06-28 20:00", "2024-07-10 19:59", "2024-07-10 20:00")
    ]
    found = daily_chatter(posts(rows), {"A": XNYS}, Chatter())
    assert [(str(s.date()), n) for (_, s), n in found["n_posts"].items()] == [
        ("2024-07-01", 1),
        ("2024-07-10", 1),
    ]


def test_standardising_by_hand() -> None:
    values = np.array([1.0, 2.0, 3.0, 10.0, 4.0])
    found = standardised_on_past(values, history=3, min_history=2)
    expected = [np.nan, np.nan, (3 - 1.5) / np.std([1, 2], ddof=1), 8.0, (4 - 5) / np.std([2, 3, 10], ddof=1)]
    np.testing.assert_allclose(found, expected, rtol=1e-14)


def test_a_past_that_does_not_vary_measures_nothing() -> None:
    assert np.isnan(standardised_on_past(np.array([0.1] * 30 + [0.9]), history=20, min_history=5)[:31]).all()


def test_a_past_that_varies_only_by_rounding_measures_nothing() -> None:
    values = np.array([0.1 + 0.2, 0.3, 0.1 + 0.2, 0.3, 0.9])
    assert np.isnan(standardised_on_past(values, history=4, min_history=2)).all()


def test_the_history_is_as_long_as_the_study_says_and_no_longer() -> None:
    values = np.array([1e6, 1.0, 2.0, 3.0, 2.0])
    np.testing.assert_allclose(standardised_on_past(values, history=3, min_history=3)[-1], 0.0, atol=1e-15)


finite = st.floats(-1e3, 1e3, allow_nan=False)


@given(st.lists(finite, min_size=4, max_size=30), st.data())
def test_the_future_changes_nothing(values: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(1, len(values) - 1))
    later = [*values[:at], *data.draw(st.lists(finite, min_size=len(values) - at, max_size=len(values) - at))]
    first, second = (
        standardised_on_past(np.array(series), history=5, min_history=2) for series in (values, later)
    )
    np.testing.assert_array_equal(first[:at], second[:at])


def test_a_later_post_changes_no_earlier_session() -> None:
    days = pd.date_range("2024-01-02", "2024-06-28", freq="D")
    rng = np.random.default_rng(5)
    rows: list[tuple[str, str, float | None]] = [
        ("A", f"{day.date()} 15:00", round(float(rng.uniform(-1, 1)), 4)) for day in days for _ in range(3)
    ]
    sessions = trading_sessions("XNYS", dt.date(2024, 1, 2), dt.date(2024, 6, 28))
    own = {"A": sessions}
    before = daily_chatter(posts(rows, own), own, Chatter())
    after = daily_chatter(posts([*rows, ("A", "2024-05-20 20:00", -1.0)], own), own, Chatter())
    cut = pd.Timestamp("2024-05-20")
    early = before.index.get_level_values("session") <= cut
    pd.testing.assert_frame_equal(before[early], after[after.index.get_level_values("session") <= cut])
    assert not before.equals(after)


def test_without_posts_there_are_no_days() -> None:
    assert daily_chatter(posts([]), {"A": XNYS, "B": XNYS}, Chatter()).empty


def test_attention_is_the_log_of_posts_on_its_own_past() -> None:
    """Silence before the first post is no past, silence after it is; two sessions of past are needed."""
    posts = np.array([0, 0, 3, 0, 7, 1])
    logs = np.log([4.0, 1.0, 8.0, 2.0])
    expected = [
        *[math.nan] * 4,
        (logs[2] - logs[:2].mean()) / logs[:2].std(ddof=1),
        (logs[3] - logs[1:3].mean()) / logs[1:3].std(ddof=1),
    ]
    found = abnormal_attention(posts, history=2, min_history=2)
    np.testing.assert_allclose(found, expected, rtol=1e-12)


def test_attention_as_always_is_nothing_unusual() -> None:
    found = abnormal_attention(np.array([1, 1, 1, 1, 5]), history=3, min_history=2)
    np.testing.assert_array_equal(found, [math.nan, math.nan, 0.0, 0.0, math.nan])
    assert np.isnan(abnormal_attention(np.zeros(9, dtype=np.int64), history=3, min_history=2)).all()


@given(st.lists(st.integers(0, 9), min_size=12, max_size=40), st.integers(0, 9), st.integers(0, 11))
def test_attention_looks_at_nothing_later(posts: list[int], later: int, at: int) -> None:
    changed = np.array([*posts[:at], *[later] * (len(posts) - at)])
    one, other = (
        abnormal_attention(np.array(values), history=6, min_history=3) for values in (posts, changed)
    )
    np.testing.assert_array_equal(one[:at], other[:at])


def test_a_score_of_zero_is_never_positive() -> None:
    """With ``negative_below = 0`` neutral posts count as negative, and only scores above 0 as positive."""
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-07-01 12:00", score) for score in (0.0, 0.0001, -0.0001, 0.0, 0.7)
    ]
    day = daily_chatter(posts(rows), {"A": XNYS}, Chatter(negative_below=0.0)).iloc[0]
    assert (day["n_posts"], day["n_negative"], day["n_positive"]) == (5, 3, 2)


def test_the_edges_of_negative_and_positive_belong_to_them() -> None:
    rows: list[tuple[str, str, float | None]] = [
        ("A", "2024-07-01 12:00", score) for score in (-0.2, -0.1999, 0.1999, 0.2, 0.2001)
    ]
    day = daily_chatter(posts(rows), {"A": XNYS}, Chatter(negative_below=-0.2)).iloc[0]
    assert (day["n_negative"], day["n_positive"]) == (1, 2)


@pytest.mark.parametrize("at", [2, 3])
def test_negativity_starts_with_the_fewest_past_sessions(at: int) -> None:
    found = standardised_on_past(np.array([1.0, 2.0, 4.0, 8.0]), history=3, min_history=at)
    assert np.isnan(found).tolist() == [place < at for place in range(4)]


def test_negativity_forgets_what_is_older_than_its_history() -> None:
    """Standardised on 4 and 8 alone: mean 6, sample standard deviation sqrt(8)."""
    found = standardised_on_past(np.array([-100.0, 4.0, 8.0, 9.0]), history=2, min_history=2)
    assert found[3] == pytest.approx((9 - 6) / math.sqrt(8))


def test_the_author_of_a_post_at_the_threshold_is_a_negative_author() -> None:
    rows = [("2024-07-01 12:00", -0.05, 1), ("2024-07-01 13:00", -0.0499, 2)]
    assert daily_chatter(authored(rows), {"A": XNYS}, Chatter())["negative_authors"].tolist() == [1]


def test_agreement_needs_as_many_posts_as_a_measure_does() -> None:
    rows = [("2024-07-01 12:00", -0.5, 1), ("2024-07-02 12:00", -0.5, 1), ("2024-07-02 13:00", -0.5, 1)]
    found = daily_chatter(authored(rows), {"A": XNYS}, Chatter(min_posts=2))["agreement"]
    np.testing.assert_array_equal(found, [np.nan, 1.0])


def test_each_company_is_standardised_on_its_own_past() -> None:
    """A says 0, -1, 0 and then -1, B the opposite: neither is measured on what was said of the other."""
    days = ("2024-07-01", "2024-07-02", "2024-07-03", "2024-07-05")
    rows: list[tuple[str, str, float | None]] = [
        (company, f"{day} 12:00", score)
        for company, scores in (("A", (0.5, -0.5, 0.5, -0.5)), ("B", (-0.5, 0.5, -0.5, 0.5)))
        for day, score in zip(days, scores, strict=True)
    ]
    found = daily_chatter(posts(rows), SESSIONS, Chatter(history=3, min_history=2))["negativity"]
    third = -0.5 / math.sqrt(0.5)  # 0 on the past 0 and 1
    fourth = (1 - 1 / 3) / math.sqrt(1 / 3)  # 1 on the past 0, 1 and 0
    np.testing.assert_allclose(found["A"], [np.nan, np.nan, third, fourth], rtol=1e-12)
    np.testing.assert_allclose(found["B"], [np.nan, np.nan, -third, -fourth], rtol=1e-12)


def test_a_past_that_varies_by_a_thousandth_of_its_level_is_standardised_on() -> None:
    found = standardised_on_past(np.array([1.0, 1.001, 1.002]), history=2, min_history=2)
    np.testing.assert_allclose(found[-1], 0.0015 / np.std([1.0, 1.001], ddof=1), rtol=1e-9)


@pytest.mark.parametrize("posts", [[8, 4, 1], [1, 4, 8]])
def test_attention_that_rises_or_falls_all_the_way_is_unusual(posts: list[int]) -> None:
    logs = np.log1p(posts)
    found = abnormal_attention(np.array(posts), history=2, min_history=2)
    assert found[-1] == pytest.approx((logs[2] - logs[:2].mean()) / logs[:2].std(ddof=1), rel=1e-12)


@pytest.mark.parametrize("last", [1, 7])
def test_the_lowest_and_the_highest_attention_of_a_varying_past_are_unusual(last: int) -> None:
    past = np.log([2.0, 8.0])
    found = abnormal_attention(np.array([1, 7, last]), history=2, min_history=2)
    assert found[-1] == pytest.approx((math.log(last + 1) - past.mean()) / past.std(ddof=1), rel=1e-12)
