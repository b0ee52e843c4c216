"""Executors. Expected values: the function itself, and that nothing outlives what went wrong."""

from __future__ import annotations

import itertools
import multiprocessing
import operator
import os
import signal
import sys
import time
from collections.abc import Iterator

import pytest
from tests.cluster_parts import odd, refused

from naysay.data.signals import undisturbed
from naysay.run.executors import ExecutorKind, executor
from naysay.run.executors.processes import Processes
from naysay.study.errors import DataError, InputError, Notice, PartError
from naysay.study.executor import Executor, Serial
from naysay.study.notices import caught
from naysay.study.parts import load, names

KINDS = names("naysay.run.executors")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_after_its_file(kind: str) -> None:
    assert load("naysay.run.executors", kind, "EXECUTOR", ExecutorKind).name == kind


def test_results_come_in_the_order_of_the_parts(two: Executor) -> None:
    assert list(two.map(abs, [-3, 2, -1])) == [3, 2, 1]


def test_what_all_parts_share_comes_first(two: Executor) -> None:
    assert list(two.map_shared(operator.sub, 10, [1, 2, 3])) == [9, 8, 7]


def test_no_parts_have_no_results(two: Executor) -> None:
    assert list(two.map(abs, [])) == []


def test_an_error_of_a_part_is_raised_and_ends_the_workers(two: Executor) -> None:
    results = two.map(int, ["1", "x", *["2"] * 100])
    assert next(results) == 1
    with pytest.raises(ValueError, match="invalid literal"):
        list(results)
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize("before", [0, 1, 2, 40])
def test_parts_that_cannot_be_drawn_fail_after_those_before_them(two: Executor, before: int) -> None:
    """However far ahead an executor draws, its caller sees the same."""

    def parts() -> Iterator[int]:
        yield from range(before)
        raise OSError("no more")

    results, seen = two.map(abs, parts()), list[int]()
    with pytest.raises(OSError, match="no more"):
        seen.extend(results)
    assert seen == list(range(before))
    assert multiprocessing.active_children() == []


def test_parts_are_drawn_a_few_ahead(two: Executor) -> None:
    """A source without an end: what has not been asked for is not drawn, but for a few a process."""
    drawn: list[int] = []

    def parts() -> Iterator[int]:
        for number in itertools.count():
            drawn.append(number)
            yield number

    results = two.map(abs, parts())
    assert [next(results) for _ in range(5)] == list(range(5))
    assert len(drawn) <= 5 + 2 * 8
    del results
    assert multiprocessing.active_children() == []


def test_one_worker_works_in_this_process_and_several_in_their_own() -> None:
    here, elsewhere = (set(executor(n).map_shared(_process, 0, range(4))) for n in (1, 2))
    assert here == {os.getpid()}
    assert os.getpid() not in elsewhere


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(PartError, match="cluster, processes, serial"):
        executor(2, kind="cloud")


@pytest.mark.parametrize(("parts", "useful"), [(7, False), (8, True)])
def test_too_few_parts_start_no_process(parts: int, useful: bool) -> None:
    results = Processes(64).map_shared(_process, 0, range(parts), parts_a_worker=4)
    assert (set(results) == {os.getpid()}) != useful


@pytest.mark.parametrize("workers", [2, 4])
def test_a_busy_worker_that_the_system_ends_ends_the_others(workers: int) -> None:
    """They wait for each other otherwise: the pool ends the others by a signal that they never take."""
    results = Processes(workers).map(time.sleep, [0.1] * 1000)
    next(results)
    processes = multiprocessing.active_children()
    assert len(processes) == workers
    os.kill(processes[0].pid or 0, signal.SIGKILL)
    with pytest.raises(InputError, match="--workers"):
        list(results)
    assert not any(process.is_alive() for process in processes)


def test_a_kept_executor_gives_the_same_results(two: Executor) -> None:
    with two.kept() as kept, kept.kept() as again:
        assert list(kept.map_shared(operator.sub, 10, [1, 2, 3])) == [9, 8, 7]
        assert list(again.map_shared(operator.sub, 20, [1, 2, 3])) == [19, 18, 17]
        one, other = kept.map(abs, range(-9, 0)), kept.map(str, range(9))
        assert list(zip(one, other, strict=True)) == [(9 - n, str(n)) for n in range(9)]
    assert multiprocessing.active_children() == []


def test_kept_processes_start_once_and_are_gone_afterwards() -> None:
    with Processes(2).kept() as kept:
        assert multiprocessing.active_children() == []
        assert set(kept.map_shared(_process, 0, range(20))) <= processes()
        before = processes()
        assert set(kept.map_shared(_process, 1, range(20))) <= before
        assert processes() == before
        assert len(before) == 2
    assert multiprocessing.active_children() == []


def test_a_renewed_executor_gives_the_same_results(two: Executor) -> None:
    with two.kept(at_once=2) as kept:
        kept.renew()
        assert list(kept.map_shared(operator.sub, 10, [1, 2, 3])) == [9, 8, 7]
    two.renew()
    assert multiprocessing.active_children() == []


def test_renewed_processes_are_others_and_as_many() -> None:
    with Processes(3).kept(at_once=2) as kept:
        before = processes()
        kept.renew()
        assert len(before) == len(processes()) == 2
        assert before.isdisjoint(processes())
        assert set(kept.map_shared(_process, 0, range(30))) <= processes()
    assert multiprocessing.active_children() == []


@pytest.mark.parametrize(("at_once", "number"), [(0, 0), (1, 0), (2, 2), (9, 3)])
def test_processes_start_at_once_where_the_work_is_large(at_once: int, number: int) -> None:
    with Processes(3).kept(at_once=at_once) as kept:
        assert len(processes()) == number
        assert set(kept.map_shared(_process, 0, range(30))) <= processes()
        assert len(processes()) == 3


