"""The focus company: its price, its chatter, and its events one by one."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import price as drawing
from naysay.reports.figures.style import svg
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import (
    company_name,
    currency_of,
    numbers,
    options,
    reasons_counted,
    table,
    texts,
)
from naysay.reports.sections._storms import counted
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.frames import window_column
from naysay.study.reasons import joined_reasons

SHOWN: Final = 6
"""Events in the table."""


def build(results: Results, words: Words) -> SectionContent:
    company = company_name(results, results.focus)
    events = table(results, "events")
    mine = events[texts(events, "company") == results.focus].sort_values("session")
    listed = _listed(mine)
    others = mine.drop(index=listed.index)
    study = options(results, "event_study")
    threshold = None if counted(results) else finite(study["threshold"])
    figure = drawing.draw(
        results.series,
        words,
        numbered_events=listed["session"],
        other_events=others["session"],
        threshold=threshold,
        currency=currency_of(results, results.focus),
    )
    marked = words.counted("event", len(mine))
    blocks: list[Block] = [
        Heading(words("price.heading", company=company)),
        Paragraph(words("price.intro" if len(mine) else "price.intro_none", company=company)),
        Figure(
            "price",
            words("price.caption", company=company),
            words("price.alt", company=company, events=marked),
        ),
    ]
    if len(listed):
        blocks.append(_table(results, listed, len(mine), words))
    if reasons := reasons_counted(joined_reasons(mine), words):
        blocks.append(Paragraph(words("event_study.aside", reasons=reasons), "quiet"))
    return SectionContent(tuple(blocks), {"price": svg(figure)})


def _listed(mine: pd.DataFrame) -> pd.DataFrame:
    """All events where there are few; else the largest storms or spikes, in order of time.

    The return chooses none of them: a table of the largest returns would show what a reader looks for.
    """
    if len(mine) <= SHOWN:
        return mine
    by = "peak_surprise" if numbers(mine, "peak_surprise").notna().any() else "negativity"
    size = numbers(mine, by).sort_values(ascending=False, kind="stable")
    return mine.loc[size.index[:SHOWN]].sort_values("session")


def _table(results: Results, listed: pd.DataFrame, n_events: int, words: Words) -> TableBlock:
    written = words.numbers
    car = numbers(listed, window_column(results.findings.reaction.window))
    value = numbers(listed, "value_change")
    currency = currency_of(results, results.focus)
    columns = {
        "number": [str(place) for place in range(1, len(listed) + 1)],
        "date": [written.short_date(day) for day in listed["session"]],
        **_size(results, listed, words),
        "posts": [written.count(n) for n in numbers(listed, "n_posts")],
        "car": [written.percent(size) for size in car],
    }
    if value.notna().any():
        columns["value"] = [written.money(amount, currency) for amount in value]
    window = written.window(*results.findings.reaction.window)
    some = (
        {"n": written.count(len(listed)), "events": written.count(n_events)} if len(listed) < n_events else {}
    )
    return TableBlock(
        words(
            f"price.table{'_storms' if counted(results) else ''}" if some else "price.table_all",
            company=company_name(results, results.focus),
            window=window,
            **some,
        ),
        tuple(words(f"column.{name}") for name in columns),
        tuple(zip(*columns.values(), strict=True)),
        tuple("left" if name in ("number", "date") else "right" for name in columns),
    )


def _size(results: Results, listed: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    """How large each event was: negative posts beside their expected number, or negativity."""
    written = words.numbers
    if not counted(results):
        return {"negativity": [written.decimal(size, 1, sign=True) for size in numbers(listed, "negativity")]}
    pairs = zip(numbers(listed, "n_negative"), numbers(listed, "expected"), strict=True)
    return {"negative_posts": [f"{written.count(n)} ({written.decimal(mean, 1)})" for n, mean in pairs]}


SECTION = ReportSection("price", build)
