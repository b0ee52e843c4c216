"""Looks at the prices of a study as they are read: refuses what would make page 1 wrong, tells the rest."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
import pandas as pd

from naysay.data.markets.base import PriceFault, PriceHistory
from naysay.data.panel import MIN_HISTORY
from naysay.data.price_faults import REFUSED, price_faults
from naysay.data.price_mends import mended
from naysay.data.price_shifts import date_shift, with_other_session
from naysay.data.priced import Priced
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.losses import Loss
from naysay.study.notices import warn
from naysay.study.spec import Study

SHOWN: Final = 40
"""Jumps of a symbol that an error lists; the others are counted."""
_WORDS: Final = {
    "unit_jump": "a change of the unit ({ratio}), such as pence for pounds",
    "split_not_applied": "the split ({ratio}) that the source lists",
    "split_suspected": "a split ({ratio})",
}


class PriceChecks:
    """Takes the histories of a study as they are read, and keeps what is wrong with them.

    ``left_out`` has the symbols of which too much was lost, and why.
    """

    def __init__(self, study: Study, sessions: Mapping[str, pd.DatetimeIndex], since: date) -> None:
        """``sessions`` are those of each company's exchange; prices from ``since`` on are looked at."""
        self._study, self._sessions, self._since = study, sessions, since
        self._benchmark = study.market.benchmark
        self._dates: pd.Index | None = None
        self._exchange: pd.DatetimeIndex | None = None
        self.faults: list[PriceFault] = []
        self.left_out: dict[str, str] = {}

    def checked(self, history: PriceHistory) -> PriceHistory | None:
        """``history`` with the jumps mended that the study explains; None where too much of it was lost.

        Raises
        ------
        DataError
            A line of ``[prices] jumps`` that does not fit, or a fault with which the run would be wrong.
        """
        options, symbol = self._study.prices, history.symbol
        if history.lost > options.max_lost * history.rows:
            self.left_out[symbol] = (
                f"{history.lost:,} of {counted(history.rows, 'row')} of {history.source.name} cannot be "
                f"used, more than [prices] max_lost = {options.max_lost:g}"
            )
            if symbol != self._benchmark:
                warn("prices_left_out", symbol)
            return None
        jumps = options.jumps_of(symbol)
        history = mended(history, jumps)
        faults = price_faults(history, self._since, self._study.study.end, jumps)
        self._refuse_moved(history)
        if refused := [fault for fault in faults if fault.code in REFUSED]:
            raise _refusal(refused, history.source.name)
        for fault in faults:
            _tell(fault)
        self.faults += faults
        return replace(history, losses=(*history.losses, *_losses(faults))) if faults else history

    def look_at_returns(self, priced: Priced) -> None:
        """Tell companies whose prices begin late, or whose returns go with another session's benchmark."""
        if self._benchmark is None:
            return
        before = max(priced.rows.first_day - priced.since, 0)
        n_before = np.count_nonzero(~np.isnan(priced.returns[:, :before]), axis=1)
        has_return = (~np.isnan(priced.returns[:, before:])).any(axis=1)
        for place in np.flatnonzero(has_return & (n_before < MIN_HISTORY)).tolist():
            warn("prices_late", str(priced.rows.companies[place]), since_date=str(self._since))
        for company, first, pairs in with_other_session(priced):
            fault = PriceFault("benchmark_shifted", company, first, pairs)
            _tell(fault)
            self.faults.append(fault)

    def _refuse_moved(self, history: PriceHistory) -> None:
        """Refuse dates that are sessions of the company's exchange only when they are moved by a day."""
        exchange, dates = self._sessions.get(history.symbol), pd.DatetimeIndex(history.frame.index)
        if exchange is None or (history.frame.index is self._dates and exchange is self._exchange):
            return
        shift = date_shift(dates, exchange)
        if shift is not None:
            move, first, count = shift
            raise DataError(
                "prices",
                got=f"{history.symbol}: {counted(count, 'date')} in {history.source.name}, from {first} on, "
                f"that are sessions only {'a day later' if move > 0 else 'a day earlier'}",
                allowed="the dates of sessions at the exchange",
                mend=f"If another time zone has moved them, write date_shift = {self._shift(move)} below "
                "[prices]. Otherwise correct the dates, or the calendar.",
            )
        self._dates, self._exchange = history.frame.index, exchange

    def _shift(self, move: int) -> int:
        return max(min(self._study.prices.date_shift + move, 1), -1)


def _losses(faults: Iterable[PriceFault]) -> list[Loss]:
    """Faults as rows of the table of what was not used as it came."""
    counts = Counter[tuple[str, str]]()
    for fault in faults:
        counts[fault.code, fault.symbol] += fault.count
    return [Loss("price_faults", code, symbol, count) for (code, symbol), count in sorted(counts.items())]


def _tell(fault: PriceFault) -> None:
    where = f"{fault.symbol} {fault.session}"
    match fault.code:
        case "price_jump":
            warn("price_jump", where)
        case "price_frozen":
            warn("price_frozen", where)
        case "session_conflict":
            warn("session_conflict", where)
        case "dividends_missing":
            warn("dividends_missing", fault.symbol)
        case "benchmark_shifted":
            warn("benchmark_shifted", fault.symbol)


def _refusal(faults: Sequence[PriceFault], file: str) -> DataError:
    """The error of a symbol with jumps that no market made, with the lines that explain them."""
    first, *others = faults
    lines = [f'"{fault.symbol} {fault.session} {_ratio(fault)}"' for fault in faults[:SHOWN]]
    more = f" and {len(faults) - SHOWN} more, which `naysay inspect` writes" if len(faults) > SHOWN else ""
    again = f", and on {len(others)} more" if others else ""
    return DataError(
        "prices",
        got=f"{first.symbol}, whose adjusted close in {file} jumps on {first.session} like "
        f"{_WORDS[first.code].format(ratio=_ratio(first))}{again}",
        allowed="prices in one unit, with all splits in the adjusted close",
        mend=f"Correct the file, or write below [prices]: jumps = [{', '.join(lines)}]{more}. A price that "
        f'really moved so stays with "{first.symbol} {first.session} real".',
    )


def _ratio(fault: PriceFault) -> str:
    ratio = fault.ratio or Fraction(1)
    return f"{ratio.numerator}:{ratio.denominator}"
