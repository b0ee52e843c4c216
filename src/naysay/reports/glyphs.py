"""Text as a page can show it: what would change its direction is dropped, what has no glyph is boxed."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_fira_sans
from fontTools.ttLib import TTFont

FONTS: Final[Path] = fontpkg_fira_sans.ROOT / "files"
FACES: Final = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
LONGEST_WORD: Final = 50
"""Characters; a longer word may be broken anywhere, or it would run out of its column."""
_BREAK: Final = "\u200b"
_DROPPED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn"})
"""Controls, directions and joiners, halves of pairs, private and unassigned characters."""
_KEPT_SPACES: Final = frozenset("\u00a0\u202f\u2009")
"""Spaces that hold a number and its unit together."""
_SPACES: Final = re.compile(" +")
_SVG_TEXT: Final = re.compile(r"(<text\b[^>]*>|<tspan\b[^>]*>)([^<]*)")


def readable(text: str) -> str:
    """``text`` on one line without controls and marks of direction, for a page whose reader has fonts."""
    return _SPACES.sub(" ", "".join(_readable(c) for c in text)).strip(" ")


def clean(text: str) -> str:
    """Readable text with a box for each character the typeface lacks; long words may break anywhere."""
    line = "".join(_drawn(c) for c in readable(text))
    return " ".join(word if len(word) <= LONGEST_WORD else _breakable(word) for word in line.split(" "))


def clean_svg(svg: str) -> str:
    """The drawing with boxes for characters of its texts that the typeface lacks."""
    return _SVG_TEXT.sub(lambda found: found[1] + "".join(_drawn(c) for c in found[2]), svg)


def font_files() -> Iterable[Path]:
    """The faces that documents are set in."""
    return (FONTS / f"FiraSans-{face}.ttf" for face in FACES)


def _readable(character: str) -> str:
    if character.isspace():
        return character if character in _KEPT_SPACES else " "
    return "" if unicodedata.category(character) in _DROPPED else character


def _drawn(character: str) -> str:
    if character.isspace() or ord(character) in _covered():
        return character
    return "\N{WHITE SQUARE}" if ord("\N{WHITE SQUARE}") in _covered() else "?"


def _breakable(word: str) -> str:
    return _BREAK.join(word[at : at + 10] for at in range(0, len(word), 10))


@cache
def _covered() -> frozenset[int]:
    """The code points that every face has."""
    maps = []
    for file in font_files():
        with TTFont(file, lazy=True) as font:
            maps.append(set(font.getBestCmap()))
    return frozenset(set.intersection(*maps))
