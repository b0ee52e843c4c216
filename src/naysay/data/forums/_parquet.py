"""Streams the rows of a Parquet file: how long they are is known before any text is taken out."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from naysay.data.forums._allowance import Allowance
from naysay.data.forums._parquet_pages import chunks, pages
from naysay.data.forums._records import Record, quick_record
from naysay.data.forums.base import LONGEST_ROW
from naysay.data.witness import Witness, shown_name
from naysay.study.errors import DataError, shown

MOST_COLUMNS: Final = 20_000
"""Columns or groups of rows of a file."""
ROWS_AT_ONCE: Final = 10_000
TEXT_AT_ONCE: Final = 4_000_000
"""Bytes of text that the rows taken at once should have."""
_NO_VALUE: Final = b""
"""Stands for a cell of a kind that no post has, such as a list; it is refused like any of a wrong kind."""
_BROKEN: Final = (pa.ArrowException, OSError, ValueError, LookupError, OverflowError, MemoryError)


def parquet_records(path: Path, wanted: Callable[[list[str]], list[str]]) -> Iterator[Record]:
    """One record for each row, with the columns that ``wanted`` chooses from those there are; it may raise.

    Texts stay encoded as a dictionary, one entry however often it stands in the file, until the row's length
    is known. A row of more than LONGEST_ROW bytes is refused alone, and so is one with a cell that Python
    cannot hold, such as bad UTF-8 or the year 10000.

    Raises
    ------
    DataError
        A file that cannot be opened or read, or that unpacks to more than is allowed.
    """
    with Witness(path) as opened:
        try:
            with path.open("rb") as stream:
                yield from _records(stream, wanted, opened)
        except DataError:
            raise
        except _BROKEN as error:
            raise DataError(
                "posts.path",
                got=shown_name(path),
                allowed="a whole Parquet file",
                mend=f"It cannot be read: {shown(str(error), limit=120)}",
            ) from None


def parquet_kinds(path: Path) -> dict[str, str]:
    """The name of each column and the kind of its values as Arrow names it; none of a file that is broken."""
    try:
        with path.open("rb") as stream:
            schema = pq.ParquetFile(stream, thrift_container_size_limit=MOST_COLUMNS).schema_arrow
            return {field.name: str(field.type) for field in schema}
    except _BROKEN:
        return {}


@dataclass(frozen=True, slots=True)
class _Plan:
    """How many rows to take at once, so that they fill little memory, and which columns stay encoded."""

    rows: int
    encoded: tuple[str, ...]


def _records(stream: BinaryIO, wanted: Callable[[list[str]], list[str]], file: Witness) -> Iterator[Record]:
    with pq.ParquetFile(stream, thrift_container_size_limit=MOST_COLUMNS) as table:
        schema = table.schema_arrow
        chosen = wanted(schema.names)
        read = [name for name in chosen if _is_read(schema.field(name).type)]
        texts = [name for name in read if _is_text(schema.field(name).type)]
        plan = _plan(stream, read, texts, Allowance(file))
    allowance = Allowance(file)
    allowance.unpacked(file.size, 0)
    line = 0
    with pq.ParquetFile(
        stream, read_dictionary=list(plan.encoded), thrift_container_size_limit=MOST_COLUMNS
    ) as table:
        for batch in table.iter_batches(batch_size=plan.rows, columns=read, use_threads=False):
            allowance.rows(batch.num_rows)
            columns = {name: _Column(batch[name]) if name in read else None for name in chosen}
            sizes = _sizes(batch)
            allowance.unpacked(0, sum(size for size in sizes if size <= LONGEST_ROW))
            cells = None if max(sizes, default=0) > LONGEST_ROW else _cells(columns, len(sizes))
            for row, size in enumerate(sizes):
                line += 1
                if cells is None:
                    yield _record(line, row, size, columns)
                else:
                    yield quick_record((line, b"", dict(zip(columns, cells[row], strict=True)), ""))


def _cells(columns: Mapping[str, _Column | None], rows: int) -> list[tuple[Any, ...]] | None:
    """The cells of each row; None where some have to be looked at one by one."""
    values = [[_NO_VALUE] * rows if column is None else column.values() for column in columns.values()]
    whole = [cells for cells in values if cells is not None]
    return list(zip(*whole, strict=True)) if whole and len(whole) == len(values) else None


def _record(line: int, row: int, size: int, columns: Mapping[str, _Column | None]) -> Record:
    if size > LONGEST_ROW:
        return Record(line, b"", None, "row_too_long")
    try:
        fields = {
            name: _NO_VALUE if column is None else column.value(row) for name, column in columns.items()
        }
    except (ValueError, OverflowError, LookupError):
        return Record(line, b"", None, "unreadable_row")
    return Record(line, b"", fields)


class _Column:
    """One column of a batch: texts by their place in a dictionary, other values as they are."""

    def __init__(self, column: Any) -> None:
        self._places: list[int | None] | None = None
        self._values = column
        if isinstance(column, pa.DictionaryArray):
            self._places, self._values = column.indices.to_pylist(), column.dictionary
        self._known = _all(self._values)
        self._texts: dict[int, Any] = {}
        self._held = 0

    def values(self) -> list[Any] | None:
        """All cells, or None where each has to be looked at."""
        if self._known is None or self._places is None:
            return self._known
        known = self._known
        return [None if place is None else known[place] for place in self._places]

    def value(self, row: int) -> Any:
        """The cell of ``row``; a ValueError, OverflowError or LookupError where Python cannot hold it."""
        place = row if self._places is None else self._places[row]
        if place is None:
            return None
        if self._known is not None:
            return self._known[place]
        if place not in self._texts:
            value = self._values[place].as_py()
            self._held += len(value) if isinstance(value, str) else 0
            if self._held > TEXT_AT_ONCE:
                self._texts, self._held = {}, 0
            self._texts[place] = value
        return self._texts[place]


def _all(values: Any) -> list[Any] | None:
    """All ``values``, unless they are much text or one of them is nothing that Python can hold."""
    if _is_text(values.type) and (pc.sum(pc.binary_length(values)).as_py() or 0) > TEXT_AT_ONCE:
        return None
    try:
        return list(values.to_pylist())
    except (ValueError, OverflowError, LookupError):
        return None


def _sizes(batch: pa.RecordBatch) -> list[int]:
    """Bytes of text in each row."""
    total = np.zeros(batch.num_rows, dtype=np.int64)
    for column in batch.columns:
        if not _is_text(column.type):
            continue
        lengths = pc.binary_length(getattr(column, "dictionary", column))
        if isinstance(column, pa.DictionaryArray):
            lengths = lengths.take(column.indices)
        total += pc.fill_null(lengths, 0).to_numpy(zero_copy_only=False)
    sizes: list[int] = total.tolist()
    return sizes


def _plan(stream: BinaryIO, read: Sequence[str], texts: Sequence[str], allowance: Allowance) -> _Plan:
    """How to read the columns; their pages are held to limits."""
    rows, differences = float(ROWS_AT_ONCE), set[str]()
    for group in chunks(stream):
        held = packed = 0
        for chunk in group:
            if chunk.column not in read:
                continue
            largest = dictionary = 0
            for page in pages(stream, chunk.start, chunk.end):
                allowance.unpacked(page.packed, page.size)
                packed += page.packed
                if page.is_dictionary:
                    dictionary = max(dictionary, page.size)
                    continue
                longest = page.size / max(page.values, 1)
                if page.has_differences:  # pyarrow cannot keep those as a dictionary
                    differences.add(chunk.column)
                    longest = float(page.size + dictionary)
                largest = max(largest, page.size)
                rows = min(rows, TEXT_AT_ONCE / max(longest, 1.0))
            held += largest + dictionary
            allowance.held(held, packed)
    return _Plan(max(int(rows), 1), tuple(name for name in texts if name not in differences))


def _is_text(kind: Any) -> bool:
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))


def _is_read(kind: Any) -> bool:
    """Whether the values are texts, or of one small size."""
    kind = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(
        _is_text(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_timestamp(kind)
        or pa.types.is_date(kind)
        or pa.types.is_null(kind)
    )
