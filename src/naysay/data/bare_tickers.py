"""Tells whether a ticker that is written without its $ stands for a share."""

from __future__ import annotations

import re
from typing import Final

_BEFORE_WORDS = "|".join(
    (
        r"(?:nyse|nasdaq|amex|xetra|ticker|symbol|otc)\s*[:-]\s*\(?",
        r"(?:shares?|stocks?|calls?|puts?|options?|positions?|earnings|leaps|aktien?|anteile)"
        r"\s+(?:of|in|on|for|von|der)\s+",
        r"(?:buy|buying|bought|sell|selling|sold|short|shorting|shorted|own|owning|holding|adding|added"
        r"|trimmed|long)\s+",
        r"\$[a-z][a-z.]*,?\s+(?:and\s+|&\s+|und\s+)?",
    )
)
_AFTER_WORDS = "|".join(
    (
        r"\s+(?:shares?|stock(?!\s+up(?!\s+[+\-]?\d))|stocks|calls|puts|options|earnings|dividend|chart|eps|q[1-4]|longs|shorts"
        r"|bulls|bears|aktien?|kurs|dividende|quartalszahlen)\b",
        r"\s+(?:at\s+)?[+\-−]?\$?\d+(?:[.,]\d+)?\s?%",
        r"\s+(?:at\s+)?\$\d",
        r"\s*,?\s*\$[a-z]",
    )
)
_NEVER = re.compile(
    r"(?:vitamin|plan|model|grade|series|type|class|section|mr|mrs|ms|hepatitis|team|group|level)\.?\s+$"
)
_PART = re.compile(r"-(?:aktie|aktien|kurs|anteil|papier|dividende|shares?|stock)", re.IGNORECASE)
_BEFORE = re.compile(rf"(?:^|[^\w])(?:{_BEFORE_WORDS})$")
_AFTER = re.compile(_AFTER_WORDS)
_REACH: Final = 30
"""Characters before a bare ticker that may hold its context."""


def joins(before: str) -> bool:
    """Whether the character before a ticker makes it a part of a word, or a cashtag."""
    return before == "$" or before.isalnum()


def stands_alone(text: str, start: int, end: int) -> bool:
    """Whether a bare ticker touches nothing that makes it a part of something else: AT&T, T-shirt, T's."""
    before, after = text[start - 1 : start], text[end : end + 1]
    if after == "-" and _PART.match(text[end : end + _REACH]):
        after = " "
    if (
        before.isalnum()
        or (before and before in "_$.&'’/-")
        or after.isalnum()
        or (after and after in "_&/'’-")
    ):
        return False
    return after != "." or not text[end + 1 : end + 2].isalpha()


def as_share(text: str, start: int, end: int) -> bool:
    """Whether what touches the bare ticker in ``text[start:end]`` speaks of a share."""
    written = text[max(0, start - _REACH) : start]
    before = written.lower()
    if _NEVER.search(before):
        return False
    # Who shouts BUY NOW names no share.
    shouted = written.rstrip()[-1:].isupper()
    return (_BEFORE.search(before) is not None and not shouted) or _AFTER.match(
        text[end : end + _REACH].lower()
    ) is not None
