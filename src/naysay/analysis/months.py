"""Posts and returns month by month, beside what earlier months of the same company let expect."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.frames import MONTHS
from naysay.study.reasons import because

MOST: Final = 12
"""Earlier months that make the usual range: a year, so that each season is in it."""
LEAST: Final = 6
"""The fewest. Of n months that are alike the next one lies outside of their range in 2 of n + 1 cases."""

_RANGES: Final = ("usual_posts_low", "usual_posts_high", "usual_share_low", "usual_share_high")
_FEW: Final = because("few_months", least=LEAST)
_FEW_WITH_POSTS: Final = because("few_months_with_posts", least=LEAST)


def months(daily: pd.DataFrame, whole: Mapping[str, pd.DatetimeIndex]) -> pd.DataFrame:
    """The table ``months``: one row a company and month with a session, in the order of ``daily``.

    Parameters
    ----------
    daily
        Index (company, session), rising within a company; columns n_posts, n_negative, and ret and market_ret
        in decimal log returns, NaN where missing. A session without posts has the counts 0;
        a missing one is not known, nor is the month's.
    whole
        For each company every session of its exchange in the months that ``daily`` touches, those outside of
        the study included. A month with fewer sessions in ``daily`` is not complete.

    The usual range goes from the lowest to the highest value of the ``MOST`` complete months before; posts
    are counted a session, since months differ in length. With fewer than ``LEAST`` there is none, and a
    reason. A month never enters its own range, so that later posts change no earlier row.

    The return of a month is exp(sum of log returns) - 1, and missing where one of them is.
    """
    if daily.empty:
        return MONTHS.empty()
    table = _summed(daily)
    table["complete"] = table["sessions"].to_numpy() == _sessions_of(table, whole)
    table["negative_share"] = table["n_negative"] / table["n_posts"].where(table["n_posts"] > 0)
    posts = (table["n_posts"] / table["sessions"]).tolist()
    share, complete = table["negative_share"].astype(float).tolist(), table["complete"].tolist()
    begins = np.flatnonzero(table["company"].ne(table["company"].shift())).tolist()
    usual = [
        row
        for begin, end in zip(begins, [*begins[1:], len(table)], strict=True)
        for row in _usual(posts[begin:end], share[begin:end], complete[begin:end])
    ]
    table[[*_RANGES, "n_months", "reason"]] = pd.DataFrame(usual, index=table.index)
    table["month"] = [f"{month // 12:04d}-{month % 12 + 1:02d}" for month in table["month"]]
    return MONTHS.ordered(table)


def _summed(daily: pd.DataFrame) -> pd.DataFrame:
    """Counts and returns by company and month; ``month`` is the number of months since the year 0."""
    rows = daily[["n_posts", "n_negative", "ret", "market_ret"]].reset_index()
    rows["month"] = rows["session"].dt.year * 12 + rows["session"].dt.month - 1
    grouped = rows.groupby(["company", "month"], sort=False)
    table = grouped.agg(
        sessions=("session", "size"),
        last_session=("session", "max"),
        n_posts=("n_posts", "sum"),
        n_negative=("n_negative", "sum"),
    )
    for name in ("n_posts", "n_negative"):
        if rows[name].isna().any():  # of daily measures: a month that is not counted whole has no number
            table[name] = table[name].where(grouped[name].count() == table["sessions"])
    for column, name in (("ret", "ret"), ("market_ret", "market")):
        is_whole = grouped[column].count() == table["sessions"]
        table[name] = np.expm1(grouped[column].sum()).where(is_whole)
    return table.reset_index()


def _sessions_of(table: pd.DataFrame, whole: Mapping[str, pd.DatetimeIndex]) -> npt.NDArray[np.int64]:
    """The sessions that the exchange of each row's company has in its month, 0 where nobody says."""
    counted: dict[int, dict[int, int]] = {}
    for sessions in whole.values():
        if id(sessions) not in counted:
            number, n = np.unique(sessions.year * 12 + sessions.month - 1, return_counts=True)
            counted[id(sessions)] = dict(zip(number.tolist(), n.tolist(), strict=True))
    by_company = {company: counted[id(sessions)] for company, sessions in whole.items()}
    pairs = zip(table["company"], table["month"].tolist(), strict=True)
    return np.array([by_company.get(company, {}).get(month, 0) for company, month in pairs], dtype=np.int64)


def _usual(posts: Sequence[float], share: Sequence[float], complete: Sequence[bool]) -> list[tuple[Any, ...]]:
    """For each month of one company its ``_RANGES``, the number of months behind them, and the reason."""
    out: list[tuple[Any, ...]] = []
    full: list[int] = []
    for place, is_full in enumerate(complete):
        before = full[-MOST:]
        spoken = [share[month] for month in before if not math.isnan(share[month])]
        reason = _FEW if len(before) < LEAST else _FEW_WITH_POSTS if len(spoken) < LEAST else ""
        out.append((*_range([posts[month] for month in before]), *_range(spoken), len(before), reason))
        if is_full:
            full.append(place)
    return out


def _range(values: Sequence[float]) -> tuple[float, float]:
    return (math.nan, math.nan) if len(values) < LEAST else (min(values), max(values))
