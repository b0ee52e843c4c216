"""What a text is made of: halves of characters, its form, and what of it a line can show."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_HALF: Final = re.compile("[\ud800-\udfff]")
"""Unicode calls them surrogates. UTF-8 cannot write them."""
REPLACEMENT: Final = "\ufffd"
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, directions and joiners, halves of pairs, private and unassigned characters."""
_KEPT_SPACES: Final = frozenset("\u00a0\u202f\u2009")
"""Spaces that hold a number and its unit together."""
_SPACES: Final = re.compile(" +")


def whole_characters(text: str) -> str:
    """``text`` with U+FFFD for each half of a character, so that it can be stored."""
    return _HALF.sub(REPLACEMENT, text) if has_half(text) else text


def has_half(text: str) -> bool:
    """Whether ``text`` holds half a character, so that UTF-8 cannot write it."""
    if text.isascii():
        return False
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def form(text: str, *, longest: int = 20) -> str:
    """How ``text`` is written, without what it says: ``$ABC.de 12`` is ``$AAA.aa 99``.

    A capital is A, another letter a, a digit 9; white space and ASCII signs stay, all else is ?. A text that
    is longer than ``longest`` ends with … and its length.
    """
    signs = "".join(map(_sign, text[:longest]))
    return signs if len(text) <= longest else f"{signs}… ({len(text)} characters)"


def readable(text: str) -> str:
    """``text`` on one line without controls and marks of direction, for a page whose reader has fonts."""
    joined = unicodedata.normalize("NFC", "".join(map(_readable, text)))
    return _SPACES.sub(" ", joined).strip(" ")


def _readable(character: str) -> str:
    if character.isspace():
        return character if character in _KEPT_SPACES else " "
    return "" if unicodedata.category(character) in _DROPPED else character


def _sign(character: str) -> str:
    if character.isalpha():
        return "A" if character.isupper() else "a"
    if character.isdecimal():
        return "9"
    if character.isspace():
        return " "
    return character if character.isascii() and character.isprintable() else "?"
