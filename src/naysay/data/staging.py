"""Puts a folder into the place of an earlier one, whole, and mends what a killed process left of that."""

from __future__ import annotations

import fcntl
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Final

NEW: Final = "new"
OLD: Final = "old"
LOCK: Final = "lock"


class SwapError(OSError):
    """The new folder is whole but could not take its place; ``kept`` is where it lies."""

    def __init__(self, error: OSError, kept: Path) -> None:
        super().__init__(error.errno, error.strerror or str(error))
        self.kept = kept


@contextmanager
def staged(place: Path, check: Callable[[Path], None]) -> Iterator[Path]:
    """A new folder to fill, which replaces ``place`` in the end; on an error nothing changes.

    ``check`` raises where a folder holds what must not be deleted. What stood in ``place`` is checked once
    more when it has been moved aside, and comes back if somebody put something into it meanwhile.

    Raises
    ------
    SwapError
        When the new folder cannot be moved to ``place``; what was there is back, the new one is kept.
    OSError
        When nothing can be written beside ``place``.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    sweep(place, check)
    # Beside the folder, because a rename is only atomic within one file system.
    staging = Path(tempfile.mkdtemp(prefix=f".{place.name}-", dir=place.parent))
    lock = _locked(staging / LOCK)
    try:
        (staging / NEW).mkdir()
        yield staging / NEW
        _swap(place, staging / NEW, staging / OLD, check)
    except SwapError:
        (staging / LOCK).unlink(missing_ok=True)  # so that no later sweep takes it for a killed one's
        raise
    except BaseException:
        _undo(place, staging)
        raise
    else:
        shutil.rmtree(staging, ignore_errors=True)
    finally:
        if lock is not None:
            lock.close()


def _swap(place: Path, fresh: Path, stale: Path, check: Callable[[Path], None]) -> None:
    try:
        if os.path.lexists(place):
            place.rename(stale)
            try:
                check(stale)
            except BaseException:
                stale.rename(place)
                raise
        fresh.rename(place)
    except OSError as error:
        if stale.exists() and not os.path.lexists(place):
            stale.rename(place)
        raise SwapError(error, fresh) from error


def _undo(place: Path, staging: Path) -> None:
    """Delete ``staging``, but never what stood in ``place``: an interrupt may come between two moves."""
    if os.path.lexists(staging / OLD) and (staging / NEW).exists():
        if os.path.lexists(place):
            return
        (staging / OLD).rename(place)
    shutil.rmtree(staging, ignore_errors=True)


def sweep(place: Path, check: Callable[[Path], None]) -> None:
    """Delete what killed processes left beside ``place``; what they had moved aside comes back."""
    for staging in sorted(place.parent.glob(f".{_literal(place.name)}-*")):
        if not (staging / LOCK).is_file():
            continue
        lock = _locked(staging / LOCK)
        if lock is None:  # its process lives
            continue
        with lock:
            stale = staging / OLD
            if stale.exists():
                if not os.path.lexists(place):
                    stale.rename(place)
                else:
                    try:
                        check(stale)
                    except Exception:  # somebody's own files: they stay where they are
                        continue
            shutil.rmtree(staging, ignore_errors=True)


def _literal(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _locked(path: Path) -> IO[str] | None:
    """The file, locked as long as it is open and its process lives; None where another holds it."""
    lock = path.open("a", encoding="utf-8")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        lock.close()
        return None
    return lock
