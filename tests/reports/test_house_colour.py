"""The colour of the house. Expected values: contrasts that WCAG 2.1 gives for known colours, and by hand."""

from __future__ import annotations

import colorsys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.reports.house_colour import CONTRAST, contrast_on_white, on_white


@pytest.mark.parametrize(
    ("colour", "contrast"),
    [("#ffffff", 1.0), ("#000000", 21.0), ("#767676", 4.54), ("#777777", 4.48), ("#ff0000", 4.0)],
)
def test_contrast_is_that_of_wcag(colour: str, contrast: float) -> None:
    assert contrast_on_white(colour) == pytest.approx(contrast, abs=0.005)


@pytest.mark.parametrize("colour", ["#003366", "#0072B2", "#767676"])
def test_a_dark_colour_stays(colour: str) -> None:
    assert on_white(colour) == colour


def test_yellow_keeps_its_hue() -> None:
    dark = on_white("#ffcc00")
    red, green, blue = (int(dark[at : at + 2], 16) / 255 for at in (1, 3, 5))
    assert colorsys.rgb_to_hls(red, green, blue)[0] == pytest.approx(48 / 360, abs=0.01)


@given(st.from_regex(r"#[0-9a-f]{6}", fullmatch=True))
def test_every_colour_becomes_one_that_can_be_read(colour: str) -> None:
    assert contrast_on_white(on_white(colour)) >= CONTRAST
