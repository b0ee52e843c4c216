"""Instants in tables. Expected values: ISO 8601 and the time zone database, worked out by hand."""

from __future__ import annotations

import datetime as dt
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.forums import RefusedError
from naysay.data.instants import day_end, instant
from naysay.study.errors import DataError

SECOND = 10**9


@pytest.mark.parametrize(
    ("value", "zone", "seconds"),
    [
        ("2024-03-01T12:00:00Z", "UTC", 1709294400),
        ("2024-03-01 12:00:00+02:00", "UTC", 1709287200),
        ("2024-03-01T12:00:00", "UTC", 1709294400),
        ("2024-03-01T12:00:00", "Europe/Berlin", 1709290800),
        ("2024-07-01T12:00", "Europe/Berlin", 1719828000),
        ("2024-07-01T12:00", "America/New_York", 1719849600),
        (1709294400, "UTC", 1709294400),
        ("1709294400", "Europe/Berlin", 1709294400),
        (1709294400000, "UTC", 1709294400),
        (1709294400.5, "UTC", 1709294400.5),
        (dt.datetime(2024, 3, 1, 12, tzinfo=dt.UTC), "UTC", 1709294400),
        (dt.datetime(2024, 3, 1, 12), "Europe/Berlin", 1709290800),  # noqa: DTZ001  a table without zones
    ],
)
def test_an_instant(value: object, zone: str, seconds: float) -> None:
    assert instant(value, zone) == int(seconds * SECOND)


def test_both_clock_changes_of_a_year() -> None:
    before, after = (instant(f"2024-10-27T0{hour}:59:59", "Europe/Berlin") for hour in (1, 3))
    assert after - before == 3 * 3600 * SECOND
    before, after = (instant(f"2024-03-31T0{hour}:59:59", "Europe/Berlin") for hour in (1, 3))
    assert after - before == 1 * 3600 * SECOND


@pytest.mark.parametrize(
    ("local", "utc"),
    [
        # 27 October 2024: 02:30 stands on the clock twice, and the first is meant. 31 March 2024: never.
        ("2024-10-27T01:30", "2024-10-26T23:30:00Z"),
        ("2024-10-27T02:30", "2024-10-27T00:30:00Z"),
        ("2024-10-27T03:30", "2024-10-27T02:30:00Z"),
        ("2024-03-31T01:30", "2024-03-31T00:30:00Z"),
        ("2024-03-31T02:30", "2024-03-31T01:30:00Z"),
        ("2024-03-31T03:30", "2024-03-31T01:30:00Z"),
    ],
)
def test_the_hours_around_a_clock_change(local: str, utc: str) -> None:
    assert instant(local, "Europe/Berlin") == instant(utc, "UTC")


@pytest.mark.parametrize(
    "value", ["2024-03-01T12:00:00Z", "2024-03-01T13:00:00+01:00", 1709294400, "1709294400"]
)
def test_a_zone_does_not_touch_what_names_its_own(value: object) -> None:
    assert instant(value, "America/New_York") == 1709294400 * SECOND


