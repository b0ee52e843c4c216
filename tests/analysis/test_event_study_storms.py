"""Finding storms of negative posts. Expected values are worked by hand on counts with storms put in."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.analysis.event_study import find_spikes, find_storms, surprise
from naysay.analysis.event_study.storms import COLUMNS
from naysay.study.errors import InputError

SESSIONS = pd.bdate_range("2022-01-03", periods=200)
NAN = float("nan")


def counts(**companies: dict[int, float]) -> pd.DataFrame:
    """Two, one, three, two ... negative posts, other numbers where they are put."""
    usual = np.tile([2.0, 1.0, 3.0, 2.0], 50)
    laid = {}
    for name, put in companies.items():
        values = usual.copy()
        values[list(put)] = list(put.values())
        laid[name] = values
    return pd.DataFrame(laid, SESSIONS)


def found(negative: pd.DataFrame, authors: pd.DataFrame | None = None, **bounds: Any) -> pd.DataFrame:
    return find_storms(negative, negative + 5, authors, **bounds)


def spans(storms: pd.DataFrame, company: str = "A") -> list[tuple[int, int, int]]:
    """First and last place and duration of each storm."""
    own = storms[storms["company"] == company]
    first, last = (SESSIONS.get_indexer(own[name]) for name in ("session", "last_session"))
    return [(int(a), int(b), int(n)) for a, b, n in zip(first, last, own["duration"], strict=True)]


def test_a_further_stormy_session_within_the_gap_lengthens_a_storm() -> None:
    # 109 lies 9 sessions after 100, 119 lies 10 after 109.
    assert spans(found(counts(A={100: 40, 109: 60, 119: 90}))) == [(100, 109, 10), (119, 119, 1)]


def test_an_affair_of_three_weeks_is_one_storm_and_two_three_weeks_apart_are_two() -> None:
    assert spans(found(counts(A={100: 40, 104: 80, 108: 90, 115: 95}))) == [(100, 115, 16)]
    assert spans(found(counts(A={100: 40, 115: 80}))) == [(100, 100, 1), (115, 115, 1)]


def test_the_row_of_a_storm() -> None:
    negative = counts(A={100: 20, 103: 60}, B={90: 15})
    authors = negative * 0 + 7.0
    storms = found(negative, authors)
    assert tuple(storms.columns) == COLUMNS
    assert storms["event_id"].tolist() == ["B-2022-05-09", "A-2022-05-23"]
    judged = surprise(negative)
    row = storms.iloc[1]
    assert row["trigger"] == "surprise"
    assert (row["session"], row["last_session"], row["peak_session"]) == (
        SESSIONS[100],
        SESSIONS[103],
        SESSIONS[103],
    )
    assert (row["n_posts"], row["n_negative"], row["negative_authors"], row["duration"]) == (25, 20, 7.0, 4)
    assert row["surprise"] == judged.surprise.loc[SESSIONS[100], "A"]
    assert row["expected"] == judged.expected.loc[SESSIONS[100], "A"] == pytest.approx(2.0, abs=0.2)
    assert (row["peak_negative"], row["peak_authors"]) == (60, 7.0)
    assert row["peak_surprise"] == judged.surprise.loc[SESSIONS[103], "A"]
    assert row["peak_expected"] == judged.expected.loc[SESSIONS[103], "A"]


def test_ranks_order_the_storms_of_all_companies_by_their_most_surprising_session() -> None:
    storms = found(counts(A={100: 20, 150: 8}, B={90: 12}, C={60: 9, 64: 90}))
    named = dict(zip(storms["event_id"], storms["rank"], strict=True))
    assert named == {"C-2022-03-28": 1, "A-2022-05-23": 2, "B-2022-05-09": 3, "A-2022-08-01": 4}


@pytest.mark.parametrize(
    ("posts", "authors", "storms"),
    [(9, 3, 1), (9, 2, 0), (9, 0, 1), (9, NAN, 1), (2, 3, 0)],
)
def test_posts_and_known_authors_must_be_enough(posts: float, authors: float, storms: int) -> None:
    negative = counts(A={100: posts}) * 0.0
    negative.iloc[100] = posts
    known = negative * 0.0
    known.iloc[100] = authors
    assert len(found(negative, known)) == storms


def test_without_authors_their_rule_is_skipped() -> None:
    assert len(found(counts(A={100: 30}), None, min_authors=50)) == 1


def test_the_gap_runs_over_sessions_on_which_the_exchange_was_open() -> None:
    negative = counts(A={100: 40, 112: 60}, B={})
    negative.iloc[101:105, 0] = NAN
    # Twelve sessions later, four of them closed: eight of the company's own.
    assert spans(found(negative)) == [(100, 112, 9)]


def test_a_bound_is_a_surprise() -> None:
    negative = counts(A={100: 9, 150: 40})
    told = surprise(negative).surprise["A"]
    assert [at for at, _, _ in spans(found(negative, threshold=float(told.iloc[100])))] == [100, 150]
    assert [at for at, _, _ in spans(found(negative, threshold=float(told.iloc[100]) + 1e-9))] == [150]


def test_with_surge_the_posts_must_have_risen_too() -> None:
    negative = counts(A={100: 40})
    assert len(find_storms(negative, negative * 0 + 60, surge=2.0)) == 0
    assert len(find_storms(negative, negative + 5, surge=2.0)) == 1


def test_quiet_short_and_empty_pasts_have_no_storm_and_the_same_columns() -> None:
    full = found(counts(A={100: 40}))
    for none in (counts(A={}), counts(A={30: 90}).iloc[:40], counts(A={}).iloc[:0], counts(A={}) * 0.0):
        storms = found(none)
        assert len(storms) == 0
        assert list(storms.columns) == list(full.columns)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), gap=st.integers(1, 15))
def test_storms_are_those_of_a_plain_loop(seed: int, gap: int) -> None:
    rng = np.random.default_rng(seed)
    values = rng.poisson(2.0, (200, 3)) + rng.poisson(12, (200, 3)) * (rng.random((200, 3)) < 0.08)
    negative = pd.DataFrame(values.astype(float), SESSIONS, ["A", "B", "C"])
    storms, told = found(negative, min_gap=gap), surprise(negative).surprise
    for name in negative:
        expected: list[list[int]] = []
        for place, size in enumerate(told[name]):
            if size >= 2.0 and negative[name].iloc[place] >= 3:
                if expected and place - expected[-1][1] < gap:
                    expected[-1][1] = place
                else:
                    expected.append([place, place])
        assert spans(storms, str(name)) == [(a, b, b - a + 1) for a, b in expected]
    assert sorted(storms["rank"]) == list(range(1, len(storms) + 1))


@pytest.mark.parametrize(("times", "share"), [(3, 0.25), (5, 0.6), (10, 0.85)])
def test_planted_storms_are_found(times: float, share: float) -> None:
    # Negative binomial, mean 5, spread .25; the benchmark finds 37, 71 and 93 per cent of 300.
    rng = np.random.default_rng(37)
    level = np.full((200, 300), 5.0)
    level[150] *= times
    negative = pd.DataFrame(rng.poisson(level * rng.gamma(4, 0.25, level.shape)).astype(float), SESSIONS)
    storms = found(negative)
    seen = (storms["session"] <= SESSIONS[150]) & (storms["last_session"] >= SESSIONS[150])
    assert seen.sum() / 300 >= share


def test_a_quiet_day_with_a_high_share_is_a_spike_and_no_storm() -> None:
    negative, posts = counts(A={}), counts(A={}) * 0 + 12
    posts.iloc[100] = 3.0  # three of three, where two of twelve are usual
    negative.iloc[100] = 3.0
    share = negative / posts
    negativity = (share - share.rolling(60).mean().shift(1)) / share.rolling(60).std().shift(1)
    assert len(find_spikes(negativity, posts, min_posts=3)) == 1
    assert len(find_storms(negative, posts)) == 0


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"n_posts": counts(A={}) - 1}, "n_posts"),
        ({"n_posts": counts(A={}).mask(counts(A={}) > 2)}, "n_posts"),
        ({"n_posts": counts(B={})}, "n_posts"),
        ({"negative_authors": counts(A={}).iloc[1:]}, "negative_authors"),
        ({"n_negative": counts(A={4: 1.5})}, "n_negative"),
        ({"threshold": 0.0}, "threshold"),
        ({"threshold": NAN}, "threshold"),
        ({"min_posts": 0}, "min_posts"),
        ({"min_authors": 0}, "min_authors"),
        ({"min_gap": 0}, "min_gap"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(change: dict[str, Any], field: str) -> None:
    usual = {"n_negative": counts(A={}), "n_posts": counts(A={}) + 5, "negative_authors": counts(A={})}
    with pytest.raises(InputError) as error:
        find_storms(**{**usual, **change})
    assert error.value.fault.field == field


def test_a_surge_is_measured_on_the_median_of_120_sessions() -> None:
    """Fifty posts on eighty sessions, then five on twenty: 60 are twice as many as five, and not as fifty."""
    negative = counts(A={100: 40})
    posts = pd.DataFrame(np.where(np.arange(200) < 80, 50.0, 5.0)[:, None], SESSIONS, ["A"])
    posts.iloc[100] = 60.0
    assert len(find_storms(negative, posts, surge=2.0)) == 0
    assert len(find_storms(negative, posts, surge=1.2)) == 1


@pytest.mark.parametrize(("place", "storms"), [(19, 0), (20, 1)])
def test_a_surge_needs_twenty_sessions_before_it(place: int, storms: int) -> None:
    assert len(found(counts(A={place: 40}), surge=1.0, min_history=10)) == storms


@pytest.mark.parametrize(("place", "storms"), [(39, 0), (40, 1)])
def test_a_storm_needs_forty_sessions_before_it(place: int, storms: int) -> None:
    assert len(found(counts(A={place: 40}))) == storms


def test_a_few_posts_about_a_quiet_company_rank_before_many_about_a_loud_one() -> None:
    """Rank goes by surprise: 60 are unheard of for A, and 500 a loud day for B, whose usual day has 400."""
    negative = counts(A={100: 60}, B={})
    negative["B"] = np.tile([400.0, 250.0, 550.0, 300.0], 50)
    negative.iloc[150, 1] = 1_500.0
    storms = found(negative).set_index("company")
    assert storms.loc["B", "peak_negative"] > storms.loc["A", "peak_negative"]
    assert storms["rank"].to_dict() == {"A": 1, "B": 2}


def test_storms_beyond_the_largest_surprise_that_is_told_rank_by_their_posts() -> None:
    storms = found(counts(A={100: 20_000}, B={100: 40_000})).set_index("company")
    assert storms["peak_surprise"].tolist() == [300.0, 300.0]
    assert storms["rank"].to_dict() == {"A": 2, "B": 1}


def test_of_two_peaks_of_equal_size_the_first_is_the_peak_with_its_own_authors() -> None:
    negative = counts(A={100: 30, 102: 20_000, 104: 40_000, 106: 30})
    authors = negative * 0 + np.arange(200.0)[:, None]
    storm = found(negative, authors).iloc[0]
    assert storm["peak_surprise"] == 300.0
    assert (storm["peak_session"], storm["peak_negative"]) == (SESSIONS[102], 20_000)
    assert (storm["negative_authors"], storm["peak_authors"]) == (100.0, 102.0)
    assert (storm["session"], storm["last_session"]) == (SESSIONS[100], SESSIONS[106])


@pytest.mark.parametrize(("n", "storms"), [(14, 0), (15, 1), (16, 1)])
def test_a_storm_has_the_fewest_negative_posts_or_more(n: int, storms: int) -> None:
    """Of the usual one to three, fourteen posts surprise as well; fifteen are asked for."""
    assert len(found(counts(A={80: float(n)}), min_posts=15)) == storms
