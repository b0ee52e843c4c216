"""Reads the files of an archive together once: notes of all symbols, and which messages there are."""

from __future__ import annotations

import os
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from operator import attrgetter
from pathlib import Path
from typing import Any, Final

import numpy as np
import numpy.typing as npt

from naysay.data.forums._archive_notes import WrittenNotes, as_system_error, kinds_of
from naysay.data.forums._archive_rows import MESSAGES, SYMBOLS, ArchivePiece, Numbers, rows_of
from naysay.data.forums._archive_symbols import ID, LIST, SYMBOL, TEXT, TIME
from naysay.data.forums._csv import Layout, csv_chunks, csv_names
from naysay.data.forums._table_kinds import kind_of_table
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.heap import give_back
from naysay.data.witness import Witness, shown_name
from naysay.study.digests import digest
from naysay.study.errors import DataError, Notice
from naysay.study.executor import Executor, SizedParts
from naysay.study.notices import warn, warn_of, with_notices
from naysay.study.spec import PostOptions

EMPTY: Final = ""
"""The kind of a file without a row."""
NO_MESSAGE: Final = "no_message"
MOST_WITHOUT: Final = 0.5
"""The share of a file's messages without symbols from which on a file of symbols is likely to be missing."""
_AT_ONCE: Final = 1_000_000
_PIECE: Final = 1 << 20
"""Bytes of rows that are noted at once: their notes lie in memory, some pieces of each worker."""
_PATH: Final = (
    'Write format = "stocktwits_archive" and a path = "data/stocktwits/*/*.csv" that names the folders '
    "messages and symbols."
)


@dataclass(frozen=True)
class JoinedFiles:
    """The files of an archive, and the ``notes`` of their symbols.

    ``states`` are those that the files had when they were read; ``kinds`` are in the same order.
    """

    notes: Path
    files: tuple[Path, ...]
    states: tuple[tuple[int, ...], ...]
    kinds: tuple[str, ...]

    def place(self, path: Path, file: Witness) -> int:
        """The place of the open ``file`` among all.

        Raises
        ------
        DataError
            A file that is not as it was when all were read.
        """
        place = self.files.index(path)
        if file.state != self.states[place]:
            raise file.changed()
        return place


def joined(files: Sequence[Path], posts: PostOptions, folder: Path, workers: Executor) -> JoinedFiles:
    """Read ``files`` by ``workers``, or find below ``folder`` what was noted of them before.

    Raises
    ------
    DataError
        A file that cannot be read or is of neither kind, and files of one kind alone.
    """
    states, sizes = zip(*map(_looked_at, files), strict=True) if files else ((), ())
    names = [os.fsencode(path).hex() for path in files]
    notes = folder / f"symbols-{digest([names, states, posts.encoding, posts.delimiter])[:16]}.sqlite"
    if not notes.exists():
        unfinished = notes.with_suffix(".part")
        unfinished.unlink(missing_ok=True)
        try:
            with as_system_error(unfinished):
                _ArchiveReading(files, sum(sizes), posts, unfinished).read(workers)
            give_back()
            os.replace(unfinished, notes)
        finally:
            unfinished.unlink(missing_ok=True)
    return JoinedFiles(notes, tuple(files), states, tuple(kinds_of(notes)))