@pytest.mark.parametrize(
    ("value", "nanoseconds"),
    [
        (99_999_999_999, None),
        (4_102_444_799, 4_102_444_799 * SECOND),
        (4_102_444_800, None),
        (631_152_000, 631_152_000 * SECOND),
        (631_151_999, None),
        ("1709294400.25", 1709294400_250_000_000),
        (1709294400123, 1709294400_123_000_000),
        # The 1990s have twelve digits in milliseconds.
        (700_000_000_000, 700_000_000 * SECOND),
        ("700000000000", 700_000_000 * SECOND),
        ("1709294400123", 1709294400_123_000_000),
        (" 1709294400 ", 1709294400 * SECOND),
        ("2024-03-01T12:00:00.123456Z", 1709294400_123_456_000),
    ],
)
def test_numbers_count_from_1970_and_within_what_a_forum_can_hold(
    value: object, nanoseconds: int | None
) -> None:
    if nanoseconds is None:
        with pytest.raises(RefusedError, match=r"^time_out_of_range$"):
            instant(value, "UTC")
    else:
        assert instant(value, "UTC") == nanoseconds


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "no_time"),
        ("", "no_time"),
        ("2024-03-01", "time_without_clock"),
        (dt.date(2024, 3, 1), "time_without_clock"),
        ("20240301", "time_out_of_range"),
        ("2024-W09-5", "time_without_clock"),
        (" 2024-03-01 ", "time_without_clock"),
        ("1/3/2024 12:00", "date_order_unknown"),
        ("2024-03-01T25:00", "time_unreadable"),
        ("2024-02-30T12:00", "time_unreadable"),
        ("9" * 5000, "time_unreadable"),
        (10**400, "time_unreadable"),
        (b"2024-03-01T12:00", "time_unreadable"),
        (dt.time(12), "time_unreadable"),
        ("yesterday", "time_unreadable"),
        (True, "time_unreadable"),
        ([], "time_unreadable"),
        (float("nan"), "time_unreadable"),
        (float("inf"), "time_unreadable"),
        (-5, "time_out_of_range"),
        ("1800-01-01T00:00:00Z", "time_out_of_range"),
        ("9999-12-31T23:59:59", "time_out_of_range"),
        ("0001-01-01T00:00:00+14:00", "time_out_of_range"),
        ("0001-01-01T00:00:00", "time_out_of_range"),
        ("9999-12-31T23:59:59-14:00", "time_out_of_range"),
    ],
)
def test_what_is_no_instant(value: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        instant(value, "UTC")


@pytest.mark.parametrize("zone", ["../etc", "", "Mars/Base", "Europe", "/etc/localtime", "Europe/Berlin\0"])
def test_a_zone_that_does_not_exist(zone: str) -> None:
    with pytest.raises(DataError, match=r"posts\.timezone.*Europe/Berlin"):
        instant("2024-03-01T12:00:00", zone)


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "Pacific/Niue", "America/New_York", "Asia/Kathmandu"])
@pytest.mark.parametrize("local", ["0001-01-01T00:00:00", "9999-12-31T23:59:59.999999"])
def test_the_ends_of_the_calendar_are_out_of_range_in_any_zone(local: str, zone: str) -> None:
    with pytest.raises(RefusedError, match=r"^time_out_of_range$"):
        instant(local, zone)


@pytest.mark.parametrize(
    ("value", "nanoseconds"),
    [
        ("2024-01-02T03:04:05.000006+00:00", 1_704_164_645_000_006_000),
        (1_704_164_645.5, 1_704_164_645_500_000_000),
        ("1704164645.0625", 1_704_164_645_062_500_000),
        # The nearest binary number is 1704164645.09999990463..., to the nanosecond ...905.
        (1_704_164_645.1, 1_704_164_645_099_999_905),
    ],
)
def test_parts_of_a_second_are_kept(value: object, nanoseconds: int) -> None:
    assert instant(value, "UTC") == nanoseconds


def test_a_date_and_time_without_a_zone_takes_that_of_the_study_and_one_with_a_zone_its_own() -> None:
    naive = instant("2024-07-01T12:00:00", "Europe/Berlin")
    own = instant("2024-07-01T12:00:00+00:00", "Europe/Berlin")
    assert own - naive == 2 * 3600 * 10**9


ZONES = ["UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Africa/Monrovia"]
zones = st.sampled_from(ZONES)
moments = st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2099, 12, 30))  # noqa: DTZ001  a table without zones
offsets = st.none() | st.integers(-86_399, 86_399).map(lambda s: dt.timezone(dt.timedelta(seconds=s)))


