"""What reaches the terminal: data on stdout, talk on stderr, in any encoding, no control characters."""

from __future__ import annotations

import codecs
import errno
import io
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import Any, Final, TextIO

from naysay.study.errors import printable


class NobodyReadsError(Exception):
    """Whoever read stdout has closed it. No OSError: the command line's library has a way with those."""


class _Closed(io.StringIO):
    """Stands for a stdout that was closed before the program began."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


class _Stdout:
    """stdout whose errors say that they are its own, whoever writes to it: ours or the library of commands.

    Writing raises NobodyReadsError for a closed pipe, and else an OSError whose file name is stdout.
    """

    def __init__(self, stream: TextIO) -> None:
        self.stream = stream

    def write(self, text: str) -> int:
        with _named_stdout():
            return self.stream.write(text)

    def flush(self) -> None:
        with _named_stdout():
            self.stream.flush()

    def __getattr__(self, name: str) -> Any:
        return getattr(self.stream, name)


PLAIN: Final = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "…": "...", "×": "x", "·": "-", "±": "+/-",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ",
    "▁": "1", "▂": "2", "▃": "3", "▄": "4", "▅": "5", "▆": "6", "▇": "7", "█": "8",
    "€": "EUR", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
}  # fmt: skip
"""Characters of our own sentences, for encodings that lack them: a number keeps its sign."""

SPACES: Final = "\xa0\u2009\u202f"
"""Of any width, as numbers have them."""


def prepare() -> None:
    """Make stdout and stderr usable for every text, and print a warning as one line."""
    codecs.register_error("naysay.plain", _plain)
    # Where whoever started the process closed them, missing data is an error and missing talk is none.
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for good
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="naysay.plain")
    if not isinstance(sys.stdout, _Stdout):
        sys.stdout = _Stdout(sys.stdout)
    warnings.showwarning = _warned


def give(text: str) -> None:
    """Data, to stdout.

    Raises
    ------
    OSError, NobodyReadsError
        When stdout takes no more.
    """
    _write(sys.stdout, text)


def tell(text: str) -> None:
    """Talk, to stderr; where nobody listens nothing goes wrong."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, text)


def flush() -> None:
    """Write out what is buffered for stdout; raises what ``give`` does."""
    sys.stdout.flush()


def silence_what_fails() -> None:
    """Let what a full or closed stream still holds go nowhere: the end of the program would fail on it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError, NobodyReadsError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def _named_stdout() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise NobodyReadsError from None
    except OSError as error:
        error.filename = "stdout"
        raise


def _write(stream: TextIO, text: str) -> None:
    lines = "\n".join(printable(line, spaces=SPACES) for line in text.split("\n"))
    stream.write(f"{lines}\n")


def _warned(message: Warning | str, category: type[Warning], *place: object, **more: object) -> None:
    tell(f"warning: {message}")


def _plain(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lost = error.object[error.start : error.end]
    return "".join(PLAIN.get(c) or c.encode("ascii", "backslashreplace").decode() for c in lost), error.end
