"""Chunks of posts with all that a worker needs of this machine's files, for workers that do not see these."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from typing import Final

from naysay.data.forums.base import WHOLE, Chunk, Forum
from naysay.data.scratch import temporary_folder
from naysay.data.witness import shown_name, unreadable, without_waiting
from naysay.study.errors import DataError

LARGEST: Final = 1 << 30
"""Bytes of a file that its format reads as a whole, such as Parquet: it goes to a worker in one piece."""


def with_content(form: Forum, chunk: Chunk) -> Chunk:
    """``chunk`` with the bytes that its worker would read, and with what ``form`` noted for it.

    Raises
    ------
    DataError
        A file that can no longer be read, or that is too large to travel as a whole.
    """
    chunk = form.with_notes(chunk)
    if chunk.raw is not None:
        return chunk
    piece = chunk.piece or WHOLE
    try:
        with open(chunk.path, "rb", opener=without_waiting) as file:
            if chunk.reads_file:
                content = file.read(LARGEST + 1)
            else:
                file.seek(piece.start)
                content = file.read(-1 if piece.end is None else piece.end - piece.start)
    except OSError as error:
        raise unreadable(chunk.path, error) from None
    if not chunk.reads_file:
        return replace(chunk, piece=None, raw=content, line=piece.line)
    if len(content) > LARGEST:
        raise DataError(
            "posts.path",
            got=f"{shown_name(chunk.path)}, which has more than {LARGEST} bytes and is read as a whole",
            allowed="smaller files of this kind where workers do not see the files of this machine",
            mend="Split the file, or let the workers see it and leave out --parts.",
        )
    return replace(chunk, content=content)


@contextmanager
def at_hand(chunk: Chunk) -> Iterator[Chunk]:
    """``chunk`` as its format reads it: a file that travelled with it lies in a folder meanwhile."""
    if chunk.content is None:
        yield chunk
        return
    with temporary_folder() as folder:
        path = folder / chunk.path.name
        path.write_bytes(chunk.content)
        yield replace(chunk, path=path, content=None)
