"""Dates as people and programs write them.

Expected values: by hand; in the property the date that was written.
"""

from __future__ import annotations

import contextlib
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.date_forms import UndecidedDatesError, read_dates


def days(*texts: str, order=None) -> list[str]:
    return read_dates(texts, order).days.astype(str).tolist()


@pytest.mark.parametrize(
    "text",
    [
        "2024-03-05", "2024-3-5", "2024/03/05", "2024.03.05", "20240305", "05.03.2024", "5.3.2024", "5.3.24",
        "2024-03-05T00:00:00Z", "2024-03-05 23:00:00+00:00", "05.03.2024 17:30", "05.03.2024, 17:30 Uhr",
        "Mar 5, 2024", "Mar 05 2024", "March 5, 2024", "5 March 2024", "05-Mar-2024", "05-Mar-24",
        "5. März 2024", "5. Maerz 2024", "05. Mrz 2024", "Di, 05.03.2024", "Tue Mar 5, 2024", " 2024-03-05 ",
    ],
)  # fmt: skip
def test_a_date_with_one_reading_is_read(text: str) -> None:
    assert days(text) == ["2024-03-05"]


@pytest.mark.parametrize(
    "text", ["", "x", "2024-13-05", "2024-02-30", "31.02.2024", "1709596800", "2024-03", "202403051",
             "2024-03/05", "٢٠٢٤-٠٣-٠٥", "5. Foo 2024", "March 2024", "1" * 70, "2024-0305"],
)  # fmt: skip
def test_what_is_no_date_is_none(text: str) -> None:
    assert days(text) == ["NaT"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["13/03/2024", "05/03/2024"], ["2024-03-13", "2024-03-05"]),
        (["03/13/2024", "03/05/2024"], ["2024-03-13", "2024-03-05"]),
        (["03-05-2024", "03-13-2024"], ["2024-03-05", "2024-03-13"]),
        (["13.03.2024", "05.03.2024", "03/14/2024"], ["2024-03-13", "2024-03-05", "2024-03-14"]),
    ],
)
def test_a_day_above_twelve_decides_for_all_rows(texts: list[str], expected: list[str]) -> None:
    assert days(*texts) == expected


@pytest.mark.parametrize(
    "texts", [["05/03/2024"], ["05/03/2024", "06/03/2024"], ["13/03/2024", "03/13/2024"]]
)
def test_what_nothing_decides_is_undecided(texts: list[str]) -> None:
    with pytest.raises(UndecidedDatesError):
        days(*texts)


def test_a_study_says_the_order() -> None:
    assert days("05/03/2024", order="day_first") == ["2024-03-05"]
    assert days("05/03/2024", order="month_first") == ["2024-05-03"]
    assert days("13/03/2024", "03/14/2024", order="month_first") == ["NaT", "2024-03-14"]
    assert days("03.13.2024", order="month_first") == ["2024-03-13"]


def test_a_few_doubtful_dates_among_others_are_none() -> None:
    assert days("2024-03-05", "2024-03-06", "03/07/2024") == ["2024-03-05", "2024-03-06", "NaT"]


@pytest.mark.parametrize(
    ("text", "has_clock"),
    [("2024-03-05", False), ("2024-03-05T00:00:00Z", False), ("2024-03-05 00:00", False),
     ("2024-03-05 00:00:00-05:00", False), ("5.3.2024 0:00", False), ("2024-03-05T23:00:00Z", True),
     ("2024-03-05 00:30", True), ("05.03.2024, 17:30 Uhr", True), ("Mar 5, 2024 9:00 AM", True)],
)  # fmt: skip
def test_a_clock_other_than_midnight_is_noticed(text: str, has_clock: bool) -> None:
    assert read_dates([text]).has_clock is has_clock


FORMS = ["%Y-%m-%d", "%d.%m.%Y", "%Y%m%d", "%d %B %Y", "%b %d, %Y", "%d-%b-%Y", "%Y/%m/%d", "%A, %d.%m.%Y"]


@given(st.lists(st.dates(dt.date(1900, 1, 1), dt.date(2100, 1, 1)), min_size=1), st.sampled_from(FORMS))
def test_a_column_that_one_hand_has_written_is_read_as_it_was_meant(dates, form: str) -> None:
    assert days(*(date.strftime(form) for date in dates)) == [str(date) for date in dates]


@given(st.lists(st.text(max_size=40), max_size=10))
def test_any_texts_are_dates_none_or_undecided(texts: list[str]) -> None:
    with contextlib.suppress(UndecidedDatesError):
        assert len(days(*texts)) == len(texts)
