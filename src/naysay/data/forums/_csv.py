"""Streams the rows of a CSV file; a row that cannot be taken apart becomes a record with a reason."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from naysay.data.forums._csv_quotes import Line, Rows, text_of
from naysay.data.forums._lines import LONGEST_LINE, lines
from naysay.data.forums._records import Record
from naysay.data.witness import Witness, shown_name
from naysay.study.characters import has_half
from naysay.study.errors import DataError

MOST_COLUMNS: Final = 10_000
_DELIMITERS: Final = ",;\t|"


def csv_records(
    path: Path, check: Callable[[list[str]], None], file: Witness | None = None
) -> Iterator[Record]:
    """One record for each row below the line of names, separated by comma, semicolon, tab or bar.

    ``check`` is given the names and may raise. Blank lines are no records. A quote that is left open takes
    the rows behind it into its cell: where a row of several lines does not fit the names, its first line
    alone is refused and the lines after it are read again as rows of their own.

    Raises
    ------
    DataError
        When the file cannot be opened or read, or its first line cannot be taken apart.
    """
    csv.field_size_limit(LONGEST_LINE)
    numbered = lines(path, file)
    first = next((line for line in numbered if line[2] or text_of(line).strip()), None)
    if first is None:
        return
    header = text_of(first)
    delimiter = max(_DELIMITERS, key=header.count)
    names = _names(path, header, delimiter)
    if first[2]:
        yield Record(first[0], first[1], None, first[2])
    else:
        check(names)
    source = _Source(Rows(numbered, delimiter=delimiter, fields=len(names)))
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.taken.clear()
        flaw = ""
        row: list[str] | None = None
        try:
            row = next(rows)
        except StopIteration:
            return
        except _OpenError as error:
            flaw = str(error)
        except csv.Error:
            flaw = "not_csv"
        number, raw, own = source.taken[0]
        if row == [] and not own:
            continue
        reason = own or flaw or _flaw(row or [], names)
        if len(source.taken) > 1:
            reason = reason or next((damage for _, _, damage in source.taken if damage), "")
            raw = b"\n".join(raw for _, raw, _ in source.taken)
        yield Record(number, raw, None if reason else dict(zip(names, row or [], strict=True)), reason)


class _OpenError(ValueError):
    """The row in hand cannot be completed; the argument is the reason."""


class _Source:
    """Lines as text for ``csv.reader``; ``taken`` are those of the row in hand."""

    def __init__(self, rows: Rows) -> None:
        self.taken: list[Line] = []
        self._source_rows = rows

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) == 1:
            fault = self.taken[0][2] or self._source_rows.fault(self.taken[0])
            if fault:
                raise _OpenError(fault)
        line = self._source_rows.next()
        self.taken.append(line)
        return text_of(line)


def _names(path: Path, header: str, delimiter: str) -> list[str]:
    try:
        if "\0" not in header:  # NUL: text in UTF-16
            names = next(csv.reader([header], delimiter=delimiter, strict=True), [])
            if len(names) <= MOST_COLUMNS:
                return names
    except csv.Error:
        pass
    raise DataError(
        "posts.path",
        got=f"{shown_name(path)}, whose first line cannot be taken apart",
        allowed=f"CSV in UTF-8 with the names of at most {MOST_COLUMNS} columns in its first line",
        mend="Save the file as CSV in UTF-8, each row on a line of its own.",
    )


def _flaw(row: list[str], names: list[str]) -> str:
    if len(row) != len(names):
        return "wrong_number_of_fields"
    return "not_utf8" if any(has_half(cell) for cell in row) else ""
