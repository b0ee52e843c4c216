"""A file of daily prices in any layout: bytes in, one price history out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from naysay.data.markets._cells import PriceCells, price_cells
from naysay.data.markets._forms import Days, columns_of_numbers, sessions_of
from naysay.data.markets._numbers import Flags, Floats, numbers
from naysay.data.markets.base import PRICE_COLUMNS, ListedActions, PriceFault, PriceHistory, SourceFile
from naysay.study.losses import Loss
from naysay.study.notices import warn
from naysay.study.price_options import AS_FOUND, PriceOptions

_NO_DIVIDEND: Final = pa.array(["0.0", "0", ""])
_NO_SPLIT: Final = pa.array(["0.0", "0", "", "1.0", "1"])
_RANGE: Final = ("open", "high", "low")


def price_history(symbol: str, raw: bytes, *, name: str, options: PriceOptions = AS_FOUND) -> PriceHistory:
    """The prices of ``symbol`` in ``raw``, the bytes of a file called ``name``.

    Columns are known by the names that sources give them, in English or German, in any order; date and close
    are needed. The form of dates and numbers is found from all rows, or said by ``options``. The date as
    written is the session, with or without a clock after it. A price that is no positive number is NaN; one
    in close or adjusted close takes both from its session. The causes that are counted:

    - unreadable_row: no date, or another number of fields than the header; the row is left out;
    - duplicate_session: a session that came before; the first row is kept;
    - price_missing, price_unreadable, price_not_positive: close or adjusted close, the first that holds;
    - range_unusable: an open, high or low that is no positive number while the close is;
    - volume_unusable: a volume that is no number or negative.

    Without an adjusted close the close is used, with a ``DataWarning``: dividends and splits then look like
    returns. Without open, high, low or volume these are NaN, with a ``DataWarning``, too.

    Raises
    ------
    DataError
        An empty file, missing columns, dates or numbers that may be read in two ways, or no row with a date.
    """
    source = SourceFile(name, hashlib.sha256(raw).hexdigest())
    return history_of_cells(symbol, price_cells(raw, name, options), source, options)


def history_of_cells(
    symbol: str, cells: PriceCells, source: SourceFile, options: PriceOptions
) -> PriceHistory:
    """As ``price_history``, of a table that was taken apart already, such as a sheet."""
    name = source.name
    days, dated = sessions_of(cells, name, options)
    values, flags = columns_of_numbers(cells, name, options)
    for column in [
        column for column in values if column != "close" and _is_empty(values[column], flags[column])
    ]:
        del values[column], flags[column]
    _warn_of_absent(values, name)
    written = [column for column in _RANGE if column in values]
    if "adj_close" not in values:
        values["adj_close"], flags["adj_close"] = values["close"], flags["close"]
    for column in PRICE_COLUMNS:
        if column not in values:
            values[column], flags[column] = np.full(len(days), np.nan), np.zeros(len(days), dtype=bool)

    repeated = dated & pd.Index(days).duplicated()
    kept = dated & ~repeated
    causes = dict(_price_causes(values, flags, written))
    losses = {
        "unreadable_row": cells.skipped + int((~dated).sum()),
        "duplicate_session": int(repeated.sum()),
        **{cause: int((holds & kept).sum()) for cause, holds in causes.items()},
    }
    usable = {column: values[column] > 0.0 for column in PRICE_COLUMNS} | {"volume": values["volume"] >= 0.0}
    lost = causes["price_missing"] | causes["price_unreadable"] | causes["price_not_positive"]
    for column in ("close", "adj_close"):
        usable[column] &= ~lost
    conflicts = _conflicting(days, values, repeated) if repeated.any() else days[:0]
    rows = np.flatnonzero(kept)
    rows = rows[np.argsort(days[rows])]
    columns = [np.where(usable[column], values[column], np.nan)[rows] for column in PRICE_COLUMNS]
    return PriceHistory(
        symbol,
        pd.DataFrame(np.array(columns).T, _index(days[rows].tobytes()), list(PRICE_COLUMNS), copy=False),
        tuple(Loss("price_rows", cause, symbol, rows) for cause, rows in losses.items() if rows),
        source,
        rows=cells.skipped + len(days),
        lost=sum(losses[cause] for cause in ("unreadable_row", "price_unreadable", "price_not_positive"))
        + len(conflicts),
        actions=_actions(cells, days, kept),
        faults=_conflict(symbol, conflicts),
    )


@lru_cache(maxsize=64)
def _index(days: bytes) -> pd.DatetimeIndex:
    """Companies with prices on the same dates share their index: it takes as much memory as a column."""
    return pd.DatetimeIndex(np.frombuffer(days, dtype="datetime64[ns]"), name="session")


def _price_causes(
    values: Mapping[str, Floats], flags: Mapping[str, Flags], ranges: Sequence[str]
) -> Iterator[tuple[str, Flags]]:
    """Each cause and the rows it holds for; the three of the close exclude each other.

    ``ranges`` are those of open, high and low that the file has.
    """
    close, adjusted = values["close"], values["adj_close"]
    strange = flags["close"] | flags["adj_close"]
    missing = ~strange & (np.isnan(close) | np.isnan(adjusted))
    low = ~strange & ~missing & ((close <= 0.0) | (adjusted <= 0.0))
    whole = np.ones(len(close), dtype=bool)
    for column in ranges:
        whole &= values[column] > 0.0
    yield "price_missing", missing
    yield "price_unreadable", strange
    yield "price_not_positive", low
    yield "range_unusable", ~(strange | missing | low) & ~whole
    yield "volume_unusable", flags["volume"] | (values["volume"] < 0.0)


def _warn_of_absent(values: Mapping[str, Floats], name: str) -> None:
    """Tell what cannot be known without a column."""
    if "adj_close" not in values:
        warn("no_adj_close", name)
    if "open" not in values:
        warn("no_open", name)
    if "volume" not in values:
        warn("no_volume", name)


def _actions(cells: PriceCells, days: Days, kept: Flags) -> ListedActions:
    """The splits and dividends that the source lists."""
    splits, dividends = (
        _unusual(cells.columns[name], nothing) if name in cells.columns else None
        for name, nothing in (("splits", _NO_SPLIT), ("dividends", _NO_DIVIDEND))
    )
    if splits is None and dividends is None:
        return ListedActions()
    none = np.zeros(len(days))
    splits, dividends = (none if each is None else each for each in (splits, dividends))
    split = np.isfinite(splits) & (splits > 0.0) & (splits != 1.0) & kept
    paid = (dividends > 0.0) & kept
    dates = days.astype("datetime64[D]")
    at = sorted(zip(dates[split].tolist(), splits[split].tolist(), strict=True))
    return ListedActions(tuple(at), tuple(sorted(dates[paid].tolist())))


def _unusual(texts: pa.Array, nothing: pa.Array) -> Floats | None:
    """The numbers of a column of splits or dividends, None where each is a text of ``nothing``."""
    if pc.all(pc.is_in(texts, value_set=nothing)).as_py():
        return None
    return numbers(pc.utf8_trim_whitespace(texts))[0]


def _is_empty(numbers: Floats, strange: Flags) -> bool:
    """Whether a column of several rows has nothing in it, so that it is as good as absent."""
    return len(numbers) > 1 and bool(np.isnan(numbers[-1]) and np.isnan(numbers).all() and not strange.any())


def _conflicting(days: Days, values: Mapping[str, Floats], repeated: Flags) -> Days:
    """The sessions of rows whose session stood before, with another close."""
    first = pd.Series(np.arange(len(days)), index=days)[lambda of: ~of.index.duplicated()]
    again = np.flatnonzero(repeated)
    before = first.reindex(days[again]).to_numpy()
    differ = np.zeros(len(again), dtype=bool)
    for column in ("close", "adj_close"):
        one, other = values[column][again], values[column][before]
        differ |= (one != other) & ~(np.isnan(one) & np.isnan(other))
    return days[again[differ]]


def _conflict(symbol: str, conflicts: Days) -> tuple[PriceFault, ...]:
    sessions = sorted(set(conflicts.astype("datetime64[D]").tolist()))
    return (PriceFault("session_conflict", symbol, sessions[0], len(sessions)),) if sessions else ()
