"""What every source of prices promises, over every file of the folder.

Expected values: by hand. A new market adds a line to ``PREPARED``: a function that writes the four rows of
``CSV`` for the symbols AAA, NA and ^IDX as its files, and gives the path to read.
"""

from __future__ import annotations

import socket
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pytest

from naysay.data import snapshots
from naysay.data.markets.base import PRICE_COLUMNS, Market, checked_symbol
from naysay.study import parts
from naysay.study.errors import DataError, PartError
from naysay.study.losses import rows_by_cause

PACKAGE = "naysay.data.markets"
CSV = (
    b"Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits\n"
    b"2014-01-03,11,13,10,12,11.5,1100,0.0,0.0\n"
    b"2014-01-02,10,12,9,11,10.5,1000,0.0,0.0\n"
    b"2014-01-06,12,14,11,,,1200,0.0,0.0\n"
    b"2014-01-03,11,13,10,12,99,1100,0.0,0.0\n"
)
HOSTILE = [
    "_x",
    "../x",
    "..",
    ".x",
    "a/b",
    "a\\b",
    "a b",
    "a\n",
    "a\x00b",
    "",
    "x" * 21,
    "a..b",
    "%2e%2e",
    "a?b",
    "ä",
    "a&b",
]


def plain_files(folder: Path) -> Path:
    folder.mkdir()
    for symbol in ["AAA", "NA", "^IDX"]:
        (folder / f"{symbol}.csv").write_bytes(CSV)
    return folder


def snapshot(folder: Path) -> Path:
    snapshots.write(folder, {f"{symbol}.csv": CSV for symbol in ["AAA", "NA", "^IDX"]})
    return folder


PREPARED: dict[str, Callable[[Path], Path]] = {"csv": plain_files, "yahoo": snapshot}


MARKETS = {name: parts.load(PACKAGE, name, "MARKET", Market) for name in parts.names(PACKAGE)}


@pytest.fixture(params=MARKETS)
def market(request: pytest.FixtureRequest) -> Market:
    return MARKETS[request.param]


@pytest.fixture
def folder(market: Market, tmp_path: Path) -> Path:
    assert market.name in PREPARED, f"add {market.name} to PREPARED: it writes the rows of CSV as its files"
    return PREPARED[market.name](tmp_path / "prices")


@pytest.fixture(autouse=True)
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(*arguments: object, **options: object) -> None:
        raise AssertionError("reading prices met the network")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)


def test_the_folder_has_the_markets_that_studies_name():
    assert {"csv", "yahoo"} <= MARKETS.keys()


def test_a_market_that_does_not_exist_lists_those_that_do():
    with pytest.raises(PartError, match=r"csv, .*yahoo"):
        parts.load(PACKAGE, "bloomberg", "MARKET", Market)


def test_a_market_is_named_after_its_file():
    assert {name: market.name for name, market in MARKETS.items()} == {name: name for name in MARKETS}


@pytest.mark.parametrize(("name", "needed"), [("csv", False), ("yahoo", True)])
def test_a_market_says_whether_it_needs_the_network(name, needed):
    assert MARKETS[name].needs_network is needed


def test_histories_are_sorted_sessions_of_floats(market, folder):
    prices = market.read(["AAA"], folder)
    assert prices.missed == {}
    frame = prices.histories["AAA"].frame
    assert list(frame.columns) == list(PRICE_COLUMNS)
    assert (frame.dtypes == "float64").all()
    assert frame.index.tz is None
    assert frame.index.name == "session"
    assert frame.index.dtype == "datetime64[ns]"
    assert list(frame.index) == list(pd.to_datetime(["2014-01-02", "2014-01-03", "2014-01-06"]))
    assert frame["adj_close"].iloc[:2].tolist() == [10.5, 11.5]


def test_what_was_not_used_is_counted_and_its_session_stays(market, folder):
    history = market.read(["AAA"], folder).histories["AAA"]
    assert rows_by_cause(history.losses) == {"duplicate_session": 1, "price_missing": 1}
    assert history.frame.loc["2014-01-06", ["close", "adj_close"]].isna().all()


def test_a_history_names_its_source_with_its_hash(market, folder):
    history = market.read(["AAA"], folder).histories["AAA"]
    assert "AAA" in history.source.name
    assert len(history.source.sha256) == 64


def test_each_symbol_is_answered_for_once_and_in_order(market, folder):
    prices = market.read(["^IDX", "ZZZ", "AAA", "^IDX", "YYY"], folder)
    assert list(prices.histories) == ["^IDX", "AAA"]
    assert list(prices.missed) == ["ZZZ", "YYY"]
    assert all(prices.missed.values())


def test_na_is_a_ticker(market, folder):
    assert list(market.read(["NA"], folder).histories) == ["NA"]


@pytest.mark.parametrize("symbol", HOSTILE)
def test_hostile_symbols_are_refused_when_reading(market, folder, symbol):
    with pytest.raises(DataError, match=r"company\.ticker") as caught:
        market.read(["AAA", symbol], folder)
    assert caught.value.fault.allowed
    assert caught.value.fault.mend


@pytest.mark.parametrize("symbol", HOSTILE)
@pytest.mark.parametrize("fetch", [m.fetch for m in MARKETS.values() if m.fetch])
def test_hostile_symbols_are_refused_before_fetching(fetch, tmp_path, symbol):
    with pytest.raises(DataError, match=r"company\.ticker"):
        fetch(["AAA", symbol], start=date(2014, 1, 2), end=date(2014, 1, 6), folder=tmp_path / "new")
    assert not (tmp_path / "new").exists()


def test_a_folder_that_is_absent_is_refused(market, tmp_path):
    with pytest.raises(DataError) as caught:
        market.read(["AAA"], tmp_path / "nowhere")
    assert caught.value.fault.mend


@pytest.mark.parametrize(
    "symbol", ["A", "NA", "TRUE", "null", "^GSPC", "BRK-B", "SAP.DE", "EURUSD=X", "0700.HK", "x" * 20]
)
def test_tickers_are_legal(symbol):
    assert checked_symbol(symbol) == symbol


@pytest.mark.parametrize("symbol", [None, True, 7, float("nan"), ["AAA"], b"AAA"])
def test_only_texts_are_tickers(symbol):
    with pytest.raises(DataError, match=r"company\.ticker"):
        checked_symbol(symbol)
