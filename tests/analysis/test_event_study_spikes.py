"""Finding events in chatter. Expected values are worked by hand, or come from a plain loop over sessions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.analysis.event_study import find_spikes
from naysay.study.errors import InputError

SESSIONS = pd.bdate_range("2024-01-01", periods=30)
NAN = float("nan")


def frames(**companies: dict[int, float]) -> tuple[pd.DataFrame, pd.DataFrame]:
    laid = {name: [values.get(place, 0.0) for place in range(30)] for name, values in companies.items()}
    negativity = pd.DataFrame(laid, SESSIONS, list(companies), dtype=float)
    return negativity, pd.DataFrame(8, SESSIONS, list(companies))


def places(found: pd.DataFrame, company: str) -> list[int]:
    sessions = pd.DatetimeIndex(found.loc[found["company"] == company, "session"])
    return [int(place) for place in SESSIONS.get_indexer(sessions)]


def test_the_first_of_a_cluster_counts_and_the_gap_runs_from_the_last_kept() -> None:
    # 11 lies 9 sessions after the one kept at 2 and is left out; 12 lies 10 after it and is kept, although
    # the left-out 11 is just before; 21 lies 9 after 12.
    found = find_spikes(*frames(A={2: 3.0, 4: 9.0, 11: 2.5, 12: 2.0, 21: 4.0}))
    assert places(found, "A") == [2, 12]


def test_the_row_of_a_spike() -> None:
    found = find_spikes(*frames(A={3: 2.5}, B={1: 4.0}))
    expected = pd.DataFrame(
        {
            "event_id": ["B-2024-01-02", "A-2024-01-04"],
            "company": ["B", "A"],
            "session": SESSIONS[[1, 3]],
            "trigger": "negativity",
            "negativity": [4.0, 2.5],
            "n_posts": [8, 8],
        }
    )
    pd.testing.assert_frame_equal(found, expected)


def test_a_gap_of_one_company_does_not_silence_another() -> None:
    found = find_spikes(*frames(A={5: 3.0}, B={6: 3.0}))
    assert (places(found, "A"), places(found, "B")) == ([5], [6])


@pytest.mark.parametrize(
    ("value", "posts", "count"), [(2.0, 5, 1), (1.99, 5, 0), (2.0, 4, 0), (NAN, 5, 0), (3.0, NAN, 1)]
)
def test_threshold_and_posts_where_they_are_known_are_both_needed(
    value: float, posts: float, count: int
) -> None:
    negativity, n_posts = frames(A={7: value})
    assert len(find_spikes(negativity, n_posts * 0 + posts)) == count


def test_no_spike_gives_the_same_columns() -> None:
    full, empty = find_spikes(*frames(A={3: 2.5})), find_spikes(*frames(A={}))
    assert len(empty) == 0
    assert list(empty.dtypes.index) == list(full.columns)


@settings(max_examples=30, deadline=None)
@given(seed=st.integers(0, 10_000), gap=st.integers(1, 15))
def test_kept_spikes_are_those_of_a_plain_loop(seed: int, gap: int) -> None:
    values = np.random.default_rng(seed).normal(1, 1, (30, 3))
    negativity = pd.DataFrame(values, SESSIONS, ["A", "B", "C"])
    found = find_spikes(negativity, negativity * 0 + 6, min_gap=gap)
    for name in negativity:
        kept: list[int] = []
        for place, value in enumerate(negativity[name]):
            if value >= 2.0 and all(place - earlier >= gap for earlier in kept):
                kept.append(place)
        assert places(found, str(name)) == kept
    assert found["event_id"].is_unique


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"n_posts": pd.DataFrame(1, SESSIONS, ["B"])}, "n_posts"),
        ({"n_posts": pd.DataFrame(1, SESSIONS[1:], ["A"])}, "n_posts"),
        ({"threshold": NAN}, "threshold"),
        ({"min_gap": 0}, "min_gap"),
    ],
)
def test_arguments_that_cannot_be_used_are_refused(change: dict[str, Any], field: str) -> None:
    negativity, n_posts = frames(A={3: 2.5})
    with pytest.raises(InputError) as error:
        find_spikes(**{"negativity": negativity, "n_posts": n_posts, **change})
    assert error.value.fault.field == field


def test_sessions_out_of_order_are_refused() -> None:
    negativity, n_posts = frames(A={3: 2.5})
    with pytest.raises(InputError, match="not in order of time"):
        find_spikes(negativity.iloc[::-1], n_posts.iloc[::-1])
