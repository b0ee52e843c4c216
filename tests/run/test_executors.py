"""Executors. Expected values: the function itself, and that nothing outlives what went wrong."""

from __future__ import annotations

import multiprocessing
import operator
import os
import signal
import time

import pytest

from naysay.data.signals import undisturbed
from naysay.run.executors import ExecutorKind, executor
from naysay.run.executors.processes import Processes
from naysay.study.errors import InputError, PartError
from naysay.study.executor import Serial
from naysay.study.parts import load, names

KINDS = names("naysay.run.executors")


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_named_after_its_file(kind: str) -> None:
    assert load("naysay.run.executors", kind, "EXECUTOR", ExecutorKind).name == kind


@pytest.mark.parametrize("kind", KINDS)
def test_results_come_in_the_order_of_the_parts(kind: str) -> None:
    assert list(executor(2, kind=kind).map(abs, [-3, 2, -1])) == [3, 2, 1]


@pytest.mark.parametrize("kind", KINDS)
def test_what_all_parts_share_comes_first(kind: str) -> None:
    assert list(executor(2, kind=kind).map_shared(operator.sub, 10, [1, 2, 3])) == [9, 8, 7]


@pytest.mark.parametrize("kind", KINDS)
def test_no_parts_have_no_results(kind: str) -> None:
    assert list(executor(2, kind=kind).map(abs, [])) == []


@pytest.mark.parametrize("kind", KINDS)
def test_an_error_of_a_part_is_raised_and_ends_the_workers(kind: str) -> None:
    results = executor(2, kind=kind).map(int, ["1", "x", *["2"] * 100])
    assert next(results) == 1
    with pytest.raises(ValueError, match="invalid literal"):
        list(results)
    assert multiprocessing.active_children() == []


def test_one_worker_works_in_this_process_and_several_in_their_own() -> None:
    here, elsewhere = (set(executor(n).map_shared(_process, 0, range(4))) for n in (1, 2))
    assert here == {os.getpid()}
    assert os.getpid() not in elsewhere


def test_an_unknown_kind_is_refused_with_those_there_are() -> None:
    with pytest.raises(PartError, match="processes, serial"):
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


def _process(shared: int, part: int) -> int:
    del shared, part
    return os.getpid()
