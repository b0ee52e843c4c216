"""What can go wrong, as one tree.

NaysayError
├── StudyError      the study file: every fault at once
├── InputError      one argument or one file: field, what came, what is allowed, the mend
│   └── DataError   posts or prices that cannot be used
└── PartError       a name in the study that no file of the folder answers to

NaysayWarning
├── DataWarning     input that was used although something about it is odd
└── CommonFactorWarning   companies move together, but the test takes them as independent
"""

from __future__ import annotations

import re
import reprlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from naysay.study.counts import counted

_FIGURES: Final = re.compile(r"[0-9.,:;/+\-−% TZ]*")
LISTED: Final = 100
"""Faults of a study that its message lists; the others are counted."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the field's path, what came, what is allowed and how to mend it."""

    field: str
    got: str
    allowed: str
    mend: str

    def __str__(self) -> str:
        message = f"{self.field}: got {self.got}; allowed: {self.allowed}. {self.mend}"
        return "\n".join(
            printable(line) for line in message.split("\n")
        )  # names of files may be hostile, too


@dataclass(frozen=True, slots=True)
class Notice:
    """What to know about data that was used: a code, for which the reports have words, and its values.

    ``about`` are the files or companies that it concerns, ``rows`` the number of rows, 0 where it is of none.
    ``values`` are further ones by name, in alphabetical order: numbers, or short texts such as an encoding,
    never a part of a post and never an author.
    """

    code: str
    about: tuple[str, ...] = ()
    rows: int = 0
    values: tuple[tuple[str, int | float | str], ...] = ()

    def __str__(self) -> str:
        """Plain text for who has no report: ``no adj close: AAA.csv``."""
        counted = (("rows", self.rows),) if self.rows else ()
        values = [f"{name} {value}" for name, value in (*counted, *self.values)]
        listed = ", ".join([*self.about, *values])
        return printable(self.code.replace("_", " ") + (f": {listed}" if listed else ""))


class NaysayError(Exception):
    """Base of every error that naysay raises on purpose; the command line shows it without a traceback."""


class StudyError(NaysayError):
    """A study that cannot be run. ``faults`` holds all that is wrong with it."""

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = printable(source)
        self.faults = tuple(faults)
        count = counted(len(self.faults), "fault")
        lines = [f"  {fault}" for fault in self.faults[:LISTED]]
        if len(self.faults) > LISTED:
            lines.append(f"  and {len(self.faults) - LISTED} more")
        super().__init__("\n".join([f"{self.source}: {count}", *lines]))

    def __reduce__(self) -> tuple[object, ...]:
        """An error of a worker process is shown by its parent, so it pickles."""
        return type(self), (self.source, self.faults)


class InputError(NaysayError, ValueError):
    """One argument, file or value that cannot be used."""

    def __init__(self, field: str, *, got: object, allowed: str, mend: str) -> None:
        self.fault = Fault(field, shown(got, limit=200), allowed, mend)
        super().__init__(str(self.fault))

    def __reduce__(self) -> tuple[object, ...]:
        """An error of a worker process is shown by its parent, so it pickles."""
        return _again, (type(self), self.fault)


def _again(kind: type[InputError], fault: Fault) -> InputError:
    error = kind("", got="", allowed="", mend="")
    error.fault, error.args = fault, (str(fault),)
    return error


class DataError(InputError):
    """Posts or prices that cannot be read, or of which too much was lost."""


class PartError(InputError):
    """A forum, market, scorer, method or section that does not exist."""


class NaysayWarning(UserWarning):
    """Base of every warning that naysay gives."""


class DataWarning(NaysayWarning):
    """Input that was used although something about it is odd; ``naysay.study.notices.warn`` gives it."""

    def __init__(self, notice: Notice) -> None:
        self.notice = notice
        super().__init__(str(notice))

    def __reduce__(self) -> tuple[object, ...]:
        """A warning of a worker process is given again by its parent, so it pickles."""
        return type(self), (self.notice,)


class CommonFactorWarning(NaysayWarning):
    """A test that takes companies as independent ran on companies that move together."""


def printable(text: str, *, spaces: str = "") -> str:
    """``text`` on one line: controls, marks of direction and halves of pairs are written as their numbers.

    A terminal would obey some of them, and an output in UTF-8 has no bytes for others: a file name that is
    not UTF-8 comes with such halves. ``spaces`` are wide and narrow ones that may stay.
    """
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in spaces else f"\\x{ord(c):02x}" for c in text)


def shown(value: object, *, limit: int = 80) -> str:
    """``value`` as one printable line of at most ``limit`` characters: errors quote hostile input."""
    text = value if isinstance(value, str) else str(value) if isinstance(value, date) else _brief(value)
    line = printable(text[: limit + 1])
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    return f'"{line}"' if isinstance(value, str) else line


def brief(cell: str, *, longest: int = 24) -> str:
    """A cell of a table where it is a date or a number; its length alone where somebody may have written it.

    A file in the place of another may hold posts and authors, and no message shows those.
    """
    harmless = len(cell) <= longest and _FIGURES.fullmatch(cell)
    return shown(cell) if harmless else f"{len(cell)} characters"


class _Brief(reprlib.Repr):
    """``repr`` of what may be nested without end, of any length, or a number of millions of digits."""

    def __init__(self) -> None:
        super().__init__()
        self.maxlevel = 20
        self.maxlist = self.maxtuple = self.maxset = self.maxfrozenset = self.maxdict = 40
        self.maxstring = self.maxlong = self.maxother = 400

    def repr_int(self, x: int, level: int) -> str:
        """Python writes no number of more than some thousands of digits."""
        del level
        return repr(x) if x.bit_length() < 1000 else f"a whole number of {x.bit_length()} bits"


_brief = _Brief().repr
