"""Streams a table's bytes as UTF-8, whatever encoding it is in; UTF-8 itself passes as it is."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable, Iterator
from typing import Final

from naysay.data.tables.encoding import HEAD, UTF_8, Encoding, encoding_behind_ascii, encoding_of
from naysay.data.tables.mojibake import repaired
from naysay.study.notices import warn

_BEYOND_ASCII: Final = re.compile(rb"[\x80-\xff]")
LONGEST_HELD: Final = 1 << 21
"""Characters without a line feed that are held to be repaired together."""


class Utf8:
    """The blocks of a file, one after another; lines that end in carriage returns alone end in line feeds.

    The encoding is that of the first bytes that show it: a mark or UTF-16 at the start, else HEAD bytes from
    the first one beyond ASCII on. So it does not depend on how the file comes in blocks, and a file that is
    ASCII or UTF-8 costs next to nothing. Bytes that are no UTF-8 stay as they are where the file is UTF-8; in
    others what is no character becomes U+FFFD, and a line that is UTF-8 stays. With ``is_unicode`` an
    encoding of one byte a character has to be declared, as in JSON, which has none.
    """

    def __init__(self, blocks: Iterable[bytes], *, declared: str = "", is_unicode: bool = False) -> None:
        self.encoding: Encoding = UTF_8
        """Right from the first block with more than ASCII on."""
        self.repaired_lines = 0
        """Lines that held mojibake, so far."""
        self._declared = declared
        self._is_unicode = is_unicode
        self._blocks = iter(blocks)
        self._is_over = self._has_returns = False
        self._failure: Exception | None = None

    def __iter__(self) -> Iterator[bytes]:
        """The blocks.

        Raises
        ------
        Exception
            What the source of the blocks raised, behind all that came before.
        """
        head = self._filled(b"", HEAD)
        self.encoding = encoding_of(head[:HEAD], declared=self._declared)
        self._has_returns = b"\r" in head[:HEAD] and b"\n" not in head[:HEAD]
        marked = self.encoding
        if marked.name == "utf-8" and marked.mark:
            yield head[: marked.mark]
            head = head[marked.mark :]
        if not self._declared and not marked.name.startswith("utf-16"):
            self.encoding = UTF_8
            while head and head.isascii():
                yield self._with_line_feeds(head)
                head = self._next()
            head = self._decided(head, is_marked=bool(marked.mark))
        if self.encoding.name == "utf-8" and not self.encoding.is_mojibake:
            while head:
                yield self._with_line_feeds(head)
                head = self._next()
        elif self._declared or self.encoding.name.startswith("utf"):
            yield from self._converted(head)
        else:
            yield from self._converted_by_line(head)
        if self._failure is not None:
            raise self._failure

    def tell(self, name: str) -> None:
        """Warn, behind the last block of the file ``name``, of its encoding and of what was repaired."""
        if self.encoding.name != "utf-8" and not (self.encoding.mark or self._declared):
            warn("read_as", name, encoding=self.encoding.name)
        if self.repaired_lines:
            warn("mojibake_repaired", name, rows=self.repaired_lines)

    def _decided(self, head: bytes, *, is_marked: bool) -> bytes:
        """Find the encoding from the first byte of ``head`` beyond ASCII on; ``head`` with what was read."""
        first = _BEYOND_ASCII.search(head)
        if first is not None:
            place = first.start()
            head = self._filled(head, place + HEAD)
            part = head[place : place + HEAD]
            is_whole = self._is_over and len(head) == place + len(part)
            shown = encoding_behind_ascii(part, is_whole=is_whole)
            if not (is_marked or self._is_unicode):
                self.encoding = shown
            elif shown.is_mojibake:
                self.encoding = Encoding("utf-8", 0, is_mojibake=True)
        return head

    def _converted(self, head: bytes) -> Iterator[bytes]:
        is_utf_8, repairs = self.encoding.name == "utf-8", self.encoding.is_mojibake
        errors = "surrogateescape" if is_utf_8 else "replace"
        decoder = codecs.getincrementaldecoder(self.encoding.codec)(errors)
        block, held = head if is_utf_8 else head[self.encoding.mark :], ""
        while True:
            text = held + decoder.decode(block, final=self._is_over)
            end = len(text) if self._is_over or len(text) > LONGEST_HELD else text.rfind("\n") + 1
            end, held = (end, text[end:]) if repairs else (len(text), "")
            whole = self._repaired(text[:end]) if repairs else text
            yield self._with_line_feeds(whole.encode("utf-8", errors))
            if self._is_over:
                return
            block = self._next()

    def _converted_by_line(self, head: bytes) -> Iterator[bytes]:
        """As ``_converted``; a line that is UTF-8 stays: exports may have been put together from several."""
        codec = self.encoding.codec
        while head or not self._is_over:
            end = len(head) if self._is_over or len(head) > LONGEST_HELD else head.rfind(b"\n") + 1
            lines, held = self._with_line_feeds(head[:end]).split(b"\n"), head[end:]
            yield b"\n".join(line if _is_utf_8(line) else _in_utf_8(line, codec) for line in lines)
            head = held + self._next()

    def _repaired(self, text: str) -> str:
        better = repaired(text)
        if better != text:
            pairs = zip(text.split("\n"), better.split("\n"), strict=True)
            self.repaired_lines += sum(one != other for one, other in pairs)
        return better

    def _with_line_feeds(self, block: bytes) -> bytes:
        return block.replace(b"\r", b"\n") if self._has_returns else block

    def _filled(self, held: bytes, size: int) -> bytes:
        """``held`` and further blocks, until it has ``size`` bytes or there are no more."""
        if len(held) >= size:
            return held
        blocks, length = [held], len(held)
        while length < size and (block := self._next()):
            blocks.append(block)
            length += len(block)
        return b"".join(blocks)

    def _next(self) -> bytes:
        """The next block that is not empty; none at the end or where the source fails."""
        try:
            for block in self._blocks:
                if block:
                    return block
        except Exception as error:  # raised again behind what was read
            self._failure = error
        self._is_over = True
        return b""


def _is_utf_8(line: bytes) -> bool:
    if line.isascii():
        return True
    try:
        line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _in_utf_8(line: bytes, codec: str) -> bytes:
    return line.decode(codec, "replace").encode("utf-8")
