"""The interface of a source of prices: what it reads and fetches, and the form of the prices."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Final, Literal, Protocol

import pandas as pd

from naysay.data.marks import Marks
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.losses import Loss
from naysay.study.price_options import AS_FOUND, PriceOptions
from naysay.study.values import TICKER_ALLOWED, is_ticker

FORM: Final = ("columns", "decimal", "date_order", "date_shift")
"""The keys of a study that say how files of prices are written."""
PRICE_COLUMNS: Final = ("open", "high", "low", "close", "adj_close", "volume")


@dataclass(frozen=True)
class SourceFile:
    """A file that prices were read from: its name, the SHA-256 of its bytes and the marks of its sessions."""

    name: str
    sha256: str
    marks: Marks | None = None


FaultCode = Literal[
    "unit_jump",
    "split_not_applied",
    "split_suspected",
    "price_jump",
    "dividends_missing",
    "session_conflict",
    "price_frozen",
    "benchmark_shifted",
]


@dataclass(frozen=True, slots=True)
class PriceFault:
    """Something wrong with the prices of ``symbol``: at ``session`` first, on ``count`` sessions.

    ``ratio`` is by what earlier prices would have to be divided, where that is the fault.
    """

    code: FaultCode
    symbol: str
    session: date
    count: int = 1
    ratio: Fraction | None = None


@dataclass(frozen=True, slots=True)
class ListedActions:
    """What the source lists beside prices: new shares for each old one by session, and dividends paid."""

    splits: tuple[tuple[date, float], ...] = ()
    dividends: tuple[date, ...] = ()


@dataclass(frozen=True, eq=False)
class PriceHistory:
    """The daily prices of one symbol.

    ``frame`` is indexed by ``session`` (naive trading dates, rising, each once) with the float64 columns of
    ``PRICE_COLUMNS``. Prices are in the currency of the exchange; ``adj_close`` has dividends and splits in
    it. A price that cannot be used is NaN and its session stays. ``losses`` (of the
    stage price_rows, the company being the symbol) says how many rows were not used as they came; a row
    counts once for each cause. ``rows`` came in, and ``lost`` of them could not be read, had a price of 0
    or less, or another close than an earlier row of their session; a row without price is not lost.
    ``faults`` are what the reader saw.
    """

    symbol: str
    frame: pd.DataFrame
    losses: tuple[Loss, ...]
    source: SourceFile
    rows: int = 0
    lost: int = 0
    actions: ListedActions = ListedActions()
    faults: tuple[PriceFault, ...] = ()


@dataclass(frozen=True, eq=False)
class Prices:
    """What a source of prices has: the ``histories`` by symbol, and why a symbol is ``missed``.

    ``faults`` are what a look at the histories found and did not refuse.
    """

    histories: Mapping[str, PriceHistory]
    missed: Mapping[str, str]
    faults: tuple[PriceFault, ...] = ()


class ReadWritten(Protocol):
    """Reads prices from files that are written as ``options`` say."""

    def __call__(self, symbols: Sequence[str], path: Path, options: PriceOptions) -> Prices: ...


def _unsaid(line: str) -> None:
    del line


@dataclass(frozen=True)
class FetchOptions:
    """How a fetch goes about it.

    ``command`` is what a message tells the user to run, ``today`` the day that is recorded (None: nobody
    said). With ``renew`` all symbols are asked for again and new answers replace the stored ones. ``seed``
    starts the random part of waits, ``sleep`` waits for seconds, and ``say`` takes lines of talk.
    """

    command: str = "naysay fetch STUDY"
    today: date | None = None
    renew: bool = False
    seed: int = 1
    sleep: Callable[[float], None] = time.sleep
    say: Callable[[str], None] = _unsaid


class Fetch(Protocol):
    """Completes the snapshot ``folder`` of ``symbols`` from ``start`` to ``end`` (both included).

    What is stored and fits is kept, and not asked for again.
    """

    def __call__(
        self,
        symbols: Sequence[str],
        *,
        start: date,
        end: date,
        folder: Path,
        options: FetchOptions = ...,
    ) -> None: ...


class CheckStored(Protocol):
    """Looks whether the snapshot ``folder`` has ``symbols`` from ``start`` to ``end``, without the network.

    What is worth telling of it comes back, one line each. What does not fit is a DataError with ``command``.
    """

    def __call__(
        self, symbols: Sequence[str], *, start: date, end: date, folder: Path, command: str
    ) -> list[str]: ...


@dataclass(frozen=True)
class Market:
    """One source of prices.

    ``read`` takes symbols and a path and never meets the network; ``files`` says which file it reads for each
    symbol that has one. A symbol without prices is in
    ``Prices.missed``: whether a study can go on without it is the caller's decision. ``fetch`` and
    ``check_stored`` are None where prices are files that the user brings, and ``read_written`` is None where
    no option of a study changes how they are read.
    """

    name: str
    read: Callable[[Sequence[str], Path], Prices]
    files: Callable[[Sequence[str], Path], Mapping[str, Path]]
    fetch: Fetch | None = None
    check_stored: CheckStored | None = None
    read_written: ReadWritten | None = None

    def prices(self, symbols: Sequence[str], path: Path, options: PriceOptions) -> Prices:
        """The prices of ``symbols``, from files that are written as ``options`` say.

        Raises
        ------
        DataError
            As ``read``, or a form of files for a source whose files have one form.
        """
        if self.read_written is not None:
            return self.read_written(symbols, path, options)
        said = [key for key in FORM if getattr(options, key) != getattr(AS_FOUND, key)]
        if said:
            raise DataError(
                f"prices.{said[0]}",
                got=f"a form of files for {self.name}",
                allowed="no such key with this source, which knows the form of its files",
                mend="Remove it.",
            )
        return self.read(symbols, path)

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
            got=f"{counted(len(errors), 'symbol')} that cannot be used",
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
