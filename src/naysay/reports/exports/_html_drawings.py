"""Drawings inside a page: without styles, with identifiers of their own, and text that can be read."""

from __future__ import annotations

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

SMALLEST: Final = 11.1
"""Pixels of the smallest text of a drawing, at the narrowest width at which it is shown."""
WIDTH: Final = 770
"""Pixels of the page's column, which a drawing fills where its smallest text allows."""
_UNIT: Final = 1.6
"""By how much text is larger than its drawing's units, so that its size is the one in the page."""

_PROLOGUE: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_DROPPED: Final = re.compile(r"<metadata>.*?</metadata>|<style\b.*?</style>|<!--.*?-->", re.DOTALL)
_TAG: Final = re.compile(r"<[^>]*>")
_ID: Final = re.compile(r' id="([^"]*)"')
_REFERENCE: Final = re.compile(r'(url\(#|href="#)')
_USED: Final = re.compile(r'(?:url\(#|href="#)([^")]*)')
_STYLE: Final = re.compile(r' style="([^"]*)"')
_ROOT: Final = re.compile(r"<svg\b[^>]*>")
_VIEW: Final = re.compile(r'viewBox="0 0 ([\d.]+) ([\d.]+)"')
_TEXT: Final = re.compile(r"<text\b[^>]*>")
_WRITTEN: Final = re.compile(r"(<text\b[^>]*>)(.*?</text>)", re.DOTALL)
_SIZE: Final = re.compile(r'font-size="([\d.]+)(?:px)?"')
_PLACE: Final = re.compile(r' (x|y)="(-?[\d.]+)"')
_MOVED: Final = re.compile(r'( transform="[^"]*)"')
_GROUP: Final = re.compile(r'<g class="values" data-title="([^"]*)">(.*?)</g>', re.DOTALL)
_VALUE: Final = re.compile(r'data-name="([^"]*)" data-value="([^"]*)"')
_WHITE: Final = 'fill="#ffffff"'
_MARK: Final = re.compile(r'<use\b[^>]* fill="(#[0-9a-f]{6})"')
_BLANK: Final = re.compile(r">\s+<")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A drawing as it stands in the page, with what it can be asked for."""

    svg: str
    width: int
    """Pixels that it needs for its smallest text."""
    values: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]
    """Title of each chart in it, with the names and values of its points."""


def inline(name: str, svg: str) -> Drawing:
    """The drawing ``name`` for a page; its alternative text belongs to what stands around it."""
    bare = _DROPPED.sub("", _PROLOGUE.sub("", svg))
    used = set(_USED.findall(bare))
    tagged = _TAG.sub(lambda tag: _attributes(tag[0], name, used), bare)
    sizes = [float(size) for size in _SIZE.findall(" ".join(_TEXT.findall(tagged)))]
    view = _VIEW.search(tagged)
    width, height = (float(view[1]), float(view[2])) if view else (float(WIDTH), float(WIDTH))
    scale = max(SMALLEST / min(sizes, default=SMALLEST), 1.0)
    needed = min(round(width * scale + 0.5), 3 * WIDTH)
    root = (
        f'<svg aria-hidden="true" viewBox="0 0 {width:g} {height:g}" '
        f'width="{needed}" height="{round(needed * height / width)}">'
    )
    drawn = _WRITTEN.sub(_enlarged, _ROOT.sub(root, tagged, count=1))
    return Drawing(_BLANK.sub("><", drawn).strip(), needed, _values(bare))


def _attributes(tag: str, name: str, used: set[str]) -> str:
    """A tag whose style is written as attributes, which a strict policy allows.

    Of its identifiers only those that the drawing refers to are left, with the drawing's name before them.
    """
    tag = _ID.sub(lambda one: f' id="{name}-{one[1]}"' if one[1] in used else "", tag)
    tag = _REFERENCE.sub(lambda reference: f"{reference[1]}{name}-", tag)
    return _STYLE.sub(lambda style: _as_attributes(style[1]), tag)


def _as_attributes(style: str) -> str:
    pairs = (declaration.partition(":") for declaration in style.split(";"))
    return "".join(
        f' {prop.strip()}="{value.strip().removesuffix("px")}"'
        for prop, _, value in pairs
        if value.strip() and prop.strip() != "font-family"
    )


def _enlarged(match: re.Match[str]) -> str:
    """A text whose font size is that of the page, made as small as the drawing by its transform.

    A white one stands on the mark before it: its group says in which colour that is, and how far it reaches.
    """
    start, words = match.groups()
    start = _SIZE.sub(lambda size: f'font-size="{float(size[1]) * _UNIT:.4g}"', start)
    start = _PLACE.sub(lambda place: f' {place[1]}="{float(place[2]) * _UNIT:.2f}"', start)
    moved, shrunk = _MOVED.search(start), f"scale({1 / _UNIT:g})"
    transform = f'{moved[1]} {shrunk}"' if moved else f' transform="{shrunk}"'
    text = f"{_MOVED.sub('', start)[:-1]}{transform}>{words}"
    marks = _MARK.findall(match.string, 0, match.start()) if _WHITE in start else []
    if not marks:
        return text
    place = dict(_PLACE.findall(start))
    reach = f'<circle cx="{place.get("x", 0)}" cy="{place.get("y", 0)}" r="16" fill="none"{transform}/>'
    return f'<g data-on="{marks[-1]}">{reach}{text}</g>'


def _values(svg: str) -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    return tuple(
        (
            unescape(title),
            tuple((unescape(name), unescape(value)) for name, value in _VALUE.findall(points)),
        )
        for title, points in _GROUP.findall(svg)
    )
