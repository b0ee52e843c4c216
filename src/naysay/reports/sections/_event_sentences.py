"""Sentences about events: how many there are, how returns after them fell, and how to read their tables."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._events import (
    announced,
    is_given,
    noun,
    posts,
    returns,
    standing,
    usual,
)
from naysay.reports.sections._reading import companies, numbers, options, texts
from naysay.reports.sections._storms import counted
from naysay.reports.sections._terms import authors_unknown, least_authors, of_scope, terms_of_events
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons, parted

SOME: Final = 9
"""Returns of which a third can be told from none and from all."""


def how_many(results: Results, events: pd.DataFrame, words: Words) -> str:
    """What the events are, how many there are, and how many are usable, open and unusable, with reasons."""
    stands, kind = standing(results, events), noun(results)
    parts = []
    if (stands == "used").all() and len(events) > 1:
        parts.append(words("events.all_used"))
    else:
        for state in ("used", "open"):
            if n := int((stands == state).sum()):
                parts.append(words(f"events.{state}", n=words.numbers.count(n)))
        if n := int((stands == "unused").sum()):
            reasons = _reasons(events[stands == "unused"], words)
            parts.append(words("events.unused", n=words.numbers.count(n), reasons=reasons))
    what = "given" if is_given(results) else "storm" if counted(results) else "spike"
    where = ""
    if len(companies(results)) > 1:
        n = int(texts(events, "company").nunique())
        listed = len(companies(results))
        whole = words.counted("company", listed, "dative")
        some = whole if n == listed else words("counts.some", n=words.numbers.count(n), companies=whole)
        where = words("events.at_companies", companies=some)
    key = "events.total_one" if len(events) == 1 else "events.total"
    total = words(key, events=words.counted(kind, len(events)), where=where, parts=", ".join(parts))
    return f"{words(f'events.what_{what}')} {total}"


def _reasons(unused: pd.DataFrame, words: Words) -> str:
    """Why events could not be used, in plain words, the most frequent reason first."""
    counts = joined_reasons(unused).map(lambda reason: _plain(str(reason), words)).value_counts()
    if len(counts) == 1:
        return str(counts.index[0])
    return "; ".join(f"{reason} ({words.numbers.count(n)})" for reason, n in counts.items())


def _plain(reason: str, words: Words) -> str:
    key = f"unused_event.{parted(reason)[0]}"
    return words(key) if words.knows(key) else words.reason(reason)


def how_returns_fell(results: Results, events: pd.DataFrame, words: Words) -> str:
    """How many returns after events lay below, above and within what is usual; empty where none is known."""
    car, width = returns(results, events), usual(results, events)
    known = car.notna() & width.notna() & (standing(results, events) == "used")
    if known.sum() < 2:
        return ""
    below, above = (int((side[known] > width[known]).sum()) for side in (-car, car))
    counts = {"below": below, "above": above, "within": int(known.sum()) - below - above}
    written = {name: words.numbers.count(n) if n else words("events.fell_none") for name, n in counts.items()}
    sentence = words("events.fell", n=words.numbers.count(int(known.sum())), **written)
    return f"{sentence} {words('events.fell_anyway')}" if known.sum() >= SOME else sentence


def what_columns_say(results: Results, shown: pd.DataFrame, words: Words) -> Paragraph:
    """How to read the tables of events: which posts, terms, returns and values stand in them."""
    kind, whole = noun(results), posts(results, shown)[1]
    sentences = [words(f"events.chosen_{'given' if is_given(results) else kind}")]
    sentences.append(words("events.posts_whole" if whole else f"events.posts_day_{kind}"))
    if len(of_scope(results, "event")):
        some = any(event in terms_of_events(results, 1) for event in texts(shown, "event_id"))
        key = (
            "events.about_unknown" if authors_unknown(results) else f"events.about_{kind if some else 'none'}"
        )
        sentences.append(words(key, least=least_authors(results, words)))
    beyond = _beyond(results)
    sentences.append(words(f"events.after_{beyond}", window=after_in_words(results, words)))
    if usual(results, shown).notna().any():
        sentences.append(words("events.usual"))
    if numbers(shown, "value_change").notna().any():
        sentences.append(words("events.value"))
    if announced(shown) is not None:
        sentences.append(words("events.near"))
    model = str(options(results, "event_study")["model"])
    return Paragraph(" ".join(sentences), "small", words("events.note", model=words(f"model.{model}")))


def _beyond(results: Results) -> str:
    """What a return is compared with: the market, the share's own mean or the study's factors."""
    model = options(results, "event_study")["model"]
    return {"constant_mean": "mean", "factors": "factors"}.get(str(model), "market")


def after_in_words(results: Results, words: Words) -> str:
    """``in the 5 sessions after it``, or the sessions themselves where the window holds day zero."""
    first, last = results.findings.reaction.window
    if first == last == 1:
        return words("events.window_next")
    if first == 1:
        return words("events.window_after", sessions=words.counted("session", last, "dative"))
    return words(
        "events.window_one" if first == last else "events.window", window=words.numbers.window(first, last)
    )
