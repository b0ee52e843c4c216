"""Starts the command line in a process of its own and looks at it from outside; Linux only."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

SRC: Final = Path(__file__).resolve().parents[1] / "src"
_ENTRY: Final = "from naysay.run.cli import main; main()"
COMMAND: Final[tuple[str, ...]] = (
    (sys.executable, "-m", "naysay") if find_spec("naysay.__main__") else (sys.executable, "-c", _ENTRY)
)


class CommandError(Exception):
    """What a process of its own did wrong."""


@dataclass(frozen=True)
class Finished:
    """``code`` is what a shell would say: 128 and the signal where one ended it. Memory is in MB."""

    code: int
    out: bytes
    err: bytes
    seconds: float
    cpu: float
    memory: float
    timed_out: bool = False


@dataclass
class Started:
    """A process, the leader of a group of its own; ``finished`` waits for it."""

    process: subprocess.Popen[bytes]
    out: Path
    err: Path
    begun: float = field(default_factory=time.monotonic)

    def finished(self, timeout: float) -> Finished:
        """Its end; after ``timeout`` seconds the whole group is killed."""
        late = False
        while True:
            pid, status, used = os.wait4(self.process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - self.begun > timeout and not late:
                late = True
                os.killpg(self.process.pid, signal.SIGKILL)
            time.sleep(0.005)
        self.process.returncode = os.waitstatus_to_exitcode(status)
        code = self.process.returncode
        out, err = self.out.read_bytes(), self.err.read_bytes()
        self.out.unlink()
        self.err.unlink()
        return Finished(
            code if code >= 0 else 128 - code,
            out,
            err,
            time.monotonic() - self.begun,
            used.ru_utime + used.ru_stime,
            used.ru_maxrss / 1024,
            late,
        )


def started(
    words: Sequence[str],
    *,
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    before: Callable[[], None] | None = None,
    command: Sequence[str] = COMMAND,
    **streams: Any,
) -> Started:
    """Start ``naysay``; ``before`` runs in the child, ``streams`` stand in for stdout or stderr."""

    def fresh() -> None:
        for number in (
            signal.SIGHUP,
            signal.SIGINT,
            signal.SIGTERM,
        ):  # ignored where nohup or a shell's & did so
            signal.signal(number, signal.SIG_DFL)
        if before is not None:
            before()

    folder = Path(os.environ.get("FAULTS_SCRATCH", "/tmp"))
    out, err = (folder / f"faults-{os.getpid()}-{time.monotonic_ns()}.{name}" for name in ("out", "err"))
    with out.open("wb") as to, err.open("wb") as also:
        process = subprocess.Popen(
            [*command, *words],
            stdin=subprocess.DEVNULL,
            stdout=streams.get("stdout", to),
            stderr=streams.get("stderr", also),
            env={**os.environ, "PYTHONPATH": str(SRC), **(env or {})},
            cwd=cwd,
            preexec_fn=fresh,
            start_new_session=True,
        )
    return Started(process, out, err)


def faulty(done: Finished, allowed: Sequence[int] = (0, 1, 2)) -> str:
    """What is wrong with how a command ended; empty where nothing is."""
    err = done.err.decode("utf-8", "replace")
    if done.timed_out:
        return "hang"
    if "Traceback" in err or "Exception ignored" in err:
        last = [line for line in err.strip().splitlines() if line and not line.startswith(" ")]
        at = [line.strip() for line in err.splitlines() if "/naysay/" in line]
        return f"traceback: {last[-1][:100] if last else ''} at {at[-1][-90:] if at else 'no file of naysay'}"
    if "naysay failed" in err:
        line = next(line for line in err.splitlines() if "naysay failed" in line)
        return f"own error: {line[:160]}"
    if "Fatal Python error" in err or "Warning:" in err:
        return f"noise: {err.strip().splitlines()[0][:120]}"
    return "" if done.code in allowed else f"exit {done.code}: {err.strip()[-120:]}"


def tree(pid: int) -> dict[int, str]:
    """Every living process below ``pid`` with its command line; zombies are not alive."""
    parents: dict[int, list[int]] = {}
    lines: dict[int, str] = {}
    for entry in Path("/proc").iterdir():
        if not entry.name.isdigit():
            continue
        try:
            state, parent = (entry / "stat").read_text().rpartition(")")[2].split()[:2]
            line = (entry / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
        except OSError:
            continue
        if state not in "ZX":
            lines[int(entry.name)] = line
            parents.setdefault(int(parent), []).append(int(entry.name))
    found: dict[int, str] = {}
    waiting = [pid]
    while waiting:
        for child in parents.get(waiting.pop(), []):
            found[child] = lines[child]
            waiting.append(child)
    return found


def workers(pid: int) -> list[int]:
    """The worker processes of the run ``pid``; the tracker of resources is none."""
    return [child for child, line in tree(pid).items() if "multiprocessing.spawn" in line]


def alive(pid: int) -> bool:
    """Whether the process lives: a zombie does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] not in "ZX"
    except OSError:
        return False
