"""Prices from Yahoo Finance: fetched once into a snapshot, then read from it without the network."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, timedelta
from pathlib import Path
from typing import Final

import pandas as pd
import yfinance
from yfinance.exceptions import YFRateLimitError, YFTickerMissingError

from naysay.data import snapshots
from naysay.data.markets._layout import price_history
from naysay.data.markets.base import Market, PriceHistory, Prices, checked_symbol, raise_together
from naysay.study.errors import DataError
from naysay.study.notices import warn

COLUMNS: Final = ("Open", "High", "Low", "Close", "Adj Close", "Volume", "Dividends", "Stock Splits")


def fetch(symbols: Sequence[str], *, start: date, end: date, folder: Path) -> None:
    """Store Yahoo's daily prices of ``symbols`` from ``start`` to ``end`` (both included) as a snapshot.

    Each answer becomes SYMBOL.csv in ``folder``, in Yahoo's column layout with dividends and splits. What
    could be fetched is stored even when other symbols fail; a symbol that fails keeps its file of an earlier
    snapshot.

    Raises
    ------
    DataError
        After storing the others, every symbol that Yahoo did not answer for, and why: no history (delisted or
        unknown), a limit of requests, no connection, or an answer that is no prices.
    """
    wanted = [checked_symbol(symbol) for symbol in dict.fromkeys(symbols)]
    files: dict[str, bytes] = {}
    errors: list[DataError] = []
    for symbol in wanted:
        try:
            files[f"{symbol}.csv"] = _csv(symbol, _history(symbol, start, end))
        except DataError as error:
            errors.append(error)
    if files:
        earlier = snapshots.load(folder).files if snapshots.exists(folder) else {}
        kept = {f"{s}.csv": earlier[f"{s}.csv"] for s in wanted if f"{s}.csv" in earlier}
        request = {"source": "yahoo", "start": str(start), "end": str(end)}
        snapshots.write(folder, kept | files, about=request | {"client": f"yfinance {yfinance.__version__}"})
    raise_together(errors)


def read(symbols: Sequence[str], path: Path) -> Prices:
    """The prices of ``symbols`` in the snapshot ``path``, every byte of theirs as it was fetched.

    Raises
    ------
    DataError
        A symbol that may not stand in a path, no snapshot, a file that changed, and all files that are no
        prices, at once.
    """
    wanted = [checked_symbol(symbol) for symbol in dict.fromkeys(symbols)]
    files = snapshots.load(path, {f"{symbol}.csv" for symbol in wanted}).files
    histories: dict[str, PriceHistory] = {}
    missed: dict[str, str] = {}
    errors: list[DataError] = []
    for symbol in wanted:
        name = f"{symbol}.csv"
        if name not in files:
            missed[symbol] = f"the snapshot {path} has no {name}"
            continue
        try:
            histories[symbol] = price_history(symbol, files[name], name=name)
        except DataError as error:
            errors.append(error)
    raise_together(errors)
    return Prices(histories, missed)


def _history(symbol: str, start: date, end: date) -> pd.DataFrame:
    """Yahoo's answer, or the reason why there is none."""
    try:
        with _errors_shown():
            # Yahoo's end is the first day left out.
            answer: pd.DataFrame = yfinance.Ticker(symbol).history(
                start=str(start), end=str(end + timedelta(days=1)), auto_adjust=False, actions=True
            )
    except Exception as error:  # the client lets through whatever went wrong inside it, of any type
        raise _price_error(symbol, error) from error
    if answer.empty or not answer["Close"].notna().any():
        raise _fault(symbol, f"no prices from {start} to {end}", _NO_PRICES)
    paid = (answer["Dividends"].iloc[1:] > 0.0).any()
    if paid and answer["Adj Close"].equals(answer["Close"]):
        warn("no_dividends", symbol)
    return answer


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
_ODD = "Yahoo may be down or its format may have changed: fetch again later, or update yfinance."


def _price_error(symbol: str, error: Exception) -> DataError:
    # 0 is the client's status of a request that never got an answer.
    status = getattr(getattr(error, "response", None), "status_code", 0)
    if isinstance(error, YFRateLimitError) or status == 429:
        return _fault(symbol, "refused, too many requests", "Wait some minutes and fetch again.")
    if isinstance(error, YFTickerMissingError) or status == 404:
        return _fault(symbol, f"no such prices ({getattr(error, 'rationale', 'not found')})", _NO_PRICES)
    if status:
        return _fault(symbol, f"HTTP status {status}", _ODD)
    if isinstance(error, OSError):
        return _fault(symbol, f"no connection ({error})", "Check the network and fetch again.")
    if isinstance(error, ValueError):
        return _fault(symbol, f"an answer that is not JSON ({error})", _ODD)
    return _fault(symbol, f"an answer of another form ({type(error).__name__}: {error})", _ODD)


def _fault(symbol: str, cause: str, mend: str) -> DataError:
    return DataError("prices", got=f"{symbol}: {cause}", allowed="daily prices from Yahoo", mend=mend)


MARKET = Market("yahoo", read, fetch)
