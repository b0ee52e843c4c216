"""Colours of drawings on a light and on a dark page, with enough contrast for the texts in them."""

from __future__ import annotations

import colorsys
import re
from collections.abc import Iterable
from typing import Final

DARK_PAPER: Final = "#14171a"
"""The ground of the dark page, as page.css has it."""
LIGHT_PAPER: Final = "#ffffff"
CONTRAST: Final = 4.6
"""Of what has a colour of its own with the page: enough for small text, 4.5, with room for rounding."""
CONTRAST_OF_GREY: Final = 5.6
"""Of grey texts on the light page, since some stand on a grey band."""
_GREY: Final = 0.25
"""Saturation below which a colour is a grey."""
_HUE: Final = 0.58
"""Of greys on the dark page, which are a little blue as its ground is."""
_PALE: Final = 0.8
"""Lightness above which a colour is a tint of the ground."""
_COLOUR: Final = re.compile(r"#[0-9a-f]{6}")


def dark(colour: str) -> str:
    """``#rrggbb`` of a light page as ``#rrggbb`` of a dark one; white becomes the dark ground."""
    red, green, blue = _channels(colour)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    if colour == "#ffffff":
        return DARK_PAPER
    if saturation < _GREY:
        return _hex(_HUE, _turned(lightness), 0.1)
    if lightness > _PALE:
        return _hex(hue, _turned(lightness) + 0.05, 0.4)
    while contrast(_hex(hue, lightness, saturation), DARK_PAPER) < CONTRAST:
        lightness += 0.01
    return _hex(hue, lightness, saturation)


def contrast(one: str, other: str) -> float:
    """The contrast of two colours as WCAG 2 defines it, from 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def light(colour: str) -> str:
    """``colour`` on the light page: darker where it is nearly dark enough for small text."""
    red, green, blue = _channels(colour)
    hue, lightness, saturation = colorsys.rgb_to_hls(red, green, blue)
    wanted = CONTRAST_OF_GREY if saturation < _GREY else CONTRAST
    if contrast(colour, LIGHT_PAPER) < 3:
        return colour
    while contrast(_hex(hue, lightness, saturation), LIGHT_PAPER) < wanted:
        lightness -= 0.01
    return _hex(hue, lightness, saturation)


def rules(drawings: Iterable[str]) -> tuple[str, str, str]:
    """Style sheet rules for the colours of drawings: those that use variables, the light and the dark ones.

    A text has its own ``color`` and ``background-color`` too. They paint nothing, but say to programs that
    check the contrast of texts what it stands on.
    """
    colours = sorted({colour for svg in drawings for colour in _COLOUR.findall(svg)})
    uses = [
        f'.drawing [{name}="{colour}"] {{ {painted}: var(--c{colour[1:]}); }}'
        for colour in colours
        for name, painted in (("fill", "fill"), ("stroke", "stroke"), ("data-on", "background-color"))
    ]
    uses += [f'.drawing text[fill="{colour}"] {{ color: var(--c{colour[1:]}); }}' for colour in colours]
    lights, darks = (
        " ".join(f"--c{colour[1:]}: {scheme(colour)};" for colour in colours) for scheme in (light, dark)
    )
    return "\n".join(uses), lights, darks


def _turned(lightness: float) -> float:
    """Black becomes nearly white, and white the dark ground."""
    return 0.95 - 0.86 * lightness


def _luminance(colour: str) -> float:
    red, green, blue = (
        c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in _channels(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _linear(channel: float) -> float:
    return channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4


def _channels(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return red, green, blue


def _hex(hue: float, lightness: float, saturation: float) -> str:
    channels = colorsys.hls_to_rgb(hue, min(max(lightness, 0.0), 1.0), saturation)
    return "#" + "".join(f"{round(255 * channel):02x}" for channel in channels)
