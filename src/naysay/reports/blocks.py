"""What a section is made of: neutral blocks that each kind of document draws its own way. Text is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from naysay.study.about import Language
from naysay.study.report_options import Edition

BLUE: Final = "#0072B2"
"""The colour of a document whose study names none."""


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: Literal[1, 2] = 1
    """1 opens a section of the document, 2 a part of it. The document's own title is no block."""
    anchor: str = ""
    """What links call it, such as the section's name; a page makes one of the text where it is empty."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Literal["normal", "small", "quiet"] = "normal"
    note: str = ""
    """A footnote to its last word, for what an ``ir`` edition says in no other place: the test's name."""


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer in one sentence, set off from everything else, with a line on how sure it is."""

    sentence: str
    support: str
    stance: Literal["found", "not_found", "not_testable"]


@dataclass(frozen=True, slots=True)
class KeyFigure:
    value: str
    label: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class KeyFigures:
    figures: tuple[KeyFigure, ...]


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Checklist:
    """Doubts and how each came out, in a code for the mark and in words for the reader."""

    items: tuple[tuple[Literal["passed", "failed", "unmade"], str, str], ...]
    """(outcome, the outcome in words, what was asked)."""


@dataclass(frozen=True, slots=True)
class TableBlock:
    caption: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    align: tuple[Literal["left", "right"], ...]
    """One entry a column."""
    strong: tuple[int, ...] = ()
    """Rows to be set bold, such as that of all companies together."""


@dataclass(frozen=True, slots=True)
class Figure:
    """``name`` is the key of the drawing in the document and its file name below figures/."""

    name: str
    caption: str
    alt: str
    """What the drawing shows, for those who cannot see it."""


@dataclass(frozen=True, slots=True)
class Columns:
    """Two groups of blocks side by side where the page is wide enough."""

    left: tuple[Block, ...]
    right: tuple[Block, ...]


@dataclass(frozen=True, slots=True)
class PageBreak:
    """A new page, in documents that have pages."""

    part: str = ""
    """The name of the part of the document that begins here, as its contents list it; none if empty."""


Block = (
    Heading
    | Paragraph
    | Answer
    | KeyFigures
    | Bullets
    | Checklist
    | TableBlock
    | Figure
    | Columns
    | PageBreak
)


@dataclass(frozen=True, slots=True)
class Furniture:
    """The words of the page itself, in the document's language."""

    header: str
    footer: str
    page: str
    """Such as ``Page {page} of {pages}``."""
    logo: str = "Logo"
    """What the logo is, for those who cannot see it."""
    contents: str = ""
    """The heading of the list of the document's parts."""
    missing: str = "{n} characters could not be drawn and stand as \N{WHITE SQUARE}."
    """Said where the typeface lacks characters of names."""
    missing_one: str = "One character could not be drawn and stands as \N{WHITE SQUARE}."


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture at the head of the document, without metadata."""

    kind: Literal["png", "jpeg"]
    content: bytes
    width: int
    height: int
    """Pixels."""


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it is a file."""

    language: Language
    edition: Edition
    title: str
    subtitle: str
    author: str
    date: tuple[int, int, int]
    """Year, month, day that stand in the file: the study's end, so that equal runs give equal bytes."""
    furniture: Furniture
    blocks: tuple[Block, ...]
    drawings: Mapping[str, bytes]
    """SVG by figure name."""
    mark: str = ""
    """For whom alone the document is, such as ``internal``; on every page. Nothing if empty."""
    colour: str = BLUE
    """``#rrggbb`` of what stands out, dark enough for text on white (4.5:1)."""
    logo: Logo | None = None
    of_measures: bool = False
    """Whether it is of daily measures from elsewhere, and not of posts: see ``Words``."""
