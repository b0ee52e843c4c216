"""Dates that a time zone has moved by a day.

Expected values: by hand and, for returns, a known process.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from naysay.data.price_shifts import date_shift, with_other_session
from naysay.data.priced import Priced
from naysay.data.session_rows import SessionRows

WEEKDAYS = pd.bdate_range("2024-01-01", "2024-06-28")
DAY = pd.Timedelta(days=1)


@pytest.mark.parametrize(
    ("dates", "expected"),
    [
        (WEEKDAYS, None),
        (WEEKDAYS - DAY, (1, dt.date(2024, 1, 1), 129)),
        (WEEKDAYS + DAY, (-1, dt.date(2024, 1, 2), 129)),
        (WEEKDAYS[::3], None),
        (pd.date_range("2024-01-01", "2024-06-28"), None),
        (WEEKDAYS[:10] - DAY, None),
        (WEEKDAYS[:0], None),
        (WEEKDAYS - 400 * DAY, None),
    ],
    ids=["as they are", "a day early", "a day late", "some", "every day", "too few", "none", "elsewhere"],
)
def test_dates_that_are_sessions_after_a_move(dates, expected) -> None:
    assert date_shift(dates, WEEKDAYS) == expected


def priced(move: int, *, beta: float = 1.0, n: int = 400) -> Priced:
    """Four companies and a benchmark; the dates of the first are ``move`` sessions late."""
    draw = np.random.default_rng(7)
    sessions = pd.bdate_range("2022-01-03", periods=n)
    market = draw.normal(0, 0.01, n)
    frames = {}
    for company in ("AAA", "BBB", "CCC", "DDD"):
        own = beta * market + draw.normal(0, 0.01, n)
        own = np.roll(own, move) if company == "AAA" else own
        close = 50 * np.exp(np.cumsum(own))
        frames[company] = pd.DataFrame(
            dict.fromkeys(("open", "high", "low", "close", "adj_close"), close) | {"volume": 1000.0},
            index=sessions,
        )
    level = pd.DataFrame(
        dict.fromkeys(("open", "high", "low", "close", "adj_close"), np.exp(np.cumsum(market)))
        | {"volume": 1.0},
        index=sessions,
    )
    rows = SessionRows.of(dict.fromkeys(frames, sessions), sessions[200].date())
    return Priced.of(frames.items(), level, rows)


@pytest.mark.parametrize("move", [1, -1])
def test_returns_that_go_with_the_benchmark_of_another_session(move: int) -> None:
    assert list(with_other_session(priced(move))) == [("AAA", dt.date(2022, 1, 4), 399)]


@pytest.mark.parametrize(("move", "beta"), [(0, 1.0), (0, 0.0), (1, 0.0), (5, 1.0)])
def test_other_returns_are_left_alone(move: int, beta: float) -> None:
    assert list(with_other_session(priced(move, beta=beta))) == []


def test_few_sessions_say_nothing() -> None:
    assert list(with_other_session(priced(1, n=260))) != []
    short = priced(1, n=260)
    short.returns[:, 90:] = np.nan
    assert list(with_other_session(short)) == []
