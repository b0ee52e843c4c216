"""Clocks that are right and wrong, from raw posts to the doubt on page 1. Expected values: the processes."""

from __future__ import annotations

import numpy as np
import pytest
from benchmarks import clock
from benchmarks._clock_processes import CASES, Told, told


@pytest.mark.parametrize(
    ("name", "claims", "doubt"),
    [
        ("instants four hours early", True, True),
        ("all posts at midnight", True, True),
        ("right clocks, -20 bp", True, False),
    ],
)
def test_a_wrong_clock_is_doubted_and_a_right_one_is_not(name: str, claims: bool, doubt: bool) -> None:
    one = told(CASES[name], np.random.default_rng(3))
    assert (one.claims, one.doubt, one.opened) == (claims, doubt, not doubt)
    assert one.later is (None if name == "all posts at midnight" else not doubt)


def test_the_row_of_a_process_by_hand() -> None:
    drawn = [
        Told(True, True, False, False, 2),
        Told(True, True, None, False, 0),
        Told(True, False, True, True, 1),
        Told(True, True, True, False, 1),
        Told(False, False, False, False, 1),
    ]
    line, meets = clock.row("instants four hours early", drawn)
    assert line == (
        "| instants four hours early | 80.0 % of 5 | 75.0 % (30.1 to 95.4) | at least 90 %: missed "
        "| 33.3 % | 75.0 % | 1.0 |"
    )
    assert not meets
    assert clock.row("right clocks, -20 bp", drawn[2:3])[1]
    assert not clock.row("right clocks, -20 bp", drawn[2:4])[1]
    line, meets = clock.row("right clocks, -20 bp", drawn[4:])
    assert meets
    assert "| 0.0 % of 1 | - | at most 10 % | - | - |" in line
