"""The files of a study's posts, cut into parts: what one worker takes in at once."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from naysay.data.forums import Chunk, forum
from naysay.data.forums.base import Piece
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.spec import PostOptions


@dataclass(frozen=True, slots=True)
class FileChunk:
    """A chunk, and the place and the shown name of its file among those of the study."""

    file: int
    name: str
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class Part:
    """Chunks one after another, and their place among all parts. Small files share one."""

    number: int
    chunks: tuple[FileChunk, ...]
    scorers: frozenset[int] | None = None
    """Which of the study's scorers score its posts, by their places; all if None."""


class PostFiles:
    """Each file is hashed while it is cut, and has to stay as it is until it is read."""

    def __init__(self, posts: PostOptions, files: Sequence[tuple[str, Path]]) -> None:
        self._posts = posts
        self._files = files
        self._witnesses: list[Witness] = []
        self._checked = 0
        self.hashes: list[str] = []

    def parts(self, size: int) -> Iterator[Part]:
        """The chunks, file by file, in parts of ``size`` bytes at most or of one chunk.

        Raises
        ------
        DataError
            A file that cannot be read or cut; what was cut before comes first.
        """
        numbers, held, together = count(), 0, list[FileChunk]()
        try:
            for chunk, length in self._chunks(size):
                if together and held + length > size:
                    yield Part(next(numbers), _emptied(together))
                held = length + (held if together else 0)
                together.append(chunk)
                if held >= size:
                    yield Part(next(numbers), _emptied(together))
        except DataError:
            if together:
                yield Part(next(numbers), _emptied(together))
            raise
        if together:
            yield Part(next(numbers), _emptied(together))

    def check(self, *, up_to: int) -> None:
        """Raise a DataError when one of the files before ``up_to`` has changed since it was opened."""
        for witness in self._witnesses[self._checked : up_to]:
            witness.check()
        self._checked = max(self._checked, up_to)

    def _chunks(self, size: int) -> Iterator[tuple[FileChunk, int]]:
        source = forum(self._posts.format)
        for place, (name, path) in enumerate(self._files):
            with Witness(path) as file:
                self._witnesses.append(file)
                for chunk in source.chunks(path, self._posts, file, size):
                    yield FileChunk(place, name, chunk), _length(chunk, file)
                self.hashes.append(file.sha256())


def _emptied(chunks: list[FileChunk]) -> tuple[FileChunk, ...]:
    """What ``chunks`` hold, and no longer do."""
    held = tuple(chunks)
    chunks.clear()
    return held


def _length(chunk: Chunk, file: Witness) -> int:
    if chunk.raw is not None:
        return len(chunk.raw)
    piece = chunk.piece or Piece()
    return (file.size if piece.end is None else piece.end) - piece.start
