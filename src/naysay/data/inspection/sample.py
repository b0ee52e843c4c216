"""The rows of a file that nobody has described yet: all of a small one, some of a large one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Any, Final

from naysay.data.excerpts import Excerpts, Extent, extent
from naysay.data.forums import Batch, forum, is_plain
from naysay.data.forums._parquet import parquet_records
from naysay.data.forums.table import FORUM
from naysay.data.inspection.headings import look_like_cells
from naysay.data.tables.dialect import HEAD_LINES, Dialect, dialect_of
from naysay.data.tables.encoding import HEAD, Encoding, decoded, encoding_of
from naysay.data.tables.kinds import Kind, kind_of
from naysay.data.tables.workbook import BookSheet, Workbook
from naysay.data.witness import unreadable
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.post_columns import PostColumns
from naysay.study.spec import PostOptions

MOST_ROWS: Final = 20_000
"""Rows that are held; of more, every second, fourth and so on."""
MIDDLES: Final = 6
"""Places between head and tail of a large file that are read, too."""
PARSED: Final = ("id", "posted_at", "text", "author", "forum")
"""The columns of posts that their format takes apart by itself."""
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
MOST_TRIES: Final = 20
"""Columns that are tried in all roles."""
_OF_VALUES: Final = ("posts.columns.id", "posts.date_order", "posts.timezone")
"""What is refused of a column's values."""
_NO_COLUMN: Final = "\0"
"""A name that no column has, for files whose rows name their cells themselves."""
MOST_SHEETS: Final = 50
MOST_NAMES: Final = 500
"""Columns that are looked at."""


@dataclass(frozen=True, slots=True)
class SampledRows:
    """``rows`` are cells by the ``names`` of columns; there are none where no row has names.

    ``n_rows`` is a count where ``is_exact``, by the size of the file where ``is_estimate``, and else of those
    rows that were read. ``refused`` rows could not be taken apart.
    """

    path: Path
    kind: Kind
    size: int
    names: tuple[str, ...]
    rows: tuple[Mapping[str, Any], ...]
    n_rows: int
    is_exact: bool
    is_estimate: bool
    refused: int
    encoding: Encoding | None = None
    dialect: Dialect | None = None
    sheet: str = ""
    """The sheet of a workbook that was read, and all that have rows."""
    sheets: tuple[str, ...] = ()


def sampled_rows(path: Path) -> SampledRows:
    """The rows of ``path``, read as a run reads a table.

    Raises
    ------
    DataError
        A file that cannot be read, or that is no table of any kind.
    """
    head = _head(path)
    kind = kind_of(head)
    if kind in ("workbook", "compound"):
        return _of_workbook(path, kind)
    if kind == "parquet":
        return _of_parquet(path)
    encoding = encoding_of(head) if kind in ("text", "json", "json_lines") else None
    dialect = None
    if encoding is not None and kind == "text":
        dialect = dialect_of(decoded(head, encoding).splitlines()[:HEAD_LINES])
    names = dialect.names if dialect else ()
    if look_like_cells(names):  # nothing of a post may be shown as the name of a column
        return _without_names(path, kind, encoding, dialect)
    of = extent([(path.name, path)])
    rows, read = _rows_in_one_role(of, names)
    return _sampled(path, kind, names, rows, of, read, encoding, dialect)


def _of_parquet(path: Path) -> SampledRows:
    """The first rows, with all of their columns."""
    rows = _Kept()
    for record in islice(parquet_records(path, lambda names: names[:MOST_NAMES]), MOST_ROWS):
        rows.add(record.fields)
    of = Extent(((path.name, path),), 1, None if rows.seen < MOST_ROWS else MOST_ROWS)
    return _sampled(path, "parquet", (), rows, of, 0)


def _of_workbook(path: Path, kind: Kind) -> SampledRows:
    """The rows of the sheet that has most of them, below names of columns."""
    book = Workbook(path, "FILE")
    kept: dict[str, tuple[BookSheet, _Kept]] = {}
    for name in book.names[:MOST_SHEETS]:
        sheet, rows = book.sheet(name), _Kept()
        for _, cells in sheet.below():
            rows.add(dict(zip(sheet.names or (), cells, strict=False)))
        if rows.seen and sheet.names:
            kept[name] = sheet, rows
    if not kept:
        return _without_names(path, kind, None, None)
    best = max(kept, key=lambda name: kept[name][1].seen)
    sheet, rows = kept[best]
    if look_like_cells(sheet.names or ()):
        return _without_names(path, kind, None, None)
    of = Extent(((path.name, path),), 1, None)
    sample = _sampled(path, kind, sheet.names or (), rows, of, 0)
    return replace(sample, sheet=best, sheets=tuple(kept))