def archive_chunks(path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
    """The rows of a file of an archive, of whichever kind."""
    return csv_chunks(path, lambda names: None, file, size, Layout([ID], posts.encoding, posts.delimiter))


def _looked_at(path: Path) -> tuple[tuple[int, ...], int]:
    """The state of a file, and its size in bytes."""
    with Witness(path) as file:
        return file.state, file.size


class _ArchiveReading:
    """What was read of the ``files`` so far: workers take rows apart, and this process writes their notes."""

    def __init__(self, files: Sequence[Path], size: int, posts: PostOptions, notes: Path) -> None:
        self._files = files
        self._size = size
        self._posts = posts
        self._notes = WrittenNotes(notes)
        self._kinds = list[str]()
        self._noted = list[Numbers]()
        self._messages = defaultdict[int, list[Numbers]](list)

    def read(self, workers: Executor) -> None:
        """Read all files, then find which rows have nothing that belongs to them."""
        is_whole = False
        try:
            pieces = SizedParts(self._pieces(), self._size, attrgetter("size"))
            for rows in workers.map(rows_of, pieces):
                if rows.kind == MESSAGES:
                    self._messages[rows.file].append(rows.numbers)
                else:
                    self._notes.add(rows.notes)
                    self._notes.refuse(rows.file, rows.refused)
                    self._noted.append(rows.numbers)
            self._check()
            self._compare()
            is_whole = True
        finally:
            self._notes.close(self._kinds if is_whole else None)

    def _pieces(self) -> Iterator[ArchivePiece]:
        """Some rows of each file after another."""
        for place, path in enumerate(self._files):
            kind, said, position = EMPTY, list[Notice](), 0
            with Witness(path) as file:
                for chunk, notices in with_notices(self._chunks(path, file)):
                    said += notices
                    if chunk is not None:
                        kind = kind or _kind(path, csv_names(chunk))
                        size, position = file.position - position, file.position
                        yield ArchivePiece(place, replace(chunk, kind=kind), size)
            self._kinds.append(kind)
            if kind != MESSAGES:  # those are read once more, and what is odd about them is said then
                for notice in said:
                    warn_of(notice)

    def _chunks(self, path: Path, file: Witness) -> Iterator[Chunk]:
        if kind_of_table(path, file, self._posts.encoding) not in ("text", "empty"):
            raise _of_neither(path)
        yield from archive_chunks(path, self._posts, file, _PIECE)

    def _check(self) -> None:
        for kind, other in ((MESSAGES, SYMBOLS), (SYMBOLS, MESSAGES)):
            if kind not in self._kinds:
                raise DataError(
                    "posts.path",
                    got=f"{len(self._files)} of its files, none of them of {kind}",
                    allowed=f"the files of {other} and of {kind} of an archive, which are read together",
                    mend=_PATH,
                )

    def _compare(self) -> None:
        noted = _distinct(_sorted(self._noted))
        messages = list[Numbers]()
        for place, numbers in self._messages.items():
            own = _sorted(numbers)
            without = sum(map(len, _missing(own, noted)))
            if without > MOST_WITHOUT * len(own):
                warn("without_symbols", shown_name(self._files[place]), rows=without)
            messages.append(own)
        of_nobody = _missing(noted, _sorted(messages))
        self._notes.refuse_messages((int(number) for number in chain.from_iterable(of_nobody)), NO_MESSAGE)


def _kind(path: Path, names: Sequence[str]) -> str:
    if ID in names and TEXT in names:
        return MESSAGES
    if ID in names and TIME in names and (SYMBOL in names or LIST in names):
        return SYMBOLS
    raise _of_neither(path)


def _of_neither(path: Path) -> DataError:
    return DataError(
        "posts.path",
        got=f"{shown_name(path)}, which is of neither kind of an archive's files",
        allowed=f"CSV with the columns {ID} and {TEXT}, and CSV with {ID}, {TIME} and {SYMBOL}",
        mend=f'{_PATH} A table of another layout is format = "table".',
    )


def _sorted(pieces: list[Numbers]) -> Numbers:
    """All numbers of ``pieces``, which are empty afterwards: numbers of all messages take much memory."""
    whole: Numbers = np.concatenate([np.empty(0, dtype=np.int64), *pieces])
    pieces.clear()
    whole.sort()
    return whole


def _distinct(numbers: Numbers) -> Numbers:
    """The sorted ``numbers``, each once: several files may name the same."""
    return numbers[np.append(True, numbers[1:] != numbers[:-1])] if len(numbers) else numbers


def _missing(numbers: Numbers, among: Numbers) -> Iterator[npt.NDArray[Any]]:
    """Which of the sorted ``numbers`` do not stand among others, in parts."""
    for start in range(0, len(numbers), _AT_ONCE):
        part = numbers[start : start + _AT_ONCE]
        if not len(among):
            yield part
            continue
        place = np.minimum(np.searchsorted(among, part), len(among) - 1)
        yield part[among[place] != part]
