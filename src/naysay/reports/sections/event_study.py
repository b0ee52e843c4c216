"""Returns around spikes of chatter: the mean path, the tests, and what was set aside."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Columns, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import caar as drawing
from naysay.reports.figures.style import svg
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, options, reasons_counted, table, texts
from naysay.reports.sections._storms import counted, one_in
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons
from naysay.study.units import BASIS_POINTS

HELD: Final = "skewness_adjusted_t"
TRADED: Final = "wild_bootstrap"
"""Tests that may be trusted with returns that compound, and with volume and volatility."""
WEIGHED: Final = ("patell", "bmp", "adjusted_patell", "adjusted_bmp")
"""Tests whose mean weighs an event by the inverse of its forecast error."""
NAMED: Final = 3
"""Open events that are named; the others are counted."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("event_study.heading"))
    reaction = results.findings.reaction
    caar, tests, events = (table(results, name) for name in ("caar", "event_tests", "events"))
    if tests.empty and events.empty:
        return SectionContent((heading, Paragraph(words("event_study.absent"))))
    window = words.numbers.window(*reaction.window)
    count = words.counted("event", reaction.n_events)
    figure = Figure(
        "caar",
        words("event_study.caption", window=window),
        words("event_study.alt", events=count),
    )
    blocks: list[Block] = [
        heading,
        Paragraph(f"{_intro(results, words)} {_mean(results, words)}"),
        figure,
        Columns(
            left=(_tests(results, tests, words),),
            right=(
                _windows(results, tests, words),
                *_held_and_traded(results, words),
                *_set_aside(results, events, words),
            ),
        ),
    ]
    return SectionContent(tuple(blocks), {"caar": svg(drawing.draw(caar, words, window=reaction.window))})


def _intro(results: Results, words: Words) -> str:
    study, reaction, written = options(results, "event_study"), results.findings.reaction, words.numbers
    shared = {
        "used": written.count(reaction.n_events),
        "found": words.counted("event", reaction.n_found, "dative"),
        "model": words(f"model.{study['model']}"),
        "window": written.window(*reaction.window),
    }
    if study["events"] or study["events_file"]:
        return words("event_study.intro_given", **shared)
    return words(
        "event_study.intro",
        spike=words(
            f"event_study.spike_{study['trigger']}",
            threshold=written.plain(study["threshold"]),
            one_in=one_in(results, words) if counted(results) else "",
        ),
        posts=words.counted(
            "negative_post" if counted(results) else "post", int(study["min_posts"]), "dative"
        ),
        **shared,
    )


def _mean(results: Results, words: Words) -> str:
    reaction, written = results.findings.reaction, words.numbers
    if reaction.caar_bp is None or reaction.pvalue is None:
        reason = words.reason(reaction.reason) or words("verdict.no_reason")
        return words("event_study.no_mean", reason=reason)
    low, high = (None if edge is None else edge / BASIS_POINTS for edge in (reaction.low, reaction.high))
    return words(
        "event_study.mean_alone" if low is None else "event_study.mean",
        estimate=written.percent(reaction.caar_bp / BASIS_POINTS),
        interval="" if low is None else words("interval", span=written.percent_span(low, high)),
        p=written.p_equals(reaction.pvalue),
        test=words.of_code("test", reaction.test),
        weights=words("event_study.weights") if reaction.test in WEIGHED else "",
    )


def _tests(results: Results, tests: pd.DataFrame, words: Words) -> TableBlock:
    """All tests of the window that counts; the one that was set beforehand is bold."""
    reaction, written = results.findings.reaction, words.numbers
    rows = tests[_of_window(tests, reaction.window)]
    names = list(texts(rows, "test"))
    return TableBlock(
        words(
            "event_study.table",
            window=written.window(*reaction.window),
            events=words.counted("event", reaction.n_events),
        ),
        tuple(words(f"column.{name}") for name in ("test", "statistic", "p")),
        tuple(
            (words.of_code("test", name), written.decimal(statistic, 2), written.pvalue(p))
            for name, statistic, p in zip(
                names, numbers(rows, "statistic"), numbers(rows, "pvalue"), strict=True
            )
        ),
        ("left", "right", "right"),
        tuple(place for place, name in enumerate(names) if name == reaction.test),
    )


