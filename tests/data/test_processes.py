"""Worker processes. Expected values: the function itself, and that nothing outlives what went wrong."""

from __future__ import annotations

import multiprocessing
import os
import signal
import time

import pytest

from naysay.data.processes import mapped, undisturbed
from naysay.study.errors import InputError


def test_results_come_in_the_order_of_the_parts() -> None:
    assert list(mapped(abs, [-3, 2, -1], workers=2, begin=len, given="")) == [3, 2, 1]


@pytest.mark.parametrize("workers", [2, 4])
def test_a_busy_worker_that_the_system_ends_ends_the_others(workers: int) -> None:
    """They wait for each other otherwise: the pool ends the others by a signal that they never take."""
    results = mapped(time.sleep, [0.1] * 1000, workers=workers, begin=len, given="")
    next(results)
    processes = multiprocessing.active_children()
    assert len(processes) == workers
    os.kill(processes[0].pid or 0, signal.SIGKILL)
    with pytest.raises(InputError, match="--workers"):
        list(results)
    assert not any(process.is_alive() for process in processes)


def test_an_error_of_a_part_is_raised_and_ends_the_workers() -> None:
    results = mapped(int, ["1", "x", *["2"] * 100], workers=2, begin=len, given="")
    assert next(results) == 1
    with pytest.raises(ValueError, match="invalid literal"):
        list(results)
    assert multiprocessing.active_children() == []


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
