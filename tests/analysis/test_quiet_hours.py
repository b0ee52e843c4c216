"""The quietest six hours of a day, and the doubt that they raise. Expected values: by hand."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.quiet_hours import QuietHours, quiet_hours
from naysay.analysis.verdict import conclude

BUSY = 100


def hours(counts: list[int], clock: str = "exchange") -> pd.DataFrame:
    return pd.DataFrame({"clock": clock, "hour": range(24), "n_posts": counts})


def asleep(start: int, posts: int = 0, length: int = 6) -> list[int]:
    """``posts`` in each of so many hours from ``start`` on, past midnight too, and BUSY in the others."""
    return [posts if (hour - start) % 24 < length else BUSY for hour in range(24)]


@pytest.mark.parametrize("start", range(24))
def test_the_quietest_hours_may_run_past_midnight(start: int) -> None:
    quiet = quiet_hours(hours(asleep(start, 10)))
    assert quiet == QuietHours(start, 60 / (60 + 18 * BUSY), marked=True)
    assert quiet.end == (start + 6) % 24


@pytest.mark.parametrize("start", range(24))
def test_they_are_in_the_afternoon_where_their_middle_is(start: int) -> None:
    """The middle of six hours from 9 on is noon, that of six hours from 15 on is 6 p.m."""
    quiet = quiet_hours(hours(asleep(start)))
    assert quiet is not None
    assert quiet.in_the_afternoon == (start in range(9, 15))


def test_hours_that_chance_may_have_made_are_no_quiet_afternoon() -> None:
    assert QuietHours(12, 0.1, marked=True).in_the_afternoon
    assert not QuietHours(12, 0.24, marked=False).in_the_afternoon


def test_of_a_longer_silence_they_are_the_middle() -> None:
    for start in range(24):
        quiet = quiet_hours(hours(asleep(start, 0, 12)))
        assert quiet is not None
        assert quiet.start == (start + 3) % 24


@pytest.mark.parametrize(
    ("counts", "marked"),
    [
        # Six hours of 24 with a fifth of 2,250 posts, and one post more.
        (asleep(12, 75), True),
        ([*asleep(12, 75)[:12], 76, *asleep(12, 75)[13:]], False),
        # 100 posts: a share of .25 - 4 sqrt(.25 .75 / 100) = .077 is needed.
        ([*[5] * 12, *[1] * 6, *[6] * 4, 5, 5], True),
        ([*[5] * 12, *[2] * 2, *[1] * 4, *[6] * 2, *[5] * 4], False),
        ([BUSY] * 24, False),
        ([1] + [0] * 23, False),
    ],
)
def test_chance_marks_no_hours(counts: list[int], marked: bool) -> None:
    quiet = quiet_hours(hours(counts))
    assert quiet is not None
    assert quiet.marked == marked


def test_even_hours_of_any_size_raise_no_doubt() -> None:
    rng = np.random.default_rng(1)
    for n in (50, 100, 1_000, 50_000):
        for _ in range(200):
            quiet = quiet_hours(hours(np.bincount(rng.integers(0, 24, n), minlength=24).tolist()))
            assert quiet is not None
            assert not quiet.marked


def test_each_clock_has_its_own() -> None:
    table = pd.concat([hours(asleep(1)), hours(asleep(6), "forum")])
    exchange, forum = quiet_hours(table), quiet_hours(table, "forum")
    assert exchange is not None
    assert forum is not None
    assert (exchange.start, forum.start) == (1, 6)


def test_without_posts_there_are_none() -> None:
    assert quiet_hours(None) is None
    assert quiet_hours(hours([0] * 24).head(0)) is None
    assert quiet_hours(hours([0] * 24)) is None
    assert quiet_hours(hours(asleep(1)), "forum") is None


@pytest.mark.parametrize(("start", "caveats"), [(1, ()), (12, ("quiet_afternoon",))])
def test_a_quiet_afternoon_is_a_doubt_whatever_the_verdict(start: int, caveats: tuple[str, ...]) -> None:
    findings = conclude({"posting_hours": hours(asleep(start))}, horizon=1, window=(1, 5))
    assert findings.verdict == "not_testable"
    assert findings.caveats == caveats
    assert findings.quiet == QuietHours(start, 0.0, marked=True)
