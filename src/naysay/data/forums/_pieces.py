"""Cuts a plain file of lines into pieces that can be read apart."""

from __future__ import annotations

from collections.abc import Iterator

from naysay.data.forums.base import CHUNK, Piece
from naysay.data.witness import PIECE, Witness


def pieces(file: Witness, size: int = CHUNK) -> Iterator[Piece]:
    """The pieces of a file, each of ``size`` bytes or a line more.

    Read one after another they give the lines of the whole file, with the same numbers. The file is read once
    from its start, so that ``file`` knows its hash.
    """
    start, line, number, place = 0, 1, 1, 0
    while block := file.read(PIECE):
        counted = 0
        while (end := block.find(b"\n", max(start + size - 1 - place, counted))) >= 0:
            number += block.count(b"\n", counted, end + 1)
            counted = end + 1
            yield Piece(start, place + counted, line)
            start, line = place + counted, number
        number += block.count(b"\n", counted)
        place += len(block)
    if start < place or place == 0:
        yield Piece(start, place, line)
