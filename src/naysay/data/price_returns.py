"""What a company's quotes say of its sessions: adjusted price, trade, and log returns between sessions."""

from __future__ import annotations

import numpy as np
import pandas as pd


def since_open(prices: pd.DataFrame | None, index: pd.DatetimeIndex) -> pd.Series:
    """log(open / close) of each session: the return of the night less that of the whole day."""
    if prices is None or not {"open", "close"} <= set(prices):
        return pd.Series(np.nan, index=index)
    quoted = prices[["open", "close"]].reindex(index).astype(float)
    quoted = quoted.where(quoted > 0.0)
    logs: pd.Series = np.log(quoted["open"]) - np.log(quoted["close"])
    return logs


def adjusted(prices: pd.DataFrame) -> pd.Series:
    """The adjusted closes above 0; others are missing."""
    closes = prices["adj_close"].astype(float)
    return closes.where(closes > 0.0)


def untraded(prices: pd.DataFrame) -> pd.Series:
    """Sessions whose price nobody paid: volume 0, where the source has volumes of the company at all."""
    volume = prices["volume"].astype(float)
    return (volume == 0.0) & bool((volume > 0.0).any())


def log_returns(level: pd.Series | None, index: pd.DatetimeIndex) -> pd.Series:
    """log(level_t / level_{t-1}) between consecutive sessions of ``index``; missing where either is."""
    if level is None:
        return pd.Series(np.nan, index=index)
    logs: pd.Series = np.log(level.reindex(index))
    return logs.diff()
