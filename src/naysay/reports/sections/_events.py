"""Events as tables list them: how large each was, how many posts it had, and what the share did after it."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import pandas as pd

from naysay.analysis.event_study.columns import SIGMA
from naysay.reports.numbers import MISSING
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, options, series_of, texts
from naysay.reports.sections._storms import counted
from naysay.reports.words import Words
from naysay.study.frames import window_column

Noun = Literal["storm", "event"]
OPEN: Final = "too_few_sessions_after_event"
"""The reason of an event that the data does not follow to the end of any window."""


def noun(results: Results) -> Noun:
    """What a report calls the study's events: the key of the noun."""
    return "storm" if counted(results) else "event"


def called(results: Results, words: Words) -> dict[str, str]:
    """The braces ``events`` of a phrase, in the dative and as its first word: what the study's are called."""
    name = noun(results)
    return {
        "events": words(f"events_called.{name}"),
        "events_dative": words(f"events_called.{name}_dative"),
        "events_first": words(f"events_called.{name}_first"),
    }


def is_given(results: Results) -> bool:
    """Whether the study names its events itself."""
    study = options(results, "event_study")
    return bool(study["events"] or study["events_file"])


def by_size(results: Results, events: pd.DataFrame) -> pd.DataFrame:
    """``events`` with the largest first: storms by their most unusual session, others by their negativity.

    Events that a study of posts names itself, and those without a negativity, are ordered by their posts.
    Returns choose none of them: a list of the largest returns would show what a reader looks for.
    """
    size = -numbers(events, "rank") if counted(results) else numbers(events, "negativity")
    if is_given(results) and not results.of_measures:
        size = numbers(events, "n_posts")
    order = pd.DataFrame({"size": size, "posts": numbers(events, "n_posts")})
    return events.loc[order.sort_values(["size", "posts"], ascending=False, kind="stable").index]


def in_time(events: pd.DataFrame) -> pd.DataFrame:
    """``events`` in the order of their sessions."""
    return events.sort_values("session", kind="stable") if len(events) else events


def standing(results: Results, events: pd.DataFrame) -> pd.Series:
    """``used``, ``open`` or ``unused`` for each event.

    Open is one whose window is not over when the data ends.
    """
    last = results.findings.reaction.window[1]
    reason = texts(events, "reason")
    is_open = (reason == OPEN) | ((reason == "") & (numbers(events, "sessions_after") < last))
    return pd.Series(np.where(is_open, "open", np.where(reason == "", "used", "unused")), index=events.index)


def returns(results: Results, events: pd.DataFrame) -> pd.Series:
    """The abnormal return of each event in the study's main window; NaN where there is none."""
    return numbers(events, window_column(results.findings.reaction.window))


def usual(results: Results, events: pd.DataFrame) -> pd.Series:
    """How far abnormal returns of the main window stray by themselves: one standard deviation.

    It is that of single sessions before the event times the root of the window's length. It leaves out the
    error of the normal return, which is small beside it. NaN where the event was not estimated.
    """
    first, last = results.findings.reaction.window
    return numbers(events, SIGMA) * float(np.sqrt(last - first + 1))


def posts(results: Results, events: pd.DataFrame) -> tuple[pd.DataFrame, bool]:
    """``n_posts`` and ``n_negative`` of each event, and whether they are of whole storms.

    Posts of whole storms, first session to last, need the series of every company among ``events``;
    otherwise, and for other events, all numbers are those of day zero.
    """
    day_zero = pd.DataFrame({name: numbers(events, name) for name in ("n_posts", "n_negative")})
    if not counted(results):
        return _negative_from_series(results, events, day_zero), False
    summed = [_whole_storm(results, row) for _, row in events.iterrows()]
    if any(one is None for one in summed):
        return day_zero, False
    frame = pd.DataFrame(summed, columns=["n_posts", "n_negative"], index=events.index, dtype=float)
    return frame, True


def _whole_storm(results: Results, storm: pd.Series) -> tuple[float, float] | None:
    """Posts from the first session to the last; to the most unusual one while the storm may go on."""
    series = series_of(results, str(storm["company"]))
    last = next(
        (day for day in (storm.get("last_session"), storm.get("peak_session")) if isinstance(day, str)), ""
    )
    rows = (
        series[(series["session"] >= storm["session"]) & (series["session"] <= last)]
        if len(series)
        else series
    )
    counted_posts = [numbers(rows, name) for name in ("n_posts", "n_negative")]
    if not len(rows) or any(one.isna().all() for one in counted_posts):
        return None
    return float(counted_posts[0].sum()), float(counted_posts[1].sum())


def _negative_from_series(results: Results, events: pd.DataFrame, known: pd.DataFrame) -> pd.DataFrame:
    """Events that were not counted have no negative posts in their table; the series may have them."""
    negative = []
    for company, session, n in zip(
        texts(events, "company"), events["session"], known["n_negative"], strict=True
    ):
        series = series_of(results, company)
        own = series[series["session"] == session] if len(series) else series
        negative.append(numbers(own, "n_negative").iloc[0] if pd.isna(n) and len(own) else n)
    return known.assign(n_negative=negative)


def posts_cells(counts: pd.DataFrame, words: Words) -> list[str]:
    """``38 (27)``: posts, in brackets the negative ones where they are known."""
    cells = []
    for n, negative in zip(counts["n_posts"], counts["n_negative"], strict=True):
        both = pd.notna(n) and pd.notna(negative)
        cells.append(
            f"{words.numbers.count(n)} ({words.numbers.count(negative)})" if both else words.numbers.count(n)
        )
    return cells


def return_cells(results: Results, events: pd.DataFrame, words: Words) -> list[str]:
    """``−4.6 % (±2.5 %)``: the return, in brackets what is usual; how far an open event is; or a dash."""
    first, last = results.findings.reaction.window
    needed = last - max(first, 1) + 1
    after = numbers(events, "sessions_after").fillna(0)
    cells = []
    for car, width, is_open, passed in zip(
        returns(results, events),
        usual(results, events),
        standing(results, events) == "open",
        after,
        strict=True,
    ):
        if is_open and pd.isna(car) and needed > 0:
            k = min(max(0, int(passed) - max(first, 1) + 1), needed)
            cells.append(words("events.open_cell", k=words.numbers.count(k), n=words.numbers.count(needed)))
        elif pd.isna(car):
            cells.append(MISSING)
        else:
            cell = words.numbers.percent(car, 1, sign=True)
            size = "" if pd.isna(width) else f" (±{words.numbers.percent(width, 1)})"
            cells.append(cell + size)
    return cells


def money_cells(events: pd.DataFrame, currencies: list[str], words: Words) -> list[str]:
    """What the return was worth, each in the currency of its company."""
    return [
        words.numbers.money(amount, currency, sign=True)
        for amount, currency in zip(numbers(events, "value_change"), currencies, strict=True)
    ]


def announced(events: pd.DataFrame) -> pd.Series | None:
    """Whether an announcement lies near each event; None where the study names no announcements."""
    if "announced" not in events or events["announced"].isna().all():
        return None
    return events["announced"].map(lambda value: value is True or value == 1.0).astype(bool)
