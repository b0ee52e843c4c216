"""Prices as Yahoo's chart answers have them: adjusted for splits and dividends, with both as events."""

from __future__ import annotations

import copy
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final
from zoneinfo import ZoneInfo

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.markets.offline.answers import Answer, PriceRequest, Reply, chart
from naysay.study.errors import DataError

Floats = npt.NDArray[np.float64]
Day = date | str
Values = Mapping[Any, float | None] | pd.Series
"""Numbers by day; None and NaN stand for a null of Yahoo's."""

_RANGE: Final = ("open", "high", "low")
_COLUMNS: Final = ("close", *_RANGE, "volume", "splits", "dividends")
VOLUME: Final = 100.0
"""Shares a session where no volume is said."""


@dataclass(frozen=True, eq=False)
class OfflinePrices:
    """An answer with prices: the sessions that a request asks for, adjusted by all events, also later ones.

    ``table`` has the columns close, open, high, low, volume, splits and dividends as they were on the day, a
    row a session. ``meta`` is what the answer says of the symbol. ``timestamps`` are the sessions' opens.
    """

    table: pd.DataFrame
    timestamps: Sequence[int]
    meta: Mapping[str, Any]

    def __call__(self, request: PriceRequest) -> Reply:
        """The reply to ``request``."""
        return chart(result=[self.result(request)])

    def result(self, request: PriceRequest) -> dict[str, Any]:
        """Yahoo's ``result`` for ``request``, to be changed and sent by ``chart`` or ``edited``."""
        first, end = request.period
        wanted = [n for n, at in enumerate(self.timestamps) if first <= at < end]
        wanted = wanted[-1:] if request.is_latest_alone else wanted
        if not wanted:
            return _nothing(self.meta)
        quote, adjusted, paid = self._adjusted()
        at = [self.timestamps[n] for n in wanted]
        splits = self.table["splits"].tolist()
        events = {
            "dividends": {
                str(self.timestamps[n]): {"amount": paid[n], "date": self.timestamps[n]}
                for n in wanted
                if paid[n] > 0.0
            },
            "splits": {
                str(self.timestamps[n]): {"date": self.timestamps[n], **_as_ratio(splits[n])}
                for n in wanted
                if splits[n] != 1.0
            },
        }
        return {
            "meta": dict(self.meta),
            "timestamp": at,
            **({"events": {kind: of for kind, of in events.items() if of}} if any(events.values()) else {}),
            "indicators": {
                "quote": [{name: _nulls(values[wanted]) for name, values in quote.items()}],
                "adjclose": [{"adjclose": _nulls(adjusted[wanted])}],
            },
        }

    def _adjusted(self) -> tuple[dict[str, Floats], Floats, list[float]]:
        """Quotes adjusted for splits, closes adjusted for dividends too, and dividends a share of today."""
        table = self.table
        splits = table["splits"].to_numpy(dtype=float)
        later = np.append(np.cumprod(splits[::-1])[::-1], 1.0)[1:]
        quote = {name: table[name].to_numpy(dtype=float) / later for name in ("close", *_RANGE)}
        quote["volume"] = table["volume"].to_numpy(dtype=float) * later
        paid = table["dividends"].to_numpy(dtype=float) / later
        before = pd.Series(quote["close"]).ffill().shift(1).to_numpy(dtype=float)
        factors = 1.0 - np.divide(paid, before, out=np.zeros_like(paid), where=paid > 0.0)
        kept = np.append(np.cumprod(factors[::-1])[::-1], 1.0)[1:]
        return quote, quote["close"] * kept, paid.tolist()


def prices(
    closes: Values | pd.DataFrame,
    *,
    splits: Mapping[Any, float] | None = None,
    dividends: Mapping[Any, float] | None = None,
    opens: Values | None = None,
    highs: Values | None = None,
    lows: Values | None = None,
    volumes: Values | None = None,
    currency: str = "USD",
    exchange: str = "NYQ",
    zone: str = "America/New_York",
    opens_at: str = "09:30",
) -> OfflinePrices:
    """An answer with daily prices, in the form and with the adjustments of Yahoo's.

    With a split of n new shares for an old one on a day, prices before it are divided by n and volumes times
    n. The adjusted close has dividends in it, too: a dividend D whose first day without it follows a close C
    multiplies all adjusted closes before by 1 - D / C, so that the log return of that day becomes
    ln(close / (C - D)). All of it holds for sessions before a request's period as well.

    Parameters
    ----------
    closes
        Closes as they were paid, by day (a date, or year-month-day), or a frame with the columns close and,
        where they are known, open, high, low, volume, splits and dividends. None and NaN become null.
    splits
        New shares for each old one, by the first day on which they trade: 4 for a split of 4 to 1.
    dividends
        Money for a share of that day, by the first day without the dividend.
    opens, highs, lows
        Other prices by day; the close where they are left out.
    volumes
        Shares traded by day, ``VOLUME`` where they are left out.
    currency
        In Yahoo's words: ``"GBp"`` for pence.
    exchange
        Its code at Yahoo, such as ``"LSE"``.
    zone
        The time zone of the exchange, such as ``"Europe/London"``.
    opens_at
        The local time of a session's instant.

    Raises
    ------
    DataError
        Two sessions of one day, a split or dividend on a day without a close or of no use, or an unknown
        column or time zone.
    """
    table = closes.copy() if isinstance(closes, pd.DataFrame) else pd.DataFrame({"close": pd.Series(closes)})
    unknown = [str(name) for name in table.columns if name not in _COLUMNS]
    if unknown or "close" not in table:
        raise _fault(", ".join(unknown) or "no column close", f"the columns {', '.join(_COLUMNS)}")
    table.index = pd.Index([_day(day) for day in table.index])
    given_by_day = {"open": opens, "high": highs, "low": lows, "volume": volumes}
    for name, values in (given_by_day | {"splits": splits, "dividends": dividends}).items():
        if values is not None:
            table[name] = _by_day(values, table.index, name)
    for name in _RANGE:
        table[name] = table.get(name, table["close"])
    table["volume"] = table.get("volume", pd.Series(VOLUME, table.index))
    for name, nothing in (("splits", 1.0), ("dividends", 0.0)):
        table[name] = table.get(name, pd.Series(nothing, table.index)).astype(float).fillna(nothing)
    table = table.astype(float).sort_index()
    _check(table)
    clock = _clock(zone, opens_at)
    instants = [clock(day) for day in table.index]
    stamps = [int(instant.timestamp()) for instant in instants]
    return OfflinePrices(table, stamps, _meta(instants, currency, exchange, zone))


