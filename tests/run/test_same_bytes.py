"""A run of 500,000 real posts by one, two and three workers, where ``../shared/stocknet`` is present.

Expected values: the bytes of the run by one process, and by hand, who has to be seen at work.
``python -m benchmarks same_bytes`` also runs the slower methods, and an earlier commit.
"""

from __future__ import annotations

import os
from collections import Counter
from pathlib import Path

import pytest
from benchmarks._repeated_tweets import STOCKNET, repeated
from benchmarks._watched_executor import Crew
from benchmarks.same_bytes import READING, Whole, differences, tables, whole_run

POSTS = 500_000
METHODS = ("stationarity", "correlation", "granger", "event_study", "projections")
OWN = os.getpid()


@pytest.mark.slow
@pytest.mark.skipif(not STOCKNET.is_dir(), reason="../shared/stocknet is absent: it is not ours to share")
def test_workers_change_no_byte_of_a_run_of_many_posts(tmp_path: Path) -> None:
    study = repeated(tmp_path / "workspace", POSTS, METHODS)
    runs = {workers: whole_run(study, tmp_path / f"run-{workers}", workers) for workers in (1, 2, 3)}
    assert {workers: run.fault(workers) for workers, run in runs.items()} == {1: "", 2: "", 3: ""}
    assert {"tables/daily.csv", "tables/granger.csv", "tables/events.csv"} <= set(tables(runs[1].files))
    assert [differences(runs[1].files, run.files) for run in runs.values()] == [[], [], []]
    parts = {workers: run.crew.readers(READING).total() for workers, run in runs.items()}
    assert parts[1] == parts[2] == parts[3] > 40


@pytest.mark.parametrize(
    ("workers", "readers", "alive", "fault"),
    [
        (1, {OWN: 9}, [], ""),
        (1, {OWN: 9}, [{1}], "another process than the only one"),
        (1, {1: 9}, [{1}], "another process than the only one"),
        (2, {1: 8, 2: 1}, [set(), {1}, {1, 2}], ""),
        (2, {}, [], "0 of 2 workers read posts"),
        (2, {OWN: 9}, [{1, 2}], "the first process worked itself"),
        (2, {1: 9}, [{1, 2}], "1 of 2 workers read posts"),
        (3, {1: 8, 2: 1}, [{1, 2, 3}], "2 of 3 workers read posts"),
        (2, {1: 8, 2: 1, 3: 1}, [{1, 2, 3}], "3 of 2 workers read posts"),
        (2, {1: 8, 2: 1}, [{1}, {2}], "not all were alive at once"),
    ],
)
def test_a_run_without_its_workers_is_noticed(
    workers: int, readers: dict[int, int], alive: list[set[int]], fault: str
) -> None:
    crew = Crew({READING: Counter(readers)}, [frozenset(some) for some in alive])
    assert Whole({}, crew, 0.0).fault(workers) == fault


def test_a_file_that_differs_or_is_absent_is_named() -> None:
    one, other = {"a": b"1", "b": b"2", "c": b"3"}, {"a": b"1", "b": b"x", "d": b"4"}
    assert differences(one, other) == ["b", "c", "d"]
    assert differences(one, one) == []
