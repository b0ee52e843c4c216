"""Disks that fill up, outputs that cannot be written to and files that cannot be read."""

from __future__ import annotations

import ctypes
import os
import resource
import shutil
import socket
import subprocess
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks._faults_process import COMMAND, Finished, faulty, started
from benchmarks._faults_seeds import MARK, SMALL, as_toml, labelled_tsv, lexicon_tsv, make_workspace
from naysay.run.manifest import differences

SHARES: Final = (0.0, 0.1, 0.3, 0.6, 0.9, 0.97, 1.2)
"""Of what a whole run takes."""
_PR_CAPBSET_DROP: Final = 24
_READS_ALL: Final = (1, 2)
"""CAP_DAC_OVERRIDE and CAP_DAC_READ_SEARCH, by which root reads what it may not."""


@dataclass(frozen=True)
class Case:
    """One thing that was tried, how it ended and what was wrong with that, if anything."""

    name: str
    code: int
    fault: str


def mounts_allowed() -> bool:
    """Whether a small disk of one's own can be mounted here."""
    words = ["unshare", "-m", "sh", "-c", "mount -t tmpfs -o size=64k tmpfs /mnt"]
    with suppress(OSError):
        return subprocess.run(words, capture_output=True, check=False).returncode == 0
    return False


def full_disks(folder: Path, shares: Sequence[float] = SHARES) -> list[Case]:
    """A run onto disks of several sizes: for its folder, and for the temporary folder that holds texts."""
    study = make_workspace(folder / "workspace")
    whole = folder / "whole"
    done = started(_words(study, whole)).finished(120)
    if done.code != 0:
        raise RuntimeError(done.err.decode("utf-8", "replace"))
    sizes = {"out": _taken(whole), "tmp": 120_000}
    tried = on_a_small_disk if mounts_allowed() else with_a_limit
    return [
        tried(folder, study, place, max(16_384, int(share * size)), share)
        for place, size in sizes.items()
        for share in shares
    ]


def on_a_small_disk(folder: Path, study: Path, place: str, size: int, share: float) -> Case:
    """The disk is a tmpfs that only this run sees; what is left on it is listed before it goes."""
    disk, listed = folder / "disk", folder / "left.txt"
    disk.mkdir(exist_ok=True)
    tmp = disk if place == "tmp" else folder / "tmp"
    tmp.mkdir(exist_ok=True)
    out = (disk if place == "out" else folder) / "run"
    run = " ".join(f"'{word}'" for word in (*COMMAND, *_words(study, out)))
    script = (
        f"mount -t tmpfs -o size={size} tmpfs '{disk}' || exit 99\n{run}\ncode=$?\n"
        f"(cd '{disk}' && find . -mindepth 1) > '{listed}'\nexit $code"
    )
    done = started([script], command=("unshare", "-m", "sh", "-c"), env={"TMPDIR": str(tmp)}).finished(120)
    left = [line for line in listed.read_text().splitlines() if not line.startswith("./run")]
    fault = faulty(done, allowed=(0, 1))
    if not fault and done.code == 1 and place == "out" and "./run/manifest.json" in listed.read_text():
        fault = "half run: a manifest of a run that was refused"
    return Case(
        f"disk of {size} bytes ({share:.0%}) for {place}", done.code, fault or _after(out, left, done)
    )


