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
from naysay.data.marks import marks_key, price_marks
from naysay.data.priced import Priced
from naysay.data.session_rows import SessionRows
from naysay.data.sessions import trading_sessions
from naysay.run.price_checks import PriceChecks
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError
from naysay.study.spec import Study

EARLIER: Final = timedelta(days=600)
"""Calendar days of prices before the study: more than 250 sessions to estimate on, and room before them."""
AT_ONCE: Final = 250
"""Symbols whose prices are held at the same time."""


def read_prices(study: Study, workspace: Workspace) -> tuple[Prices, Priced]:
    """The prices of all companies and of the benchmark, which a network's source has stored before.

    Of the histories those columns are left that are needed beside the returns: the adjusted close, the close
    of a company whose number of shares is known, and all of the benchmark. They have all of their rows.

    Raises
    ------
    DataError
        No prices of the benchmark or of any company, or files that cannot be read.
    """
    source, folder = source_of(study, workspace)
    index = {
        calendar: trading_sessions(calendar, study.study.start - EARLIER, study.study.end).index
        for calendar in dict.fromkeys(map(study.calendar_of, study.company))
    }
    sessions = {company.ticker: index[study.calendar_of(company)] for company in study.company}
    checks = PriceChecks(study, sessions, study.study.start - EARLIER)
    reading = _Reading(study, source, folder, checks)
    benchmark = reading.benchmark()
    priced = Priced.of(reading.quotes(), benchmark, SessionRows.of(sessions, study.study.start))
    prices = reading.prices()
    named = study.market.benchmark
    if named is not None and named not in prices.histories:
        raise without_benchmark(study, prices)
    if not any(company.ticker in prices.histories for company in study.company):
        raise DataError(
            "prices.path",
            got="prices of no company" + next((f": {why}" for why in checks.left_out.values()), ""),
            allowed="prices of at least one",
            mend="Check the file names and, where rows cannot be used, the form of dates and numbers.",
        )
    checks.look_at_returns(priced)
    return replace(prices, faults=tuple(checks.faults)), priced


def without_benchmark(study: Study, prices: Prices) -> DataError:
    """The error of a benchmark that is ``missed``."""
    named = str(study.market.benchmark)
    return DataError(
        "market.benchmark",
        got=f"{named}: {prices.missed[named]}",
        allowed="an index whose prices the source has",
        mend="Add its prices, name another index, or leave market.benchmark out.",
    )


def marked(history: PriceHistory) -> PriceHistory:
    """``history`` with the marks of its prices as they were read, before any is mended or left out."""
    source = history.source
    marks = price_marks(history.frame, marks_key("prices", source.name))
    return replace(history, source=replace(source, marks=marks))


def source_of(study: Study, workspace: Workspace) -> tuple[Market, Path]:
    """Where the prices of a study come from, and the folder or pattern of its files."""
    source = market(study.prices.source)
    return source, workspace.snapshot(study) if source.needs_network else workspace.prices(study)


class _Reading:
    """Reads the prices of a study, and keeps of each symbol what is needed."""

    def __init__(self, study: Study, source: Market, folder: Path, checks: PriceChecks) -> None:
        self._study, self._source, self._folder, self._checks = study, source, folder, checks
        self._kept: dict[str, PriceHistory] = {}
        self._missed: dict[str, str] = {}
        self._errors: list[DataError] = []
        self._benchmark_errors: list[DataError] = []
        self._needed = {
            company.ticker: ["close", "adj_close"] if company.shares_outstanding else ["adj_close"]
            for company in study.company
        }

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
            read = self._source.prices(wanted, self._folder, self._study.prices)
        except DataError as error:
            errors.append(error)
            return []
        checked = []
        for history in map(marked, read.histories.values()):
            try:
                checked.append(self._checks.checked(history))
            except DataError as error:
                errors.append(error)
        self._missed |= {**read.missed, **self._checks.left_out}
        return [history for history in checked if history is not None]

    def _slim(self, history: PriceHistory) -> PriceHistory:
        return replace(history, frame=history.frame[self._needed[history.symbol]])


def symbols(study: Study) -> list[str]:
    """The tickers whose prices the study needs, the benchmark last."""
    wanted = [company.ticker for company in study.company]
    return [*wanted, *([study.market.benchmark] if study.market.benchmark else [])]
