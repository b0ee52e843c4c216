"""Jumps of prices: those of units and splits that no market made, and those that one made.

Expected values: known processes. Prices are simulated, a jump is planted, and what it is is known.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from fractions import Fraction

import numpy as np
import pandas as pd
import pytest

from naysay.data.markets.base import ListedActions
from naysay.data.price_jumps import price_jumps

PRICES = ("open", "high", "low", "close", "adj_close")
SESSIONS = pd.bdate_range("2020-01-01", periods=250, name="session")
AT = 120
DAY = dt.date(2020, 6, 17)
NOTHING = ListedActions()


def quiet(seed: int = 0, n: int = 250, *, tails: float | None = None) -> pd.DataFrame:
    """Prices that move by 1.5 % a day, normally or, with ``tails``, by a t of that many degrees and 2 %."""
    draw = np.random.default_rng(seed)
    if tails is None:
        moves = draw.normal(0.0, 0.015, n)
    else:
        moves = draw.standard_t(tails, n) * 0.02 / np.sqrt(tails / (tails - 2))
    close = 50 * np.exp(np.cumsum(moves))
    opened = np.concatenate([[50], close[:-1]]) * np.exp(draw.uniform(0, 1, n) * moves)
    spread = np.abs(draw.normal(0.0, 0.004, (2, n)))
    return pd.DataFrame(
        {
            "open": opened,
            "high": np.maximum(opened, close) * np.exp(spread[0]),
            "low": np.minimum(opened, close) * np.exp(-spread[1]),
            "close": close,
            "adj_close": close,
            "volume": np.exp(draw.normal(13, 0.3, n)),
        },
        index=pd.bdate_range("2020-01-01", periods=n, name="session"),
    )


def scaled(frame: pd.DataFrame, ratio: float, rows: slice = slice(AT, None)) -> pd.DataFrame:
    """``frame`` with prices of ``rows`` divided by ``ratio``."""
    changed = frame.copy()
    for name in PRICES:
        changed.iloc[rows, changed.columns.get_loc(name)] /= ratio
    return changed


def without(frame: pd.DataFrame, *columns: str) -> pd.DataFrame:
    return frame.assign(**dict.fromkeys(columns, np.nan))


def kinds(frame: pd.DataFrame, actions: ListedActions = NOTHING) -> list[tuple[str, str, str]]:
    return [(f.code, str(f.session), str(f.ratio)) for f in price_jumps("AAA", frame, actions)]


def test_the_day_of_the_planted_jumps() -> None:
    assert SESSIONS[AT].date() == DAY


def test_quiet_prices_have_no_jumps() -> None:
    assert kinds(quiet()) == []


@pytest.mark.parametrize(
    ("ratio", "told"), [(100, "100"), (0.01, "1/100"), (1000, "1000"), (0.001, "1/1000")]
)
@pytest.mark.parametrize("gone", [(), ("open", "high", "low", "volume")])
def test_a_change_of_the_unit(ratio: float, told: str, gone: tuple[str, ...]) -> None:
    assert kinds(without(scaled(quiet(), ratio), *gone)) == [("unit_jump", str(DAY), told)]


def test_a_single_day_in_pence_jumps_twice() -> None:
    frame = scaled(quiet(), 0.01, slice(AT, AT + 1))
    assert kinds(frame) == [("unit_jump", str(DAY), "1/100"), ("unit_jump", "2020-06-18", "100")]


@pytest.mark.parametrize("ratio", ["2", "3", "4", "5", "10", "20", "1/2", "1/5", "1/10", "1/50"])
def test_a_split_that_was_not_applied_is_suspected_without_a_list(ratio: str) -> None:
    assert kinds(scaled(quiet(), float(Fraction(ratio)))) == [("split_suspected", str(DAY), ratio)]


@pytest.mark.parametrize("seed", range(10))
def test_volumes_that_jump_with_the_split_hide_nothing(seed: int) -> None:
    frame = scaled(quiet(seed), 4)
    frame.iloc[AT:, frame.columns.get_loc("volume")] *= 4
    assert kinds(frame) == [("split_suspected", str(DAY), "4")]


@pytest.mark.parametrize("ratio", ["3/2", "2", "7", "1/10", "1333/1000", "1/1200"])
@pytest.mark.parametrize("late", [-1, 0, 1])
def test_a_listed_split_that_the_adjusted_close_lacks(ratio: str, late: int) -> None:
    """The list may be a session early or late."""
    split = Fraction(ratio)
    listed = ListedActions(((SESSIONS[AT + late].date(), float(split)),))
    assert kinds(scaled(quiet(), float(split)), listed) == [("split_not_applied", str(DAY), ratio)]


@pytest.mark.parametrize("split", [1e-300, 1e300, 123456.789, 1e-7, 1.01])
def test_a_list_of_nonsense_is_no_split(split: float) -> None:
    assert kinds(scaled(quiet(), 2), ListedActions(((DAY, split),))) == [("split_suspected", str(DAY), "2")]


def test_a_split_that_was_applied_twice() -> None:
    listed = ListedActions(((DAY, 4.0),))
    assert kinds(scaled(quiet(), 0.25), listed) == [("split_not_applied", str(DAY), "1/4")]


def test_a_listed_split_that_was_applied_is_no_fault() -> None:
    frame = scaled(quiet(), 4).assign(adj_close=quiet()["adj_close"])
    assert kinds(frame, ListedActions(((DAY, 4.0),))) == []


def test_a_calm_third_is_told_and_not_suspected() -> None:
    assert kinds(scaled(quiet(), 1.5)) == [("price_jump", str(DAY), "3/2")]


def test_without_range_and_trade_a_half_is_told_and_a_quarter_suspected() -> None:
    closes = ("open", "high", "low", "volume")
    assert kinds(without(scaled(quiet(), 2), *closes)) == [("price_jump", str(DAY), "None")]
    assert kinds(without(scaled(quiet(), 4), *closes)) == [("split_suspected", str(DAY), "4")]


def crash(seed: int, ratio: float = 2.0) -> pd.DataFrame:
    """The price really falls: a wide session of fifteen times the trade, and restless ones after it."""
    frame = scaled(quiet(seed), ratio)
    volume, high = frame.columns.get_loc("volume"), frame.columns.get_loc("high")
    frame.iloc[AT, volume] *= 15
    frame.iloc[AT, high] *= 1.15
    draw = np.random.default_rng(seed + 1)
    restless = np.exp(np.cumsum(draw.normal(0, 0.06, 250 - AT - 1)))
    for name in PRICES:
        frame.iloc[AT + 1 :, frame.columns.get_loc(name)] *= restless
    return frame


@pytest.mark.parametrize("seed", range(20))
def test_a_crash_by_exactly_a_half_is_told_and_not_refused(seed: int) -> None:
    assert [code for code, day, _ in kinds(crash(seed)) if day == str(DAY)] == ["price_jump"]


@pytest.mark.parametrize("column", ["volume", "high", "open"])
def test_any_sign_of_a_market_is_enough(column: str) -> None:
    """Much trade, a wide range, or an open far from the new level: no split has them."""
    frame = scaled(quiet(), 2)
    times = {"volume": 15.0, "high": 1.3, "open": 1.6}[column]
    frame.iloc[AT, frame.columns.get_loc(column)] *= times
    assert kinds(frame) == [("price_jump", str(DAY), "None")]


def test_restless_sessions_afterwards_are_a_market() -> None:
    frame = scaled(quiet(), 2)
    restless = np.exp(np.cumsum([0.09, -0.1, 0.11, -0.09, 0.1, -0.1, 0.09]))
    for name in PRICES:
        frame.iloc[AT + 1 : AT + 8, frame.columns.get_loc(name)] *= restless
    assert [code for code, day, _ in kinds(frame) if day == str(DAY)] == ["price_jump"]


def test_heavy_tails_make_no_splits() -> None:
    """200 companies of ten years with t3 moves of 2 % a day: some jump by a third, none is refused."""
    codes = Counter(
        fault.code
        for seed in range(200)
        for fault in price_jumps("AAA", quiet(seed, 2_520, tails=3.0), NOTHING)
    )
    assert set(codes) == {"price_jump"}
    assert codes["price_jump"] < 30


def test_a_jump_over_missing_prices_is_seen() -> None:
    frame = scaled(quiet(), 100)
    frame.iloc[AT - 2 : AT + 1, frame.columns.get_loc("adj_close")] = np.nan
    assert kinds(frame) == [("unit_jump", "2020-06-18", "100")]


@pytest.mark.parametrize("n", [0, 1, 2, 3])
def test_few_rows_have_no_surroundings(n: int) -> None:
    frame = quiet().iloc[:n].copy()
    if n > 1:
        frame.iloc[1:, :5] /= 2
    assert [code for code, _, _ in kinds(frame)] == ["price_jump"] * (n > 1)
