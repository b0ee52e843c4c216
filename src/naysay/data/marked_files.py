"""The hash of a file and its marks, in one reading."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from naysay.data.forums import DamagedError, bytes_of
from naysay.data.marks import BLOCK, Marks, line_marks, marks_key, word_marks
from naysay.data.witness import Witness, whole

_NO_TEXT: Final = (b"PAR1", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")
"""How Parquet, workbooks and pictures begin: their bytes are no lines."""
ONE_BY_ONE: Final = 50_000
"""Lines of a small file up to which each has a mark of its own."""
LARGEST_LIST: Final = 50_000_000
"""Bytes of a small file."""


def marked_posts(path: Path, name: str) -> tuple[str, Marks | None]:
    """The SHA-256 of a file of posts, and the marks of its lines, BLOCK by BLOCK.

    Lines are those of the text, unpacked where it is packed, so that no mark depends on how workers cut the
    file; of an archive that is damaged those before the damage count. Parquet and workbooks have no lines and
    no marks.

    Raises
    ------
    DataError
        A file that cannot be read, changes meanwhile or unpacks to more than is allowed.
    """
    with Witness(path) as file:
        marks = None
        if not file.peek().startswith(_NO_TEXT):
            marks = line_marks(_undamaged(file), marks_key("posts", name), size=BLOCK)
        return file.sha256(), marks


def marked_small(path: Path, kind: str, name: str, field: str) -> tuple[str, Marks | None]:
    """The SHA-256 of a file that the study names in ``field``, and the marks of its words or lines.

    A list of words has a mark an entry; another text has one a line, or one for each BLOCK of a long one and
    of labelled posts, which are other people's texts.

    Raises
    ------
    DataError
        A file that cannot be read or is too large.
    """
    raw = whole(path, field, largest=LARGEST_LIST)
    return hashlib.sha256(raw).hexdigest(), marks_of_text(raw, kind, name)


def marks_of_text(raw: bytes, kind: str, name: str) -> Marks | None:
    """The marks of a list of words (``kind`` lexicon or words) or of the lines of another text."""
    key = marks_key(kind, name)
    if kind in ("lexicon", "words"):
        return word_marks(raw, key)
    if raw.startswith(_NO_TEXT):
        return None
    alone = kind != "labelled" and raw.count(b"\n") <= ONE_BY_ONE
    return line_marks([raw], key, size=1 if alone else BLOCK)


def _undamaged(file: Witness) -> Iterator[bytes]:
    try:
        yield from bytes_of(file)
    except DamagedError:
        return
