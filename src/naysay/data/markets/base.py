"""The interface of a source of prices: what it reads and fetches, and the form of the prices."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Protocol

import pandas as pd

from naysay.study.errors import DataError
from naysay.study.losses import Loss
from naysay.study.values import TICKER_ALLOWED, is_ticker

PRICE_COLUMNS: Final = ("open", "high", "low", "close", "adj_close", "volume")


@dataclass(frozen=True)
class SourceFile:
    """A file that prices were read from: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, eq=False)
class PriceHistory:
    """The daily prices of one symbol.

    ``frame`` is indexed by ``session`` (naive trading dates, rising, each once) with the float64 columns of
    ``PRICE_COLUMNS``. Prices are in the currency of the exchange; ``adj_close`` has dividends and splits in
    it. A price that cannot be used is NaN and its session stays. ``losses`` (of the
    stage price_rows, the company being the symbol) says how many rows were not used as they came; a row
    counts once for each cause.
    """

    symbol: str
    frame: pd.DataFrame
    losses: tuple[Loss, ...]
    source: SourceFile


@dataclass(frozen=True, eq=False)
class Prices:
    """What a source of prices has: the ``histories`` by symbol, and why a symbol is ``missed``."""

    histories: Mapping[str, PriceHistory]
    missed: Mapping[str, str]


class Fetch(Protocol):
    """Stores a snapshot of ``symbols`` from ``start`` to ``end`` (both included) in ``folder``."""

    def __call__(self, symbols: Sequence[str], *, start: date, end: date, folder: Path) -> None: ...


@dataclass(frozen=True)
class Market:
    """One source of prices.

    ``read`` takes symbols and a path and never meets the network. A symbol without prices is in
    ``Prices.missed``: whether a study can go on without it is the caller's decision. ``fetch`` is None where
    prices are files that the user brings.
    """

    name: str
    read: Callable[[Sequence[str], Path], Prices]
    fetch: Fetch | None = None

    @property
    def needs_network(self) -> bool:
        """Whether prices have to be fetched before they can be read."""
        return self.fetch is not None


def checked_symbol(symbol: object) -> str:
    """``symbol`` as it may stand in a file name and an address: the rule of the study's tickers.

    "NA" and "TRUE" are tickers like any other.

    Raises
    ------
    DataError
        Anything that is no ticker.
    """
    if isinstance(symbol, str) and is_ticker(symbol):
        return symbol
    raise DataError(
        "company.ticker",
        got=symbol,
        allowed=f"{TICKER_ALLOWED}, without ..",
        mend='Write the ticker as the source of prices does, in quotation marks: "BRK-B" or "^GDAXI".',
    )


class UnusablePricesError(DataError):
    """Prices of several symbols that cannot be used; ``errors`` has one of each."""

    def __init__(self, errors: Sequence[DataError]) -> None:
        self.errors = tuple(errors)
        super().__init__(
            "prices",
            got=f"{len(errors)} symbols that cannot be used",
            allowed="prices that can be read",
            mend="One by one:\n" + "\n".join(f"  {error}" for error in errors),
        )

    def __reduce__(self) -> tuple[object, ...]:
        return type(self), (self.errors,)


def raise_together(errors: Sequence[DataError]) -> None:
    """Raise the one error there is, or one that holds all of them; nothing where there is none.

    Several of the same words are one error, and what an error of several symbols holds stands for it.

    Raises
    ------
    DataError
        When ``errors`` is not empty.
    """
    each = [one for error in errors for one in getattr(error, "errors", (error,))]
    distinct = list({str(error): error for error in each}.values())
    if len(distinct) == 1:
        raise distinct[0]
    if distinct:
        raise UnusablePricesError(distinct)
