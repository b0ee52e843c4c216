"""Faults that a file of prices tells of itself, and the mend of jumps that a study explains.

Expected values: by hand.
"""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from naysay.data.markets.base import ListedActions, PriceFault, PriceHistory, SourceFile
from naysay.data.price_faults import price_faults
from naysay.data.price_mends import mended
from naysay.study.errors import DataError
from naysay.study.price_options import PriceJump

NOTHING_LISTED = ListedActions()
START, END = dt.date(2020, 1, 1), dt.date(2021, 1, 1)
LEVELS = np.array([100, 101, 99, 100, 102, 101, 100, 99, 101, 100, 102, 100, 99, 101, 100], dtype=float)


def history(
    closes: object, *, volume: object = 1000.0, actions: ListedActions = NOTHING_LISTED
) -> PriceHistory:
    close = np.asarray(closes, dtype=float)
    columns = dict.fromkeys(("open", "high", "low", "close", "adj_close"), close)
    frame = pd.DataFrame(
        {**columns, "volume": volume},
        index=pd.bdate_range("2020-03-02", periods=len(close), name="session"),
        dtype=float,
    )
    return PriceHistory("AAA", frame, (), SourceFile("AAA.csv", "0" * 64), actions=actions)


def found(prices: PriceHistory, *jumps: str) -> list[tuple[str, str, int]]:
    faults = price_faults(prices, START, END, tuple(map(PriceJump.of, jumps)))
    return [(fault.code, str(fault.session), fault.count) for fault in faults]


def test_moving_prices_have_no_fault() -> None:
    assert found(history(LEVELS)) == []


def test_ten_sessions_of_one_close_are_frozen() -> None:
    closes = [*LEVELS, *[105.0] * 10, *LEVELS, *[106.0] * 12]
    assert found(history(closes)) == [("price_frozen", "2020-03-23", 22)]
    assert found(history([*LEVELS, *[105.0] * 9])) == []


def test_a_close_that_nobody_paid_may_stay() -> None:
    volume = np.where(np.arange(30) < 15, 1000.0, 0.0)
    assert found(history([*LEVELS, *[105.0] * 15], volume=volume)) == []


def test_without_volumes_a_share_counts_as_traded() -> None:
    assert found(history([*LEVELS, *[105.0] * 15], volume=np.nan)) == [("price_frozen", "2020-03-23", 15)]


def test_dividends_that_no_adjusted_close_has() -> None:
    first, second, third = dt.date(2020, 3, 2), dt.date(2020, 3, 5), dt.date(2020, 3, 10)
    paid = ListedActions((), (first, second, third))
    assert found(history(LEVELS, actions=paid)) == [("dividends_missing", "2020-03-05", 2)]
    of_first = ListedActions((), (first,))
    assert found(history(LEVELS, actions=of_first)) == []
    adjusted = history(LEVELS, actions=paid)
    adjusted.frame.loc[:"2020-03-04", "adj_close"] *= 0.99
    assert found(adjusted) == []


def test_what_lies_outside_of_the_period_is_no_fault() -> None:
    prices = history([*LEVELS, *LEVELS / 100])
    assert found(prices) == [("unit_jump", "2020-03-23", 1)]
    assert price_faults(prices, dt.date(2020, 3, 23), END) == ()
    assert price_faults(prices, START, dt.date(2020, 3, 20)) == ()


def test_a_jump_that_the_study_calls_real_is_no_fault() -> None:
    prices = history([*LEVELS, *LEVELS / 100, *LEVELS])
    assert found(prices, "AAA 2020-03-23 real") == [("unit_jump", "2020-04-13", 1)]


def test_a_mend_divides_what_comes_before() -> None:
    prices = history([*LEVELS, *LEVELS / 4])
    mend = mended(prices, [PriceJump.of("AAA 2020-03-23 4:1")]).frame
    for column in ("open", "high", "low", "close", "adj_close"):
        np.testing.assert_array_equal(mend[column], [*LEVELS / 4, *LEVELS / 4])
    assert mend["volume"].tolist() == [1000.0] * 30
    assert prices.frame["close"].iloc[0] == 100.0


def test_volumes_are_mended_where_they_jump_with_the_price() -> None:
    volume = np.where(np.arange(30) < 15, 1000.0, 4000.0)
    mend = mended(history([*LEVELS, *LEVELS / 4], volume=volume), [PriceJump.of("AAA 2020-03-23 4:1")]).frame
    assert mend["volume"].tolist() == [4000.0] * 30


def test_a_close_that_does_not_jump_stays() -> None:
    prices = history([*LEVELS, *LEVELS / 4])
    prices.frame["close"] = [*LEVELS, *LEVELS]
    mend = mended(prices, [PriceJump.of("AAA 2020-03-23 4:1")]).frame
    np.testing.assert_array_equal(mend["adj_close"], [*LEVELS / 4, *LEVELS / 4])
    np.testing.assert_array_equal(mend["close"], [*LEVELS, *LEVELS])


def test_several_jumps_are_mended_together() -> None:
    prices = history([*LEVELS, *LEVELS * 100, *LEVELS, *LEVELS / 2])
    jumps = ["AAA 2020-03-23 1:100", "AAA 2020-04-13 100:1", "AAA 2020-05-04 2:1"]
    mend = mended(prices, list(map(PriceJump.of, jumps)))
    np.testing.assert_allclose(mend.frame["adj_close"], np.tile(LEVELS / 2, 4))
    assert found(mend) == []


@pytest.mark.parametrize(
    "jump", ["AAA 2020-03-24 4:1", "AAA 2020-03-22 4:1", "AAA 2020-03-23 1:4", "AAA 2020-03-23 100:1",
             "AAA 2019-03-22 4:1", "AAA 2030-03-22 4:1", "AAA 2020-03-02 4:1"]
)  # fmt: skip
def test_a_line_that_does_not_fit_the_prices_is_refused(jump: str) -> None:
    with pytest.raises(DataError, match=r"prices\.jumps") as caught:
        mended(history([*LEVELS, *LEVELS / 4]), [PriceJump.of(jump)])
    assert jump in str(caught.value)


def test_a_fault_is_a_value() -> None:
    assert PriceFault("price_jump", "AAA", START) == PriceFault("price_jump", "AAA", START, 1, None)
