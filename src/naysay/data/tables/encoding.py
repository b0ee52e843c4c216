"""The encoding of a table, from its first bytes: UTF-8, UTF-16, Windows-1252 and what else Excel writes."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from naysay.data.tables.mojibake import is_mojibake, repaired

HEAD: Final = 1 << 16
"""Bytes from which an encoding is found."""
CODECS: Final[Mapping[str, str]] = {
    "utf-8": "utf-8",
    "utf-16-le": "utf-16-le",
    "utf-16-be": "utf-16-be",
    "windows-1250": "cp1250",
    "windows-1251": "cp1251",
    "windows-1252": "cp1252",
    "iso-8859-2": "iso8859-2",
    "iso-8859-15": "iso8859-15",
    "cp850": "cp850",
    "mac-roman": "mac-roman",
}
"""The name of each encoding, and Python's. A study may also give ``utf-16``; the file tells the order of its
bytes."""
_MARKS: Final = ((b"\xef\xbb\xbf", "utf-8"), (b"\xff\xfe", "utf-16-le"), (b"\xfe\xff", "utf-16-be"))
_LEAST_ZEROS: Final = 0.3
"""The share of characters whose upper byte is zero, from which on bytes are UTF-16: line feeds, separators,
digits and Latin letters."""
_OF_ONE_BYTE: Final = ("windows-1252", "cp850", "mac-roman")
"""What Excel writes as CSV in Western Europe: for Windows, for MS-DOS, for Macintosh."""
_USUAL: Final = frozenset("äöüÄÖÜßéèêàâçñáíóúôîûëïåøæœÉ")
_WITHIN_WORDS: Final = re.compile(rb"(?<=[A-Za-z])[\x80-\xff]+|[\x80-\xff]+(?=[A-Za-z])")
_CONTROLS: Final = bytes(set(range(32)) - set(b"\t\n\v\f\r\x1a\x1b"))
_HALVES: Final = re.compile("[\udc80-\udcff]")
_BEYOND_ASCII: Final = re.compile("[^\x00-\x7f\udc80-\udcff]")
_CUT_OFF: Final = re.compile(rb"(?:[\xc2-\xdf]|[\xe0-\xef][\x80-\xbf]?|[\xf0-\xf4][\x80-\xbf]{0,2})\Z")


@dataclass(frozen=True, slots=True)
class Encoding:
    """How the bytes of a file are its text."""

    name: str = "utf-8"
    """A name of ``CODECS``."""
    mark: int = 0
    """Bytes of the byte order mark at the start of the file; none belong to the text."""
    is_mojibake: bool = False
    """Whether the text was read wrongly before it was written; ``repaired`` mends it."""

    @property
    def codec(self) -> str:
        """Python's name of the encoding."""
        return CODECS[self.name]


UTF_8: Final = Encoding()


def encoding_of(head: bytes, *, declared: str = "", is_whole: bool = False) -> Encoding:
    """The encoding of the file that begins with ``head``.

    A byte order mark decides, and without one ``declared`` (a name of ``CODECS``, or ``utf-16``). Otherwise
    it is UTF-16 where many characters have an upper byte of zero, and UTF-8 where at least as many characters
    are UTF-8 as bytes are not. Else it is the encoding of one byte a character that makes most words of what
    is beyond ASCII: Windows-1252 in doubt. Bytes with controls that no text has count as UTF-8. So do ASCII
    bytes, which are the same in all but UTF-16: where ``head`` has only those, ``encoding_behind_ascii``
    tells from a later part.

    Parameters
    ----------
    declared
        What the study says; mojibake is then left as it is.
    is_whole
        Whether ``head`` is all of the file. Otherwise it may end within a character.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            text = head[len(mark) :]
            return Encoding(name, len(mark), not declared and _is_mojibake(text, name))
    order = _order_of_16_bits(head)
    if declared == "utf-16":
        return Encoding(order or "utf-16-le")
    if declared:
        return Encoding(declared)
    if order:
        return Encoding(order, 0, _is_mojibake(head, order))
    return encoding_behind_ascii(head, is_whole=is_whole)


def encoding_behind_ascii(part: bytes, *, is_whole: bool = False) -> Encoding:
    """The encoding of a file without a mark, not in UTF-16, in which only ASCII stands before ``part``.

    ``is_whole`` says whether the file ends with ``part``.
    """
    try:
        text = part.decode("utf-8")
    except UnicodeDecodeError:
        name = _of_bytes(part if is_whole else _CUT_OFF.sub(b"", part))
        return Encoding(name, 0, _is_mojibake(part, name))
    return Encoding("utf-8", 0, is_mojibake=True) if is_mojibake(text) else UTF_8


def decoded(raw: bytes, encoding: Encoding) -> str:
    """The text of all bytes of a file, without its mark, and repaired where it is mojibake.

    What is no character becomes U+FFFD, and line ends stay as they are.
    """
    text = raw[encoding.mark :].decode(encoding.codec, "replace")
    return repaired(text) if encoding.is_mojibake else text


def text_of_table(raw: bytes, *, declared: str = "") -> tuple[str, Encoding]:
    """The text of a small file, and the encoding that it was read with: ``decoded`` by ``encoding_of``.

    All bytes decide, so that a file whose first letter beyond ASCII comes late is read right.
    """
    encoding = encoding_of(raw, declared=declared, is_whole=True)
    return decoded(raw, encoding), encoding


def _order_of_16_bits(head: bytes) -> str:
    """utf-16-le or utf-16-be where ``head`` looks like it, without a mark; else nothing."""
    first, second = head[0::2].count(0), head[1::2].count(0)
    units = len(head) // 2
    if units < 2 or max(first, second) < _LEAST_ZEROS * units or min(first, second) > 0.02 * units:
        return ""
    return "utf-16-le" if second > first else "utf-16-be"


def _of_bytes(head: bytes) -> str:
    if head.isascii() or head.translate(None, _CONTROLS) != head:
        return "utf-8"
    text = head.decode("utf-8", "surrogateescape")
    wrong = len(_HALVES.findall(text))
    if wrong <= len(_BEYOND_ASCII.findall(text)):
        return "utf-8"
    beyond = b"".join(_WITHIN_WORDS.findall(head))
    words = {
        name: sum(map(_USUAL.__contains__, beyond.decode(CODECS[name], "replace"))) for name in _OF_ONE_BYTE
    }
    return max(_OF_ONE_BYTE, key=words.__getitem__)  # the first of equals


def _is_mojibake(head: bytes, name: str) -> bool:
    """Only where there are a character's own bytes to have gone wrong: in Unicode."""
    return name.startswith("utf") and not head.isascii() and is_mojibake(head.decode(CODECS[name], "ignore"))
