"""Forum formats: a format's name in the study is a file of this folder."""

from __future__ import annotations

from naysay.data.forums._archives import DamagedError
from naysay.data.forums._lines import bytes_of, is_plain
from naysay.data.forums._pieces import pieces
from naysay.data.forums._records import Record, RecordForum
from naysay.data.forums.base import (
    Batch,
    Chunk,
    Forum,
    FurtherNames,
    Mark,
    Piece,
    Post,
    RefusedError,
    RefusedRow,
    SkippedError,
)
from naysay.study.parts import load

__all__ = [
    "Batch",
    "Chunk",
    "DamagedError",
    "Forum",
    "FurtherNames",
    "Mark",
    "Piece",
    "Post",
    "Record",
    "RecordForum",
    "RefusedError",
    "RefusedRow",
    "SkippedError",
    "bytes_of",
    "forum",
    "is_plain",
    "pieces",
]


def forum(name: str) -> Forum:
    """The format ``name``.

    Raises
    ------
    PartError
        When there is no such format; the error lists those there are.
    """
    return load(__name__, name, "FORUM", Forum)
