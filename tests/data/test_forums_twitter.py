"""Twitter's API v1.1. Expected values: instants by hand from a calendar, fields as Twitter documents them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.forums import Post, RefusedError, forum
from naysay.study.spec import PostOptions

OPTIONS = PostOptions(format="twitter", path="x")


def tweet(**more: Any) -> dict[str, Any]:
    return {"id_str": "1", "created_at": "Wed Jan 15 23:34:19 +0000 2014", "text": "good", **more}


def post(**more: Any) -> Post:
    return forum("twitter").post(tweet(**more), OPTIONS)


@pytest.mark.parametrize(
    ("created_at", "expected"),
    [
        ("Wed Jan 15 23:34:19 +0000 2014", "2014-01-15T23:34:19+00:00"),
        ("Thu Jan 16 01:34:19 +0200 2014", "2014-01-15T23:34:19+00:00"),
        ("Thu Jan 16 05:04:19 +0530 2014", "2014-01-15T23:34:19+00:00"),
        ("Wed Jan 15 23:04:19 -0030 2014", "2014-01-15T23:34:19+00:00"),
        ("Wed Jan 15 14:04:19 -0930 2014", "2014-01-15T23:34:19+00:00"),
        ("Sat Feb 29 00:00:00 +0000 2020", "2020-02-29T00:00:00+00:00"),
        ("Sat Dec 31 23:59:60 +0000 2016", "2016-12-31T23:59:59+00:00"),
    ],
)
def test_its_time(created_at: str, expected: str) -> None:
    since = dt.datetime.fromisoformat(expected) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert post(created_at=created_at).posted_at == since // dt.timedelta(seconds=1) * 10**9


@pytest.mark.parametrize(
    ("created_at", "reason"),
    [
        (None, "no_time"),
        ("", "no_time"),
        (1389828859, "no_time"),
        (" ", "time_unreadable"),
        ("2014-01-15T23:34:19Z", "time_unreadable"),
        ("Wed Jan 15 23:34 +0000 2014", "time_unreadable"),
        ("Sun Feb 30 00:00:00 +0000 2014", "time_unreadable"),
        ("Mi Okt 15 23:34:19 +0000 2014", "time_unreadable"),
        ("Wed Jan 15 23:34:19 UTC 2014", "time_unreadable"),
        ("Wed Jan 15 23:34:19  2014", "time_unreadable"),
        ("Wed Jan 15 23:34:-1 +0000 2014", "time_unreadable"),
        (f"Wed Jan 15 23:34:19 +0000 {'9' * 5000}", "time_unreadable"),
        ("Wed Jan 15 23:34:19 +0000 0001", "time_out_of_range"),
        ("Thu Jan 01 00:00:00 +0000 2100", "time_out_of_range"),
        ("Sun Dec 31 23:59:59 +0000 1989", "time_out_of_range"),
    ],
)
def test_a_time_that_is_none(created_at: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        post(created_at=created_at)


@pytest.mark.parametrize(
    ("more", "text"),
    [
        ({}, "good"),
        ({"full_text": "good, and long"}, "good, and long"),
        ({"extended_tweet": {"full_text": "the whole of it"}, "full_text": "cut"}, "the whole of it"),
        ({"extended_tweet": {}}, "good"),
        ({"extended_tweet": None}, "good"),
        ({"extended_tweet": ["full_text"]}, "good"),
        ({"text": "half \ud83d of a pair"}, "half \ufffd of a pair"),
        ({"text": "a pair \U0001f680 stays"}, "a pair \U0001f680 stays"),
    ],
)
def test_its_text_is_the_longest_it_carries(more: dict[str, Any], text: str) -> None:
    assert post(**more).text == text


@pytest.mark.parametrize(
    ("more", "post_id"),
    [({}, "1"), ({"id": 2}, "1"), ({"id_str": None, "id": 2}, "2"), ({"id_str": " 3 "}, "3")],
)
def test_its_id(more: dict[str, Any], post_id: str) -> None:
    assert post(**more).post_id == post_id


@pytest.mark.parametrize("wrong", [None, "", "  ", True, 1.5, [1], {"a": 1}])
def test_an_id_that_is_none(wrong: object) -> None:
    with pytest.raises(RefusedError, match=r"^no_id$"):
        post(id_str=wrong)


@pytest.mark.parametrize(
    ("more", "repeats"),
    [
        ({}, False),
        ({"retweeted_status": {"id_str": "0"}}, True),
        ({"retweeted_status": None}, False),
        ({"text": "RT @someone: bad"}, True),
        ({"text": "no RT @someone: bad"}, False),
        ({"text": "RT is broken"}, False),
    ],
)
def test_a_retweet(more: dict[str, Any], repeats: bool) -> None:
    assert post(**more).repeats is repeats


@given(st.integers(631_152_000, 4_102_444_799), st.integers(-14 * 60, 14 * 60))
def test_any_time_as_twitter_writes_it(seconds: int, east: int) -> None:
    moment = dt.datetime.fromtimestamp(seconds, dt.timezone(dt.timedelta(minutes=east)))
    assert post(created_at=moment.strftime("%a %b %d %H:%M:%S %z %Y")).posted_at == seconds * 10**9
