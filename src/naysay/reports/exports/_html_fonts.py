"""The report's typeface inside the page, cut down to the characters that are used."""

from __future__ import annotations

import io
from base64 import b64encode
from functools import lru_cache
from typing import Final

from fontTools.subset import Options, Subsetter
from fontTools.ttLib import TTFont

from naysay.reports.glyphs import FONTS

ALWAYS: Final = "".join(map(chr, range(32, 127))) + "ÄÖÜäöüßéè§°±·×–—‘’‚“”„…€£¥−←→↑↓↕↩✓✗\u00a0"
"""What the page's style and script may write."""
_FACES: Final = (("Regular", "400"), ("SemiBold", "500 800"))
_DROPPED: Final = ("GPOS", "GDEF", "DSIG")
"""Kerning takes more time to cut than it is worth."""


def faces(text: str) -> str:
    """The style sheet's rules with the typeface for ``text``; equal characters give equal bytes."""
    return _faces("".join(sorted(set(text) | set(ALWAYS))))


@lru_cache(maxsize=8)
def _faces(characters: str) -> str:
    return "\n".join(
        f'@font-face {{ font-family: "Fira Sans"; font-weight: {weight}; '
        f"src: url(data:font/woff;base64,{_woff(face, characters)}) format('woff'); }}"
        for face, weight in _FACES
    )


def _woff(face: str, characters: str) -> str:
    options = Options()
    options.layout_features = ["tnum"]
    options.drop_tables += _DROPPED
    options.name_IDs = [0, 13]  # copyright and licence stay in it
    options.hinting = options.glyph_names = options.recalc_timestamp = False
    options.notdef_outline = True
    stream = io.BytesIO()
    with TTFont(FONTS / f"FiraSans-{face}.ttf", recalcTimestamp=False, lazy=True) as font:
        cut = Subsetter(options)
        cut.populate(text=characters)
        cut.subset(font)
        font.flavor = "woff"
        font.save(stream)
    return b64encode(stream.getvalue()).decode("ascii")
