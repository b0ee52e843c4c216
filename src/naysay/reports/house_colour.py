"""The colour of the house: as it was chosen where that can be read on white, else darker."""

from __future__ import annotations

import colorsys
from typing import Final

CONTRAST: Final = 4.5
"""What text on white needs at least (WCAG 2.1, 1.4.3)."""
_STEPS: Final = 200


def on_white(colour: str) -> str:
    """``colour``, #rrggbb, or a darker one of its hue that has a contrast of at least 4.5 to 1 on white.

    Hue and saturation stay (those of HLS), and lightness falls to the first value that is dark enough.
    """
    if contrast_on_white(colour) >= CONTRAST:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*(part / 255 for part in _parts(colour)))
    for step in range(1, _STEPS):
        rgb = colorsys.hls_to_rgb(hue, lightness * (1 - step / _STEPS), saturation)
        darker = "#" + "".join(f"{round(part * 255):02x}" for part in rgb)
        if contrast_on_white(darker) >= CONTRAST:
            return darker
    return "#000000"


def contrast_on_white(colour: str) -> float:
    """1 for white to 21 for black.

    References
    ----------
    WCAG 2.1, relative luminance and contrast ratio.
    """
    red, green, blue = (_linear(part / 255) for part in _parts(colour))
    return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _parts(colour: str) -> tuple[int, int, int]:
    red, green, blue = (int(colour[at : at + 2], 16) for at in (1, 3, 5))
    return red, green, blue
