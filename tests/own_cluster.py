"""A Dask cluster as a user starts it: a scheduler and workers, each a process of its own, over loopback.

Nothing of it outlives its context: each process leads a group, which is killed as a whole.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from typing import Any

from naysay.study.cluster import ClusterOptions

ROOT = Path(__file__).resolve().parents[1]
PATIENCE = 120.0
"""Seconds, so many that a hang fails a test and a slow machine does not."""
PRELOADED = ("--preload", "naysay.run.executors._cluster_work", "--preload", "tests.cluster_parts")
_CONFIG = {
    "DASK_DISTRIBUTED__SCHEDULER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__WORKER__HTTP__ROUTES": "[]",
    "DASK_DISTRIBUTED__ADMIN__TICK__LIMIT": "600s",
    "DASK_DISTRIBUTED__ADMIN__TICK__INTERVAL": "1s",
    "DASK_DISTRIBUTED__ADMIN__SYSTEM_MONITOR__INTERVAL": "5s",
    "DASK_DISTRIBUTED__WORKER__PROFILE__ENABLED": "False",
    "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
    "OMP_NUM_THREADS": "1",
}


def until(ready: Any, what: str) -> Any:
    """What ``ready`` gives, as soon as that is true."""
    ends = time.monotonic() + PATIENCE
    while not (value := ready()):
        assert time.monotonic() < ends, f"{what} did not come"
        time.sleep(0.02)
    return value


def children(process: int) -> list[int]:
    """The child processes of one on Linux, of all its threads."""
    tasks = Path(f"/proc/{process}/task")
    if not tasks.is_dir():
        return []
    lists = (path / "children" for path in tasks.iterdir())
    return [int(child) for path in lists if path.exists() for child in path.read_text().split()]


def is_alive(process: int) -> bool:
    """Whether it runs: one that has ended and that nobody asked after does not."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False


@dataclass
class OwnWorker:
    """A ``dask worker``. With a nanny the process that works is its child, and comes again when killed."""

    process: subprocess.Popen[bytes]
    has_nanny: bool
    temporary: Path
    log: Path

    def working(self) -> int:
        """The process that works on parts, once it is there."""
        if not self.has_nanny:
            return self.process.pid

        def child() -> int:
            return next((one for one in children(self.process.pid) if b"spawn_main" in _command(one)), 0)

        return int(until(child, "a working process"))

    def address(self) -> str:
        """Where the working process listens, of which the last one counts."""
        lines = self.log.read_text().splitlines()
        return next(line for line in reversed(lines) if "Start worker at:" in line).split()[-1]

    def signal(self, number: int) -> int:
        """Send a signal to the process that works; its id."""
        working = self.working()
        os.kill(working, number)
        return working


@dataclass
class OwnCluster:
    """The processes, and where their files lie."""

    folder: Path
    environment: Mapping[str, str] = field(default_factory=dict)
    options: Sequence[str] = ()
    """Of scheduler and workers, such as certificates."""
    preloaded: Sequence[str] = PRELOADED
    """What a worker loads before it is there: none of its parts waits for that."""
    workers: list[OwnWorker] = field(default_factory=list)
    numbers: Iterator[int] = field(default_factory=count)
    scheduler: subprocess.Popen[bytes] | None = None
    address: str = ""

    def start(self, workers: int, *, nanny: bool = True) -> None:
        """Start the scheduler and some workers, and wait until all are there."""
        file = self.folder / "scheduler.json"
        self.scheduler = self._begin(
            self.folder / "scheduler.log", "scheduler", "--host", "127.0.0.1", "--port", "0",
            "--scheduler-file", str(file), "--no-show", "--dashboard-address", "127.0.0.1:0", *self.options,
        )  # fmt: skip
        self.address = until(lambda: _address(file), "the scheduler")
        for _ in range(workers):
            self.add(nanny=nanny)
        self.wait(workers)

    def add(self, *, nanny: bool = True, environment: Mapping[str, str] | None = None) -> OwnWorker:
        """Start a worker; it may not be there yet."""
        temporary = self.folder / f"worker-{next(self.numbers)}"
        temporary.mkdir()
        own = {"TMPDIR": str(temporary), **(environment or {})}
        log = self.folder / f"{temporary.name}.log"
        process = self._begin(
            log, "worker", self.address, "--host", "127.0.0.1", "--nthreads", "1", "--nworkers", "1",
            "--no-dashboard", "--memory-limit", "0", *self.preloaded, "--local-directory", str(temporary),
            "--nanny" if nanny else "--no-nanny", *self.options, environment=own,
        )  # fmt: skip
        self.workers.append(OwnWorker(process, nanny, temporary, log))
        return self.workers[-1]

    @contextmanager
    def another(self, *, environment: Mapping[str, str]) -> Iterator[OwnWorker]:
        """A worker without a nanny that has its own environment, and loads nothing before it is needed."""
        preloaded, self.preloaded = self.preloaded, ()
        worker = self.add(nanny=False, environment=environment)
        self.preloaded = preloaded
        try:
            self.wait(len(self.workers))
            yield worker
        finally:
            self.workers.remove(worker)
            _kill(worker.process)

    def wait(self, workers: int) -> None:
        """Until so many working processes have come."""
        until(lambda: self.came() >= workers, f"{workers} workers")

    def came(self) -> int:
        """How often a working process has come so far."""
        return sum(worker.log.read_bytes().count(b"Registered to") for worker in self.workers)

    def at(self, **options: Any) -> ClusterOptions:
        """What a study says of this cluster."""
        return ClusterOptions(address=self.address, **options)

    def end(self) -> None:
        """Kill everything."""
        every = [*(worker.process for worker in self.workers), self.scheduler]
        for process in every:
            if process is not None:
                _kill(process)

    def _begin(
        self, log: Path, *arguments: str, environment: Mapping[str, str] | None = None
    ) -> subprocess.Popen[bytes]:
        with log.open("wb") as said:
            return subprocess.Popen(
                [sys.executable, "-m", "dask", *arguments],
                stdout=said,
                stderr=said,
                cwd=self.folder,
                env=self._environment() | (environment or {}),
                start_new_session=True,
            )

    def _environment(self) -> dict[str, str]:
        return {**os.environ, **_CONFIG, **self.environment}


@contextmanager
def own_cluster(
    folder: Path,
    workers: int = 2,
    *,
    nanny: bool = True,
    environment: Mapping[str, str] | None = None,
    options: Sequence[str] = (),
) -> Iterator[OwnCluster]:
    """A cluster whose files lie in ``folder``; all its processes are gone afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    cluster = OwnCluster(folder, environment or {}, options)
    try:
        cluster.start(workers, nanny=nanny)
        yield cluster
    finally:
        cluster.end()


def _address(file: Path) -> str:
    try:
        return str(json.loads(file.read_text())["address"])
    except (OSError, ValueError):
        return ""


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End a process and all of its group."""
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
