"""Workers and schedulers that are lost or hang. Expected values: the parts, or one error in bounded time."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from tests.cluster_parts import held_at_hand, hung_once, killed, killed_once, process_of, slept, timed_out
from tests.own_cluster import OwnCluster, is_alive, own_cluster, until

from naysay.data.forums.base import Chunk
from naysay.run.executors import _crew, executor
from naysay.run.executors._hanging import HangWatch
from naysay.study.errors import InputError
from naysay.study.executor import Executor

PATIENCE = 5
"""Seconds that a worker of these tests may take for one part; it takes none."""
BOUND = 90.0
"""Seconds within which an error has to come, on a machine that has much else to do."""

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at processes in /proc"),
]


@pytest.fixture(scope="module")
def nannies(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OwnCluster]:
    """Two workers whose nannies bring them back."""
    with own_cluster(tmp_path_factory.mktemp("rough")) as cluster:
        yield cluster


@pytest.fixture
def rough(nannies: OwnCluster) -> OwnCluster:
    """Two workers that a test may kill, both at work: those that the test before killed have come again."""

    def all_work() -> bool:
        processes = set(of(nannies).map(process_of, range(40)))
        return processes.issuperset(worker.working() for worker in nannies.workers)

    until(all_work, "both workers")
    return nannies


def of(cluster: OwnCluster, *, patience: int = 600) -> Executor:
    return executor(2, kind="cluster", cluster=cluster.at(patience=patience))


@contextmanager
def bounded() -> Iterator[None]:
    """What is inside may not take longer than an error may."""
    begins = time.monotonic()
    yield
    assert time.monotonic() - begins < BOUND


@pytest.mark.parametrize("function", [hung_once, killed_once])
def test_a_part_whose_worker_is_lost_is_done_by_another(
    rough: OwnCluster, tmp_path: Path, function: Callable[[str, int], int]
) -> None:
    results = of(rough, patience=PATIENCE).map_shared(function, str(tmp_path / "marker"), range(30))
    with bounded():
        assert list(results) == list(range(30))
    assert (tmp_path / "marker").exists()


def test_a_worker_that_is_stopped_is_killed_and_comes_again(rough: OwnCluster) -> None:
    """SIGSTOP: the process is there, answers nothing and takes no signal but SIGKILL."""
    results = of(rough, patience=PATIENCE).map_shared(slept, 0.05, range(60))
    assert next(results) == 0
    stopped = rough.workers[0].signal(signal.SIGSTOP)
    with bounded():
        assert list(results) == list(range(1, 60))
    until(lambda: not is_alive(stopped), "the end of the worker that was stopped")
    assert rough.workers[0].working() != stopped


def test_a_worker_that_is_killed_is_no_loss(rough: OwnCluster) -> None:
    results = of(rough).map_shared(slept, 0.05, range(60))
    assert next(results) == 0
    rough.workers[1].signal(signal.SIGKILL)
    assert list(results) == list(range(1, 60))


def test_a_part_that_takes_every_worker_with_it_is_an_error(rough: OwnCluster) -> None:
    """The scheduler gives up after the fourth; the workers are there for the next map."""
    results = of(rough).map_shared(killed, 5, range(6))
    with bounded(), pytest.raises(InputError, match="workers were lost 4 times") as raised:
        list(results)
    assert raised.value.__suppress_context__
    with bounded():
        assert list(of(rough).map(abs, range(40))) == list(range(40))


def test_an_error_of_a_part_that_looks_like_a_slow_scheduler_is_that_of_the_part(rough: OwnCluster) -> None:
    with bounded(), pytest.raises(TimeoutError, match="part 0"):
        list(of(rough).map(timed_out, range(9)))


def test_a_kept_connection_outlives_its_workers(rough: OwnCluster) -> None:
    with of(rough).kept() as kept:
        before = set(kept.map(process_of, range(40)))
        for worker in rough.workers:
            worker.signal(signal.SIGKILL)
        with bounded():
            after = set(kept.map(process_of, range(40)))
    assert before.isdisjoint(after)


def test_no_text_outlives_the_worker_that_read_it(rough: OwnCluster, tmp_path: Path) -> None:
    """A file that its format reads as a whole lies in a folder of the worker meanwhile, and nowhere else."""
    said, marker, place = b"a sentence that nobody may find", tmp_path / "marker", tmp_path / "place"
    place.mkdir()
    chunk = Chunk(Path("a.parquet"), None, None, reads_file=True, content=said * 5_000)
    own = executor(2, kind="cluster", cluster=rough.at(parts=str(place)))
    with ThreadPoolExecutor(1) as thread:
        results = thread.submit(lambda: list(own.map_shared(held_at_hand, str(marker), [chunk] * 8)))
        reader = int(until(lambda: marker.exists() and marker.read_text(), "a reader"))
        assert holders(said, rough.folder)
        assert list(place.rglob("*.sealed"))
        assert not holders(said, place)
        os.kill(reader, signal.SIGKILL)
        assert results.result() == [len(said) * 5_000] * 8
    assert not holders(said, rough.folder)
    assert list(place.iterdir()) == []


def holders(said: bytes, folder: Path) -> list[Path]:
    """The files below the folder that hold what was said."""
    files = [path for path in folder.rglob("*") if path.is_file()]
    return [path for path in files if said in path.read_bytes()]


def test_workers_without_a_nanny_do_not_come_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """One of two hangs, and the other does its parts; once that is gone too there is none."""
    monkeypatch.setattr(_crew, "ALONE", 3)
    with own_cluster(tmp_path / "cluster", nanny=False) as cluster:
        results = of(cluster, patience=PATIENCE).map_shared(hung_once, str(tmp_path / "marker"), range(30))
        with bounded():
            assert list(results) == list(range(30))
        results = of(cluster).map_shared(slept, 0.2, range(60))
        assert next(results) == 0
        for worker in cluster.workers:
            os.killpg(worker.process.pid, signal.SIGKILL)
        with bounded(), pytest.raises(InputError, match="a scheduler without a worker"):
            list(results)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGSTOP])
def test_a_lost_scheduler_is_one_error_within_seconds(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    monkeypatch.setattr(_crew, "CONNECT", 10)
    with own_cluster(tmp_path / "cluster", 1) as cluster:
        results = of(cluster).map_shared(slept, 0.2, range(600))
        assert next(results) == 0
        assert cluster.scheduler is not None
        cluster.scheduler.send_signal(number)
        with bounded(), pytest.raises(InputError, match="a cluster that was lost") as raised:
            list(results)
    assert raised.value.__suppress_context__


@pytest.mark.parametrize(
    ("seen", "hanging"),
    [
        ([(0, "ab"), (5, "ab"), (11, "ab")], ["w"]),
        ([(0, "ab"), (5, "b"), (11, "b")], []),
        ([(0, "ab"), (5, "b"), (16, "b")], ["w"]),
        ([(0, "ab"), (5, "abc"), (11, "abcd")], ["w"]),
        ([(0, "ab"), (5, ""), (11, "ab")], []),
        ([(0, "a"), (11, "b"), (21, "b")], []),
        ([(0, ""), (20, "")], []),
    ],
)
def test_a_worker_hangs_while_none_of_its_parts_is_done(
    seen: list[tuple[int, str]], hanging: list[str]
) -> None:
    """By hand, of a patience of ten: what it holds at each moment, and who hangs at the last."""
    watch = HangWatch(10)
    assert [watch.hanging({"w": parts}, moment) for moment, parts in seen][-1] == hanging
