"""Working folders that go when their process ends; those of a killed process are removed by the next one."""

from __future__ import annotations

import errno
import json
import os
import re
import secrets
import shutil
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Final

from naysay.data.temporary_place import temporary_place

try:
    import fcntl
except ImportError:  # a system without it: nothing is swept there, since nobody can tell who lives
    fcntl = None  # type: ignore[assignment]

LOCK: Final = "lock"
"""The file whose lock the owner holds. It goes last, so that what is left can always be swept."""
MARK: Final = "naysay"
TEMPORARY: Final = "naysay-"
"""What the names of working folders in the system's temporary folder begin with."""
_TRIES: Final = 5
_LIVE: Final[set[Path]] = set()
"""The folders of this process."""
_ABOVE: Final[list[Path]] = []
"""Folders that this process made above a place, the deepest first."""


@contextmanager
def temporary_folder() -> Iterator[Path]:
    """A scratch folder in the system's temporary folder, once what killed processes left there is gone.

    Raises
    ------
    OSError, DataError
        When it cannot be made.
    """
    parent = temporary_place()
    sweep(parent, TEMPORARY)
    with scratch_folder(parent, TEMPORARY) as folder:
        yield folder


@contextmanager
def scratch_folder(parent: Path, prefix: str, *, about: str = "") -> Iterator[Path]:
    """A new folder below ``parent``, for its owner alone, that is gone afterwards with all that is in it.

    ``about`` is kept in its lock for ``sweep``. A signal removes it through ``remove_all``.

    Raises
    ------
    OSError
        When it cannot be made.
    """
    folder, lock = _new_folder(parent, prefix, about)
    try:
        yield folder
    finally:
        if folder in _LIVE:
            _remove(folder)
        os.close(lock)
        _LIVE.discard(folder)


@contextmanager
def folders_above(place: Path) -> Iterator[None]:
    """The folders above ``place``; those that were not there are gone afterwards where nothing lies in them.

    Raises
    ------
    OSError
        When they cannot be made.
    """
    absent = [folder for folder in place.parents if not os.path.lexists(folder)]
    _ABOVE[:0] = absent
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        yield
    finally:
        _remove_empty(absent)
        _ABOVE[:] = [folder for folder in _ABOVE if folder not in absent]


def release(folder: Path) -> None:
    """Let a folder of this process stay for good: nobody removes it any more."""
    _LIVE.discard(folder)
    (folder / LOCK).unlink(missing_ok=True)


def remove_all() -> None:
    """Remove the folders of this process at once, whoever still uses them: for a process that ends."""
    for folder in tuple(_LIVE):
        _remove(folder)
    _remove_empty(_ABOVE)


def sweep(parent: Path, prefix: str, finish: Callable[[Path, str], None] = lambda folder, about: None) -> int:
    """Remove the folders that killed processes of this user left below ``parent``, and count them.

    ``finish`` is given each folder and what it is about, and may save something of it first. A folder whose
    process lives, that another user owns or that no ``scratch_folder`` made stays as it is.
    """
    swept = 0
    name = re.compile(re.escape(prefix) + r"[0-9a-f]{12}")
    with suppress(OSError):
        for entry in sorted(os.scandir(parent), key=lambda entry: entry.name):
            if name.fullmatch(entry.name) and _is_own(entry):
                with suppress(OSError):
                    swept += _swept(Path(entry.path), finish)
    return swept


def _new_folder(parent: Path, prefix: str, about: str) -> tuple[Path, int]:
    for _ in range(_TRIES):
        folder = parent / f"{prefix}{secrets.token_hex(6)}"
        _LIVE.add(folder)  # before it exists: a signal may come in between
        try:
            folder.mkdir(mode=0o700)
            lock = _lock_of(folder, about)
        except OSError:
            _remove(folder)
            _LIVE.discard(folder)
            raise
        if lock is not None:
            return folder, lock
        _LIVE.discard(folder)
    raise OSError(errno.EAGAIN, os.strerror(errno.EAGAIN), str(parent))


def _lock_of(folder: Path, about: str) -> int | None:
    """The lock of a new folder; None where a sweep took that away while it had none."""
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    except FileNotFoundError:
        return None
    held = _held(lock, folder / LOCK)
    if held is False:
        os.close(lock)
        return None
    if held:  # else nobody can tell here who lives: what bears no mark is never swept
        os.write(lock, json.dumps({MARK: os.getpid(), "about": about}).encode())
    return lock


def _held(lock: int, path: Path) -> bool | None:
    """Whether this process alone holds the lock, and the file is still there; None without locks."""
    if fcntl is None:
        return None
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        return os.path.samestat(os.fstat(lock), os.stat(path, follow_symlinks=False))
    except (BlockingIOError, FileNotFoundError):
        return False
    except OSError:
        return None


def _swept(folder: Path, finish: Callable[[Path, str], None]) -> bool:
    try:
        lock = os.open(folder / LOCK, os.O_RDWR | os.O_NOFOLLOW)
    except FileNotFoundError:
        folder.rmdir()  # the last step of a removal that was cut short; it fails where there is anything
        return True
    try:
        if not _held(lock, folder / LOCK):
            return False
        owner = _owner(lock)
        if owner is None and {path.name for path in folder.iterdir()} != {LOCK}:
            return False
        if owner is not None:
            finish(folder, str(owner.get("about", "")))
        _remove(folder)
        return True
    finally:
        os.close(lock)


def _owner(lock: int) -> dict[str, Any] | None:
    """What the lock says, None where it is none of ours."""
    try:
        owner = json.loads(os.read(lock, 1 << 16))
    except (ValueError, RecursionError):
        return None
    return owner if isinstance(owner, dict) and MARK in owner else None


def _is_own(entry: os.DirEntry[str]) -> bool:
    with suppress(OSError):
        owner = entry.stat(follow_symlinks=False).st_uid
        return entry.is_dir(follow_symlinks=False) and (not hasattr(os, "getuid") or owner == os.getuid())
    return False


def _remove(folder: Path) -> None:
    """Remove what is in the folder and, once nothing else is left, its lock and the folder itself.

    Another thread may still write, and a folder in it may be closed to its own user.
    """
    for _ in range(_TRIES):
        with suppress(OSError):
            for path in folder.iterdir():
                if path.is_dir() and not path.is_symlink():
                    shutil.rmtree(path, onerror=_opened)
                elif path.name != LOCK:
                    path.unlink(missing_ok=True)
            if {path.name for path in folder.iterdir()} <= {LOCK}:
                (folder / LOCK).unlink(missing_ok=True)
                folder.rmdir()
        if not folder.exists():
            return


def _remove_empty(folders: Iterable[Path]) -> None:
    for folder in folders:
        with suppress(OSError):
            folder.rmdir()


def _opened(remove: Callable[..., object], path: str, error: object) -> None:
    """Open what could not be removed to its user, for the next try."""
    del remove, error
    with suppress(OSError):
        os.chmod(os.path.dirname(path), 0o700)
    with suppress(OSError):
        if not os.path.islink(path):
            os.chmod(path, 0o700)
