"""Takes rows of an archive's files apart: the numbers of messages, and notes of what symbols say of them."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from naysay.data.forums._archive_notes import Note, place_of
from naysay.data.forums._archive_symbols import ID, message_number, note_of
from naysay.data.forums._csv import csv_names, csv_rows
from naysay.data.forums.base import Chunk, RefusedError, RefusedRow

MESSAGES, SYMBOLS = "messages", "symbols"
Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class ArchivePiece:
    """Some rows of the ``file`` at that place, and its bytes that were read for them, as they lie there."""

    file: int
    chunk: Chunk
    size: int


@dataclass(frozen=True, slots=True)
class ArchiveRows:
    """Some rows of the ``file`` at that place: the numbers of their messages, and the notes of symbols."""

    file: int
    kind: str
    numbers: Numbers
    notes: list[Note] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def rows_of(piece: ArchivePiece) -> ArchiveRows:
    """Take the rows of a piece apart: what a worker does with it."""
    return (_messages if piece.chunk.kind == MESSAGES else _symbols)(piece.file, piece.chunk)


def _symbols(file: int, chunk: Chunk) -> ArchiveRows:
    names = csv_names(chunk)
    id_at, note, first = names.index(ID), note_of(names), place_of(file, 0)
    notes, refused = list[Note](), list[RefusedRow]()
    for line, raw, cells, reason in csv_rows(chunk):
        if reason or cells is None:
            refused.append(RefusedRow(line, reason, len(raw)))
            continue
        try:
            number = message_number(cells[id_at])
        except RefusedError as refusal:
            refused.append(RefusedRow(line, str(refusal), len(raw)))
            continue
        notes.append((number, first + line, note(cells), len(raw)))
    notes.sort()
    return ArchiveRows(file, SYMBOLS, np.unique(_numbers([of[0] for of in notes])), notes, refused)


def _messages(file: int, chunk: Chunk) -> ArchiveRows:
    at, numbers = csv_names(chunk).index(ID), list[int]()
    for _, _, cells, reason in csv_rows(chunk):
        if not reason and cells is not None:
            try:
                numbers.append(message_number(cells[at]))
            except RefusedError:  # whoever reads the row says so
                continue
    return ArchiveRows(file, MESSAGES, _numbers(numbers))


def _numbers(numbers: list[int]) -> Numbers:
    return np.array(numbers, dtype=np.int64)
