"""Text in drawings: which characters can be drawn, how wide a text is, and where a long one breaks."""

from __future__ import annotations

from functools import cache
from typing import Final

import fontpkg_fira_sans
from matplotlib import font_manager
from matplotlib.ft2font import FT2Font

FAMILIES: Final = ("Fira Sans", "DejaVu Sans")
TEXT: Final = 9.0
"""Points of what is read first."""
SMALL: Final = 8.8
"""Points of the smallest text: seven in print where a page shrinks a drawing by a fifth."""
_FACES: Final = ("Regular", "Medium", "SemiBold", "Bold")
_UNITS: Final = 1000
"""Points at which a character is measured; its width grows with the size."""


def drawable(text: str, limit: int = 60) -> str:
    """``text`` on one line, at most ``limit`` long, with a box for each character that no font here has."""
    line = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    line = line if len(line) <= limit else line[: limit - 1].rstrip() + "…"
    return "".join(c if _has(c) else "\N{WHITE SQUARE}" for c in line)


def width_of(text: str, size: float = SMALL, *, bold: bool = False) -> float:
    """Inches that the longest line of ``text`` takes at ``size`` points."""
    return max(
        sum(_advance(character, bold=bold) for character in line) * size / 72 for line in text.split("\n")
    )


def wrapped(text: str, room: float, size: float = SMALL, *, lines: int = 2, bold: bool = False) -> str:
    """``text`` over at most ``lines`` lines of ``room`` inches, broken between words where that is possible.

    A word that is wider than the room is broken inside; what the lines cannot hold ends in an ellipsis.
    """
    out: list[str] = []
    rest = drawable(text, 400)
    while rest and len(out) < lines:
        last = len(out) == lines - 1
        if width_of(rest, size, bold=bold) <= room:
            out.append(rest)
            break
        fits = _fitting(rest, room, size, bold=bold)
        if last:
            short = _fitting(rest, room - width_of("…", size, bold=bold), size, bold=bold)
            out.append(rest[:short].rstrip() + "…")
            break
        blank = rest.rfind(" ", 1, fits + 1)
        cut = blank if blank > 0 else fits
        out.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return "\n".join(out)


def _fitting(text: str, room: float, size: float, *, bold: bool) -> int:
    """The most characters from the start that fit into ``room``; one at least."""
    used, n = 0.0, 0
    for character in text:
        used += _advance(character, bold=bold) * size / 72
        if used > room:
            break
        n += 1
    return max(n, 1)


@cache
def fonts() -> tuple[FT2Font, ...]:
    """Fira Sans made known to matplotlib; both families, in order of preference."""
    for face in _FACES:
        font_manager.fontManager.addfont(_face(face))
    other = font_manager.findfont(font_manager.FontProperties(family=FAMILIES[1]))
    return FT2Font(_face("Regular")), FT2Font(other)


def _face(name: str) -> str:
    return str(fontpkg_fira_sans.ROOT / "files" / f"FiraSans-{name}.ttf")


@cache
def _bold() -> FT2Font:
    return FT2Font(_face("Bold"))


@cache
def _has(character: str) -> bool:
    return any(font.get_char_index(ord(character)) for font in fonts())


@cache
def _advance(character: str, *, bold: bool) -> float:
    """Width of a character in parts of the font's size."""
    candidates = (_bold(), *fonts()) if bold else fonts()
    font = next((font for font in candidates if font.get_char_index(ord(character))), candidates[-1])
    font.set_size(_UNITS, 72)
    return float(font.load_char(ord(character)).linearHoriAdvance) / 65536 / _UNITS
