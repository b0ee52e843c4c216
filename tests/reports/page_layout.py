"""What a page of a PDF looks like, read from the positions of its words and lines."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import Any

import pdfplumber
import pypdf

MM = 72 / 25.4
TOP, BOTTOM = 24 * MM, (297 - 20) * MM
LEFT, RIGHT = 20 * MM, (210 - 20) * MM
HEIGHT = BOTTOM - TOP


@dataclass(frozen=True)
class Heading:
    title: str
    page: int
    top: float


@dataclass(frozen=True)
class Page:
    number: int
    body_bottom: float
    """Where the last word, line or picture of the text ends; footnotes are no part of it."""
    foot: float
    """Where the text could go on to: the foot of the page, or its footnotes."""
    outside: tuple[str, ...]
    """Words that reach out of the width of the text, as a label that is cut does."""

    @property
    def empty(self) -> float:
        """The share of the text's height that stays empty at the foot."""
        return max(0.0, self.foot - self.body_bottom) / HEIGHT


def pages_of(content: bytes) -> list[Page]:
    """Every page from its own positions; numbers begin at 1."""
    with pdfplumber.open(io.BytesIO(content)) as document:
        return [_page(page, number) for number, page in enumerate(document.pages, start=1)]


def headings_of(content: bytes) -> list[Heading]:
    """The headings by the bookmarks of the file: title, page, and points from the page's head."""
    reader = pypdf.PdfReader(io.BytesIO(content))

    def walk(entries: list[Any]) -> list[Heading]:
        found: list[Heading] = []
        for entry in entries:
            if isinstance(entry, list):
                found += walk(entry)
            else:
                number = reader.get_destination_page_number(entry)
                height = float(reader.pages[number].mediabox.height)
                found.append(Heading(str(entry.title), number + 1, height - float(entry.top)))
        return found

    return walk(reader.outline)


def _page(page: Any, number: int) -> Page:
    words = [w for w in page.extract_words() if w["top"] >= TOP - 1 and w["bottom"] <= BOTTOM + 3]
    marks = [
        one
        for kind in (page.lines, page.rects, page.curves, page.images)
        for one in kind
        if one["top"] >= TOP - 1 and one["bottom"] <= BOTTOM + 1
    ]
    foot = min((line["top"] for line in page.lines if _is_of_footnotes(line)), default=BOTTOM)
    ends = [one["bottom"] for one in (*words, *marks) if one["top"] < foot - 1]
    outside = tuple(w["text"] for w in words if w["x0"] < LEFT - 2 or w["x1"] > RIGHT + 2)
    return Page(number, max(ends, default=TOP), foot, outside)


def _is_of_footnotes(line: Any) -> bool:
    """Whether it is the line above footnotes: as long as 30 % of the text."""
    return abs(line["x0"] - LEFT) < 1 and abs(line["x1"] - line["x0"] - 0.3 * (RIGHT - LEFT)) < 1
