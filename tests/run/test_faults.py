"""A small share of ``python -m benchmarks faults``. Expected: no fault at all, which is the rule itself.

What is counted is counted by the benchmark's own look at files, processes and lines, never by the program's.
"""

from __future__ import annotations

import os
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from benchmarks._faults_acts import rows_of
from benchmarks._faults_bench import Bench, BrokenError
from benchmarks._faults_disks import mounts_allowed, on_a_small_disk
from benchmarks._faults_fuzz import SOUND, prepared, tried
from benchmarks._faults_kinds import KINDS, counts, kind_of, mutant
from benchmarks._faults_memory import bombs, over
from benchmarks._faults_process import alive, faulty, started, tree, workers
from benchmarks._faults_seeds import MARK, make_workspace

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are looked at through /proc")
CHEAP = [kind.name for kind in KINDS if kind.share >= 20]
MUTANTS = 25
SMALL_PARTS = (
    "import runpy; from naysay.data import post_parts, scored;"
    "post_parts.ROWS_A_PART = 100; scored.PARTS_A_WORKER = 4;"
    "runpy.run_module('naysay', run_name='__main__', alter_sys=True)"
)
"""The command with parts so small that two thousand posts are enough for two workers."""


@pytest.fixture(scope="module")
def study(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_workspace(tmp_path_factory.mktemp("sound") / "workspace")


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("TMPDIR", os.environ.get("TMPDIR", "/tmp"))
        patch.setattr(tempfile, "tempdir", None)
        yield prepared(tmp_path_factory.mktemp("bench"), kind_of("compare"))


@pytest.mark.parametrize("name", CHEAP)
def test_mutants_are_read_or_refused(bench: Bench, name: str) -> None:
    kind = kind_of(name)
    tries = [(number, *tried(bench, kind, *mutant(kind, 1, number))) for number in range(MUTANTS)]
    assert [(f"{name}:{number}", made, told) for number, made, told, _ in tries if made not in SOUND] == []


@pytest.mark.parametrize(("name", "number"), [("check", 8), ("compare", 8), ("argv", 12), ("run", 1)])
def test_commands_on_mutants_end_in_order(bench: Bench, name: str, number: int) -> None:
    kind = kind_of(name)
    tries = [(at, *tried(bench, kind, *mutant(kind, 1, at))) for at in range(number)]
    assert [(f"{name}:{at}", made, told) for at, made, told, _ in tries if made not in SOUND] == []


def test_a_mutant_is_the_same_each_time_and_not_the_sound_file() -> None:
    kind = kind_of("csv")
    assert mutant(kind, 1, 7) == mutant(kind, 1, 7) != mutant(kind, 2, 7)


def test_every_kind_has_its_share() -> None:
    numbers = counts(10_000)
    assert sum(numbers.values()) == pytest.approx(10_000, abs=5)
    assert min(numbers.values()) >= 1


def test_the_count_of_rows_is_by_hand() -> None:
    assert rows_of("a.csv", b"id,text\n1,a\n\n2,b\n") == 2
    assert rows_of("a.jsonl", b"{}\n \nx\n") == 2
    assert rows_of("a.csv", b'id\n"1\n') is None


def test_a_text_that_gets_out_is_noticed(tmp_path: Path) -> None:
    with pytest.raises(BrokenError, match="leaked"):
        Bench(tmp_path).told(f"line 3 says {MARK.upper()}")
    with pytest.raises(BrokenError, match="terminal"):
        Bench(tmp_path).told("\x1b[2J")


def _at_work(worker: int) -> bool:
    """Whether the process has loaded what it scores with: it is past its start."""
    maps = Path(f"/proc/{worker}/maps")
    return maps.exists() and "libarrow" in maps.read_text()


@pytest.mark.parametrize("name", ["TERM", "KILL"])
def test_a_run_of_two_workers_that_is_ended_leaves_nothing(tmp_path: Path, study: Path, name: str) -> None:
    home, tmp = tmp_path / "reports", tmp_path / "tmp"
    home.mkdir()
    tmp.mkdir()
    words = ["run", str(study), "--workers", "2", "--locked", "--out"]
    command, env = (sys.executable, "-c", SMALL_PARTS), {"TMPDIR": str(tmp)}
    run = started([*words, str(home / "run")], command=command, env=env)
    end = time.monotonic() + 30
    while sum(map(_at_work, crew := workers(run.process.pid))) < 2:
        assert time.monotonic() < end, "two workers were never seen"
        time.sleep(0.01)
    pids = [*crew, *tree(run.process.pid)]
    os.kill(run.process.pid, signal.Signals[f"SIG{name}"])
    done = run.finished(40)
    assert faulty(done, allowed=(128 + signal.Signals[f"SIG{name}"],)) == ""
    end = time.monotonic() + 10
    while any(map(alive, pids)):
        assert time.monotonic() < end, "a worker outlived its run by ten seconds"
        time.sleep(0.02)
    if name == "KILL":
        assert list(tmp.iterdir()), "nothing was left to be swept"
        assert started([*words, str(home / "next")], env=env).finished(60).code == 0
    assert [path.name for path in (*tmp.iterdir(), *home.iterdir()) if path.name != "next"] == []


@pytest.mark.skipif(not mounts_allowed(), reason="no disk of one's own can be mounted here")
def test_a_disk_that_fills_up_is_a_refusal(tmp_path: Path, study: Path) -> None:
    case = on_a_small_disk(tmp_path, study, "tmp", 40_000, 0.3)
    assert (case.code, case.fault) == (1, "")


def test_an_archive_of_nothing_but_newlines_stays_small(tmp_path: Path) -> None:
    (cost,) = bombs(tmp_path / "workspace", lambda name: name == "newlines, zst")
    assert (cost.code, over(cost)) == (1, "")
