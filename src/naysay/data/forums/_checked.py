"""The values of a post, each checked: what cannot be used is refused with a reason."""

from __future__ import annotations

from typing import Final

from naysay.data.forums.base import LONGEST_NAME, RefusedError
from naysay.study.characters import whole_characters

EARLIEST, LATEST = 631_152_000 * 10**9, 4_102_444_800 * 10**9
"""1990 and 2100 in nanoseconds: no forum is older, no honest post newer, and 20240301 is no instant."""
_LONGEST_NUMBER: Final = 10**LONGEST_NAME


def checked_text(value: object) -> str:
    """``value`` as a text that can be stored: halves of characters become U+FFFD."""
    if not isinstance(value, str) or not value or value.isspace():
        raise RefusedError("no_text")
    return value if value.isascii() else whole_characters(value)


def checked_id(value: object) -> str:
    """``value`` as the post's identifier."""
    post_id = "" if value is True or value is False else checked_name(value, "id")
    if not post_id:
        raise RefusedError("no_id")
    return post_id


def checked_name(value: object, what: str) -> str:
    """``value`` as the name of ``what``: an author, a forum or a company; empty where it is no name."""
    if isinstance(value, str):
        name = value.strip()
    elif isinstance(value, int):
        if abs(value) >= _LONGEST_NUMBER:  # writing it out could take long, or raise
            raise RefusedError(f"{what}_too_long")
        name = str(value)
    else:
        return ""
    if len(name) > LONGEST_NAME:
        raise RefusedError(f"{what}_too_long")
    return name if name.isascii() else whole_characters(name)


def checked_instant(nanoseconds: int) -> int:
    """``nanoseconds`` since 1970 when a post can have been written then."""
    if not EARLIEST <= nanoseconds < LATEST:
        raise RefusedError("time_out_of_range")
    return nanoseconds
