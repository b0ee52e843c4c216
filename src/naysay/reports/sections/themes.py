"""What posts were about: terms of the largest events, of each forum and of negative posts."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._events import noun
from naysay.reports.sections._forums import short_forum
from naysay.reports.sections._reading import (
    company_name,
    numbers,
    options,
    reasons_counted,
    shortened,
    table,
    texts,
)
from naysay.reports.sections._terms import (
    authors_unknown,
    clear,
    joined,
    least_authors,
    of_scope,
    terms_of_forums,
    terms_of_study,
)
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import because

EVENTS: Final = 10
"""Events in the list."""
TERMS: Final = 5
"""Terms of an event, a forum or the study."""
FORUMS: Final = 4
"""Forums that are told of."""
NAME: Final = 40
"""Characters of a company's name in the list."""


def build(results: Results, words: Words) -> SectionContent:
    events, kind = of_scope(results, "event"), noun(results)
    outstanding, least = clear(events), least_authors(results, words)
    heading = Heading(words(f"themes.heading_{kind}"))
    blocks: list[Block] = [heading]
    if table(results, "themes").empty:
        blocks.append(Paragraph(words("themes.not_requested")))
    elif authors_unknown(results):
        return SectionContent((heading, Paragraph(words("themes.untold", least=least))))
    elif outstanding.empty:
        blocks.append(Paragraph(words(f"themes.none_{kind}", least=least)))
    else:
        n = int(events["event_id"].nunique())
        values = {
            "least": least,
            "some": words.numbers.count(outstanding["event_id"].nunique()),
            "events": words.counted(kind, n, "dative"),
        }
        blocks += [Paragraph(words(f"themes.intro_{kind}", **values)), _list(results, outstanding, words)]
    blocks += [Paragraph(sentence) for sentence in _over_the_study(results, words)]
    if reasons := reasons_counted(_reasons(results, events, outstanding), words):
        blocks.append(Paragraph(words(f"themes.reasons_{kind}", reasons=reasons), "small"))
    return SectionContent(tuple(blocks))


def _list(results: Results, outstanding: pd.DataFrame, words: Words) -> TableBlock:
    """The events with the most posts; those with as many stand in the order of the table."""
    sizes = numbers(outstanding, "of_posts").groupby(texts(outstanding, "event_id"), sort=False).first()
    largest = sizes.sort_values(ascending=False, kind="stable").head(EVENTS)
    known = table(results, "events")
    sessions = dict(zip(texts(known, "event_id"), known["session"], strict=True)) if len(known) else {}
    rows = []
    for event_id, size in largest.items():
        own = outstanding[texts(outstanding, "event_id") == event_id]
        session = sessions.get(event_id)
        rows.append(
            (
                shortened(company_name(results, str(own["company"].iloc[0])), NAME),
                words.numbers.short_date(session) if session is not None else str(event_id),
                words.numbers.count(size),
                joined(own, TERMS),
            )
        )
    key = f"themes.table_{'some' if len(largest) < len(sizes) else 'all'}_{noun(results)}"
    return TableBlock(
        words(key, n=words.numbers.count(len(largest))),
        (words("column.company"), words("column.date"), words("column.posts"), words("themes.terms")),
        tuple(rows),
        ("left", "left", "right", "left"),
    )


def _over_the_study(results: Results, words: Words) -> list[str]:
    """One sentence on negative posts, and one on forums, where they have terms."""
    sentences = []
    if terms := terms_of_study(results, TERMS):
        sentences.append(words("themes.negative", terms=terms))
    of_forums = [
        words("themes.forum", forum=short_forum(forum, words), terms=terms)
        for forum, terms in list(terms_of_forums(results, TERMS).items())[:FORUMS]
    ]
    if of_forums:
        sentences.append(words("themes.forums", forums="; ".join(of_forums)))
    return sentences


def _reasons(results: Results, events: pd.DataFrame, outstanding: pd.DataFrame) -> pd.Series:
    """The reason of each event without a clear term; one that has terms all the same has no theme either."""
    without = events[~texts(events, "event_id").isin(texts(outstanding, "event_id"))]
    reasons = (texts(without, "reason") + " " + texts(without, "reason_values")).str.strip()
    least = options(results, "themes")["min_authors"]
    first = reasons.groupby(texts(without, "event_id"), sort=False).first()
    return first.replace("", because("no_theme", least=least)).astype(object)


SECTION = ReportSection("themes", build)
