"""Cuts a file of lines into pieces that can be read apart."""

from __future__ import annotations

from collections.abc import Iterator

from naysay.data.forums.base import WHOLE, Forum, Piece
from naysay.data.witness import PIECE, Witness


def pieces(forum: Forum, file: Witness, size: int) -> Iterator[Piece]:
    """The pieces of a file, each of ``size`` bytes or a line more; one piece where it cannot be cut.

    Read one after another they give the rows of the whole file, with the same numbers of lines. The file is
    read once from its start, so that ``file`` knows its hash.
    """
    if not forum.can_be_cut(file.path):
        yield WHOLE
        return
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
