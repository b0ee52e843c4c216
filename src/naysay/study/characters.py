"""Halves of characters, which Python holds where a text was cut within one, and the form of a text."""

from __future__ import annotations

import re
from typing import Final

_HALF: Final = re.compile("[\ud800-\udfff]")
"""Unicode calls them surrogates. UTF-8 cannot write them."""
REPLACEMENT: Final = "\ufffd"


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


def _sign(character: str) -> str:
    if character.isalpha():
        return "A" if character.isupper() else "a"
    if character.isdecimal():
        return "9"
    if character.isspace():
        return " "
    return character if character.isascii() and character.isprintable() else "?"
