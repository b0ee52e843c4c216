"""Blocks of a document as HTML: headings with anchors, notes with their way back, terms with links."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
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
from naysay.reports.exports._html_anchors import Anchors
from naysay.reports.exports._html_drawings import Drawing, inline
from naysay.reports.exports._html_glossary import Glossary
from naysay.reports.exports._html_tables import table
from naysay.reports.outline import Outline
from naysay.reports.words import Words
from naysay.study.characters import readable

EXPLORER: Final = "companies-over-time"
"""The part of the page in which the script draws the company that is chosen."""
PLACES: Final = ("answer", EXPLORER, "glossary", "main", "notes")
"""Ids that the page itself gives."""
METHODS: Final = ("methods", "reliability")
"""Sections that say how numbers were made; key figures lead to the first that the document has."""


class Body:
    """The blocks of one document, and what the rest of the page has to know of them.

    Figures whose names begin with ``drawn_by_script`` are told in words that lead to ``EXPLORER``.
    """

    def __init__(self, document: Document, *, drawn_by_script: str = "") -> None:
        self.contents: list[tuple[str, str]] = []
        """Id and text of each section, in the order of the page."""
        self.notes: list[str] = []
        """Footnotes as HTML, the first of them number 1."""
        self.glossary = Glossary(document.language, document.of_measures)
        self.drawings: dict[str, Drawing] = {}
        """Each drawing that stands in the page, by its name."""
        self._sources: Mapping[str, bytes] = document.drawings
        self._words = Words(document.language, document.of_measures)
        self._drawn_by_script = drawn_by_script
        self._anchors = Anchors(*PLACES)
        self._outline = Outline()
        sections = {block.anchor for block in document.blocks if isinstance(block, Heading)}
        self._methods = next((name for name in METHODS if name in sections), "")

    def html(self, blocks: Sequence[Block]) -> str:
        """``blocks`` one after another."""
        return "\n".join(filter(None, map(self._block, blocks)))

    def _block(self, block: Block) -> str:
        match block:
            case Heading():
                return self._heading(block)
            case Paragraph(text, tone, note):
                return f'<p class="{tone}">{self._linked(text)}{self._note(note)}</p>'
            case Answer():
                return self._answer(block)
            case KeyFigures():
                return self._key_figures(block)
            case Bullets(items):
                return f"<ul>{''.join(f'<li>{self._linked(item)}</li>' for item in items)}</ul>"
            case Checklist(items):
                rows = "".join(
                    f'<li class="{outcome}"><b>{_text(told_as)}</b> <span>{self._linked(doubt)}</span></li>'
                    for outcome, told_as, doubt in items
                )
                return f'<ul class="checklist">{rows}</ul>'
            case TableBlock(caption):
                return table(block, self._linked(caption), self._anchors.new(f"table-{caption}"))
            case Figure():
                return self._figure(block)
            case Columns(left, right):
                sides = (self.html(side) for side in (left, right))
                return f'<div class="columns">{"".join(f"<div>{side}</div>" for side in sides)}</div>'
            case PageBreak(part):
                if part:
                    self._outline.begin_part()
                return '<div class="page-break"></div>'

    def _heading(self, heading: Heading) -> str:
        text = readable(heading.text)
        if not text:
            return ""
        name = self._anchors.new(heading.anchor or text)
        if heading.level == 1:
            self.glossary.new_section()
            self.contents.append((name, text))
        tag = f"h{self._outline.depth(heading) + 1}"
        look = "section" if heading.level == 1 else "part"
        return f'<{tag} id="{name}" class="{look}">{escape(text)}</{tag}>'

    def _answer(self, answer: Answer) -> str:
        if not any(name == "answer" for name, _ in self.contents):
            self.contents.append(("answer", self._words("page.answer")))
        name = ' id="answer"' if self.contents[-1][0] == "answer" else ""
        return (
            f'<div{name} class="answer {answer.stance}"><p>{_text(answer.sentence)}</p>'
            f"<p>{self._linked(answer.support)}</p></div>"
        )

    def _key_figures(self, figures: KeyFigures) -> str:
        start, end = (f'<a href="#{self._methods}">', "</a>") if self._methods else ("", "")
        entries = "".join(
            f"<div><dt>{self._linked(figure.label)}</dt><dd>{start}{_text(figure.value)}{end}</dd>"
            f"<dd>{self._linked(figure.detail)}</dd></div>"
            for figure in figures.figures
        )
        return f'<dl class="key-figures">{entries}</dl>'

    def _figure(self, figure: Figure) -> str:
        alt = figure.alt or figure.caption or figure.name
        if self._drawn_by_script and figure.name.startswith(self._drawn_by_script):
            place = _text(self._words("page_companies.heading"))
            return f'<p class="quiet">{_text(alt)} <a href="#{EXPLORER}">{place}</a></p>'
        drawing = inline(figure.name, self._sources[figure.name].decode("utf-8"))
        self.drawings[figure.name] = drawing
        caption = self._linked(figure.caption)
        return (
            f'<figure id="{self._anchors.new(f"figure-{figure.name}")}">'
            f'<div class="drawing" role="img" aria-label="{_text(alt)}" tabindex="0">{drawing.svg}</div>'
            f"<figcaption>{caption}</figcaption>{self._values(drawing)}</figure>"
        )

    def _values(self, drawing: Drawing) -> str:
        """What the drawing shows as a table, closed until it is asked for."""
        if not drawing.values:
            return ""
        tables = "".join(
            f'<table><caption>{_text(title)}</caption><thead><tr><th scope="col">{_text(point)}</th>'
            f'<th scope="col" class="right">{_text(size)}</th></tr></thead><tbody>'
            + "".join(
                f'<tr><th scope="row">{_text(name)}</th><td class="right">{_text(value)}</td></tr>'
                for name, value in values
            )
            + "</tbody></table>"
            for title, values in drawing.values
            for point, size in ((self._words("page.point"), self._words("page.value")),)
        )
        summary = _text(self._words("page.values"))
        return f'<details class="values"><summary>{summary}</summary><div>{tables}</div></details>'

    def _note(self, note: str) -> str:
        if not readable(note):
            return ""
        self.notes.append(self._linked(note))
        number = len(self.notes)
        label = _text(self._words("page.note", n=number))
        return (
            f'<sup><a id="to-note-{number}" href="#note-{number}" role="doc-noteref" '
            f'aria-label="{label}">{number}</a></sup>'
        )

    def _linked(self, text: str) -> str:
        return self.glossary.linked(text)


def _text(text: str) -> str:
    return escape(readable(text))
