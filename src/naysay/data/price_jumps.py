"""Jumps of a price that no market made: pence for pounds, and splits that the adjusted close does not have.

A jump is looked at where the adjusted close moves by a quarter or more between two prices. It is

- ``unit_jump`` near 100:1 or 1000:1, or the inverse: the price goes on in another unit;
- ``split_not_applied`` near the ratio of a split that the source lists for that session or a neighbour;
- ``split_suspected`` near the ratio of a usual split where nothing else is unusual: the open is at the new
  level already, the range of the session, the trade and the returns around are as before;
- ``price_jump`` near 3:2 where nothing else is unusual, or where the price gains 80 % or loses 45 %.

A share that really loses half of its value has a wide range, much trade and restless sessions after it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.markets.base import FaultCode, ListedActions, PriceFault
from naysay.study.price_options import LARGEST_RATIO

Floats = npt.NDArray[np.float64]

SMALLEST: Final = float(np.log(1.24))
"""Log moves below this one are no jumps."""
UNITS: Final = (100, 1000)
UNIT_NEAR: Final = 0.25
"""How far, in logs, a change of the unit may be from the whole ratio: the return of the session."""
RATIOS: Final = (Fraction(3, 2), *map(Fraction, (2, 3, 4, 5, 6, 7, 8, 10, 15, 20, 25, 30, 40, 50)))
"""Splits that are usual, as the new shares for an old one; the inverses are reverse splits."""
LEAST_SUSPECTED: Final = 2
"""A share may gain or lose a third in a calm way, so that 3:2 is told and no more."""
CERTAIN: Final = 4
"""From this ratio on closes alone may tell a split: no share moves so far, and so exactly, often."""
LARGE: Final = float(np.log(1.8))
AROUND: Final = 20
"""Sessions on either side that say what is usual."""
AFTER: Final = 5
NEAR: Final = 3.0
"""Usual returns (robust standard deviations) by which a split may miss its ratio, the session's return."""
LARGEST_MISS: Final = 0.08
RESTLESS: Final = 3.0
"""How many times the usual range, trade or mean size of returns is unusual."""


@dataclass(frozen=True)
class _Prices:
    """The rows with an adjusted close, as arrays, and the log moves between them."""

    sessions: npt.NDArray[np.datetime64]
    open: Floats
    high: Floats
    low: Floats
    close: Floats
    volume: Floats
    moves: Floats

    def day(self, at: int) -> date:
        day: date = self.sessions[at].astype("datetime64[D]").item()
        return day


def price_jumps(symbol: str, frame: pd.DataFrame, actions: ListedActions) -> tuple[PriceFault, ...]:
    """The jumps in ``frame``, with the columns of ``PriceHistory.frame``, the earliest first."""
    adjusted = frame["adj_close"].to_numpy(dtype=float)
    there = np.flatnonzero(~np.isnan(adjusted))
    moves = np.diff(np.log(adjusted[there]))
    at = np.flatnonzero(np.abs(moves) >= SMALLEST) + 1
    if not len(at):
        return ()
    columns = {name: frame[name].to_numpy(dtype=float)[there] for name in frame}
    prices = _Prices(
        sessions=frame.index.to_numpy()[there],
        open=columns["open"],
        high=columns["high"],
        low=columns["low"],
        close=columns["close"],
        volume=columns["volume"],
        moves=np.concatenate([[np.nan], moves]),
    )
    return tuple(_faults(symbol, prices, at, actions))


def _faults(
    symbol: str, prices: _Prices, at: npt.NDArray[np.intp], actions: ListedActions
) -> Iterator[PriceFault]:
    for row in at.tolist():
        code, ratio = _kind(prices, row, actions)
        if code is not None:
            yield PriceFault(code, symbol, prices.day(row), 1, ratio)


