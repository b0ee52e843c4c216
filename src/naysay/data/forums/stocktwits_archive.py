"""The public archive of StockTwits: messages in some files, and their times, authors and symbols in others.

References
----------
Li, Al Ansari and Kaufman (2025): the messages of 2008 to 2022.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from naysay.data.forums._archive_files import JoinedFiles, archive_chunks, joined
from naysay.data.forums._archive_notes import Notes, excerpt_of, notes_of, refused_rows
from naysay.data.forums._archive_rows import MESSAGES, SYMBOLS
from naysay.data.forums._archive_symbols import (
    AUTHOR,
    ID,
    MARK,
    SYMBOL,
    TEXT,
    TIME,
    fields_of,
    message_number,
)
from naysay.data.forums._cells import post_reader
from naysay.data.forums._csv import CsvRow, csv_names, csv_rows
from naysay.data.forums._records import Record, RecordForum, quick_record
from naysay.data.forums.base import (
    CHUNK,
    Batch,
    Chunk,
    Forum,
    Mark,
    Post,
    RefusedError,
    RefusedRow,
    SkippedError,
)
from naysay.data.witness import Witness
from naysay.study.executor import SERIAL, Executor
from naysay.study.post_columns import PostColumns
from naysay.study.spec import PostOptions

NAME: Final = "stocktwits_archive"
ALONE: Final = "alone"
"""The kind of a file that is read without the others."""
READ_ALONE: Final = "read_alone"
ROWS_A_BATCH: Final = 20_000
ROWS_AT_ONCE: Final = 2_000
"""Messages that are looked up in the notes at once."""
_COLUMNS: Final = PostColumns(id=ID, posted_at=TIME, text=TEXT, company=SYMBOL, author=AUTHOR)


@dataclass(frozen=True)
class Archive(Forum):
    """A message is a post of its file; a row of a file of symbols is none, and counts where it is lost alone.

    A message without a row of symbols is about no symbol: nothing tells when it was written, and it is
    skipped. The rows of a file that is read without the others are all refused.
    """

    name: str = NAME
    files: JoinedFiles | None = None
    has_collected_marks: bool = False

    @property
    def has_marks(self) -> bool:
        """Bullish and Bearish, the column sentiment."""
        return True

    def with_marks(self) -> Forum:
        """The same with those marks."""
        return replace(self, has_collected_marks=True)

    @property
    def reads_together(self) -> bool:
        """The files are joined by the numbers of messages."""
        return True

    @property
    def is_of_all(self) -> bool:
        """It has the talk about every share."""
        return True

    def together(
        self, files: Sequence[Path], posts: PostOptions, folder: Path, workers: Executor = SERIAL
    ) -> Forum:
        """The archive of ``files``: each is read once here, and those of messages again for their posts."""
        return replace(self, files=joined(files, posts, folder, workers))

    def with_notes(self, chunk: Chunk) -> Chunk:
        """With an excerpt of the notes, of its messages or of what was refused of its file."""
        if chunk.kind == MESSAGES:
            at = csv_names(chunk).index(ID)
            numbers = (_number(row, at) for row in csv_rows(chunk))
            own = [number for number in numbers if isinstance(number, int)]
            return replace(chunk, notes=excerpt_of(_notes(chunk), messages=own))
        if chunk.kind == SYMBOLS:
            return replace(chunk, notes=excerpt_of(_notes(chunk), refused=int(chunk.decided[1])))
        return chunk

    def recognises(self, fields: Mapping[str, Any]) -> bool:
        """By the names of columns, which no other file of posts has."""
        return ID in fields and (TEXT in fields or (TIME in fields and SYMBOL in fields))

    def chunks(self, path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
        """Of a file of messages the rows, of one of symbols a chunk for those that are lost."""
        if self.files is None:
            for chunk in archive_chunks(path, posts, file, size):
                yield replace(chunk, kind=ALONE)
            return
        place = self.files.place(path, file)
        notes = str(self.files.notes)
        if self.files.kinds[place] == SYMBOLS:
            yield Chunk(path, None, b"", kind=SYMBOLS, decided=(notes, str(place)))
        elif self.files.kinds[place] == MESSAGES:
            for chunk in archive_chunks(path, posts, file, size):
                yield replace(chunk, kind=MESSAGES, decided=(notes,))

    def parse(self, chunk: Chunk, posts: PostOptions) -> Iterator[Batch]:
        """The messages of a chunk as posts, or the refused rows of a file of symbols."""
        if chunk.kind == MESSAGES:
            return (_MARKED if self.has_collected_marks else _MESSAGES).parse(chunk, posts)
        return _lost_rows(chunk)


def _lost_rows(chunk: Chunk) -> Iterator[Batch]:
    batch = Batch()
    for row in _rows_refused(chunk):
        batch.refused.append(row)
        if len(batch.refused) >= ROWS_A_BATCH:
            yield batch
            batch = Batch()
    yield batch


def _rows_refused(chunk: Chunk) -> Iterator[RefusedRow]:
    if chunk.kind == SYMBOLS:
        return refused_rows(_notes(chunk), int(chunk.decided[1]))
    return (RefusedRow(line, reason or READ_ALONE, len(raw)) for line, raw, _, reason in csv_rows(chunk))


def _records(chunk: Chunk, posts: PostOptions) -> Iterator[Record]:
    """The messages, each with what its notes say; some are looked up at once."""
    names, rows = csv_names(chunk), csv_rows(chunk)
    id_at, text_at = names.index(ID), names.index(TEXT)
    while some := list(islice(rows, ROWS_AT_ONCE)):
        numbers = [_number(row, id_at) for row in some]
        notes = notes_of(_notes(chunk), (one for one in numbers if isinstance(one, int)))
        for (line, raw, cells, _), number in zip(some, numbers, strict=True):
            if isinstance(number, str) or cells is None:
                yield quick_record((line, raw, None, str(number)))
                continue
            fields: dict[str, Any] = {}
            if number in notes:
                try:
                    fields = fields_of(notes[number], posts)
                except RefusedError as refusal:
                    yield quick_record((line, raw, None, str(refusal)))
                    continue
                fields[ID], fields[TEXT] = str(number), cells[text_at]
            yield quick_record((line, raw, fields, ""))


def _notes(chunk: Chunk) -> Notes:
    return Path(chunk.decided[0]) if chunk.notes is None else chunk.notes


def _number(row: CsvRow, at: int) -> int | str:
    """The number of the message, or why the row has none."""
    _, _, cells, reason = row
    if reason or cells is None:
        return reason
    try:
        return message_number(cells[at])
    except RefusedError as refusal:
        return str(refusal)


def _reader(chunk: Chunk, posts: PostOptions) -> Callable[[Mapping[str, Any], PostOptions], Post]:
    del chunk
    read = _post_of(posts)

    def post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
        if not fields:
            raise SkippedError("no_symbols")
        return read(fields, posts)

    return post


def _post_of(posts: PostOptions) -> Callable[[Mapping[str, Any], PostOptions], Post]:
    return post_reader(posts.model_copy(update={"columns": _COLUMNS}))


def _post(fields: Mapping[str, Any], posts: PostOptions) -> Post:
    return _post_of(posts)(fields, posts)


def _mark(fields: Mapping[str, Any]) -> Mark:
    mark: Mark = fields[MARK]
    return mark


_MESSAGES: Final = RecordForum(NAME, records=_records, post=_post, reader=_reader, mark=_mark)
_MARKED: Final = _MESSAGES.with_marks()
FORUM: Final = Archive()
