"""The typefaces of a document: neither the machine's fonts nor those inside typst can slip in."""

from __future__ import annotations

import shutil
from pathlib import Path

import typst

from naysay.reports.glyphs import FALLBACK, FONTS


def typefaces(folder: Path) -> typst.Fonts:
    """The report's typeface and what draws the characters it lacks, copied below the temporary ``folder``."""
    fallback = folder / "fonts"
    fallback.mkdir()
    for file in FALLBACK:
        shutil.copyfile(file, fallback / file.name)  # others lie beside them
    return typst.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(FONTS), str(fallback)]
    )
