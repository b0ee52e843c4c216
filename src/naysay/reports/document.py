"""A report before it is a file: the study's sections one after another, and the words of the page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from naysay.reports.blocks import BLUE, Block, Document, Furniture, Heading, PageBreak
from naysay.reports.editions import OF_POSTS, part_of, sections_of
from naysay.reports.house_colour import on_white
from naysay.reports.numbers import timestamp
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._reading import options
from naysay.reports.sections._subtitle import subtitle
from naysay.reports.sections.base import SectionContent
from naysay.study.characters import readable
from naysay.study.executor import Executor, Serial
from naysay.study.report_options import Edition

SECTIONS_A_WORKER: Final = 12
"""A process that is started for fewer takes longer to load matplotlib than to draw."""


def build(
    results: Results,
    sections: Sequence[str] | None = None,
    *,
    edition: Edition | None = None,
    executor: Executor | None = None,
) -> Document:
    """The document of ``results`` in the study's language, of the study's own edition and sections.

    ``edition`` names the other edition, and ``sections`` others than it has.

    Workers of the ``executor`` build and draw sections; the document does not depend on them.

    Raises
    ------
    PartError
        A section that does not exist.
    """
    study, report = options(results, "study"), options(results, "report")
    edition = edition or report["edition"]
    sections = sections_of(report, edition) if sections is None else sections
    if results.of_measures:
        sections = [name for name in sections if name not in OF_POSTS]
    results = replace(results, study={**results.study, "report": {**report, "edition": edition}})
    words = results.words
    title = readable(str(study["title"])) or words("document.title")
    blocks: list[Block] = []
    drawings: dict[str, bytes] = {}
    contents = (executor or Serial()).map_shared(
        _content, results, sections, parts_a_worker=SECTIONS_A_WORKER
    )
    named = len({part_of(name, edition) for name in sections}) > 2
    earlier = ""
    for name, content in zip(sections, contents, strict=True):
        part = part_of(name, edition)
        opens_itself = isinstance(next(iter(content.blocks), PageBreak()), PageBreak)
        if blocks and part != earlier and not opens_itself:
            blocks.append(PageBreak(words(f"document.part.{part}") if part and named else ""))
        blocks += _anchored(name, content.blocks)
        drawings |= content.drawings
        earlier = part if content.blocks else earlier
    return Document(
        language=words.language,
        edition=edition,
        title=title,
        subtitle=subtitle(results, words),
        author=f"naysay {results.version}",
        date=_as_of(results),
        furniture=Furniture(
            header=title,
            footer=words("document.footer"),
            page=words("document.page"),
            logo=words("document.logo"),
            contents=words("document.contents"),
            missing=words("document.missing.other"),
            missing_one=words("document.missing.one"),
        ),
        blocks=tuple(blocks),
        drawings=drawings,
        mark=words("document.internal") if report.get("internal") else "",
        colour=on_white(report.get("colour") or BLUE),
        logo=results.logo,
        of_measures=results.of_measures,
    )


def _anchored(name: str, blocks: Sequence[Block]) -> list[Block]:
    """``blocks`` whose first heading, if it opens the section, is called by the section's name."""
    first = next((at for at, block in enumerate(blocks) if isinstance(block, Heading)), None)
    return [
        replace(block, anchor=block.anchor or name)
        if at == first and isinstance(block, Heading) and block.level == 1
        else block
        for at, block in enumerate(blocks)
    ]


def _content(results: Results, name: str) -> SectionContent:
    """What the section ``name`` says."""
    return section(name).build(results, results.words)


def _as_of(results: Results) -> tuple[int, int, int]:
    day = timestamp(results.as_of or options(results, "study")["end"])
    return (1970, 1, 1) if day is None else (day.year, day.month, day.day)
