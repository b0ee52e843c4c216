"""How far a run has come: a clock that the test drives.

Expected values: by hand, rates and times included."""

from __future__ import annotations

import io
import operator
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from rich.console import Console

from naysay.run.counted import CountedExecutor
from naysay.run.executors import executor
from naysay.run.pace import Pace, left_words, rate_words
from naysay.run.progress import Progress
from naysay.study.executor import Serial, SizedParts
from naysay.study.parts import names

KINDS = names("naysay.run.executors")


@dataclass
class Clock:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def progress_of(clock: Clock, *, terminal: bool = False, quiet: bool = False) -> tuple[Progress, io.StringIO]:
    out = io.StringIO()
    return Progress(quiet, Console(file=out, force_terminal=terminal, width=200), clock=clock), out


def test_the_first_line_comes_after_a_minute_and_the_next_a_minute_later() -> None:
    """A gigabyte with 1,000 bytes a row: 40,000 rows a second are 25 seconds in all; here 400 a second."""
    clock = Clock()
    progress, out = progress_of(clock)
    with progress.counting("posts", 1_000_000_000, "read") as count:
        for second in range(1, 181):
            clock.seconds = second
            count(4_000, 4_000_000)
    assert out.getvalue().splitlines() == [
        "posts: 240,000 read, 4,000 a second, 3 minutes left",
        "posts: 480,000 read, 4,000 a second, 2 minutes left",
        "posts: 720,000 read, 4,000 a second, 1 minute left",
    ]


def test_a_run_that_takes_less_than_a_minute_says_nothing() -> None:
    clock = Clock()
    progress, out = progress_of(clock)
    with progress.step("methods", 2, even=False) as step:
        for second in (10, 59):
            step.at("granger")
            clock.seconds = second
            step(1)
    assert out.getvalue() == ""


def test_all_steps_share_one_line_a_minute() -> None:
    """The parts of a method that are done: 10 in 30 seconds, and 80 are left."""
    clock = Clock(100.0)
    progress, out = progress_of(clock)
    with progress.counting("posts", 10, "read") as count:
        clock.seconds = 140.0
        count(10)
    with progress.step("methods", 12, even=False) as methods:
        methods(4)
        methods.at("calibration")
        with progress.step("calibration", 90) as parts:
            clock.seconds = 170.0
            parts(10)
            parts(1)
    assert out.getvalue() == (
        "methods: 4 of 12 done, calibration; calibration: 10 of 90 done, 20 a minute, 4 minutes left\n"
    )


def test_a_quiet_run_says_nothing_and_takes_the_time_of_its_stages() -> None:
    clock = Clock()
    progress, out = progress_of(clock, quiet=True, terminal=True)
    with progress.counting("posts", 10) as count:
        clock.seconds = 1_000.0
        count(10)
    assert out.getvalue() == ""
    assert list(progress.seconds) == ["posts"]


def test_a_terminal_has_bars_with_rate_and_time_left_and_no_lines() -> None:
    clock = Clock()
    progress, out = progress_of(clock, terminal=True)
    with progress.step("methods", 12, even=False) as methods:
        methods(1)
        methods.at("calibration")
        with progress.step("calibration", 1_000) as parts:
            clock.seconds = 70.0
            parts(140)
            assert progress._bars is not None
            progress._bars.refresh()
        assert progress._bars is not None
        assert [task.description for task in progress._bars.tasks] == ["methods"]
    shown = out.getvalue()
    assert "140 of 1,000 done, 2 a second, 7 minutes left" in shown
    assert "1 of 12 done, calibration" in shown
    assert progress._bars is None
    assert "methods:" not in shown


def test_a_step_that_fails_leaves_no_bar() -> None:
    progress, out = progress_of(Clock(), terminal=True)
    with pytest.raises(ValueError, match="of the step"), progress.step("posts"):
        raise ValueError("of the step")
    assert progress._bars is None
    assert out.getvalue().endswith("\x1b[?25h")  # the cursor is there again


