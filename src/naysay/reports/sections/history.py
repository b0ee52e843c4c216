"""Which versions of the study were run on the same data before, what they found, and the registration."""

from __future__ import annotations

from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.history import EarlierVersion, History
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._history import (
    differences_in_words,
    fault_sentences,
    registration_sentence,
    version_sentences,
)
from naysay.reports.sections._journal import journal_table
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words


def build(results: Results, words: Words) -> SectionContent:
    history, heading = results.history, Heading(words("history.heading"))
    if history is None:
        return SectionContent((heading, Paragraph(words("history.absent"))))
    sentences = version_sentences(history, words) or [words("history.only")]
    sentences += [*_ranges(history, words), *fault_sentences(history, words)]
    blocks: list[Block] = [heading, Paragraph(" ".join(sentences))]
    if history.registration is not None:
        blocks.append(Paragraph(registration_sentence(history.registration, words)))
    return SectionContent((*blocks, *_table(history, words)))


def _ranges(history: History, words: Words) -> list[str]:
    """Between which numbers the earlier estimates and p-values lie, where there are two or more."""
    numbers, sentences = words.numbers, []
    if history.others > 1 and history.bp_range is not None:
        digits = bp_digits(*history.bp_range)
        low, high = (numbers.decimal(edge, digits, sign=True) for edge in history.bp_range)
        sentences.append(words("history.range", low=low, high=high))
    if history.others > 1 and history.p_range is not None:
        low, high = map(numbers.pvalue, history.p_range)
        tried, significant = numbers.count(history.others), numbers.count(history.significant)
        sentences.append(words("history.range_p", low=low, high=high, significant=significant, n=tried))
    return sentences


def _table(history: History, words: Words) -> tuple[Block, ...]:
    versions, count = history.versions, words.numbers.count
    digits = bp_digits(*(version.bp_per_sd for version in versions))
    is_whole = len(versions) == history.others
    caption = (
        words("history.table")
        if is_whole
        else words("history.table_part", listed=count(len(versions)), n=count(history.others))
    )
    return journal_table(
        words,
        caption=caption,
        header=(
            *(words(f"history.{name}") for name in ("date", "differs", "verdict")),
            "estimate",
            "interval",
            "p",
        ),
        rows=[_row(version, digits, words) for version in versions],
        notes=(words("history.notes"),),
        left=3,
    )


def _row(version: EarlierVersion, digits: int, words: Words) -> tuple[str, ...]:
    numbers = words.numbers
    return (
        numbers.short_date(version.day or None),
        differences_in_words(version, words),
        words.of_code("history_answer", version.verdict),
        numbers.decimal(version.bp_per_sd, digits, sign=True),
        numbers.span(version.low, version.high, digits),
        numbers.pvalue(version.pvalue),
    )


SECTION = ReportSection("history", build)
