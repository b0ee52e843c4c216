"""What is handed to a worker: some rows of a file, by their place in it or with their bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Final


@dataclass(frozen=True, slots=True)
class Piece:
    """The bytes of a file from ``start`` up to ``end``, or up to its own end; ``line`` is its first line's
    number."""

    start: int = 0
    end: int | None = None
    line: int = 1


WHOLE: Final = Piece()
"""The whole file, of whatever format."""
CHUNK: Final = 1 << 22
"""Bytes of rows that one worker takes apart at once."""


@dataclass(frozen=True, slots=True)
class Chunk:
    """Some rows of a file, in its order: what one worker takes apart, wherever it runs.

    Either ``piece`` says which bytes of the file the worker reads itself, or ``raw`` holds the rows, which
    were unpacked or cut for it. ``context`` is what the format needs besides, such as the names of columns.
    """

    path: Path
    piece: Piece | None
    raw: bytes | None
    line: int = 1
    """The number of the first line."""
    context: tuple[str | int, ...] = ()
    decided: tuple[str, ...] = ()
    """What the head of the file decided for all its rows, the same in each of its chunks."""
    kind: str = ""
    """What kind of file it is of, where a format has several."""
    reads_file: bool = False
    """Whether the format reads the file itself, which then has to lie somewhere."""
    content: bytes | None = None
    """That file, where the worker does not see it."""
    notes: bytes | None = None
    """What the format noted for this chunk of other files, where the worker does not see that."""
