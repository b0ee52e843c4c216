"""The focus company: its price, its chatter, and its events one by one."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._event_chart import event_chart
from naysay.reports.sections._events import by_size, in_time, is_given, noun, returns, usual
from naysay.reports.sections._reading import (
    company_name,
    currency_of,
    numbers,
    reasons_counted,
    table,
    texts,
)
from naysay.reports.sections._sessions import in_sessions
from naysay.reports.sections._storms import counted
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

SHOWN: Final = 20
"""Events that have a number in the chart and a row in the table."""


def build(results: Results, words: Words) -> SectionContent:
    company = company_name(results, results.focus)
    events = table(results, "events")
    mine = events[texts(events, "company") == results.focus]
    listed = in_time(by_size(results, mine).head(SHOWN))
    chart = event_chart(results, words, name="price", listed=listed)
    blocks: list[Block] = [
        Heading(words("price.heading", company=company)),
        Paragraph(_intro(results, len(mine), len(listed), words)),
        chart.figure,
    ]
    if len(listed):
        blocks += [
            _table(results, listed, len(mine), words),
            Paragraph(" ".join(_notes(results, mine, len(listed), words)), "quiet"),
        ]
    return SectionContent(tuple(blocks), {"price": chart.drawing})


def _intro(results: Results, n_events: int, n_listed: int, words: Words) -> str:
    company, kind = company_name(results, results.focus), noun(results)
    if not n_events:
        return words(f"price.intro_none_{kind}", company=company)
    key = "given" if is_given(results) else kind
    sentences = [words(f"price.intro_{key}", company=company), words("price.intro_numbers")]
    if n_listed < n_events:
        sentences.append(words(f"price.intro_ticks_{kind}"))
    return " ".join(sentences)


def _table(results: Results, listed: pd.DataFrame, n_events: int, words: Words) -> TableBlock:
    written, currency = words.numbers, currency_of(results, results.focus)
    value = numbers(listed, "value_change")
    columns = {
        "number": [written.count(place) for place in range(1, len(listed) + 1)],
        "date": [written.short_date(day) for day in listed["session"]],
        **_size(results, listed, words),
        "posts": [written.count(n) for n in numbers(listed, "n_posts")],
        "day_zero": [written.percent(size, sign=True) for size in numbers(listed, "ar_0")],
        "car": [written.percent(size, sign=True) for size in returns(results, listed)],
    }
    if (width := usual(results, listed)).notna().any():
        columns["se"] = [written.percent(size) for size in width]
    if value.notna().any():
        columns["value"] = [written.money(amount, currency, sign=True) for amount in value]
    some = len(listed) < n_events
    return TableBlock(
        words(
            f"price.table_{'some' if some else 'all'}_{noun(results)}",
            company=company_name(results, results.focus),
            n=written.count(len(listed)),
            events=words.counted(noun(results), n_events, "dative" if some else ""),
            window=in_sessions(results.findings.reaction.window, words),
        ),
        tuple(words(f"price_column.{name}") for name in columns),
        tuple(zip(*columns.values(), strict=True)),
        tuple("left" if name in ("number", "date") else "right" for name in columns),
    )


def _size(results: Results, listed: pd.DataFrame, words: Words) -> dict[str, list[str]]:
    """How large each event was: negative posts beside their expected number, or negativity."""
    written = words.numbers
    if counted(results):
        pairs = zip(numbers(listed, "n_negative"), numbers(listed, "expected"), strict=True)
        return {"negative_posts": [f"{written.count(n)} ({written.decimal(mean, 1)})" for n, mean in pairs]}
    if numbers(listed, "negativity").isna().all():
        return {}
    return {"negativity": [written.decimal(size, 1, sign=True) for size in numbers(listed, "negativity")]}


def _notes(results: Results, mine: pd.DataFrame, n_listed: int, words: Words) -> list[str]:
    """What the columns are, how events were chosen, and which returns are missing."""
    sentences = [words("price.note", window=in_sessions(results.findings.reaction.window, words))]
    if counted(results):
        sentences.append(words("price.note_expected"))
    if usual(results, mine).notna().any():
        sentences.append(words("price.note_se"))
    if numbers(mine, "value_change").notna().any():
        sentences.append(words("price.note_value"))
    if n_listed < len(mine):
        sentences.append(words(f"events.chosen_{'given' if is_given(results) else noun(results)}"))
    if reasons := reasons_counted(joined_reasons(mine), words):
        sentences.append(words("event_study.aside", reasons=reasons))
    return sentences


SECTION = ReportSection("price", build)
