"""Twitter's API v1.1. Expected values: instants by hand from a calendar, fields as Twitter documents them."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given, settings
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


MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def as_documented(created_at: str) -> int | str:
    """Nanoseconds since 1970 by the parts of the time alone, or why there is no such time."""
    try:
        _, month, day, clock, zone, year = created_at.split(" ")
        hour, minute, second = map(int, clock.split(":"))
        date = int(year), MONTHS.index(month) + 1, int(day)
        moment = dt.datetime(*date, hour, minute, min(second, 59), tzinfo=dt.UTC)
        east = int(zone[:3]) * 60 + int(zone[0] + zone[3:5])
    except (ValueError, IndexError, OverflowError):
        return "time_unreadable"
    seconds = int(moment.timestamp()) - 60 * east
    return seconds * 10**9 if 631_152_000 <= seconds < 4_102_444_800 else "time_out_of_range"


def answer(created_at: str) -> int | str:
    """The instant, or the reason why there is none."""
    try:
        return post(created_at=created_at).posted_at
    except RefusedError as refusal:
        return str(refusal)


DAYS = ["15", "1", "01", "29", "31", "+5", "0", "1_0", "٠١", ".5"]
CLOCKS = [
    "23:34:19", "24:00:00", "00:00:00", "23:59:60", "1:2:3", "23:34", "23:34:19.5", "23:34.19", "T3:34:19",
    "233419.5", "23-34-19", "+3:34:19", " 3:34:19", "23:34:1٩", "23:34+01", "23:34:99", "23.34:19", "::",
]  # fmt: skip
OFFSETS = [
    "+0000", "-0030", "+0530", "-0930", "+2359", "+2400", "+0090", "Z", "UTC", "+05", "+00:00", "00000", "",
    ".5000", ",5000", "-00:5", "+1260", "+0:30", "+000030", "+1_00", "−0100", "+0٠00", "+00.5", "+0٣00",
]  # fmt: skip
YEARS = ["2014", "2016", "14", "02014", "0001", "9999", "+2014", "2014Z", "", "2100", "1989", "٢014"]


@settings(max_examples=2000)
@given(
    st.tuples(
        st.sampled_from(["Wed", "", "Mittwoch", "2014-01"]),
        st.sampled_from([*MONTHS, "jan", "01", ""]),
        *map(st.sampled_from, (DAYS, CLOCKS, OFFSETS, YEARS)),
    )
)
def test_a_time_is_what_its_parts_say(parts: tuple[str, ...]) -> None:
    assert answer(" ".join(parts)) == as_documented(" ".join(parts))


@settings(max_examples=1000)
@given(
    st.lists(
        st.tuples(st.integers(0, 29), st.sampled_from([*"0123456789 :+-.TZ٣é", "é"])), min_size=1, max_size=3
    )
)
def test_a_time_with_other_signs_in_it_is_what_its_parts_say(signs: list[tuple[int, str]]) -> None:
    created_at = "Wed Jan 15 23:34:19 +0000 2014"
    for place, sign in signs:
        created_at = created_at[:place] + sign + created_at[place + 1 :]
    assert answer(created_at) == as_documented(created_at)
