"""What can go wrong, as one tree.

NaysayError
├── StudyError      the study file: every fault at once
├── InputError      one argument or one file: field, what came, what is allowed, the mend
│   └── DataError   posts or prices that cannot be used
└── PartError       a name in the study that no file of the folder answers to

NaysayWarning
├── DataWarning     input that was used although something about it is odd
└── CommonFactorWarning   companies of a panel that move together where a test takes them to be independent
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

MOST_TOLD: Final = 50
"""Faults of a study that its message lists."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong: the field's path, what came, what is allowed and how to mend it."""

    field: str
    got: str
    allowed: str
    mend: str

    def __str__(self) -> str:
        told = f"{self.field}: got {self.got}; allowed: {self.allowed}. {self.mend}"
        return "\n".join(printable(line) for line in told.split("\n"))  # names of files may be hostile, too


class NaysayError(Exception):
    """Base of every error that naysay raises on purpose; the command line shows it without a traceback."""


class StudyError(NaysayError):
    """A study that cannot be run. ``faults`` holds all that is wrong with it."""

    def __init__(self, source: str, faults: Sequence[Fault]) -> None:
        self.source = source
        self.faults = tuple(faults)
        count = "1 fault" if len(self.faults) == 1 else f"{len(self.faults)} faults"
        lines = [f"  {fault}" for fault in self.faults[:MOST_TOLD]]
        if len(self.faults) > MOST_TOLD:
            lines.append(f"  and {len(self.faults) - MOST_TOLD} more")
        super().__init__("\n".join([f"{printable(source)}: {count}", *lines]))

    def __reduce__(self) -> tuple[object, ...]:
        """An error that a worker meets is told by its parent, so it pickles."""
        return type(self), (self.source, self.faults)


class InputError(NaysayError, ValueError):
    """One argument, file or value that cannot be used."""

    def __init__(self, field: str, *, got: object, allowed: str, mend: str) -> None:
        self.fault = Fault(field, shown(got, limit=200), allowed, mend)
        super().__init__(str(self.fault))

    def __reduce__(self) -> tuple[object, ...]:
        """An error that a worker meets is told by its parent, so it pickles."""
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
    """Input that was used although something about it is odd."""


class CommonFactorWarning(NaysayWarning):
    """A test that takes companies to be independent was made on companies that move together."""


def printable(text: str, *, spaces: str = "\xa0\u2009\u202f") -> str:
    """``text`` with every character that a terminal could obey written as its number, but for ``spaces``."""
    if text.isprintable():
        return text
    return "".join(c if c.isprintable() or c in spaces else f"\\x{ord(c):02x}" for c in text)


def shown(value: object, *, limit: int = 80) -> str:
    """``value`` as one printable line of at most ``limit`` characters: errors quote hostile input."""
    text = value if isinstance(value, str) else repr(value)
    line = printable(text, spaces="")
    line = line if len(line) <= limit else line[: limit - 1] + "…"
    return f'"{line}"' if isinstance(value, str) else line
