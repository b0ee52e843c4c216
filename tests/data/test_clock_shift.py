"""Daily chatter of posts taken earlier or later.

Expected values: the daily chatter of posts whose instants were moved beforehand, counted from the start; a
few posts around closes by hand.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from naysay.data.clock_shift import HOUR, shifted_chatter
from naysay.data.daily import abnormal_attention, daily_chatter
from naysay.data.scored import UNSCORED, ScoredPosts
from naysay.data.sessions import Sessions, session_positions, trading_sessions
from naysay.study.panel import ShiftedChatter
from naysay.study.spec import Chatter

START, END = dt.date(2024, 6, 3), dt.date(2024, 8, 30)
OWN = {
    "A": trading_sessions("XNYS", START, END),
    "B": trading_sessions("XETR", START, END, cutoff_minutes=45),
    "SILENT": trading_sessions("XNYS", START, END),
}
MEASURES = ("negative_share", "mean_score", "n_negative", "negative_authors", "bullishness", "disagreement")


def drawn(n: int = 3000) -> ScoredPosts:
    """Posts at random instants of the study, some without a score, some of an unknown company."""
    rng = np.random.default_rng(1)
    first, last = (pd.Timestamp(day, tz="UTC").value for day in (START, END))
    score = rng.integers(-10_000, 10_000, n).astype(np.int16)
    score[rng.random(n) < 0.02] = UNSCORED
    return placed(
        OWN, rng.choice(np.array(["A", "B", "ELSE"], dtype=object), n), rng.integers(first, last, n), score
    )


def placed(
    sessions: dict[str, Sessions],
    company: np.ndarray,
    posted_at: np.ndarray,
    score: np.ndarray,
) -> ScoredPosts:
    return ScoredPosts.placed(
        sessions,
        company=company,
        posted_at=posted_at,
        score=score,
        author=np.arange(len(company)) % 50,
        said=np.zeros(len(company), dtype=np.int64),
        forum=np.full(len(company), "", dtype=object),
    )


def moved(posts: ScoredPosts, hours: int) -> ScoredPosts:
    at = posts.posted_at + hours * HOUR
    return replace(posts, posted_at=at, session=session_positions(posts.company, at, OWN))


@pytest.mark.parametrize("measure", MEASURES)
def test_each_shift_is_the_daily_chatter_of_posts_moved_beforehand(measure: str) -> None:
    chatter = Chatter.model_validate({"measure": measure, "min_history": 5, "min_posts": 3})
    posts = drawn()
    for shift in shifted_chatter(posts, OWN, chatter, range(-6, 7)):
        again = daily_chatter(moved(posts, shift.hours), OWN, chatter)
        expected = again["negativity"].unstack("company")  # noqa: PD010  each pair stands once
        expected = expected.reindex(index=shift.negativity.index, columns=list(OWN))
        assert expected.notna().to_numpy().sum() > 50
        np.testing.assert_array_equal(shift.negativity.to_numpy(), expected.to_numpy())
        assert list(shift.negativity.columns) == ["A", "B", "SILENT"]


def test_attention_counts_the_posts_of_the_shifted_sessions() -> None:
    chatter, posts = Chatter(min_history=5), drawn()
    (shift,) = shifted_chatter(posts, OWN, chatter, [3])
    n_posts = daily_chatter(moved(posts, 3), OWN, chatter)["n_posts"]
    for company, own in OWN.items():
        counts = n_posts[n_posts.index.get_level_values(0) == company].droplevel(0)
        expected = abnormal_attention(
            counts.reindex(own.index, fill_value=0).to_numpy(), history=120, min_history=5
        )
        np.testing.assert_array_equal(shift.attention.loc[own.index, company].to_numpy(), expected)
        closed = shift.attention.index.difference(own.index)
        assert shift.attention.loc[closed, company].isna().all()


@pytest.mark.parametrize(
    ("hours", "share"),
    [(0, 0.0), (1, 0.25), (2, 0.5), (4, 0.75), (-1, 0.25), (-6, 0.25)],
)
def test_the_share_of_posts_on_another_session_by_hand(hours: int, share: float) -> None:
    """The exchange closes at 20:00 UTC; an instant that reaches the close counts for the next session."""
    instants = ["2024-07-09 19:00", "2024-07-09 18:30", "2024-07-09 16:00", "2024-07-09 20:30"]
    assert by_hand(instants, [hours])[0].moved == share


def test_posts_at_midnight_are_not_moved_by_some_hours() -> None:
    """Of New York's date: the next close is 20 hours away, the last one four."""
    shifts = by_hand([f"2024-07-{day:02d} 00:00" for day in (9, 10, 11)], range(-3, 7))
    assert {shift.moved for shift in shifts} == {0.0}


def test_posts_that_leave_the_study_count_nowhere() -> None:
    (shift,) = by_hand(["2024-08-30 19:00"], [4])
    assert shift.moved == 1.0
    assert shift.negativity.isna().all(axis=None)


def test_without_posts_every_session_is_silent() -> None:
    (shift,) = by_hand([], [4])
    assert (shift.moved, shift.negativity.shape) == (0.0, (len(OWN["A"]), 1))
    assert shift.negativity.isna().all(axis=None)


def by_hand(instants: list[str], hours: range | list[int]) -> list[ShiftedChatter]:
    sessions = {"A": OWN["A"]}
    posts = placed(
        sessions,
        np.full(len(instants), "A", dtype=object),
        np.array([pd.Timestamp(instant, tz="UTC").value for instant in instants], dtype=np.int64),
        np.full(len(instants), -5000, dtype=np.int16),
    )
    return list(shifted_chatter(posts, sessions, Chatter(), hours))
