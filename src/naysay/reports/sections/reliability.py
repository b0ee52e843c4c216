"""How reliable the answer is: all variants in one picture, the clock, what was lost, the hours of posts."""

from __future__ import annotations

from collections import Counter
from typing import Final

import pandas as pd

from naysay.analysis.clock_doubt import is_flat
from naysay.reports.blocks import Block, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import posting_hours
from naysay.reports.figures.style import svg
from naysay.reports.numbers import MISSING, NBSP, bp_digits, finite
from naysay.reports.results import Results
from naysay.reports.sections._daily_measures import measures_blocks
from naysay.reports.sections._history import history_sentences
from naysay.reports.sections._languages import languages_read
from naysay.reports.sections._looks import series_sentence
from naysay.reports.sections._posting_hours import busiest, hours_of, share_while_open
from naysay.reports.sections._reading import numbers, options, table, texts
from naysay.reports.sections._signed import signed
from naysay.reports.sections._specification_curve import (
    agreement_sentences,
    curve,
    how_counted,
    placebo_sentences,
)
from naysay.reports.sections._sweep import in_one_sentence
from naysay.reports.sections._variants import GROUPS, MAIN, alternatives, variants_of
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

CAUSES: Final = 5
"""Causes with a row of their own in the table of posts; the others are added up."""
LANGUAGES: Final = 3
"""Languages that nobody read, by name."""
LEFT_OUT: Final = ("quarantined", "duplicate", "filtered")


def build(results: Results, words: Words) -> SectionContent:
    lines = variants_of(results, words)
    drawn, hours = curve(results, lines, words), _hours(results, words)
    blocks: list[Block] = [Heading(words("reliability.heading"))]
    if lines.empty:
        blocks.append(Paragraph(words("reliability.absent")))
    else:
        agreeing, placebos = agreement_sentences(lines, words), placebo_sentences(lines, words)
        known = (lines["group"] == MAIN).any()
        sentences = agreeing if known else [words("reliability.no_main")]
        sentences = [words("reliability.intro"), *sentences, *how_counted(results, lines, words)]
        blocks.append(Paragraph(" ".join(sentences)))
        blocks += [*drawn.blocks, *map(Paragraph, placebos), *_changes(lines, words)]
    blocks += _grid(results, words)
    blocks += _clock(results, words)
    blocks += [Paragraph(text) for text in (series_sentence(results, words),) if text]
    before = history_sentences(results.history, words)
    blocks += [Paragraph(" ".join(before))] if before else []
    blocks += [Heading(words("reliability.data_heading"), 2), *_posts(results, words)]
    data = " ".join(filter(None, (_days(results, words), _languages(results, words))))
    blocks += [Paragraph(data)] if data and not results.of_measures else []
    blocks += measures_blocks(results, words)
    return SectionContent((*blocks, *hours.blocks), {**drawn.drawings, **hours.drawings})


def _changes(lines: pd.DataFrame, words: Words) -> list[Block]:
    """In plain words what each kind of change was, with the range of its estimates."""
    others, cells = alternatives(lines), []
    digits = bp_digits(*others["value"])
    for group in GROUPS:
        own = others[others["group"] == group]
        if own.empty:
            continue
        low, high = (words.numbers.decimal(edge(own["value"]), digits, sign=True) for edge in (min, max))
        span = low if low == high else words("reliability.span", low=low, high=high)
        cells.append((words(f"variant_group.{group}"), "; ".join(own["label"]), span))
    if not cells:
        return []
    header = tuple(words(f"reliability.column_{name}") for name in ("kind", "meaning", "estimates"))
    return [TableBlock(words("reliability.table"), header, tuple(cells), ("left", "left", "right"))]


def _grid(results: Results, words: Words) -> list[Block]:
    """What a grid of variants says over all of them; nothing without one."""
    sentence, note = in_one_sentence(results, words)
    return [Paragraph(sentence, note=note)] if sentence else []


def _clock(results: Results, words: Words) -> list[Block]:
    """What is left when all posts are taken later; nothing where that was not estimated or means nothing."""
    clock = results.findings.clock
    if clock.later.value is None or clock.moved is None or clock.dates_alone:
        return []
    shift = {
        "hours": words.counted("hour", clock.hours),
        "moved": words.numbers.percent(clock.moved, 0),
    }
    if is_flat(clock):
        return [Paragraph(words("reliability.clock_flat", **shift))]
    later = signed(clock.later.value, clock.later.low, clock.later.high, words)
    return [Paragraph(words("reliability.clock", **shift, **later))]


