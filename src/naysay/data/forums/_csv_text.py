"""The bytes of a file that no chunk has yet, as UTF-8, to be taken a few lines at once."""

from __future__ import annotations

from collections.abc import Iterator

from naysay.data.forums import _lines
from naysay.data.forums._archives import DamagedError
from naysay.data.forums._lines import DAMAGED, Line, bytes_of, whole_lines
from naysay.data.tables.transcoding import Utf8
from naysay.data.witness import Witness
from naysay.study.errors import DataError


class Unread:
    """``number`` is that of the line that comes next, ``error`` why no more can be read.

    ``utf_8`` knows the encoding of what was read; ``encoding`` is the study's, or empty.
    """

    def __init__(self, file: Witness, encoding: str = "") -> None:
        self.number = 1
        self.error: DataError | None = None
        self.utf_8 = Utf8(bytes_of(file), declared=encoding)
        self._blocks = whole_lines(self.utf_8)
        self._held, self._place = b"", 0
        self._is_over = self._is_cut_off = False
        self.is_damaged = False
        """Whether what was taken last ends with a line that is not whole."""

    def take(self, size: int) -> bytes:
        """The next ``size`` bytes and what their last line has more, or all there are."""
        while (end := self._held.find(b"\n", self._place + size - 1) + 1) == 0 and not self._is_over:
            self._read()
        start, self._place = self._place, end or len(self._held)
        self.is_damaged = self._is_cut_off and self._place == len(self._held)
        self._is_cut_off = self._is_cut_off and not self.is_damaged
        return self._held[start : self._place]

    def give_back(self, raw: bytes) -> None:
        """Put the end of what was taken last back."""
        self._is_cut_off, self.is_damaged = self._is_cut_off or self.is_damaged, False
        self._held, self._place = raw + self._held[self._place :], 0

    def lines(self) -> Iterator[Line]:
        """The next lines; each is counted in ``number`` when it is taken."""
        while (raw := self.take(1)) or self.is_damaged:
            self.number += 1
            if raw.endswith(b"\n"):
                raw, reason = raw[:-1], ""
            else:
                reason = DAMAGED if self.is_damaged else ""
            yield self.number - 1, raw, reason or _too_long(raw)

    def _read(self) -> None:
        try:
            block = next(self._blocks, None)
        except DamagedError:
            block, self._is_cut_off = None, True
        except DataError as error:
            block, self.error = None, error
        self._is_over = block is None
        self._held, self._place = self._held[self._place :] + (block or b""), 0


def _too_long(raw: bytes) -> str:
    return "line_too_long" if len(raw) > _lines.LONGEST_LINE else ""
