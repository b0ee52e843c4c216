"""Where the time of a whole run goes, from raw files to the PDF, and how much memory it takes."""

from __future__ import annotations

import argparse
import resource
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from naysay.run.check import read_checked
from naysay.run.pipeline import run_study
from naysay.run.progress import Progress
from naysay.run.workspace import workspace_of

ROOT = Path(__file__).resolve().parents[1]


def main(argv: Sequence[str]) -> int:
    """Run a study into a folder that is thrown away, and print seconds by stage."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks pipeline", description=__doc__)
    parser.add_argument("--study", type=Path, default=ROOT / "analysis" / "stocknet.toml")
    parser.add_argument("--data", type=Path, default=ROOT.parent / "shared" / "stocknet")
    parser.add_argument("--workers", type=int, default=2)
    given = parser.parse_args(argv)
    if not given.data.is_dir():
        sys.stderr.write(f"{given.data} is no folder: name one with posts and prices by --data\n")
        return 1
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
    print(f"{'whole run':<16}{whole:8.2f} s")
    own, workers = (
        resource.getrusage(who).ru_maxrss for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{'peak memory':<16}{own / 1024:8.0f} MB, largest worker {workers / 1024:.0f} MB")
    return 0
