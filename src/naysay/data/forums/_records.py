"""Forum formats that read one row at a time, and the way from their rows to batches of posts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple, Protocol

from naysay.data.forums._lines import line_chunks
from naysay.data.forums.base import (
    CHUNK,
    Batch,
    Chunk,
    Forum,
    FurtherNames,
    Mark,
    Post,
    RefusedError,
    RefusedRow,
    SkippedError,
)
from naysay.data.witness import Witness
from naysay.study.spec import PostOptions

TEXT_A_BATCH: Final = 4_000_000
TEXT_A_ROW: Final = 200
"""A batch is full when its texts have as many characters, and each row counts as TEXT_A_ROW more."""


class Record(NamedTuple):
    """One row of a source. Where it could not be taken apart ``fields`` is None, and ``reason`` says why.

    ``raw`` is empty where the source has no bytes of a row alone.
    """

    line: int
    raw: bytes
    fields: Mapping[str, Any] | None
    reason: str = ""


quick_record: Final[Callable[[tuple[int, bytes, Mapping[str, Any] | None, str]], Record]] = partial(
    tuple.__new__, Record
)
"""A ``Record`` of its four values, in half the time."""


class Records(Protocol):
    """Streams the rows of a chunk. One that it cannot take apart is a record with a reason, no exception."""

    def __call__(self, chunk: Chunk, posts: PostOptions, /) -> Iterator[Record]: ...


class Chunks(Protocol):
    """Cuts a file, as ``Forum.chunks`` does."""

    def __call__(
        self, path: Path, posts: PostOptions, file: Witness, size: int = CHUNK, /
    ) -> Iterator[Chunk]: ...


@dataclass(frozen=True)
class RecordForum(Forum):
    """A format of two functions: ``records`` takes a chunk apart, ``post`` makes a post of a record's fields.

    ``post`` raises RefusedError where the fields make no usable post, SkippedError where they are none by
    design. Unless ``cut`` says otherwise any line of a file, plain or packed, may begin a chunk. Where the
    head of a file decides how its rows are read, ``reader`` gives the function ``post`` for those of a chunk.
    """

    name: str
    records: Records
    post: Callable[[Mapping[str, Any], PostOptions], Post]
    cut: Chunks = line_chunks
    further_names: Callable[[Mapping[str, Any]], FurtherNames] | None = None
    reader: Callable[[Chunk, PostOptions], Callable[[Mapping[str, Any], PostOptions], Post]] | None = None
    mark: Callable[[Mapping[str, Any]], Mark] | None = None
    is_of: Callable[[Mapping[str, Any]], bool] | None = None
    """Whether fields are certainly of this format, for ``recognises``."""
    names_columns: bool = False
    """Whether the columns for id, time and text have the names that a study gives them."""
    collects: frozenset[Literal["further_names", "marks"]] = frozenset()
    """What batches have besides."""

    def with_further_names(self) -> Forum:
        """As the function ``further_names`` tells them."""
        return replace(self, collects=self.collects | {"further_names"})

    @property
    def has_columns(self) -> bool:
        """As ``names_columns`` says."""
        return self.names_columns

    @property
    def has_marks(self) -> bool:
        """Whether there is a function ``mark``."""
        return self.mark is not None

    def with_marks(self) -> Forum:
        """As the function ``mark`` tells them."""
        return replace(self, collects=self.collects | {"marks"})

    def recognises(self, fields: Mapping[str, Any]) -> bool:
        """As the function ``is_of`` tells."""
        return self.is_of is not None and self.is_of(fields)

    def chunks(self, path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
        """As ``cut`` says."""
        return self.cut(path, posts, file, size)

    def parse(self, chunk: Chunk, posts: PostOptions) -> Iterator[Batch]:
        """The records as posts, refused and skipped rows."""
        batch, size = Batch(), 0
        post = self.post if self.reader is None else self.reader(chunk, posts)
        further = self.further_names if "further_names" in self.collects else None
        mark = self.mark if "marks" in self.collects else None
        try:
            for record in self.records(chunk, posts):
                size += TEXT_A_ROW
                if record.fields is None:
                    batch.refused.append(_refused_row(record, record.reason))
                else:
                    try:
                        one = post(record.fields, posts)
                        batch.add(one)
                        if further is not None:
                            batch.further_names.append(further(record.fields))
                        if mark is not None:
                            batch.marks.append(mark(record.fields))
                        size += len(one.text)
                    except RefusedError as refusal:
                        batch.refused.append(_refused_row(record, str(refusal), refusal.detail))
                    except SkippedError as skip:
                        batch.skipped[str(skip)] = batch.skipped.get(str(skip), 0) + 1
                if size >= TEXT_A_BATCH:
                    yield batch
                    batch, size = Batch(), 0
        except Exception:
            yield batch
            raise
        yield batch


def _refused_row(record: Record, reason: str, detail: str = "") -> RefusedRow:
    length = len(record.raw)
    if not length and record.fields is not None:
        length = sum(len(value) for value in record.fields.values() if isinstance(value, str))
    return RefusedRow(record.line, reason, length, detail)
