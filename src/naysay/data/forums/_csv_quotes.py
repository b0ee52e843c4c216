"""Decides whether a CSV row that goes on after its first line can be completed, in linear time.

Between two lines a row is either over or inside a quoted cell. So what lines do from within a cell does not
depend on the row that the cell began in: each is looked at once, and what was found holds for every row that
runs into it. Reading on from each open quote anew would take quadratic time.
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from typing import Final, NamedTuple

from naysay.data.forums._lines import Line
from naysay.data.forums.base import LONGEST_ROW

LINES_A_ROW: Final = 10_000
"""More lines are no row but what stands behind an open quote."""


class _Looked(NamedTuple):
    """What a line does: separators outside of quotes, bytes, and whether the row goes on or breaks the rules.

    Of a line that was looked at from within quotes, ``separators`` and ``size`` count all before it, too.
    """

    separators: int
    size: int
    goes_on: bool
    broken: bool = False


class Rows:
    """The ``lines`` one by one, with a look ahead from the last of them.

    ``fields`` is the number of cells of a row that fits.
    """

    def __init__(self, lines: Iterator[Line], *, delimiter: str, fields: int) -> None:
        self._lines = lines
        self._delimiter = delimiter
        self._fields = fields
        self._plain = re.compile(rf"[^{re.escape(delimiter)}\r\n]*")
        self._ahead: deque[tuple[Line, _Looked]] = deque()
        """The lines that were looked at, one after another from within quotes."""
        self._passed = _NOTHING

    def next(self) -> Line:
        """The next line, or StopIteration."""
        if not self._ahead:
            return next(self._lines)
        line, self._passed = self._ahead.popleft()
        return line

    @property
    def is_ahead(self) -> bool:
        """Whether lines behind the last one were looked at."""
        return bool(self._ahead)

    def fault(self, line: Line) -> str:
        """Why the lines ahead do not complete the row that ``line`` leaves open; nothing if they do.

        - not_csv: they break the rules of quotes, or the file ends within the cell;
        - wrong_number_of_fields: together they have more or fewer cells;
        - row_too_long: more than LINES_A_ROW lines or LONGEST_ROW bytes.
        """
        own = self._look(line)
        if not self._ahead:
            self._passed = _NOTHING
        last = self._ahead[-1][1] if self._ahead else self._passed
        while last.goes_on:
            if len(self._ahead) >= LINES_A_ROW or own.size + last.size - self._passed.size > LONGEST_ROW:
                return "row_too_long"
            following = next(self._lines, None)
            if following is None:
                return "not_csv"
            last = self._look(following, behind=last)
            self._ahead.append((following, last))
        if last.broken:
            return "not_csv"
        if own.size + last.size - self._passed.size > LONGEST_ROW:
            return "row_too_long"
        separators = own.separators + last.separators - self._passed.separators
        return "" if separators + 1 == self._fields else "wrong_number_of_fields"

    def _look(self, line: Line, behind: _Looked | None = None) -> _Looked:
        """One line by the rules of ``csv.reader`` with ``strict``; ``behind`` others it begins in a cell."""
        text, size, place = text_of(line), len(line[1]) + 1, 0
        quoted, separators = behind is not None, 0
        if behind is not None:
            separators, size = behind.separators, behind.size + size
        while True:
            if not quoted and text[place] == '"':
                quoted, place = True, place + 1
            if quoted:
                place = text.find('"', place) + 1
                if not place:
                    return _Looked(separators, size, goes_on=True)
                if text[place] == '"':
                    place += 1
                    continue
                quoted = False
            else:
                plain = self._plain.match(text, place)
                place = place if plain is None else plain.end()
            if text[place] != self._delimiter:
                over = not text[place:].strip("\r\n")
                return _Looked(separators, size, goes_on=False, broken=not over)
            separators, place = separators + 1, place + 1


_NOTHING: Final = _Looked(0, 0, goes_on=True)


def text_of(line: Line) -> str:
    """The line as ``csv.reader`` takes it; bytes that are no UTF-8 become lone surrogates."""
    text = line[1].decode("utf-8", "surrogateescape") + "\n"
    return text.removeprefix("\ufeff") if line[0] == 1 else text


def is_short(lines: int, size: int) -> bool:
    """Whether a row of so many lines and bytes, their ends included, is within the limits for certain."""
    return lines <= LINES_A_ROW and size <= LONGEST_ROW