def test_the_rate_is_of_the_last_minute() -> None:
    """What was kept of an earlier run goes by at once: 90 of 100 in a second, then one in 12 seconds."""
    pace = Pace(0.0, 100)
    pace.move(1.0, 90, 90)
    for minute_twelfth in range(1, 7):
        pace.move(1.0 + 12 * minute_twelfth, 1, 1)
    assert pace.rate * 60 == pytest.approx(5.0)
    assert pace.left == pytest.approx(48.0)


def test_nothing_done_and_no_time_passed_tell_no_rate() -> None:
    pace = Pace(5.0, 10)
    assert (pace.rate, pace.left) == (0.0, None)
    pace.move(5.0, 3, 3)
    assert (pace.rate, pace.left) == (0.0, None)


@pytest.mark.parametrize(
    ("rate", "words"),
    [(0.0, ""), (41_234.0, "41,000 a second"), (3.0, "3 a second"), (0.2, "12 a minute")],
)
def test_rates_in_words(rate: float, words: str) -> None:
    assert rate_words(rate) == words


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (None, ""),
        (0.2, "0 seconds left"),
        (1.0, "1 second left"),
        (59.4, "59 seconds left"),
        (185.0, "3 minutes left"),
        (3_600.0, "1 hour left"),
        (9_000.0, "2 hours 30 minutes left"),
    ],
)
def test_times_left_in_words(seconds: float | None, words: str) -> None:
    assert left_words(seconds) == words


def steps_of(progress: Progress, results: Iterator[int]) -> list[tuple[int, str]]:
    """Each result with what its step says once it was taken."""
    return [(result, progress._steps[-1].words) for result in results]


@pytest.mark.parametrize("kind", KINDS)
def test_the_parts_of_a_map_are_counted_as_their_results_are_taken(kind: str) -> None:
    progress = Progress(quiet=True, clock=Clock())
    counted = CountedExecutor(executor(2, kind=kind), progress, "calibration")
    with counted.kept() as kept:
        for results in (kept.map_shared(operator.sub, 10, [1, 2]), kept.map(operator.neg, (-9, -8))):
            assert steps_of(progress, results) == [(9, "1 of 2 done"), (8, "2 of 2 done")]
            assert progress._steps == []
        kept.renew()
        assert list(kept.map(operator.neg, [])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_parts_of_a_generator_are_counted_without_a_total(kind: str) -> None:
    progress = Progress(quiet=True, clock=Clock())
    counted = CountedExecutor(executor(2, kind=kind), progress, "themes")
    assert steps_of(progress, counted.map(operator.neg, (n for n in range(2)))) == [
        (0, "1 done"),
        (-1, "2 done"),
    ]


@pytest.mark.parametrize("kind", KINDS)
def test_sized_parts_move_the_step_on_by_their_size(kind: str) -> None:
    """The step begins with the first result, after 4 seconds: 500 bytes in 6, so the other 500 take 6."""
    clock = Clock()
    progress = Progress(quiet=True, clock=clock)
    counted = CountedExecutor(executor(2, kind=kind), progress, "themes")
    parts = SizedParts((size for size in (200, 300, 500)), 1_000, lambda size: size)
    results = counted.map(operator.neg, parts)
    done = []
    for seconds in (4.0, 10.0, 20.0):
        clock.seconds = seconds
        result = next(results)
        done.append((result, progress._steps[-1].pace.done, progress._steps[-1].pace.left))
    assert done == [(-200, 200, None), (-300, 500, 6.0), (-500, 1_000, 0.0)]


def test_results_that_nobody_takes_end_the_step() -> None:
    progress = Progress(quiet=True, clock=Clock())
    results = CountedExecutor(Serial(), progress, "granger").map(operator.neg, [1, 2])
    assert next(results) == -1
    assert len(progress._steps) == 1
    del results
    assert progress._steps == []
