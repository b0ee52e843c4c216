"""Which files of posts are kept together: each alone, but small ones of a study of many in groups."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

MANY: Final = 256
"""Files of a study from which small ones are grouped: an entry of its own costs more than reading one."""
SMALL: Final = 32_768
"""Bytes."""
USUAL: Final = 32
MOST: Final = 128
"""Files of a usual and of the largest group: 4 MB at most, as much as a part of a large file."""

NamedFile = tuple[str, Path]


@dataclass(frozen=True, slots=True)
class Unit:
    """Files that follow each other, and the place of the first among those of the study."""

    first: int
    files: tuple[NamedFile, ...]


def units_of(files: Sequence[NamedFile], *, together: bool = False) -> Iterator[Unit]:
    """The files of a study in order; one unit where they are read ``together``.

    A group ends before a file whose name says so, whatever the others are called: a new file changes its own
    group, and at most cuts it in two.
    """
    if together:
        yield from [Unit(0, tuple(files))] if files else []
        return
    group, first = list[NamedFile](), 0
    for place, (name, path) in enumerate(files):
        alone = len(files) < MANY or not _is_small(path)
        if group and (alone or len(group) >= MOST or _begins(name)):
            yield Unit(first, tuple(group))
            group.clear()
        if alone:
            yield Unit(place, ((name, path),))
            continue
        first = first if group else place
        group.append((name, path))
    if group:
        yield Unit(first, tuple(group))


def _begins(name: str) -> bool:
    """Whether a group begins with the file of this name."""
    return hashlib.sha256(name.encode("utf-8", "surrogatepass")).digest()[0] % USUAL == 0


def _is_small(path: Path) -> bool:
    try:
        return path.stat().st_size <= SMALL
    except OSError:  # who opens it hears why
        return False
