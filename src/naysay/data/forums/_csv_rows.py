"""Where the rows of CSV end: fast where nothing is in doubt, and with care where a quote may be left open."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Final

from naysay.data.forums import _lines
from naysay.data.forums._csv_quotes import Rows, is_short, text_of
from naysay.data.forums._lines import DAMAGED, Line

CAREFUL: Final = 1_000
"""Rows that are read with care after one that is in doubt: where one is there may be more."""


Row = tuple[int, int, list[str] | None, str]
"""The places, from 0 on, of a row's first line and behind its last; its cells, or why it has none."""


def nothing() -> bool:
    """No further lines."""
    return False


@dataclass
class Sheet:
    """Lines of a file in memory, from line ``number`` on; ``more`` adds those behind them, if any."""

    number: int
    delimiter: str
    fields: int
    more: Callable[[], bool] = nothing
    raws: list[bytes] = field(default_factory=list)
    faults: dict[int, str] = field(default_factory=dict)
    """Why lines cannot be used, by their place."""
    halves: bool = False
    """Whether some bytes are no UTF-8."""
    is_damaged: bool = False
    """Whether the last line is not whole."""
    _texts: list[str] = field(default_factory=list)

    def add(self, raw: bytes, *, is_damaged: bool = False) -> None:
        """Append whole lines, or the last ones of the file."""
        *further, rest = raw.split(b"\n")
        if rest or is_damaged:
            further.append(rest)
        first, longest = len(self.raws), _lines.LONGEST_LINE
        if max(map(len, further), default=0) > longest:
            long = [place for place, line in enumerate(further) if len(line) > longest]
            self.faults |= {first + place: "line_too_long" for place in long}
            further = [line[: longest + 1] for line in further]
        self.raws += further
        self.is_damaged = is_damaged
        if is_damaged:
            self.faults[len(self.raws) - 1] = DAMAGED
        try:
            text = raw.decode("utf-8")
        except UnicodeDecodeError:
            text, self.halves = raw.decode("utf-8", "surrogateescape"), True
        self._texts += io.StringIO(text, newline="\n")

    def rows(self, own: int) -> Iterator[Row]:
        """The rows that begin within the first ``own`` lines; blank lines are rows without cells."""
        at = 0
        while at < own:
            for rows in (self._sure_rows, self._careful_rows):
                for row in rows(at):
                    yield row
                    at = row[1]
                    if at >= own:
                        return

    def _sure_rows(self, at: int) -> Iterator[Row]:
        """The rows up to the first that looks as if a quote was left open, or has an open quote for good."""
        if self.faults or self.number == 1:
            return
        csv.field_size_limit(_lines.LONGEST_LINE)
        reader = csv.reader(self._texts[at:], delimiter=self.delimiter, strict=True)
        start = at
        try:
            for cells in reader:
                end = at + reader.line_num
                if end - start > 1 and not self._fits(start, end, cells):
                    return
                yield start, end, cells, ""
                start = end
        except csv.Error:
            return

    def _careful_rows(self, at: int) -> Iterator[Row]:
        """At least CAREFUL rows, or all there are."""
        lines = Rows(self._numbered(at), delimiter=self.delimiter, fields=self.fields)
        source, until = _Source(lines), at + CAREFUL
        csv.field_size_limit(_lines.LONGEST_LINE)
        reader = csv.reader(source, delimiter=self.delimiter, strict=True)
        while at < until or lines.is_ahead:
            source.taken, flaw = [], ""
            cells: list[str] | None = None
            try:
                cells = next(reader)
            except StopIteration:
                return
            except _OpenError as error:
                flaw = str(error)
            except csv.Error:
                flaw = "not_csv"
            start, at = at, at + len(source.taken)
            yield start, at, cells, flaw

    def _fits(self, start: int, end: int, cells: list[str]) -> bool:
        """Whether a row of several lines is one, and not what stands behind an open quote."""
        size = sum(map(len, self.raws[start:end])) + end - start
        return len(cells) == self.fields and is_short(end - start, size)

    def _numbered(self, at: int) -> Iterator[Line]:
        """The lines from place ``at`` on, and further ones where these do not suffice."""
        while True:
            while at < len(self.raws):
                yield self.number + at, self.raws[at], self.faults.get(at, "")
                at += 1
            if not self.more():
                return


class _OpenError(ValueError):
    """The row in hand cannot be completed; the argument is the reason."""


class _Source:
    """Lines as text for ``csv.reader``, each open quote looked at; ``taken`` are those of the row in hand."""

    def __init__(self, lines: Rows) -> None:
        self.taken: list[Line] = []
        self._lines = lines

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        if len(self.taken) == 1:
            fault = self.taken[0][2] or self._lines.fault(self.taken[0])
            if fault:
                raise _OpenError(fault)
        line = self._lines.next()
        self.taken.append(line)
        return text_of(line)
