"""Does a run of many real posts leave the same bytes, however many workers it has?

The tweets of ../shared/stocknet are repeated, with ids and times of their own. Each run is whole, from the
files to its folder. Printed are the child processes that were alive at once, and the parts of the posts that
each process read, by the id that it says it has; a run in which not all workers read posts is a fault. Every
file of its folder is compared with that of the first run. An earlier commit is run as a command with one
worker, and its tables are compared.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Final
from unittest.mock import patch

from benchmarks._faults_kills import contents
from benchmarks._ingest_process import source_of
from benchmarks._repeated_tweets import STOCKNET, repeated
from benchmarks._watched_executor import Crew, Watched
from naysay.run import pipeline
from naysay.run.check import read_checked
from naysay.run.executors import executor
from naysay.run.workspace import workspace_of

POSTS: Final = 500_000
READING: Final = "take_in"
"""The function whose parts are the posts."""


@dataclass(frozen=True)
class Whole:
    """A run that reached its end: its files, who worked on it, and the seconds of the clock."""

    files: dict[str, bytes]
    crew: Crew
    seconds: float

    def fault(self, workers: int) -> str:
        """What is wrong with those who read the posts; empty where ``workers`` did so."""
        readers, own = set(self.crew.readers(READING)), os.getpid()
        if workers == 1:
            return "" if readers == {own} and self.crew.most == 0 else "another process than the only one"
        if own in readers:
            return "the first process worked itself"
        if len(readers) != workers:
            return f"{len(readers)} of {workers} workers read posts"
        return "" if any(readers <= alive for alive in self.crew.alive) else "not all were alive at once"


def main(argv: Sequence[str]) -> int:
    """Print each run; 0 where all leave the same bytes by as many workers as they were to have."""
    options = _parser().parse_args(argv)
    if not STOCKNET.is_dir():
        sys.stderr.write("../shared/stocknet is absent: real tweets are not part of the repository\n")
        return 2
    with TemporaryDirectory() as name:
        folder = Path(name)
        study = repeated(folder / "workspace", options.posts, options.methods)
        runs = {}
        for workers in options.workers:
            runs[workers] = one = whole_run(study, folder / f"run-{workers}", workers)
            readers = sorted(one.crew.readers(READING).values(), reverse=True)
            told = f"workers {workers}: {one.seconds:.1f} s, at most {one.crew.most} child processes alive"
            print(f"{told}, parts read by each process {readers} {one.fault(workers)}".rstrip())
        first, *others = runs.values()
        differing = {name for one in others for name in differences(first.files, one.files)}
        faults = len(differing) + sum(bool(one.fault(workers)) for workers, one in runs.items())
        print(f"{len(first.files)} files, differing: {', '.join(sorted(differing)) or 'none'}")
        if options.against:
            before = _earlier(options.against, study, folder)
            differing = set(differences(tables(first.files), tables(before)))
            faults += len(differing)
            count = len(tables(first.files))
            print(f"{options.against}: {count} tables, differing: {', '.join(sorted(differing)) or 'none'}")
    return 1 if faults else 0


def whole_run(study: Path, place: Path, workers: int) -> Whole:
    """Run ``study`` in this process and ``workers`` others, or in this one alone."""
    crew, begun = Crew(), perf_counter()
    with patch.object(
        pipeline, "executor", lambda number, **options: Watched(executor(number, **options), crew)
    ):
        checked = read_checked(study)
        pipeline.run_study(checked, workspace_of(study), out=place, formats=["html"], workers=workers)
    return Whole(contents(place), crew, perf_counter() - begun)


def differences(one: dict[str, bytes], other: dict[str, bytes]) -> list[str]:
    """The names of the files that differ, or that one of two runs lacks."""
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))


def tables(files: dict[str, bytes]) -> dict[str, bytes]:
    """Those of a run's files that are tables."""
    return {name: content for name, content in files.items() if name.startswith("tables/")}


def _earlier(commit: str, study: Path, folder: Path) -> dict[str, bytes]:
    source, place = source_of(commit, folder / "earlier"), folder / "run-earlier"
    words = ["run", str(study), "--out", str(place), "--formats", "html", "--workers", "1"]
    command = [sys.executable, "-P", "-m", "naysay", *words]
    subprocess.run(command, cwd=folder, env={**os.environ, "PYTHONPATH": str(source)}, check=True)
    return contents(place)


def _parser() -> argparse.ArgumentParser:
    def numbers(text: str) -> list[int]:
        return [int(word) for word in text.split(",")]

    parser = argparse.ArgumentParser(prog="python -m benchmarks same_bytes", description=__doc__)
    parser.add_argument("--posts", type=int, default=POSTS, help="how many posts at least (500000)")
    parser.add_argument("--workers", type=numbers, default=[1, 2, 3], help="workers of each run (1,2,3)")
    parser.add_argument(
        "--methods", type=lambda text: text.split(","), default=[], help="all that run by default"
    )
    parser.add_argument("--against", help="an earlier commit, run with one worker")
    return parser
