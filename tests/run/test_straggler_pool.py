"""The simulated pool of workers. Expected values: by hand, and closed forms of renewal theory."""

from __future__ import annotations

import math

import numpy as np
import pytest
from benchmarks._straggler_pool import Course, Pool, course, ideal


def equal_parts(count: int, seconds: float) -> np.ndarray:
    return np.full(count, seconds)


@pytest.mark.parametrize(("parts", "workers"), [(1, 1), (12, 4), (13, 4), (3, 8), (1_000, 7)])
def test_without_faults_a_run_takes_as_many_rounds_as_workers_need(parts: int, workers: int) -> None:
    one = course(Pool(workers=workers, start=5.0), equal_parts(parts, 2.0))
    assert one.makespan == 5.0 + 2.0 * math.ceil(parts / workers)
    assert (one.useful, one.in_vain, one.lost, one.killed) == (2.0 * parts, 0.0, 0, 0)


def test_a_run_without_parts_is_over_at_once() -> None:
    assert course(Pool(workers=3), equal_parts(0, 1.0)) == Course(0.0, 0.0, 0.0, 0, 0, 0.0)


def test_the_ideal_divides_the_work_by_the_pace_of_all_workers() -> None:
    """Two workers, one of half the pace, do 1.5 seconds of work a second: 30 seconds take 20."""
    assert ideal(Pool(workers=2, start=4.0, slowness=(1.0, 2.0)), equal_parts(10, 3.0)) == 24.0


def test_a_window_of_one_part_cuts_and_works_in_turn() -> None:
    """With one part ahead the driver cuts the next when the last is done; with two it cuts meanwhile."""
    parts = equal_parts(6, 4.0)
    assert course(Pool(workers=1, ahead=1), parts, cut=1.0).makespan == 6 * (1.0 + 4.0)
    assert course(Pool(workers=1, ahead=2), parts, cut=1.0).makespan == 1.0 + 6 * 4.0


def test_a_driver_that_cuts_too_slowly_decides_the_time() -> None:
    """Eight workers could take 8 parts in 2 seconds; the driver has cut the last of 50 after 50 seconds."""
    one = course(Pool(workers=8), equal_parts(50, 2.0), cut=1.0)
    assert (one.makespan, one.cutting) == (50 * 1.0 + 2.0, 50.0)


def test_a_slow_part_at_the_head_of_the_line_holds_up_the_parts_behind_its_window() -> None:
    """Two workers, two parts ahead for each: while the first part takes 100 seconds, the other worker does
    three and waits. The 16 parts left take 8 rounds of 1 second. Without a window they are done by then."""
    parts = np.array([100.0, *[1.0] * 19])
    assert course(Pool(workers=2, ahead=2), parts).makespan == 100.0 + 8.0
    assert course(Pool(workers=2, ahead=None), parts).makespan == 100.0


def test_one_lost_worker_costs_what_it_had_done_of_a_part_the_notice_and_a_start() -> None:
    """Lost at 3 + 4; noticed at 8; the successor is there at 11 and does all 10 seconds of the part."""
    pool = Pool(workers=2, start=3.0, notice=1.0, ends={0: 4.0})
    one = course(pool, equal_parts(2, 10.0))
    assert (one.makespan, one.in_vain, one.twice, one.lost) == (8.0 + 3.0 + 10.0, 4.0, 0.2, 1)


def test_a_lost_part_goes_before_those_that_wait() -> None:
    """Lost at 1, noticed at 2, when the other worker is free: it takes the lost part, not the fourth."""
    pool = Pool(workers=2, ahead=None, start=0.0, notice=1.0, ends={0: 1.0})
    parts = np.array([2.0, 2.0, 7.0, 7.0])
    # The other: part 1 until 2, part 0 until 4, part 3 until 11. The successor, there at 2: part 2 until 9.
    assert course(pool, parts).makespan == 11.0


def test_an_idle_worker_that_is_lost_takes_no_work_with_it() -> None:
    one = course(Pool(workers=2, ends={1: 5.0}), np.array([10.0]))
    assert (one.makespan, one.in_vain, one.lost) == (10.0, 0.0, 1)


def test_work_that_is_lost_is_as_renewal_theory_says() -> None:
    """Lives of mean m, parts of t seconds, d seconds from a loss to a successor: a part is lost
    exp(t/m) - 1 times, takes (m + d) (exp(t/m) - 1) seconds, and m (exp(t/m) - 1) - t of them are in vain.

    With t = m = 10 and d = 5 these are 1.718, 25.77 and 7.18; the tolerances are 4 standard errors or more.
    """
    pool = Pool(workers=1, start=3.0, notice=2.0, life=10.0)
    one, n = course(pool, equal_parts(20_000, 10.0), seed=1), 20_000
    more = math.e - 1
    assert one.lost / n == pytest.approx(more, rel=0.04)
    assert one.makespan / n == pytest.approx(15.0 * more, rel=0.04)
    assert one.in_vain / n == pytest.approx(10.0 * more - 10.0, rel=0.04)


def test_a_hanging_worker_is_killed_after_the_patience_and_the_part_is_done_again() -> None:
    """A part hangs h / (1 - h) times on average, each time for the patience and a start: with h = .2,
    p = 30 and s = 10, a part of 5 seconds takes 5 + .25 x 40 = 15."""
    pool = Pool(workers=1, start=10.0, hangs=0.2, patience=30.0)
    one, n = course(pool, equal_parts(20_000, 5.0), seed=2), 20_000
    assert one.killed / n == pytest.approx(0.25, rel=0.05)
    assert one.makespan / n == pytest.approx(15.0, rel=0.05)
    assert one.in_vain == pytest.approx(30.0 * one.killed)


def test_a_slow_worker_is_killed_where_patience_is_too_short_for_it() -> None:
    """Worker 1 would need 40 seconds and is killed after 20; worker 0 does the part from 20 to 30."""
    one = course(Pool(workers=2, slowness=(1.0, 4.0), patience=20.0), equal_parts(2, 10.0))
    assert (one.makespan, one.killed, one.in_vain) == (30.0, 1, 20.0)


@pytest.mark.parametrize(
    "pool",
    [
        Pool(workers=1, patience=9.0),
        Pool(workers=1, hangs=0.1),
        Pool(workers=1, slowness=(4.0,), patience=39),
    ],
)
def test_a_part_that_would_never_end_is_refused(pool: Pool) -> None:
    with pytest.raises(ValueError, match="never end"):
        course(pool, equal_parts(3, 10.0))


def test_equal_seeds_give_equal_runs_and_others_do_not() -> None:
    pool, parts = Pool(workers=4, life=50.0, notice=5.0, hangs=0.01, patience=60.0), equal_parts(300, 5.0)
    assert course(pool, parts, seed=3) == course(pool, parts, seed=3) != course(pool, parts, seed=4)
