"""What a file of prices is: its columns, signs and dates, gaps and jumps, and the exchange whose days fit."""

from __future__ import annotations

import warnings
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from naysay.data.inspection.calendars import CalendarFit, calendar_fits
from naysay.data.markets._cells import price_cells
from naysay.data.markets._layout import price_history
from naysay.data.markets.base import PRICE_COLUMNS, PriceHistory
from naysay.data.price_faults import REFUSED, price_faults
from naysay.data.times import form_of
from naysay.data.witness import shown_name, whole
from naysay.study.errors import DataError, DataWarning
from naysay.study.price_options import PriceJump, PriceOptions
from naysay.study.values import FIRST_DATE, LAST_DATE, is_ticker

JUMP: Final = 0.4
"""The size of a log return from which on it is told as a jump."""
MOST_JUMPS: Final = 5
FROZEN: Final = 10
"""Sessions in a row with the same close that are told."""
_DECISIONS: Final[tuple[Mapping[str, str], ...]] = (
    {},
    {"decimal": ","},
    {"decimal": "."},
    {"date_order": "day_first"},
    {"decimal": ",", "date_order": "day_first"},
    {"decimal": ".", "date_order": "month_first"},
)
"""What has to be said below [prices] where a file may be read in two ways, the likelier first."""


@dataclass(frozen=True, slots=True)
class PriceProfile:
    """``lost`` of ``n_rows`` gave no price. ``said`` are keys of [prices] that a user has to decide."""

    symbol: str
    n_rows: int
    lost: int
    first: str
    last: str
    columns: tuple[str, ...]
    """Those of ``PRICE_COLUMNS`` that the file has."""
    forms: Mapping[str, str]
    """The most frequent form of the date, the close and the volume."""
    decimal: str
    is_adjusted: bool
    """Whether an adjusted close differs from the close."""
    jumps: tuple[tuple[str, float], ...]
    """Sessions and ratios of the close to the one before."""
    n_jumps: int
    frozen: int
    """The most sessions in a row with the same close."""
    fits: tuple[CalendarFit, ...]
    """The calendars that fit best."""
    said: Mapping[str, str] = field(default_factory=dict)
    refused: tuple[str, ...] = ()
    """Lines of ``prices.jumps`` for the jumps that a run refuses without them."""


def price_profile(path: Path) -> PriceProfile | None:
    """What the prices in ``path`` look like; None where it has no dates and closes.

    Raises
    ------
    DataError
        A file that cannot be read at all.
    """
    raw, name = whole(path, "FILE"), shown_name(path)
    for said in _DECISIONS:
        options = PriceOptions.model_validate(dict(said))
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DataWarning)
                history = price_history(symbol_of(path), raw, name=name, options=options)
                cells = price_cells(raw, name, options)
        except DataError:
            continue
        if history.lost > history.rows / 2:
            continue
        frame = history.frame
        texts = {key: cells.columns[key].to_pylist()[:500] for key in cells.columns}
        jumps = _jumps(frame["close"])
        return PriceProfile(
            symbol=symbol_of(path),
            n_rows=history.rows,
            lost=history.lost,
            first=str(frame.index[0].date()),
            last=str(frame.index[-1].date()),
            columns=tuple(key for key in PRICE_COLUMNS if key in cells.columns),
            forms={key: _usual(texts[key]) for key in ("date", "close", "volume") if key in texts},
            decimal=said.get("decimal") or _decimal(texts["close"]),
            is_adjusted="adj_close" in texts and not frame["adj_close"].equals(frame["close"]),
            jumps=tuple(jumps[:MOST_JUMPS]),
            n_jumps=len(jumps),
            frozen=_frozen(frame["close"]),
            fits=calendar_fits(pd.DatetimeIndex(frame.index))[:3],
            said=said,
            refused=_refused_jumps(history),
        )
    return None


def symbol_of(path: Path) -> str:
    """The name of a file of prices without its ending, which a run takes for the ticker."""
    return path.name.rsplit(".", 1)[0]


def _refused_jumps(history: PriceHistory) -> tuple[str, ...]:
    faults = price_faults(history, FIRST_DATE, LAST_DATE)
    return tuple(
        str(PriceJump(fault.symbol, fault.session, fault.ratio))
        for fault in faults
        if fault.code in REFUSED and fault.ratio is not None and is_ticker(fault.symbol)
    )


def _usual(texts: Sequence[str]) -> str:
    """The most frequent form of ``texts``."""
    return Counter(form_of(text) for text in texts if text).most_common(1)[0][0] if any(texts) else ""


def _decimal(texts: Sequence[str]) -> str:
    """The last sign of most numbers, where digits other than three stand behind it; a point in doubt."""
    last = Counter(
        text[max(text.rfind("."), text.rfind(","))]
        for text in texts
        if ("." in text or "," in text) and len(text) - max(text.rfind("."), text.rfind(",")) != 4
    )
    return last.most_common(1)[0][0] if last else "."


def _jumps(closes: pd.Series) -> list[tuple[str, float]]:
    """The sessions whose close is far from the one before, and the ratio of both."""
    known = closes.dropna()
    ratios = (known / known.shift()).dropna()
    far = ratios[np.abs(np.log(ratios)) > JUMP]
    return [
        (str(day.date()), float(ratio))
        for day, ratio in zip(pd.DatetimeIndex(far.index), far.to_numpy(), strict=True)
    ]


def _frozen(closes: pd.Series) -> int:
    same = closes.eq(closes.shift()).to_numpy()
    longest = run = 0
    for repeats in same:
        run = run + 1 if repeats else 0
        longest = max(longest, run)
    return longest + 1 if longest else 0
