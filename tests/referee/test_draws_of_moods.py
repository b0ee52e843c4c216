"""The processes of the mood and what many draws of them say. Expected values: by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from benchmarks._mood_processes import CASES, OF_MOOD, Case, Told, repeated, told
from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Process, draw
from benchmarks.mood import summary

from naysay.analysis.projections.estimated_regressor import EstimatedEffect

SMALL = Process(companies=2, sessions=150, posts=(12.0,), mood_sd=0.9)


def line(value: float, reason: str = "") -> Told:
    effect = EstimatedEffect(value, 5.0, 4.0, 3.0, value - 10, value + 10, 0.01, 100, 2, reason)
    return Told(OF_MOOD, effect, 0.5, 0.25, 1.5)


@pytest.mark.parametrize(
    ("values", "truth", "faults"),
    [
        ([-22.0, -17.0], -20.0, []),
        ([-28.0, -22.0], -20.0, ["mean"]),
        ([-22.0, -17.0, -31.0, -9.0], -20.0, ["covers too seldom"]),
        ([3.0, -2.0], 0.0, ["rejects"]),
    ],
)
def test_a_bound_that_is_missed_is_named(values: list[float], truth: float, faults: list[str]) -> None:
    case = Case(process=replace(SMALL, mood_bp=truth))
    assert summary(case, [line(value) for value in values])[1] == faults


def test_a_row_counts_draws_without_an_estimate_apart() -> None:
    row, _ = summary(CASES["12 posts"], [line(-22.0), line(-18.0), line(np.nan, "mood_not_identified")])
    cells = [cell.strip() for cell in row.split("|")]
    assert cells == [
        "2 of 3", "100.0 %", "-20.0 ± 2.0", "-20.0", "1.77", "100.0 % (34 to 100)", "50 %", "0.25", "1.50",
        "meets",
    ]  # fmt: skip


def test_posts_of_people_who_post_twice_are_twice_as_many_and_say_the_same() -> None:
    once, twice = (
        panel_of(repeated(draw(SMALL, np.random.default_rng(2)), times), np.random.default_rng(3))
        for times in (1, 2)
    )
    np.testing.assert_array_equal(twice["n_posts"], 2 * once["n_posts"])
    np.testing.assert_array_equal(twice["n_negative"], 2 * once["n_negative"])
    np.testing.assert_array_equal(twice["ret"], once["ret"])


def test_a_draw_has_the_effect_as_measured_and_of_the_mood() -> None:
    measured, of_mood = told(Case(process=replace(SMALL, sessions=300)), np.random.default_rng(4))
    assert measured.effect.se_parameters == 0.0 < of_mood.effect.se_parameters
    assert of_mood.effect.se > 1.5 * measured.effect.se  # a standard deviation of mood is the larger step
    assert 0.1 < of_mood.reliability < 0.6
