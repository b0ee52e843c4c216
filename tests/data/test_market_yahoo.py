"""Prices from Yahoo: the real client against a stand-in server on this machine.

Expected values: written by hand into the server's answers, which have the form of Yahoo's chart answers.
"""

from __future__ import annotations

import contextlib
import json
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import yfinance

from naysay.data import snapshots
from naysay.data.markets.base import FetchOptions
from naysay.data.markets.offline import (
    NO_CONNECTION,
    NOT_FOUND,
    WEB_PAGE,
    Answer,
    OfflineYahoo,
    Reply,
    too_many_requests,
)
from naysay.data.markets.yahoo import fetch, read
from naysay.study.errors import DataError, DataWarning
from naysay.study.losses import rows_by_cause

START, END = date(2014, 1, 2), date(2014, 1, 7)
DAYS = [datetime(2014, 1, day, 14, 30, tzinfo=UTC) for day in (2, 3, 6, 7)]


META = {
    "currency": "USD",
    "exchangeName": "NYQ",
    "instrumentType": "EQUITY",
    "exchangeTimezoneName": "America/New_York",
}


def chart(**changes) -> bytes:
    """An answer of Yahoo's for four sessions in New York, a dividend on 6 January."""
    quote = {
        "open": [10.0, 11.0, 12.0, 13.0],
        "high": [10.5, 11.5, 12.5, 13.5],
        "low": [9.5, 10.5, 11.5, 12.5],
        "close": [10.1, 11.1, None, 13.1],
        "volume": [100, 110, None, 130],
    }
    result = {
        "meta": META,
        "timestamp": [int(day.timestamp()) for day in DAYS],
        "events": {
            "dividends": {str(int(DAYS[2].timestamp())): {"amount": 0.5, "date": int(DAYS[2].timestamp())}}
        },
        "indicators": {"quote": [quote], "adjclose": [{"adjclose": [9.6, 10.6, None, 13.1]}]},
    }
    return json.dumps({"chart": {"result": [result | changes], "error": None}}).encode()


NOTHING = {
    "quote": [{c: [] for c in ("open", "high", "low", "close", "volume")}],
    "adjclose": [{"adjclose": []}],
}
UNADJUSTED = {"quote": json.loads(chart())["chart"]["result"][0]["indicators"]["quote"]}
ANSWERS: dict[str, Answer] = {
    "AAA": Reply(200, chart()),
    "BBB": Reply(200, chart()),
    "GONE": NOT_FOUND,
    "DOWN": Reply(500, b"<html>Internal Server Error</html>"),
    "JUNK": WEB_PAGE,
    "ODD": Reply(200, json.dumps({"chart": {"result": [{"meta": {}}], "error": None}}).encode()),
    "LIST": Reply(200, b"[1, 2, 3]"),
    "LIMIT": too_many_requests(),
    "AWAY": NO_CONNECTION,
    "EMPTY": Reply(200, chart(timestamp=[], indicators=NOTHING, events={})),
    "PLAIN": Reply(200, chart(indicators=UNADJUSTED)),
}


@pytest.fixture(autouse=True)
def yahoo() -> Iterator[OfflineYahoo]:
    with OfflineYahoo(ANSWERS) as offline:
        yield offline


def fetched(folder: Path, *symbols: str) -> Path:
    options = FetchOptions(sleep=lambda seconds: None)
    fetch(symbols, start=START, end=END, folder=folder / "yahoo", options=options)
    return folder / "yahoo"


def test_an_answer_is_stored_in_yahoos_layout_before_it_is_used(tmp_path):
    folder = fetched(tmp_path, "AAA")
    assert (folder / "AAA.csv").read_text().splitlines() == [
        "Date,Open,High,Low,Close,Adj Close,Volume,Dividends,Stock Splits",
        "2014-01-02,10.0,10.5,9.5,10.1,9.6,100.0,0.0,0.0",
        "2014-01-03,11.0,11.5,10.5,11.1,10.6,110.0,0.0,0.0",
        "2014-01-06,12.0,12.5,11.5,,,,0.5,0.0",
        "2014-01-07,13.0,13.5,12.5,13.1,13.1,130.0,0.0,0.0",
    ]


