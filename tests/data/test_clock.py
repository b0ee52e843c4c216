"""Heaps of posts at times of day that mean nothing, and posts by hour.

Expected values: by hand on days that each test writes; clocks of zones by the time zone database.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.clock import (
    LEAST,
    MOST_AT_ONE_MINUTE,
    MOST_AT_ONE_TIME,
    Heap,
    checked_heaps,
    clock_counts,
    heaps,
    posting_hours,
    posting_times,
)
from naysay.data.scored import ScoredPosts
from naysay.data.sessions import TradingDay, trading_day
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions

Ints = npt.NDArray[np.int64]
SECOND = 10**9
NEW_YORK, BERLIN, KOLKATA = "America/New_York", "Europe/Berlin", "Asia/Kolkata"
MEND = 'Write clock = "date_only" below [posts]'


def utc(*moments: str, zone: str = "UTC") -> Ints:
    local = pd.DatetimeIndex(moments).tz_localize(zone)
    return np.asarray(local.tz_convert("UTC").as_unit("ns").asi8)


def honest(n: int, seed: int = 1) -> Ints:
    """Any second of 2023."""
    start = pd.Timestamp("2023-01-01", tz="UTC").value
    return start + np.random.default_rng(seed).integers(0, 365 * 86_400, n) * SECOND


def dates(n: int, zone: str, clock: str = "00:00:00") -> Ints:
    """One time of day of a zone on the days of 2023, one after another."""
    days = pd.date_range("2023-01-01", "2023-12-31", freq="D")
    return np.resize(utc(*(f"{day.date()} {clock}" for day in days), zone=zone), n)


def posts(at: Ints, company: list[str] | None = None, forum: list[str] | None = None) -> ScoredPosts:
    n = len(at)
    zeros, none = np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int16)
    companies, forums = pd.Categorical(company or ["A"] * n), pd.Categorical(forum or [""] * n)
    return ScoredPosts(companies, at, none.astype(np.int32), none, zeros, zeros, forums)


def by_kind(found: tuple[Heap, ...]) -> dict[str, Heap]:
    return {heap.kind: heap for heap in found}


def test_seconds_are_those_of_the_local_day() -> None:
    at = utc("2023-01-02 05:00:00", "2023-07-02 04:00:00", "2023-07-02 03:59:59.999")
    assert np.flatnonzero(clock_counts(at, "UTC")).tolist() == [14_399, 14_400, 18_000]
    local = clock_counts(at, NEW_YORK)
    assert {int(second): int(local[second]) for second in np.flatnonzero(local)} == {0: 2, 86_399: 1}
    assert clock_counts(at, NEW_YORK).shape == (86_400,)
    assert np.flatnonzero(clock_counts(utc("2023-01-01 18:30"), KOLKATA)).tolist() == [0]


def test_a_day_before_1970_has_the_seconds_of_any_other() -> None:
    assert np.flatnonzero(clock_counts(np.array([-SECOND]), "UTC")).tolist() == [86_399]


def test_the_heaps_of_a_few_posts() -> None:
    """40 midnights of New York in winter and 20 in summer; 30 posts at 10:30:15 in UTC; ten at 12:00:00."""
    at = np.concatenate(
        [
            np.resize(utc("2023-01-02", zone=NEW_YORK), 40),
            np.resize(utc("2023-07-02", zone=NEW_YORK), 20),
            np.resize(utc("2023-01-02 10:30:15"), 30),
            np.resize(utc("2023-01-02 12:00:00"), 10),
        ]
    )
    assert heaps(at, NEW_YORK) == (
        Heap("midnight_utc", "00:00:00", "UTC", 0, 0.0, MOST_AT_ONE_TIME),
        Heap("midnight_forum", "00:00:00", NEW_YORK, 60, 0.6, MOST_AT_ONE_TIME),
        Heap("one_time", "00:00:00", NEW_YORK, 60, 0.6, MOST_AT_ONE_TIME),
        Heap("one_time_utc", "04:00:00 or 05:00:00", "UTC", 60, 0.6, MOST_AT_ONE_TIME),
        Heap("full_hour", "00:00", "UTC", 70, 0.7, MOST_AT_ONE_MINUTE),
        Heap("one_minute", "00:00", "", 70, 0.7, MOST_AT_ONE_MINUTE),
    )


def test_the_two_times_of_utc_may_lie_on_both_sides_of_midnight() -> None:
    found = by_kind(heaps(dates(365, "Europe/London", "00:00:00"), "UTC"))
    assert found["one_time_utc"].clock == "23:00:00 or 00:00:00"
    assert found["one_time_utc"].n_posts == 365
    assert found["midnight_utc"].n_posts < 365


def test_full_hours_of_a_zone_with_half_hours() -> None:
    hours = utc(
        *(f"2023-01-{day:02} {hour:02}:00" for day in range(1, 11) for hour in range(24)), zone=KOLKATA
    )
    found = by_kind(heaps(hours, KOLKATA))
    assert (found["full_hour"].zone, found["full_hour"].share) == (KOLKATA, 1.0)
    assert by_kind(heaps(hours, "UTC"))["full_hour"].share == 0.0
    assert (found["one_minute"].clock, found["one_minute"].share) == ("30:00", 1.0)


@pytest.mark.parametrize("n", [0, 1, LEAST - 1])
def test_of_few_posts_nothing_is_told(n: int) -> None:
    at = dates(n, "UTC")
    assert heaps(at, "UTC") == ()
    assert checked_heaps(posts(at), "UTC").empty


ZONES = ["UTC", NEW_YORK, BERLIN, KOLKATA, "Australia/Lord_Howe", "America/St_Johns"]


@pytest.mark.parametrize("forum", ZONES)
@pytest.mark.parametrize("read_as", ZONES)
def test_dates_of_any_zone_are_refused_whatever_zone_the_study_names(forum: str, read_as: str) -> None:
    # Lord Howe's summer time is of half an hour, which no two times of UTC an hour apart can show.
    whole = "18[23] of 365|365 of 365" if forum == "Australia/Lord_Howe" else "365 of 365"
    with pytest.raises(DataError, match=rf"posts\.clock: got \"({whole}) posts at") as caught:
        checked_heaps(posts(dates(365, forum)), read_as)
    assert MEND in caught.value.fault.mend


@pytest.mark.parametrize("forum", [NEW_YORK, BERLIN, "Europe/London", KOLKATA])
@pytest.mark.parametrize("clock", ["00:00:00", "09:30:00", "23:59:59"])
def test_a_part_of_the_posts_at_one_time_is_refused_though_summer_time_splits_it(
    forum: str, clock: str
) -> None:
    """Seven in a hundred, which the two times of UTC have only together."""
    few, many = np.concatenate([dates(365, forum, clock), honest(4_849)]), honest(40_000)
    with pytest.raises(DataError, match=f"{len(few)} posts at"):
        checked_heaps(posts(few), "UTC")
    assert len(checked_heaps(posts(np.concatenate([dates(365, forum, clock), many])), "UTC")) == 6


def test_the_message_says_what_came_and_what_is_allowed() -> None:
    at = np.concatenate([dates(300, NEW_YORK), honest(700)])
    with pytest.raises(DataError) as caught:
        checked_heaps(posts(at), NEW_YORK)
    assert caught.value.fault.field == "posts.clock"
    assert caught.value.fault.got == '"300 of 1000 posts at 00:00:00 in America/New_York"'
    assert caught.value.fault.allowed.startswith(f"a share of at most {MOST_AT_ONE_TIME:g}:")


def test_a_time_of_day_is_named_before_the_minute_that_it_is_a_part_of() -> None:
    hours = utc(*(f"2023-01-02 {hour:02}:00" for hour in range(2, 23)))
    at = np.concatenate([dates(700, "UTC"), hours, honest(279)])
    with pytest.raises(DataError, match="700 of 1000 posts at 00:00:00 in UTC"):
        checked_heaps(posts(at), "UTC")


def test_the_bound_itself_is_allowed() -> None:
    top = round(1_000 * MOST_AT_ONE_TIME)
    others = utc(*(f"2023-01-02 {n // 60 % 24:02}:{n % 60:02}:{n % 59 + 1:02}" for n in range(1_000 - top)))
    assert len(checked_heaps(posts(np.concatenate([dates(top, "UTC"), others])), "UTC")) == 6
    with pytest.raises(DataError, match=f"{top + 1} of 1000"):
        checked_heaps(posts(np.concatenate([dates(top + 1, "UTC"), others[1:]])), "UTC")


def test_posts_cut_to_the_hour_are_refused_and_those_cut_to_a_quarter_are_not() -> None:
    at = honest(20_000)
    with pytest.raises(
        DataError, match=r"20000 of 20000 posts at minute and second 00:00 of an hour"
    ) as caught:
        checked_heaps(posts(at // (3600 * SECOND) * (3600 * SECOND)), "UTC")
    assert MEND in caught.value.fault.mend
    for minutes in (1, 5, 15):
        step = minutes * 60 * SECOND
        assert len(checked_heaps(posts(at // step * step), "UTC")) == 6, minutes


GROUPS: dict[str, Callable[[list[str]], dict[str, list[str]]]] = {
    "company": lambda names: {"company": names},
    "forum": lambda names: {"forum": names},
}


@pytest.mark.parametrize("what", GROUPS)
@pytest.mark.parametrize("zone", [NEW_YORK, KOLKATA, "UTC"])
def test_one_company_or_forum_of_dates_among_many_honest_ones_is_refused(what: str, zone: str) -> None:
    """Two in a hundred posts, far below the bound of all."""
    at = np.concatenate([honest(9_800), dates(200, zone)])
    names = ["X"] * 9_800 + ["Y"] * 200
    with pytest.raises(
        DataError, match=f"200 of 200 posts of the {what} .*Y.* at minute and second"
    ) as caught:
        checked_heaps(posts(at, **GROUPS[what](names)), "UTC")
    assert MEND in caught.value.fault.mend
    few = ["X"] * 9_901 + ["Y"] * 99
    assert len(checked_heaps(posts(at, **GROUPS[what](few)), "UTC")) == 6


def test_honest_posts_are_taken() -> None:
    """To the second with a busy hour, then with programs that write every hour and once a day."""
    busy = utc("2023-03-01 14:30") + np.random.default_rng(2).integers(0, 3600, 3_000) * SECOND
    at = np.concatenate([honest(5_000), busy])
    assert len(checked_heaps(posts(at), NEW_YORK)) == 6
    hourly = utc("2023-01-01") + np.arange(365 * 24) * 3600 * SECOND
    assert len(checked_heaps(posts(np.concatenate([at, hourly])), NEW_YORK)) == 6
    daily = dates(365, NEW_YORK, "09:30:00")
    assert len(checked_heaps(posts(np.concatenate([at, daily])), NEW_YORK)) == 6


@settings(max_examples=30, deadline=None)
@given(
    share=st.floats(0.07, 1.0),
    zone=st.sampled_from(ZONES),
    seed=st.integers(0, 1000),
    read=st.sampled_from(ZONES),
)
def test_no_share_of_dates_above_the_bound_slips_by(share: float, zone: str, seed: int, read: str) -> None:
    n = 3_000
    lost = np.random.default_rng(seed).random(n) < share
    at = np.where(lost, dates(n, zone if zone != "Australia/Lord_Howe" else BERLIN), honest(n, seed))
    with pytest.raises(DataError, match="below"):
        checked_heaps(posts(at), read)


def test_posts_by_hour_of_two_exchanges_and_of_the_forum() -> None:
    trading = {"A": TradingDay(NEW_YORK, 9.5, 6.5), "B": TradingDay(BERLIN, 9.0, 8.5)}
    at = utc("2023-01-02 14:59:59", "2023-01-02 15:00:00", "2023-07-03 14:00:00", "2023-01-02 23:30:00")
    table = posting_hours(posts(at, ["A", "A", "A", "B"]), "Asia/Tokyo", trading)
    assert list(table.columns) == ["clock", "zone", "hour", "n_posts", "share", "open"]
    rows = {clock: of.set_index("hour") for clock, of in table.groupby("clock")}
    exchange, forum = rows["exchange"], rows["forum"]
    assert exchange["n_posts"][exchange["n_posts"] > 0].to_dict() == {0: 1, 9: 1, 10: 2}
    assert forum["n_posts"][forum["n_posts"] > 0].to_dict() == {0: 1, 8: 1, 23: 2}
    assert exchange["share"].sum() == forum["share"].sum() == 1.0
    assert set(exchange["zone"]) == {f"{NEW_YORK}, {BERLIN}"}
    assert set(forum["zone"]) == {"Asia/Tokyo"}
    assert forum["open"].isna().all()
    # Hour 9: half open in New York, with three posts, and open in Berlin, with one.
    assert exchange["open"][[8, 9, 10, 15, 16, 17, 18]].tolist() == [0, 0.625, 1, 1, 0.25, 0.125, 0]


def test_posts_by_hour_of_no_post() -> None:
    table = posting_hours(posts(np.zeros(0, dtype=np.int64)), "UTC", {"A": TradingDay(BERLIN, 9.0, 8.5)})
    assert len(table) == 48
    assert table["n_posts"].sum() == table["share"].sum() == 0


def test_dates_have_no_times_of_day() -> None:
    options = PostOptions(format="table", path="x", timezone=NEW_YORK, clock="date_only")
    times = posting_times(posts(dates(365, NEW_YORK)), options, {})
    assert times.hours.empty
    assert times.heaps.empty
    with pytest.raises(DataError, match=r"posts\.clock"):
        posting_times(posts(dates(365, NEW_YORK)), options.model_copy(update={"clock": "instant"}), {})


@pytest.mark.parametrize(
    ("calendar", "zone", "opens", "length"),
    [
        ("XNYS", NEW_YORK, 9.5, 6.5),
        ("XETR", BERLIN, 9.0, 8.5),
        ("XBOM", KOLKATA, 9.25, 6.25),
        ("24/7", "UTC", 0.0, 24.0),
    ],
)
def test_the_usual_trading_hours(calendar: str, zone: str, opens: float, length: float) -> None:
    """By the exchanges' own timetables, through summer time and early closes."""
    start, end, usual = dt.date(2023, 1, 2), dt.date(2023, 12, 28), TradingDay(zone, opens, length)
    assert trading_day(calendar, start, end) == usual
    assert trading_day(calendar, start, end, earliest=dt.date(2020, 1, 2)) == usual


def test_the_parts_of_hours_in_which_an_exchange_trades() -> None:
    assert TradingDay(NEW_YORK, 9.5, 6.5).open_parts()[[8, 9, 10, 15, 16]].tolist() == [0, 0.5, 1, 1, 0]
    assert TradingDay(BERLIN, 9.0, 8.5).open_parts()[[8, 9, 16, 17, 18]].tolist() == [0, 1, 1, 0.5, 0]
    assert TradingDay("UTC", 0.0, 24.0).open_parts().tolist() == [1] * 24
    assert TradingDay("UTC", 22.25, 4.0).open_parts()[[21, 22, 23, 0, 1, 2, 3]].tolist() == [
        0,
        0.75,
        1,
        1,
        1,
        0.25,
        0,
    ]
