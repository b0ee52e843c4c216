"""Which file of the run has which numbers, and which part of the report shows them."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from naysay.reports.blocks import Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._journal import journal_table
from naysay.reports.sections._storms import counted
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.frames import FILES_ALONE

SHOWN_IN: Final = MappingProxyType(
    {
        "attrition": "data",
        "posting_hours": "times",
        "posting_heaps": "times",
        "languages": "languages",
        "scorer_quality": "labels",
        "stationarity": "series",
        "correlation": "series",
        "granger": "granger",
        "events": "storms",
        "event_tests": "event_tests",
        "caar": "event_study",
        "buy_and_hold": "event_tests",
        "volume_tests": "event_tests",
        "volatility_tests": "event_tests",
        "announcement_tests": "event_tests",
        "car_regression": "event_tests",
        "effects": "effects",
        "mood": "series",
        "size": "size",
        "robustness": "robustness",
        "clock_curve": "effects",
        "stale_closes": "series",
        "forums": "forums",
        "forum_tests": "forums",
        "calibration": "methods",
        "themes": "themes",
        "granger_checks": "lead_lag",
        "sweep": "sweep",
        "sweep_tests": "sweep",
    }
)
"""Tables that a part of the research edition shows, whole or in part: the phrases with its heading."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("files.heading"))
    names = [name for name, rows in results.tables.items() if len(rows)]
    if not names:
        return SectionContent((heading, Paragraph(words("files.absent"))))
    listed = [*FILES_ALONE, *(name for name in names if name not in FILES_ALONE)]
    rows = [
        (
            f"tables/{name}.csv",
            words(f"files.{name}") if words.knows(f"files.{name}") else name.replace("_", " "),
            _heading(results, SHOWN_IN[name], words) if name in SHOWN_IN else words("files.alone"),
            words.numbers.count(len(results.tables[name]) if name in results.tables else None),
        )
        for name in listed
    ]
    table = journal_table(
        words,
        caption=words("files.table"),
        header=tuple(words(f"files.{name}") for name in ("file", "content", "shown", "rows")),
        rows=rows,
        notes=(words("files.notes"),),
        left=3,
    )
    return SectionContent((heading, *table))


def _heading(results: Results, part: str, words: Words) -> str:
    """The heading of a part; some are named after what the study calls its events."""
    own = f"{part}.heading_{'storm' if counted(results) else 'event'}"
    return words(own if words.knows(own) else f"{part}.heading")


SECTION = ReportSection("files", build)
