"""The files of a study's posts, cut into parts: what one worker takes in at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from naysay.data.carried import with_content
from naysay.data.forums import Chunk, Forum, forum
from naysay.data.forums.base import Piece
from naysay.data.scratch import temporary_folder
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.executor import SERIAL, Executor
from naysay.study.notices import warn
from naysay.study.spec import PostOptions


@dataclass(frozen=True, slots=True)
class FileChunk:
    """A chunk, and the place and the shown name of its file among those of the study."""

    file: int
    name: str
    chunk: Chunk


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file that posts were read from."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True, slots=True)
class Part:
    """Chunks one after another, and their place among all parts. Small files share one."""

    number: int
    chunks: tuple[FileChunk, ...]
    scorers: frozenset[int] | None = None
    """Which of the study's scorers score its posts, by their places; all if None."""
    size: int = 0
    """Bytes of the files, as they lie there, from the end of the part before to its own."""


class PostFiles:
    """Each file is hashed while it is cut, and has to stay as it is until it is read.

    ``folder`` is that of the columns of posts: what a format notes of files that it reads together lies in
    its ``together_folder``. Without one it is gone when the last part is taken. Chunks go with all bytes that
    they are of to ``workers`` that do not see the files.
    """

    def __init__(
        self,
        posts: PostOptions,
        files: Sequence[tuple[str, Path]],
        folder: Path | None = None,
        workers: Executor = SERIAL,
    ) -> None:
        self._posts = posts
        self._files = files
        self._folder = folder
        self._workers = workers
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
        with self._source() as source:
            numbered, held, together = _Numbered(), 0, list[FileChunk]()
            try:
                for chunk, length, end in self._chunks(source, size):
                    if together and held + length > size:
                        yield numbered.part(together)
                    held = length + (held if together else 0)
                    together.append(chunk)
                    numbered.end = end
                    if held >= size:
                        yield numbered.part(together)
            except DataError:
                if together:
                    yield numbered.part(together)
                raise
            if together:
                yield numbered.part(together)

    def check(self, *, up_to: int) -> None:
        """Raise a DataError when one of the files before ``up_to`` has changed since it was opened."""
        for witness in self._witnesses[self._checked : up_to]:
            witness.check()
        self._checked = max(self._checked, up_to)

    @contextmanager
    def _source(self) -> Iterator[Forum]:
        """The format of the files, once those that it reads together are read."""
        with source_of(self._posts, [path for _, path in self._files], self._folder, self._workers) as source:
            yield source

    def _chunks(self, source: Forum, size: int) -> Iterator[tuple[FileChunk, int, int]]:
        """Each chunk with its length, and the bytes of all files up to its end."""
        before = 0
        for place, (name, path) in enumerate(self._files):
            with Witness(path) as file:
                self._witnesses.append(file)
                for chunk in source.chunks(path, self._posts, file, size):
                    length, end = _length(chunk, file), _end(chunk, file)
                    whole = chunk if self._workers.sees_files else with_content(source, chunk)
                    yield FileChunk(place, name, whole), length, before + end
                self.hashes.append(file.sha256())
                before += file.size


def total_size(files: Iterable[Path]) -> int:
    """Bytes of ``files`` as they lie there; one that is not there has none."""
    return sum(path.stat().st_size for path in files if path.is_file())


def warn_of_empty(files: Iterable[PostFile]) -> None:
    """Warn of files without a row; where files are read together, some have none by design."""
    for file in files:
        if file.rows == 0:
            warn("without_rows", file.name)


def together_folder(folder: Path) -> Path:
    """Where notes of files that are read together lie, next to the ``folder`` of the columns of posts."""
    return folder.with_name(f"{folder.name}-together")


@contextmanager
def source_of(
    posts: PostOptions, files: Sequence[Path], folder: Path | None = None, workers: Executor = SERIAL
) -> Iterator[Forum]:
    """The format of ``files``, as ``PostFiles`` has it, to cut them."""
    source = forum(posts.format)
    if not source.reads_together:
        yield source
    elif folder is not None:
        together_folder(folder).mkdir(parents=True, exist_ok=True)
        yield source.together(files, posts, together_folder(folder), workers)
    else:
        with temporary_folder() as own:
            yield source.together(files, posts, own, workers)


class _Numbered:
    """Makes parts one after another, the last of which reaches to ``end``."""

    def __init__(self) -> None:
        self.end = 0
        self._number = 0
        self._begin = 0

    def part(self, chunks: list[FileChunk]) -> Part:
        """The part of ``chunks``, which hold them no longer."""
        made_of, size = tuple(chunks), self.end - self._begin
        chunks.clear()
        part = Part(self._number, made_of, size=size)
        self._number, self._begin = self._number + 1, self.end
        return part


def _length(chunk: Chunk, file: Witness) -> int:
    if chunk.raw is not None:
        return len(chunk.raw)
    piece = chunk.piece or Piece()
    return (file.size if piece.end is None else piece.end) - piece.start


def _end(chunk: Chunk, file: Witness) -> int:
    """Up to where ``file`` was read for ``chunk``, in bytes."""
    if chunk.piece is None:
        return file.position
    return file.size if chunk.piece.end is None else chunk.piece.end