def _without_names(path: Path, kind: Kind, encoding: Encoding | None, dialect: Dialect | None) -> SampledRows:
    size = path.stat().st_size
    return SampledRows(path, kind, size, (), (), 0, False, False, 0, encoding, dialect)


def parsed_rows(path: Path, form: str) -> SampledRows:
    """The posts of ``path`` as the format ``form`` reads them, with the columns ``PARSED``.

    Raises
    ------
    DataError
        A file that cannot be read.
    """
    posts, of = PostOptions(format=form, path="*"), extent([(path.name, path)])
    rows, read = _Kept(), 0
    with caught():
        for part in Excerpts(posts, of, middles=MIDDLES).parts(1 << 16):
            for one in part.chunks:
                read += len(one.chunk.raw or b"")
                for batch in forum(form).parse(one.chunk, posts):
                    rows.add_batch(batch)
    return _sampled(path, kind_of_file(path), PARSED, rows, of, read)


def _sampled(
    path: Path,
    kind: Kind,
    names: Sequence[str],
    rows: _Kept,
    of: Extent,
    read: int,
    encoding: Encoding | None = None,
    dialect: Dialect | None = None,
) -> SampledRows:
    size = path.stat().st_size
    is_estimate = not of.is_all and 0 < read <= size and is_plain(path)
    return SampledRows(
        path=path,
        kind=kind,
        size=size,
        names=tuple(dict.fromkeys(names or rows.keys()))[:MOST_NAMES],
        rows=tuple(rows.kept),
        n_rows=round(rows.seen * size / read) if is_estimate else rows.seen,
        is_exact=of.is_all,
        is_estimate=is_estimate,
        refused=rows.refused,
        encoding=encoding,
        dialect=dialect,
    )


class _Kept:
    """Holds so many rows at most, evenly over all that come."""

    def __init__(self) -> None:
        self.kept: list[Mapping[str, Any]] = []
        self.seen = self.refused = 0
        self._step = 1

    def add(self, fields: Mapping[str, Any] | None) -> None:
        """Take the next row in; None is one that could not be taken apart."""
        self.seen += 1
        if fields is None:
            self.refused += 1
        elif self.seen % self._step == 0:
            self.kept.append(fields)
            if len(self.kept) > MOST_ROWS:
                self.kept, self._step = self.kept[1::2], self._step * 2

    def add_batch(self, batch: Batch) -> None:
        """Take posts in, as rows with the columns ``PARSED``."""
        for _ in range(len(batch.refused) + sum(batch.skipped.values())):
            self.add(None)
        columns = batch.post_id, batch.posted_at, batch.text, batch.author, batch.forum
        for post_id, posted_at, text, author, place in zip(*columns, strict=True):
            at = _EPOCH + dt.timedelta(microseconds=posted_at // 1_000)
            self.add(dict(zip(PARSED, (post_id, at, text, author, place), strict=True)))

    def keys(self) -> Iterator[str]:
        """The names that the rows use, in their order."""
        for row in self.kept[:: max(1, len(self.kept) // 1_000)]:
            yield from row


def _rows_in_one_role(of: Extent, names: Sequence[str]) -> tuple[_Kept, int]:
    """The rows, and how many bytes they have.

    One column plays all roles, so that no other is missed. A column of which a run would refuse the values,
    such as rounded ids, plays none.
    """
    errors: list[DataError] = []
    for name in [name for name in names if name][:MOST_TRIES] or [_NO_COLUMN]:
        posts = _options(name)
        rows, read = _Kept(), 0
        try:
            with caught():
                for part in Excerpts(posts, of, middles=MIDDLES).parts(1 << 16):
                    for one in part.chunks:
                        read += len(one.chunk.raw or b"")
                        for record in FORUM.records(one.chunk, posts):
                            rows.add(record.fields)
        except DataError as error:
            errors.append(error)
            if error.fault.field not in _OF_VALUES:
                break
        else:
            return rows, read
    raise errors[0]


def _options(name: str) -> PostOptions:
    """Options of a table in which the column ``name`` plays all roles."""
    columns = PostColumns(id="x").model_copy(update={"id": name, "posted_at": name, "text": name})
    return PostOptions(format="table", path="*").model_copy(update={"columns": columns})


def kind_of_file(path: Path) -> Kind:
    """The kind that the first bytes of ``path`` show.

    Raises
    ------
    DataError
        A file that cannot be read.
    """
    return kind_of(_head(path))


def _head(path: Path) -> bytes:
    try:
        with path.open("rb") as stream:
            return stream.read(HEAD)
    except (OSError, ValueError) as error:
        raise unreadable(path, error, "FILE") from None
