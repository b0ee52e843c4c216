"""The chatter of each forum.

Expected values: counts by hand; the daily chatter of posts of one forum that were picked out beforehand; a
known process.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from naysay.data.daily import daily_chatter
from naysay.data.forum_chatter import LISTED, forum_chatter, signal_share
from naysay.data.scored import UNSCORED, ScoredPosts
from naysay.data.sessions import trading_sessions
from naysay.study.forum_chatter import OTHER
from naysay.study.spec import Chatter

OWN = {
    "A": trading_sessions("XNYS", dt.date(2024, 1, 2), dt.date(2024, 8, 30)),
    "B": trading_sessions("XETR", dt.date(2024, 1, 2), dt.date(2024, 8, 30)),
}
CHATTER = Chatter(min_history=5)


def drawn(forums: list[str], weights: list[float], n: int = 4000) -> ScoredPosts:
    """Posts at random instants, some outside the study, without a score, or of another company."""
    rng = np.random.default_rng(1)
    first, last = (pd.Timestamp(day, tz="UTC").value for day in ("2023-12-20", "2024-09-10"))
    score = rng.integers(-10_000, 10_000, n).astype(np.int16)
    score[rng.random(n) < 0.1] = UNSCORED
    return ScoredPosts.placed(
        OWN,
        company=rng.choice(np.array(["A", "B", "ELSE"], dtype=object), n),
        posted_at=rng.integers(first, last, n),
        score=score,
        author=rng.integers(0, 300, n),
        said=np.zeros(n, dtype=np.int64),
        forum=rng.choice(np.array(forums, dtype=object), n, p=np.array(weights) / sum(weights)),
    )


def test_counts_of_posts_by_hand() -> None:
    day = pd.Timestamp("2024-03-05 15:20", tz="UTC").value
    hour = 3_600_000_000_000
    posts = ScoredPosts.placed(
        OWN,
        company=np.array(["A", "A", "A", "B", "A", "A"], dtype=object),
        posted_at=np.array([day, day + 1, day + hour, day, day, 0]),
        score=np.array([-9000, 4000, -500, -499, UNSCORED, -9000], dtype=np.int16),
        author=np.array([5, 5, 0, 6, 7, 8]),
        said=np.zeros(6, dtype=np.int64),
        forum=np.array(["x", "x", "x", "x", "y", "x"], dtype=object),
    )
    one, two = forum_chatter(posts, OWN, CHATTER, by_hour=True)
    assert (one.forum, one.n_posts, one.n_scored, one.n_negative, one.n_authors) == ("x", 4, 4, 2, 2)
    assert (two.forum, two.n_posts, two.n_scored, two.n_negative, two.n_authors) == ("y", 1, 0, 0, 1)
    assert one.hourly is not None
    at = day // hour
    assert one.hourly.company.tolist() == [0, 0, 1]
    assert one.hourly.hour.tolist() == [at, at + 1, at]
    assert one.hourly.n_posts.tolist() == [2, 1, 1]
    assert one.hourly.n_negative.tolist() == [1, 1, 0]
    assert two.hourly is not None
    assert len(two.hourly.hour) == 0


def test_negativity_of_a_forum_is_the_daily_chatter_of_its_posts() -> None:
    posts = drawn(["x", "y"], [0.8, 0.2])
    for one in forum_chatter(posts, OWN, CHATTER, by_hour=False):
        alone = posts.where(np.asarray(posts.forum == one.forum))
        want = daily_chatter(alone, OWN, CHATTER)["negativity"].unstack("company")  # noqa: PD010
        assert one.negativity is not None
        pd.testing.assert_frame_equal(one.negativity, want)
        assert one.hourly is None


def test_the_largest_are_alone_and_the_rest_is_together() -> None:
    posts = drawn(["a", "b", "c", "d", "e", "f", ""], [5, 9, 4, 7, 1, 2, 3])
    forums = forum_chatter(posts, OWN, CHATTER, by_hour=True)
    assert [one.forum for one in forums] == ["b", "d", "a", "c", OTHER, "", "f", "e"]
    assert [one.n_forums for one in forums] == [1, 1, 1, 1, 3, 1, 1, 1]
    assert [one.negativity is not None for one in forums] == [True] * 5 + [False] * 3
    assert [one.hourly is not None for one in forums] == [True] * 4 + [False] * 4
    other, parts = forums[4], forums[5:]
    assert other.n_posts == sum(one.n_posts for one in parts)
    assert other.n_negative == sum(one.n_negative for one in parts)


def test_a_fifth_forum_is_no_rest() -> None:
    forums = forum_chatter(drawn(list("abcde"), [5, 4, 3, 2, 1]), OWN, CHATTER, by_hour=True)
    assert [one.forum for one in forums] == list("abcde")
    assert all(one.negativity is not None for one in forums)


def test_a_single_forum_is_only_counted() -> None:
    (one,) = forum_chatter(drawn(["x"], [1]), OWN, CHATTER, by_hour=True)
    assert one.n_posts > 0
    assert one.negativity is None
    assert one.hourly is None


def test_no_posts_are_no_forums() -> None:
    posts = drawn(["x"], [1])
    nowhere = replace(posts, session=np.full(len(posts.session), -1, dtype=np.int32))
    assert forum_chatter(nowhere, OWN, CHATTER, by_hour=True) == ()


def test_thousands_of_forums_are_counted_up_to_a_bound() -> None:
    names = [f"f{i}" for i in range(3000)]
    posts = drawn(names, [1.0] * 3000, 20_000)
    forums = forum_chatter(posts, OWN, CHATTER, by_hour=True)
    assert len(forums) == LISTED + 1
    assert forums[4].n_forums + 4 == len(set(forum_names(posts)))


def forum_names(posts: ScoredPosts) -> list[str]:
    """The forum of each post within the study."""
    return posts.forum.astype(object)[posts.session >= 0].tolist()


def test_the_order_of_posts_changes_nothing() -> None:
    posts = drawn(list("abcdef"), [6, 5, 4, 3, 2, 2])
    order = np.random.default_rng(2).permutation(len(posts.score))
    turned = replace(
        posts,
        **{name: getattr(posts, name)[order] for name in ("company", "posted_at", "session", "score")},
        **{name: getattr(posts, name)[order] for name in ("author", "said", "forum")},
    )
    for one, other in zip(
        *(forum_chatter(each, OWN, CHATTER, by_hour=True) for each in (posts, turned)), strict=True
    ):
        assert (one.forum, one.n_posts, one.n_authors) == (other.forum, other.n_posts, other.n_authors)
        assert one.signal_share == other.signal_share or np.isnan(one.signal_share)
        if one.negativity is not None and other.negativity is not None:
            pd.testing.assert_frame_equal(one.negativity, other.negativity)
        if one.hourly is not None and other.hourly is not None:
            np.testing.assert_array_equal(one.hourly.n_negative, other.hourly.n_negative)


def test_the_share_of_signal_of_a_known_process() -> None:
    """Chances of .3 with a standard deviation of .1: v = .01, and the noise of 5 posts (.21 - .01) / 5."""
    rng = np.random.default_rng(3)
    chance = 0.3 + 0.1 * rng.choice([-1.0, 1.0], 20_000)
    negative = rng.binomial(5, chance)
    share = signal_share(np.full(20_000, 5), negative, np.arange(20_000) % 4)
    assert share == pytest.approx(0.01 / (0.01 + 0.04), abs=0.02)


@pytest.mark.parametrize(
    ("n", "negative"), [([], []), ([1, 1, 1, 1], [0, 1, 0, 1]), ([4, 4, 4], [1, 1, 1]), ([3], [1])]
)
def test_the_share_of_signal_that_cannot_be_told_is_missing(n: list[int], negative: list[int]) -> None:
    """Nothing, one post a session, shares that do not vary, one session."""
    made = signal_share(np.array(n, dtype=int), np.array(negative, dtype=int), np.zeros(len(n), dtype=int))
    assert np.isnan(made)
