"""Posts of many companies counted together.

Expected values: pandas' groupby on random posts, one company and session at a time; small cases by hand.
"""

from __future__ import annotations

import datetime as dt
import math
from dataclasses import fields, replace
from typing import get_args

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.cells import Cells
from naysay.data.daily import (
    LOWER_IS_WORSE,
    abnormal_attention,
    daily_chatter,
    measured,
    standardised_on_past,
)
from naysay.data.limits import limited
from naysay.data.scored import SCALE, UNSCORED, ScoredPosts, rows_by_name
from naysay.data.sessions import Sessions, session_positions, trading_sessions
from naysay.study.daily_source import OWN_MEASURE
from naysay.study.spec import Chatter

XNYS = trading_sessions("XNYS", dt.date(2024, 1, 2), dt.date(2024, 2, 29))
XETR = trading_sessions("XETR", dt.date(2024, 1, 2), dt.date(2024, 3, 28))
"""Open on 15 January and 19 February, when New York is closed, and for a month longer."""

SESSIONS = {"B": XNYS, "SILENT": XNYS, "C": XETR, "A": XNYS}
"""Neither in the order of the alphabet nor in that in which the companies are first talked about."""

MEASURES = [one for one in get_args(Chatter.model_fields["measure"].annotation) if one != OWN_MEASURE]


def drawn(seed: int, posts: int) -> ScoredPosts:
    """Posts of which some concern two companies, no company of the study, no session, or have no score."""
    rng = np.random.default_rng(seed)
    at = rng.integers(XNYS.first_instant - 10**15, XETR.end_instant + 10**15, posts)
    row = np.repeat(np.arange(posts), rng.integers(1, 3, posts))
    rows = len(row)
    score = rng.integers(-800, 800, rows).astype(np.int16)
    score[rng.random(rows) < 0.1] = UNSCORED
    return ScoredPosts.placed(
        SESSIONS,
        company=np.array(["ELSE", "A", "B", "C"], dtype=object)[rng.integers(0, 4, rows)],
        posted_at=at[row],
        score=score,
        author=rng.choice([0, -7, 3, 2**60, -(2**63)], posts)[row],
        said=rng.integers(-9, 9, posts)[row],
        forum=np.full(rows, "", dtype=object),
    )


def one_day(posts: pd.DataFrame, below: float, min_posts: int) -> dict[str, float]:
    """What is counted of the posts of one company and session, from the definitions."""
    score = posts["score"].to_numpy() / SCALE
    negative, positive = score <= below, score >= max(-below, 1 / SCALE)
    known = posts["author"].to_numpy() != 0
    n, p = int(negative.sum()), int(positive.sum())
    is_measured = len(posts) >= min_posts
    balance = (p - n) / (p + n) if is_measured and p + n else math.nan
    return {
        "n_posts": len(posts),
        "n_negative": n,
        "n_positive": p,
        "n_authors": posts["author"][known].nunique(),
        "negative_authors": posts["author"][known & negative].nunique(),
        "negative_share": n / len(posts) if is_measured else math.nan,
        "mean_score": score.mean() if is_measured else math.nan,
        "bullishness": math.log((1 + p) / (1 + n)) if is_measured else math.nan,
        "agreement": 1 - math.sqrt(1 - balance**2),
        "disagreement": score.std() if is_measured else math.nan,
    }


