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
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words
from naysay.study.executor import Executor, Serial

NAMED: Final = 3
"""Companies that the subtitle names; more are counted."""
ALONE: Final = "cover"
"""The section that has a page to itself."""
SECTIONS_A_WORKER: Final = 12
"""A process that is started for fewer takes longer to load matplotlib than to draw."""


def build(results: Results, sections: Sequence[str], *, executor: Executor | None = None) -> Document:
    """The document of ``results`` with ``sections`` in their order, in the study's language.

    Workers of the ``executor`` build and draw sections; the document does not depend on them.

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
    contents = (executor or Serial()).map_shared(
        _content, results, sections, parts_a_worker=SECTIONS_A_WORKER
    )
    for place, (name, content) in enumerate(zip(sections, contents, strict=True)):
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


def _content(results: Results, name: str) -> SectionContent:
    """What the section ``name`` says."""
    return section(name).build(results, Words(options(results, "study")["language"]))


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
