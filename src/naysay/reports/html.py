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
    Table,
)
from naysay.reports.glyphs import readable

STYLE: Final = Path(__file__).with_name("page.css")
POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_IDENTIFIERS: Final = re.compile(r'(\bid="|url\(#|href="#)')
_PROLOGUE: Final = re.compile(r"^.*?(?=<svg)", re.DOTALL)
_METADATA: Final = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)


def render(document: Document) -> str:
    """The document as HTML; equal documents give equal text."""
    furniture = document.furniture
    body = "\n".join(_block(block, document) for block in document.blocks)
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


def _block(block: Block, document: Document) -> str:
    match block:
        case Heading(text, level):
            return f"<h{level + 1}>{_text(text)}</h{level + 1}>"
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
            return f"<ul>{_each('li', items)}</ul>"
        case Checklist(items):
            rows = "".join(
                f'<li class="{outcome}"><b>{_text(words)}</b> <span>{_text(asked)}</span></li>'
                for outcome, words, asked in items
            )
            return f'<ul class="checklist">{rows}</ul>'
        case Table():
            return _table(block)
        case Figure(name, caption, alt):
            drawing = _inline(name, document.drawings[name].decode("utf-8"))
            label = f'<div role="img" aria-label="{_text(alt)}">{drawing}</div>'
            return f"<figure>{label}<figcaption>{_text(caption)}</figcaption></figure>"
        case Columns(left, right):
            sides = ("\n".join(_block(inner, document) for inner in side) for side in (left, right))
            return f'<div class="columns">{"".join(f"<div>{side}</div>" for side in sides)}</div>'
        case PageBreak():
            return '<div class="page-break"></div>'


def _table(table: Table) -> str:
    head = "".join(
        f'<th scope="col" class="{side}">{_text(cell)}</th>'
        for cell, side in zip(table.header, table.align, strict=True)
    )
    rows = "".join(
        f'<tr class="{"strong" if at in table.strong else ""}">'
        + "".join(
            f'<td class="{side}">{_text(cell)}</td>' for cell, side in zip(row, table.align, strict=True)
        )
        + "</tr>"
        for at, row in enumerate(table.rows)
    )
    caption = f"<caption>{_text(table.caption)}</caption>" if table.caption else ""
    inside = f"{caption}<thead><tr>{head}</tr></thead><tbody>{rows}</tbody>"
    return f'<div class="table"><table>{inside}</table></div>'


def _inline(name: str, svg: str) -> str:
    """The drawing without its prologue, with identifiers that no other figure has."""
    bare = _METADATA.sub("", _PROLOGUE.sub("", svg))
    return _IDENTIFIERS.sub(lambda found: f"{found[1]}{name}-", bare)


def _each(tag: str, items: Sequence[str]) -> str:
    return "".join(f"<{tag}>{_text(item)}</{tag}>" for item in items)


def _text(text: str) -> str:
    return escape(readable(text))
