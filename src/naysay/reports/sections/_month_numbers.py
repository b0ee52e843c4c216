"""The newest month of a company: its numbers, those of the month before, of its peers, and what is usual."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any, Literal

import pandas as pd

from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import companies, numbers, table, texts
from naysay.study.reasons import joined_reasons

Place = Literal["usual", "above", "below"]


@dataclass(frozen=True, slots=True)
class MonthNumbers:
    """One month; None is missing. ``ret`` and ``market`` are simple returns."""

    month: str
    """Year and month, such as 2024-12."""
    last_session: str
    sessions: int
    complete: bool
    posts: float | None
    share: float | None
    ret: float | None
    market: float | None


@dataclass(frozen=True, slots=True)
class Usual:
    """The usual range as it is shown: posts for the sessions of the month, shares in whole percents."""

    posts: tuple[int, int] | None
    shares: tuple[float, float] | None
    n_months: int
    reason: str

    def of_posts(self, month: MonthNumbers) -> Place | None:
        """Where the posts of ``month`` lie; None where that is not known."""
        return _place(month.posts, self.posts)

    def of_share(self, month: MonthNumbers) -> Place | None:
        """Where its negative share lies."""
        return _place(None if month.share is None else round(month.share, 2), self.shares)


@dataclass(frozen=True, slots=True)
class Peers:
    """Medians over the peers with such a number; posts are those of as many sessions as the month has."""

    n: int
    posts: float | None
    share: float | None
    ret: float | None


@dataclass(frozen=True, slots=True)
class NewestMonth:
    """The newest month of the company in focus."""

    now: MonthNumbers
    before: MonthNumbers | None
    usual: Usual
    peers: Peers


def peers_of(results: Results) -> list[str]:
    """The companies that the focus is compared with: those marked as peers, else all others."""
    others = [entry for entry in companies(results) if entry["ticker"] != results.focus]
    marked = [entry for entry in others if entry.get("peer")]
    return [str(entry["ticker"]) for entry in marked or others]


def newest_month(results: Results) -> NewestMonth | None:
    """The newest month of the focus; None where the results have no months of it."""
    rows = table(results, "months")
    rows = rows[pd.to_datetime(texts(rows, "month"), format="%Y-%m", errors="coerce").notna()]
    own = rows[texts(rows, "company") == results.focus].sort_values("month", kind="stable")
    if own.empty:
        return None
    last = own.iloc[-1]
    now = _numbers(last)
    before = _numbers(own.iloc[-2]) if len(own) > 1 else None
    return NewestMonth(now, before, _usual(last, now.sessions), _peers(rows, peers_of(results), now))


def _numbers(row: pd.Series) -> MonthNumbers:
    return MonthNumbers(
        month=str(row["month"]),
        last_session=str(row["last_session"]),
        sessions=int(finite(row["sessions"]) or 0),
        complete=bool(row["complete"]),
        posts=finite(row["n_posts"]),
        share=finite(row["negative_share"]),
        ret=finite(row["ret"]),
        market=finite(row["market"]),
    )


def _usual(row: pd.Series, sessions: int) -> Usual:
    posts = _outward(row["usual_posts_low"], row["usual_posts_high"], sessions)
    low, high = finite(row["usual_share_low"]), finite(row["usual_share_high"])
    shares = None if low is None or high is None else (round(low, 2), round(high, 2))
    reason = str(joined_reasons(row.to_frame().T).iloc[0])
    return Usual(posts, shares, int(finite(row["n_months"]) or 0), reason)


def _outward(low: Any, high: Any, sessions: int) -> tuple[int, int] | None:
    """A range of posts a session as posts of ``sessions``: whole ones, so that neither end is cut off."""
    first, last = finite(low), finite(high)
    if first is None or last is None:
        return None
    return math.floor(first * sessions + 1e-9), math.ceil(last * sessions - 1e-9)


def _place(value: float | None, usual: tuple[float, float] | None) -> Place | None:
    if value is None or usual is None:
        return None
    return "above" if value > usual[1] else "below" if value < usual[0] else "usual"


def _peers(rows: pd.DataFrame, peers: list[str], now: MonthNumbers) -> Peers:
    same = rows[texts(rows, "company").isin(peers) & (texts(rows, "month") == now.month)]
    sessions = numbers(same, "sessions")
    posts = numbers(same, "n_posts") / sessions.where(sessions > 0) * now.sessions
    return Peers(
        len(same),
        finite(posts.median()),
        finite(numbers(same, "negative_share").median()),
        finite(numbers(same, "ret").median()),
    )
