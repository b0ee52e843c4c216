"""How many changes of meaning do the tests notice?

Each mutation of ``_mutants/*.toml`` is made alone, in a copy of the project, and its tests are run there. The
change is killed when a test fails, and survives when all pass. First the same tests are run without any
change, because a test that fails anyhow kills nothing. What lies outside of the repository is absent in the
copy, so only what a stranger has counts. Each try is a fork of a process that has imported the vendors.
"""

from __future__ import annotations

import argparse
import importlib
import os
import shutil
import signal
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from importlib.util import find_spec
from itertools import count
from pathlib import Path
from typing import Final

from benchmarks._mutations import ROOT, Mutation, mutations

PARTS: Final = ("src", "tests", "benchmarks", "analysis", "docs", "README.md", "pyproject.toml")
"""What a copy of the project holds."""
VENDORS: Final = (
    "numpy", "pandas", "pyarrow.parquet", "scipy.stats", "statsmodels.api",
    "pydantic", "exchange_calendars", "vaderSentiment.vaderSentiment", "typer", "matplotlib.figure",
)  # fmt: skip
"""Imported once; the project itself is imported anew in each try."""
LEAST_SHARE: Final = 0.95
SECONDS: Final = 600
"""A change that makes the tests run longer than this counts as killed."""
PASSED, FAILED, INTERRUPTED = 0, 1, 2

Try = tuple[tuple[str, ...], Mutation | None]
"""The tests to run, and the change to make before, if any."""


class Workbench:
    """A copy of the project in which one change after another is made and taken back."""

    def __init__(self, folder: Path) -> None:
        self.root = folder
        self._before = ""
        self._ticks = count(1)
        self._printed = folder / "printed.txt"
        for name in PARTS:
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
            elif source.exists():
                shutil.copy2(source, folder / name)

    def start(self, tests: Sequence[str], change: Mutation | None) -> int:
        """Make ``change`` and run ``tests`` in a fork; give its process id."""
        if change is not None:
            self._before = (self.root / change.file).read_text(encoding="utf-8")
            self._write(change.file, change.applied(self.root))
        sys.stdout.flush()
        process = os.fork()
        if process == 0:
            self._run(tests)
        return process

    def take_back(self, change: Mutation | None) -> str:
        """Restore the file; give the end of what the tests printed."""
        if change is not None:
            self._write(change.file, self._before)
        return "\n".join(self._printed.read_text(encoding="utf-8", errors="replace").splitlines()[-12:])

    def _write(self, name: str, text: str) -> None:
        """Write with a time of its own: Python must never take bytecode of another text for this one's."""
        (self.root / name).write_text(text, encoding="utf-8")
        moment = int(time.time()) + 10 * next(self._ticks)
        os.utime(self.root / name, (moment, moment))

    def _run(self, tests: Sequence[str]) -> None:
        """In the fork: run the tests of this copy, and end with pytest's exit code."""
        code = FAILED
        try:
            signal.alarm(SECONDS)
            os.chdir(self.root)
            printed = os.open(self._printed, os.O_WRONLY | os.O_CREAT | os.O_TRUNC)
            os.dup2(printed, 1)
            os.dup2(printed, 2)
            for name in [
                name for name in sys.modules if name.split(".")[0] in ("benchmarks", "naysay", "tests")
            ]:
                del sys.modules[name]
            folders = [str(self.root / "src"), str(self.root)]
            sys.path[:] = [*folders, *(entry for entry in sys.path if entry not in ("", str(ROOT)))]
            os.environ["PYTHONPATH"] = os.pathsep.join(folders)
            options = ["-x", "-q", "-p", "no:cacheprovider", "--tb=line"]
            options += ["-n", "0"] if find_spec("xdist") else []
            code = int(importlib.import_module("pytest").main([*options, *tests]))
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)


def main(argv: Sequence[str]) -> int:
    """Print each mutation with its fate and the share killed; 0 if that is large enough."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks mutants", description=__doc__)
    parser.add_argument("--only", action="append", help="a list to try, such as reports (repeat; all)")
    parser.add_argument("--match", default="", help="only mutations whose file or snippet holds this text")
    parser.add_argument("--jobs", type=int, default=2, help="mutations tried at once (2)")
    parser.add_argument("--list", action="store_true", help="only count the mutations of each list")
    options = parser.parse_args(argv)
    chosen = [one for one in mutations() if options.only is None or one.room in options.only]
    chosen = [one for one in chosen if options.match in str(one) or options.match in one.old]
    for room, number in Counter(one.room for one in chosen).items():
        print(f"{room:20} {number:4} mutations")
    if options.list or not chosen:
        return 0 if chosen else 2
    faulty = [f"{one}: {fault}" for one in chosen for fault in one.faults()]
    if faulty:
        print("cannot be tried:", *faulty, sep="\n  ")
        return 2
    os.environ.update(OMP_NUM_THREADS="1", OPENBLAS_NUM_THREADS="1")
    for vendor in VENDORS:
        importlib.import_module(vendor)
    with ExitStack() as stack:
        prefix = "naysay-mutants-"
        folders = [
            stack.enter_context(tempfile.TemporaryDirectory(prefix=prefix)) for _ in range(options.jobs)
        ]
        benches = [Workbench(Path(folder)) for folder in folders]
        suites: list[Try] = [(tests, None) for tests in sorted({one.tests for one in chosen})]
        broken = [
            f"{' '.join(tests)} ({code})\n{printed}"
            for (tests, _), code, printed, _ in _tried(benches, suites)
            if code != PASSED
        ]
        if broken:
            print("tests that do not pass without a change:", *broken, sep="\n")
            return 2
        return _counted(_tried(benches, [(one.tests, one) for one in chosen]))


def _tried(benches: Sequence[Workbench], tries: Sequence[Try]) -> Iterator[tuple[Try, int, str, float]]:
    """Each try as it ends: its exit code (negative after a signal), what was printed, the seconds."""
    waiting, free = list(reversed(tries)), list(benches)
    running: dict[int, tuple[Workbench, Try, float]] = {}
    while waiting or running:
        while waiting and free:
            bench, entry = free.pop(), waiting.pop()
            running[bench.start(*entry)] = (bench, entry, time.perf_counter())
        process, status = os.wait()
        bench, entry, begun = running.pop(process)
        printed = bench.take_back(entry[1])
        free.append(bench)
        yield entry, os.waitstatus_to_exitcode(status), printed, time.perf_counter() - begun


def _counted(tries: Iterator[tuple[Try, int, str, float]]) -> int:
    """Print the fate of each change and the share that was killed."""
    counts = Counter[str]()
    for (_, change), code, printed, seconds in tries:
        killed = code in (FAILED, INTERRUPTED, -signal.SIGALRM)
        fate = "survived" if code == PASSED else "killed" if killed else "error"
        counts[fate] += 1
        print(
            f"{fate:9} {seconds:5.0f} s  {change}" + (f"\n{printed}" if fate == "error" else ""), flush=True
        )
    share = counts["killed"] / counts.total()
    print(
        f"{counts['killed']} of {counts.total()} killed, {counts['survived']} survived, "
        f"{counts['error']} could not be tried: {share:.1%} (at least {LEAST_SHARE:.0%})"
    )
    return 0 if share >= LEAST_SHARE and not counts["error"] else 1
