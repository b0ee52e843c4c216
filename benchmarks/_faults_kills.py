"""Ends runs of two workers at random moments and looks at what is left."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks._faults_crowd import another, make_crowd
from benchmarks._faults_process import COMMAND, Finished, alive, faulty, started, tree, workers
from benchmarks._faults_seeds import make_workspace
from naysay.run.manifest import differences
from naysay.study.errors import NaysayError

SIGNALS: Final = {"KILL": 1.0, "TERM": 1.0, "INT": 0.2, "HUP": 0.2}
"""How many runs are ended by each, for one that is killed."""
GRACE: Final = 10.0
"""Seconds after which nothing of a run that was ended may live."""


@dataclass(frozen=True)
class Ground:
    """What every trial starts from: studies, and whole runs of them to compare with."""

    study: Path
    other: Path
    tiny: Path
    whole: Path
    """An undisturbed run of ``study``."""
    earlier: Path
    """A run of ``other``: another content."""
    seconds: float
    crew: tuple[float, float]
    """Seconds after which two workers were first seen, and were last seen."""
    replace: bool
    """Whether the command has --replace, without which a run of another content stays."""
    command: tuple[str, ...]


@dataclass
class Kills:
    """Counts by signal, and a line for each fault."""

    counts: dict[str, Counter[str]] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)


def prepare(folder: Path, posts: int, *, real: bool = True, command: Sequence[str] = COMMAND) -> Ground:
    """Write the posts and make the runs that trials compare with."""
    study, what = make_crowd(folder / "crowd", posts, real=real)
    other, tiny = another(study), make_workspace(folder / "tiny")
    (folder / "tmp").mkdir(parents=True, exist_ok=True)
    env = {"TMPDIR": str(folder / "tmp")}
    begun, seen = time.monotonic(), [0.0]
    run = started(_words(study, folder / "whole"), env=env, command=command)
    while alive(run.process.pid):
        if len(workers(run.process.pid)) >= 2:
            seen.append(time.monotonic() - begun)
        time.sleep(0.05)
    done = run.finished(600)
    seconds = time.monotonic() - begun
    _sound(done)
    _sound(started(_words(other, folder / "earlier"), env=env, command=command).finished(600))
    told = started(["run", "--help"], command=command).finished(60).out
    crew = seen[min(1, len(seen) - 1)], seen[-1]
    sys.stderr.write(
        f"{posts} of {what}: {seconds:.1f} s a run, two workers from {crew[0]:.1f} to {crew[1]:.1f} s\n"
    )
    return Ground(
        study,
        other,
        tiny,
        folder / "whole",
        folder / "earlier",
        seconds,
        crew,
        b"--replace" in told,
        tuple(command),
    )


def kills(ground: Ground, folder: Path, number: int, seed: int, *, rerun_every: int = 10) -> Kills:
    """``number`` runs ended by SIGKILL and by SIGTERM each, a fifth as many by SIGINT and SIGHUP."""
    found = Kills()
    for name, share in SIGNALS.items():
        counts = found.counts.setdefault(name, Counter())
        for trial in range(max(1, round(number * share))):
            shutil.rmtree(folder / "trial", ignore_errors=True)
            rng = random.Random(f"{seed}:{name}:{trial}")
            rerun = trial % rerun_every == 0
            faults, moment = _trial(ground, folder / "trial", name, rng, counts, rerun=rerun)
            counts["trials"] += 1
            for fault in faults:
                counts[fault.partition(":")[0]] += 1
                found.faults.append(f"{name} {trial} after {moment:.2f} s: {fault}")
                sys.stderr.write(found.faults[-1] + "\n")
        sys.stderr.write(f"{name}: {dict(counts)}\n")
    return found


def _trial(
    ground: Ground, folder: Path, name: str, rng: random.Random, counts: Counter[str], *, rerun: bool
) -> tuple[list[str], float]:
    """One run, ended; every fault as one line whose first words are its kind."""
    home, tmp = folder / "reports", folder / "tmp"
    tmp.mkdir(parents=True)
    home.mkdir()
    place = home / "run"
    before = rng.choice((None, ground.whole, ground.earlier if ground.replace else ground.whole))
    if before is not None:
        shutil.copytree(before, place)
    moment = rng.uniform(*((0, 1.02 * ground.seconds) if rng.random() < 0.5 else ground.crew))
    words = [*_words(ground.study, place), *(["--replace"] if ground.replace else [])]
    run = started(words, env={"TMPDIR": str(tmp)}, command=ground.command)
    time.sleep(moment)
    pids = [run.process.pid, *tree(run.process.pid)]
    crew = len(workers(run.process.pid))
    counts["two workers"] += crew >= 2
    faults = [f"open to others: {path.name}" for path in _loose(tmp, home)]
    (os.killpg if name == "INT" else os.kill)(run.process.pid, signal.Signals[f"SIG{name}"])
    done = run.finished(moment + GRACE)
    faults += _ending(done, name, counts)
    faults += _outlived(pids, counts)
    if name == "KILL":
        _sound(started(_words(ground.tiny, home / "next"), env={"TMPDIR": str(tmp)}).finished(60))
        shutil.rmtree(home / "next")
    faults += _state(place, before, ground)
    left = [path.name for path in (*tmp.iterdir(), *(path for path in home.iterdir() if path != place))]
    faults += [f"left: {', '.join(sorted(left))[:80]}"] if left else []
    if rerun and not faults:
        again = started(words, env={"TMPDIR": str(tmp)}, command=ground.command).finished(600)
        counts["reruns"] += 1
        if again.code != 0:
            faults.append(f"rerun refused: {again.err.decode('utf-8', 'replace').strip()[-160:]}")
        elif contents(place) != contents(ground.whole):
            faults.append("rerun differs")
    return faults, moment


def _ending(done: Finished, name: str, counts: Counter[str]) -> list[str]:
    """The exit code a shell sees, and no word too many on stderr."""
    expected = 128 + signal.Signals[f"SIG{name}"]
    if done.code == 0:
        counts["ended before"] += 1
        return []
    if done.timed_out:
        return ["went on"]
    if b"Traceback" in done.err and b"naysay" not in done.err:
        counts["before the entry"] += 1
        return []
    if name == "KILL" and b"EOFError: Ran out of input" in done.err:
        counts["worker cut at its start"] += 1  # what multiprocessing says, before any line of naysay
        return []
    fault = faulty(done, allowed=(expected,))
    return [fault] if fault else []


def _outlived(pids: Sequence[int], counts: Counter[str]) -> list[str]:
    end = time.monotonic() + GRACE
    while living := [pid for pid in pids if alive(pid)]:
        if time.monotonic() > end:
            for pid in living:
                os.kill(pid, signal.SIGKILL)
            return [f"workers alive: {len(living)} after {GRACE:.0f} s"]
        time.sleep(0.05)
    return []


def _state(place: Path, before: Path | None, ground: Ground) -> list[str]:
    """What lies at the run's place: nothing, the earlier run as it was, or the new one, whole."""
    if not place.exists():
        return [] if before is None else ["earlier run lost"]
    if not (place / "manifest.json").exists():
        return [f"half run: {', '.join(sorted(path.name for path in place.iterdir()))[:80]}"]
    try:
        differing = differences(place)
    except NaysayError as error:
        differing = [str(error)]
    if differing:
        return [f"half run: {differing[0][:80]}"]
    known = [contents(run) for run in (before, ground.whole) if run is not None]
    return [] if contents(place) in known else ["half run: neither the earlier one nor the new one"]


def _loose(tmp: Path, home: Path) -> list[Path]:
    """Folders of the run at work that others could look into."""
    places = [*tmp.glob("naysay-*"), *home.glob(".*")]
    return [path for path in places if path.is_dir() and path.stat().st_mode & 0o077]


def contents(folder: Path) -> dict[str, bytes]:
    """Every file by its path."""
    return {
        path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def _words(study: Path, place: Path) -> list[str]:
    return ["run", str(study), "--out", str(place), "--workers", "2", "--locked"]


def _sound(done: Finished) -> None:
    if done.code != 0:
        raise RuntimeError(f"a run that nobody disturbed ended with {done.code}: {done.err[-500:]!r}")
