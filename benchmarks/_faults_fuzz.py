"""Makes mutants, gives them to naysay in a process that may die, and counts what became of them."""

from __future__ import annotations

import json
import os
import resource
import select
import shutil
import signal
import subprocess
import sys
import time
import traceback
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from types import FrameType
from typing import Final

from benchmarks._faults_bench import Bench, BrokenError, Files
from benchmarks._faults_commands import command
from benchmarks._faults_kinds import KINDS, Kind, counts, kind_of, mutant
from benchmarks._faults_process import SRC, CommandError
from benchmarks._faults_seeds import make_workspace
from naysay.study.errors import NaysayError, NaysayWarning

OUTCOMES: Final = (
    "read", "refused", "usage", "traceback", "own error", "hang", "crash", "identity", "leaked", "terminal",
    "warning", "left", "erased", "noise",
)  # fmt: skip
SOUND: Final = frozenset({"read", "refused", "usage"})
MEMORY: Final = 6 << 30
"""Bytes of addresses that the process may take."""


QUICK: Final = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None
"""Memory that looks like a folder: files are written and read thousands of times."""


class HangError(BaseException):
    """Not to be caught by anybody who catches exceptions."""


@dataclass
class Tally:
    """How many mutants of each kind had which outcome, and the first mutant and number of each fault."""

    outcomes: Counter[tuple[str, str]] = field(default_factory=Counter)
    faults: dict[tuple[str, str], tuple[str, int]] = field(default_factory=dict)
    seconds: dict[str, float] = field(default_factory=dict)

    def add(self, kind: str, number: int, outcome: str, detail: str) -> None:
        self.outcomes[kind, outcome] += 1
        if outcome not in SOUND:
            first, times = self.faults.get((outcome, detail), (f"{kind}:{number}", 0))
            self.faults[outcome, detail] = (first, times + 1)

    @property
    def total(self) -> int:
        return sum(self.outcomes.values())


def fuzz(total: int, seed: int, kinds: frozenset[str] = frozenset()) -> Tally:
    """``total`` mutants over all kinds, or over those named."""
    tally = Tally()
    numbers = counts(total)
    for kind in KINDS:
        if kinds and kind.name not in kinds:
            continue
        begun, at = time.perf_counter(), 0
        while at < numbers[kind.name]:
            for number, outcome, detail in _batch(kind, seed, at, numbers[kind.name]):
                tally.add(kind.name, number, outcome, detail)
                at = number + 1
        tally.seconds[kind.name] = time.perf_counter() - begun
        sys.stderr.write(f"{kind.name}: {at} mutants, {at / tally.seconds[kind.name]:.0f} a second\n")
    return tally


def _batch(kind: Kind, seed: int, first: int, end: int) -> Iterator[tuple[int, str, str]]:
    """What a process says of mutants ``first`` to ``end``, the one included that made it die."""
    words = [
        sys.executable,
        "-m",
        "benchmarks",
        "faults",
        "--batch",
        f"{kind.name}:{first}:{end}",
        "--seed",
        str(seed),
    ]
    with TemporaryDirectory(prefix="faults-", dir=QUICK) as scratch:
        env = {**os.environ, "PYTHONPATH": str(SRC), "FAULTS_SCRATCH": scratch}
        process = subprocess.Popen(
            words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env, cwd=SRC.parent
        )
        assert process.stdout is not None
        assert process.stderr is not None
        at, held, why = first, b"", ""
        while at < end:
            ready, _, _ = select.select([process.stdout], [], [], kind.seconds + 20)
            block = os.read(process.stdout.fileno(), 1 << 16) if ready else b""
            if not block:
                why = "" if ready else "hang"
                break
            *lines, held = (held + block).split(b"\n")
            for line in lines:
                at, outcome, detail = json.loads(line)
                yield at, outcome, detail
                at += 1
        if at < end:
            process.kill()
            said = process.stderr.read().decode("utf-8", "replace").strip()
            code = process.wait()
            if first == at and code > 0 and not why:
                raise RuntimeError(f"{kind.name}: the process of the mutants cannot start: {said[-2000:]}")
            yield at, why or "crash", "stuck outside of Python" if why else f"exit {code}: {said[-200:]}"
        process.stdout.close()
        process.stderr.close()
        process.wait()


