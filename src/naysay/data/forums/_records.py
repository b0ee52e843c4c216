"""Forum formats that read one row at a time, and the way from their rows to batches of posts."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from naysay.data.forums.base import (
    WHOLE,
    Batch,
    Forum,
    Piece,
    Post,
    RefusedError,
    RefusedRow,
    SkippedError,
)
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions

ROWS_A_BATCH: Final = 1_000
BYTES_A_BATCH: Final = 1_000_000
"""A batch is full when it has as many rows, or rows that were as long."""


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a source. Where it could not be taken apart ``fields`` is None, and ``reason`` says why."""

    line: int
    raw: bytes
    fields: Mapping[str, Any] | None
    reason: str = ""


class Records(Protocol):
    """Streams the rows of a file. A row that it cannot take apart is a record with a reason, no exception.

    The arguments are those of ``Forum.batches``.
    """

    def __call__(
        self, path: Path, posts: PostOptions, file: Witness | None = None, piece: Piece = WHOLE, /
    ) -> Iterator[Record]: ...


def never(path: Path) -> bool:
    """For formats whose files cannot be cut."""
    del path
    return False


@dataclass(frozen=True)
class RecordForum(Forum):
    """A format of two functions: ``records`` takes a file apart, ``post`` makes a post of a record's fields.

    ``post`` raises RefusedError where the fields make no usable post, SkippedError where they are none by
    design. ``cuttable`` says whether a file may be read in pieces; ``records`` must then heed its piece.
    """

    name: str
    records: Records
    post: Callable[[Mapping[str, Any], PostOptions], Post]
    cuttable: Callable[[Path], bool] = never

    def batches(
        self, path: Path, posts: PostOptions, file: Witness | None = None, piece: Piece = WHOLE
    ) -> Iterator[Batch]:
        """The records as posts, refused and skipped rows, ROWS_A_BATCH or BYTES_A_BATCH at once."""
        batch, rows, size, make = Batch(), 0, 0, self.post
        try:
            for record in self.records(path, posts, file, piece):
                if record.fields is None:
                    batch.refused.append(_refused_row(record, record.reason))
                else:
                    try:
                        batch.add(make(record.fields, posts))
                    except RefusedError as refusal:
                        batch.refused.append(_refused_row(record, str(refusal)))
                    except SkippedError as skip:
                        batch.skipped[str(skip)] = batch.skipped.get(str(skip), 0) + 1
                rows, size = rows + 1, size + len(record.raw)
                if rows == ROWS_A_BATCH or size >= BYTES_A_BATCH:
                    yield batch
                    batch, rows, size = Batch(), 0, 0
        except Exception:
            yield batch
            raise
        yield batch

    def can_be_cut(self, path: Path) -> bool:
        """As ``cuttable`` says."""
        return self.cuttable(path)


def _refused_row(record: Record, reason: str) -> RefusedRow:
    return RefusedRow(record.line, reason, len(record.raw), hashlib.sha256(record.raw).hexdigest())