def by_groups(posts: ScoredPosts, chatter: Chatter) -> pd.DataFrame:
    """The same table as ``daily_chatter`` by pandas, each company standardised by itself."""
    frame = pd.DataFrame(
        {
            "company": posts.company.tolist(),
            "session": posts.session,
            "score": posts.score,
            "author": posts.author,
        }
    )
    frame = frame[(frame["session"] >= 0) & (frame["score"] != UNSCORED)]
    rows = {
        (company, SESSIONS[str(company)].index[session]): one_day(
            group, chatter.negative_below, chatter.min_posts
        )
        for company in SESSIONS
        for session, group in frame[frame["company"] == company].groupby("session")
    }
    found = pd.DataFrame.from_dict(rows, orient="index")
    found.index = pd.MultiIndex.from_tuples(rows, names=["company", "session"])
    sign = -1.0 if chatter.measure in LOWER_IS_WORSE else 1.0
    measure = "negative_share" if chatter.measure == "mood" else chatter.measure
    values = sign * found[measure].where(found["n_posts"] >= chatter.min_posts).dropna()
    past = values.groupby(level="company", sort=False)
    rolled = [
        of(past.shift(1).groupby(level="company", sort=False).rolling(chatter.history, chatter.min_history))
        for of in (lambda windows: windows.mean(), lambda windows: windows.std())
    ]
    mean, sd = (one.droplevel(0).reindex(values.index) for one in rolled)
    found["negativity"] = ((values - mean) / sd.where(sd > 1e-9)).reindex(found.index)
    return found


@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize(("seed", "min_posts"), [(1, 1), (2, 2)])
def test_all_companies_at_once_are_as_each_company_and_session_by_itself(
    measure: str, seed: int, min_posts: int
) -> None:
    posts = drawn(seed, 400)
    chatter = Chatter.model_validate(
        {"measure": measure, "negative_below": -0.03, "min_posts": min_posts, "history": 12, "min_history": 5}
    )
    found, expected = daily_chatter(posts, SESSIONS, chatter), by_groups(posts, chatter)
    assert set(expected.index.get_level_values("company")) == {"A", "B", "C"}
    assert expected["negativity"].notna().sum() > 20
    pd.testing.assert_frame_equal(
        found, expected[list(found.columns)], check_dtype=False, rtol=1e-9, atol=1e-12
    )


@given(st.integers(0, 10**6), st.integers(0, 60), st.sampled_from(["keep", "once"]))
def test_counts_of_few_posts_are_those_of_groups(seed: int, rows: int, same_text: str) -> None:
    chatter = Chatter.model_validate({"negative_below": 0.0, "same_text": same_text, "author_posts": 2})
    posts, _ = limited(drawn(seed, rows), chatter)
    found = daily_chatter(posts, SESSIONS, chatter)
    assert found["n_posts"].sum() == np.count_nonzero(
        (posts.score != UNSCORED) & (posts.session >= 0) & (posts.company != "ELSE")
    )
    if len(found):
        expected = by_groups(posts, chatter)
        pd.testing.assert_frame_equal(
            found, expected[list(found.columns)], check_dtype=False, rtol=1e-9, atol=1e-12
        )


def test_a_company_is_counted_alike_alone_and_among_others() -> None:
    posts, chatter = drawn(3, 400), Chatter(history=12, min_history=5)
    together = daily_chatter(posts, SESSIONS, chatter)
    for company in ("A", "B", "C"):
        alone = daily_chatter(posts, {company: SESSIONS[company]}, chatter)
        pd.testing.assert_frame_equal(together.loc[[company]], alone, check_exact=True)
    other = measured(together, Chatter(measure="mean_score", history=12, min_history=5))
    again = daily_chatter(posts, SESSIONS, Chatter(measure="mean_score", history=12, min_history=5))
    pd.testing.assert_frame_equal(other, again, check_exact=True)


def test_the_order_of_posts_changes_no_count() -> None:
    posts, chatter = drawn(4, 300), Chatter(history=12, min_history=5)
    rows = np.random.default_rng(1).permutation(len(posts.score))
    columns = [getattr(posts, field.name) for field in fields(posts)]
    shuffled = ScoredPosts(*(None if column is None else column[rows] for column in columns))
    pd.testing.assert_frame_equal(
        daily_chatter(posts, SESSIONS, chatter), daily_chatter(shuffled, SESSIONS, chatter), check_exact=True
    )


def test_sessions_of_two_exchanges_come_in_order_of_time() -> None:
    """The first company talked about has none on 15 January, when its exchange is closed."""
    wide = daily_chatter(drawn(5, 400), SESSIONS, Chatter())["negative_share"].unstack("company")  # noqa: PD010
    assert wide.index.is_monotonic_increasing
    assert wide.columns.tolist() == ["B", "C", "A"]
    assert wide.notna().loc["2024-01-15"].tolist() == [False, True, False]


