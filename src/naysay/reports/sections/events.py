"""The company in focus: its price, its chatter and its events; and the largest events of all companies."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.numbers import MISSING
from naysay.reports.results import Results
from naysay.reports.sections._event_chart import event_chart
from naysay.reports.sections._event_sentences import (
    how_many,
    how_returns_fell,
    what_columns_say,
)
from naysay.reports.sections._events import (
    announced,
    by_size,
    in_time,
    money_cells,
    noun,
    posts,
    posts_cells,
    return_cells,
    usual,
)
from naysay.reports.sections._forums import compared_forums
from naysay.reports.sections._reading import (
    companies,
    company_name,
    currency_of,
    numbers,
    options,
    shortened,
    table,
    texts,
)
from naysay.reports.sections._terms import terms_of_events, terms_of_study
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

SHOWN: Final = 8
"""Events in a table."""
TERMS: Final = 2
"""Terms of an event."""
OF_STUDY: Final = 6
"""Terms of the whole study."""
NAME: Final = 40
"""Characters of a company's name in a table."""
RIGHT: Final = ("posts", "after", "after_alone", "value")
"""Columns of numbers."""


def build(results: Results, words: Words) -> SectionContent:
    events, kind = table(results, "events"), noun(results)
    heading = Heading(words(f"events.heading_{kind}"))
    if events.empty:
        wanted = "event_study" in options(results, "study")["methods"]
        return SectionContent(
            (heading, Paragraph(words(f"events.none_{kind}" if wanted else "events.not_asked")))
        )
    largest = by_size(results, events).head(SHOWN)
    mine = events[texts(events, "company") == results.focus]
    listed = in_time(by_size(results, mine).head(SHOWN))
    several = len(companies(results)) > 1
    others = len(mine) < len(events)
    chart = event_chart(results, words, name="events", listed=listed)
    sentences = (how_many(results, events, words), how_returns_fell(results, events, words))
    blocks: list[Block] = [heading, Paragraph(" ".join(filter(None, sentences)))]
    if several:
        blocks.append(Heading(company_name(results, results.focus), 2))
    if listed.empty:
        blocks.append(
            Paragraph(words(f"events.none_of_{kind}", company=company_name(results, results.focus)))
        )
    blocks.append(chart.figure)
    if len(listed):
        blocks.append(_of_focus(results, listed, len(mine), words))
    if others:
        blocks += [Heading(words(f"events.largest_{kind}"), 2), _of_all(results, largest, len(events), words)]
    blocks.append(what_columns_say(results, pd.concat([listed, largest]) if others else listed, words))
    if (terms := terms_of_study(results, OF_STUDY)) and not compared_forums(results):
        blocks.append(Paragraph(words("events.negative_terms", terms=terms)))
    return SectionContent(tuple(blocks), {"events": chart.drawing})


def _of_focus(results: Results, listed: pd.DataFrame, n_events: int, words: Words) -> TableBlock:
    """The events that have a number in the chart, in order of time."""
    first = {"number": [words.numbers.count(place) for place in range(1, len(listed) + 1)]}
    some = len(listed) < n_events
    caption = words(
        f"events.table_{'some' if some else 'all'}_{noun(results)}",
        company=company_name(results, results.focus),
        n=words.numbers.count(len(listed)),
        events=words.counted(noun(results), n_events, "dative" if some else ""),
    )
    return _table(results, listed, first, caption, words)


def _of_all(results: Results, largest: pd.DataFrame, n_events: int, words: Words) -> TableBlock:
    """The largest events of all companies, the largest first."""
    names = [shortened(company_name(results, ticker), NAME) for ticker in texts(largest, "company")]
    some = len(largest) < n_events
    caption = words(
        f"events.largest_{'some' if some else 'all'}_{noun(results)}",
        n=words.numbers.count(len(largest)),
        events=words.counted(noun(results), n_events, "dative" if some else ""),
    )
    return _table(results, largest, {"company": names}, caption, words)


def _table(
    results: Results, listed: pd.DataFrame, first: dict[str, list[str]], caption: str, words: Words
) -> TableBlock:
    """``first`` and what a reader asks of each event; columns of which nothing is known are left out."""
    columns = {
        **first,
        "date": [words.numbers.short_date(day) for day in listed["session"]],
        "posts": posts_cells(posts(results, listed)[0], words),
    }
    terms = terms_of_events(results, TERMS)
    about = [terms.get(event, MISSING) for event in texts(listed, "event_id")]
    if any(cell != MISSING for cell in about):
        columns["about"] = about
    has_usual = usual(results, listed).notna().any()
    columns["after" if has_usual else "after_alone"] = return_cells(results, listed, words)
    if numbers(listed, "value_change").notna().any():
        currencies = [currency_of(results, ticker) for ticker in texts(listed, "company")]
        columns["value"] = money_cells(listed, currencies, words)
    if (near := announced(listed)) is not None:
        columns["announced"] = [words("events.yes" if one else "events.no") for one in near]
    return TableBlock(
        caption,
        tuple(words(f"events.column_{name}") for name in columns),
        tuple(zip(*columns.values(), strict=True)),
        tuple("right" if name in RIGHT else "left" for name in columns),
    )


SECTION = ReportSection("events", build)
