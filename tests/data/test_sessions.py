"""Sessions and the session a post belongs to.

Expected values: the exchanges' published trading hours and holidays (NYSE 9:30-16:00 New York, 13:00 on the
day after Thanksgiving; Xetra 9:00-17:30 Frankfurt), converted to UTC by hand from the dates on which daylight
saving starts and ends; the property test compares with a plain search through the closes.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import exchange_calendars
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.sessions import Sessions, session_positions, trading_sessions
from naysay.study.errors import DataError, InputError

YEAR = trading_sessions("XNYS", date(2014, 1, 1), date(2014, 12, 31))


def at(text: str) -> np.ndarray:
    """UTC nanoseconds of "YYYY-MM-DD HH:MM:SS"."""
    return np.array([text], dtype="datetime64[ns]").astype(np.int64)


def session_of(calendar: str, text: str, *, cutoff_minutes: int = 0) -> str | None:
    sessions = trading_sessions(calendar, date(2014, 1, 1), date(2014, 12, 31), cutoff_minutes=cutoff_minutes)
    position = sessions.assign(at(text))[0]
    return None if position < 0 else str(sessions.index[position].date())


@pytest.mark.parametrize(
    ("calendar", "posted_at", "session"),
    [
        ("XNYS", "2014-01-02 20:59:59.999999999", "2014-01-02"),
        ("XNYS", "2014-01-02 21:00:00", "2014-01-03"),
        ("XNYS", "2014-01-02 21:00:00.000000001", "2014-01-03"),
        ("XNYS", "2014-01-03 21:00:00", "2014-01-06"),
        ("XNYS", "2014-01-04 12:00:00", "2014-01-06"),
        ("XNYS", "2014-01-05 23:59:59", "2014-01-06"),
        # Martin Luther King Day is a Monday without a session
        ("XNYS", "2014-01-20 15:00:00", "2014-01-21"),
        ("XNYS", "2014-12-25 15:00:00", "2014-12-26"),
        # the day after Thanksgiving closes at 13:00 New York
        ("XNYS", "2014-11-27 15:00:00", "2014-11-28"),
        ("XNYS", "2014-11-28 17:59:59", "2014-11-28"),
        ("XNYS", "2014-11-28 18:00:00", "2014-12-01"),
        ("XNYS", "2014-11-28 20:30:00", "2014-12-01"),
        # summer time starts on 9 March and ends on 2 November in New York
        ("XNYS", "2014-03-07 20:30:00", "2014-03-07"),
        ("XNYS", "2014-03-10 20:30:00", "2014-03-11"),
        ("XNYS", "2014-10-31 20:30:00", "2014-11-03"),
        ("XNYS", "2014-11-03 20:30:00", "2014-11-03"),
        # and on 30 March and 26 October in Frankfurt
        ("XETR", "2014-03-28 16:00:00", "2014-03-28"),
        ("XETR", "2014-03-31 16:00:00", "2014-04-01"),
        ("XETR", "2014-10-24 16:00:00", "2014-10-27"),
        ("XETR", "2014-10-27 16:00:00", "2014-10-27"),
        # between the two changes: New York is 4 hours behind UTC while Frankfurt is still 1 hour ahead
        ("XNYS", "2014-03-17 20:15:00", "2014-03-18"),
        ("XETR", "2014-03-17 16:15:00", "2014-03-17"),
        ("XNYS", "2014-10-28 20:15:00", "2014-10-29"),
        ("XETR", "2014-10-28 16:15:00", "2014-10-28"),
        # Easter Monday is a holiday in Frankfurt only
        ("XETR", "2014-04-21 10:00:00", "2014-04-22"),
        ("XNYS", "2014-04-21 10:00:00", "2014-04-21"),
    ],
)
def test_a_post_belongs_to_the_first_session_that_closes_after_it(calendar, posted_at, session):
    assert session_of(calendar, posted_at) == session


@pytest.mark.parametrize(
    ("posted_at", "session"),
    [
        ("2014-01-02 20:44:59", "2014-01-02"),
        ("2014-01-02 20:45:00", "2014-01-03"),
        ("2014-11-28 17:45:00", "2014-12-01"),
    ],
)
def test_a_cutoff_ends_each_session_earlier(posted_at, session):
    assert session_of("XNYS", posted_at, cutoff_minutes=15) == session


@pytest.mark.parametrize(
    ("posted_at", "position"),
    [
        ("2013-12-31 20:59:59", -1),  # still the session of 31 December, which lies before the study
        ("2013-12-31 21:00:00", 0),
        ("2014-01-01 12:00:00", 0),
        ("2014-12-31 20:59:59", 251),
        ("2014-12-31 21:00:00", -1),
        ("2016-01-01 00:00:00", -1),
        ("1990-01-01 00:00:00", -1),
    ],
)
def test_posts_outside_the_study_belong_to_no_session(posted_at, position):
    assert YEAR.assign(at(posted_at))[0] == position


def test_the_cutoff_reaches_back_into_the_session_before_the_first():
    assert replace(YEAR, cutoff_minutes=15).assign(at("2013-12-31 20:50:00"))[0] == 0
    assert YEAR.assign(at("2013-12-31 20:50:00"))[0] == -1


def test_a_missing_instant_belongs_to_no_session():
    assert YEAR.assign(np.array(["NaT"], dtype="datetime64[ns]").astype(np.int64))[0] == -1


def test_no_post_gives_no_position():
    assert YEAR.assign(np.empty(0, dtype=np.int64)).shape == (0,)


def test_sessions_are_naive_dates_and_closes_are_utc():
    assert YEAR.index.tz is None
    assert YEAR.index.name == "session"
    assert (YEAR.index == YEAR.index.normalize()).all()
    assert len(YEAR) == 252
    assert pd.Timestamp(YEAR.closes[0], tz="UTC") == pd.Timestamp("2014-01-02 21:00", tz="UTC")
    assert pd.Timestamp(YEAR.previous_close, tz="UTC") == pd.Timestamp("2013-12-31 21:00", tz="UTC")


def test_closes_cannot_be_overwritten():
    with pytest.raises(ValueError, match="read-only"):
        YEAR.closes[0] = 0


def test_one_day_is_a_range():
    assert list(trading_sessions("XNYS", date(2014, 1, 2), date(2014, 1, 2)).index) == [
        pd.Timestamp("2014-01-02")
    ]


def first_close_after(sessions: Sessions, posted_at: int, cutoff_minutes: int) -> int:
    """Where ``posted_at`` belongs, by walking through the closes."""
    shift = cutoff_minutes * 60 * 10**9
    if posted_at < sessions.previous_close - shift:
        return -1
    for position, close in enumerate(sessions.closes.tolist()):
        if close - shift > posted_at:
            return position
    return -1


INSTANTS = st.datetimes(datetime(2013, 12, 20), datetime(2015, 1, 10), timezones=st.just(UTC)).map(  # noqa: DTZ001
    lambda t: int(t.timestamp()) * 10**9
)
NEAR_CLOSES = st.builds(
    lambda i, shift: int(YEAR.closes[i]) + shift,
    st.integers(0, len(YEAR) - 1),
    st.sampled_from([-900 * 10**9, -1, 0, 1]),
)


@settings(deadline=None)
@given(st.lists(INSTANTS | NEAR_CLOSES, max_size=20), st.sampled_from([0, 15, 120]))
def test_assignment_agrees_with_a_plain_search(posts, cutoff):
    found = replace(YEAR, cutoff_minutes=cutoff).assign(np.array(posts, dtype=np.int64))
    assert found.tolist() == [first_close_after(YEAR, post, cutoff) for post in posts]


@settings(deadline=None)  # building a calendar takes a moment
@given(st.lists(INSTANTS, min_size=1, max_size=20), st.sampled_from([1, 2, 20, 59]))
def test_the_start_of_the_study_moves_no_post_to_another_session(posts, days):
    later = trading_sessions("XNYS", date(2014, 1, 1) + timedelta(days=days), date(2014, 12, 31))
    wide, narrow = YEAR.assign(np.array(posts)), later.assign(np.array(posts))
    kept = narrow >= 0
    assert (YEAR.index[wide[kept]] == later.index[narrow[kept]]).all()
    assert (wide[~kept] < len(YEAR) - len(later)).all()


@pytest.mark.parametrize(
    ("calendar", "start", "end", "words"),
    [
        ("XNYZ", date(2014, 1, 1), date(2014, 2, 1), "or XNYS"),
        ("../../etc", date(2014, 1, 1), date(2014, 2, 1), "market identifier"),
        ("XNYS", date(2014, 2, 1), date(2014, 1, 1), "on or before the end"),
        ("XNYS", date(2014, 1, 4), date(2014, 1, 5), "at least one session"),
        ("XBOM", date(1980, 1, 4), date(1981, 1, 5), "1997"),
        ("XNYS", date(1, 1, 4), date(1, 2, 5), "covers"),
        ("XETR", date(2014, 1, 4), date(2270, 2, 5), "covers"),
    ],
)
def test_ranges_without_sessions_are_refused(calendar, start, end, words):
    with pytest.raises(DataError, match=words) as caught:
        trading_sessions(calendar, start, end)
    assert caught.value.fault.field == "market.calendar"


def test_a_start_right_after_a_long_closure_is_refused(monkeypatch):
    monkeypatch.setattr("naysay.data.sessions._LEAD_DAYS", 1)
    with pytest.raises(DataError, match="Start the study later"):
        trading_sessions("XNYS", date(2014, 1, 6), date(2014, 1, 10))


@pytest.mark.parametrize("cutoff", [-1, 1440])
def test_a_cutoff_is_less_than_a_day(cutoff):
    with pytest.raises(InputError, match=r"chatter\.cutoff"):
        trading_sessions("XNYS", date(2014, 1, 1), date(2014, 12, 31), cutoff_minutes=cutoff)


def test_posts_of_several_companies_go_by_their_own_exchange() -> None:
    """Frankfurt closes at 16:30 UTC, New York at 21:00; of Z no sessions are known."""
    of = {
        "A": YEAR,
        "B": trading_sessions("XETR", date(2014, 1, 1), date(2014, 12, 31)),
    }
    posted_at = at("2014-01-02 18:00:00").repeat(3)
    assert session_positions(np.array(["A", "B", "Z"], dtype=object), posted_at, of).tolist() == [0, 1, -1]


@pytest.mark.parametrize("cutoff", [0, 30])
def test_posts_belong_to_a_session_from_the_first_instant_to_the_end(cutoff: int) -> None:
    year = replace(YEAR, cutoff_minutes=cutoff)
    ends = np.array([year.first_instant - 1, year.first_instant, year.end_instant - 1, year.end_instant])
    assert year.assign(ends).tolist() == [-1, 0, len(year) - 1, -1]


@pytest.mark.parametrize(
    ("calendar", "start", "close_before"),
    [
        ("XNYS", date(2001, 9, 17), "2001-09-10 20:00"),  # closed from 11 to 14 September
        ("XNYS", date(2001, 9, 13), "2001-09-10 20:00"),
        ("XTKS", date(2019, 5, 7), "2019-04-26 06:00"),  # ten days for the new emperor
        ("XSHG", date(2020, 2, 3), "2020-01-23 07:00"),  # the new year, made longer
    ],
)
def test_a_study_may_start_right_after_a_long_closure(calendar: str, start: date, close_before: str) -> None:
    sessions = trading_sessions(calendar, start, start + timedelta(days=7))
    assert pd.Timestamp(sessions.previous_close, tz="UTC") == pd.Timestamp(close_before, tz="UTC")
    first_close = sessions.closes[0]
    found = sessions.assign(np.array([sessions.previous_close - 1, sessions.previous_close, first_close - 1]))
    assert found.tolist() == [-1, 0, 0]


def test_an_exchange_in_small_letters_is_told_in_capitals():
    with pytest.raises(DataError, match=r"Did you mean.* XNYS"):
        trading_sessions("xnyz", date(2014, 1, 1), date(2014, 2, 1))


def test_exchanges_are_counted_once_whatever_other_names_they_have() -> None:
    names = exchange_calendars.get_calendar_names(include_aliases=False)
    assert len(names) < len(exchange_calendars.get_calendar_names())
    with pytest.raises(DataError, match=f"one of {len(names)} exchanges"):
        trading_sessions("xnyz", date(2014, 1, 1), date(2014, 2, 1))
