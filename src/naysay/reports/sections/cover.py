"""The first page: the answer, its size, what speaks for it and against it. It is read alone."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, Literal

from naysay.reports.blocks import Answer, Block, Bullets, Columns, Heading, KeyFigures, Paragraph
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._answer import SPREAD, answer_sentence, behind, how_sure, named
from naysay.reports.sections._counts import counts_line
from naysay.reports.sections._daily_measures import rests_on
from naysay.reports.sections._days_after import days_after_figure
from naysay.reports.sections._key_figures import key_figures
from naysay.reports.sections._losses import on_first_page
from naysay.reports.sections._reading import company_name, is_of_mood, numbers, options, series_of
from naysay.reports.sections._reasons import doubt_sentence, support_sentences
from naysay.reports.sections._said import said_and_where, the_reverse
from naysay.reports.sections._subtitle import subtitle
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

ROOM: Final = ((3, 3), (2, 3), (1, 3), (1, 2), (1, 2), (1, 1), (1, 1))
"""Reasons for the answer and against it, as many as there is room for; at last without how often."""
SAID: Final = 3
"""The last place of ``ROOM`` at which there is room for what was written."""
LONGEST: Final = 218
"""Words of the page with its title, the line below it and its foot."""
OF_ONE_NUMBER: Final = ("variants", "variants_most", "variants_found", "no_variant", "without_one")
"""What is of the companies' common number, which is nobody's where they differ."""
OFTEN: Final = 2
"""A day that comes more often than every second is not called unusual."""
_STANCE: Final[dict[str, Literal["found", "not_found", "not_testable"]]] = {
    "strong": "found",
    "moderate": "found",
    "not_testable": "not_testable",
}


def build(results: Results, words: Words) -> SectionContent:
    """Fits one A4 page, in at most 220 words: where much is to be said, fewer reasons are."""
    findings = results.findings
    stance = "not_found" if findings.companies.differ else _STANCE.get(findings.evidence.grade, "not_found")
    above: list[Block] = []
    if not _asks(str(options(results, "study")["title"])):
        above.append(Paragraph(words("cover.question")))
    above += [
        Answer(answer_sentence(results, words), _support(results, words), stance),
        *on_first_page(results, words),
        KeyFigures(key_figures(results, words)),
    ]
    is_tested = findings.verdict != "not_testable"
    if is_tested:
        counts, reverse = counts_line(results, words), the_reverse(results, words)
        above.append(Paragraph(" ".join(filter(None, (counts, reverse)))))
    if results.of_measures:
        above.append(Paragraph(rests_on(results, words)))
    planted = tuple(Paragraph(text) for text in (planted_line(results, words),) if text)
    said, picture = said_and_where(results, words), days_after_figure(results, words)
    room = LONGEST - _around_the_blocks(results, words)
    content: tuple[Block, ...] = ()
    for place, most in enumerate(ROOM):
        often = place < len(ROOM) - 1
        last = (Paragraph(limits(results, words, often=often), "small"),) if is_tested else ()
        written = said if place <= SAID else ()
        content = (*above, *_reasons(results, words, most), *written, *picture.blocks, *planted, *last)
        if len(_text(content).split()) <= room:
            break
    return SectionContent(content, picture.drawings)


def planted_line(results: Results, words: Words) -> str:
    """What was put into simulated companies and whether the interval covers it; empty for real ones."""
    planted, findings = results.planted_bp, results.findings
    if planted is None:
        return ""
    if planted == 0:
        return words("cover.planted_none")
    of_mood = findings.lead if is_of_mood(results) else findings.mood
    low, high = of_mood.low, of_mood.high
    put_in = words.numbers.basis_points(planted, digits=0 if planted == round(planted) else 1, sign=True)
    if low is None or high is None:
        return words("cover.planted_alone", planted=put_in)
    held = "covered" if low <= planted <= high else "missed"
    return words(f"cover.planted_{held}", planted=put_in)


def limits(results: Results, words: Words, *, often: bool = True) -> str:
    """What an unusual day is and how often one comes, and what stands in brackets."""
    spread = options(results, "chatter")["measure"] == SPREAD
    unusual = words(
        "cover.unusual_spread" if spread else "cover.unusual", often=_often(results, words) if often else ""
    )
    intervals = words("cover.intervals" if results.findings.lead.look is None else "cover.intervals_series")
    return f"{unusual} {intervals}"


def _asks(title: str) -> bool:
    """Whether the title is the question that the answer's yes or no is to."""
    return "?" in title and "negativ" in title.lower()


def _support(results: Results, words: Words) -> str:
    """How many checks it passed; where companies differ, also the doubt that the sentence has no room for."""
    sure = how_sure(results, words)
    grave = behind(results)
    if grave is None:
        return sure
    return f"{sure} · {words('cover.doubt', sentence=doubt_sentence(grave, results, words))}"


def _reasons(results: Results, words: Words, most: tuple[int, int]) -> tuple[Block, ...]:
    evidence = results.findings.evidence
    if evidence.grade == "not_testable":
        return ()
    said = (behind(results), "blunt" if named(results) == "blunt" else None)
    differ = results.findings.companies.differ
    said = (*said, *(OF_ONE_NUMBER if differ else ()))
    doubts = [code for code in evidence.doubts if code not in said][: most[1]]
    left = support_sentences(results, words, without=OF_ONE_NUMBER if differ else ())[: most[0]]
    right = tuple(doubt_sentence(code, results, words) for code in doubts)
    nothing = (words("cover.nothing"),)
    return (
        Columns(
            (Heading(words("cover.for"), 2), Bullets(left or nothing)),
            (Heading(words("cover.against"), 2), Bullets(right or nothing)),
        ),
    )


def _often(results: Results, words: Words) -> str:
    """In how many sessions of the focus company one is unusual; empty where that is not known."""
    own = numbers(series_of(results, results.focus), "negativity").dropna()
    share = finite((own >= 1.0).mean())
    if not share or round(1 / share) < OFTEN:
        return ""
    name = company_name(results, results.focus)
    return words("cover.often", company=name, n=words.numbers.count(round(1 / share)))


def _around_the_blocks(results: Results, words: Words) -> int:
    """Words of the title, the line below it and the foot."""
    title = str(options(results, "study")["title"]) or words("document.title")
    foot = f"{words('document.footer')} {words('document.page')}"
    return len(f"{title} {subtitle(results, words)} {foot}".split())


def _text(blocks: Iterable[Block]) -> str:
    """All words of the page, to be counted."""
    texts: list[str] = []
    for block in blocks:
        match block:
            case Paragraph() | Heading():
                texts.append(block.text)
            case Answer():
                texts += [block.sentence, block.support]
            case KeyFigures():
                texts += [f"{figure.value} {figure.label}" for figure in block.figures]
            case Bullets():
                texts += block.items
            case Columns():
                texts.append(_text((*block.left, *block.right)))
    return " ".join(texts)


SECTION = ReportSection("cover", build)
