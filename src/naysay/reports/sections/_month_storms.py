"""The storms of one month: when, how many posts, what they were about, and what followed."""

from __future__ import annotations

import math
from collections.abc import Iterator

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.numbers import finite, timestamp
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, options, series_of, table, texts
from naysay.reports.words import Words
from naysay.study.frames import window_column
from naysay.study.reasons import joined_reasons

TERMS = 3
"""Terms that say what a storm was about."""
NAMED = 3
"""Storms of peers that are named."""


def storms_of_month(results: Results, month: str) -> pd.DataFrame:
    """The events whose day zero lies in ``month``, such as 2024-12, in order of time."""
    events = table(results, "events")
    session = pd.to_datetime(events["session"], format="ISO8601", errors="coerce")
    return events[session.dt.strftime("%Y-%m") == month].sort_values("session", kind="stable")


def told_storm(results: Results, storm: pd.Series, words: Words) -> str:
    """A storm in some sentences."""
    sentences = [
        _size(results, storm, words),
        _about(results, str(storm["event_id"]), words),
        _followed(results, storm, words),
        words("month.announced") if str(storm.get("announced")) == "True" else "",
    ]
    return " ".join(filter(None, sentences))


def storms_listed(results: Results, storms: pd.DataFrame, words: Words) -> str:
    """Storms by company and date, some of them where there are many: ``Eiche AG (20.12.2024)``."""
    names = [
        f"{company_name(results, str(storm['company']))} ({words.numbers.short_date(storm['session'])})"
        for _, storm in storms.iterrows()
    ]
    return first_ones(names, words)


def first_ones(storms: list[str], words: Words) -> str:
    """The first of ``storms``, and how many more there are: two or more, since one is named as well."""
    shown = storms if len(storms) <= NAMED + 1 else storms[:NAMED]
    more = len(storms) - len(shown)
    listed = ", ".join(shown)
    return words("month.storms_further", storms=listed, n=words.numbers.count(more)) if more else listed


def _size(results: Results, storm: pd.Series, words: Words) -> str:
    """When the storm was, with its posts, of which the strongest day had so many negative ones."""
    first, last = timestamp(storm["session"]), timestamp(storm.get("last_session"))
    expected = finite(storm.get("peak_expected"))
    posts, negative = _posts(results, storm, first, last)
    values = {
        "when": _when(first, last, words, is_storm="last_session" in storm),
        "posts": words.counted("post", int(posts)) if posts is not None else words("month.posts_unknown"),
        "negative": words.numbers.count(negative),
        "peak": words.numbers.day(storm.get("peak_session")),
        "strongest": words.numbers.count(finite(storm.get("peak_negative"))),
        "expected": words.numbers.decimal(expected, 1 if expected is not None and expected < 1 else 0),
    }
    if negative is None:
        return words("month.storm_uncounted", **values)
    if expected is None:
        return words("month.storm", **values)
    one = "month.storm_day" if first is not None and first == last else "month.storm_days"
    return words(one, **values)


def _when(first: pd.Timestamp | None, last: pd.Timestamp | None, words: Words, *, is_storm: bool) -> str:
    written = words.numbers
    if first is None or not is_storm or first == last:
        return written.day(first)
    if last is None:
        return words("month.from_day", first=written.day(first))
    return written.days(first, last)


def _posts(
    results: Results, storm: pd.Series, first: pd.Timestamp | None, last: pd.Timestamp | None
) -> tuple[float | None, float | None]:
    """Posts and negative posts from the first to the last session; of day zero where no more is known."""
    series = series_of(results, str(storm["company"]))
    if first is not None and "session" in series:
        session = pd.to_datetime(series["session"], format="ISO8601", errors="coerce")
        open_end = last is None and "last_session" in storm
        end = session.max() if open_end else first if last is None else last
        own = series[(session >= first) & (session <= end)]
        counts = numbers(own, "n_posts"), numbers(own, "n_negative")
        if len(own) and all(count.notna().all() for count in counts):
            return float(counts[0].sum()), float(counts[1].sum())
    return finite(storm.get("n_posts")), finite(storm.get("n_negative"))


def _about(results: Results, event_id: str, words: Words) -> str:
    """What the storm was about; empty where nobody asked."""
    themes = table(results, "themes")
    own = themes[texts(themes, "event_id") == event_id]
    if own.empty:
        return ""
    if (texts(own, "reason") == "unknown_authors").any():
        return words("month.about_untold")
    clear = own[(texts(own, "term") != "") & (numbers(own, "pvalue_holm") < LEVEL)]
    terms = list(texts(clear, "term").head(TERMS))
    return words("month.about", terms=", ".join(terms)) if terms else words("month.about_nothing")


def _followed(results: Results, storm: pd.Series, words: Words) -> str:
    """The abnormal return of the study's window, or why there is none yet."""
    start, end = results.findings.reaction.window
    after, car = finite(storm.get("sessions_after")), finite(storm.get(window_column((start, end))))
    reason = str(joined_reasons(storm.to_frame().T).iloc[0])
    if reason:
        return words("month.followed_unknown", reason=words.reason(reason))
    if after is not None and after < end:
        return words(
            "month.open" if after else "month.open_all",
            so_far=words.numbers.count(after),
            sessions=words.counted("session_dative", end),
        )
    if car is None:
        return ""
    span = _span(start, end, words)
    own = options(results, "event_study")["model"] == "constant_mean"
    sentence = words(
        "month.followed_own" if own else "month.followed",
        span=span,
        size=words.numbers.percent(car, 1, sign=True),
    )
    sigma = finite(storm.get("sigma"))
    if sigma is None:
        return f"{sentence}."
    usual = words.numbers.percent(sigma * math.sqrt(end - start + 1), 1)
    return f"{sentence}; {words('month.followed_usual', size=usual)}."


def _span(start: int, end: int, words: Words) -> str:
    if start != 1:
        return words("month.span_window", window=words.numbers.window(start, end))
    key = "month.span_one" if end == 1 else "month.span_other"
    return words(key, sessions=words.counted("session_dative", end))


def open_storms(results: Results) -> pd.DataFrame:
    """The events whose window of the study is not over yet, in order of time."""
    events = table(results, "events")
    after = numbers(events, "sessions_after")
    is_open = (after < results.findings.reaction.window[1]) & (texts(events, "reason") == "")
    return events[is_open].sort_values("session", kind="stable")


def of_peers(storms: pd.DataFrame, peers: list[str]) -> pd.DataFrame:
    """The storms among ``storms`` of the companies ``peers``."""
    return storms[texts(storms, "company").isin(peers)]


def each(storms: pd.DataFrame, company: str) -> Iterator[pd.Series]:
    """The storms of one company, one after the other."""
    for _, storm in storms[texts(storms, "company") == company].iterrows():
        yield storm
