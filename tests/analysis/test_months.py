"""The table of months. Expected values: by hand, and properties that every table of months has."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.analysis.months import LEAST, MOST, months
from naysay.study.frames import MONTHS
from naysay.study.reasons import joined_reasons

SESSIONS = pd.DatetimeIndex(
    [f"{y}-{m:02d}-{d:02d}" for y in (2023, 2024) for m in range(1, 13) for d in (9, 20)]
)
"""Two sessions a month over two years."""


def panel(posts: dict[str, list[int]], negative: dict[str, list[int]] | None = None) -> pd.DataFrame:
    """Counts of each company from the first session on; log returns of 1 % a session, 2 % of the market."""
    parts = [
        pd.DataFrame(
            {
                "n_posts": counts,
                "n_negative": (negative or {}).get(name, [0] * len(counts)),
                "ret": math.log(1.01),
                "market_ret": math.log(1.02),
            },
            index=pd.MultiIndex.from_product([[name], SESSIONS[: len(counts)]], names=["company", "session"]),
        )
        for name, counts in posts.items()
    ]
    return pd.concat(parts)


def table_of(daily: pd.DataFrame, sessions: pd.DatetimeIndex = SESSIONS) -> pd.DataFrame:
    return months(daily, dict.fromkeys(daily.index.unique("company"), sessions))


def test_posts_are_added_up_and_returns_compounded() -> None:
    table = table_of(panel({"A": [3, 4, 0, 0]}, {"A": [1, 3, 0, 0]}))
    assert list(table["month"]) == ["2023-01", "2023-02"]
    first = table.iloc[0]
    assert (first["sessions"], first["n_posts"], first["n_negative"]) == (2, 7, 4)
    assert first["last_session"] == pd.Timestamp("2023-01-20")
    assert first["negative_share"] == pytest.approx(4 / 7)
    assert first["ret"] == pytest.approx(1.01**2 - 1)
    assert first["market"] == pytest.approx(1.02**2 - 1)


def test_a_month_without_posts_has_no_share() -> None:
    table = table_of(panel({"A": [3, 4, 0, 0]}))
    assert table["n_posts"].iloc[1] == 0
    assert np.isnan(table["negative_share"].iloc[1])


@pytest.mark.parametrize(("column", "other"), [("ret", "market"), ("market_ret", "ret")])
def test_a_month_with_a_missing_return_has_none(column: str, other: str) -> None:
    daily = panel({"A": [1] * 4})
    daily.iloc[1, list(daily.columns).index(column)] = np.nan
    table = table_of(daily)
    own = "market" if column == "market_ret" else column
    assert table[own].isna().tolist() == [True, False]
    assert table[other].notna().all()


def test_a_month_that_lacks_a_session_of_the_exchange_is_not_complete() -> None:
    assert table_of(panel({"A": [1] * 3}))["complete"].tolist() == [True, False]


def test_the_usual_range_is_that_of_the_complete_months_before() -> None:
    posts = [n for month in (4, 6, 2, 8, 5, 7, 30) for n in (month, month)]
    negative = [n for month in (1, 3, 1, 2, 1, 1, 30) for n in (month, month)]
    row = table_of(panel({"A": posts}, {"A": negative})).iloc[6]
    assert row["n_months"] == LEAST == 6
    assert (row["usual_posts_low"], row["usual_posts_high"]) == (2, 8)
    assert (row["usual_share_low"], row["usual_share_high"]) == (pytest.approx(1 / 7), 0.5)
    assert row["reason"] == row["reason_values"] == ""


def test_fewer_months_give_no_range_but_a_reason() -> None:
    row = table_of(panel({"A": [5] * 12})).iloc[5]
    assert joined_reasons(row.to_frame().T).iloc[0] == "few_months least=6"
    assert row[["usual_posts_low", "usual_posts_high", "usual_share_low", "usual_share_high"]].isna().all()


def test_months_without_posts_count_for_the_posts_and_not_for_the_share() -> None:
    row = table_of(panel({"A": [0, 0, *[5] * 12]})).iloc[6]
    assert (row["usual_posts_low"], row["usual_posts_high"]) == (0, 5)
    assert np.isnan(row["usual_share_low"])
    assert joined_reasons(row.to_frame().T).iloc[0] == "few_months_with_posts least=6"


def test_no_more_than_twelve_months_are_looked_back() -> None:
    table = table_of(panel({"A": [99, 99, *[5] * 28]}))
    assert table["usual_posts_high"].iloc[12:15].tolist() == [99, 5, 5]
    assert table["n_months"].max() == MOST == 12


def test_an_incomplete_first_month_is_in_no_range() -> None:
    daily = panel({"A": [9, *[5] * 13]}).iloc[1:]
    row = table_of(daily).iloc[6]
    assert row["n_months"] == 5


def test_a_panel_without_sessions_has_no_months() -> None:
    table = months(panel({"A": [1]}).iloc[:0], {})
    assert table.empty
    assert list(table.columns) == list(MONTHS.columns)


COUNTS = st.lists(st.integers(0, 50), min_size=16, max_size=40)


@settings(max_examples=20, deadline=None)
@given(first=COUNTS, second=COUNTS)
def test_the_order_of_companies_changes_no_row(first: list[int], second: list[int]) -> None:
    one = table_of(panel({"A": first, "B": second}))
    two = table_of(panel({"B": second, "A": first}))
    order = ["company", "month"]
    pd.testing.assert_frame_equal(
        one.sort_values(order, ignore_index=True), two.sort_values(order, ignore_index=True)
    )


@settings(max_examples=20, deadline=None)
@given(counts=COUNTS, cut=st.integers(2, 15), later=st.integers(1, 99))
def test_later_posts_change_no_earlier_month(counts: list[int], cut: int, later: int) -> None:
    changed = [n if place < cut else n + later for place, n in enumerate(counts)]
    before = cut // 2
    one, two = table_of(panel({"A": counts})), table_of(panel({"A": changed}))
    pd.testing.assert_frame_equal(one.iloc[:before], two.iloc[:before])


@settings(max_examples=20, deadline=None)
@given(counts=COUNTS)
def test_a_usual_range_never_holds_the_month_itself(counts: list[int]) -> None:
    one = table_of(panel({"A": counts}))
    two = table_of(panel({"A": [*counts[:-1], counts[-1] + 1_000]}))
    ranges = ["usual_posts_low", "usual_posts_high", "n_months"]
    pd.testing.assert_frame_equal(one[ranges], two[ranges])
