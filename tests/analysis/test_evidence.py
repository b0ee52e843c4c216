"""The rule that grades evidence. Expected values: the table of docs/decisions/0036, by hand."""

from __future__ import annotations

from typing import get_args

import pytest

from naysay.analysis.evidence import LIMITING, OPENING, UNDOING, Doubt, Evidence, Grade, graded


@pytest.mark.parametrize(
    ("doubts", "grade"),
    [
        ((), "strong"),
        (("storms_unsure",), "strong"),
        (("storms",), "moderate"),
        (("storms", "reverse"), "moderate"),
        (("storms", "reverse", "storms_unsure"), "moderate"),
        (("storms", "reverse", "placebo"), "weak"),
        (("chance",), "moderate"),
        (("chance", "storms_unsure"), "moderate"),
        (("storms", "chance"), "weak"),
        (("session_effects",), "weak"),
        (("session_effects", "storms"), "weak"),
    ],
)
def test_a_lead_is_graded_by_its_doubts(doubts: tuple[Doubt, ...], grade: Grade) -> None:
    assert graded(doubts) == grade


@pytest.mark.parametrize("doubt", UNDOING)
def test_each_doubt_that_undoes_a_lead_makes_it_weak_alone(doubt: Doubt) -> None:
    assert graded([doubt]) == "weak"


@pytest.mark.parametrize("doubt", LIMITING)
def test_each_doubt_that_limits_a_lead_takes_the_best_grade_alone(doubt: Doubt) -> None:
    assert graded([doubt]) == "moderate"


def test_no_doubt_both_undoes_and_limits() -> None:
    assert set(UNDOING).isdisjoint(LIMITING)
    assert set(UNDOING) | set(LIMITING) | set(OPENING) < set(get_args(Doubt))


@pytest.mark.parametrize("doubt", get_args(Doubt))
def test_no_evidence_is_open_where_the_data_may_hide_some(doubt: Doubt) -> None:
    assert Evidence("none", doubts=(doubt,)).open is (doubt in OPENING)
    assert Evidence("weak", doubts=(doubt,)).open is False
