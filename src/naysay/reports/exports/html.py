"""Draws a document as one HTML page that asks for nothing: style, script, typeface and data are in it."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from functools import cache
from hashlib import sha256
from html import escape
from pathlib import Path
from typing import Final

from naysay.reports.blocks import Document
from naysay.reports.exports._html_blocks import EXPLORER, Body
from naysay.reports.exports._html_colours import dark as on_dark
from naysay.reports.exports._html_colours import rules
from naysay.reports.exports._html_data import LARGEST, script_words, series_that_fit
from naysay.reports.exports._html_fonts import faces
from naysay.reports.exports._html_glossary import ANCHOR, SECTIONS
from naysay.reports.exports.base import one_file
from naysay.reports.results import Results
from naysay.reports.sections._company_series import CHART
from naysay.reports.words import Words
from naysay.study.characters import readable

SCRIPTS: Final = ("page.js", "tables.js", "figures.js", "companies.js")
"""In the order in which they run, as one script."""
LOGO_HEIGHT: Final = 44
"""Pixels, at most."""
_LIGHT: Final = "/* light colours of drawings */"
_DARK: Final = "/* dark colours of drawings */"
"""The places of page.css that take the colours of this page's drawings."""


def render(document: Document, results: Results | None = None) -> str:
    """The document as HTML of at most ``LARGEST`` bytes, if its own text and drawings have no more.

    With ``results`` the page has the series of their companies, as many as fit, to choose from; the charts of
    companies' own pages show the same and are left out. Equal documents and results give equal text.
    """
    words = Words(document.language, document.of_measures)
    if results is not None and (page := _with_series(document, results, words)):
        return page
    body = Body(document)
    main = body.html(document.blocks)
    return _page(document, body, main, words, "", script_words(words, None))


def _with_series(document: Document, results: Results, words: Words) -> str:
    """The page with series of companies; empty where there are none, or where not even one fits."""
    body = Body(document, drawn_by_script=CHART)
    main, phrases = body.html(document.blocks), script_words(words, results)
    before = _page(document, body, main, words, "", phrases)
    data, n, left = series_that_fit(results, LARGEST - len(before.encode("utf-8")) - 4_000)
    left = max(left, len(results.study["company"]) - n)  # the results hold the series of some companies alone
    if not data:
        return ""
    body.contents.append((EXPLORER, words("page_companies.heading")))
    return _page(document, body, main, words, _companies(words, data, n, left), phrases)


def _page(document: Document, body: Body, main: str, words: Words, companies: str, data: str) -> str:
    glossary, notes = _glossary(body, words), _notes(body, words)
    content = f"""{_header(document, words)}
{_contents(document, body, words)}
<main id="main" tabindex="-1">
{main}
{companies}{notes}{glossary}</main>
<footer>{_text(document.furniture.footer)} · {_text(document.author)}</footer>"""
    style, script = _style(document, body, content + data), _script()
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}'; "
        "img-src data:; font-src data:; base-uri 'none'; form-action 'none'"
    )
    return f"""<!doctype html>
<html lang="{document.language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="author" content="{_text(document.author)}">
<title>{_text(document.title) or "–"}</title>
<style>{style}</style>
</head>
<body>
<a class="skip" href="#main">{_text(words("page.skip"))}</a>
{content}
<script type="application/json" id="page-data">{data}</script>
<script>{script}</script>
</body>
</html>
"""


def _header(document: Document, words: Words) -> str:
    return (
        f"<header>\n{_logo(document)}<h1>{_text(document.title)}</h1>\n"
        f'<p class="subtitle">{_text(document.subtitle)}{_mark(document)}</p>\n'
        f'<button id="theme" type="button" hidden>{_text(words("page.dark"))}</button>\n</header>'
    )


def _logo(document: Document) -> str:
    logo = document.logo
    if logo is None:
        return ""
    height = min(LOGO_HEIGHT, logo.height)
    width = max(round(logo.width * height / max(logo.height, 1)), 1)
    source = f"data:image/{logo.kind};base64,{b64encode(logo.content).decode('ascii')}"
    alt = _text(document.furniture.logo)
    return f'<img class="logo" src="{source}" alt="{alt}" width="{width}" height="{height}">\n'


