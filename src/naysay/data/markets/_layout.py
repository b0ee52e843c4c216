"""Yahoo's column layout of daily prices: bytes in, one price history out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from io import BytesIO

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as arrow_csv

from naysay.data.markets._numbers import Flags, Floats, numbers
from naysay.data.markets.base import PRICE_COLUMNS, PriceHistory, SourceFile
from naysay.study.errors import DataError
from naysay.study.losses import Loss
from naysay.study.notices import warn

_TITLES = {
    "date": "Date",
    "open": "Open",
    "high": "High",
    "low": "Low",
    "close": "Close",
    "adj_close": "Adj Close",
    "volume": "Volume",
}
MOST_COLUMNS = 1_000
_FIRST, _LAST = np.datetime64("1800-01-01"), np.datetime64("2200-01-01")


def price_history(symbol: str, raw: bytes, *, name: str) -> PriceHistory:
    """The prices of ``symbol`` in ``raw``, the bytes of a file called ``name``.

    UTF-8, commas, the header Date,Open,High,Low,Close,Adj Close,Volume: names are matched without regard to
    case, order does not matter and further columns are left alone. The date as written is the session, with
    or without a clock after it. A price that is no positive number is NaN; one in Close or Adj Close takes
    both from its session. The causes that are counted:

    - unreadable_row: no date, or another number of fields than the header; the row is left out;
    - duplicate_session: a session that came before; the first row is kept;
    - price_missing, price_unreadable, price_not_positive: close or adjusted close, the first that holds;
    - range_unusable: an open, high or low that is no positive number while the close is;
    - volume_unusable: a volume that is no number or negative.

    Without an Adj Close the close is used, with a ``DataWarning``: dividends and splits then look like
    returns.

    Raises
    ------
    DataError
        Another encoding, an empty file, missing columns, or no row with a date.
    """
    cells, skipped = _cells(raw, name)
    days, dated = _sessions(cells["date"], name)
    written = [column for column in PRICE_COLUMNS if column in cells]
    values, flags = (
        dict(zip(written, of.reshape(len(written), len(days)), strict=True))
        for of in numbers(pa.concat_arrays([cells[column] for column in written]))
    )
    if "adj_close" not in written:
        warn("no_adj_close", name)
        values["adj_close"], flags["adj_close"] = values["close"], flags["close"]

    repeated = dated & pd.Index(days).duplicated()
    kept = dated & ~repeated
    causes = dict(_price_causes(values, flags))
    losses = {
        "unreadable_row": skipped + int((~dated).sum()),
        "duplicate_session": int(repeated.sum()),
        **{cause: int((holds & kept).sum()) for cause, holds in causes.items()},
    }
    usable = {column: values[column] > 0.0 for column in PRICE_COLUMNS} | {"volume": values["volume"] >= 0.0}
    lost = causes["price_missing"] | causes["price_unreadable"] | causes["price_not_positive"]
    for column in ("close", "adj_close"):
        usable[column] &= ~lost
    rows = np.flatnonzero(kept)
    rows = rows[np.argsort(days[rows])]
    columns = [np.where(usable[column], values[column], np.nan)[rows] for column in PRICE_COLUMNS]
    return PriceHistory(
        symbol,
        pd.DataFrame(np.array(columns).T, _index(days[rows].tobytes()), list(PRICE_COLUMNS), copy=False),
        tuple(Loss("price_rows", cause, symbol, rows) for cause, rows in losses.items() if rows),
        SourceFile(name, hashlib.sha256(raw).hexdigest()),
    )


@lru_cache(maxsize=64)
def _index(days: bytes) -> pd.DatetimeIndex:
    """Companies with prices on the same dates share their index: it takes as much memory as a column."""
    return pd.DatetimeIndex(np.frombuffer(days, dtype="datetime64[ns]"), name="session")


def _price_causes(values: Mapping[str, Floats], flags: Mapping[str, Flags]) -> Iterator[tuple[str, Flags]]:
    """Each cause and the rows it holds for; the three of the close exclude each other."""
    close, adjusted = values["close"], values["adj_close"]
    strange = flags["close"] | flags["adj_close"]
    missing = ~strange & (np.isnan(close) | np.isnan(adjusted))
    low = ~strange & ~missing & ((close <= 0.0) | (adjusted <= 0.0))
    whole = (values["open"] > 0.0) & (values["high"] > 0.0) & (values["low"] > 0.0)
    yield "price_missing", missing
    yield "price_unreadable", strange
    yield "price_not_positive", low
    yield "range_unusable", ~(strange | missing | low) & ~whole
    yield "volume_unusable", flags["volume"] | (values["volume"] < 0.0)


def _cells(raw: bytes, name: str) -> tuple[dict[str, pa.Array], int]:
    """The texts of each column of the layout, and how many rows had another number of fields."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise DataError(
            "prices.path",
            got=f"{name} with the byte 0x{raw[error.start]:02x} at position {error.start}",
            allowed="files in UTF-8",
            mend="Save the file as CSV in UTF-8.",
        ) from error
    if not text.strip():
        raise DataError(
            "prices.path", got=f"the empty file {name}", allowed=_layout(), mend="Download the prices again."
        )
    skipped = 0

    def skip(row: object) -> str:
        nonlocal skipped
        skipped += 1
        return "skip"

    header = text.lstrip().partition("\n")[0].strip().split(",")
    columns = _known_columns([title.strip().strip('"') for title in header], name)
    if len(header) > MOST_COLUMNS:
        raise DataError(
            "prices.path",
            got=f"{name} with {len(header)} columns",
            allowed=_layout(),
            mend=f"Keep the columns that are needed; {MOST_COLUMNS} at most.",
        )
    numbered = [str(place) for place in range(len(header))]
    try:
        table = arrow_csv.read_csv(
            BytesIO(text.lstrip().encode()),
            read_options=arrow_csv.ReadOptions(column_names=numbered, skip_rows=1, use_threads=False),
            parse_options=arrow_csv.ParseOptions(invalid_row_handler=skip),
            convert_options=arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(numbered, pa.string()),
                include_columns=[str(place) for place in columns.values()],
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise DataError(
            "prices.path",
            got=f"{name}, which is no table: {error}",
            allowed=_layout(),
            mend="Download the prices again.",
        ) from error
    cells = {column: table.column(str(place)).combine_chunks() for column, place in columns.items()}
    return {column: pc.utf8_trim_whitespace(texts) for column, texts in cells.items()}, skipped


def _known_columns(header: list[str], name: str) -> dict[str, int]:
    """Where each column of the layout stands in ``header``."""
    plain = [title.lower().replace(" ", "").replace("_", "") for title in header]
    wanted = {column: title.lower().replace(" ", "") for column, title in _TITLES.items()}
    missing = [_TITLES[c] for c, title in wanted.items() if title not in plain and c != "adj_close"]
    twice = [_TITLES[c] for c, title in wanted.items() if plain.count(title) > 1]
    if missing or twice:
        fault = f"without {', '.join(missing)}" if missing else f"with {', '.join(twice)} twice"
        # The first row may be anything, such as somebody's post: only titles that are known are told.
        known = [_TITLES[c] for c, title in wanted.items() if title in plain]
        known_names = f" Of its {len(header)} columns {', '.join(known) if known else 'none'} are named so."
        raise DataError(
            "prices.path",
            got=f"{name} {fault}",
            allowed=_layout(),
            mend=f"Name the columns as Yahoo does.{known_names}",
        )
    return {column: plain.index(title) for column, title in wanted.items() if title in plain}


def _sessions(texts: pa.Array, name: str) -> tuple[npt.NDArray[np.datetime64], Flags]:
    """The dates as written, and which rows have one (the others hold NaT)."""
    try:
        dates, clock = texts.cast(pa.date32()).to_numpy(zero_copy_only=False), None
        dated = (dates >= _FIRST) & (dates <= _LAST)
    except pa.ArrowInvalid:  # a row with a clock, or without a date
        written = pd.Series(texts.to_pandas())
        clock = written.str.slice(10)
        parsed = pd.to_datetime(written.str.slice(0, 10), format="%Y-%m-%d", errors="coerce")
        dates = parsed.to_numpy()
        dated = (parsed.between(_FIRST, _LAST) & (clock.eq("") | clock.str.startswith((" ", "T")))).to_numpy(
            dtype=bool
        )
    if not dated.any():
        raise DataError(
            "prices.path",
            got=f"{name}, no row of which has a date"
            + (f' (the first says "{texts[0]}")' if len(texts) else ""),
            allowed="dates such as 2014-01-02",
            mend="Write dates as year-month-day, and check that the file has rows.",
        )
    if clock is not None and not clock[dated].str.slice(1, 6).isin(["", "00:00"]).all():
        warn("dates_with_clock", name)
    return np.where(dated, dates, np.datetime64("NaT")).astype("datetime64[ns]"), dated


def _layout() -> str:
    return "comma-separated columns " + ", ".join(_TITLES.values())
