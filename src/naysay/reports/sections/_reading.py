"""Reading results: tables that may be absent, numbers that may be missing, names that may be anything."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd

from naysay.analysis.methods import all_tables
from naysay.analysis.monitoring.repeated import at_look
from naysay.analysis.projections import AS_MEASURED, MEAN_GROUP, MOOD, POOLED
from naysay.reports.results import Results
from naysay.reports.words import Words


def table(results: Results, name: str) -> pd.DataFrame:
    """The table ``name``; without rows when the run has none.

    In a series of reports the intervals of the study's question are the repeated ones, as in the findings.
    """
    if name in results.tables:
        rows, look = results.tables[name], results.findings.lead.look
        return rows if look is None or rows.empty else at_look({name: rows}, look)[name]
    return next(one for one in all_tables() if one.name == name).empty()


def options(results: Results, part: str) -> Mapping[str, Any]:
    """The section ``part`` of the study, with every default filled in."""
    section: Mapping[str, Any] = results.study[part]
    return section


def is_of_mood(results: Results) -> bool:
    """Whether the study's own measure is the mood behind the posts."""
    return bool(options(results, "chatter")["measure"] == MOOD)


def companies(results: Results) -> Sequence[Mapping[str, Any]]:
    """The study's companies as it lists them."""
    return list(results.study["company"])


def company_name(results: Results, ticker: str) -> str:
    """What the report calls a company: its name in the study, else its ticker."""
    names = {str(entry["ticker"]): str(entry["name"]) for entry in companies(results)}
    return names.get(ticker) or ticker


def currency_of(results: Results, ticker: str) -> str:
    """The company's currency, empty when the study does not say."""
    return next(
        (str(entry["currency"]) for entry in companies(results) if entry["ticker"] == ticker),
        "",
    )


def effects(results: Results) -> pd.DataFrame:
    """The effects of negativity as it was measured, of companies and of all together, no mean group."""
    rows = table(results, "effects")
    return rows[(texts(rows, "measure") == AS_MEASURED) & (texts(rows, "company") != MEAN_GROUP)]


def pooled(results: Results) -> pd.DataFrame:
    """The effects of all companies together by horizon, those that could be estimated."""
    rows = effects(results)
    rows = rows[rows["company"] == POOLED]
    return rows[numbers(rows, "bp_per_sd").notna()].sort_values("horizon")


def series_of(results: Results, ticker: str) -> pd.DataFrame:
    """The daily series of one company; without rows where the results have none."""
    series = results.series
    return series[series["company"] == ticker].reset_index(drop=True) if "company" in series else series


def numbers(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as floats with NaN where a number is missing; all NaN when there is no such column."""
    if column not in frame:
        return pd.Series(float("nan"), index=frame.index, dtype=float)
    return pd.to_numeric(frame[column], errors="coerce").astype(float)


def texts(frame: pd.DataFrame, column: str) -> pd.Series:
    """A column as texts, empty where there is none."""
    if column not in frame:
        return pd.Series("", index=frame.index, dtype=object)
    return frame[column].map(lambda value: value if isinstance(value, str) else "").astype(object)


def shortened(text: str, most: int) -> str:
    """``text`` in at most ``most`` characters; an ellipsis stands for what is left out before its end.

    Long names often differ at their ends, so a third of the room is theirs.
    """
    if len(text) <= most:
        return text
    end = most // 3
    return f"{text[: most - 1 - end].rstrip()}…{text[-end:].lstrip()}"


def of_window(tests: pd.DataFrame, window: tuple[int, int]) -> pd.Series:
    """Whether each row of a table of the event study has the window from its first session to its last."""
    return (numbers(tests, "window_start") == window[0]) & (numbers(tests, "window_end") == window[1])


def reasons_counted(reasons: pd.Series, words: Words) -> str:
    """Why something was set aside, each reason with its count, the most frequent first."""
    counts = reasons[reasons != ""].value_counts()
    return "; ".join(
        f"{words.reason(str(reason))} ({words.numbers.count(n)})" for reason, n in counts.items()
    )
