"""Starts ``_ingest_child.py`` with the source of a tree, and looks at its memory from outside; Linux only."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter
from typing import Final

from benchmarks._faults_process import SRC, tree

CHILD: Final = Path(__file__).with_name("_ingest_child.py")
EVERY: Final = 0.2
"""Seconds between two looks at the memory: each takes some milliseconds of a processor."""


@dataclass(frozen=True)
class Taken:
    """Seconds of the clock, of the processors by the first process and by its workers, and of each stage.

    ``peak`` is the most memory in MB: proportional set sizes, so that what processes share counts once.
    ``others`` are the cores that the rest of the machine kept busy meanwhile: the clock depends on them.
    ``files`` are the bytes of each file that the run left, where the child says so.
    """

    wall: float
    parent: float
    workers: float
    peak: float
    others: float
    stages: Mapping[str, float]
    posts: int
    panel: str
    files: Mapping[str, int] = field(default_factory=dict)

    @property
    def cpu(self) -> float:
        """Seconds of all processors."""
        return self.parent + self.workers


def source_of(commit: str, folder: Path) -> Path:
    """The folder src of a commit, unpacked below ``folder``.

    Raises
    ------
    SystemExit
        When git cannot give it.
    """
    packed = subprocess.run(["git", "archive", commit, "src"], cwd=SRC.parent, stdout=subprocess.PIPE)
    if packed.returncode:
        raise SystemExit(f"git has no sources of {commit}: name another commit by --against, or none")
    with tarfile.open(fileobj=io.BytesIO(packed.stdout)) as archive:
        archive.extractall(folder, filter="data")
    return folder / "src"


def compiled(source: Path, cache: Path) -> None:
    """Compile all modules of a tree, so that no run does that while it is measured."""
    command = [sys.executable, "-m", "compileall", "-q", str(source)]
    subprocess.run(command, env=environment(source, cache), check=True)


def taken(
    study: Path, source: Path, cache: Path, workers: int, *, child: Path = CHILD, further: Sequence[str] = ()
) -> Taken:
    """Run ``study`` up to its panel by the tree ``source``, or what another ``child`` does with it.

    Raises
    ------
    CalledProcessError
        When the run fails; its messages are on stderr.
    """
    command = [sys.executable, "-P", str(child), str(study), str(workers), *further]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, env=environment(source, cache))
    begun, busy = perf_counter(), _busy()
    ended, peaks = threading.Event(), [0.0]

    def look() -> None:
        while not ended.wait(EVERY):
            peaks.append(sum(map(proportional_share, [process.pid, *tree(process.pid)])))

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        printed, _ = process.communicate()
    finally:
        process.kill()
        ended.set()
        watcher.join()
    seconds, busy = perf_counter() - begun, _busy() - busy
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command)
    took = json.loads(printed)
    return Taken(
        **took, peak=max(peaks), others=max(0.0, (busy - took["parent"] - took["workers"]) / seconds)
    )


def _busy() -> float:
    """Seconds that the processors of the machine have worked since it started."""
    user, nice, system, _, _, *interrupts = Path("/proc/stat").read_text().splitlines()[0].split()[1:9]
    return sum(map(int, (user, nice, system, *interrupts))) / os.sysconf("SC_CLK_TCK")


def proportional_share(pid: int) -> float:
    """The proportional set size of a process in MB, 0 when it has ended."""
    try:
        lines = Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines()
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("Pss:")), 0.0)


def environment(source: Path, cache: Path) -> dict[str, str]:
    """That of a process which runs the tree ``source``."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    return {**kept, "PYTHONPATH": str(source), "PYTHONPYCACHEPREFIX": str(cache), "OMP_NUM_THREADS": "1"}
