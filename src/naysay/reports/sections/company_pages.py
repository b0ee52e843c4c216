"""A page for each company that ``[report] companies`` names: its effect, series, events and months."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from naysay.reports.blocks import Block, Heading, PageBreak, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._company_page import company_page
from naysay.reports.sections._company_series import CHART
from naysay.reports.sections._reading import companies, options, series_of
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

ALL: Final = "all"
MOST: Final = 100
"""Pages; further companies are counted."""
_UNSAFE: Final = re.compile(r"[^A-Za-z0-9]+")
_LONGEST: Final = 24
"""Characters of a ticker in a file name."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("company_pages.heading"))
    asked_for = tickers(results)
    if not asked_for:
        return SectionContent((heading, Paragraph(words("company_pages.absent"))))
    shown = asked_for[:MOST]
    blocks: list[Block] = [heading]
    blocks.append(Paragraph(words("company_pages.intro_one" if len(shown) == 1 else "company_pages.intro")))
    if len(shown) < len(asked_for):
        left = words.counted("other_company", len(asked_for) - len(shown))
        blocks.append(Paragraph(words("company_pages.further", n=left), "small"))
    drawings: dict[str, bytes] = {}
    for ticker, name in zip(shown, figure_names(shown), strict=True):
        page = company_page(results, ticker, words, figure=name, pages=len(shown))
        if drawings or ticker != shown[0]:
            blocks.append(PageBreak())
        blocks += page.blocks
        drawings |= page.drawings
    return SectionContent(tuple(blocks), drawings)


def tickers(results: Results) -> Sequence[str]:
    """The companies that get a page, in the order of the study; of ``"all"`` those with a series."""
    chosen = options(results, "report").get("companies") or ()
    listed = [str(entry["ticker"]) for entry in companies(results)]
    if chosen == ALL:
        return [ticker for ticker in listed if len(series_of(results, ticker))] or listed
    return [ticker for ticker in listed if ticker in chosen]


def figure_names(names: Sequence[str]) -> Sequence[str]:
    """``price_ACME`` for each ticker: letters, digits and underscores, each once whatever the case."""
    taken: set[str] = set()
    figures = []
    for ticker in names:
        stem = CHART + (_UNSAFE.sub("_", ticker).strip("_")[:_LONGEST] or "company")
        name, place = stem, 1
        while name.lower() in taken:
            place += 1
            name = f"{stem}_{place}"
        taken.add(name.lower())
        figures.append(name)
    return figures


SECTION = ReportSection("company_pages", build)
