"""Where the time of a whole run goes, from raw files to the PDF, and how much memory it takes.

With ``--against`` an earlier commit takes turns with this tree, each run in a process of its own; the ratio
is that of their fastest runs. It holds where nothing else keeps the machine busy.
"""

from __future__ import annotations

import argparse
import resource
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._faults_process import SRC
from benchmarks._ingest_process import compiled, environment, source_of
from naysay.run.check import read_checked
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of

ROOT = Path(__file__).resolve().parents[1]
WHOLE = "whole run"


def main(argv: Sequence[str]) -> int:
    """Run a study into a folder that is thrown away, and print seconds by stage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pipeline", description=__doc__)
    parser.add_argument("--study", type=Path, default=ROOT / "analysis" / "stocknet.toml")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "stocknet")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument(
        "--against", metavar="COMMIT", help="an earlier commit, run turn by turn with this tree"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of each of the two (3)")
    given = parser.parse_args(argv)
    if not given.data.is_dir():
        sys.stderr.write(f"{given.data} is no folder: name one with posts and prices by --data\n")
        return 1
    if given.against:
        return _turn_by_turn(given)
    progress = Progress(quiet=True)
    begun = time.perf_counter()
    with TemporaryDirectory() as folder:
        run_study(
            read_checked(given.study),
            workspace_of(given.study, given.data),
            out=Path(folder) / "run",
            workers=given.workers,
            progress=progress,
        )
    whole = time.perf_counter() - begun
    for stage, seconds in progress.seconds.items():
        print(f"{stage:<16}{seconds:8.2f} s {100 * seconds / whole:5.1f} %")
    other = whole - sum(progress.seconds.values())
    print(f"{'other':<16}{other:8.2f} s {100 * other / whole:5.1f} %")
    print(f"{WHOLE:<16}{whole:8.2f} s")
    own, workers = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{'peak memory':<16}{own / 1024:8.0f} MB, largest worker {workers / 1024:.0f} MB")
    return 0


def _turn_by_turn(given: argparse.Namespace) -> int:
    """Print the seconds of each run of the two trees."""
    with TemporaryDirectory() as folder:
        trees = {given.against: source_of(given.against, Path(folder) / "earlier"), "this tree": SRC}
        for source in trees.values():
            compiled(source, Path(folder) / "cache")
        seconds: dict[str, list[float]] = {name: [] for name in trees}
        for _ in range(given.rounds):
            for name, source in trees.items():
                seconds[name].append(_seconds(given, environment(source, Path(folder) / "cache")))
    for name, runs in seconds.items():
        print(f"{name:<16}{''.join(f'{one:8.2f}' for one in runs)} s")
    print(f"{'ratio':<16}{min(seconds['this tree']) / min(seconds[given.against]):8.2f}")
    return 0


def _seconds(given: argparse.Namespace, environment: dict[str, str]) -> float:
    options = ["--study", given.study, "--data", given.data, "--workers", given.workers]
    command = [sys.executable, "-m", "benchmarks", "pipeline", *map(str, options)]
    printed = subprocess.run(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True, check=True
    ).stdout
    (line,) = (line for line in printed.splitlines() if line.startswith(WHOLE))
    return float(line.removeprefix(WHOLE).split()[0])
