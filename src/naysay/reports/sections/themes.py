"""What posts were about: terms of the largest events, of each forum and of negative posts."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, options, reasons_counted, table, texts
from naysay.reports.sections._storms import counted
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import because

EVENTS: Final = 10
"""Events in the list."""
TERMS: Final = 5
"""Terms of an event, a forum or the study."""
FORUMS: Final = 4
"""Forums that are told of."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("themes.heading" if counted(results) else "themes.heading_events"))
    rows = table(results, "themes")
    events = rows[texts(rows, "scope") == "event"]
    clear = _clear(events)
    blocks: list[Block] = [heading]
    if rows.empty:
        blocks.append(Paragraph(words("themes.not_requested")))
    elif len(events) and (texts(events, "reason") == "unknown_authors").all():
        return SectionContent((heading, Paragraph(words("themes.untold", least=_least(results, words)))))
    elif clear.empty:
        blocks.append(Paragraph(words("themes.none", least=_least(results, words))))
    else:
        n = int(events["event_id"].nunique())
        blocks += [
            Paragraph(
                words(
                    "themes.intro",
                    least=_least(results, words),
                    some=words.numbers.count(clear["event_id"].nunique()),
                    events=words.counted("event_dative", n),
                )
            ),
            _list(results, clear, words),
        ]
    blocks += [Paragraph(sentence) for sentence in _over_the_study(rows, words)]
    reasons = reasons_counted(_reasons(results, events, clear), words)
    if reasons:
        blocks.append(Paragraph(words("themes.reasons", reasons=reasons), "small"))
    return SectionContent(tuple(blocks))


def _clear(rows: pd.DataFrame) -> pd.DataFrame:
    """The terms that stay after the correction for all that were compared, in their order."""
    return rows[(texts(rows, "term") != "") & (numbers(rows, "pvalue_holm") < LEVEL)]


def _least(results: Results, words: Words) -> str:
    return words.numbers.count(options(results, "themes")["min_authors"])


def _list(results: Results, clear: pd.DataFrame, words: Words) -> TableBlock:
    """The events with the most posts; those with as many stand in the order of the table."""
    sizes = numbers(clear, "of_posts").groupby(texts(clear, "event_id"), sort=False).first()
    largest = sizes.sort_values(ascending=False, kind="stable").head(EVENTS)
    known = table(results, "events")
    sessions = dict(zip(texts(known, "event_id"), known["session"], strict=True)) if len(known) else {}
    rows = []
    for event_id, size in largest.items():
        own = clear[texts(clear, "event_id") == event_id]
        session = sessions.get(event_id)
        rows.append(
            (
                company_name(results, str(own["company"].iloc[0])),
                words.numbers.short_date(session) if session is not None else str(event_id),
                words.numbers.count(size),
                _joined(own),
            )
        )
    some = len(largest) < len(sizes)
    return TableBlock(
        words("themes.table" if some else "themes.table_all", n=words.numbers.count(len(largest))),
        (words("column.company"), words("column.date"), words("column.posts"), words("themes.terms")),
        tuple(rows),
        ("left", "left", "right", "left"),
    )


def _joined(rows: pd.DataFrame) -> str:
    return ", ".join(texts(rows, "term").head(TERMS))


def _over_the_study(rows: pd.DataFrame, words: Words) -> Iterator[str]:
    """One sentence on negative posts, and one on forums, where they have terms."""
    scope = texts(rows, "scope")
    negative = _clear(rows[scope == "study"])
    if not negative.empty:
        yield words("themes.negative", terms=_joined(negative))
    forums = _clear(rows[scope == "forum"])
    names = list(dict.fromkeys(texts(forums, "forum")))[:FORUMS]
    if names:
        own = [
            words("themes.forum", forum=name, terms=_joined(forums[texts(forums, "forum") == name]))
            for name in names
        ]
        yield words("themes.forums", forums="; ".join(own))


def _reasons(results: Results, events: pd.DataFrame, clear: pd.DataFrame) -> pd.Series:
    """The reason of each event without a clear term; one that has terms all the same has no theme either."""
    without = events[~texts(events, "event_id").isin(texts(clear, "event_id"))]
    reasons = (texts(without, "reason") + " " + texts(without, "reason_values")).str.strip()
    least = options(results, "themes")["min_authors"]
    first = reasons.groupby(texts(without, "event_id"), sort=False).first()
    return first.replace("", because("no_theme", least=least)).astype(object)


SECTION = ReportSection("themes", build)
