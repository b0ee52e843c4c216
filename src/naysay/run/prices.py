"""The prices of a study: read some companies at a time, and turned into returns before the next are read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pandas as pd

from naysay.data.markets import market
from naysay.data.markets.base import Market, PriceHistory, Prices, raise_together
from naysay.data.priced import Priced
from naysay.data.session_rows import SessionRows
from naysay.data.sessions import trading_sessions
from naysay.data.snapshots import check_replaceable, exists, recover
from naysay.run.progress import Progress
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.spec import Study

EARLIER: Final = timedelta(days=600)
"""Calendar days of prices before the study: more than 250 sessions to estimate on, and room before them."""
AT_ONCE: Final = 250
"""Symbols whose prices are held at the same time."""


def read_prices(
    study: Study, workspace: Workspace, *, locked: bool, progress: Progress
) -> tuple[Prices, Priced]:
    """The prices of all companies and of the benchmark; fetched first where the source is a network's.

    Of the histories those columns are left that are needed beside the returns: the close of a company whose
    number of shares is known, the close and the adjusted close of the study's focus, and all of the
    benchmark. They have all of their rows.

    Raises
    ------
    DataError
        No prices of the benchmark or of any company, files that cannot be read, or with ``locked`` prices
        that were never fetched.
    """
    source = market(study.prices.source)
    folder = workspace.snapshot(study) if source.needs_network else workspace.prices(study)
    if source.needs_network:
        recover(folder)
    if source.needs_network and not exists(folder):
        if locked:
            raise DataError(
                "prices",
                got="no snapshot",
                allowed="prices that were fetched before",
                mend="Run `naysay fetch`.",
            )
        fetch_prices(study, workspace, progress)
    reading = _Reading(study, source, folder)
    index = {
        calendar: trading_sessions(calendar, study.study.start - EARLIER, study.study.end).index
        for calendar in dict.fromkeys(map(study.calendar_of, study.company))
    }
    sessions = {company.ticker: index[study.calendar_of(company)] for company in study.company}
    benchmark = reading.benchmark()
    priced = Priced.of(reading.quotes(), benchmark, SessionRows.of(sessions, study.study.start))
    prices = reading.prices()
    named = study.market.benchmark
    if named is not None and named not in prices.histories:
        raise DataError(
            "market.benchmark",
            got=f"{named}: {prices.missed[named]}",
            allowed="an index whose prices the source has",
            mend="Add its prices, name another index, or leave market.benchmark out.",
        )
    if not any(company.ticker in prices.histories for company in study.company):
        raise DataError(
            "prices.path",
            got="prices of no company",
            allowed="prices of at least one",
            mend="Check the file names.",
        )
    return prices, priced


class _Reading:
    """Reads the prices of a study, and keeps of each symbol what is needed."""

    def __init__(self, study: Study, source: Market, folder: Path) -> None:
        self._study, self._source, self._folder = study, source, folder
        self._kept: dict[str, PriceHistory] = {}
        self._missed: dict[str, str] = {}
        self._errors: list[DataError] = []
        self._benchmark_errors: list[DataError] = []
        self._needed = {company.ticker: ["close"] for company in study.company if company.shares_outstanding}
        self._needed[study.focus.ticker] = ["close", "adj_close"]

    def benchmark(self) -> pd.DataFrame | None:
        """The prices of the benchmark, None where the study names none or the source has none."""
        name = self._study.market.benchmark
        if name is None:
            return None
        self._kept |= {history.symbol: history for history in self._read([name], self._benchmark_errors)}
        return self._kept[name].frame if name in self._kept else None

    def quotes(self) -> Iterator[tuple[str, pd.DataFrame]]:
        """The prices of each company that has some; what cannot be read is told by ``prices``."""
        wanted = [company.ticker for company in self._study.company]
        for begin in range(0, len(wanted), AT_ONCE):
            for history in self._read(wanted[begin : begin + AT_ONCE], self._errors):
                yield history.symbol, history.frame
                self._kept.setdefault(history.symbol, self._slim(history))

    def prices(self) -> Prices:
        """All that was read, the benchmark last.

        Raises
        ------
        DataError
            Every file that could not be read.
        """
        raise_together([*self._errors, *self._benchmark_errors])
        wanted = symbols(self._study)
        return Prices(
            {symbol: self._kept[symbol] for symbol in wanted if symbol in self._kept},
            {symbol: self._missed[symbol] for symbol in wanted if symbol in self._missed},
        )

    def _read(self, wanted: Sequence[str], errors: list[DataError]) -> list[PriceHistory]:
        try:
            read = self._source.read(wanted, self._folder)
        except DataError as error:
            errors.append(error)
            return []
        self._missed |= read.missed
        return list(read.histories.values())

    def _slim(self, history: PriceHistory) -> PriceHistory:
        columns = self._needed.get(history.symbol)
        frame = history.frame[columns] if columns else pd.DataFrame(index=history.frame.index)
        return replace(history, frame=frame)


def fetch_prices(study: Study, workspace: Workspace, progress: Progress) -> Path:
    """Store what the source of prices has for the study, and say where.

    Raises
    ------
    DataError
        A source that is not fetched from, or what the source refused.
    """
    source = market(study.prices.source)
    if source.fetch is None:
        raise DataError(
            "prices.source",
            got=study.prices.source,
            allowed="a source that is fetched, such as yahoo",
            mend="Prices in files need no fetching: run the study.",
        )
    folder = workspace.snapshot(study)
    check_replaceable(folder)
    progress.say(f"fetching prices of {len(symbols(study))} symbols")
    source.fetch(symbols(study), start=study.study.start - EARLIER, end=study.study.end, folder=folder)
    return folder


def symbols(study: Study) -> list[str]:
    """The tickers whose prices the study needs, the benchmark last."""
    wanted = [company.ticker for company in study.company]
    return [*wanted, *([study.market.benchmark] if study.market.benchmark else [])]
