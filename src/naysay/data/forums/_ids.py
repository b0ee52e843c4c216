"""Ids of posts in tables: as they stand, rounded by a spreadsheet, or made of the post where it has none."""

from __future__ import annotations

import hashlib
import re
from typing import Final

from naysay.data.forums._checked import checked_id
from naysay.data.forums.base import RefusedError

_ROUNDED: Final = re.compile(r"\d(?:[.,]\d+)?[eE]\+\d{2,3}", re.ASCII)
_EXACT_BELOW: Final = 2**53
"""Whole numbers from which on a float has not all digits."""
_PERSON: Final = b"naysay post id"
_DIGITS: Final = 15
"""What a spreadsheet keeps of a number."""


def table_id(value: object) -> str:
    """``value`` as a post's id; a sheet has whole numbers as floats.

    Raises
    ------
    RefusedError
        no_id, id_too_long, or id_rounded where digits are gone.
    """
    if isinstance(value, str):
        if value[-3:-2] == "+" and is_rounded(value):
            raise RefusedError("id_rounded")
    elif isinstance(value, float):
        if is_rounded(value):
            raise RefusedError("id_rounded")
        value = int(value) if value.is_integer() else None
    return checked_id(value)


def is_rounded(value: object) -> bool:
    """Whether an id is a number of which only the first digits are left, such as 5.50442E+17."""
    if isinstance(value, float):
        return value == value and abs(value) >= _EXACT_BELOW
    return isinstance(value, str) and len(value) < 30 and _ROUNDED.fullmatch(value.strip()) is not None


def may_be_cut(value: object) -> bool:
    """Whether an id has more digits than a spreadsheet keeps, and ends in zeros as it writes them."""
    digits = str(value) if isinstance(value, int) and abs(value) < 10**40 else value
    return isinstance(digits, str) and len(digits) > _DIGITS and digits.isdecimal() and digits.endswith("000")


def made_id(posted_at: int, author: str, text: str) -> str:
    """The id of a post without one: equal for the same time, author and text, and different for any other."""
    name = author.encode("utf-8", "replace")
    digest = hashlib.blake2b(digest_size=16, person=_PERSON)
    digest.update(b"%d %d " % (posted_at, len(name)))
    digest.update(name)
    digest.update(text.encode("utf-8", "replace"))
    return digest.hexdigest()
