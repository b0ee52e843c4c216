"""Returns from the open to the close less the market's. Expected values: the formula on prices by hand."""

from __future__ import annotations

import datetime as dt

import numpy as np
import pandas as pd
import pytest

from naysay.data.from_open import FromOpen, from_open
from naysay.data.panel import AlignedPanel, align
from naysay.data.price_returns import QuotedSessions, opens_repeat
from naysay.data.sessions import trading_sessions

SESSIONS = trading_sessions("XNYS", dt.date(2023, 1, 3), dt.date(2024, 6, 28)).index
START = dt.date(2024, 1, 2)
NIGHT = 0.4
"""Share of each return that came before the open."""


def prices(returns: np.ndarray, *, opens: bool = True) -> pd.DataFrame:
    """Quotes of log ``returns``, of which the part before the open is ``NIGHT``."""
    close = 50 * np.exp(np.cumsum(returns))
    open_ = close * np.exp(-(1 - NIGHT) * returns) if opens else np.full(len(close), np.nan)
    return pd.DataFrame({"open": open_, "close": close, "adj_close": close, "volume": 1e6}, index=SESSIONS)


RNG = np.random.default_rng(4)
MARKET = RNG.normal(0, 0.01, len(SESSIONS))
RETURNS = {
    name: beta * MARKET + RNG.normal(0, 0.01, len(SESSIONS)) for name, beta in (("A", 1.4), ("B", 0.6))
}


def panel_of(quotes: dict[str, pd.DataFrame], benchmark: pd.DataFrame) -> AlignedPanel:
    nothing = pd.DataFrame(
        columns=["n_posts", "n_negative", "negative_share", "mean_score", "negativity"],
        index=pd.MultiIndex.from_arrays([[], pd.DatetimeIndex([])]),
        dtype=float,
    )
    return align(nothing, quotes, benchmark, dict.fromkeys(quotes, SESSIONS), start=START)


def opened(quotes: dict[str, pd.DataFrame], benchmark: pd.DataFrame | None = None) -> FromOpen:
    """From the open, with the benchmark that the panel has unless another is given."""
    looked_up = QuotedSessions(SESSIONS, pd.Timestamp(START))
    repeating = [name for name, own in quotes.items() if looked_up.quotes(own).opens_repeat]
    return from_open(panel_of(quotes, BENCHMARK), repeating, BENCHMARK if benchmark is None else benchmark)


QUOTES = {name: prices(returns) for name, returns in RETURNS.items()}
BENCHMARK = prices(MARKET)


def test_the_markets_part_goes_by_the_beta_of_the_sessions_before() -> None:
    found = opened(QUOTES)
    assert (found.less_market, found.reason) == (True, "")
    assert found.returns is not None
    at = SESSIONS.get_loc(pd.Timestamp("2024-03-15"))
    for name, returns in RETURNS.items():
        past = slice(at - 250, at)
        beta = np.cov(returns[past], MARKET[past])[0, 1] / MARKET[past].var(ddof=1)
        expected = (1 - NIGHT) * (returns[at] - beta * MARKET[at])
        assert found.returns.loc[SESSIONS[at], name] == pytest.approx(expected, rel=1e-9)
    assert list(found.returns.index) == list(SESSIONS[pd.Timestamp(START) <= SESSIONS])


def test_nothing_later_enters_a_session() -> None:
    at = SESSIONS.get_loc(pd.Timestamp("2024-03-15"))
    other = {name: quotes.copy() for name, quotes in QUOTES.items()}
    for quotes in other.values():
        quotes.iloc[at + 1 :] *= np.linspace(1, 2, len(SESSIONS) - at - 1)[:, None]
    now, then = (opened(q).returns for q in (QUOTES, other))
    assert now is not None
    assert then is not None
    pd.testing.assert_frame_equal(now.loc[: SESSIONS[at]], then.loc[: SESSIONS[at]])
    assert not np.allclose(now.loc[SESSIONS[at + 1] :], then.loc[SESSIONS[at + 1] :])


@pytest.mark.parametrize("column", ["close", "before"])
def test_opens_that_repeat_closes_are_no_opens(column: str) -> None:
    filled = {name: quotes.copy() for name, quotes in QUOTES.items()}
    closes = filled["A"]["close"]
    filled["A"]["open"] = closes if column == "close" else closes.shift()
    found = opened(filled).returns
    assert found is not None
    assert found["A"].isna().all()
    assert found["B"].notna().all()
    filled["B"]["open"] = filled["B"]["close"]
    nothing = opened(filled)
    assert (nothing.returns, nothing.reason) == (None, "opens_repeat share=25")


def test_a_quarter_of_the_sessions_may_open_where_they_closed() -> None:
    some = QUOTES["A"].iloc[:100]
    opens, closes = some["open"].to_numpy(copy=True), some["close"].to_numpy()
    opens[:25] = closes[:25]
    assert not opens_repeat(opens, closes)
    opens[25] = closes[25]
    assert opens_repeat(opens, closes)
    assert opens_repeat(np.append(opens, np.nan), np.append(closes, 1.0))
    assert not opens_repeat(np.full(100, np.nan), closes)
    assert not opens_repeat(opens[:0], closes[:0])


def test_opens_before_the_study_do_not_count() -> None:
    filled = QUOTES["A"].copy()
    before = filled.index < pd.Timestamp(START)
    filled.loc[before, "open"] = filled["close"]
    assert before.mean() > 0.5
    assert not QuotedSessions(SESSIONS, pd.Timestamp(START)).quotes(filled).opens_repeat


def test_prices_without_opens_give_a_reason() -> None:
    none = {name: prices(returns, opens=False) for name, returns in RETURNS.items()}
    found = opened(none)
    assert (found.returns, found.reason) == (None, "no_opens")


@pytest.mark.parametrize("how", ["none", "no opens", "opens repeat"])
def test_a_benchmark_without_opens_stays_in_the_returns(how: str) -> None:
    """Its return from close to close would put the night in again."""
    benchmark = None if how == "none" else BENCHMARK.assign(open=np.nan)
    if how == "opens repeat":
        benchmark = BENCHMARK.assign(open=BENCHMARK["close"].shift())
    panel = panel_of(QUOTES, BENCHMARK)
    found = from_open(panel, (), benchmark)
    assert (found.less_market, found.reason) == (False, "")
    assert found.returns is not None
    pd.testing.assert_frame_equal(found.returns, panel.intraday)
