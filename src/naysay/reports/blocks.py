"""What a section is made of: neutral blocks that each kind of document draws its own way. Text is data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from naysay.study.about import Language


@dataclass(frozen=True, slots=True)
class Heading:
    text: str
    level: Literal[1, 2] = 1
    """1 opens a section of the document, 2 a part of it. The document's own title is no block."""


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: str
    tone: Literal["normal", "small", "quiet"] = "normal"


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


@dataclass(frozen=True, slots=True)
class Document:
    """A report before it is a file."""

    language: Language
    title: str
    subtitle: str
    author: str
    date: tuple[int, int, int]
    """Year, month, day that stand in the file: the study's end, so that equal runs give equal bytes."""
    furniture: Furniture
    blocks: tuple[Block, ...]
    drawings: Mapping[str, bytes]
    """SVG by figure name."""
