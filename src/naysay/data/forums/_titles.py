"""Puts a title and what stands below it together, without saying twice what both say."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from naysay.data.forums._removed import is_removed
from naysay.data.forums.base import SkippedError

_SHORTEST: Final = 10
"""Characters that a title which was cut off has more than: fewer may begin any text."""


def joined(texts: Iterable[object]) -> str:
    """Several texts of one post with a blank line between; what is no text, or a notice of removal, is left
    out.

    One that begins with the one before stands for both, and one that repeats another is left out. Empty
    where nothing is written.

    Raises
    ------
    SkippedError
        ``removed``, where nothing but notices is left.
    """
    parts, is_gone = list[str](), False
    for text in texts:
        if not isinstance(text, str) or not (text := text.strip()):
            continue
        if is_removed(text):
            is_gone = True
        elif parts and begins(text, parts[-1]):
            parts[-1] = text
        elif text not in parts:
            parts.append(text)
    if not parts and is_gone:
        raise SkippedError("removed")
    return "\n\n".join(parts)


def with_title(title: str, body: str) -> str:
    """``title`` on a line above ``body``; a title that only repeats how the body begins is left out."""
    if begins(body, title):
        return body or title
    return f"{title}\n{body}" if body else title


def begins(text: str, title: str) -> bool:
    """Whether ``text`` begins with ``title``, whatever its case and its blanks; a program may have cut the
    title off with dots."""
    if text.startswith(title):
        return True
    start, whole = _plain(text[: 2 * len(title) + 50]), _plain(title)
    cut = whole.removesuffix("...").removesuffix("…").rstrip()
    return start.startswith(whole) or (_SHORTEST < len(cut) < len(whole) and start.startswith(cut))


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
