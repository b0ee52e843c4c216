"""What was written and where, and what was found beside the answer, in short sentences for the first page."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._around import around_the_day, in_percent
from naysay.reports.sections._events import by_size, called
from naysay.reports.sections._forums import all_forums, short_forum, standing
from naysay.reports.sections._reading import company_name, shortened, table, texts
from naysay.reports.sections._terms import terms_of_events, terms_of_study
from naysay.reports.words import Words
from naysay.study.forum_chatter import OTHER

TERMS: Final = 3
"""Terms on the first page."""
NAME: Final = 40
"""Characters of a company's name."""


def said_and_where(results: Results, words: Words) -> tuple[Block, ...]:
    """A heading and at most two sentences; nothing where neither terms nor forums are known.

    Terms are those of many authors, as `naysay.reports.sections._terms` reads them, so that none is a
    writer's.
    """
    said, where = _said(results, words), _where(results, words)
    if not said and not where:
        return ()
    heading = words(f"said.heading{'' if said and where else '_said' if said else '_where'}")
    return (Heading(heading, 2), Paragraph(" ".join(filter(None, (said, where)))))


def the_reverse(results: Results, words: Words) -> str:
    """What is established although no difference after posts is; empty where nothing is.

    Posts that follow the price, and returns on the very day of storms, which say nothing of who was first.
    """
    if results.findings.verdict != "no_evidence":
        return ""
    effect = results.findings.reverse.effect
    parts = []
    if effect.holds and effect.value is not None:
        parts.append(words("said.after_losses" if effect.value < 0 else "said.after_gains"))
    parts += [
        words(
            f"said.same_day_{'less' if day.value < 0 else 'more'}",
            size=in_percent(day, words),
            **called(results, words),
        )
        for day in around_the_day(results)
        if day.when == "day" and day.holds
    ]
    if not parts:
        return ""
    first = "reverse" if effect.holds else "beside"
    return words(f"said.{first}", found="; ".join(parts))


def _said(results: Results, words: Words) -> str:
    """Terms of negative posts; without any, those of the largest event that has some."""
    if terms := terms_of_study(results, TERMS):
        return words("said.negative", terms=terms)
    of_events = terms_of_events(results, TERMS)
    events = table(results, "events")
    known = by_size(results, events[texts(events, "event_id").isin(list(of_events))])
    if known.empty:
        return ""
    largest = known.iloc[0]
    return words(
        "said.largest",
        company=shortened(company_name(results, str(largest["company"])), NAME),
        date=words.numbers.short_date(largest["session"]),
        terms=of_events[str(largest["event_id"])],
    )


def _where(results: Results, words: Words) -> str:
    """The forum with most posts, and after which forums returns differ; one forum only by its name."""
    rows = all_forums(results)
    if len(rows) < 2:
        name = str(rows["forum"].iloc[0]) if len(rows) else ""
        alone = bool(name) and name != OTHER and rows["reason"].iloc[0] == "one_forum"
        return words("said.one_forum", forum=short_forum(name, words)) if alone else ""
    most, follows = _most(rows, words), _follows(rows, words)
    return words("said.forums", most=most, follows=follows) if most and follows else most and f"{most}."


def _most(rows: pd.DataFrame, words: Words) -> str:
    """Which forum has most posts; empty where that is not known, or where it is several put together."""
    posts = rows["n_posts"].fillna(0.0)
    largest = rows.iloc[int(posts.to_numpy().argmax())]
    if posts.max() <= 0 or largest["forum"] in ("", OTHER) or (posts == posts.max()).sum() > 1:
        return ""
    share = words.numbers.percent(posts.max() / posts.sum(), 0)
    return words("said.most", forum=short_forum(str(largest["forum"]), words), share=share)


def _follows(rows: pd.DataFrame, words: Words) -> str:
    """After which forums returns differ, net of the others; empty where none could be estimated."""
    if not rows["bp_per_sd"].notna().any():
        return ""
    clear = rows[rows.apply(standing, axis="columns") == "clear"]
    if clear.empty:
        return words("said.follows_none")
    less = int((clear["bp_per_sd"] < 0).sum())
    side = "less" if less == len(clear) else "more" if not less else "both"
    if len(clear) == 1 and clear["forum"].iloc[0] not in ("", OTHER):
        return words(f"said.follows_one_{side}", forum=short_forum(str(clear["forum"].iloc[0]), words))
    if len(clear) == len(rows) and side != "both":
        return words(f"said.follows_all_{side}")
    count = words.numbers.count
    return words(f"said.follows_some_{side}", n=count(len(clear)), of=count(len(rows)))
