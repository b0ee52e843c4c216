"""Prices from Yahoo Finance: fetched once into a snapshot, then read from it without the network."""

from __future__ import annotations

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final, TypeVar

import pandas as pd
import yfinance
from yfinance.data import YfData
from yfinance.exceptions import YFRateLimitError, YFTickerMissingError

from naysay.data.markets._answers import load_stored
from naysay.data.markets._fetching import fetch_missing
from naysay.data.markets._layout import price_history
from naysay.data.markets._patience import AbsentError, LimitedError, UnreachableError
from naysay.data.markets._source import Quotes, Source, check_stored
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

Kind = TypeVar("Kind", bound=DataError)

LONGEST_REASON: Final = 150
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
    try:
        with _errors_shown():
            # Yahoo's end is the first day left out.
            answer: pd.DataFrame = ticker.history(
                start=str(start), end=str(end + timedelta(days=1)), auto_adjust=False, actions=True
            )
    except Exception as error:  # the client lets through whatever went wrong inside it, of any type
        YfData.cache_get.cache_clear()  # it would give the same faulty answer to the next try
        raise _price_error(symbol, error) from error
    if answer.empty or not answer["Close"].notna().any():
        raise _absent(symbol, f"no prices from {start} to {end}")
    paid = (answer["Dividends"].iloc[1:] > 0.0).any()
    if paid and answer["Adj Close"].equals(answer["Close"]):
        warn("no_dividends", symbol)
    # The public way to the same words asks Yahoo once more.
    about = getattr(getattr(ticker, "_price_history", None), "_history_metadata", None) or {}
    currency, exchange = (str(about.get(key) or "")[:20] for key in ("currency", "exchangeName"))
    return Quotes(_csv(symbol, answer), currency, exchange)


def _csv(symbol: str, answer: pd.DataFrame) -> bytes:
    missing = [column for column in COLUMNS if column not in answer]
    if missing:
        raise _fault(symbol, f"an answer without {', '.join(missing)}", _ODD)
    table = answer[list(COLUMNS)].astype({"Volume": float})
    # The client writes a volume that is missing as 0; where there is no price there was no count either.
    table["Volume"] = table["Volume"].where(table["Close"].notna())
    table.index = pd.Index(pd.DatetimeIndex(answer.index).strftime("%Y-%m-%d"), name="Date")
    return table.to_csv(lineterminator="\n").encode()


@contextmanager
def _errors_shown() -> Iterator[None]:
    """yfinance raises what goes wrong; otherwise a fault and an unknown ticker look alike, as no rows."""
    debug = yfinance.config.debug
    hidden = debug.hide_exceptions
    debug.hide_exceptions = False
    try:
        with warnings.catch_warnings():
            # It uses pandas in ways that newer versions call deprecated.
            warnings.simplefilter("ignore", DeprecationWarning)
            warnings.simplefilter("ignore", FutureWarning)
            yield
    finally:
        debug.hide_exceptions = hidden


_NO_PRICES = (
    "Check the ticker at finance.yahoo.com. A delisted share needs its prices from files: "
    '[prices] source = "csv".'
)
_LIMITED = "Wait an hour and fetch again: what came is stored, and it goes on from there."
_NO_CONNECTION = "Check the network and fetch again: what came is stored, and it goes on from there."
_ODD = "Yahoo may be down or its format may have changed: fetch again later, or update yfinance."


def _price_error(symbol: str, error: Exception) -> DataError:
    # 0 is the client's status of a request that never got an answer.
    status = getattr(getattr(error, "response", None), "status_code", 0)
    if isinstance(error, YFRateLimitError) or status == 429 or "Too Many Requests" in str(error):
        limited = _fault(symbol, "refused, too many requests", _LIMITED, LimitedError)
        limited.retry_after_seconds = _retry_after_seconds(error)
        return limited
    if isinstance(error, YFTickerMissingError) or status == 404:
        return _absent(symbol, f"no such prices ({getattr(error, 'rationale', 'not found')})")
    if status:
        return _fault(symbol, f"HTTP status {status}", _ODD)
    if isinstance(error, OSError):
        return _fault(symbol, f"no connection ({error})", _NO_CONNECTION, UnreachableError)
    if isinstance(error, ValueError):
        return _fault(symbol, f"an answer that is not JSON ({error})", _ODD)
    return _fault(symbol, f"an answer of another form ({type(error).__name__}: {error})", _ODD)


def _retry_after_seconds(error: Exception) -> float:
    """The wait that the server asked for, 0 where it asked for none.

    The client's error of a limit carries no answer; the function that raised it still holds it.
    """
    answer, raised = getattr(error, "response", None), error.__traceback__
    while raised is not None:
        answer, raised = raised.tb_frame.f_locals.get("response", answer), raised.tb_next
    seconds = str(getattr(answer, "headers", {}).get("Retry-After", ""))
    return float(seconds) if re.fullmatch(r"[0-9]{1,6}", seconds) else 0.0


def _absent(symbol: str, reason: str) -> AbsentError:
    error = _fault(symbol, reason[:LONGEST_REASON], _NO_PRICES, AbsentError)
    error.reason = reason[:LONGEST_REASON]
    return error


def _fault(symbol: str, cause: str, mend: str, kind: type[Kind] = DataError) -> Kind:  # type: ignore[assignment]
    return kind("prices", got=f"{symbol}: {cause}", allowed="daily prices from Yahoo", mend=mend)


_SOURCE: Final = Source("yahoo", f"yfinance {yfinance.__version__}", _ask, _absent)
MARKET = Market("yahoo", read, files, fetch, check)
