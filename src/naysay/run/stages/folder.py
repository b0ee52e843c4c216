"""The folder below a workspace that stages are kept in: for its owner alone, and of a limited size."""

from __future__ import annotations

import json
import os
import re
import secrets
import shutil
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from naysay.data.scratch import scratch_folder, sweep
from naysay.study.contents import UnreadableError, contents

NAME: Final = "stages"
ENDING: Final = ".stage"
WRITING: Final = "writing-"
"""How folders begin in which entries are written before they are moved to their place."""
PLACE, LIMIT, FORGOTTEN = "place.json", "limit", "forgotten.json"
DEFAULT_LIMIT: Final = 2_000_000_000
LEAST_LIMIT: Final = 1_000_000
"""Bytes."""
LARGEST_LISTS: Final = 1_000_000
_LARGEST: Final = 4096
_STAGE: Final = re.compile(r"[a-z][a-z0-9_]{0,99}")


class NotOursError(Exception):
    """A folder that entries are neither read from nor written to; the message says why."""


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """A file with an entry: its stage, bytes and when it was last used, in nanoseconds."""

    path: Path
    stage: str
    size: int
    used: int


@dataclass(frozen=True, slots=True)
class StagesFolder:
    """The folder ``path``, below the one that naysay keeps in a workspace."""

    path: Path

    @classmethod
    def of(cls, own: Path) -> StagesFolder:
        """That of the folder ``own`` of a workspace."""
        return cls(own / NAME)

    def prepare(self) -> None:
        """Make the folder where it is not there, and empty it where it came from another place.

        Whoever unpacks a workspace of somebody else would take numbers for computed that somebody wrote. The
        folder knows the number that the file system gave its mark: a copy has another, and is emptied.

        Raises
        ------
        NotOursError
            A folder that another user owns or may write into, or what is no folder.
        OSError
            When it cannot be made.
        """
        for folder in (self.path.parent, self.path):
            with suppress(FileExistsError):
                folder.mkdir(mode=0o700)
            self._check(folder)
        self.path.chmod(0o700)
        if not self._is_at_home():
            self._empty()
            self._mark()

    def stored(self) -> list[StoredEntry]:
        """The entries that are there."""
        return list(self._stored())

    def limit(self) -> int:
        """The bytes that all entries together may have."""
        with suppress(UnreadableError, ValueError):
            return max(LEAST_LIMIT, int(contents(self.path / LIMIT, largest=_LARGEST)))
        return DEFAULT_LIMIT

    def set_limit(self, size: int) -> None:
        """Let entries have ``size`` bytes together from now on; the oldest go until they have."""
        self.prepare()
        self.write(self.path / LIMIT, [str(size).encode()])
        self.shrink(size)

    def forgotten(self) -> dict[str, str]:
        """The hashes of the lists of forgotten, by their folder, that entries were made with."""
        try:
            lists: Any = json.loads(contents(self.path / FORGOTTEN, largest=LARGEST_LISTS))
            return {str(place): str(of) for place, of in lists.items()}
        except (UnreadableError, ValueError, AttributeError, RecursionError):
            return {}

    def set_forgotten(self, lists: Mapping[str, str], writing: Path) -> None:
        """Remember these.

        Raises
        ------
        OSError
            When they cannot be written.
        """
        self.write(self.path / FORGOTTEN, [json.dumps(lists).encode()], writing)

    def shrink(self, size: int) -> None:
        """Remove the entries that were used longest ago until all have ``size`` bytes or fewer."""
        stored = sorted(self.stored(), key=lambda one: one.used)
        left = sum(one.size for one in stored)
        for one in stored:
            if left <= size:
                return
            with suppress(OSError):
                one.path.unlink()
                left -= one.size

    def clear(self, *stages: str) -> int:
        """Remove the entries of ``stages``, all where none is named, and count them; no link is followed."""
        removed = 0
        if self.path.is_symlink() or self.path.parent.is_symlink():
            return removed
        for one in self.stored():
            if not stages or one.stage in stages:
                with suppress(OSError):
                    one.path.unlink()
                    removed += 1
        if not stages:
            shutil.rmtree(self.path / "history", ignore_errors=True)
        return removed

    def place_of(self, stage: str, name: str) -> Path:
        """Where the entry called ``name`` lies or would lie."""
        if not _STAGE.fullmatch(stage):
            raise ValueError(stage)
        return self.path / stage / f"{name}{ENDING}"

    @contextmanager
    def writing(self) -> Iterator[Path]:
        """A folder to write in, beside the entries; those of killed processes go.

        Raises
        ------
        OSError
            When it cannot be made.
        """
        sweep(self.path, WRITING)
        with scratch_folder(self.path, WRITING) as folder:
            yield folder

    def write(self, place: Path, pieces: list[bytes | memoryview], folder: Path | None = None) -> None:
        """Write a file as a whole or not at all, by way of ``folder``, for its owner alone.

        Raises
        ------
        OSError
            When it cannot be written.
        """
        place.parent.mkdir(mode=0o700, exist_ok=True)
        new = (folder or place.parent) / f".{secrets.token_hex(8)}"
        try:
            with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
                stream.writelines(pieces)
            new.replace(place)
        except BaseException:
            new.unlink(missing_ok=True)
            raise

    def _stored(self) -> Iterator[StoredEntry]:
        with suppress(OSError):
            for stage in os.scandir(self.path):
                if _STAGE.fullmatch(stage.name) and stage.is_dir(follow_symlinks=False):
                    for entry in os.scandir(stage.path):
                        if entry.name.endswith(ENDING):
                            with suppress(OSError):
                                state = entry.stat(follow_symlinks=False)
                                yield StoredEntry(
                                    Path(entry.path), stage.name, state.st_size, state.st_mtime_ns
                                )

    def _check(self, folder: Path) -> None:
        state = os.lstat(folder)
        if not stat.S_ISDIR(state.st_mode):
            raise NotOursError(f"{folder} is no folder")
        if hasattr(os, "getuid") and state.st_uid != os.getuid():
            raise NotOursError(f"{folder} belongs to another user")
        if os.name == "posix" and state.st_mode & (stat.S_IWGRP | stat.S_IWOTH):
            raise NotOursError(f"others may write into {folder}: close it to them (chmod go-w)")

    def _empty(self) -> None:
        for path in self.path.iterdir():
            if path.is_dir() and not path.is_symlink():
                shutil.rmtree(path, ignore_errors=True)
            else:
                path.unlink(missing_ok=True)

    def _is_at_home(self) -> bool:
        try:
            known: Any = json.loads(contents(self.path / PLACE, largest=_LARGEST))
        except (UnreadableError, ValueError, RecursionError):
            return False
        return bool(known == _number_of(self.path / PLACE))

    def _mark(self) -> None:
        """Write the number of the mark into the mark itself, which keeps it while it is written."""
        mark = self.path / PLACE
        mark.unlink(missing_ok=True)
        with os.fdopen(os.open(mark, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
            json.dump(_number_of(mark), stream)


def _number_of(path: Path) -> int:
    """Not that of the device with it, which may change when the machine starts."""
    return os.lstat(path).st_ino
