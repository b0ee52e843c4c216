"""Cuts CSV between its rows, and streams them; one that cannot be taken apart is a record with a reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from naysay.data.forums._csv_quotes import text_of
from naysay.data.forums._csv_rows import Sheet, nothing
from naysay.data.forums._csv_text import Unread
from naysay.data.forums._lines import DAMAGED, Line
from naysay.data.forums._records import Record, quick_record
from naysay.data.forums._table_kinds import check_once
from naysay.data.forums.base import CHUNK, Chunk
from naysay.data.tables.dialect import DELIMITERS, HEAD_LINES, dialect_of
from naysay.data.tables.encoding import HEAD
from naysay.data.witness import Witness, shown_name
from naysay.study.characters import has_half
from naysay.study.errors import DataError
from naysay.study.notices import warn

MOST_COLUMNS: Final = 10_000
_AHEAD: Final = 1 << 16
"""Bytes that are read at once to see whether a quote was left open."""

CsvRow = tuple[int, bytes, list[str] | None, str]
"""The number of a row's first line, its bytes, its cells, and why these cannot be used, if so."""


@dataclass(frozen=True, slots=True)
class Layout:
    """What the study says of a CSV file: the names of columns that are needed, and what need not be found."""

    wanted: Sequence[str] = ()
    encoding: str = ""
    delimiter: str = ""


def csv_chunks(
    path: Path,
    check: Callable[[list[str]], None],
    file: Witness,
    size: int = CHUNK,
    layout: Layout = Layout(),
) -> Iterator[Chunk]:
    """The rows below the line of names, whose cells comma, semicolon, tab or bar separate.

    ``check`` is given the names and may raise. The context of a chunk is the reason why its last line cannot
    be used, how many of its lines are its own, the separator and the names. The lines behind its own are
    those that show whether a quote was left open.

    Warns of an encoding that was found, of lines above the names, and of mojibake.

    Raises
    ------
    DataError
        When the file cannot be read or unpacks to too much, or its first line cannot be taken apart.
    """
    text = Unread(file, layout.encoding)
    first = next((line for line in text.lines() if line[2] or text_of(line).strip()), None)
    if first is not None:
        yield from _chunks(path, text, first, check, size, layout)
    if text.error is not None:
        raise text.error
    text.utf_8.tell(shown_name(path))


def _chunks(
    path: Path, text: Unread, first: Line, check: Callable[[list[str]], None], size: int, layout: Layout
) -> Iterator[Chunk]:
    if first[2]:
        header = text_of(first)
        delimiter = layout.delimiter or max(DELIMITERS, key=header.count)
        names = _cells(header, delimiter)
        text.give_back(first[1] if first[2] == DAMAGED else first[1] + b"\n")
        text.number -= 1
    else:
        delimiter, names = _below_preamble(path, text, first, layout)
    if not names or len(names) > MOST_COLUMNS:
        raise _without_names(path)
    if not first[2]:
        check(names)
        check_once(path, names, layout.wanted)
    while (raw := text.take(size)) or text.is_damaged:
        number, damage = text.number, DAMAGED if text.is_damaged else ""
        own = raw.count(b"\n") + (not raw.endswith(b"\n") or text.is_damaged)
        if b'"' in raw:
            raw, own, damage = _whole_rows(text, Sheet(number, delimiter, len(names)), raw)
        text.number += own
        yield Chunk(path, None, raw, number, (damage, own, delimiter, *names))


def _below_preamble(path: Path, text: Unread, first: Line, layout: Layout) -> tuple[str, list[str]]:
    """The delimiter and the names, which need not stand in the ``first`` line; what is above them is read."""
    header = text_of(first)
    delimiter = layout.delimiter or max(DELIMITERS, key=header.count)
    names = _cells(header, delimiter)
    if names and set(layout.wanted) <= set(names):
        return delimiter, names
    raw = text.take(HEAD)
    lines = raw.split(b"\n")
    shown = [line.decode("utf-8", "surrogateescape") for line in lines[: HEAD_LINES - 1]]
    dialect = dialect_of(
        [header.removesuffix("\n"), *shown], delimiter=layout.delimiter, wanted=layout.wanted
    )
    if dialect is None or any("\0" in name for name in dialect.names):
        text.give_back(raw)
        return delimiter, []
    used = min(dialect.skipped + dialect.lines - 1, len(lines) - 1)
    text.give_back(raw[sum(map(len, lines[:used])) + used :])
    text.number += used
    if dialect.preamble:
        warn("lines_passed_over", shown_name(path), lines=dialect.preamble)
    return dialect.delimiter, list(dialect.names)


