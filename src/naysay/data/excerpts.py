"""The first and last rows of files of posts, cut as a run cuts whole files."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

from naysay.data.forums import Chunk, Forum, forum, is_plain
from naysay.data.post_files import FileChunk, PostFiles
from naysay.data.witness import PIECE, Witness
from naysay.study.spec import PostOptions

WHOLE: Final = 8_000_000
"""Bytes of all files together, packed ones counted UNPACKED times, that are read whole."""
UNPACKED: Final = 6
EACH: Final = 400_000
"""Bytes of the head of a larger file, and of its tail; more where these are fewer than LEAST_LINES."""
LEAST_LINES: Final = 1_000
MOST_READ: Final = 16_000_000
"""Bytes of all heads together, at most."""
LEAST_EACH: Final = 65_536
MOST_FILES: Final = 100
"""Of more files so many are looked into, evenly over the list."""
AT_ONCE: Final = 1 << 16
MOST_ROWS: Final = 20_000
"""Rows that are read of a chunk which is a file by itself."""
LAST_ROWS: Final = " (last rows)"
"""What the name of a file has where lines are counted from the start of its tail."""

Side = Literal["both", "head", "tail"]
_NOT_LINES: Final = frozenset({".parquet", ".xlsx", ".xlsm", ".xls", ".ods", ".xml"})


@dataclass(frozen=True, slots=True)
class Extent:
    """What of a study's files is looked into: ``files`` are those chosen, of ``n_files``.

    ``each`` is the bytes of a head, and of a tail; None where all files are read whole. ``size`` is about the
    bytes of all files, unpacked.
    """

    files: tuple[tuple[str, Path], ...]
    n_files: int
    each: int | None
    size: int = 0

    @property
    def most(self) -> int:
        """The bytes that one head may have."""
        return max(self.each or 0, MOST_READ // max(1, len(self.files)))

    @property
    def is_all(self) -> bool:
        """Whether nothing is left out."""
        return self.each is None


def extent(files: Sequence[tuple[str, Path]]) -> Extent:
    """What is looked into of ``files`` (shown name and path); a file that is not there counts nothing."""
    size = sum(_size(path) for _, path in files)
    if size <= WHOLE:
        return Extent(tuple(files), len(files), None, size)
    step = max(1, -(-len(files) // MOST_FILES))
    chosen = tuple(files[::step])
    each = max(LEAST_EACH, min(EACH, WHOLE // (2 * len(chosen))))
    return Extent(chosen, len(files), each, size)


def apart(posts: PostOptions, of: Extent) -> list[Extent]:
    """The files of ``of`` one by one, or all at once where one cannot be read without the others."""
    if forum(posts.format).reads_together:
        return [of]
    return [Extent((file,), 1, of.each) for file in of.files]


class Excerpts(PostFiles):
    """The chunks of heads and tails. No file is hashed, and rows of a tail have lines of their own.

    ``middles`` is how many places between head and tail are read as well; their rows count as the tail's.
    """

    def __init__(
        self,
        posts: PostOptions,
        of: Extent,
        side: Side = "both",
        *,
        middles: int = 0,
        folder: Path | None = None,
    ) -> None:
        super().__init__(posts, of.files, folder)
        self._of, self._side, self._middles = of, side, middles
        self.read = 0
        """The bytes that were cut so far."""

    def _chunks(self, source: Forum, size: int) -> Iterator[tuple[FileChunk, int, int]]:
        for place, (name, path) in enumerate(self._files):
            for chunk, is_tail in self._ends(source, path):
                length = len(chunk.raw) if chunk.raw is not None else _size(path)
                self.read += length
                yield FileChunk(place, name + LAST_ROWS * is_tail, chunk), length, self.read
            self.hashes.append("")

    def _ends(self, source: Forum, path: Path) -> Iterator[tuple[Chunk, bool]]:
        """The chunks of a file, and whether each is of the tail."""
        posts, each = self._posts, self._of.each
        is_short = each is None or _size(path) <= 2 * each
        if each is None or is_short or not _has_lines(path):
            if self._side != "tail":
                with Witness(path) as file:
                    for chunk in source.chunks(path, posts, file, AT_ONCE if is_short else self._of.most):
                        yield chunk, False
                        if not is_short:
                            return
            return
        has_tail = self._side != "head"
        with Ends(path, each, self._of.most, has_tail=has_tail, middles=self._middles) as ends:
            for chunk in source.chunks(path, posts, ends, AT_ONCE):
                is_tail = chunk.line > ends.head_lines
                if self._side == "tail" and not is_tail:
                    continue
                if chunk.raw is None and chunk.piece is not None:
                    raw = ends.content[chunk.piece.start : chunk.piece.end]
                    chunk = replace(chunk, piece=None, raw=raw)
                yield (replace(chunk, line=chunk.line - ends.head_lines) if is_tail else chunk), is_tail


class Ends(Witness):
    """A plain file of lines, of which only whole lines of some places are there to be read.

    ``each`` is the bytes of the head and of the tail, and more of them, up to ``most``, where the head has
    few lines; half of that are those of ``middles`` places between them.
    """

    def __init__(
        self, path: Path, each: int, most: int = 0, *, has_tail: bool = True, middles: int = 0
    ) -> None:
        super().__init__(path)
        head = self._at(0, each)
        while each < min(most, self.size) and head.count(b"\n") < LEAST_LINES:
            each = min(2 * each, most)
            head = self._at(0, each)
        self._newline, self._width = _newline(head)
        head = head[: _after(head, self._newline, self._width, last=True)]
        parts = [head]
        if has_tail and self.size > len(head):
            start = max(len(head), self.size - each)
            step = (start - len(head)) // (middles + 1)
            parts += [self._lines(len(head) + step * (place + 1), each // 2) for place in range(middles)]
            parts.append(self._lines(start, each))
        self.content = b"".join(parts)
        self.head_lines = head.count(b"\n")
        self._place = 0

    def _lines(self, start: int, size: int) -> bytes:
        """The whole lines from ``start`` on, up to the end of the file at most."""
        is_end = start + size >= self.size
        raw = self._at(start - start % self._width, size + start % self._width)
        raw = raw[_after(raw, self._newline, self._width, last=False) :]
        return raw if is_end else raw[: _after(raw, self._newline, self._width, last=True)]

    def _at(self, start: int, size: int) -> bytes:
        try:
            os.lseek(self._file, start, os.SEEK_SET)
            return os.read(self._file, size)
        except OSError:
            return b""

    def peek(self) -> bytes:
        """The next bytes, which stay the next."""
        return self.content[self._place : self._place + PIECE]

    def read(self, size: int) -> bytes:
        """The next bytes of the head, and behind it of the tail."""
        piece = self.content[self._place : self._place + size]
        self._place += len(piece)
        return piece


def _newline(head: bytes) -> tuple[bytes, int]:
    """The end of a line in the file's encoding, and the bytes of a character."""
    for mark, newline in ((b"\xff\xfe", b"\n\0"), (b"\xfe\xff", b"\0\n")):
        if head.startswith(mark):
            return newline, 2
    return b"\n", 1


def _after(raw: bytes, newline: bytes, width: int, *, last: bool) -> int:
    """The place behind the first or last end of a line; all of ``raw`` where it has none."""
    at = raw.rfind(newline) if last else raw.find(newline)
    while at >= 0 and at % width:
        at = raw.rfind(newline, 0, at) if last else raw.find(newline, at + 1)
    return at + width if at >= 0 else (len(raw) if last else 0)


def _has_lines(path: Path) -> bool:
    """Whether the file is plain, and any of its lines may be read by itself."""
    if not is_plain(path) or _NOT_LINES.intersection(suffix.lower() for suffix in path.suffixes):
        return False
    try:
        with path.open("rb") as stream:
            first = stream.read(1 << 16).lstrip(b"\xef\xbb\xbf \t\r\n")
    except OSError:
        return True  # whoever reads it says why it cannot be read
    line = first.partition(b"\n")[0].strip()
    is_part_of_one = line.startswith(b"{") and b"\n" in first and not line.endswith(b"}")
    return not (first.startswith(b"[") or is_part_of_one)


def _size(path: Path) -> int:
    try:
        return path.stat().st_size * (1 if is_plain(path) else UNPACKED)
    except OSError:
        return 0
