"""The ledger of a workspace: one line for each finished run, only ever added to, each bound to the last."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from naysay.analysis.evidence import Grade
from naysay.analysis.findings import Verdict
from naysay.data.signals import undisturbed
from naysay.reports.history import LedgerFault

try:
    import fcntl
except ImportError:  # a system without it: of two runs that end at once, one may not be written down
    fcntl = None  # type: ignore[assignment]

LEDGER, COUNT = "ledger.jsonl", "ledger.count"
"""The files in the workspace's own folder. The second has the number of lines and the hash of the last."""
LARGEST, LARGEST_COUNT, LONGEST = 200_000_000, 1_000, 200_000
"""Bytes of the files, and of a line."""

Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Mark = Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
ShortText = Annotated[str, Field(max_length=200)]


class LedgerAnswer(BaseModel):
    """What a run came to: the pooled estimate of its verdict, with the 95 % interval."""

    model_config = ConfigDict(frozen=True, extra="forbid", allow_inf_nan=False)

    verdict: Verdict
    grade: Grade
    bp_per_sd: float | None
    low: float | None
    high: float | None
    pvalue: float | None
    events: int


class LedgerEntry(BaseModel):
    """A finished run. It holds no text, and nobody's name: what is long or may be a text is a hash."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    before: Sha256 | None
    """The SHA-256 of the line before; None in the first."""
    time: ShortText
    """When the run was finished, in UTC; empty where nobody said."""
    run: ShortText
    study: ShortText
    """The study's name."""
    study_sha256: Sha256
    settings: Annotated[dict[ShortText, ShortText], Field(max_length=1_000)]
    """What in the study is not the default and can move a number."""
    data_sha256: Sha256
    """Of the posts and prices alone."""
    posts: Annotated[tuple[Mark, ...], Field(max_length=1_000)]
    companies: Annotated[tuple[Mark, ...], Field(max_length=1_000)]
    """Marks by which a later run knows that it reads some of the same."""
    seed: int
    naysay: ShortText
    seen: Annotated[int, Field(ge=0)]
    """Lines that the ledger had when the run looked at it."""
    fault: LedgerFault | None = None
    fault_line: int = 0
    """What was wrong with the ledger when this line was added, and in which line: nothing later heals it."""
    answer: LedgerAnswer


@dataclass(frozen=True)
class RunLedger:
    """The entries by line, None where a line is none, and the hash of each line."""

    entries: tuple[LedgerEntry | None, ...] = ()
    hashes: tuple[str, ...] = ()
    fault: LedgerFault | None = None
    line: int = 0
    """The first line at fault, from 1 on; 0 where it is of none."""
    since: int = 0
    """How many lines the ledger had, at least, when the fault was there."""

    def up_to(self, lines: int) -> RunLedger:
        """As it was when it had so many ``lines``."""
        fault, line = (self.fault, self.line) if self.since <= lines else (None, 0)
        return RunLedger(self.entries[:lines], self.hashes[:lines], fault, line, min(self.since, lines))

    @property
    def sha256(self) -> str:
        """The hash of the last line, empty without any: it stands for all lines."""
        return self.hashes[-1] if self.hashes else ""


def read_ledger(folder: Path) -> RunLedger:
    """The ledger in ``folder``, the workspace's own; empty where there is none. Faults are a part of it.

    A last line without its end is what a killed process left; it is passed over.
    """
    try:
        with _locked(folder, writes=False) as file:
            content = b"" if file is None else _content(file)
            count = _count(folder)
    except OSError:
        return RunLedger(fault="unreadable")
    return _ledger(_lines(content), count)


def can_be_kept(folder: Path) -> bool:
    """Whether a line can be added to the ledger in ``folder``, as far as that can be told without a trace."""
    path = folder / LEDGER
    if os.path.lexists(path) and not (path.is_file() and not path.is_symlink() and os.access(path, os.W_OK)):
        return False
    place = folder if os.path.lexists(folder) else folder.parent
    return place.is_dir() and os.access(place, os.W_OK | os.X_OK)


