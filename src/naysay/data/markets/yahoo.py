"""Prices from Yahoo Finance: fetched once into a snapshot, then read from it without the network."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, Final

import pandas as pd
import yfinance

from naysay.data.markets._answers import load_stored
from naysay.data.markets._fetching import fetch_missing
from naysay.data.markets._layout import price_history
from naysay.data.markets._source import Quotes, Source, check_stored
from naysay.data.markets._yahoo_client import history, watched
from naysay.data.markets._yahoo_faults import absent, fault, incomplete
from naysay.data.markets.base import (
    FetchOptions,
    Market,
    PriceHistory,
    Prices,
    checked_symbol,
    raise_together,
)
from naysay.study.errors import DataError
from naysay.study.notices import warn

COLUMNS: Final = ("Open", "High", "Low", "Close", "Adj Close", "Volume", "Dividends", "Stock Splits")


def fetch(
    symbols: Sequence[str],
    *,
    start: date,
    end: date,
    folder: Path,
    options: FetchOptions = FetchOptions(),  # noqa: B008  frozen
) -> None:
    """Complete the snapshot ``folder`` of Yahoo's daily prices from ``start`` to ``end`` (both included).

    Each answer becomes SYMBOL.csv in ``folder``, in Yahoo's column layout with dividends and splits. A symbol
    whose stored answer fits is kept and not asked for, also where Yahoo had no prices of it. What could be
    fetched is stored even when other symbols fail. docs/formats/yahoo.md says what fits, and when a new
    answer takes the place of a stored one.

    Raises
    ------
    DataError
        A snapshot that was changed, before anything is asked. After storing the others, every symbol that
        Yahoo did not answer for, and why: no history (delisted or unknown), a limit of requests, no
        connection, or an answer that is no prices.
    """
    fetch_missing(symbols, _SOURCE, start=start, end=end, folder=folder, options=options)


def check(symbols: Sequence[str], *, start: date, end: date, folder: Path, command: str) -> list[str]:
    """Refuse a snapshot that does not fit; give what is worth telling of it, one line each.

    Raises
    ------
    DataError
        As ``check_stored``.
    """
    return check_stored(symbols, _SOURCE, start=start, end=end, folder=folder, command=command)


def read(symbols: Sequence[str], path: Path) -> Prices:
    """The prices of ``symbols`` in the snapshot ``path``, every byte of theirs as it was fetched.

    Raises
    ------
    DataError
        A symbol that may not stand in a path, no snapshot, a file that changed, and all files that are no
        prices, at once.
    """
    wanted = [checked_symbol(symbol) for symbol in dict.fromkeys(symbols)]
    stored = load_stored(path, wanted)
    files = stored.files
    histories: dict[str, PriceHistory] = {}
    missed: dict[str, str] = {}
    errors: list[DataError] = []
    for symbol in wanted:
        name = f"{symbol}.csv"
        if name not in files:
            absent = stored.absent.get(symbol)
            missed[symbol] = absent.reason if absent else f"the snapshot {path} has no {name}"
            continue
        try:
            histories[symbol] = price_history(symbol, files[name], name=name)
        except DataError as error:
            errors.append(error)
    raise_together(errors)
    return Prices(histories, missed)


def files(symbols: Sequence[str], path: Path) -> dict[str, Path]:
    """The stored file of each of ``symbols`` that Yahoo had prices of.

    Raises
    ------
    DataError
        A symbol that may not stand in a path.
    """
    named = {checked_symbol(symbol): path / f"{symbol}.csv" for symbol in dict.fromkeys(symbols)}
    return {symbol: file for symbol, file in named.items() if file.is_file()}


def _ask(symbol: str, start: date, end: date) -> Quotes:
    """Yahoo's answer, or the reason why there is none."""
    ticker = yfinance.Ticker(symbol)
    with watched() as watch:
        try:
            table = history(ticker, start, end)
        except Exception as error:  # the client lets through whatever went wrong inside it, of any type
            raise fault(symbol, error, watch) from error
        missing = [column for column in COLUMNS if column not in table]
        if missing:
            raise incomplete(symbol, ", ".join(missing))
        table = _within(table, start, end)
        if table.empty or not table["Close"].notna().any():
            raise absent(symbol, f"no prices from {start} to {end}")
    paid = (table["Dividends"].iloc[1:] > 0.0).any()
    if paid and table["Adj Close"].equals(table["Close"]):
        warn("no_dividends", symbol)
    result = watch.answer.result() if watch.answer else {}
    about = result.get("meta") or {}
    currency, exchange = (str(about.get(key) or "")[:20] for key in ("currency", "exchangeName"))
    return Quotes(_csv(table, _uncounted(result, table)), currency, exchange)


def _within(table: pd.DataFrame, start: date, end: date) -> pd.DataFrame:
    """The sessions that were asked for: Yahoo may add the latest price, of a session that is not over."""
    days = pd.DatetimeIndex(table.index).tz_localize(None).normalize()
    return table[(days >= pd.Timestamp(start)) & (days <= pd.Timestamp(end))]


def _uncounted(result: Mapping[str, Any], table: pd.DataFrame) -> pd.DatetimeIndex:
    """The sessions whose volume Yahoo does not know; the client writes 0, as where nobody traded."""
    volumes = result["indicators"]["quote"][0]["volume"]
    unknown = [at for at, volume in zip(result["timestamp"], volumes, strict=True) if volume is None]
    zone = pd.DatetimeIndex(table.index).tz
    return pd.to_datetime(unknown, unit="s", utc=True).tz_convert(zone).tz_localize(None).normalize()


def _csv(answer: pd.DataFrame, uncounted: pd.DatetimeIndex) -> bytes:
    table = answer[list(COLUMNS)].astype({"Volume": float})
    days = pd.DatetimeIndex(answer.index).tz_localize(None).normalize()
    # Where there is no price there was no count either.
    table["Volume"] = table["Volume"].where(table["Close"].notna() & ~days.isin(uncounted))
    table.index = pd.Index(days.strftime("%Y-%m-%d"), name="Date")
    return table.to_csv(lineterminator="\n").encode()


_SOURCE: Final = Source("yahoo", f"yfinance {yfinance.__version__}", _ask, absent)
MARKET = Market("yahoo", read, files, fetch, check)