def batch(words: str, seed: int) -> None:
    """In the process of the mutants: one line of JSON for each, on the stdout there was at the start."""
    name, first, end = words.rsplit(":", 2)
    speech = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    kind = kind_of(name)
    bench = prepared(Path(os.environ["FAULTS_SCRATCH"]), kind)
    for number in range(int(first), int(end)):
        outcome, detail, _ = tried(bench, kind, *mutant(kind, seed, number))
        speech.write(json.dumps([number, outcome, detail]) + "\n")
        speech.flush()


def prepared(folder: Path, kind: Kind) -> Bench:
    """A bench below ``folder``, with a temporary folder and, where the kind needs one, an earlier run."""
    bench = Bench(folder)
    study = make_workspace(bench.place)
    bench.base = {
        path.relative_to(bench.place).as_posix(): path.read_bytes()
        for path in bench.place.rglob("*")
        if path.is_file()
    }
    (folder / "tmp").mkdir()
    os.environ["TMPDIR"] = str(folder / "tmp")
    if kind.needs_run:
        command(bench, "run", str(study), "--out", str(bench.earlier), "--workers", "1")
    return bench


def tried(bench: Bench, kind: Kind, files: Files, words: tuple[str, ...]) -> tuple[str, str, str]:
    """The outcome, the fault in short, and the traceback."""
    for name, content in files.items():
        path = bench.place / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    signal.signal(signal.SIGALRM, _hang)
    with warnings.catch_warnings(record=True) as given:
        warnings.simplefilter("always")
        signal.setitimer(signal.ITIMER_REAL, kind.seconds)
        try:
            found = _outcome(bench, kind, files, words)
            signal.setitimer(signal.ITIMER_REAL, 0)
        except HangError as error:
            found = "hang", _where(error), traceback.format_exc()
        finally:
            signal.setitimer(signal.ITIMER_REAL, 0)
    _restore(bench, files)
    hidden = (NaysayWarning, DeprecationWarning, PendingDeprecationWarning, ImportWarning, ResourceWarning)
    shown = [one for one in given if not issubclass(one.category, hidden)]
    if found[0] in SOUND and shown:
        place = "/".join(Path(shown[0].filename).parts[-2:])
        return (
            "warning",
            f"{shown[0].category.__name__} from {place}:{shown[0].lineno}",
            str(shown[0].message),
        )
    return found


def _outcome(bench: Bench, kind: Kind, files: Files, words: tuple[str, ...]) -> tuple[str, str, str]:
    try:
        try:
            return kind.act(bench, files, words), "", ""
        except NaysayError as error:
            bench.said(error)
            return "refused", "", str(error)
    except (BrokenError, CommandError) as error:
        outcome, _, detail = str(error).partition(": ")
        return outcome if outcome in OUTCOMES else "noise", detail or outcome, traceback.format_exc()
    except Exception as error:
        return "traceback", _where(error), traceback.format_exc()


def _where(error: BaseException) -> str:
    """The kind of error and the innermost line of naysay that it went through."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "/naysay/" in frame.filename]
    if not frames:
        return f"{type(error).__name__} outside of naysay"
    place = frames[-1].filename.rpartition("/naysay/")[2]
    return f"{type(error).__name__} in {place}:{frames[-1].lineno} {frames[-1].name}"


def _restore(bench: Bench, files: Files) -> None:
    for name in files:
        path = bench.place / name
        if name in bench.base:
            path.write_bytes(bench.base[name])
        elif path.is_file():
            path.unlink()
    if any("snapshots" in name for name in files):
        shutil.rmtree(bench.place / "data" / "snapshots", ignore_errors=True)


def _hang(number: int, frame: FrameType | None) -> None:
    raise HangError
