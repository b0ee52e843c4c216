"""Repairs mojibake: UTF-8 that was read as Windows-1252 and written as UTF-8 again, so that ü became Ã¼.

A run of characters beyond ASCII is mojibake when all of it, as the bytes of Windows-1252 or ISO-8859-1, is
UTF-8 of a script that people write in. A lone Ã or â, as in Portuguese or French, is no such run.
"""

from __future__ import annotations

import re
from typing import Final

_TIMES: Final = 3
"""How often a text may have been through it: each time, each character becomes two or more."""
_LEAST_SHARE: Final = 0.7
"""Of the characters beyond ASCII in a sample, how many have to lie in such runs."""


def _written(byte: int) -> str:
    """The characters that stand for ``byte``: in Windows-1252, and in ISO-8859-1 where that differs."""
    one = bytes([byte]).decode("cp1252", "ignore")
    return one if one == chr(byte) else one + chr(byte)


def _any_of(first: int, last: int) -> str:
    """A class of characters for a pattern."""
    return "[" + re.escape("".join(map(_written, range(first, last + 1)))) + "]"


_BYTE_OF: Final = {ord(one): byte for byte in range(0x80, 0x100) for one in _written(byte)}
_FURTHER: Final = _any_of(0x80, 0xBF)
_CHARACTER: Final = (
    f"(?:[\u00c2-\u00c5\u00ce-\u00d1]{_FURTHER}|[\u00e2-\u00ef]{_FURTHER}{{2}}|\u00f0{_FURTHER}{{3}})"
)
"""One character in two, three or four: Latin, Greek or Cyrillic; signs and further scripts; emoji."""
_RUN: Final = re.compile(rf"(?<!{_any_of(0x80, 0xFF)}){_CHARACTER}+(?!{_any_of(0x80, 0xFF)})")
_TELLING: Final = re.compile("[ÂÃÎÏÐÑâð]")
"""With these most runs begin; Ä and Å before a quotation mark may end a word."""
_BEYOND_ASCII: Final = re.compile(r"[^\x00-\x7f]+")


def is_mojibake(sample: str) -> bool:
    """Whether most of what is beyond ASCII in ``sample``, the head of a file, is mojibake."""
    if sample.isascii() or not _TELLING.search(sample):
        return False
    beyond = sum(map(len, _BEYOND_ASCII.findall(sample)))
    runs = [run for run in _RUN.findall(sample) if _read_again(run) != run]
    return sum(map(len, runs)) >= _LEAST_SHARE * beyond and any(map(_TELLING.search, runs))


def repaired(text: str) -> str:
    """``text`` with each run of mojibake as it was first written; any other text as it is.

    The characters before and behind such runs stay, and so does a run that is no UTF-8 as a whole.
    """
    for _ in range(_TIMES):
        if text.isascii():
            return text
        before, text = text, _RUN.sub(lambda run: _read_again(run[0]), text)
        if text == before:
            return text
    return text


def _read_again(run: str) -> str:
    """The characters whose UTF-8 ``run`` shows; ``run`` itself where it shows none, or only controls."""
    try:
        text = run.translate(_BYTE_OF).encode("latin-1").decode("utf-8")
    except UnicodeError:
        return run
    return run if any("\x80" <= one <= "\x9f" for one in text) else text
