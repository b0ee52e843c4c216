"""What is wrong with the prices of one symbol, as far as its own file can tell."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.markets.base import FaultCode, PriceFault, PriceHistory
from naysay.data.price_jumps import price_jumps
from naysay.study.price_options import PriceJump

REFUSED: Final[tuple[FaultCode, ...]] = ("unit_jump", "split_not_applied", "split_suspected")
"""Faults with which the first page would be wrong: the run refuses them."""
FROZEN: Final = 10
"""Sessions in a row with one close, although the share is traded, that are frozen prices."""


def price_faults(
    history: PriceHistory, start: date, end: date, jumps: tuple[PriceJump, ...] = ()
) -> tuple[PriceFault, ...]:
    """The faults of ``history`` from ``start`` to ``end``; jumps that the study calls real are none."""
    dates = history.frame.index.to_numpy()
    begin, after = np.searchsorted(dates, [np.datetime64(start), np.datetime64(end) + 1])
    frame = history.frame.iloc[begin:after] if after - begin < len(dates) else history.frame
    real = {jump.session for jump in jumps if jump.ratio is None}
    return (
        *(
            fault
            for fault in price_jumps(history.symbol, frame, history.actions)
            if fault.session not in real
        ),
        *_frozen(history.symbol, frame),
        *_without_dividends(history),
        *history.faults,
    )


def _frozen(symbol: str, frame: pd.DataFrame) -> Iterator[PriceFault]:
    """Runs of one close. Without volumes the share counts as traded; without trade a close may stay."""
    close, volume = (frame[name].to_numpy(dtype=float) for name in ("close", "volume"))
    if len(close) < FROZEN:
        return
    traded = (volume > 0.0) if (volume >= 0.0).any() else np.ones(len(close), dtype=bool)
    same = np.concatenate([[False], (close[1:] == close[:-1]) & traded[1:]])
    if np.count_nonzero(same) < FROZEN - 1:
        return
    edges = np.flatnonzero(np.diff(np.concatenate([[False], same, [False]]).astype(np.int8)))
    begins, lengths = edges[0::2], edges[1::2] - edges[0::2] + 1
    long = lengths >= FROZEN
    if long.any():
        yield PriceFault(
            "price_frozen", symbol, _day(frame, int(begins[long][0]) - 1), int(lengths[long].sum())
        )


def _without_dividends(history: PriceHistory) -> Iterator[PriceFault]:
    """Dividends that the source lists, after the first session, while no adjusted close differs."""
    if not history.actions.dividends or not len(history.frame):
        return
    close, adjusted = (history.frame[name].to_numpy(dtype=float) for name in ("close", "adj_close"))
    paid = [day for day in history.actions.dividends if day > _day(history.frame, 0)]
    if paid and np.array_equal(close, adjusted, equal_nan=True):
        yield PriceFault("dividends_missing", history.symbol, paid[0], len(paid))


def _day(frame: pd.DataFrame, at: int) -> date:
    stamps: npt.NDArray[np.datetime64] = frame.index.to_numpy()
    day: date = stamps[at].astype("datetime64[D]").item()
    return day
