"""The largest storms of negative posts over all companies."""

from __future__ import annotations

import re
from typing import Final

import pandas as pd

from naysay.reports.blocks import Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, options, table, texts
from naysay.reports.sections._storms import counted, one_in
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

SHOWN: Final = 12
"""Storms in the list."""
_CAR: Final = re.compile(r"car_\((\d+),(\d+)\)")


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("storms.heading"))
    if not counted(results):
        return SectionContent((heading, Paragraph(words("storms.other"))))
    storms = table(results, "events")
    rare = one_in(results, words)
    if storms.empty:
        return SectionContent((heading, Paragraph(words("storms.none", one_in=rare))))
    gap = words.counted("session", int(options(results, "event_study")["min_gap"]))
    return SectionContent(
        (
            heading,
            Paragraph(words("storms.intro", gap=gap)),
            _table(results, storms, words),
            Paragraph(words("storms.how", one_in=rare), "small"),
        )
    )


def _table(results: Results, storms: pd.DataFrame, words: Words) -> TableBlock:
    written = words.numbers
    largest = storms.assign(place=numbers(storms, "rank")).sort_values("place", kind="stable").head(SHOWN)
    columns = {
        words("column.number"): [written.count(place) for place in largest["place"]],
        words("column.company"): [company_name(results, ticker) for ticker in texts(largest, "company")],
        words("column.begins"): [written.short_date(day) for day in largest["session"]],
        words("storms.lasted"): [written.count(n) for n in numbers(largest, "duration")],
        words("column.expected"): [written.decimal(n, 1) for n in numbers(largest, "peak_expected")],
        words("column.came"): [written.count(n) for n in numbers(largest, "peak_negative")],
        words("column.authors"): [written.count(n) for n in numbers(largest, "peak_authors")],
        words("storms.first"): [written.percent(size) for size in numbers(largest, "ar_0")],
    }
    if numbers(storms, "peak_authors").isna().all():
        del columns[words("column.authors")]
    if (after := _after(storms)) is not None:
        header = words("storms.after", window=written.window(*after[1]))
        columns[header] = [written.percent(size) for size in numbers(largest, after[0])]
    some = len(largest) < len(storms)
    return TableBlock(
        words(
            "storms.table" if some else "storms.table_all",
            n=written.count(len(largest)),
            storms=words.counted("storm", len(storms)),
        ),
        tuple(columns),
        tuple(zip(*columns.values(), strict=True)),
        tuple("left" if place in (1, 2) else "right" for place in range(len(columns))),
    )


def _after(storms: pd.DataFrame) -> tuple[str, tuple[int, int]] | None:
    """The first window that starts after day zero: its column and its sessions."""
    for name in storms.columns:
        if (match := _CAR.fullmatch(name)) and int(match[1]) > 0:
            return name, (int(match[1]), int(match[2]))
    return None


SECTION = ReportSection("storms", build)