@settings(max_examples=500)
@given(moment=moments, offset=offsets, separator=st.sampled_from("T _"), zone=zones)
def test_any_time_in_iso_8601(
    moment: dt.datetime, offset: dt.tzinfo | None, separator: str, zone: str
) -> None:
    """By the rules of the standard library's own objects, through every clock change of the zones."""
    written = moment.replace(tzinfo=offset).isoformat(separator)
    since = moment.replace(tzinfo=offset or ZoneInfo(zone)) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert instant(written, zone) == since // dt.timedelta(microseconds=1) * 1000


def answer(value: object, zone: str) -> int | str:
    """The instant, or the reason why there is none."""
    try:
        return instant(value, zone)
    except RefusedError as refusal:
        return str(refusal)


signs = st.sampled_from(["-", ":", "T", "Z", "+", " ", ".", ",", "W", "é", "٣", "24", "00", *"0123456789"])


@settings(max_examples=1000)
@given(moment=moments, changes=st.lists(st.tuples(st.integers(0, 30), signs), max_size=3), zone=zones)
def test_blanks_around_a_time_do_not_matter(
    moment: dt.datetime, changes: list[tuple[int, str]], zone: str
) -> None:
    """Nor do they where it is no time."""
    written = moment.isoformat() + "+01:00"
    for place, sign in changes:
        written = written[:place] + sign + written[place + 1 :]
    assert answer(written, zone) == answer(f" {written}", zone) == answer(f"{written}\t", zone)


NEW_YORK = "America/New_York"