def test_the_snapshot_says_what_was_asked_for(tmp_path):
    about = snapshots.load(fetched(tmp_path, "AAA")).about
    assert (about["source"], about["start"], about["end"]) == ("yahoo", "2014-01-02", "2014-01-07")
    assert about["client"] == f"yfinance {yfinance.__version__}"


def test_the_last_day_is_asked_for_too(tmp_path, yahoo):
    fetched(tmp_path, "AAA")
    period = yahoo.requests[-1].query
    assert int(period["period1"]) == pd.Timestamp("2014-01-02", tz="America/New_York").timestamp()
    assert int(period["period2"]) == pd.Timestamp("2014-01-08", tz="America/New_York").timestamp()


def test_prices_are_read_from_the_snapshot_without_the_network(tmp_path, yahoo):
    folder = fetched(tmp_path, "AAA")
    yahoo.forget()
    prices = read(["AAA", "BBB"], folder)
    assert yahoo.requests == []
    assert list(prices.missed) == ["BBB"]
    history = prices.histories["AAA"]
    assert history.frame["adj_close"].tolist() == pytest.approx([9.6, 10.6, np.nan, 13.1], nan_ok=True)
    assert history.frame["volume"].tolist() == pytest.approx([100, 110, np.nan, 130], nan_ok=True)
    assert rows_by_cause(history.losses) == {"price_missing": 1}
    assert history.source.sha256 == snapshots.load(folder).sha256["AAA.csv"]


@pytest.mark.parametrize(
    ("symbol", "words"),
    [
        ("GONE", "no such prices"),
        ("DOWN", "HTTP status 500"),
        ("JUNK", "a web page instead of prices"),
        ("ODD", "another form"),
        ("LIST", "another form"),
        ("LIMIT", "too many requests"),
        ("EMPTY", "no prices from 2014-01-02 to 2014-01-07"),
    ],
)
def test_a_symbol_without_prices_is_named_with_its_cause(tmp_path, symbol, words):
    with pytest.raises(DataError, match=words) as caught:
        fetched(tmp_path, symbol)
    assert symbol in caught.value.fault.got
    assert not (tmp_path / "yahoo" / f"{symbol}.csv").exists()


def test_a_server_that_cannot_be_reached_is_named(tmp_path):
    with pytest.raises(DataError, match="AWAY: no connection"):
        fetched(tmp_path, "AWAY")


def test_symbols_that_fail_do_not_lose_the_others_and_are_reported_together(tmp_path):
    with pytest.raises(DataError, match=r"(?s)2 symbols.*DOWN: HTTP status 500.*JUNK: a web page"):
        fetched(tmp_path, "AAA", "DOWN", "BBB", "JUNK")
    prices = read(["AAA", "BBB", "DOWN", "JUNK"], tmp_path / "yahoo")
    assert list(prices.histories) == ["AAA", "BBB"]
    assert list(prices.missed) == ["DOWN", "JUNK"]


def test_a_snapshot_that_was_touched_is_refused(tmp_path):
    folder = fetched(tmp_path, "AAA")
    (folder / "AAA.csv").write_text((folder / "AAA.csv").read_text().replace("13.1", "14.1"))
    with pytest.raises(DataError, match=r"AAA\.csv.*changed"):
        read(["AAA"], folder)


def test_a_snapshot_of_something_else_is_refused_as_prices(tmp_path):
    snapshots.write(tmp_path / "posts", {"AAA.csv": b"author,text\n"})
    with pytest.raises(DataError, match=r"AAA\.csv without Date"):
        read(["AAA"], tmp_path / "posts")


def test_an_adjusted_close_without_the_dividends_is_warned_about(tmp_path):
    with pytest.warns(DataWarning, match="no dividends: PLAIN"):
        fetched(tmp_path, "PLAIN")


@pytest.mark.parametrize("symbol", ["AAA", "DOWN"])
def test_the_clients_settings_are_as_before(tmp_path, symbol):
    before = yfinance.config.debug.hide_exceptions
    with contextlib.suppress(DataError):
        fetched(tmp_path, symbol)
    assert yfinance.config.debug.hide_exceptions is before


def test_hostile_symbols_never_reach_the_network(tmp_path, yahoo):
    with pytest.raises(DataError, match=r"company\.ticker"):
        fetched(tmp_path, "AAA", "../../v1/quote")
    assert yahoo.requests == []
