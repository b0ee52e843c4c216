"""Limits on floods, copies and likely bots.

Expected values: small days made by hand; rules written out post by post on random ones.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from naysay.data.limits import DAY, limited
from naysay.data.scored import UNSCORED, ScoredPosts
from naysay.data.sessions import trading_sessions
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.spec import Chatter

XNYS = trading_sessions("XNYS", dt.date(2024, 7, 8), dt.date(2024, 7, 12))
Row = tuple[str, str, int, int]


def posts(rows: list[Row], cutoff: int = 0) -> ScoredPosts:
    """Company, instant in UTC, author and text, the last two as numbers."""
    sessions = replace(XNYS, cutoff_minutes=cutoff)
    return ScoredPosts.placed(
        {"A": sessions, "B": sessions},
        company=np.array([row[0] for row in rows], dtype=object),
        posted_at=np.array([pd.Timestamp(row[1], tz="UTC").value for row in rows], dtype=np.int64),
        score=np.arange(len(rows), dtype=np.int16),  # tells which are left
        author=np.array([row[2] for row in rows], dtype=np.int64),
        said=np.array([row[3] for row in rows], dtype=np.int64),
        forum=np.full(len(rows), "", dtype=object),
    )


def left(rows: list[Row], **limits: object) -> tuple[list[int], dict[str, int]]:
    kept, losses = limited(posts(rows), Chatter.model_validate(limits))
    return kept.score.tolist(), rows_by_cause(losses)


ROWS: list[Row] = [
    ("A", "2024-07-08 15:00", 7, 1),
    ("A", "2024-07-08 16:00", 7, 1),
    ("A", "2024-07-08 21:00", 7, 1),  # after the close: the next session
    ("B", "2024-07-08 16:30", 7, 1),
    ("A", "2024-07-08 14:00", 0, 1),  # the first of this text
    ("A", "2024-07-08 17:00", 7, 2),
    ("A", "2024-07-08 18:00", 8, 3),
]


def test_without_limits_nothing_is_left_out() -> None:
    assert left(ROWS) == (list(range(7)), {})


def test_a_text_counts_once_for_each_company_and_session() -> None:
    kept, counts = left(ROWS, same_text="once")
    assert kept == [2, 3, 4, 5, 6]
    assert counts == {"same_text": 2}


def test_an_author_counts_as_often_as_allowed_and_the_unknown_always() -> None:
    kept, counts = left([*ROWS, ("A", "2024-07-08 19:00", 0, 4)], author_posts=2)
    assert kept == [0, 1, 2, 3, 4, 6, 7]
    assert counts == {"author_flood": 1}


def test_a_likely_bot_is_known_by_its_own_past_day() -> None:
    """The fourth post within 24 hours is over a limit of three; those before it stay."""
    kept, counts = left(ROWS, bot_posts=3)
    assert kept == [0, 1, 3, 4, 6]
    assert counts == {"likely_bot": 2}
    later: list[Row] = [("A", f"2024-07-0{day} 15:00", 7, day) for day in (8, 9)]
    assert left(later, bot_posts=1)[0] == [0, 1]  # 24 hours later is another day


def test_a_post_counts_under_the_first_rule_it_breaks() -> None:
    kept, counts = left(ROWS, bot_posts=3, same_text="once", author_posts=1)
    assert counts == {"likely_bot": 2, "same_text": 2, "author_flood": 0}
    assert kept == [3, 4, 6]


def test_rules_written_out_post_by_post() -> None:
    rng = np.random.default_rng(1)
    start = XNYS.previous_close
    rows = [
        (
            str(rng.choice(["A", "B"])),
            str(pd.Timestamp(int(start + at))),
            int(rng.integers(0, 6)),
            int(rng.integers(0, 8)),
        )
        for at in rng.integers(0, 4 * DAY, 300)
    ]
    given = posts(rows, cutoff=20)
    given.score[::17] = UNSCORED
    chatter = Chatter(same_text="once", author_posts=2, bot_posts=15, cutoff=20)
    kept, _ = limited(given, chatter)
    place = replace(XNYS, cutoff_minutes=20).assign(given.posted_at)
    over: set[int] = set()
    said_before: list[int] = []  # by no likely bot
    counted: list[int] = []  # and nobody else's text
    for i in sorted(range(300), key=lambda i: (given.posted_at[i], i)):
        if given.score[i] == UNSCORED or place[i] < 0:
            continue
        mine = [j for j in range(300) if given.author[j] == given.author[i] != 0]
        recent = [
            j for j in mine if given.posted_at[i] - DAY < given.posted_at[j]
            and (given.posted_at[j], j) <= (given.posted_at[i], i)
        ]  # fmt: skip
        if len(recent) > 15:
            over.add(i)
            continue

        def here(posts: list[int], i: int = i) -> list[int]:
            return [j for j in posts if (given.company[j], place[j]) == (given.company[i], place[i])]

        copies = [j for j in here(said_before) if given.said[j] == given.said[i]]
        said_before.append(i)
        if copies:
            over.add(i)
            continue
        flood = [j for j in here(counted) if given.author[j] == given.author[i] != 0]
        counted.append(i)
        if len(flood) >= 2:
            over.add(i)
    want = [i for i in range(300) if i not in over]
    assert 100 < len(over) < 290
    np.testing.assert_array_equal(kept.posted_at, given.posted_at[want])
    np.testing.assert_array_equal(kept.score, given.score[want])


@pytest.mark.parametrize("limits", [{"same_text": "once"}, {"author_posts": 1}, {"bot_posts": 2}])
def test_a_later_post_decides_nothing(limits: dict[str, object]) -> None:
    rng = np.random.default_rng(2)
    rows = [
        (
            "A",
            str(pd.Timestamp(int(XNYS.previous_close + at))),
            int(rng.integers(0, 4)),
            int(rng.integers(0, 5)),
        )
        for at in np.sort(rng.integers(0, 3 * DAY, 60))
    ]
    early = left(rows[:40], **limits)[0]
    assert [score for score in left(rows, **limits)[0] if score < 40] == early


def test_no_posts_are_no_trouble() -> None:
    assert left([], same_text="once", author_posts=1, bot_posts=1)[0] == []


def test_what_is_left_out_is_counted_by_company() -> None:
    rows: list[Row] = [(company, "2024-07-08 15:00", 0, 1) for company in "AABBB"]
    assert limited(posts(rows), Chatter(same_text="once"))[1] == (
        Loss("limited", "same_text", "A", 1),
        Loss("limited", "same_text", "B", 2),
    )


@pytest.mark.parametrize(("second", "kept"), [("2024-07-09 14:59:59", [0]), ("2024-07-09 15:00:00", [0, 1])])
def test_the_day_of_a_likely_bot_has_24_hours(second: str, kept: list[int]) -> None:
    rows: list[Row] = [("A", "2024-07-08 15:00:00", 7, 1), ("A", second, 7, 2)]
    assert left(rows, bot_posts=1)[0] == kept


def test_of_two_copies_of_one_instant_the_first_that_was_read_counts() -> None:
    rows: list[Row] = [("A", "2024-07-08 15:00", 0, 1)] * 3
    assert left(rows, same_text="once") == ([0], {"same_text": 2})


def test_an_author_who_is_not_known_is_no_bot() -> None:
    """The hash of an author may be negative; 0 alone is nobody."""
    rows: list[Row] = [("A", f"2024-07-08 15:0{n}", author, n) for author in (0, -7) for n in range(3)]
    assert left(rows, bot_posts=1) == ([0, 1, 2, 3], {"likely_bot": 2})