def _windows(results: Results, tests: pd.DataFrame, words: Words) -> TableBlock:
    """The study's test in its other windows, with the mean that belongs to it and the events they have."""
    reaction, written = results.findings.reaction, words.numbers
    rows = tests[(texts(tests, "test") == reaction.test) & ~_of_window(tests, reaction.window)]
    return TableBlock(
        words("event_study.windows", test=words.of_code("test", reaction.test)),
        tuple(words(f"column.{name}") for name in ("window", "mean", "p", "n")),
        tuple(
            (
                written.window(int(first), int(last)),
                written.percent(mean),
                written.pvalue(p),
                written.count(n),
            )
            for first, last, mean, p, n in zip(
                rows["window_start"],
                rows["window_end"],
                numbers(rows, "location").fillna(numbers(rows, "estimate")),
                numbers(rows, "pvalue"),
                numbers(rows, "n_events"),
                strict=True,
            )
        ),
        ("left", "right", "right", "right"),
    )


def _held_and_traded(results: Results, words: Words) -> list[Paragraph]:
    """What holding the shares gave, and what volume and volatility did, in the window that counts."""
    written, sentences = words.numbers, []
    held, volume, variance = (
        _row(results, name, test)
        for name, test in (("buy_and_hold", HELD), ("volume_tests", TRADED), ("volatility_tests", TRADED))
    )
    if held is not None:
        mean, p = written.percent(held["estimate"]), written.p_equals(held["pvalue"])
        sentences.append(words("event_study.held", mean=mean, p=p, test=words.of_code("test", HELD)))
    if volume is not None and variance is not None:
        sentences.append(
            words(
                "event_study.traded",
                mean=written.percent(math.expm1(volume["estimate"])),
                p=written.p_equals(volume["pvalue"]),
                variance=written.percent(math.expm1(variance["estimate"])),
                p_variance=written.p_equals(variance["pvalue"]),
                test=words.of_code("test", TRADED),
            )
        )
    return [Paragraph(" ".join(sentences), "small")] if sentences else []


def _row(results: Results, name: str, test: str) -> Mapping[str, float] | None:
    """Mean and p-value of a test in the window that counts; None where there is no such number."""
    tests = table(results, name)
    rows = tests[(texts(tests, "test") == test) & _of_window(tests, results.findings.reaction.window)]
    estimates = {column: numbers(rows, column) for column in ("estimate", "pvalue")}
    if rows.empty or any(values.isna().any() for values in estimates.values()):
        return None
    return {column: float(values.iloc[0]) for column, values in estimates.items()}


def _set_aside(results: Results, events: pd.DataFrame, words: Words) -> list[Paragraph]:
    paragraphs = []
    if reasons := reasons_counted(joined_reasons(events), words):
        paragraphs.append(Paragraph(words("event_study.aside", reasons=reasons), "small"))
    if still := _open(results, events, words):
        paragraphs.append(Paragraph(still, "small"))
    overlapping = results.findings.reaction.n_contaminated
    if overlapping:
        paragraphs.append(
            Paragraph(words("event_study.overlap", n=words.numbers.count(overlapping)), "small")
        )
    return [*paragraphs, Paragraph(words("event_study.same_session"), "small")]


def _open(results: Results, events: pd.DataFrame, words: Words) -> str:
    """Which events the data does not yet follow to the end of the window, and how far it does; or nothing."""
    first, last = results.findings.reaction.window
    after = numbers(events, "sessions_after")
    rows = events[(after < last) & (texts(events, "reason") == "")].sort_values("session")
    if rows.empty:
        return ""
    written, shown = words.numbers, rows.tail(NAMED)
    named = [
        words(
            "event_study.so_far",
            company=company_name(results, str(company)),
            date=written.short_date(day),
            k=written.count(max(0, int(passed) - max(first, 1) + 1)),
            n=written.count(last - max(first, 1) + 1),
        )
        for company, day, passed in zip(
            shown["company"], shown["session"], after.loc[shown.index], strict=True
        )
    ]
    listed = ", ".join(named)
    if further := len(rows) - len(shown):
        listed = words("event_study.open_more", events=listed, n=written.count(further))
    return words("event_study.open", window=written.window(first, last), events=listed)


def _of_window(tests: pd.DataFrame, window: tuple[int, int]) -> pd.Series:
    return (numbers(tests, "window_start") == window[0]) & (numbers(tests, "window_end") == window[1])


SECTION = ReportSection("event_study", build)
