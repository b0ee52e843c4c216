"""The chart of one company on its own page: price, negativity and negative posts, with its events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import pandas as pd

from naysay.reports.blocks import Figure
from naysay.reports.figures import price as drawing
from naysay.reports.figures.style import svg
from naysay.reports.results import Results
from naysay.reports.sections._events import noun
from naysay.reports.sections._reading import (
    company_name,
    currency_of,
    numbers,
    series_of,
    table,
    texts,
)
from naysay.reports.words import Words

CHART: Final = "price_"
"""How the names of these charts begin, and of no other's."""
EVENTS: Final = 6
"""Events that are numbered and listed, the largest ones."""
DAILY: Final = 8
"""With more pages the series are drawn week by week, so that the file stays small."""


@dataclass(frozen=True, slots=True)
class OwnEvents:
    """Events of one company in order of time."""

    every: pd.DataFrame
    largest: pd.DataFrame


def own_events(results: Results, ticker: str) -> OwnEvents:
    """Its events in order of time, and the largest of them."""
    events = table(results, "events")
    mine = events[texts(events, "company") == ticker]
    by = "peak_surprise" if numbers(mine, "peak_surprise").notna().any() else "negativity"
    size = numbers(mine, by).sort_values(ascending=False, kind="stable")
    largest = mine.loc[size.index[:EVENTS]]
    return OwnEvents(_in_time(mine), _in_time(largest))


def _in_time(events: pd.DataFrame) -> pd.DataFrame:
    return events.sort_values("session") if len(events) else events


def company_chart(
    results: Results, ticker: str, words: Words, *, name: str, weekly: bool
) -> tuple[tuple[Figure, ...], dict[str, bytes]]:
    """Price, negativity and negative posts; nothing where the results have no series of the company."""
    series = series_of(results, ticker)
    if series.empty or numbers(series, "adj_close").isna().all():
        return (), {}
    events = own_events(results, ticker)
    company = company_name(results, ticker)
    figure = drawing.draw(
        _by_week(series) if weekly else series,
        words,
        numbered_events=events.largest["session"],
        other_events=events.every.drop(index=events.largest.index)["session"],
        currency=currency_of(results, ticker),
        kind=noun(results),
    )
    caption = words("company_pages.caption_weekly" if weekly else "company_pages.caption", company=company)
    marked = words.counted(noun(results), len(events.every))
    return (Figure(name, caption, _alternative(series, marked, company, words)),), {name: svg(figure)}


def _alternative(series: pd.DataFrame, marked: str, company: str, words: Words) -> str:
    """Where the price began and ended, and the session with the most negative posts."""
    known = series[numbers(series, "adj_close").notna()]
    first, last = (float(numbers(known, "adj_close").iloc[place]) for place in (0, -1))
    negative, written = numbers(series, "n_negative"), words.numbers
    most = words("company_pages.alt_no_posts")
    if negative.max() > 0:
        most = words(
            "company_pages.alt_most",
            n=written.count(negative.max()),
            date=written.date(series["session"].iloc[int(negative.fillna(-1.0).to_numpy().argmax())]),
        )
    return words(
        "company_pages.alt",
        company=company,
        first=written.decimal(first, 2),
        last=written.decimal(last, 2),
        change=written.percent(last / first - 1 if first > 0 else None, 1, sign=True),
        events=marked,
        most=most,
    )


def _by_week(series: pd.DataFrame) -> pd.DataFrame:
    """The last price, the mean negativity and all negative posts of each week."""
    days = pd.to_datetime(series["session"])
    weeks = pd.DataFrame(
        {
            "session": days,
            **{name: numbers(series, name) for name in ("adj_close", "negativity", "n_negative")},
        }
    ).groupby(days.dt.to_period("W"))
    return pd.DataFrame(
        {
            "session": weeks["session"].last(),
            "adj_close": weeks["adj_close"].last(),
            "negativity": weeks["negativity"].mean(),
            "n_negative": weeks["n_negative"].sum(min_count=1),
        }
    ).reset_index(drop=True)