def _whole_rows(text: Unread, sheet: Sheet, raw: bytes) -> tuple[bytes, int, str]:
    """``raw`` up to where a row ends, and what shows that it does; how many lines the rows have; the damage.

    What stands behind the rows is given back.
    """
    taken, own = [raw], 0

    def more() -> bool:
        further = b"" if sheet.is_damaged else text.take(_AHEAD)
        if not further and (sheet.is_damaged or not text.is_damaged):
            if text.error is not None:
                raise text.error
            return False
        sheet.add(further, is_damaged=text.is_damaged)
        taken.append(further)
        return True

    sheet.add(raw, is_damaged=text.is_damaged)
    sheet.more, begun = more, len(sheet.raws)
    try:
        for row in sheet.rows(begun):
            own = row[1]
    except DataError:  # the row in hand is lost, and the caller raises
        return b"".join(taken), own, ""
    finally:
        sheet.more = nothing  # else both hold each other, with all rows, until the collector comes by
    raw = b"".join(taken)
    if own < len(sheet.raws):
        text.give_back(raw[sum(map(len, raw.split(b"\n", own)[:own])) + own :])
    return raw, own, DAMAGED if sheet.is_damaged else ""


def csv_records(chunk: Chunk) -> Iterator[Record]:
    """One record for each row of a chunk; blank lines are no records.

    A quote that is left open takes the rows behind it into its cell: where a row of several lines does not
    fit the names, its first line alone is refused and the lines after it are read again as rows of their own.
    """
    names = csv_names(chunk)
    sheet = Sheet(chunk.line, str(chunk.context[2]), len(names))
    sheet.add(chunk.raw or b"", is_damaged=bool(chunk.context[0]))
    return _records(chunk, sheet, names)


def csv_names(chunk: Chunk) -> list[str]:
    """The names of the columns."""
    return [str(name) for name in chunk.context[3:]]


def csv_head(chunk: Chunk) -> Iterator[Record]:
    """As ``csv_records``, for whoever wants the first rows alone: the others are not looked at."""
    names, raw, place = csv_names(chunk), chunk.raw or b"", 0
    sheet = Sheet(chunk.line, str(chunk.context[2]), len(names))

    def more() -> bool:
        nonlocal place
        start, place = place, raw.find(b"\n", place + _AHEAD) + 1 or len(raw)
        sheet.add(raw[start:place], is_damaged=bool(chunk.context[0]) and place == len(raw))
        return start < place

    more()
    sheet.more = more
    return _records(chunk, sheet, names)


def csv_rows(chunk: Chunk) -> Iterator[CsvRow]:
    """The rows of which ``csv_records`` makes records."""
    sheet = Sheet(chunk.line, str(chunk.context[2]), len(chunk.context) - 3)
    sheet.add(chunk.raw or b"", is_damaged=bool(chunk.context[0]))
    return _cut_rows(chunk, sheet)


def _records(chunk: Chunk, sheet: Sheet, names: list[str]) -> Iterator[Record]:
    for line, raw, cells, reason in _cut_rows(chunk, sheet):
        fields = None if reason else dict(zip(names, cells or (), strict=True))
        yield quick_record((line, raw, fields, reason))


def _cut_rows(chunk: Chunk, sheet: Sheet) -> Iterator[CsvRow]:
    raws, faults, own = sheet.raws, sheet.faults, chunk.context[1]
    for start, end, cells, flaw in sheet.rows(int(own)):
        fault = faults.get(start, "")
        if not cells and cells is not None and not fault:
            continue
        reason = fault or flaw or ("" if cells and len(cells) == sheet.fields else "wrong_number_of_fields")
        if sheet.halves and not reason and any(map(has_half, cells or [])):
            reason = "not_utf8"
        raw = raws[start]
        if end - start > 1:
            raw = b"\n".join(raws[start:end])
            reason = reason or next((faults[line] for line in range(start, end) if line in faults), "")
        yield chunk.line + start, raw, cells, reason


def _cells(header: str, delimiter: str) -> list[str]:
    """The cells of a line of names; none where it cannot be taken apart."""
    if "\0" in header:
        return []
    try:
        return next(csv.reader([header], delimiter=delimiter, strict=True), [])
    except csv.Error:
        return []


def _without_names(path: Path) -> DataError:
    return DataError(
        "posts.path",
        got=f"{shown_name(path)}, whose first line cannot be taken apart",
        allowed=f"CSV with the names of at most {MOST_COLUMNS} columns in its first line",
        mend="Save the file as CSV in UTF-8, each row on a line of its own.",
    )
