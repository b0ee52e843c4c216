"""Text as a page can show it: marks of direction are dropped, what has no glyph shows as missing."""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_fira_sans
from fontTools.ttLib import TTFont

FONTS: Final[Path] = fontpkg_fira_sans.ROOT / "files"
LONGEST_WORD: Final = 50
"""Characters; a longer word may be broken anywhere, or it would run out of its column."""
_FACES: Final = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
_BREAK: Final = "\u200b"
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, directions and joiners, halves of pairs, private and unassigned characters."""
_MARKS: Final = frozenset({"Mn", "Me"})
"""Marks upon a letter. Normalising joins the usual ones with their letter; a PDF that holds a loose one is no
PDF/A, so typst refuses it."""
_KEPT_SPACES: Final = frozenset("\u00a0\u202f\u2009")
"""Spaces that hold a number and its unit together."""
_SPACES: Final = re.compile(" +")
_SVG_TEXT: Final = re.compile(r"(<text\b[^>]*>|<tspan\b[^>]*>)([^<]*)")


def readable(text: str) -> str:
    """``text`` on one line without controls and marks of direction, for a page whose reader has fonts."""
    joined = unicodedata.normalize("NFC", "".join(_readable(c) for c in text))
    return _SPACES.sub(" ", joined).strip(" ")


def clean(text: str) -> str:
    """Readable text that the typeface can draw; long words may break anywhere.

    A character that the typeface lacks becomes a white square, or a question mark where it has no square.
    """
    words = _drawable(readable(text)).split(" ")
    return " ".join(word if len(word) <= LONGEST_WORD else _breakable(word) for word in words)


def clean_svg(svg: str) -> str:
    """The drawing with its texts as the typeface can draw them; its tags stay as they are."""
    return _SVG_TEXT.sub(lambda match: match[1] + _drawable(readable(match[2])), svg)


def _readable(character: str) -> str:
    if character.isspace():
        return character if character in _KEPT_SPACES else " "
    return "" if unicodedata.category(character) in _DROPPED else character


def _drawable(line: str) -> str:
    return "".join(_drawn(character) for character in line)


def _drawn(character: str) -> str:
    if unicodedata.category(character) in _MARKS:
        return ""
    if character.isspace() or ord(character) in _covered():
        return character
    return "\N{WHITE SQUARE}" if ord("\N{WHITE SQUARE}") in _covered() else "?"


def _breakable(word: str) -> str:
    return _BREAK.join(word[at : at + 10] for at in range(0, len(word), 10))


@cache
def _covered() -> frozenset[int]:
    """The code points that every face has."""
    maps = []
    for face in _FACES:
        with TTFont(FONTS / f"FiraSans-{face}.ttf", lazy=True) as font:
            maps.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*maps))
