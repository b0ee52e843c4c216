"""Times as people write them. Expected values: instants that are written in ISO 8601 beside each, by hand."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naysay.data.forums import RefusedError
from naysay.data.instants import instant
from naysay.data.times import UNDECIDED, ColumnTimes, TimeColumn, form_of, together, written
from naysay.data.times.written import DAY_FIRST, MONTH_FIRST
from naysay.data.times.zones import season_of_heading, zone_of_heading

BERLIN, NEW_YORK = "Europe/Berlin", "America/New_York"


def seconds(iso: str) -> int:
    """Seconds since 1970 of a time with its offset, by the standard library."""
    return int(dt.datetime.fromisoformat(iso).timestamp())


@pytest.mark.parametrize(
    ("value", "zone", "utc"),
    [
        # Figures with dots: the day is first.
        ("01.02.2024 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024 17:49:30", BERLIN, "2024-02-01T16:49:30Z"),
        ("1.2.2024 7:05", BERLIN, "2024-02-01T06:05:00Z"),
        ("1.2.24 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("1.2.99 17:49", BERLIN, "1999-02-01T16:49:00Z"),
        ("01.02.2024, 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024, 17:49 Uhr", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024 - 17:49 Uhr", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024 | 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024 17.49 Uhr", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024 um 17 Uhr", BERLIN, "2024-02-01T16:00:00Z"),
        ("Do., 01.02.2024 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("Do, 1. 2. 2024 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("17:49 01.02.2024", BERLIN, "2024-02-01T16:49:00Z"),
        ("17:49 Uhr, 01.02.2024", BERLIN, "2024-02-01T16:49:00Z"),
        ("01.02.2024 24:00", BERLIN, "2024-02-01T23:00:00Z"),
        ("01.07.2024 17:49", BERLIN, "2024-07-01T15:49:00Z"),
        ("01.02.2024\u00a017:49", BERLIN, "2024-02-01T16:49:00Z"),
        # The year first, with other signs than those of ISO 8601.
        ("2024/02/01 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("2024.02.01 17:49:30", BERLIN, "2024-02-01T16:49:30Z"),
        ("2024-2-1 7:05", BERLIN, "2024-02-01T06:05:00Z"),
        ("20240201 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("20240201T174930Z", BERLIN, "2024-02-01T17:49:30Z"),
        # Names of months, in both languages.
        ("1. Februar 2024 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("1. Februar 2024 um 17:49 Uhr", BERLIN, "2024-02-01T16:49:00Z"),
        ("Donnerstag, 1. Februar 2024, 17:49", BERLIN, "2024-02-01T16:49:00Z"),
        ("am 5. März 2024 um 8.05 Uhr", BERLIN, "2024-03-05T07:05:00Z"),
        ("5. Ma\u0308rz 2024 08:05", BERLIN, "2024-03-05T07:05:00Z"),
        ("5. Mrz. 2024 08:05", BERLIN, "2024-03-05T07:05:00Z"),
        ("3. Okt. 2024 12:00", BERLIN, "2024-10-03T10:00:00Z"),
        ("31. Dez 2024 23:59", BERLIN, "2024-12-31T22:59:00Z"),
        ("6. Jänner 2024 12:00", BERLIN, "2024-01-06T11:00:00Z"),
        ("1. Mai 2024 12:00", BERLIN, "2024-05-01T10:00:00Z"),
        ("2 Feb 2024 17:49", "UTC", "2024-02-02T17:49:00Z"),
        ("Feb 2, 2024 17:49", "UTC", "2024-02-02T17:49:00Z"),
        ("Feb. 2, 2024, 5:49 PM", "UTC", "2024-02-02T17:49:00Z"),
        ("February 2nd, 2024 at 5:49 p.m.", "UTC", "2024-02-02T17:49:00Z"),
        ("Friday, February 2, 2024 5:49:30 PM", "UTC", "2024-02-02T17:49:30Z"),
        ("2-Feb-2024 17:49", "UTC", "2024-02-02T17:49:00Z"),
        ("02-FEB-24 17:49", "UTC", "2024-02-02T17:49:00Z"),
        ("02/Feb/2024 17:49", "UTC", "2024-02-02T17:49:00Z"),
        ("2024-Feb-02 17:49", "UTC", "2024-02-02T17:49:00Z"),
        ("5:49 PM · Feb 2, 2024", "UTC", "2024-02-02T17:49:00Z"),
        # Halves of the day; noon and midnight are the twelfth hour.
        ("Feb 2, 2024 12:05 AM", "UTC", "2024-02-02T00:05:00Z"),
        ("Feb 2, 2024 12:05 PM", "UTC", "2024-02-02T12:05:00Z"),
        ("Feb 2, 2024 5 pm", "UTC", "2024-02-02T17:00:00Z"),
        ("2024-02-02 05:49 PM", "UTC", "2024-02-02T17:49:00Z"),
        ("2024-02-02 05:49\u202fPM", "UTC", "2024-02-02T17:49:00Z"),
        # RFC 2822, and what programs print.
        ("Thu, 01 Feb 2024 17:49:00 +0100", "UTC", "2024-02-01T16:49:00Z"),
        ("Thu, 1 Feb 2024 17:49 GMT", BERLIN, "2024-02-01T17:49:00Z"),
        ("Thu, 01 Feb 2024 17:49:00 -0500 (EST)", BERLIN, "2024-02-01T22:49:00Z"),
        ("Wed Jan 15 23:34:19 +0000 2014", BERLIN, "2014-01-15T23:34:19Z"),
        ("Thu Feb 01 17:49:00 CET 2024", "UTC", "2024-02-01T16:49:00Z"),
        ("Thu Feb  1 17:49:00 2024", BERLIN, "2024-02-01T16:49:00Z"),
        ("Thu Feb 01 2024 17:49:00 GMT+0100 (Central European Standard Time)", "UTC", "2024-02-01T16:49:00Z"),
        # Zones by name, which go before that of the study.
        ("2021-02-22 00:46:00 UTC", BERLIN, "2021-02-22T00:46:00Z"),
        ("2021-02-22 00:46:00 GMT", BERLIN, "2021-02-22T00:46:00Z"),
        ("2021-02-22T00:46:00.250 CET", "UTC", "2021-02-21T23:46:00.250Z"),
        ("2021-07-22 00:46 CEST", "UTC", "2021-07-21T22:46:00Z"),
        ("22.02.2021 00:46 MEZ", "UTC", "2021-02-21T23:46:00Z"),
        ("22.07.2021 00:46 Uhr MESZ", "UTC", "2021-07-21T22:46:00Z"),
        ("2021-02-22 16:46 EST", "UTC", "2021-02-22T21:46:00Z"),
        ("2021-07-22 16:46 EDT", "UTC", "2021-07-22T20:46:00Z"),
        ("2021-07-22 04:46 PM ET", "UTC", "2021-07-22T20:46:00Z"),
        ("2021-07-22 16:46 PDT", "UTC", "2021-07-22T23:46:00Z"),
        ("2021-02-22 00:46:00 Europe/Berlin", "UTC", "2021-02-21T23:46:00Z"),
        ("2021-07-22 00:46 America/New_York", "UTC", "2021-07-22T04:46:00Z"),
        ("2021-02-22T00:46:00+01:00[Europe/Berlin]", "UTC", "2021-02-21T23:46:00Z"),
        ("2021-02-22 00:46 [Europe/Berlin]", "UTC", "2021-02-21T23:46:00Z"),
        ("2021-02-22 00:46 (UTC)", BERLIN, "2021-02-22T00:46:00Z"),
        ("2021-02-22 00:46 +0100", "UTC", "2021-02-21T23:46:00Z"),
        ("2021-02-22 00:46 UTC+1", "UTC", "2021-02-21T23:46:00Z"),
        ("2021-02-22 00:46 GMT-05:00", "UTC", "2021-02-22T05:46:00Z"),
        ("22.02.2021 00:46 UTC +01:00", "UTC", "2021-02-21T23:46:00Z"),
        # An abbreviation of several zones counts where the study's zone goes by it.
        ("2021-02-22 16:46 CST", "America/Chicago", "2021-02-22T22:46:00Z"),
        ("2021-02-22 16:46 CST", "Asia/Shanghai", "2021-02-22T08:46:00Z"),
        ("2021-02-22 16:46 IST", "Asia/Kolkata", "2021-02-22T11:16:00Z"),
        ("2021-07-22 16:46 BST", "Europe/London", "2021-07-22T15:46:00Z"),
        ("2021-02-22 16:46 PKT", "Asia/Karachi", "2021-02-22T11:46:00Z"),
        # With the zone's name an hour that comes twice is told apart: 27 October 2024.
        ("27.10.2024 02:30 MESZ", BERLIN, "2024-10-27T00:30:00Z"),
        ("27.10.2024 02:30 MEZ", BERLIN, "2024-10-27T01:30:00Z"),
        # Without one the first is meant, and a skipped one is read by the clock before the change.
        ("27.10.2024 02:30", BERLIN, "2024-10-27T00:30:00Z"),
        ("31.03.2024 02:30", BERLIN, "2024-03-31T01:30:00Z"),
        ("Nov 3, 2024 1:30 AM", NEW_YORK, "2024-11-03T05:30:00Z"),
        ("Mar 10, 2024 2:30 AM", NEW_YORK, "2024-03-10T07:30:00Z"),
        # Counts since 1970.
        ("1613954760.0", BERLIN, "2021-02-22T00:46:00Z"),
        ("1613954760,0", BERLIN, "2021-02-22T00:46:00Z"),
        (1613954760000, BERLIN, "2021-02-22T00:46:00Z"),
        (1613954760000000, BERLIN, "2021-02-22T00:46:00Z"),
        (1613954760000000000, BERLIN, "2021-02-22T00:46:00Z"),
        ("1613954760000000000", BERLIN, "2021-02-22T00:46:00Z"),
        (1613954760000.0, BERLIN, "2021-02-22T00:46:00Z"),
        ("1.613954760E9", BERLIN, "2021-02-22T00:46:00Z"),
    ],
)
def test_a_written_time(value: object, zone: str, utc: str) -> None:
    assert instant(value, zone) // 10**6 == round(dt.datetime.fromisoformat(utc).timestamp() * 1000)


def test_nanoseconds_in_figures_are_kept_to_the_last() -> None:
    assert instant("1613954760123456789", "UTC") == 1613954760123456789
    assert instant(1613954760123456, "UTC") == 1613954760123456000


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ("01/02/2024 17:49", "date_order_unknown"),
        ("01-02-2024 17:49", "date_order_unknown"),
        ("13/02/2024 17:49", "date_order_unknown"),
        ("01.13.2024 17:49", "date_order_contradicted"),
        ("30.02.2024 17:49", "time_unreadable"),
        ("32.02.2024 17:49", "time_unreadable"),
        ("00.02.2024 17:49", "time_unreadable"),
        ("01.02.2024 25:00", "time_unreadable"),
        ("01.02.2024 17:60", "time_unreadable"),
        ("01.02.2024 24:01", "time_unreadable"),
        ("01.02.2024", "time_without_clock"),
        ("Feb 2, 2024", "time_without_clock"),
        ("Feb 2, 2024 0:05 PM", "time_unreadable"),
        ("Feb 2, 2024 17:05 AM", "time_unreadable"),
        ("17:49", "time_unreadable"),
        ("vor 3 Stunden", "time_unreadable"),
        ("gestern, 17:49", "time_unreadable"),
        ("2h ago", "time_unreadable"),
        ("2024-02-01-05:00", "time_without_clock"),
        ("2024-02-01+01:00", "time_without_clock"),
        ("Feb 2 17:49", "time_unreadable"),
        ("01.02.2024 17:49 18:00", "time_unreadable"),
        ("01.02.2024 03.02.2024 17:49", "time_unreadable"),
        ("2 Foo 2024 17:49", "time_unreadable"),
        ("2021-02-22 16:46 CST", "zone_ambiguous"),
        ("2021-02-22 16:46 IST", "zone_ambiguous"),
        ("2021-02-22 16:46 XYZT", "zone_unknown"),
        ("2021-02-22 16:46 Mars/Base", "zone_unknown"),
        ("22.02.2021 16:46 +17:00", "zone_unknown"),
        ("1.61395E+09", "time_rounded"),
        ("1,61395E+12", "time_rounded"),
        ("45292.74", "time_out_of_range"),
        ("20240301", "time_out_of_range"),
        ("16139547600", "time_out_of_range"),
        ("01.02.2024 17:49 " + "x" * 90, "time_unreadable"),
        ("٠١.٠٢.٢٠٢٤ ١٧:٤٩", "time_unreadable"),
    ],
)
def test_what_is_refused(value: object, reason: str) -> None:
    with pytest.raises(RefusedError, match=f"^{reason}$"):
        instant(value, "UTC")


def test_a_zone_of_several_meanings_is_refused_by_its_name() -> None:
    with pytest.raises(RefusedError) as refusal:
        instant("2021-02-22 16:46 cst", "UTC")
    assert refusal.value.detail == "CST"


@pytest.mark.parametrize(
    ("value", "order", "utc"),
    [
        ("01/02/2024 17:49", DAY_FIRST, "2024-02-01T17:49:00Z"),
        ("01/02/2024 17:49", MONTH_FIRST, "2024-01-02T17:49:00Z"),
        ("1-2-2024 5:49 PM", DAY_FIRST, "2024-02-01T17:49:00Z"),
        ("1-2-2024 5:49 PM", MONTH_FIRST, "2024-01-02T17:49:00Z"),
        ("2/1/24 17:49", MONTH_FIRST, "2024-02-01T17:49:00Z"),
        ("02.01.2024 17:49", MONTH_FIRST, "2024-02-01T17:49:00Z"),
        ("Mon 01/02/2024 17:49:30", MONTH_FIRST, "2024-01-02T17:49:30Z"),
        ("13/02/2024 17:49", DAY_FIRST, "2024-02-13T17:49:00Z"),
    ],
)
def test_figures_in_an_order_that_is_decided(value: str, order: str, utc: str) -> None:
    assert instant(value, "UTC", "instant", ColumnTimes(order)) == seconds(utc) * 10**9


def test_figures_against_the_order_are_refused() -> None:
    for value, order in (("13/02/2024 17:49", MONTH_FIRST), ("02/13/2024 17:49", DAY_FIRST)):
        with pytest.raises(RefusedError, match=r"^date_order_contradicted$"):
            instant(value, "UTC", "instant", ColumnTimes(order))


@pytest.mark.parametrize(
    ("value", "zone", "utc"),
    [
        (45292.5, "UTC", "2024-01-01T12:00:00Z"),
        (45292.5, BERLIN, "2024-01-01T11:00:00Z"),
        ("45292.74236111111", "UTC", "2024-01-01T17:49:00Z"),
        ("45292,74236111111", "UTC", "2024-01-01T17:49:00Z"),
        (45292, "UTC", "2024-01-01T00:00:00Z"),
    ],
)
def test_days_of_a_spreadsheet(value: object, zone: str, utc: str) -> None:
    assert instant(value, zone, "instant", ColumnTimes(serials="clocks")) == seconds(utc) * 10**9


def test_whole_days_of_a_spreadsheet_are_dates() -> None:
    with pytest.raises(RefusedError, match=r"^time_without_clock$"):
        instant(45292, "UTC", "instant", ColumnTimes(serials="days"))
    end = instant("45292", NEW_YORK, "date_only", ColumnTimes(serials="days"))
    assert end == seconds("2024-01-02T05:00:00Z") * 10**9
    with pytest.raises(RefusedError, match=r"^time_out_of_range$"):
        instant(20240301, "UTC", "instant", ColumnTimes(serials="clocks"))


def test_the_zone_of_the_heading_goes_before_that_of_the_study_and_behind_that_of_the_value() -> None:
    column = ColumnTimes(zone="UTC")
    noon = seconds("2024-07-01T12:00:00Z") * 10**9
    assert instant("2024-07-01 12:00", BERLIN, "instant", column) == noon
    assert instant("01.07.2024 12:00", BERLIN, "instant", column) == noon
    assert instant("2024-07-01 14:00+02:00", BERLIN, "instant", column) == noon
    assert instant("01.07.2024 14:00 MESZ", BERLIN, "instant", column) == noon
    late = instant("2024-07-01 22:30", BERLIN, "date_only", column)
    assert late == seconds("2024-07-02T22:00:00Z") * 10**9


@pytest.mark.parametrize(
    ("heading", "zone"),
    [
        ("Datum (UTC)", "UTC"),
        ("created_utc", "UTC"),
        ("Time [GMT]", "UTC"),
        ("utcDate", ""),
        ("Zeit (Europe/Berlin)", "Europe/Berlin"),
        ("Datum/Zeit (UTC)", "UTC"),
        ("Time (UTC+1)", "Etc/GMT-1"),
        ("Time (UTC-05:00)", "Etc/GMT+5"),
        ("Datum/Zeit", ""),
        ("posted_at", ""),
        ("Zeit (MEZ)", ""),
    ],
)
def test_the_zone_of_a_heading(heading: str, zone: str) -> None:
    assert zone_of_heading(heading) == zone


def test_a_heading_may_name_half_of_the_year() -> None:
    assert season_of_heading("Zeit (MEZ)") == "MEZ"
    assert season_of_heading("Date EST") == "EST"
    assert season_of_heading("Best time") == season_of_heading("Datum (UTC)") == ""


@pytest.mark.parametrize(
    ("day", "clock", "value"),
    [
        ("01.01.2024", "17:49", "01.01.2024 17:49"),
        ("2024-01-01", "17:49:30", "2024-01-01 17:49:30"),
        ("17:49", "01.01.2024", "01.01.2024 17:49"),
        ("01.01.2024", "17.49", "01.01.2024 17:49"),
        ("01.01.2024", "17.49 Uhr", "01.01.2024 17.49 Uhr"),
        ("01.01.2024", "1749", "01.01.2024 17:49"),
        ("01.01.2024", "174930", "01.01.2024 17:49:30"),
        ("01.01.2024", "905", "01.01.2024 09:05"),
        ("01.01.2024", "0,7423611111", "01.01.2024 17:49:00"),
        ("01.01.2024 00:00:00", "17:49", "01.01.2024 17:49"),
        ("01.01.2024", "30.12.1899 17:49:00", "01.01.2024 17:49:00"),
        ("01.01.2024", "", "01.01.2024"),
        ("01.01.2024", None, "01.01.2024"),
        ("", "17:49", None),
        (None, None, None),
        (dt.date(2024, 1, 1), dt.time(17, 49), dt.datetime(2024, 1, 1, 17, 49)),  # noqa: DTZ001
        (dt.time(17, 49), dt.date(2024, 1, 1), dt.datetime(2024, 1, 1, 17, 49)),  # noqa: DTZ001
        (dt.datetime(2024, 1, 1), dt.timedelta(hours=17.5), dt.datetime(2024, 1, 1, 17, 30)),  # noqa: DTZ001
        (dt.datetime(2024, 1, 1), dt.datetime(1899, 12, 30, 17, 49), dt.datetime(2024, 1, 1, 17, 49)),  # noqa: DTZ001
        (dt.date(2024, 1, 1), "17:49", "2024-01-01 17:49"),
        ("01.01.2024", dt.time(17, 49), "01.01.2024 17:49:00"),
        (45292, 0.5, 45292.5),
        (45292.0, dt.time(12), 45292.5),
        (dt.date(2024, 1, 1), 0.5, dt.datetime(2024, 1, 1, 12)),  # noqa: DTZ001
        (dt.date(2024, 1, 1), 7.5, None),
        ([], dt.time(12), None),
        (float("nan"), "17:49", None),
    ],
)
def test_a_date_and_a_clock_in_two_cells(day: object, clock: object, value: object) -> None:
    assert together(day, clock) == value


def order_of(*values: object, said: str = "") -> tuple[str, bool]:
    """The order that a column of ``values`` shows, and whether it stays in doubt."""
    column = TimeColumn(said)
    for value in values:
        column.add(value)
    return column.times().order, column.is_in_doubt


@pytest.mark.parametrize(
    ("values", "order", "in_doubt"),
    [
        (["01/02/2024 17:49", "13/02/2024 17:49"], DAY_FIRST, False),
        (["01/02/2024 17:49", "02/13/2024 17:49"], MONTH_FIRST, False),
        (["01-02-2024", "02-13-2024"], MONTH_FIRST, False),
        (["01/02/2024 17:49", "03/02/2024 17:49"], "", True),
        (["13/02/2024 17:49", "02/13/2024 17:49"], "", True),
        (["01.02.2024 17:49"], DAY_FIRST, False),
        (["01.02.2024 17:49", "02.13.2024 17:49"], "", True),
        (["13.02.2024", "01.02.2024", "02.13.2024"], DAY_FIRST, False),
        (["2024-02-01 17:49", "1613954760"], "", False),
        ([None, "", "gestern"], "", False),
        # 24/02/01: the years seem to vary more than the days, so the year may be first.
        (["24/02/01 9:00", "24/02/02 9:00", "24/02/03 9:00"], "", True),
        (["24/02/01 9:00", "25/02/01 9:00"], DAY_FIRST, False),
        (["2/13/24 9:00", "2/14/24 9:00"], MONTH_FIRST, False),
    ],
)
def test_the_order_that_the_head_of_a_file_shows(values: list[object], order: str, in_doubt: bool) -> None:
    assert order_of(*values) == (order, in_doubt)


def test_an_order_that_the_study_says_is_not_asked_of_the_file() -> None:
    assert order_of("13/02/2024 17:49", said=MONTH_FIRST) == (MONTH_FIRST, False)
    assert order_of("01/02/2024 17:49", said=DAY_FIRST) == (DAY_FIRST, False)


@pytest.mark.parametrize(
    ("values", "serials"),
    [
        ([45292.5, 45293.75], "clocks"),
        (["45292,5", "45293"], "clocks"),
        ([45292, 45293.0], "days"),
        ([45292.5, 1613954760], ""),
        ([45292.5, "2024-01-01 12:00"], ""),
        ([20240301, 20240302], ""),
        ([1613954760], ""),
        ([None, "", True], ""),
    ],
)
def test_serials_are_a_whole_column_of_them(values: list[object], serials: str) -> None:
    column = TimeColumn()
    for value in values:
        column.add(value)
    assert column.times().serials == serials


@pytest.mark.parametrize(
    ("value", "form"),
    [
        ("01.02.2024 17:49", "99.99.9999 99:99"),
        ("vor 3 Stunden", "aaa 9 aaaaaaa"),
        ("Ünïté\n\u202e<b>", "aaaaa ?<a>"),
        ("x" * 50, "a" * 40 + "…"),
        (12.5, "99.9"),
        (20240301, "99999999"),
        (10**400, "a whole number of more than 38 digits"),
        (["secret"], "a list"),
        (None, "a NoneType"),
    ],
)
def test_the_form_of_a_value_has_none_of_its_letters_and_figures(value: object, form: str) -> None:
    assert form_of(value) == form


moments = st.datetimes(dt.datetime(1990, 1, 2), dt.datetime(2099, 12, 30)).map(  # noqa: DTZ001
    lambda moment: moment.replace(microsecond=0)
)
FORMATS = (
    "%d.%m.%Y %H:%M:%S", "%d.%m.%Y, %H:%M:%S Uhr", "%Y/%m/%d %H:%M:%S", "%d %b %Y %H:%M:%S",
    "%B %d, %Y %I:%M:%S %p", "%a, %d %b %Y %H:%M:%S +0000", "%a %b %d %H:%M:%S UTC %Y",
    "%A, %d. %B %Y %H:%M:%S", "%d-%b-%Y %H:%M:%S", "%I:%M:%S %p %d %B %Y", "%Y-%m-%d %H:%M:%S GMT",
)  # fmt: skip


@settings(max_examples=400)
@given(moment=moments, form=st.sampled_from(FORMATS))
def test_what_strftime_writes_is_read_back(moment: dt.datetime, form: str) -> None:
    since = moment.replace(tzinfo=dt.UTC) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    assert instant(moment.strftime(form), "UTC") == since // dt.timedelta(seconds=1) * 10**9


@settings(max_examples=300)
@given(moment=moments, order=st.sampled_from([DAY_FIRST, MONTH_FIRST]), sign=st.sampled_from("/-."))
def test_figures_are_read_back_in_their_order(moment: dt.datetime, order: str, sign: str) -> None:
    form = "%d{0}%m{0}%Y %H:%M:%S" if order == DAY_FIRST else "%m{0}%d{0}%Y %H:%M:%S"
    since = moment.replace(tzinfo=dt.UTC) - dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    text = moment.strftime(form.format(sign))
    assert instant(text, "UTC", "instant", ColumnTimes(order)) == since // dt.timedelta(seconds=1) * 10**9


signs = st.text(st.sampled_from("0123456789.:/-+ ,TZapmUhrFebMärz()[]·\u202f\0٣é"), max_size=40)


@settings(max_examples=2000)
@given(value=st.text(max_size=30) | signs, clock=st.none() | signs)
@example("1.1.0000 1:00", None)
@example("31.12.9999 24:00", None)
@example("1 am", None)
def test_any_text_is_an_instant_or_has_a_reason(value: str, clock: str | None) -> None:
    column = TimeColumn()
    for read in (value, together(value, clock)):
        column.add(read)
        for how in (UNDECIDED, ColumnTimes(MONTH_FIRST, "clocks", BERLIN)):
            reason = "none"
            try:
                assert instant(read, NEW_YORK, "instant", how) > 0
            except RefusedError as refusal:
                reason = str(refusal)
            assert reason.isidentifier()
    assert column.times().serials in ("", "clocks", "days")


def test_long_texts_are_not_looked_at() -> None:
    with pytest.raises(RefusedError):
        written("1" * 10_000_000)
