"""Halves of characters: what Python holds where a text was cut within one, or where bytes are no UTF-8."""

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
