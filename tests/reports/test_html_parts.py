"""Small parts of the HTML page: anchors, colours, drawings, terms. Expected values: by hand, and WCAG 2's
formula of contrast, whose values for black on white (21) and #767676 on white (4.54) are published."""

from __future__ import annotations

import re

import pytest

from naysay.reports.editions import SECTIONS as EDITIONS
from naysay.reports.exports._html_anchors import Anchors
from naysay.reports.exports._html_colours import DARK_PAPER, contrast, dark, light, rules
from naysay.reports.exports._html_drawings import SMALLEST, inline
from naysay.reports.exports._html_fonts import faces
from naysay.reports.exports._html_glossary import SECTIONS, Glossary, terms
from naysay.reports.figures import style
from naysay.study.about import Language

DRAWN = (
    '<?xml version="1.0"?>\n<!DOCTYPE svg>\n<svg viewBox="0 0 482 100" width="482pt" height="100pt">'
    '<metadata>m</metadata><defs><style type="text/css">*{stroke-linejoin: round}</style></defs>'
    '<g id="axes_1"><path id="m" d="M0 0" style="fill: #0072b2; stroke-width: 0.8"/><use href="#m" '
    'fill="#d55e00"/><text style="font-size: 7px; font-family: \'Fira Sans\'; fill: #ffffff" x="10" y="20" '
    'transform="rotate(-90 10 20)">1</text></g></svg>'
)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("How sure?", "how-sure"),
        ("Größe, Maß & Übersicht", "groesse-mass-uebersicht"),
        ("株 😀", "part"),
        ("", "part"),
        ("é <script>", "e-script"),
        ("x" * 500, "x" * 60),
    ],
)
def test_an_anchor_is_made_of_the_text(text: str, name: str) -> None:
    assert Anchors().new(text) == name


def test_an_anchor_is_used_once() -> None:
    anchors = Anchors("main")
    assert [anchors.new(text) for text in ("Main", "A", "a", "a")] == ["main-2", "a", "a-2", "a-3"]


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert contrast("#ffffff", "#767676") == pytest.approx(4.54, abs=0.005)


@pytest.mark.parametrize("colour", [style.INK, style.GREY, style.BLUE, style.VERMILION, style.SKY])
def test_what_is_written_in_a_colour_can_be_read_on_a_dark_page(colour: str) -> None:
    assert contrast(dark(colour.lower()), DARK_PAPER) >= 4.5


@pytest.mark.parametrize("colour", [style.INK, style.GREY, style.BLUE, style.VERMILION])
def test_what_is_written_in_a_colour_can_be_read_on_a_light_page(colour: str) -> None:
    assert contrast(light(colour.lower()), "#ffffff") >= 4.5


def test_grey_text_can_be_read_on_a_band() -> None:
    assert contrast(light(style.GREY.lower()), style.BAND) >= 4.5
    assert contrast(dark(style.GREY.lower()), dark(style.BAND.lower())) >= 4.5


def test_white_is_the_ground_of_both_pages() -> None:
    assert (light("#ffffff"), dark("#ffffff")) == ("#ffffff", DARK_PAPER)


def test_bands_and_lines_stay_near_the_ground() -> None:
    assert contrast(dark(style.BAND), DARK_PAPER) < 1.3
    assert contrast(dark(style.LIGHT), DARK_PAPER) < 2


def test_each_colour_of_a_drawing_has_both_schemes() -> None:
    uses, lights, darks = rules(['<path fill="#0072b2"/>', '<path stroke="#ffffff"/>'])
    assert '.drawing [fill="#0072b2"] { fill: var(--c0072b2); }' in uses
    assert lights == "--c0072b2: #0072b2; --cffffff: #ffffff;"
    assert darks.endswith(f"--cffffff: {DARK_PAPER};")


def test_a_drawing_has_no_style_and_no_prologue() -> None:
    svg = inline("one", DRAWN).svg
    assert svg.startswith('<svg aria-hidden="true" viewBox="0 0 482 100"')
    assert "style" not in svg
    assert "metadata" not in svg
    assert 'fill="#0072b2" stroke-width="0.8"' in svg


def test_only_identifiers_that_are_used_are_left() -> None:
    assert re.findall(r'(?:id|href)="([^"]*)"', inline("one", DRAWN).svg) == ["one-m", "#one-m"]


def test_the_smallest_text_of_a_drawing_decides_its_least_width() -> None:
    drawing = inline("one", DRAWN)
    assert drawing.width == pytest.approx(482 * SMALLEST / 7, abs=1)
    assert f'width="{drawing.width}"' in drawing.svg


def test_a_text_says_the_size_that_it_has_in_the_page() -> None:
    text = re.findall(r"<text[^>]*>", inline("one", DRAWN).svg)[0]
    assert 'font-size="11.2"' in text
    assert 'x="16.00" y="32.00"' in text
    assert 'transform="rotate(-90 10 20) scale(0.625)"' in text


def test_white_text_says_on_which_colour_it_stands() -> None:
    assert '<g data-on="#d55e00"><circle cx="16.00" cy="32.00"' in inline("one", DRAWN).svg


@pytest.mark.parametrize("language", ["en", "de"])
def test_terms_have_a_meaning_of_their_own(language: Language) -> None:
    entries = terms(language)
    assert 15 <= len(entries) <= 25
    assert len({entry.name for entry in entries}) == len(entries)
    forms = [form.lower() for entry in entries for form in entry.forms]
    assert len(set(forms)) == len(forms)


def test_terms_lead_to_sections_that_there_are() -> None:
    sections = {name for edition in EDITIONS.values() for name in edition}
    assert set(SECTIONS) <= {term.key for term in terms("en")}
    assert {name for names in SECTIONS.values() for name in names} <= sections


@pytest.mark.parametrize(
    ("language", "text", "linked"),
    [
        ("en", "Storms", '<a class="term" href="#term-storm">Storms</a>'),
        ("en", "a brainstorm", "a brainstorm"),
        ("en", "<b> & storm", '&lt;b&gt; &amp; <a class="term" href="#term-storm">storm</a>'),
        ("de", "nach Stürmen", 'nach <a class="term" href="#term-storm">Stürmen</a>'),
        ("de", "14\u00a0Bp", '14\u00a0<a class="term" href="#term-basis_point">Bp</a>'),
    ],
)
def test_a_term_is_a_whole_word(language: Language, text: str, linked: str) -> None:
    assert Glossary(language).linked(text) == linked


def test_a_term_is_linked_once_a_section() -> None:
    glossary = Glossary("en")
    assert "term" in glossary.linked("storm")
    assert glossary.linked("storm") == "storm"
    glossary.new_section()
    assert "term" in glossary.linked("storm")
    assert [term.key for term in glossary.used] == ["storm"]


def test_the_typeface_is_in_the_page_and_grows_with_its_characters() -> None:
    assert faces("a").count("data:font/woff;base64,") == 2
    assert faces("a") == faces("aa")
    assert len(faces("ЖЩЫ")) > len(faces("a"))
    assert len(faces("a")) < 60_000
