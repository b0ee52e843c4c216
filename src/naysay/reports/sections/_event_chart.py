"""The chart of one company's price, negativity and events, with what it shows in words."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from naysay.reports.blocks import Figure
from naysay.reports.figures import price as drawing
from naysay.reports.figures.style import svg
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._events import announced, noun
from naysay.reports.sections._reading import (
    company_name,
    currency_of,
    numbers,
    options,
    series_of,
    table,
    texts,
)
from naysay.reports.words import Words


@dataclass(frozen=True, slots=True)
class EventChart:
    figure: Figure
    drawing: bytes
    """SVG."""


def event_chart(results: Results, words: Words, *, name: str, listed: pd.DataFrame) -> EventChart:
    """The company in focus; the events ``listed``, in order of time, are numbered, its others have a tick.

    Those of ``listed`` near an announcement have a diamond.
    """
    events = table(results, "events")
    mine = events[texts(events, "company") == results.focus]
    near = announced(listed)
    series = series_of(results, results.focus)
    figure = drawing.draw(
        series,
        words,
        numbered_events=listed["session"],
        other_events=mine.drop(index=listed.index)["session"],
        announced=None if near is None else listed.loc[near, "session"],
        threshold=_threshold(results),
        currency=currency_of(results, results.focus),
        kind=noun(results),
    )
    shaded = words("price.shaded") if drawing.has_gaps(series) else ""
    company = company_name(results, results.focus)
    return EventChart(
        Figure(
            name,
            words("price.caption", company=company, shaded=shaded),
            _alt(results, series, len(mine), words),
        ),
        svg(figure),
    )


def _threshold(results: Results) -> float | None:
    """The negativity from which a session is an event; None where the study asks something else."""
    study = options(results, "event_study")
    if study["events"] or study["events_file"] or study["trigger"] != "absolute":
        return None
    return finite(study["threshold"])


def _alt(results: Results, series: pd.DataFrame, n_events: int, words: Words) -> str:
    """Where the price began and ended, the day with the most negative posts, and the number of events."""
    company, written = company_name(results, results.focus), words.numbers
    sentences = [words("price.alt", company=company, events=words.counted(noun(results), n_events, "dative"))]
    known = series[numbers(series, "adj_close").notna()] if len(series) else series
    if len(known):
        price = numbers(known, "adj_close")
        first, last = price.iloc[0], price.iloc[-1]
        change = words.numbers.percent(last / first - 1 if first > 0 else None, 1, sign=True)
        sentences.append(
            words(
                "price.alt_price",
                first=written.decimal(first, 2),
                last=written.decimal(last, 2),
                change=change,
                start=written.date(known["session"].iloc[0]),
                end=written.date(known["session"].iloc[-1]),
            )
        )
    negative = numbers(series, "n_negative")
    if negative.notna().any() and negative.max() > 0:
        sentences.append(
            words(
                "price.alt_most",
                posts=words.counted("negative_post", int(negative.max()), "dative"),
                date=written.date(series["session"].iloc[int(negative.argmax())]),
            )
        )
    return " ".join(sentences)
