"""Prices and returns of all companies on the sessions of their exchanges, each company looked at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.price_returns import QuotedSessions, log_returns
from naysay.data.rolling import NormalReturns
from naysay.data.session_rows import SessionRows

Floats = npt.NDArray[np.float64]
Bools = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False)
class Priced:
    """What prices say of the sessions of ``rows``, C companies of them; NaN is missing.

    returns, volume
        Company x day, days from ``since`` on: the first with a price of any company, the sessions before the
        study included.
    overnight
        Company x day of the study.
    markets
        The benchmark's return on the sessions of each of the calendars.
    market
        The benchmark's return by day from ``since`` on.
    has_price, idle
        By row of the study: whether there is a price, and whether there is one that nobody paid.
    has_prices, off_session, opens_repeat
        By company: whether it has a price on any day, its rows of prices on days without session, and whether
        its opens repeat closes.
    """

    rows: SessionRows
    since: int
    returns: Floats
    volume: Floats
    overnight: Floats
    markets: tuple[Floats, ...]
    market: Floats
    has_price: Bools
    idle: Bools
    has_prices: Bools
    off_session: Ints
    opens_repeat: Bools

    @classmethod
    def of(
        cls,
        prices: Iterable[tuple[str, pd.DataFrame]],
        benchmark: pd.DataFrame | None,
        rows: SessionRows,
    ) -> Priced:
        """Each company of ``rows`` that has prices, with columns as of ``PriceHistory.frame``.

        No prices are kept, so that those of many companies need not be held at once.
        """
        companies, days, start = len(rows.companies), len(rows.days), rows.start
        returns, volume = (np.full((companies, days), np.nan) for _ in range(2))
        overnight = np.full((companies, days - rows.first_day), np.nan)
        has_price, idle = np.zeros(len(rows), dtype=bool), np.zeros(len(rows), dtype=bool)
        has_prices, off_session = np.zeros(companies, dtype=bool), np.zeros(companies, dtype=np.int64)
        repeat, seen = np.zeros(companies, dtype=bool), np.arange(days) >= rows.first_day
        quoted = [QuotedSessions(calendar.index, start) for calendar in rows.calendars]
        numbers = {company: number for number, company in enumerate(rows.companies)}
        for company, own in prices:
            number = numbers[company]
            place = rows.calendar_of[number]
            calendar, here = rows.calendars[place], rows.of_company(number)
            at, first = calendar.days, calendar.first
            quotes = quoted[place].quotes(own)
            returns[number, at], volume[number, at] = quotes.ret, quotes.volume
            overnight[number, at[first:] - rows.first_day] = quotes.overnight[first:]
            priced = ~np.isnan(quotes.price)
            seen[at] |= priced
            has_price[here], idle[here] = priced[first:], quotes.idle[first:]
            has_prices[number], off_session[number] = quotes.has_prices, quotes.off_session
            repeat[number] = quotes.opens_repeat
        since = int(seen.argmax())
        if since:
            returns, volume = returns[:, since:].copy(), volume[:, since:].copy()
        return cls(
            rows=rows,
            since=since,
            returns=returns,
            volume=volume,
            overnight=overnight,
            markets=tuple(_market(benchmark, calendar.index, start) for calendar in rows.calendars),
            market=_market(benchmark, rows.days, start)[since:],
            has_price=has_price,
            idle=idle,
            has_prices=has_prices,
            off_session=off_session,
            opens_repeat=repeat,
        )

    def by_row(self, table: Floats) -> Floats:
        """What ``table``, company x day up to the last, says of the rows of the study."""
        rows, begin = self.rows, len(self.rows.days) - table.shape[1]
        days = [calendar.days[calendar.first :] - begin for calendar in rows.calendars]
        values = np.empty(len(rows))
        for number, place in enumerate(rows.calendar_of):
            values[rows.of_company(number)] = table[number, days[place]]
        return values

    def market_by_row(self) -> Floats:
        """The benchmark's return by row of the study."""
        own = [
            market[calendar.first :]
            for market, calendar in zip(self.markets, self.rows.calendars, strict=True)
        ]
        return np.concatenate([own[place] for place in self.rows.calendar_of])

    def market_by_company(self, companies: slice = slice(None)) -> Floats:
        """The benchmark's return between the same sessions as each company's, in the shape of ``returns``.

        Of all companies, or of those at the places ``companies``.
        """
        values = np.full((len(self.rows.calendars), len(self.rows.days)), np.nan)
        for own, market, calendar in zip(values, self.markets, self.rows.calendars, strict=True):
            own[calendar.days] = market
        return values[self.rows.calendar_of[companies], self.since :]

    def abnormal(self, *, history: int, min_history: int) -> Floats:
        """The returns less what the benchmark explains, by row of the study."""
        rows, values = self.rows, np.empty(len(self.rows))
        normal = [
            NormalReturns(market, history=history, min_history=min_history, first=calendar.first)
            for market, calendar in zip(self.markets, rows.calendars, strict=True)
        ]
        whole = np.full(len(rows.days), np.nan)
        for number, place in enumerate(rows.calendar_of):
            whole[self.since :] = self.returns[number]
            values[rows.of_company(number)] = normal[place].abnormal(whole[rows.calendars[place].days])
        return values


def _market(benchmark: pd.DataFrame | None, index: pd.DatetimeIndex, start: pd.Timestamp) -> Floats:
    """The benchmark's return on each session of ``index``."""
    if benchmark is None:
        return np.full(len(index), np.nan)
    return log_returns(QuotedSessions(index, start).level(benchmark))