def add_entry(folder: Path, entry: LedgerEntry) -> None:
    """Add ``entry`` at the end, bound to the line before it; others that do the same at once wait.

    Raises
    ------
    OSError
        A ledger that cannot be written.
    """
    folder.mkdir(mode=0o700, exist_ok=True)
    with undisturbed(), _locked(folder, writes=True) as file:
        if file is None:
            raise OSError("the ledger cannot be opened")
        content = _content(file)
        lines = _lines(content)
        whole = sum(map(len, lines))
        if whole < len(content):  # a process was killed while it wrote this
            os.ftruncate(file, whole)
        so_far = _ledger(lines, _count(folder))
        bound = {"before": so_far.sha256 or None, "fault": so_far.fault, "fault_line": so_far.line}
        line = entry.model_copy(update=bound).model_dump_json().encode() + b"\n"
        if len(line) > LONGEST or whole + len(line) > LARGEST:
            raise OSError("the ledger is full")
        os.lseek(file, 0, os.SEEK_END)
        written = os.write(file, line)
        if written < len(line):
            os.ftruncate(file, whole)
            raise OSError("no room for a line")
        os.fsync(file)
        _write_count(folder, len(lines) + 1, hashlib.sha256(line).hexdigest())


@contextmanager
def _locked(folder: Path, *, writes: bool) -> Iterator[int | None]:
    """The open ledger, which nobody else writes to meanwhile; None where there is none to read."""
    flags = (os.O_RDWR | os.O_CREAT) if writes else os.O_RDONLY
    for name in ("O_NONBLOCK", "O_BINARY", "O_NOFOLLOW"):  # a link may lead to any file of the user's
        flags |= getattr(os, name, 0)
    try:
        file = os.open(folder / LEDGER, flags, 0o600)
    except (FileNotFoundError, NotADirectoryError):
        yield None
        return
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise OSError("no file")
        if fcntl is not None:
            fcntl.flock(file, fcntl.LOCK_EX if writes else fcntl.LOCK_SH)
        yield file
    finally:
        os.close(file)


def _content(file: int) -> bytes:
    if os.fstat(file).st_size > LARGEST:
        raise OSError("too large")
    pieces = []
    while piece := os.read(file, 1 << 20):
        pieces.append(piece)
    return b"".join(pieces)


def _lines(content: bytes) -> list[bytes]:
    """The lines that have their end."""
    return [line + b"\n" for line in content.split(b"\n")[:-1]]


def _ledger(lines: Sequence[bytes], count: tuple[int, str] | None) -> RunLedger:
    hashes = tuple(hashlib.sha256(line).hexdigest() for line in lines)
    entries = tuple(map(_entry, lines))
    return RunLedger(entries, hashes, *_fault(entries, hashes, count))


def _fault(
    entries: Sequence[LedgerEntry | None], hashes: Sequence[str], count: tuple[int, str] | None
) -> tuple[LedgerFault | None, int, int]:
    """The first fault, the line that it is of, and since how many lines it is there."""
    for number, (entry, before) in enumerate(zip(entries, (None, *hashes), strict=False), 1):
        if entry is None:
            return "no_entry", number, number
        if entry.before != before:  # the line before it is another, or is gone
            return "changed", max(number - 1, 1), max(number - 1, 1)
        if entry.fault is not None:
            return entry.fault, entry.fault_line, number - 1
    lines = len(entries)
    if count is None:  # the very first line may have been written by a process that was killed then
        return ("uncounted" if lines > 1 else None), 0, lines
    n, last = count
    if n > lines:
        return "cut", 0, lines
    return (None, 0, 0) if n > 0 and hashes[n - 1] == last else ("changed", max(n, 1), max(n, 1))


def _entry(line: bytes) -> LedgerEntry | None:
    if len(line) > LONGEST:
        return None
    try:
        return LedgerEntry.model_validate_json(line, strict=False)
    except (ValidationError, ValueError, RecursionError):
        return None


def _count(folder: Path) -> tuple[int, str] | None:
    """How many lines there have to be, and the hash of the last; None where nothing says so."""
    try:
        file = os.open(folder / COUNT, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except (FileNotFoundError, NotADirectoryError):
        return None
    try:
        said = json.loads(os.read(file, LARGEST_COUNT))
        n, last = said["lines"], said["sha256"]
    except (ValueError, TypeError, LookupError, RecursionError):
        return None
    finally:
        os.close(file)
    return (n, last) if type(n) is int and type(last) is str else None


def _write_count(folder: Path, lines: int, last: str) -> None:
    new = folder / f".{COUNT}-{secrets.token_hex(6)}"
    try:
        new.touch(mode=0o600, exist_ok=False)
        new.write_text(json.dumps({"lines": lines, "sha256": last}) + "\n", encoding="ascii")
        os.replace(new, folder / COUNT)
    finally:
        with suppress(OSError):
            new.unlink(missing_ok=True)
