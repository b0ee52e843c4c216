"""The files that a pattern such as data/posts/**/*.csv stands for."""

from __future__ import annotations

import glob
import os
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from naysay.study.errors import DataError

MOST: Final = 1_000_000
"""Files and folders that ``**`` looks at; more of them are a pattern that starts too high."""
_ESCAPED: Final = re.compile(r"\[([*?\[])\]")


def matching(pattern: Path) -> list[Path]:
    """The files of ``pattern``, sorted; a file that is reached by several ways comes once, by its own name.

    ``*``, ``?``, ``[...]`` and ``**`` mean what they do in ``glob``; ``glob.escape`` makes a part literal.
    A folder is entered once in each ``**``, so that a link which leads back up ends there. What may not be
    looked into holds nothing.

    Raises
    ------
    DataError
        When ``**`` stands for more than a million files and folders.
    """
    if is_file(pattern):
        return [pattern]
    paths = [Path(pattern.anchor)]
    for part in pattern.parts[1:] if pattern.anchor else pattern.parts:
        paths = list(dict.fromkeys(inner for folder in paths for inner in _inside(folder, part)))
    files: dict[str, Path] = {}
    for path in sorted(path for path in paths if is_file(path)):
        own = os.path.realpath(path)
        if own not in files or own == str(path):
            files[own] = path
    return sorted(files.values())


def would_match(path: Path, pattern: Path) -> bool:
    """Whether ``pattern`` would find ``path`` if that was a file."""
    return _matches(path.parts, pattern.parts)


def _matches(parts: tuple[str, ...], pattern: tuple[str, ...]) -> bool:
    if not pattern:
        return not parts
    if pattern[0] == "**":
        return any(_matches(parts[first:], pattern[1:]) for first in range(len(parts) + 1))
    return bool(parts) and fnmatchcase(parts[0], pattern[0]) and _matches(parts[1:], pattern[1:])


def is_file(path: Path) -> bool:
    """Whether ``path`` is a file that can be reached; no name that no file can have raises here."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def literal(part: str) -> str | None:
    """The name that ``part`` of a pattern stands for where it is no pattern."""
    return None if glob.has_magic(_ESCAPED.sub("", part)) else _ESCAPED.sub(r"\1", part)


def _inside(folder: Path, part: str) -> Iterator[Path]:
    name = literal(part)
    if name is not None:
        if os.path.lexists(folder / name):
            yield folder / name
    elif part == "**":
        yield from _below(folder)
    else:
        for entry in _entries(folder):
            if fnmatchcase(entry.name, part) and (part.startswith(".") or not entry.name.startswith(".")):
                yield folder / entry.name


def _below(top: Path) -> Iterator[Path]:
    """``top`` and everything below it but what is hidden; folders of its own before those it links to."""
    seen: set[tuple[int, int]] = set()
    looked_at = 0
    waiting, linked = [top], list[Path]()
    while waiting or linked:
        folder = waiting.pop() if waiting else linked.pop(0)
        place = _place(folder)
        if place is None or place in seen:
            continue
        seen.add(place)
        yield folder
        for entry in _entries(folder):
            looked_at += 1
            if looked_at > MOST:
                raise DataError(
                    "path",
                    got=f"** in {top}, which stands for more than {MOST} files and folders",
                    allowed="a pattern that starts near its files",
                    mend="Name the folder before **, or remove links that lead out of it.",
                )
            if entry.name.startswith("."):
                continue
            if _is_folder(entry):
                (linked if entry.is_symlink() else waiting).append(folder / entry.name)
            else:
                yield folder / entry.name


def _place(folder: Path) -> tuple[int, int] | None:
    try:
        state = folder.stat()
    except OSError:
        return None
    return state.st_dev, state.st_ino


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    try:
        with os.scandir(folder) as entries:
            return sorted(entries, key=lambda entry: entry.name)
    except (OSError, ValueError):
        return []


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
