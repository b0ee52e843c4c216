"""The hours at which posts are written, as sections read them."""

from __future__ import annotations

import pandas as pd

from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, table, texts
from naysay.reports.words import Words


def hours_of(results: Results) -> pd.DataFrame:
    """The table of hours, its numbers as numbers; no row lacks its hour."""
    rows = table(results, "posting_hours")
    read = pd.DataFrame(
        {name: numbers(rows, name) for name in ("hour", "n_posts", "share", "open")}
        | {name: texts(rows, name) for name in ("clock", "zone")}
    )
    return read.dropna(subset=["hour", "n_posts", "share"])


def busiest(hours: pd.DataFrame, words: Words) -> dict[str, str]:
    """The hour with the most posts of one clock: the braces ``span`` and ``share`` of a phrase."""
    row = hours.iloc[int(hours["n_posts"].to_numpy().argmax())]
    start = int(row["hour"])
    return {
        "span": words("times.span", start=f"{start:02}:00", end=f"{(start + 1) % 24:02}:00"),
        "share": words.numbers.percent(row["share"], 0),
    }


def share_while_open(hours: pd.DataFrame) -> float:
    """The share of posts while the exchange trades, of hours with the part that it is open in each.

    An hour of which it is open for a part counts with that part.
    """
    return float((hours["share"] * hours["open"].fillna(0.0)).sum())
