"""A report before it is a file: the study's sections one after another, and the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from naysay.reports.blocks import Block, Document, Furniture, PageBreak
from naysay.reports.glyphs import readable
from naysay.reports.numbers import timestamp
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._reading import companies, company_name, options
from naysay.reports.words import Words

NAMED: Final = 3
"""Companies that the subtitle names; more are counted."""
ALONE: Final = "cover"
"""The section that has a page to itself."""


def build(results: Results, sections: Sequence[str]) -> Document:
    """The document of ``results`` with ``sections`` in their order, in the study's language.

    Raises
    ------
    PartError
        A section that does not exist.
    """
    study = options(results, "study")
    words = Words(study["language"])
    title = readable(str(study["title"])) or words("document.title")
    blocks: list[Block] = []
    drawings: dict[str, bytes] = {}
    for place, name in enumerate(sections):
        content = section(name).build(results, words)
        blocks += content.blocks
        drawings |= content.drawings
        if name == ALONE and place < len(sections) - 1:
            blocks.append(PageBreak())
    return Document(
        language=words.language,
        title=title,
        subtitle=_subtitle(results, words),
        author=f"naysay {results.version}",
        date=_last_day(results),
        furniture=Furniture(header=title, footer=words("document.footer"), page=words("document.page")),
        blocks=tuple(blocks),
        drawings=drawings,
    )


def _subtitle(results: Results, words: Words) -> str:
    study, numbers = options(results, "study"), words.numbers
    tickers = [str(entry["ticker"]) for entry in companies(results)]
    who = (
        ", ".join(company_name(results, ticker) for ticker in tickers)
        if 0 < len(tickers) <= NAMED
        else words.counted("company", len(tickers))
    )
    isins = [str(entry["isin"] or "") for entry in companies(results)]
    isin = [f"ISIN {isins[0]}"] if len(isins) == 1 and isins[0] else []
    period = words("document.period", start=numbers.date(study["start"]), end=numbers.date(study["end"]))
    return " · ".join([who, *isin, period])


def _last_day(results: Results) -> tuple[int, int, int]:
    day = timestamp(options(results, "study")["end"])
    return (1970, 1, 1) if day is None else (day.year, day.month, day.day)
