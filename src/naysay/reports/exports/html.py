"""Draws a document as one HTML file: no script, no request, every text escaped."""

from __future__ import annotations

import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
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
from naysay.reports.exports.base import Export
from naysay.reports.glyphs import readable
from naysay.reports.outline import Outline
from naysay.reports.results import Results

STYLE: Final = Path(__file__).with_name("page.css")
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_TAG: Final = re.compile(r"<[^>]*>")
_IDENTIFIERS: Final = re.compile(r'(\bid="|url\(#|href="#)')
_PROLOGUE: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def render(document: Document) -> str:
    """The document as HTML; equal documents give equal text."""
    furniture = document.furniture
    body = _blocks(document.blocks, document, Outline())
    return f"""<!doctype html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="author" content="{_text(document.author)}">
<title>{_text(document.title)}</title>
<style>
{STYLE.read_text(encoding="utf-8")}</style>
</head>
<body>
<header>
<h1>{_text(document.title)}</h1>
<p class="subtitle">{_text(document.subtitle)}</p>
</header>
<main>
{body}
</main>
<footer>{_text(furniture.footer)} · {_text(document.author)}</footer>
</body>
</html>
"""


def _blocks(blocks: Sequence[Block], document: Document, outline: Outline) -> str:
    return "\n".join(_block(block, document, outline) for block in blocks)


def _block(block: Block, document: Document, outline: Outline) -> str:
    match block:
        case Heading(text) if not readable(text):
            return ""
        case Heading(text, level):
            tag = f"h{outline.depth(block) + 1}"
            return f'<{tag} class="{"section" if level == 1 else "part"}">{_text(text)}</{tag}>'
        case Paragraph(text, tone):
            return f'<p class="{tone}">{_text(text)}</p>'
        case Answer(sentence, support, stance):
            return (
                f'<section class="answer {stance}"><p>{_text(sentence)}</p><p>{_text(support)}</p></section>'
            )
        case KeyFigures(figures):
            entries = "".join(
                f"<div><dt>{_text(f.label)}</dt><dd>{_text(f.value)}</dd><dd>{_text(f.detail)}</dd></div>"
                for f in figures
            )
            return f'<dl class="key-figures">{entries}</dl>'
        case Bullets(items):
            return f"<ul>{''.join(f'<li>{_text(item)}</li>' for item in items)}</ul>"
        case Checklist(items):
            rows = "".join(
                f'<li class="{outcome}"><b>{_text(words)}</b> <span>{_text(doubt)}</span></li>'
                for outcome, words, doubt in items
            )
            return f'<ul class="checklist">{rows}</ul>'
        case TableBlock():
            return _table(block)
        case Figure(name, caption, alt):
            drawing = _inline(name, document.drawings[name].decode("utf-8"))
            label = f'<div role="img" aria-label="{_text(alt or caption or name)}">{drawing}</div>'
            return f"<figure>{label}<figcaption>{_text(caption)}</figcaption></figure>"
        case Columns(left, right):
            sides = (_blocks(side, document, outline) for side in (left, right))
            return f'<div class="columns">{"".join(f"<div>{side}</div>" for side in sides)}</div>'
        case PageBreak():
            return '<div class="page-break"></div>'


def _table(table: TableBlock) -> str:
    """The first column names its row; a table wider than the window is moved by touch or by key."""
    head = "".join(
        f'<th scope="col" class="{side}">{_text(cell)}</th>'
        for cell, side in zip(table.header, table.align, strict=True)
    )
    rows = "".join(_row(table, at) for at in range(len(table.rows)))
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    inside = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    name = f' role="region" aria-label="{_text(table.caption)}"' if table.caption else ""
    return f'<div class="table" tabindex="0"{name}><table>{inside}</table></div>'


def _row(table: TableBlock, at: int) -> str:
    cells = [
        f'<th scope="row" class="{side}">{_text(cell)}</th>'
        if column == 0
        else f'<td class="{side}">{_text(cell)}</td>'
        for column, (cell, side) in enumerate(zip(table.rows[at], table.align, strict=True))
    ]
    start = '<tr class="strong">' if at in table.strong else "<tr>"
    return f"{start}{''.join(cells)}</tr>"


def _inline(name: str, svg: str) -> str:
    """The drawing without its prologue, with identifiers that no other figure has."""
    bare = _METADATA.sub("", _PROLOGUE.sub("", svg))
    return _TAG.sub(lambda tag: _IDENTIFIERS.sub(lambda identifier: f"{identifier[1]}{name}-", tag[0]), bare)


def _text(text: str) -> str:
    return escape(readable(text))


def _export(results: Results, document: Document, working: Path) -> bytes:
    return render(document).encode("utf-8")


EXPORT = Export("html", "report.html", _export)
