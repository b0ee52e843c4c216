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
from typing import Final, TextIO

from naysay.study.errors import printable


class NobodyReadsError(Exception):
    """Whoever read stdout has closed it. No OSError: the command line's library has a way with those."""


class _Closed(io.StringIO):
    """Stands for a stdout that was closed before the program began."""

    def write(self, text: str) -> int:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))


PLAIN: Final = {
    "−": "-", "–": "-", "—": "-", "‑": "-", "…": "...", "×": "x", "·": "-", "±": "+/-",
    "“": '"', "”": '"', "„": '"', "‘": "'", "’": "'", "\xa0": " ", "\u202f": " ", "\u2009": " ",
    "€": "EUR", "ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "ß": "ss",
}  # fmt: skip
"""Characters of our own sentences, for encodings that lack them: a number keeps its sign."""

SPACES: Final = "\xa0\u2009\u202f"
"""Of any width, as numbers have them."""


def prepare() -> None:
    """Let stdout and stderr be there and take every text, and warnings be told as one line."""
    codecs.register_error("naysay.plain", _plain)
    # Closed by whoever started the process: what is asked for is missed, and talk is not.
    sys.stdout = sys.stdout or _Closed()
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115  for good
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="naysay.plain")
    warnings.showwarning = _warned


def give(text: str) -> None:
    """Data, to stdout.

    Raises
    ------
    OSError
        When stdout takes no more; its file name is stdout.
    """
    with _named("stdout"):
        _write(sys.stdout, text)


def tell(text: str) -> None:
    """Talk, to stderr; where nobody listens nothing goes wrong."""
    with suppress(OSError, ValueError):
        _write(sys.stderr, text)


def flush() -> None:
    """Write out what was given; raises what ``give`` does."""
    with _named("stdout"):
        sys.stdout.flush()


def silence_what_fails() -> None:
    """Let what a full or closed stream still holds go nowhere: the end of the program would fail on it."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.flush()
        except (OSError, ValueError):
            with suppress(OSError, ValueError):
                os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise NobodyReadsError from None
    except OSError as error:
        error.filename = name
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
