"""Returns around spikes of chatter: the test that counts, the mean path, other windows, what was set aside.

The section ``event_tests`` has every other test.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Figure, Heading, Paragraph
from naysay.reports.figures import caar as drawing
from naysay.reports.figures.style import svg
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._company_counts import companies_of
from naysay.reports.sections._journal import ESTIMATE, estimate_cells, journal_table, records
from naysay.reports.sections._reading import (
    company_name,
    numbers,
    of_window,
    options,
    reasons_counted,
    table,
    texts,
)
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
    caar, tests, events = (table(results, name) for name in ("caar", "event_tests", "events"))
    if events.empty:
        chosen = "event_study" in options(results, "study")["methods"]
        return SectionContent((heading, Paragraph(words(f"event_study.{'none' if chosen else 'absent'}"))))
    figure, drawings = _figure(results, caar, words)
    blocks: list[Block] = [
        heading,
        Paragraph(_mean(results, words)),
        Paragraph(_intro(results, words)),
        *figure,
        *_windows(results, tests, words),
        *_held_and_traded(results, words),
        *_set_aside(results, events, words),
    ]
    return SectionContent(tuple(blocks), drawings)


def _figure(
    results: Results, caar: pd.DataFrame, words: Words
) -> tuple[tuple[Figure, ...], dict[str, bytes]]:
    """The mean path; nothing where no event could be used."""
    known = caar[numbers(caar, "caar").notna()]
    if known.empty:
        return (), {}
    reaction, written, last = results.findings.reaction, words.numbers, records(known)[-1]
    window = written.window(*reaction.window)
    alt = words(
        "event_study.alt",
        events=words.counted("event", reaction.n_events),
        first=written.decimal(known["tau"].iloc[0], sign=True),
        last=written.decimal(last["tau"], sign=True),
        end=written.percent(last["caar"], sign=True),
        end_interval=_in_brackets(last["low"], last["high"], words),
        window=window,
        mean=_estimate(results, words) or words("event_study.not_estimated"),
    )
    drawn = {"caar": svg(drawing.draw(caar, words, window=reaction.window))}
    caption = words("event_study.caption", window=window, dots=words("figure.dots"))
    return (Figure("caar", caption, alt),), drawn


def _intro(results: Results, words: Words) -> str:
    study, reaction, written = options(results, "event_study"), results.findings.reaction, words.numbers
    shared = {
        "used": written.count(reaction.n_events),
        "found": words.counted("event", reaction.n_found, "dative"),
        "companies": companies_of(results, "events", words),
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
    """The test that counts, with its interval where it has one."""
    reaction, written = results.findings.reaction, words.numbers
    window = written.window(*reaction.window)
    if reaction.caar_bp is None or reaction.pvalue is None:
        reason = words.reason(reaction.reason) or words("verdict.no_reason")
        return words("event_study.no_mean", window=window, reason=reason)
    return words(
        "event_study.mean_alone" if reaction.low is None else "event_study.mean",
        window=window,
        estimate=_estimate(results, words),
        events=words.counted("event", reaction.n_events, "dative"),
        p=written.p_equals(reaction.pvalue),
        test=words.of_code("test", reaction.test),
        weights=words("event_study.weights") if reaction.test in WEIGHED else "",
    )


def _estimate(results: Results, words: Words) -> str:
    """The mean of the window that counts with its interval in brackets; empty where there is none."""
    reaction = results.findings.reaction
    if reaction.caar_bp is None:
        return ""
    low, high = (None if edge is None else edge / BASIS_POINTS for edge in (reaction.low, reaction.high))
    mean = words.numbers.percent(reaction.caar_bp / BASIS_POINTS, sign=True)
    return f"{mean}{_in_brackets(low, high, words)}"


def _in_brackets(low: float | None, high: float | None, words: Words) -> str:
    if finite(low) is None or finite(high) is None:
        return ""
    return words("interval", span=words.numbers.percent_span(low, high, sign=True))


def _windows(results: Results, tests: pd.DataFrame, words: Words) -> tuple[Block, ...]:
    """The study's test in every window, that which counts in bold, with the events that each has."""
    reaction, written = results.findings.reaction, words.numbers
    rows = tests[texts(tests, "test") == reaction.test]
    rows = rows.assign(estimate=numbers(rows, "location").fillna(numbers(rows, "estimate")))
    cells = [
        (
            written.window(int(row["window_start"]), int(row["window_end"])),
            *estimate_cells(row, words, estimate="estimate", digits=2, scale=100),
        )
        for row in records(rows)
    ]
    return journal_table(
        words,
        caption=words("event_study.windows", test=words.of_code("test", reaction.test)),
        header=("window", *ESTIMATE),
        rows=cells,
        notes=(words("event_study.windows_notes"), words("event_study.others")),
        strong=[place for place, counts in enumerate(of_window(rows, reaction.window)) if counts],
    )


def _held_and_traded(results: Results, words: Words) -> list[Paragraph]:
    """What holding the shares gave, and what volume and volatility did, in the window that counts."""
    written, sentences = words.numbers, []
    held, volume, variance = (
        _row(results, name, test)
        for name, test in (("buy_and_hold", HELD), ("volume_tests", TRADED), ("volatility_tests", TRADED))
    )
    if held is not None:
        way = "less" if held["estimate"] < 0 else "more"
        mean, p = written.percent(abs(held["estimate"])), written.p_equals(held["pvalue"])
        sentences.append(words(f"event_study.held_{way}", mean=mean, p=p, test=words.of_code("test", HELD)))
    if volume is not None and variance is not None:
        sentences.append(
            words(
                "event_study.traded",
                times=_times(volume["estimate"], words),
                p=written.p_equals(volume["pvalue"]),
                variance=_times(variance["estimate"], words),
                p_variance=written.p_equals(variance["pvalue"]),
                test=words.of_code("test", TRADED),
            )
        )
    return [Paragraph(" ".join(sentences), "small")] if sentences else []


def _times(log_ratio: float, words: Words) -> str:
    ratio = math.exp(min(log_ratio, 100.0))
    return words.numbers.decimal(ratio, 1 if ratio >= 1.95 else 2)


def _row(results: Results, name: str, test: str) -> Mapping[str, float] | None:
    """Mean and p-value of a test in the window that counts; None where there is no such number."""
    tests = table(results, name)
    rows = tests[(texts(tests, "test") == test) & of_window(tests, results.findings.reaction.window)]
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


SECTION = ReportSection("event_study", build)
