"""Which format a file is of: every format is asked about the first rows that it takes from it."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any, Final

from naysay.data.forums import Forum, RecordForum, forum
from naysay.data.inspection.unpacked import file_head
from naysay.data.tables.dialect import HEAD_LINES, dialect_of
from naysay.data.tables.encoding import decoded, encoding_of
from naysay.data.witness import Witness
from naysay.study.errors import DataError
from naysay.study.notices import caught
from naysay.study.parts import names
from naysay.study.spec import PostOptions

FIRST: Final = 200
"""Rows that each format is asked about."""
HEAD: Final = 1 << 16
"""Bytes of the chunk that they are taken from."""
FOLDER: Final = "naysay.data.forums"


@dataclass(frozen=True, slots=True)
class RecognisedFormat:
    """The ``name`` of the format of which most of the first rows are; empty where they are of none.

    ``counts`` are the rows that each format recognises, and ``is_mixed`` says whether most rows are of some
    format, but not of one.
    """

    name: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)
    is_mixed: bool = False


@cache
def asked_formats() -> tuple[Forum, ...]:
    """The formats that can tell their own rows, by name."""
    return tuple(one for name in names(FOLDER) if _can_tell(one := forum(name)))


def _can_tell(form: Forum) -> bool:
    if isinstance(form, RecordForum):
        return form.is_of is not None
    return type(form).recognises is not Forum.recognises


def recognised_format(path: Path) -> RecognisedFormat:
    """Of which format the file ``path`` is; a file that no format can take apart is of none."""
    counts, most, longest = Counter[str](), 0, 0
    best = ""
    for one in asked_formats():
        rows = n = 0
        for fields in first_rows(path, one):
            rows += 1
            n += fields is not None and one.recognises(fields)
        if n:
            counts[one.name] = n
            longest = max(longest, rows)
        if 2 * n > rows and n > most:
            best, most = one.name, n
    is_mixed = not best and len(counts) > 1 and 2 * counts.total() > longest
    return RecognisedFormat(best, dict(counts), is_mixed)


def recognising(fields: Mapping[str, Any]) -> tuple[str, ...]:
    """The names of the formats that a row with these ``fields`` is certainly of."""
    return tuple(one.name for one in asked_formats() if one.recognises(fields))


def first_rows(path: Path, form: Forum) -> Iterator[Mapping[str, Any] | None]:
    """The first rows that ``form`` takes from ``path``; None for each that it cannot take apart.

    A format that makes batches at once is asked about the rows of a table with names of columns.
    """
    if not isinstance(form, RecordForum):
        yield from _table_rows(path)
        return
    posts = PostOptions(format=form.name, path="*")
    try:
        with caught(), Witness(path) as file:
            for chunk in islice(form.chunks(path, posts, file, HEAD), 1):
                for record in islice(form.records(chunk, posts), FIRST):
                    yield record.fields
    except DataError:
        return


def _table_rows(path: Path) -> Iterator[Mapping[str, Any]]:
    """The cells of the first lines by the names of columns; none where the file is no text."""
    head = file_head(path)
    if head.kind != "text":
        return
    lines = decoded(head.raw, encoding_of(head.raw)).splitlines()
    dialect = dialect_of(lines[:HEAD_LINES])
    if dialect is None:
        return
    below = lines[dialect.skipped + dialect.lines :][:FIRST]
    try:
        for cells in csv.reader(below, delimiter=dialect.delimiter):
            yield dict(zip(dialect.names, cells, strict=False))
    except csv.Error:
        return