def test_a_module_that_cannot_be_loaded_early_ends_no_process() -> None:
    """Whoever needs it hears of it; the process works on."""
    with Processes(2).kept(at_once=2, load=("naysay.nowhere",)) as kept:
        there = processes()
        time.sleep(1.0)
        assert set(kept.map_shared(_process, 0, range(30))) <= there


@pytest.mark.parametrize(("parts", "at_once", "used"), [(7, 0, False), (3, 2, False), (4, 2, True)])
def test_a_process_that_is_there_needs_a_quarter_of_the_parts(parts: int, at_once: int, used: bool) -> None:
    with Processes(2).kept(at_once=at_once) as kept:
        results = set(kept.map_shared(_process, 0, range(parts), parts_a_worker=7))
        assert len(processes()) == at_once
    assert (results != {os.getpid()}) == used


def test_an_error_leaves_kept_processes_for_the_next_map() -> None:
    with Processes(2).kept() as kept:
        before = set[int]()
        for _ in range(2):
            with pytest.raises(ValueError, match="invalid literal") as raised:
                list(kept.map(int, ["1", "x", *["2"] * 100]))
            assert "in answer" in str(raised.value.__cause__)  # where in the process it was
            assert not hasattr(raised.value, "__notes__")  # a user would read them
            before |= processes()
        assert list(kept.map(int, ["3", "4"])) == [3, 4]
        assert processes() == before
        assert len(before) == 2
    assert multiprocessing.active_children() == []


def test_what_cannot_be_pickled_is_an_error_and_no_hang() -> None:
    with Processes(2).kept() as kept:
        with pytest.raises(TypeError, match="pickle"):
            list(kept.map(abs, (n for n in [iter_of(1), iter_of(2)])))
        with pytest.raises(TypeError, match="pickle"):
            list(kept.map(iter_of, [1, 2]))
        with pytest.raises(RuntimeError, match="UnpicklableError"):
            list(kept.map(fail, [1, 2]))
        with pytest.raises(RuntimeError, match="the true cause of part 1"):
            list(kept.map(fail_one_way, [1, 2]))
        assert list(kept.map(abs, [-1, -2])) == [1, 2]


def test_kept_processes_that_the_system_ended_work_no_more() -> None:
    with Processes(2).kept(at_once=2) as kept:
        started = multiprocessing.active_children()
        os.kill(started[0].pid or 0, signal.SIGKILL)
        with pytest.raises(InputError, match="--workers"):
            list(kept.map(time.sleep, [0.01] * 1000))
        assert not any(process.is_alive() for process in started)
        with pytest.raises(RuntimeError, match="have ended"):
            list(kept.map(abs, range(9)))


def test_a_map_that_outlives_its_processes_is_an_error() -> None:
    with Processes(2).kept() as kept:
        results = kept.map(abs, itertools.count())
        next(results)
    with pytest.raises((RuntimeError, InputError)):
        list(results)


def test_a_refused_run_leaves_no_process() -> None:
    def refused() -> None:
        with Processes(2).kept(at_once=2):
            assert len(processes()) == 2
            raise InputError("posts", got="none", allowed="some", mend="Add some.")

    with pytest.raises(InputError, match="posts"):
        refused()
    assert multiprocessing.active_children() == []


def test_a_process_loads_modules_while_it_has_nothing_to_do() -> None:
    with Processes(2).kept(at_once=2, load=[LOADED]) as kept:
        while not all(kept.map(is_loaded, [LOADED, LOADED])):
            time.sleep(0.05)


def test_the_serial_executor_works_when_a_result_is_asked_for() -> None:
    done: list[int] = []
    results = Serial().map(done.append, [1, 2])
    next(results)
    assert done == [1]


def test_signals_wait_until_it_is_over() -> None:
    steps: list[str] = []
    before = signal.signal(signal.SIGTERM, lambda number, frame: steps.append("signal"))
    try:
        with undisturbed():
            signal.raise_signal(signal.SIGTERM)
            steps.append("work")
    finally:
        signal.signal(signal.SIGTERM, before)
    assert steps == ["work", "signal"]


LOADED = "xml.dom.pulldom"
"""A module that nothing else loads."""


class OneWayError(Exception):
    """It can be packed, and not be unpacked."""

    def __init__(self, name: str, part: int) -> None:
        super().__init__(f"{name} of part {part}")


def fail_one_way(part: int) -> None:
    raise OneWayError("the true cause", part)


class UnpicklableError(Exception):
    def __reduce__(self) -> str:
        raise TypeError("no")


def fail(part: int) -> None:
    raise UnpicklableError(part)


def iter_of(part: int) -> Iterator[int]:
    yield part


def is_loaded(name: str) -> bool:
    return name in sys.modules


def processes() -> set[int]:
    return {process.pid or 0 for process in multiprocessing.active_children()}


def _process(shared: int, part: int) -> int:
    del shared, part
    return os.getpid()


def test_a_data_error_of_a_part_comes_as_it_is(two: Executor) -> None:
    results = two.map(refused, [1, 1, 2, *[1] * 100])
    assert [next(results), next(results)] == [1, 1]
    with pytest.raises(DataError, match=r'^posts\.path: got "two"'):
        list(results)


def test_what_a_worker_warns_of_reaches_its_parent_in_the_order_of_the_parts(two: Executor) -> None:
    with caught() as notices:
        assert list(two.map(odd, [3, 1, 2])) == [3, 1, 2]
    assert notices == [Notice("odd", (f"{part}.csv",), part) for part in (3, 1, 2)]