def with_a_limit(folder: Path, study: Path, place: str, size: int, share: float) -> Case:
    """Where nothing can be mounted: files that may not grow beyond a size (EFBIG)."""
    tmp, out = folder / "tmp", folder / "run"
    tmp.mkdir(exist_ok=True)
    limit = max(1024, size // 20)

    def before() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    done = started(_words(study, out), env={"TMPDIR": str(tmp)}, before=before).finished(120)
    left = [path.name for path in (*tmp.iterdir(), *folder.glob(".run-*"), *folder.glob(".naysay-*"))]
    return Case(
        f"files up to {limit} bytes, {place}", done.code, faulty(done, (0, 1)) or _after(out, left, done)
    )


def _after(out: Path, left: Sequence[str], done: Finished) -> str:
    """What lies about after a run that met a full disk."""
    fault = f"left: {', '.join(left)[:100]}" if left else ""
    if out.exists():
        if (out / "manifest.json").exists() and differences(out):
            fault = "half run: it is not as its manifest says"
        shutil.rmtree(out)
    text = (done.out + done.err).decode("utf-8", "replace")
    return fault or ("leaked: a text or an author" if MARK in text else "")


def streams(folder: Path) -> list[Case]:
    """Every command with a stdout or stderr that is full, closed or of another encoding."""
    study = make_workspace(folder / "workspace")
    odd = {heading: dict(values) for heading, values in SMALL.items()}
    odd["[study]"]["title"] = '"− ≥ 漢字 🚀"'
    odd["[[company]]"]["name"] = '"Größe − 漢"'
    odd["[prices]"]["path"] = '"data/−漢"'
    named = study.with_name("−漢.toml")
    named.write_text(as_toml(odd), encoding="utf-8")
    labelled = folder / "workspace" / "data" / "labelled.tsv"
    labelled.write_bytes(labelled_tsv().replace(b"other", "ä−漢".encode()))
    done = started(_words(study, folder / "earlier")).finished(120)
    earlier = str(folder / "earlier")
    if done.code != 0:
        raise RuntimeError(done.err.decode("utf-8", "replace"))
    asked = {
        "list keys": ["list", "keys"],
        "check": ["check", str(study)],
        "check a fault": ["check", str(named)],
        "verify": ["verify", earlier],
        "compare": ["compare", earlier, earlier],
        "evaluate": ["evaluate", str(labelled), "--scorer", "vader"],
        "--help": ["--help"],
        "--version": ["--version"],
        "run": _words(study, folder / "run"),
    }
    ways: dict[str, dict[str, Any]] = {
        "stdout full": {"stdout": -2},
        "stderr full": {"stderr": -2},
        "stdout closed": {"before": lambda: os.close(1)},
        "stderr closed": {"before": lambda: os.close(2)},
        "both closed": {"before": lambda: os.closerange(1, 3)},
        "stdout a broken pipe": {"stdout": -3},
        "ascii": {"env": {"PYTHONIOENCODING": "ascii"}},
        "cp1252": {"env": {"PYTHONIOENCODING": "cp1252"}},
        "locale C": {"env": {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}},
    }
    return [_said(f"{name}, {way}", words, how) for name, words in asked.items() for way, how in ways.items()]


def _said(name: str, words: Sequence[str], how: Mapping[str, Any]) -> Case:
    streams = dict(how)
    opened = []
    for stream in ("stdout", "stderr"):
        if streams.get(stream) == -2:
            opened.append(streams.setdefault("file", os.open("/dev/full", os.O_WRONLY)))
            streams[stream] = streams.pop("file")
        elif streams.get(stream) == -3:
            ours, theirs = socket.socketpair()
            ours.close()
            opened.append(theirs.detach())
            streams[stream] = opened[-1]
    done = started(words, **streams).finished(120)
    for number in opened:
        os.close(number)
    return Case(name, done.code, faulty(done))


def unreadable(folder: Path) -> list[Case]:
    """Files that are folders, pipes, forbidden, or whose reading fails."""
    study = make_workspace(folder / "workspace")
    data = folder / "workspace" / "data"
    given = {heading: dict(values) for heading, values in SMALL.items()}
    given["[sentiment]"] = {"options": '{lexicon = "data/words.tsv"}'}
    study.write_text(as_toml(given), encoding="utf-8")
    (data / "words.tsv").write_bytes(lexicon_tsv())
    (data / "labelled.tsv").write_bytes(labelled_tsv())
    asked = {
        study: ["check", str(study)],
        data / "posts.csv": _words(study, folder / "run"),
        data / "prices" / "SIM1.csv": _words(study, folder / "run"),
        data / "words.tsv": _words(study, folder / "run"),
        data / "labelled.tsv": ["evaluate", str(data / "labelled.tsv"), "--scorer", "vader"],
    }
    ways: dict[str, Callable[[Path], None]] = {
        "a folder": Path.mkdir,
        "a pipe": os.mkfifo,
        "forbidden": lambda path: path.touch(mode=0),
        "fails while it is read": lambda path: path.symlink_to("/proc/self/mem"),
        "endless": lambda path: path.symlink_to("/dev/zero"),
        "a link to itself": lambda path: path.symlink_to(path.name),
    }
    cases = []
    for path, words in asked.items():
        content = path.read_bytes()
        for way, make in ways.items():
            path.unlink()
            make(path)
            done = started(words, before=_as_everybody).finished(30)
            shutil.rmtree(folder / "run", ignore_errors=True)
            shutil.rmtree(path) if path.is_dir() else path.unlink()
            path.write_bytes(content)
            # A company without prices is no fault of the study.
            passed = (0, 1) if path.parent.name == "prices" else (1, 2)
            cases.append(Case(f"{path.name} is {way}", done.code, faulty(done, passed)))
    return cases


def _as_everybody() -> None:
    """Without root's right to read everything."""
    for capability in _READS_ALL:
        ctypes.CDLL(None).prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)


def _taken(folder: Path) -> int:
    return sum(-(-path.stat().st_size // 4096) * 4096 + 4096 for path in folder.rglob("*"))


def _words(study: Path, place: Path) -> list[str]:
    return ["run", str(study), "--out", str(place), "--workers", "1", "--locked"]
