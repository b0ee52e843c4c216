"""Streams the rows of a CSV file; a row that cannot be taken apart becomes a record with a reason."""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Final

from naysay.data.forums._lines import LONGEST_LINE, lines
from naysay.data.forums.base import Record
from naysay.study.errors import DataError

_DELIMITERS: Final = ",;\t|"

Line = tuple[int, bytes, str]
"""Number, bytes and why they cannot be used, as ``lines`` gives them."""


def csv_records(path: Path, check: Callable[[list[str]], None]) -> Iterator[Record]:
    """One record for each row below the line of names, separated by comma, semicolon, tab or bar.

    ``check`` is given the names and may raise. Blank lines are no records. A quote that is left open takes
    the rows behind it into its cell: where a row of several lines does not fit the names, its first line
    alone is refused and the lines after it are read again as rows of their own.

    Raises
    ------
    DataError
        When the file cannot be opened, or its first line cannot be taken apart.
    """
    csv.field_size_limit(LONGEST_LINE)
    source = _Source(lines(path))
    header = next((text for text in source if text.strip() or source.taken[-1][2]), "")
    delimiter = max(_DELIMITERS, key=header.count)
    names = _names(path, header, delimiter)
    if source.taken and source.taken[-1][2]:
        number, raw, reason = source.taken[-1]
        yield Record(number, raw, None, reason)
    elif names:
        check(names)
    rows = csv.reader(source, delimiter=delimiter, strict=True)
    while True:
        source.taken.clear()
        try:
            row: list[str] | None = next(rows)
        except StopIteration:
            return
        except csv.Error:
            row = None
        own = source.taken[0][2]
        if row == [] and not own:
            continue
        flaw = own or _flaw(row, names)
        if flaw and flaw != "not_utf8":
            source.give_back()
        reason = flaw or next((damage for _, _, damage in source.taken if damage), "")
        raw = b"\n".join(raw for _, raw, _ in source.taken)
        fields = None if reason or row is None else dict(zip(names, row, strict=True))
        yield Record(source.taken[0][0], raw, fields, reason)


class _Source:
    """Lines as text for ``csv.reader``. ``taken`` are those since it was cleared; they may be given back."""

    def __init__(self, found: Iterator[Line]) -> None:
        self.taken: list[Line] = []
        self._found = found
        self._again: deque[Line] = deque()

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._found)
        self.taken.append(line)
        # Bytes that are no UTF-8 become lone surrogates, so that their whole row is refused.
        text = line[1].decode("utf-8", "surrogateescape") + "\n"
        return text.removeprefix("\ufeff") if line[0] == 1 else text

    def give_back(self) -> None:
        """Let all lines but the first be read again."""
        self._again.extendleft(reversed(self.taken[1:]))
        del self.taken[1:]


def _names(path: Path, header: str, delimiter: str) -> list[str]:
    try:
        if "\0" not in header:  # NUL: text in UTF-16
            return next(csv.reader([header], delimiter=delimiter, strict=True), [])
    except csv.Error:
        pass
    raise DataError(
        "posts.path",
        got=f"{path.name}, whose first line cannot be taken apart",
        allowed="CSV in UTF-8 with the names of the columns in its first line",
        mend="Save the file as CSV in UTF-8, each row on a line of its own.",
    )


def _flaw(row: list[str] | None, names: list[str]) -> str:
    if row is None:
        return "not_csv"
    if len(row) != len(names):
        return "wrong_number_of_fields"
    halves = any("\udc80" <= c <= "\udcff" for cell in row if not cell.isascii() for c in cell)
    return "not_utf8" if halves else ""