def _posts(results: Results, words: Words) -> list[Block]:
    """Posts read, left out by cause, and used; nothing in a run without them."""
    rows = table(results, "attrition")
    stage, count = texts(rows, "stage"), numbers(rows, "rows").fillna(0.0)
    read, used = (int(count[stage == name].sum()) for name in ("rows_in", "kept"))
    if not read:
        return []
    causes = Counter[str]()
    for name, cause, n in zip(stage, texts(rows, "cause"), count, strict=True):
        if name in LEFT_OUT and n > 0:
            causes[words.of_code("cause", cause)] += int(n)
    ordered = sorted(causes.items(), key=lambda one: -one[1])
    shown = [(words("reliability.left_out", cause=cause), n) for cause, n in ordered[:CAUSES]]
    if rest := ordered[CAUSES:]:
        others = words("reliability.other_causes", n=words.numbers.count(len(rest)))
        shown.append((others, sum(n for _, n in rest)))
    lines = [(words("reliability.read"), read), *shown, (words("reliability.used"), used)]
    cells = tuple((name, words.numbers.count(n), _share(n / read, words)) for name, n in lines)
    header = (words("reliability.posts"), words("column.posts"), words("column.share"))
    return [TableBlock("", header, cells, ("left", "right", "right"), (0, len(cells) - 1))]


def _share(share: float, words: Words) -> str:
    """A share with one decimal; a small one is said to be small, and not to be nothing."""
    if 0.0 < share < 0.0005:
        return f"<{NBSP}{words.numbers.percent(0.001, 1)}"
    return words.numbers.percent(share, 1 if 0.0 < share < 1.0 else 0)


def _days(results: Results, words: Words) -> str:
    """Days of companies that cannot be used and companies that are missing, each with its cause."""
    rows = table(results, "attrition")
    stage, cause, count = texts(rows, "stage"), texts(rows, "cause"), numbers(rows, "rows").fillna(0.0)
    sentences = []
    for name, key in (("companies", "reliability.companies"), ("company_sessions", "reliability.days")):
        lost = Counter[str]()
        for why, n in zip(cause[stage == name], count[stage == name], strict=True):
            lost[words.of_code("cause", why)] += int(n)
        causes = ", ".join(
            words("reliability.cause", cause=why, n=words.numbers.count(n))
            for why, n in sorted(lost.items(), key=lambda one: -one[1])
            if n > 0
        )
        whole = int(results.counts.get("company_sessions", 0))
        if causes and name == "companies":
            sentences.append(words(key, reasons=causes))
        elif causes and whole:
            total = words.numbers.count(sum(lost.values()))
            everything = words.numbers.count(whole)
            sentences.append(words(key, all=everything, lost=total, reasons=causes))
    return " ".join(sentences)


def _languages(results: Results, words: Words) -> str:
    """In which languages posts were scored, and how many posts in others were not read."""
    read = languages_read(results, words)
    rows = table(results, "languages")
    posts = numbers(rows, "n_posts").fillna(0.0)
    unread = posts[(texts(rows, "scorer") == "") & (texts(rows, "language") != "") & (posts > 0)]
    sentences = [words("reliability.languages", languages=read)] if read else []
    if len(unread):
        ordered = unread.sort_values(ascending=False, kind="stable")
        names = [words.of_code("warning_language", code) for code in rows.loc[ordered.index, "language"]]
        listed = ", ".join(names[:LANGUAGES])
        if further := len(names) - LANGUAGES:
            listed = (
                words("reliability.further", names=listed, n=words.numbers.count(further))
                if further > 0
                else listed
            )
        share = words.numbers.percent(float(unread.sum() / posts.sum()), 1)
        sentences.append(words("reliability.unread", share=share, languages=listed))
    return " ".join(sentences)


def _hours(results: Results, words: Words) -> SectionContent:
    """When posts are written; a sentence alone where the study knows their dates only."""
    posts = options(results, "posts")
    if posts.get("clock") == "date_only":
        return SectionContent((Paragraph(words("times.date_only", zone=posts["timezone"])),))
    hours = hours_of(results)
    hours = hours[hours["clock"] == "exchange"]
    if not hours["n_posts"].sum() > 0:
        return SectionContent(() if results.of_measures else (Paragraph(words("times.absent")),))
    zone = str(hours["zone"].iloc[0]).replace("_", " ")
    while_open = finite(share_while_open(hours))
    most = busiest(hours, words)
    open_share = MISSING if while_open is None else words.numbers.percent(while_open, 0)
    sentence = (
        words("reliability.hours", **most, open=open_share)
        if while_open
        else words("reliability.hours_closed", **most)
    )
    figure = Figure(
        "hours",
        words("reliability.hours_caption", zone=zone),
        words("reliability.hours_alt", zone=zone, sentence=sentence),
    )
    drawn = svg(posting_hours.draw(hours, words, only="exchange"))
    return SectionContent((Paragraph(sentence), figure), {"hours": drawn})


SECTION = ReportSection("reliability", build)
