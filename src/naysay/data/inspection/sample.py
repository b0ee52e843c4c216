"""The rows of a file that nobody has described yet: all of a small one, some of a large one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import islice
from pathlib import Path
from typing import Final

from naysay.data.excerpts import Excerpts, Extent, extent
from naysay.data.forums._parquet import parquet_records
from naysay.data.forums.table import FORUM
from naysay.data.inspection.headings import look_like_cells
from naysay.data.inspection.layout_hints import layout_hint
from naysay.data.inspection.sampled import MOST_NAMES, MOST_ROWS, KeptRows, SampledRows, sampled
from naysay.data.inspection.unpacked import file_head
from naysay.data.tables.dialect import HEAD_LINES, dialect_of
from naysay.data.tables.encoding import decoded, encoding_of
from naysay.data.tables.kinds import Kind
from naysay.data.tables.workbook import BookSheet, Workbook
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.post_columns import PostColumns
from naysay.study.spec import PostOptions

MIDDLES: Final = 6
"""Places between head and tail of a large file that are read, too."""
MOST_TRIES: Final = 20
"""Columns that are tried in all roles."""
_OF_VALUES: Final = ("posts.columns.id", "posts.date_order", "posts.timezone")
"""What is refused of a column's values."""
_NO_COLUMN: Final = "\0"
"""A name that no column has, for files whose rows name their cells themselves."""
MOST_SHEETS: Final = 50
_DAMAGED: Final = "archive_damaged"


def sampled_rows(path: Path) -> SampledRows:
    """The rows of ``path``, read as a run reads a table.

    Raises
    ------
    DataError
        A file that cannot be read, or that is no table of any kind.
    """
    head = file_head(path)
    kind = head.kind
    if not head.packed and kind in ("workbook", "compound"):
        return _of_workbook(path, kind)
    if not head.packed and kind == "parquet":
        return _of_parquet(path)
    empty = replace(_without_names(path, kind), packed=head.packed)
    encoding = encoding_of(head.raw) if kind in ("text", "json", "json_lines") else None
    dialect = None
    if encoding is not None and kind == "text":
        dialect = dialect_of(decoded(head.raw, encoding).splitlines()[:HEAD_LINES])
    names = dialect.names if dialect else ()
    is_below = dialect is not None and dialect.preamble > 0
    hint = layout_hint(decoded(head.raw, encoding)) if is_below and encoding is not None else ""
    if hint or look_like_cells(names):  # nothing of a post may be shown as the name of a column
        return replace(empty, encoding=encoding, dialect=dialect, hint=hint)
    if kind == "empty" and head.is_damaged:
        return replace(empty, n_rows=1, refused={_DAMAGED: 1})
    of = extent([(path.name, path)])
    rows, read = _rows_in_one_role(of, names)
    sample = sampled(path, kind, names, rows, of, read)
    return replace(sample, packed=head.packed, encoding=encoding, dialect=dialect)


def _of_parquet(path: Path) -> SampledRows:
    """The first rows, with all of their columns."""
    rows = KeptRows()
    for record in islice(parquet_records(path, lambda names: names[:MOST_NAMES]), MOST_ROWS):
        if record.fields is not None:
            rows.add(record.fields)
    of = Extent(((path.name, path),), 1, None if rows.seen < MOST_ROWS else MOST_ROWS)
    return sampled(path, "parquet", (), rows, of, 0)


def _of_workbook(path: Path, kind: Kind) -> SampledRows:
    """The rows of the sheet that has most of them, below names of columns."""
    book = Workbook(path, "FILE")
    kept: dict[str, tuple[BookSheet, KeptRows]] = {}
    for name in book.names[:MOST_SHEETS]:
        sheet, rows = book.sheet(name), KeptRows()
        for _, cells in sheet.below():
            rows.add(dict(zip(sheet.names or (), cells, strict=False)))
        if rows.seen and sheet.names:
            kept[name] = sheet, rows
    if not kept:
        return _without_names(path, kind)
    best = max(kept, key=lambda name: kept[name][1].seen)
    sheet, rows = kept[best]
    if look_like_cells(sheet.names or ()):
        return _without_names(path, kind)
    of = Extent(((path.name, path),), 1, None)
    sample = sampled(path, kind, sheet.names or (), rows, of, 0)
    return replace(sample, sheet=best, sheets=tuple(kept))


def _without_names(path: Path, kind: Kind) -> SampledRows:
    return SampledRows(path, kind, path.stat().st_size, (), ())


def _rows_in_one_role(of: Extent, names: Sequence[str]) -> tuple[KeptRows, int]:
    """The rows, and how many bytes they have.

    One column plays all roles, so that no other is missed. A column of which a run would refuse the values,
    such as rounded ids, plays none.
    """
    errors: list[DataError] = []
    for name in [name for name in names if name][:MOST_TRIES] or [_NO_COLUMN]:
        posts = _options(name)
        rows, read = KeptRows(), 0
        try:
            with caught():
                for part in Excerpts(posts, of, middles=MIDDLES).parts(1 << 16):
                    for one in part.chunks:
                        read += len(one.chunk.raw or b"")
                        for record in FORUM.records(one.chunk, posts):
                            if record.fields is None:
                                rows.refuse(record.reason)
                            else:
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
