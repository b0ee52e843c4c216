"""Writes the report as Markdown of GitHub's flavour, with its figures beside it. Texts are never markup."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from naysay.reports.blocks import (
    Answer,
    Block,
    Bullets,
    Checklist,
    Columns,
    Document,
    Figure,
    Heading,
    KeyFigures,
    PageBreak,
    Paragraph,
    TableBlock,
)
from naysay.reports.exports._markdown_text import escaped
from naysay.reports.exports.base import Export, ExportInput
from naysay.reports.outline import Outline

FILE: Final = "report.md"
MARKS: Final = {"passed": "✓", "failed": "✗", "unmade": "–"}


def render(document: Document) -> str:
    """The document as Markdown; equal documents give equal text."""
    notes: list[str] = []
    below = filter(None, (escaped(document.subtitle), _strong(document.mark)))
    lines = [f"# {escaped(document.title)}", " · ".join(below)]
    lines += _blocks(document.blocks, Outline(), notes)
    lines.append("---")
    lines.append(f"{escaped(document.furniture.footer)} · {escaped(document.author)}")
    lines += [f"[^{number}]: {note}" for number, note in enumerate(notes, 1)]
    return "\n\n".join(filter(None, lines)) + "\n"


def _blocks(blocks: Sequence[Block], outline: Outline, notes: list[str]) -> Iterator[str]:
    for block in blocks:
        yield _block(block, outline, notes)


def _block(block: Block, outline: Outline, notes: list[str]) -> str:
    match block:
        case Heading(text):
            words = escaped(text)
            return f"{'#' * (outline.depth(block) + 1)} {words}" if words else ""
        case Paragraph(text):
            return f"{escaped(text)}{_reference(block.note, notes)}"
        case Answer(sentence, support):
            return "\n>\n".join(f"> {line}" for line in (_strong(sentence), escaped(support)) if line)
        case KeyFigures(figures):
            rows = [(_strong(f.value), escaped(f.label), escaped(f.detail)) for f in figures]
            width = 3 if any(f.detail for f in figures) else 2
            return _table(("",) * width, [row[:width] for row in rows], ("left",) * width)
        case Bullets(items):
            return "\n".join(f"- {escaped(item)}" for item in items)
        case Checklist(items):
            return "\n".join(
                f"- {MARKS[code]} {_strong(words)}: {escaped(doubt)}" for code, words, doubt in items
            )
        case TableBlock():
            return _table_block(block)
        case Figure(name, caption, alt):
            shown = f"![{escaped(alt or caption or name)}](figures/{name}.svg)"
            return "\n\n".join(filter(None, (shown, _emphasised(caption))))
        case Columns(left, right):
            return "\n\n".join(filter(None, _blocks((*left, *right), outline, notes)))
        case PageBreak(part):
            if part:
                outline.begin_part()
            return ""


def _table_block(block: TableBlock) -> str:
    rows = [
        tuple(_strong(cell) if at in block.strong else escaped(cell) for cell in row)
        for at, row in enumerate(block.rows)
    ]
    table = _table(tuple(map(escaped, block.header)), rows, block.align)
    return "\n\n".join(filter(None, (_strong(block.caption), table)))


def _table(header: Sequence[str], rows: Sequence[Sequence[str]], align: Sequence[str]) -> str:
    rule = ["---:" if side == "right" else "---" for side in align]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (header, rule, *rows))


def _reference(note: str, notes: list[str]) -> str:
    words = escaped(note)
    if not words:
        return ""
    notes.append(words)
    return f"[^{len(notes)}]"


def _strong(text: str) -> str:
    words = escaped(text)
    return f"**{words}**" if words else ""


def _emphasised(text: str) -> str:
    words = escaped(text)
    return f"*{words}*" if words else ""


def _files(source: ExportInput) -> Mapping[str, bytes]:
    drawings = {f"figures/{name}.svg": drawing for name, drawing in source.document.drawings.items()}
    return {FILE: render(source.document).encode("utf-8"), **drawings}


EXPORT = Export("markdown", FILE, _files, is_one=False)
