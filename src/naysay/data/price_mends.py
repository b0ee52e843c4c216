"""Mends jumps of prices that a study explains: earlier prices are brought to the level of later ones."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.markets.base import PriceHistory
from naysay.study.errors import DataError
from naysay.study.price_options import PriceJump

Floats = npt.NDArray[np.float64]

AROUND: Final = 20
"""Sessions on either side whose volumes say whether these jump as well."""


def mended(history: PriceHistory, jumps: Sequence[PriceJump]) -> PriceHistory:
    """``history`` with prices before each of ``jumps`` divided by its ratio; real jumps stay.

    Close and adjusted close are each mended where they jump by about that ratio, open, high and low with the
    close. Volumes before are multiplied by the ratio where their usual level jumps, too.

    Raises
    ------
    DataError
        A jump at a session where the adjusted close does not jump so.
    """
    explained = [jump for jump in jumps if jump.ratio is not None]
    if not explained:
        return history
    columns = {str(name): history.frame[name].to_numpy(dtype=float).copy() for name in history.frame}
    for jump in explained:
        _mend(columns, history.frame.index, jump)
    return replace(history, frame=pd.DataFrame(columns, index=history.frame.index))


def _mend(columns: Mapping[str, Floats], sessions: pd.Index, jump: PriceJump) -> None:
    """Mend one jump in place."""
    ratio = float(jump.ratio or 1)
    row = int(sessions.searchsorted(pd.Timestamp(jump.session)))
    there = row < len(sessions) and sessions[row] == pd.Timestamp(jump.session)
    if not there or not _jumps(columns["adj_close"], row, ratio):
        raise DataError(
            "prices.jumps",
            got=str(jump),
            allowed="a session at which the adjusted close jumps by about that ratio",
            mend="Correct the session or the ratio, or remove the line if the file has been mended.",
        )
    if _jumps(columns["close"], row, ratio):
        for name in ("open", "high", "low", "close"):
            columns[name][:row] /= ratio
    columns["adj_close"][:row] /= ratio
    volume = columns["volume"]
    sides = volume[max(row - AROUND, 0) : row], volume[row : row + AROUND]
    before, after = (np.log(side[side > 0.0]) for side in sides)
    if len(before) and len(after) and _is_by(float(np.median(before) - np.median(after)), ratio):
        volume[:row] *= ratio


def _jumps(level: Floats, row: int, ratio: float) -> bool:
    """Whether ``level`` falls by about ``ratio`` from the last number before ``row`` to the one there."""
    before = level[:row][~np.isnan(level[:row])]
    if not len(before) or np.isnan(level[row]):
        return False
    return _is_by(float(np.log(level[row] / before[-1])), ratio)


def _is_by(move: float, ratio: float) -> bool:
    """Whether a log ``move`` is nearer to that of a division by ``ratio`` than to none."""
    whole = float(np.log(ratio))
    return abs(move + whole) < abs(whole) / 2
