"""``looks`` and ``first_report`` of a study. Expected values: by hand from docs/methods/series.md."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from pydantic import ValidationError

from naysay.study.about import About

FIRST = dt.date(2024, 3, 1)
LATER = dt.date(2024, 10, 1)
BEFORE = dt.date(2024, 1, 1)
DATED = {"name": "a", "start": dt.date(2024, 1, 2), "end": dt.date(2024, 9, 30)}
LATEST = {**DATED, "end": "latest"}


@pytest.mark.parametrize(
    ("said", "looks"),
    [
        (DATED, "once"),
        (LATEST, "monthly"),
        ({**DATED, "looks": "monthly"}, "monthly"),
        ({**LATEST, "looks": "once"}, "once"),
        ({**LATEST, "first_report": FIRST}, "monthly"),
    ],
)
def test_a_study_to_the_latest_prices_is_a_series(said: dict[str, Any], looks: str) -> None:
    assert About(**said).looks == looks


def test_a_date_in_the_place_of_latest_leaves_the_series_as_it_is() -> None:
    about = About(**LATEST, first_report=FIRST)
    dated = about.model_copy(update={"end": dt.date(2024, 9, 30)})
    assert (dated.looks, dated.first_report) == ("monthly", FIRST)
    assert About(**dated.model_dump()) == dated


@pytest.mark.parametrize(
    ("said", "field", "message"),
    [
        ({**DATED, "looks": "weekly"}, "looks", "monthly"),
        ({**LATEST, "looks": True}, "looks", "monthly"),
        ({**DATED, "first_report": FIRST}, "first_report", 'looks = "monthly"'),
        ({**LATEST, "looks": "once", "first_report": FIRST}, "first_report", 'looks = "monthly"'),
        ({**LATEST, "first_report": BEFORE}, "first_report", "from the start 2024-01-02"),
        ({**DATED, "looks": "monthly", "first_report": LATER}, "first_report", "end of the study"),
        ({**LATEST, "first_report": "latest"}, "first_report", "date"),
    ],
)  # fmt: skip
def test_what_makes_no_series_is_refused(said: dict[str, Any], field: str, message: str) -> None:
    with pytest.raises(ValidationError, match=message) as caught:
        About(**said)
    assert [error["loc"] for error in caught.value.errors()] == [(field,)]


@pytest.mark.parametrize("first", [dt.date(2024, 1, 2), dt.date(2024, 9, 30)])
def test_the_start_and_the_end_are_days_of_a_first_report(first: dt.date) -> None:
    assert About(**DATED, looks="monthly", first_report=first).first_report == first