def test_posts_of_one_cell_stand_together_in_the_order_in_which_they_came() -> None:
    posts = ScoredPosts.placed(
        SESSIONS,
        company=np.array(["A", "B", "ELSE", "A", "B", "A"], dtype=object),
        posted_at=XNYS.closes[[2, 0, 0, 0, 0, 2]] - 1,
        score=np.zeros(6, dtype=np.int16),
        author=np.zeros(6, dtype=np.int64),
        said=np.zeros(6, dtype=np.int64),
        forum=np.full(6, "", dtype=object),
    )
    cells = Cells.of(posts, ["B", "A"])
    assert (cells.width, cells.number.tolist()) == (3, [5, 0, -1, 3, 0, 5])
    assert (Cells.of(posts, ["A"]).number < 0).tolist() == [False, True, True, False, True, False]
    assert cells.together(np.arange(6)).tolist() == [2, 1, 4, 3, 0, 5]
    assert cells.together(np.array([5, 4, 1, 0])).tolist() == [4, 1, 5, 0]


@pytest.mark.parametrize("last", [2**30 - 1, 2**30, 2**31 - 1])
def test_cells_are_numbered_beyond_what_32_bits_hold(last: int) -> None:
    """Two companies and ``last`` + 1 sessions, the cells of which have the numbers from 0."""
    nothing = np.zeros(4, dtype=np.int64)
    posts = ScoredPosts(
        company=pd.Categorical(["B", "A", "B", "A"]),
        posted_at=nothing,
        session=np.array([last, last, 0, -1], dtype=np.int32),
        score=nothing.astype(np.int16),
        author=nothing,
        said=nothing,
        forum=pd.Categorical([""] * 4),
    )
    cells = Cells.of(posts, ["A", "B"])
    assert cells.number.tolist() == [2 * last + 1, last, last + 1, -1]
    assert cells.together(np.arange(4)).tolist() == [3, 1, 2, 0]


def test_names_are_counted_in_the_order_in_which_they_come() -> None:
    names = pd.Categorical(["B", "A", "B", "C"], categories=["A", "B", "C", "D"])
    assert list(rows_by_name(names).items()) == [("B", 2), ("A", 1), ("C", 1)]
    assert rows_by_name(names[:0]) == {}


def test_companies_on_one_exchange_are_looked_up_as_each_alone() -> None:
    posts = drawn(6, 200)
    alone = {company: replace(of) for company, of in SESSIONS.items()}
    np.testing.assert_array_equal(session_positions(posts.company, posts.posted_at, alone), posts.session)
    for company, of in SESSIONS.items():
        own = posts.company == company
        np.testing.assert_array_equal(posts.session[own], of.assign(posts.posted_at[own]))
    assert (posts.session[posts.company == "ELSE"] == -1).all()


def test_nobody_talks_of_companies_without_exchange() -> None:
    nothing: dict[str, Sessions] = {}
    assert session_positions(np.array(["A"], dtype=object), XNYS.closes[:1], nothing).tolist() == [-1]


@given(
    st.lists(st.lists(st.integers(0, 4), max_size=20), min_size=1, max_size=6),
    st.integers(2, 8),
    st.integers(2, 8),
)
def test_companies_in_one_array_are_standardised_as_each_alone(
    counts: list[list[int]], history: int, other: int
) -> None:
    least, most = sorted([history, other])
    company = np.repeat(np.arange(len(counts)), [len(own) for own in counts])
    posts = np.array([n for own in counts for n in own], dtype=np.int64)
    for make in (abnormal_attention, standardised_on_past):
        values = posts if make is abnormal_attention else np.sqrt(posts)
        together = make(values, history=most, min_history=least, company=company)
        alone = [
            make(values[company == place], history=most, min_history=least) for place in range(len(counts))
        ]
        np.testing.assert_array_equal(together, np.concatenate(alone))
