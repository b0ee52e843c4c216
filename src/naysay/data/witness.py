"""Hashes a file while it is read, and refuses a file that changes meanwhile."""

from __future__ import annotations

import hashlib
import os
import stat
from pathlib import Path
from typing import Final, Self

from naysay.study.characters import whole_characters
from naysay.study.contents import UnreadableError, contents
from naysay.study.errors import DataError

PIECE: Final = 1 << 18
"""Bytes that are read at once where a file is only hashed."""
LARGEST_WHOLE: Final = 50_000_000
"""Bytes of a file that is read as a whole: prices, events, factors, labelled posts. A century of daily prices
has 3 MB."""

State = tuple[int, ...]
"""Device, inode, size, and the times of change of the bytes and of the inode."""


class Witness:
    """A regular file, open to be read once from start to end; ``sha256`` is the hash of all its bytes.

    Where a file is read another way, such as Parquet by its parts or a list of words by several processes,
    the witness reads it once more for the hash, and ``check`` raises when it changed since it was opened.

    Raises
    ------
    DataError
        A file that cannot be opened, and what is no file: a folder, a pipe or a device.
    """

    def __init__(self, path: Path, field: str = "posts.path") -> None:
        self.path = path
        self._field = field
        self._digest = hashlib.sha256()
        self._ahead = b""
        self.position = 0
        """Bytes that were read, those that were only looked at included."""
        try:
            self._file = without_waiting(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
        except (OSError, ValueError) as error:
            raise unreadable(path, error, field) from None
        state = os.fstat(self._file)
        self.size = state.st_size
        self._before = _state(state)
        if not stat.S_ISREG(state.st_mode):
            self.close()
            raise unreadable(path, "it is a folder, a pipe or a device", field)

    def read(self, size: int) -> bytes:
        """The next bytes, at most ``size``; none at the end.

        Raises
        ------
        DataError
            When the system cannot read them.
        """
        if self._ahead:
            piece, self._ahead = self._ahead[:size], self._ahead[size:]
            return piece
        try:
            piece = os.read(self._file, size)
        except OSError as error:
            raise unreadable(self.path, error, self._field) from None
        self._digest.update(piece)
        self.position += len(piece)
        return piece

    def peek(self) -> bytes:
        """The next bytes, up to PIECE of them, which stay the next.

        Raises
        ------
        DataError
            When the system cannot read them.
        """
        self._ahead = self._ahead or self.read(PIECE)
        return self._ahead

    def sha256(self) -> str:
        """The hash of all bytes; those that were not read yet are read now.

        Raises
        ------
        DataError
            When the file was written to, cut, replaced or removed since it was opened.
        """
        while self.read(PIECE):
            pass
        self.check()
        return self._digest.hexdigest()

    def check(self) -> None:
        """Raise a DataError when the file is no longer as it was opened; also after ``close``."""
        try:
            now = {
                _state(os.stat(self.path)),
                _state(os.fstat(self._file)) if self._file >= 0 else self._before,
            }
        except OSError:
            now = set()
        if now != {self._before}:
            raise self.changed()

    @property
    def state(self) -> State:
        """What the file was when it was opened: another state is another file, or other bytes."""
        return self._before

    def changed(self) -> DataError:
        """The error of a file that is no longer as it was."""
        return DataError(
            self._field,
            got=f"{shown_name(self.path)}, which changed while it was read",
            allowed="files that stay as they are during a run",
            mend="Run again when nothing writes to it.",
        )

    def close(self) -> None:
        """Give the file back to the system."""
        if self._file >= 0:
            os.close(self._file)
        self._file = -1

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *raised: object) -> None:
        self.close()


def without_waiting(path: str | Path, flags: int) -> int:
    """``os.open`` for what may have become a pipe: one that nobody writes to would wait for ever."""
    return os.open(path, flags | getattr(os, "O_NONBLOCK", 0))


def unreadable(path: Path, why: OSError | ValueError | str, field: str = "posts.path") -> DataError:
    """The error of a file that the system cannot open or read."""
    cause = why.strerror if isinstance(why, OSError) else str(why)
    return DataError(
        field,
        got=f"{shown_name(path)}, which cannot be read",
        allowed="files that can be read",
        mend=f"The system says: {cause}. Check the file.",
    )


def whole(path: Path, field: str, *, largest: int = LARGEST_WHOLE) -> bytes:
    """All bytes of a small file.

    Raises
    ------
    DataError
        A file that cannot be read, is larger than ``largest`` bytes or changed while it was read.
    """
    try:
        return contents(path, largest=largest)
    except UnreadableError as error:
        raise DataError(
            field,
            got=f"{shown_name(path)}: {error.got}",
            allowed=f"a file of at most {largest} bytes that can be read",
            mend=error.mend,
        ) from None


def whole_text(path: Path, field: str, *, largest: int = LARGEST_WHOLE) -> str:
    """The text of a small file in UTF-8, with or without a mark; every line's end is a line feed.

    Raises
    ------
    DataError
        As ``whole``.
    UnicodeDecodeError
        Another encoding.
    """
    return plain_text(whole(path, field, largest=largest))


def plain_text(content: bytes) -> str:
    """``content`` in UTF-8, with or without a mark; every line's end is a line feed.

    Raises
    ------
    UnicodeDecodeError
        Another encoding.
    """
    return content.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")


def file_sha256(path: Path) -> str:
    """SHA-256 of a file's bytes, read in pieces."""
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def shown_name(path: Path) -> str:
    """The file's name as ``shown_text``."""
    return shown_text(path.name)


def shown_text(name: str) -> str:
    """A name of the file system as text: bytes that are no UTF-8 become U+FFFD."""
    return whole_characters(name)


def _state(state: os.stat_result) -> State:
    return state.st_dev, state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns
