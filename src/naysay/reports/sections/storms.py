"""The largest storms of negative posts over all companies; in other studies their largest events."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from naysay.reports.blocks import Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._events import by_size, is_given, noun, usual
from naysay.reports.sections._reading import company_name, numbers, options, shortened, table, texts
from naysay.reports.sections._sessions import in_sessions
from naysay.reports.sections._storms import counted, one_in
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

SHOWN: Final = 12
"""Events in the list."""
NAME: Final = 40
"""Characters of a company's name in the list."""
_CAR: Final = re.compile(r"car_\((\d+),(\d+)\)")


def build(results: Results, words: Words) -> SectionContent:
    events, kind = table(results, "events"), noun(results)
    heading, rare = Heading(words(f"storms.heading_{kind}")), one_in(results, words)
    if events.empty:
        return SectionContent((heading, Paragraph(words(f"storms.none_{kind}", one_in=rare))))
    gap = words.counted("session", int(options(results, "event_study")["min_gap"]))
    key = "given" if is_given(results) else kind
    return SectionContent(
        (
            heading,
            Paragraph(words(f"storms.intro_{key}", gap=gap)),
            _table(results, events, words),
            Paragraph(" ".join(_notes(results, events, words)), "quiet"),
        )
    )


def _table(results: Results, events: pd.DataFrame, words: Words) -> TableBlock:
    written, largest = words.numbers, by_size(results, events).head(SHOWN)
    columns = {
        "number": [written.count(place) for place in range(1, len(largest) + 1)],
        "company": [shortened(company_name(results, ticker), NAME) for ticker in texts(largest, "company")],
        "begins": [written.short_date(day) for day in largest["session"]],
        **(_of_storms(largest, words) if counted(results) else _of_events(largest, words)),
        "first": [written.percent(size, sign=True) for size in numbers(largest, "ar_0")],
    }
    if (after := _after(events)) is not None:
        columns["after"] = [written.percent(size, sign=True) for size in numbers(largest, after[0])]
    return TableBlock(
        words(
            f"storms.table_{'some' if len(largest) < len(events) else 'all'}_{noun(results)}",
            n=written.count(len(largest)),
            events=words.counted(noun(results), len(events), "dative"),
        ),
        tuple(
            words(f"storms.column_{name}", window="" if after is None else written.window(*after[1]))
            for name in columns
        ),
        tuple(zip(*columns.values(), strict=True)),
        tuple("left" if name in ("company", "begins") else "right" for name in columns),
    )


def _of_storms(largest: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    """How long each lasted, and its most unusual session; no column of authors where none is known."""
    written = words.numbers
    columns = {
        "lasted": [written.count(n) for n in numbers(largest, "duration")],
        "expected": [written.decimal(n, 1) for n in numbers(largest, "peak_expected")],
        "came": [written.count(n) for n in numbers(largest, "peak_negative")],
    }
    if numbers(largest, "peak_authors").notna().any():
        columns["authors"] = [written.count(n) for n in numbers(largest, "peak_authors")]
    return columns


def _of_events(largest: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    """Posts and negativity of day zero, where any is known."""
    written, columns = words.numbers, {}
    if numbers(largest, "n_posts").notna().any():
        columns["posts"] = [written.count(n) for n in numbers(largest, "n_posts")]
    if numbers(largest, "negativity").notna().any():
        columns["negativity"] = [
            written.decimal(size, 1, sign=True) for size in numbers(largest, "negativity")
        ]
    return columns


def _notes(results: Results, events: pd.DataFrame, words: Words) -> list[str]:
    """What the columns are, and how rare the bound of a storm is."""
    sentences = [words(f"storms.note_{noun(results)}")]
    if (after := _after(events)) is not None:
        sentences.append(words("storms.note_after", window=in_sessions(after[1], words)))
    width = usual(results, events).median()
    if pd.notna(width):
        window = in_sessions(results.findings.reaction.window, words)
        sentences.append(words("storms.note_usual", window=window, usual=words.numbers.percent(width)))
    if counted(results):
        sentences.append(words("storms.how", one_in=one_in(results, words)))
    return sentences


def _after(events: pd.DataFrame) -> tuple[str, tuple[int, int]] | None:
    """The first window that starts after day zero: its column and its sessions."""
    for name in events.columns:
        if (match := _CAR.fullmatch(name)) and int(match[1]) > 0:
            return name, (int(match[1]), int(match[2]))
    return None


SECTION = ReportSection("storms", build)
