"""How long the documents of a run take, from its results to the bytes of the files, and how large they are.

    python -m benchmarks report [--run RUN] [--study STUDY] [--data DIR] [--rounds 3]

Without ``--run`` a study is run first: that of StockNet where ../shared/stocknet is there, else the demo.
Each document is drawn in processes of its own, without workers, and the fastest of them counts. Loading the
packages that draw counts, loading the results does not. It fails where a document takes longer or is larger
than allowed. Seconds are those of the clock, so they hold where nothing else keeps the machine busy; beside
them stand those of the processors.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from benchmarks._faults_process import SRC
from naysay.run.check import read_checked
from naysay.run.demo import make_demo
from naysay.run.pipeline import run_study
from naysay.run.workspace import workspace_of

ROOT: Final = Path(__file__).resolve().parents[1]
STUDY: Final = ROOT / "analysis" / "stocknet.toml"
STOCKNET: Final = ROOT.parent / "shared" / "stocknet"
MB: Final = 1_000_000


@dataclass(frozen=True)
class Allowed:
    """A document of a run, with the most seconds and bytes that it may take; None where nothing is said."""

    format: str
    edition: str
    seconds: float
    bytes: int | None = None


DOCUMENTS: Final = (
    Allowed("pdf", "ir", 3.0, MB // 2),
    Allowed("pdf", "research", 6.0, 5 * MB),
    Allowed("html", "ir", 3.0, MB),
    Allowed("html", "research", 6.0, MB),
    Allowed("xlsx", "ir", 6.0),
    Allowed("latex", "research", 6.0),
    Allowed("markdown", "research", 6.0),
    Allowed("png", "research", 6.0),
)


def main(argv: Sequence[str]) -> int:
    """Print a row for each document; 1 where one takes longer or is larger than allowed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks report")
    parser.add_argument("--run", type=Path, help="a finished run, which spares running a study")
    parser.add_argument("--study", type=Path, default=STUDY)
    parser.add_argument("--data", type=Path, default=STOCKNET)
    parser.add_argument("--rounds", type=int, default=3, help="processes for each document (3)")
    options = parser.parse_args(argv)
    with _run(options) as (name, run):
        print(f"The run is that of {name}.\n")
        print("| format | edition | seconds | allowed | processors | peak MB | bytes | allowed |")
        print("|---|---|---:|---:|---:|---:|---:|---:|")
        faults = [document for document in DOCUMENTS if not _within(document, run, options.rounds)]
    for document in faults:
        print(f"\nMore than allowed: {document.format}, {document.edition}.")
    return int(bool(faults))


@contextmanager
def _run(options: argparse.Namespace) -> Iterator[tuple[str, Path]]:
    """The name of a study and the folder of a run of it."""
    if options.run is not None:
        yield str(options.run.name), options.run
        return
    with TemporaryDirectory() as name:
        out = Path(name) / "run"
        if options.data.is_dir():
            study, workspace = read_checked(options.study), workspace_of(options.study, options.data)
        else:
            study, workspace = make_demo(Path(name) / "demo", effect_bp=-20.0, seed=1, language="en")
        run_study(study, workspace, out=out, formats=("html",), workers=os.cpu_count() or 1)
        yield study.study.name, out


def _within(document: Allowed, run: Path, rounds: int) -> bool:
    """Print what the document takes; whether that is allowed."""
    taken = min((_taken(document, run) for _ in range(rounds)), key=lambda one: one["build"] + one["draw"])
    seconds, size = taken["build"] + taken["draw"], int(taken["bytes"])
    most = "" if document.bytes is None else f"{document.bytes:,}"
    print(
        f"| {document.format} | {document.edition} | {seconds:.2f} | {document.seconds:.0f} "
        f"| {taken['processors']:.2f} | {taken['memory']:.0f} | {size:,} | {most} |"
    )
    return seconds <= document.seconds and (document.bytes is None or size <= document.bytes)


def _taken(document: Allowed, run: Path) -> Mapping[str, float]:
    command = [
        sys.executable,
        "-m",
        "benchmarks._report_process",
        str(run),
        document.format,
        document.edition,
    ]
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(SRC), str(ROOT)])}
    done = subprocess.run(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, check=True)
    taken: Mapping[str, float] = json.loads(done.stdout)
    return taken
