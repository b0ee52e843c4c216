"""Reads a small file whole, and refuses what is no file or has no end."""

from __future__ import annotations

import stat
from pathlib import Path


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
        No file there, a path that no file can have, a folder, a pipe or a device, or more bytes.
    """
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            what = "a folder" if stat.S_ISDIR(status.st_mode) else "a pipe or a device"
            raise UnreadableError(what, "Name a file: check the path.")
        with path.open("rb") as stream:
            content = stream.read(largest + 1)
    except OSError as error:
        raise UnreadableError(
            f"a file that cannot be read: {error.strerror}", f"{error.strerror}: check the path."
        ) from None
    except ValueError:
        raise UnreadableError("a path with characters that no path has", "Check the path.") from None
    if len(content) > largest:
        raise UnreadableError(
            f"{max(status.st_size, largest + 1)} bytes", f"Keep it to {largest} bytes or less."
        )
    return content
