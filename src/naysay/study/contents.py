"""Reads a small file whole, and refuses what is no file or has no end."""

from __future__ import annotations

import os
import stat
from pathlib import Path
from typing import Final

_FLAGS: Final = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
"""A pipe that nobody writes to would wait for ever otherwise."""
_NAME_A_FILE: Final = "Name a file: check the path."


class UnreadableError(Exception):
    """What came in place of a file, and the mend; the caller adds the name of the file."""

    def __init__(self, got: str, mend: str) -> None:
        self.got = got
        self.mend = mend
        super().__init__(got)


def contents(path: Path, *, largest: int) -> bytes:
    """The bytes of the file ``path``, at most ``largest``.

    Raises
    ------
    UnreadableError
        No file there, a path that no file can have, a folder, a pipe or a device, more bytes, or a file that
        changed while it was read.
    """
    try:
        with os.fdopen(os.open(path, _FLAGS), "rb") as stream:
            before = os.fstat(stream.fileno())
            if not stat.S_ISREG(before.st_mode):
                raise _no_file(before)
            content = stream.read(largest + 1)
            after = os.stat(path)
    except IsADirectoryError:
        raise UnreadableError("a folder", _NAME_A_FILE) from None
    except OSError as error:
        raise UnreadableError(
            f"a file that cannot be read: {error.strerror}", f"{error.strerror}: check the path."
        ) from None
    except ValueError:
        raise UnreadableError("a path with characters that no path has", "Check the path.") from None
    if len(content) > largest:
        raise UnreadableError(
            f"{max(before.st_size, largest + 1)} bytes", f"Keep it to {largest} bytes or less."
        )
    if _state(before) != _state(after):
        raise UnreadableError("a file that changed while it was read", "Run again when nothing writes to it.")
    return content


def _no_file(state: os.stat_result) -> UnreadableError:
    what = "a folder" if stat.S_ISDIR(state.st_mode) else "a pipe or a device"
    return UnreadableError(what, _NAME_A_FILE)


def _state(of: os.stat_result) -> tuple[int, ...]:
    return of.st_dev, of.st_ino, of.st_size, of.st_mtime_ns, of.st_ctime_ns
