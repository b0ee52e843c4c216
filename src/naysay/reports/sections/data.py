"""The data: what to know about it, what was lost, when posts were written, the scorer on labelled posts."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.quiet_hours import quiet_hours
from naysay.reports.blocks import Block, Bullets, Figure, Heading, Paragraph
from naysay.reports.figures import posting_hours as drawing
from naysay.reports.figures.style import svg
from naysay.reports.results import Results
from naysay.reports.sections._daily_measures import measures_blocks
from naysay.reports.sections._labels import labels_blocks
from naysay.reports.sections._languages import languages_in_words
from naysay.reports.sections._losses import loss_table, warning_sentences
from naysay.reports.sections._posting_hours import busiest, hours_of
from naysay.reports.sections._reading import numbers, options, table, texts
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

HEAPS: Final = ("midnight_utc", "midnight_forum", "full_hour", "one_time")
"""The heaps that the section tells, in the order of its sentence."""


MOST: Final = 30
"""Warnings that the section lists; the others stand in results.json."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("data.heading"))
    if results.of_measures:
        return SectionContent(
            (
                heading,
                *measures_blocks(results, words),
                *_warnings(results, words),
                *loss_table(results, words),
            )
        )
    times, losses = _times(results, words), loss_table(results, words)
    labels = labels_blocks(results, words)
    blocks = (
        heading,
        *_warnings(results, words),
        *losses,
        *_languages(results, words),
        *times.blocks,
        *labels,
    )
    return SectionContent(blocks, times.drawings)


def _warnings(results: Results, words: Words) -> tuple[Block, ...]:
    """Each warning as a sentence; nothing where there is none."""
    sentences = warning_sentences(results, words)
    if not sentences:
        return ()
    further = len(sentences) - MOST
    more = (words("data.further", n=words.numbers.count(further)),) if further > 0 else ()
    return (Heading(words("data.warnings"), 2), Bullets((*sentences[:MOST], *more)))


def _languages(results: Results, words: Words) -> tuple[Block, ...]:
    """In which languages the posts were scored; nothing where no language is known."""
    sentences = languages_in_words(results, words)
    return (Heading(words("languages.heading"), 2), Paragraph(sentences)) if sentences else ()


def _times(results: Results, words: Words) -> SectionContent:
    """When posts were written."""
    heading = Heading(words("times.heading"), 2)
    posts = options(results, "posts")
    if posts.get("clock") == "date_only":
        return SectionContent((heading, Paragraph(words("times.date_only", zone=posts["timezone"]))))
    hours = hours_of(results)
    clocks = drawing.clocks_of(hours)
    if not clocks:
        return SectionContent((heading, Paragraph(words("times.absent"))))
    zones = {clock: str(hours.loc[hours["clock"] == clock, "zone"].iloc[0]) for clock in clocks}
    both = "both" if len(clocks) > 1 else "one"
    figure = Figure(
        "posting_hours",
        words(f"times.caption_{both}"),
        words(f"times.alt_{both}", **zones, busiest=_busiest(hours, words)),
    )
    blocks: list[Block] = [heading, Paragraph(" ".join(_quiet(hours, clocks, words))), figure]
    quiet = results.findings.quiet
    if quiet is not None and quiet.in_the_afternoon:
        blocks.append(Paragraph(words("times.afternoon", zone=posts["timezone"])))
    blocks.append(Paragraph(_heaps(results, words), "small"))
    return SectionContent(tuple(blocks), {"posting_hours": svg(drawing.draw(hours, words))})


def _quiet(hours: pd.DataFrame, clocks: list[str], words: Words) -> list[str]:
    """The quietest six hours by each clock."""
    sentences = []
    for clock in clocks:
        quiet = quiet_hours(hours, "exchange" if clock == "exchange" else "forum")
        if quiet is not None:
            key = f"times.quiet_{clock}" if quiet.marked else f"times.even_{clock}"
            span = words("times.span", start=f"{quiet.start:02}:00", end=f"{quiet.end:02}:00")
            sentences.append(words(key, span=span, share=words.numbers.percent(quiet.share, 0)))
    return sentences


def _busiest(hours: pd.DataFrame, words: Words) -> str:
    """The hour with the most posts by the exchange's clock, for those who cannot see the drawing."""
    return words("times.busiest", **busiest(hours[hours["clock"] == "exchange"], words))


def _heaps(results: Results, words: Words) -> str:
    """How many posts share a time of day; a sentence that nothing can be told where they are few."""
    rows = table(results, "posting_heaps")
    shares = dict(zip(texts(rows, "heap"), numbers(rows, "share"), strict=True))
    clock = dict(zip(texts(rows, "heap"), texts(rows, "clock"), strict=True))
    if not set(HEAPS) <= set(shares):
        return words("times.few")
    written = {name: words.numbers.percent(shares[name], 2) for name in HEAPS}
    allowed = numbers(rows, "allowed")
    return words(
        "times.heaps",
        clock=clock["one_time"],
        allowed=words.numbers.percent(allowed.min(), 0),
        allowed_minute=words.numbers.percent(allowed.max(), 0),
        **written,
    )


SECTION = ReportSection("data", build)