def _kind(prices: _Prices, row: int, actions: ListedActions) -> tuple[FaultCode | None, Fraction | None]:
    """What the jump at ``row`` is, and the ratio of earlier prices to later ones where it has one."""
    move = prices.moves[row]
    usual = _usual(prices.moves, row)
    listed = _listed(prices, row, actions)
    if listed is not None and abs(move + np.log(float(listed))) <= max(4 * usual, 0.25 * abs(move)):
        return "split_not_applied", listed
    for unit in UNITS:
        ratio = Fraction(unit) if move < 0 else Fraction(1, unit)
        if abs(move + np.log(float(ratio))) < UNIT_NEAR:
            return "unit_jump", ratio
    nearest = min(RATIOS, key=lambda ratio: abs(abs(move) - np.log(float(ratio))))
    miss = abs(abs(move) - np.log(float(nearest)))
    ratio = nearest if move < 0 else 1 / nearest
    if miss <= min(NEAR * usual, LARGEST_MISS) and _is_calm(prices, row, ratio, usual):
        return ("split_suspected" if nearest >= LEAST_SUSPECTED else "price_jump"), ratio
    return ("price_jump", None) if abs(move) >= LARGE else (None, None)


def _listed(prices: _Prices, row: int, actions: ListedActions) -> Fraction | None:
    """The ratio by which a split that is listed for the session, or a neighbour, would move the price."""
    if not actions.splits:
        return None
    splits = dict(actions.splits)
    for near in (row, row - 1, row + 1):
        split = splits.get(prices.day(near)) if 0 <= near < len(prices.moves) else None
        if split is not None and SMALLEST <= abs(np.log(split)) <= np.log(LARGEST_RATIO):
            ratio = _whole_ratio(split)
            # An adjustment that was made twice, or the wrong way, moves the price against the split.
            return ratio if (prices.moves[row] < 0) == (ratio > 1) else 1 / ratio
    return None


def _whole_ratio(split: float) -> Fraction:
    """A listed split as two numbers of at most five digits: 1.333 is 1333:1000."""
    if split < 1.0:
        return 1 / _whole_ratio(1 / split)
    return Fraction(split).limit_denominator(1000 if split < 99.0 else 1)


def _usual(moves: Floats, row: int) -> float:
    """The usual size of returns around ``row``: 1.4826 times their median, 0.5 % at least."""
    around = np.concatenate([moves[max(row - AROUND, 1) : row], moves[row + 1 : row + 1 + AROUND]])
    return max(1.4826 * float(np.median(np.abs(around))), 0.005) if len(around) else 0.005


def _is_calm(prices: _Prices, row: int, ratio: Fraction, usual: float) -> bool:
    """Whether nothing but the level is unusual at ``row``."""
    past, after = slice(max(row - AROUND, 0), row), prices.moves[row + 1 : row + 1 + AFTER]
    before = np.abs(prices.moves[past][~np.isnan(prices.moves[past])])
    if len(before) < AFTER or len(after) < AFTER:
        return False
    if np.abs(after).mean() > RESTLESS * max(before.mean(), 0.005):
        return False
    known = 0
    opened, closed = prices.open[row], prices.close[row - 1]
    if not np.isnan(opened) and opened != prices.close[row]:
        known += 1
        if abs(np.log(opened / closed) + np.log(float(ratio))) > NEAR * usual + usual:
            return False
    spans = np.log(prices.high / prices.low)
    if not np.isnan(spans[row]) and (spans[past] > 0.0).any():
        known += 1
        if spans[row] > RESTLESS * np.nanmedian(spans[past]):
            return False
    if prices.volume[row] > 0.0 and (prices.volume[past] > 0.0).any():
        known += 1
        if _trade(prices, row, past) > RESTLESS:
            return False
    return known >= 2 or max(ratio, 1 / ratio) >= CERTAIN


def _trade(prices: _Prices, row: int, past: slice) -> float:
    """How many times the usual trade there was, in shares or in money: the smaller, as a split moves one."""
    shares, money = prices.volume, prices.volume * prices.close
    return float(min(shares[row] / np.nanmedian(shares[past]), money[row] / np.nanmedian(money[past])))
