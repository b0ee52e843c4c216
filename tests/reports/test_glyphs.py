"""Text for the page. Expected values: Unicode's own compositions, and the typeface's table of characters."""

from __future__ import annotations

import unicodedata
from functools import cache
from pathlib import Path

import fontpkg_fira_sans
import matplotlib
import pytest
from fontTools.ttLib import TTFont
from hypothesis import given
from hypothesis import strategies as st

from naysay.reports.glyphs import LONGEST_WORD, clean, clean_svg, undrawn
from naysay.study.characters import readable

LOOSE = "\u20dd\u0488"
"""Marks that no letter has a joined form with."""
DIRECTIONS = "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"


@cache
def drawable() -> set[int]:
    files = (
        fontpkg_fira_sans.ROOT / "files" / "FiraSans-Regular.ttf",
        Path(matplotlib.get_data_path()) / "fonts" / "ttf" / "DejaVuSans.ttf",
    )
    points: set[int] = set()
    for file in files:
        with TTFont(file, lazy=True) as font:
            points |= set(font.getBestCmap())
    return points


@pytest.mark.parametrize("text", ["Mu\u0308ller", "Su\u0308ßstoff", "Cafe\u0301", "S\u030ckoda"])
def test_letters_and_their_accents_are_joined(text: str) -> None:
    assert readable(text) == unicodedata.normalize("NFC", text)
    assert clean(text) == unicodedata.normalize("NFC", text)


def test_loose_marks_are_not_drawn() -> None:
    assert clean(f"5{LOOSE} %") == "5 %"
    assert clean("Z\u0334\u0321\u0322algo") == "Zalgo"


@pytest.mark.parametrize("space", ["\u00a0", "\u202f", "\u2009"])
def test_spaces_between_a_number_and_its_unit_stay(space: str) -> None:
    assert clean(f"5{space}%") == f"5{space}%"


@pytest.mark.parametrize(
    "direction", [*"\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c"]
)
def test_nothing_turns_the_direction_of_a_line(direction: str) -> None:
    assert readable(f"a{direction}b") == "ab"


@pytest.mark.parametrize(
    ("text", "shown"), [("株価", "□□"), ("👍🏽", "□□"), ("❤\ufe0f", "❤"), ("😱", "😱"), ("한글", "□□")]
)
def test_each_character_without_a_glyph_shows(text: str, shown: str) -> None:
    assert clean(text) == shown


def test_what_is_read_leftwards_stands_apart_from_what_is_not() -> None:
    assert clean("A سهم سيهبط 5 %") == "A \u2068سهم سيهبط\u2069 5 %"


def test_characters_that_cannot_be_drawn_are_counted_each_time() -> None:
    assert undrawn(["株価 AG", "株", "😱 Müller\u202e\x00 □"]) == 3


def test_a_line_does_not_end_between_a_number_and_its_percent_sign() -> None:
    assert clean("im 95-%-Intervall") == "im 95-\u2060%-Intervall"


def test_a_word_with_a_hyphen_is_broken_there_first() -> None:
    assert clean("Unternehmens-Handelstage", 18) == "Unternehmens-Handelstage"
    assert clean("-" * 40, 18).count("\u200b") == 3


def test_words_up_to_the_limit_stay_whole() -> None:
    assert clean("w" * LONGEST_WORD) == "w" * LONGEST_WORD
    assert "\u200b" in clean("w" * (LONGEST_WORD + 1))


@given(st.text(max_size=120))
def test_what_is_clean_can_be_drawn(text: str) -> None:
    assert all(c.isspace() or c in "\u2060\u2068\u2069" or ord(c) in drawable() for c in clean(text))


@given(st.text(max_size=200))
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean(clean(text)) == clean(text)
    assert readable(readable(text)) == readable(text)


def test_texts_of_a_drawing_are_cleaned_and_its_tags_stay() -> None:
    drawing = (
        '<g id="株"><text x="1" style="fill: #000">Mu\u0308ller\x00 株\u202e &lt;b&gt;\n5{loose}</text></g>'
    )
    drawing = drawing.replace("{loose}", LOOSE)
    assert clean_svg(drawing) == '<g id="株"><text x="1" style="fill: #000">Müller □ &lt;b&gt; 5</text></g>'
