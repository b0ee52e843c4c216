"""Text as a page can show it: marks of direction are dropped, what has no glyph is a white square."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import Final

import fontpkg_fira_sans
from fontTools.ttLib import TTFont

from naysay.reports.figures.fallback import FOLDER
from naysay.study.characters import readable

FONTS: Final[Path] = fontpkg_fira_sans.ROOT / "files"
FALLBACK: Final = tuple(FOLDER / name for name in ("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"))
"""What draws the characters that the report's own typeface lacks."""
LONGEST_WORD: Final = 50
"""Characters; a longer word may be broken anywhere, or it would run out of its column."""
_FACES: Final = ("Regular", "Italic", "Medium", "SemiBold", "Bold")
MISSING: Final = "\N{WHITE SQUARE}"
"""Stands for a character that cannot be drawn."""
_BREAK: Final = "\u200b"
_MARKS: Final = frozenset({"Mn", "Me"})
"""Marks upon a letter. Normalising joins the usual ones with their letter; a PDF that holds a loose one is no
PDF/A, so typst refuses it."""
_APART, _TOGETHER = "\u2068", "\u2069"
_LETTER: Final = "[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]"
_LEFTWARDS: Final = re.compile(f"{_LETTER}+(?: {_LETTER}+)*")
"""Words of Hebrew, Arabic and their like."""
_PERCENT: Final = re.compile(r"(?<=\d-)(?=%-)")
"""Where a word such as 95-%-Intervall must not end its line."""
_JOINER: Final = "\u2060"
_PARTS: Final = re.compile(r"(?<=\w-)(?=\w)")
"""Where a word with a hyphen may end its line anyhow."""
_SVG_TEXT: Final = re.compile(r"(<text\b[^>]*>|<tspan\b[^>]*>)([^<]*)")


def clean(text: str, longest: int = LONGEST_WORD) -> str:
    """Readable text that the typefaces can draw; words longer than ``longest`` may break anywhere.

    A character that both typefaces lack becomes a white square. What is read from right to left is kept
    apart, so that it does not turn the numbers beside it.
    """
    words = _PERCENT.sub(_JOINER, _drawable(readable(text))).split(" ")
    line = " ".join("".join(_breakable(part, longest) for part in _PARTS.split(word)) for word in words)
    return _LEFTWARDS.sub(lambda run: f"{_APART}{run[0]}{_TOGETHER}", line)


def undrawn(texts: Iterable[str]) -> int:
    """How many characters of ``texts`` become white squares, each time they stand there."""
    return sum(_drawn(character) == MISSING != character for text in texts for character in readable(text))


def texts_of_svg(svg: str) -> list[str]:
    """The texts of a drawing."""
    return [match[2] for match in _SVG_TEXT.finditer(svg)]


def clean_svg(svg: str) -> str:
    """The drawing with its texts as the typeface can draw them; its tags stay as they are."""
    return _SVG_TEXT.sub(lambda match: match[1] + _drawable(readable(match[2])), svg)


def _drawable(line: str) -> str:
    return "".join(_drawn(character) for character in line)


def _drawn(character: str) -> str:
    if unicodedata.category(character) in _MARKS:
        return ""
    if character.isspace() or ord(character) in _covered():
        return character
    return MISSING


def _breakable(word: str, longest: int) -> str:
    """``word``, or its tens of letters that a line may end with if it is longer than ``longest``."""
    if len(word) <= longest:
        return word
    return _BREAK.join(word[at : at + 10] for at in range(0, len(word), 10))


@cache
def _covered() -> frozenset[int]:
    """The code points that every face of the one or the other typeface has."""
    faces = [FONTS / f"FiraSans-{face}.ttf" for face in _FACES], FALLBACK
    return frozenset().union(*(set.intersection(*map(_points, files)) for files in faces))


def _points(file: Path) -> set[int]:
    with TTFont(file, lazy=True) as font:
        return set(font.getBestCmap())
