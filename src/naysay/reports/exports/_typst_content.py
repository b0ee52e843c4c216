"""What typst reads of a document: its parts and blocks as plain values, every text cleaned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, is_dataclass
from typing import Any, Final

from naysay.reports.blocks import (
    Block,
    Columns,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
)
from naysay.reports.glyphs import MISSING, clean, texts_of_svg, undrawn
from naysay.reports.outline import Outline

HEADER_LIMIT: Final = 90
"""Characters that fit beside the author at the head of a page."""
CELL_WORD: Final = 18
"""Characters of a word in a table beyond which it may be broken anywhere."""


@dataclass(frozen=True, slots=True)
class DocumentPart:
    """Blocks that begin on a page of their own; the name stands above them if there is one."""

    name: str
    blocks: tuple[Block, ...]


def parts_of(document: Document) -> tuple[DocumentPart, ...]:
    """The document's parts; what cannot be drawn is told at the end of the last one."""
    parts: list[tuple[str, list[Block]]] = [("", [])]
    for block in document.blocks:
        if not isinstance(block, PageBreak):
            parts[-1][1].append(block)
        elif parts[-1][1]:
            parts.append((block.part, []))
        else:
            parts[-1] = (block.part or parts[-1][0], [])
    if missing := _missing(document):
        phrase = document.furniture.missing_one if missing == 1 else document.furniture.missing
        parts[-1][1].append(Paragraph(phrase.replace("{n}", str(missing)), "quiet"))
    return tuple(DocumentPart(name, _without(name, blocks)) for name, blocks in parts if blocks or name)


def _without(name: str, blocks: Sequence[Block]) -> tuple[Block, ...]:
    """The blocks of a part, whose first heading is left out where it says the part's name again."""
    repeats = bool(blocks) and isinstance(blocks[0], Heading) and blocks[0].text == name
    return tuple(blocks[1:] if repeats else blocks)


def content(document: Document, parts: Sequence[DocumentPart]) -> dict[str, Any]:
    """document.json: strings, numbers and lists of the template. Blocks are numbered over all parts."""
    furniture, logo = document.furniture, document.logo
    outline = Outline()
    written: list[dict[str, Any]] = []
    entries: list[dict[str, Any]] = []
    deeper = 0
    for place, part in enumerate(parts):
        name = clean(part.name) if place else ""
        if name:  # a heading above those of its sections, on all its pages
            outline.begin_part()
            deeper = 1
        blocks = _kinds(part.blocks, outline, deeper=deeper)
        first = sum(len(before["blocks"]) for before in written)
        shown = {"name": name, "first": first, "blocks": blocks}
        for number, block in enumerate(blocks, start=first):
            block["id"] = number
        if shown["name"]:
            entries.append({"name": shown["name"], "target": f"part-{place}", "is-part": True})
        entries += [
            {"name": block["text"], "target": f"block-{block['id']}", "is-part": False}
            for block in blocks
            if block["kind"] == "Heading" and block["level"] == 1
        ]
        written.append(shown)
    half = (len(entries) + 1) // 2
    return {
        "language": document.language,
        "title": clean(document.title) or "–",  # a tagged PDF has a title
        "subtitle": clean(document.subtitle),
        "author": clean(document.author),
        "date": list(document.date),
        "header": _one_line(clean(furniture.header)),
        "footer": clean(furniture.footer),
        "page": clean(furniture.page),
        "colour": document.colour,
        "mark": clean(document.mark),
        "logo": None
        if logo is None
        else {
            "file": f"logo.{logo.kind}",
            "alt": clean(furniture.logo) or "Logo",
            "width": logo.width,
            "height": logo.height,
        },
        "contents": clean(furniture.contents),
        "named": any(part["name"] for part in written),
        "entries": [entries[:half], entries[half:]] if len(entries) > 1 and len(parts) > 1 else [],
        "parts": written,
    }


def _missing(document: Document) -> int:
    """Characters that are drawn as white squares, of texts and of drawings."""
    drawn = [text for svg in document.drawings.values() for text in texts_of_svg(svg.decode("utf-8"))]
    said = [document.title, document.subtitle, *_texts(document.blocks)]
    return undrawn([*said, *drawn]) + sum(text.count(MISSING) for text in drawn)


def _texts(value: Any) -> list[str]:
    """Every text of blocks that is shown."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, Figure):
        return [value.caption]
    if is_dataclass(value) and not isinstance(value, type):
        return [text for name in value.__dataclass_fields__ for text in _texts(getattr(value, name))]
    if isinstance(value, list | tuple):
        return [text for entry in value for text in _texts(entry)]
    return []


def _one_line(text: str) -> str:
    return text if len(text) <= HEADER_LIMIT else text[: HEADER_LIMIT - 1].rstrip() + "…"


def _kinds(blocks: Sequence[Block], outline: Outline, *, deeper: int) -> list[dict[str, Any]]:
    """Each block as its fields, with its kind. A tagged PDF takes no empty heading and no empty alt."""
    kinds = []
    for block in blocks:
        fields = _plain(block)
        match block:
            case PageBreak():
                continue
            case Heading() if not fields["text"]:
                continue
            case Heading():
                fields["depth"] = outline.depth(block) + deeper
            case Figure(name):
                fields["alt"] = fields["alt"] or fields["caption"] or name
            case TableBlock():
                fields["header"] = [clean(cell, CELL_WORD) for cell in block.header]
                fields["rows"] = [[clean(cell, CELL_WORD) for cell in row] for row in block.rows]
            case Columns(left, right):
                sides = {"left": left, "right": right}
                fields = {name: _kinds(side, outline, deeper=deeper) for name, side in sides.items()}
        kinds.append({"kind": type(block).__name__, **fields})
    return kinds


def _plain(value: Any) -> Any:
    """The fields of a block with every text cleaned."""
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(entry) for name, entry in asdict(value).items()}
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list | tuple):
        return [_plain(entry) for entry in value]
    if isinstance(value, dict):
        return {key: _plain(entry) for key, entry in value.items()}
    return value