def without_prices(*, currency: str = "USD", exchange: str = "NYQ", zone: str = "America/New_York") -> Reply:
    """Yahoo's answer for a symbol that it knows and has no prices of, as of many delisted shares."""
    return chart(result=[_nothing(_meta([], currency, exchange, zone))])


def edited(answer: OfflinePrices, edit: Callable[[dict[str, Any]], object]) -> Answer:
    """``answer`` after ``edit`` has changed its result in place: for answers that Yahoo should not give."""

    def change(request: PriceRequest) -> Reply:
        result = copy.deepcopy(answer.result(request))
        edit(result)
        return chart(result=[result])

    return change


def _by_day(values: Values, days: pd.Index, name: str) -> pd.Series:
    by_day = {_day(day): value for day, value in values.items()}
    strange = [str(day) for day in by_day if day not in days]
    if strange:
        raise _fault(f"{name} on {strange[0]}, a day without a close", "days that have one")
    return pd.Series(by_day, dtype=float).reindex(days)


def _check(table: pd.DataFrame) -> None:
    twice = table.index[table.index.duplicated()]
    if len(twice):
        raise _fault(f"{twice[0]} twice", "each day once")
    if not (np.isfinite(table["splits"]) & (table["splits"] > 0.0)).all():
        raise _fault("a split that is not above 0", "new shares for each old one, such as 4 or 0.1")
    before = table["close"].ffill().shift(1) / table["splits"]
    too_much = (table["dividends"] < 0.0) | ((table["dividends"] > 0.0) & ~(table["dividends"] < before))
    if too_much.any():
        raise _fault(
            f"a dividend on {table.index[too_much][0]}", "less than the close before, and at least 0"
        )


def _clock(zone: str, opens_at: str) -> Callable[[date], datetime]:
    try:
        place, clock = ZoneInfo(zone), time.fromisoformat(opens_at)
    except (ValueError, OSError, LookupError):
        raise _fault(
            f"{zone} {opens_at}", "a time zone such as Europe/London, and a time such as 08:00"
        ) from None
    return lambda day: datetime.combine(day, clock, place)


def _meta(instants: Sequence[datetime], currency: str, exchange: str, zone: str) -> dict[str, Any]:
    last = instants[-1] if instants else datetime(2024, 1, 2, tzinfo=ZoneInfo(zone))
    offset = last.utcoffset()
    return {
        "currency": currency,
        "exchangeName": exchange,
        "fullExchangeName": exchange,
        "instrumentType": "EQUITY",
        "firstTradeDate": int(instants[0].timestamp()) if instants else None,
        "regularMarketTime": int(last.timestamp()),
        "gmtoffset": int(offset.total_seconds()) if offset else 0,
        "timezone": last.tzname(),
        "exchangeTimezoneName": zone,
        "priceHint": 2,
        "dataGranularity": "1d",
        "currentTradingPeriod": {},
        "validRanges": ["1d", "5d", "1mo", "3mo", "6mo", "1y", "2y", "5y", "10y", "ytd", "max"],
    }


def _nothing(meta: Mapping[str, Any]) -> dict[str, Any]:
    return {"meta": dict(meta), "indicators": {"quote": [{}], "adjclose": [{}]}}


def _nulls(values: Floats) -> list[float | None]:
    return [None if math.isnan(value) else float(value) for value in values]


def _as_ratio(split: float) -> dict[str, Any]:
    new, old = split.as_integer_ratio() if split >= 1.0 else (1.0 / split).as_integer_ratio()[::-1]
    return {"numerator": float(new), "denominator": float(old), "splitRatio": f"{new}:{old}"}


def _day(day: object) -> date:
    try:
        return pd.Timestamp(day).date()  # type: ignore[arg-type]
    except (ValueError, TypeError):
        raise _fault(str(day), "a date, or a text such as 2024-01-31") from None


def _fault(got: str, allowed: str) -> DataError:
    return DataError("offline prices", got=got, allowed=allowed, mend="Change what `prices` is given.")
