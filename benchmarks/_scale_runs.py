"""Runs studies of many sizes in processes of their own, in turns with a plain loop, and keeps the best."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks._faults_process import SRC
from benchmarks._ingest_process import Taken, compiled, taken
from benchmarks._plain_loop import TURNS, loop_seconds
from benchmarks._scale_study import Asked, write_data, write_study

CHILD: Final = Path(__file__).with_name("_scale_child.py")
READING, IMPORTS = "posts", "imports"
"""Stages of a run: what ``read_posts`` takes, and what it takes to load the program."""
WRITING: Final = ("tables", "figures", "pdf", "html")
WARM_UP: Final = 2_000
"""Posts of a first run, in which Python compiles what it loads."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One run: its posts, companies, workers, kind of executor, and what the study asks for."""

    posts: int
    companies: int
    workers: int
    kind: str
    asked: Asked

    @property
    def name(self) -> str:
        """In words."""
        own = f", {self.asked.events:,} events" if self.asked.events else ""
        return f"{self.posts:,} posts, {self.companies:,} companies{own}, {self.workers} x {self.kind}"


@dataclass(frozen=True, slots=True)
class Parts:
    """The seconds of a run by the clock: loading, reading posts, methods, tables and documents, the rest.

    The rest is what no stage covers: prices, the daily measure, the panel.
    """

    imports: float
    reading: float
    methods: float
    writing: float
    rest: float


def parts_of(run: Taken) -> Parts:
    """What the stages of ``run`` are."""
    stages = dict(run.stages)
    imports, reading = stages.pop(IMPORTS, 0.0), stages.pop(READING, 0.0)
    writing = sum(stages.pop(name, 0.0) for name in WRITING)
    methods = sum(stages.values())
    return Parts(imports, reading, methods, writing, run.wall - imports - reading - methods - writing)


@dataclass
class Bench:
    """Writes each study once, and runs settings on it; ``runs`` has the one of least seconds by the clock."""

    folder: Path
    rounds: int
    runs: dict[Setting, Taken] = field(default_factory=dict)
    loops: dict[int, list[float]] = field(default_factory=dict)
    """Processes to the seconds that a plain loop took them, before and after runs."""
    digests: dict[tuple[int, int, Asked], set[str]] = field(default_factory=dict)
    """Of the folders that runs left, by what must not change them."""
    _studies: dict[tuple[int, int], Path] = field(default_factory=dict)

    def run_all(self, settings: Iterable[Setting]) -> None:
        """Run each setting ``rounds`` times, in turn; equal posts and companies have the same files."""
        compiled(SRC, self.folder / "cache")
        first, *_ = every = list(dict.fromkeys(settings))
        self._taken(Setting(WARM_UP, 2, 1, first.kind, first.asked))
        for _ in range(self.rounds):
            for setting in every:
                self.loop()
                one = self._taken(setting)
                sys.stderr.write(f"{setting.name}: {one.wall:,.1f} s\n")
                key = (setting.posts, setting.companies, setting.asked)
                self.digests.setdefault(key, set()).add(one.panel)
                if setting not in self.runs or one.wall < self.runs[setting].wall:
                    self.runs[setting] = one
        self.loop()

    def loop(self) -> None:
        """Have one process and then two go through a plain loop."""
        for processes in (1, 2):
            self.loops.setdefault(processes, []).append(loop_seconds(processes, TURNS))

    @property
    def loop_gain(self) -> float:
        """How many times as fast two processes were: the median of all turns."""
        return median(one / two for one, two in zip(self.loops[1], self.loops[2], strict=True))

    @property
    def differing(self) -> int:
        """The studies of which two runs left other bytes."""
        return sum(len(some) > 1 for some in self.digests.values())

    def _taken(self, setting: Setting) -> Taken:
        key = (setting.posts, setting.companies)
        if key not in self._studies:
            self._studies[key] = write_data(self.folder / f"{key[0]}-{key[1]}", *key)
        study, out = write_study(self._studies[key], setting.asked), self.folder / "run"
        try:
            return taken(
                study,
                SRC,
                self.folder / "cache",
                setting.workers,
                child=CHILD,
                further=[setting.kind, str(out)],
            )
        finally:
            shutil.rmtree(out, ignore_errors=True)
