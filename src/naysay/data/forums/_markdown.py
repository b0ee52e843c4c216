"""Posts in Markdown: what a writer quotes is another's text, and is left out."""

from __future__ import annotations

import re
from typing import Final

_QUOTED: Final = re.compile(r"^ {0,3}>(?!!|\d)[^\n]*+\n?", re.MULTILINE)
"""A line of a quotation. ">!" begins what is hidden until somebody clicks, ">5" means more than five."""
_GAP: Final = re.compile(r"\n[ \t]*\n\s*\n")


def without_quotations(text: str) -> str:
    """``text`` without the lines that it quotes; as it is where nothing else is written."""
    if ">" not in text:
        return text
    own, quoted = _QUOTED.subn("", text)
    if not quoted or not own or own.isspace():
        return text
    return _GAP.sub("\n\n", own).strip()