def _mark(document: Document) -> str:
    mark = _text(document.mark)
    return f' <strong class="mark">{mark}</strong>' if mark else ""


def _contents(document: Document, body: Body, words: Words) -> str:
    entries = list(body.contents)
    entries += [("notes", words("page.notes"))] if body.notes else []
    entries += [("glossary", words("page.glossary"))] if body.glossary.used else []
    if not entries:
        return ""
    links = "".join(f'<li><a href="#{name}">{_text(text)}</a></li>' for name, text in entries)
    title = _text(document.furniture.contents) or "–"
    return (
        f'<nav aria-label="{title}"><details id="contents"><summary>{title}</summary>'
        f"<ol>{links}</ol></details></nav>"
    )


def _companies(words: Words, data: str, n: int, left: int) -> str:
    """The place of the chart that the script draws. ``left`` companies of the study are not in it."""
    numbers = words.numbers
    counts = (
        words("page_companies.left_out", shown=numbers.count(n), left=numbers.count(left)) if left else ""
    )
    return (
        f'<section id="explorer" aria-labelledby="{EXPLORER}">'
        f'<h2 id="{EXPLORER}" class="section">{_text(words("page_companies.heading"))}</h2>'
        f'<p class="script-only">{_text(words("page_companies.script_only"))}</p>'
        f'<div class="with-script" hidden><p>{_text(words("page_companies.intro"))} {_text(counts)}</p></div>'
        f'<script type="application/json" id="series-data">{data}</script></section>\n'
    )


def _notes(body: Body, words: Words) -> str:
    if not body.notes:
        return ""
    back = _text(words("page.back"))
    entries = "".join(
        f'<li id="note-{n}">{note} <a href="#to-note-{n}" role="doc-backlink" aria-label="{back}">↩</a></li>'
        for n, note in enumerate(body.notes, start=1)
    )
    return (
        f'<section role="doc-endnotes" aria-labelledby="notes"><h2 id="notes" class="section">'
        f'{_text(words("page.notes"))}</h2><ol class="notes">{entries}</ol></section>\n'
    )


def _glossary(body: Body, words: Words) -> str:
    terms = body.glossary.used
    if not terms:
        return ""
    sections = dict(body.contents)
    entries = "".join(
        f'<div id="{ANCHOR}{term.key}"><dt>{_text(term.name)}</dt><dd>{_text(term.meaning)}'
        f"{_more(sections, term.key)}</dd></div>"
        for term in terms
    )
    heading = f'<h2 id="glossary" class="section">{_text(words("page.glossary"))}</h2>'
    return f'<section aria-labelledby="glossary">{heading}<dl class="glossary">{entries}</dl></section>\n'


def _more(sections: Mapping[str, str], term: str) -> str:
    """A link to the section that says more of ``term``, where the page has one."""
    name = next((name for name in SECTIONS.get(term, ()) if name in sections), "")
    return f' <a href="#{name}">{_text(sections[name])}</a>' if name else ""


def _style(document: Document, body: Body, text: str) -> str:
    """The style sheet with what this page's drawings and characters need."""
    house = document.colour.lower()
    uses, light, dark = rules(drawing.svg for drawing in body.drawings.values())
    sheet = _file("page.css").replace(_LIGHT, f"--house: {house}; {light}")
    sheet = sheet.replace(_DARK, f"--house: {on_dark(house)}; {dark}")
    widths = sorted({drawing.width for drawing in body.drawings.values()})
    sizes = "\n".join(f'.drawing svg[width="{width}"] {{ min-width: {width}px; }}' for width in widths)
    return f"\n{faces(text)}\n{sheet}{uses}\n{sizes}\n"


@cache
def _script() -> str:
    parts = "".join(map(_file, SCRIPTS))
    return f'\n"use strict";\n(() => {{\n{parts}}})();\n'


@cache
def _file(name: str) -> str:
    return Path(__file__).with_name(name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode("utf-8")).digest()).decode("ascii")


def _text(text: str) -> str:
    return escape(readable(text))


def _export(results: Results, document: Document, working: Path) -> bytes:
    return render(document, results).encode("utf-8")


EXPORT = one_file("html", "report.html", _export)