@pytest.mark.parametrize(
    ("value", "zone", "end"),
    [
        ("2024-03-01", "UTC", "2024-03-02T00:00:00Z"),
        (" 2024-03-01 ", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("2024-W09-5", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("1.3.2024", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("March 1, 2024", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("01.03.2024 23:59 Uhr", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("02.03.2024 04:59 UTC", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("20240301", NEW_YORK, "2024-03-02T05:00:00Z"),
        (20240301, NEW_YORK, "2024-03-02T05:00:00Z"),
        (dt.date(2024, 3, 1), NEW_YORK, "2024-03-02T05:00:00Z"),
        (dt.datetime(2024, 3, 1), NEW_YORK, "2024-03-02T05:00:00Z"),  # noqa: DTZ001  a table without zones
        ("2024-03-01 00:00:00", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("2024-03-01T23:59:59", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("2024-03-01T23:59:59.999999", NEW_YORK, "2024-03-02T05:00:00Z"),
        # The date is that of the zone: 04:59 in UTC is still the evening before in New York.
        ("2024-03-02T04:59:59Z", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("2024-03-02T05:00:00Z", NEW_YORK, "2024-03-03T05:00:00Z"),
        (1709355599, NEW_YORK, "2024-03-02T05:00:00Z"),
        (1709355600, NEW_YORK, "2024-03-03T05:00:00Z"),
        ("1709355599000", NEW_YORK, "2024-03-02T05:00:00Z"),
        (dt.datetime(2024, 3, 2, 4, 59, tzinfo=dt.UTC), NEW_YORK, "2024-03-02T05:00:00Z"),
        # Midnight in its own zone is a date that a program wrote so, and not the evening before.
        ("2024-03-01T00:00:00Z", NEW_YORK, "2024-03-02T05:00:00Z"),
        ("2024-03-01T00:00:01Z", NEW_YORK, "2024-03-01T05:00:00Z"),
        (1709251200, NEW_YORK, "2024-03-02T05:00:00Z"),
        ("2024-03-01T00:00:00+01:00", "UTC", "2024-03-02T00:00:00Z"),
        ("2024-03-01T00:00:00-05:00", "Asia/Kolkata", "2024-03-01T18:30:00Z"),
        ("2024-03-01T00:00:00-12:00", "Pacific/Auckland", "2024-03-02T11:00:00Z"),  # 1 a.m. on the 2nd
        ("2024-03-01", "Asia/Kolkata", "2024-03-01T18:30:00Z"),
        ("2024-03-01T18:29:59Z", "Asia/Kolkata", "2024-03-01T18:30:00Z"),
        ("2024-03-01T18:30:00Z", "Asia/Kolkata", "2024-03-02T18:30:00Z"),
        # The days of 23 and of 25 hours, 31 March and 27 October.
        ("2024-03-30", "Europe/Berlin", "2024-03-30T23:00:00Z"),
        ("2024-03-31", "Europe/Berlin", "2024-03-31T22:00:00Z"),
        ("2024-10-26", "Europe/Berlin", "2024-10-26T22:00:00Z"),
        ("2024-10-27T02:30", "Europe/Berlin", "2024-10-27T23:00:00Z"),
        # Midnight is skipped in Brazil (3 November 2018, 24:00 became 01:00), and comes twice in Newfoundland
        # (7 November 2010, one minute after midnight became 23:01 of the day before) and in Cuba.
        ("2018-11-03", "America/Sao_Paulo", "2018-11-04T03:00:00Z"),
        ("2018-02-17", "America/Sao_Paulo", "2018-02-18T03:00:00Z"),
        ("2010-11-06", "America/St_Johns", "2010-11-07T03:30:00Z"),
        ("2024-11-02", "America/Havana", "2024-11-03T05:00:00Z"),
        # Samoa had no 30 December 2011.
        ("2011-12-29", "Pacific/Apia", "2011-12-30T10:00:00Z"),
        ("2011-12-30", "Pacific/Apia", "2011-12-30T10:00:00Z"),
    ],
)
def test_a_date_is_known_after_the_end_of_its_local_day(value: object, zone: str, end: str) -> None:
    assert instant(value, zone, "date_only") == instant(end, "UTC")


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        (None, "no_time"),
        ("", "no_time"),
        ("yesterday", "time_unreadable"),
        ("2024-02-30", "time_unreadable"),
        ("2024-02-30T12:00", "time_unreadable"),
        ("1.3.2024x", "time_unreadable"),
        ("1/3/2024", "date_order_unknown"),
        ("20240230", "time_out_of_range"),
        (True, "time_unreadable"),
        (dt.date.max, "time_out_of_range"),
        (dt.date.min, "time_out_of_range"),
        ("0001-01-01", "time_out_of_range"),
        ("2100-01-01", "time_out_of_range"),
        ("0001-01-01T00:00:00+14:00", "time_out_of_range"),
        ("9999-12-31T23:59:59-14:00", "time_out_of_range"),
        ("9" * 5000, "time_unreadable"),
    ],
)
def test_what_is_no_date(value: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        instant(value, "America/New_York", "date_only")


ANY_ZONE = st.sampled_from([*ZONES, "America/St_Johns", "America/Sao_Paulo", "Asia/Kolkata", "Pacific/Apia"])


@settings(max_examples=500)
@given(moment=moments, zone=ANY_ZONE)
def test_no_post_is_known_before_it_can_have_been_written(moment: dt.datetime, zone: str) -> None:
    """The day is over at its end and does not come back, whatever the clock of the zone does at midnight."""
    at = moment.replace(tzinfo=dt.UTC)
    end = instant(at.isoformat(), zone, "date_only")
    ended = dt.datetime(1970, 1, 1, tzinfo=dt.UTC) + dt.timedelta(microseconds=end // 1000)
    assert at < ended
    assert ended - at <= dt.timedelta(days=2)
    day = at.astimezone(ZoneInfo(zone)).date()
    assert ended.astimezone(ZoneInfo(zone)).date() > day
    for later in range(0, 7200, 600):
        assert (ended + dt.timedelta(seconds=later)).astimezone(ZoneInfo(zone)).date() > day


def test_an_unknown_zone_is_refused_for_dates_too() -> None:
    with pytest.raises(DataError, match=r"posts\.timezone"):
        instant("2024-03-01", "Mars/Base", "date_only")
    with pytest.raises(DataError, match=r"posts\.timezone"):
        day_end(1709355599 * SECOND, "Mars/Base")
