"""What a report says of daily measures: what they mean, when they count as known, and what nobody knows."""

from __future__ import annotations

from typing import Final

from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._reading import options, shortened
from naysay.reports.words import Words

LONGEST: Final = 60
"""Characters of a path or the name of a column on page 1."""


def rests_on(results: Results, words: Words) -> str:
    """Which column of which files the answer rests on, and what a higher value means: for page 1."""
    chatter = options(results, "chatter")
    column, path = (shortened(text, LONGEST) for text in (chatter["columns"]["measure"], chatter["path"]))
    sentences = (
        words("of_measures.rests"),
        words("of_measures.rests_column", column=words("quoted", text=column), path=path),
        words(f"of_measures.rests_{chatter['higher']}"),
    )
    return " ".join(sentences)


def measures_blocks(results: Results, words: Words) -> tuple[Block, ...]:
    """The sign and the days as the study names them, and what cannot be known; nothing of posts."""
    if not results.of_measures:
        return ()
    chatter, combined = options(results, "chatter"), int(results.counts.get("combined", 0))
    sentences = [
        words(f"of_measures.sign_{chatter['higher']}"),
        words(f"of_measures.unknown_{chatter['dates']}", timezone=chatter["timezone"]),
    ]
    if combined:
        sentences.append(words("of_measures.combined", n=words.numbers.count(combined)))
    return (
        Heading(words("of_measures.unknown_heading"), 2),
        Paragraph(" ".join(sentences)),
        Paragraph(words("of_measures.unknown")),
    )
