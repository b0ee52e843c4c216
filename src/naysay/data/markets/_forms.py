"""The dates and numbers of a file of prices: quickly in the usual forms, by their rules in others."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from naysay.data.date_forms import ACCEPTED, UndecidedDatesError, read_dates
from naysay.data.markets._cells import PriceCells
from naysay.data.markets._columns import SHOWN
from naysay.data.markets._numbers import Flags, Floats, numbers
from naysay.data.markets.base import PRICE_COLUMNS
from naysay.data.number_forms import UndecidedNumbersError, read_numbers
from naysay.study.counts import counted
from naysay.study.errors import DataError, brief
from naysay.study.notices import warn
from naysay.study.price_options import PriceOptions

Days = npt.NDArray[np.datetime64]

_FIRST, _LAST = np.datetime64("1800-01-01"), np.datetime64("2200-01-01")
_MIDNIGHT: Final = r"^(?:[ T]00:00.*)?$"


def columns_of_numbers(
    cells: PriceCells, name: str, options: PriceOptions
) -> tuple[dict[str, Floats], dict[str, Flags]]:
    """The numbers of each column of prices, NaN where there is none, and which cells hold something else.

    Raises
    ------
    DataError
        Numbers that may be read in two ways.
    """
    written = [column for column in PRICE_COLUMNS if column in cells.columns]
    texts = {column: cells.columns[column] for column in written}
    if cells.is_plain and options.decimal is None:
        together, strange = numbers(pa.concat_arrays(list(texts.values())))
        if not strange.any():
            shape = len(written), -1
            return (
                dict(zip(written, together.reshape(shape), strict=True)),
                dict(zip(written, strange.reshape(shape), strict=True)),
            )
    try:
        read = read_numbers(
            texts, decimal=options.decimal, usual="." if cells.is_plain else None, counts=("volume",)
        )
    except UndecidedNumbersError as error:
        raise DataError(
            "prices.path",
            got=f"{name} with {brief(error.example)} in {SHOWN[error.column]}, which may be two numbers",
            allowed="numbers whose decimal sign other rows or columns tell",
            mend='Say it below [prices]: decimal = "," where 1,5 is one and a half, or decimal = "."',
        ) from None
    return (
        {column: of.numbers for column, of in read.items()},
        {column: of.unreadable for column, of in read.items()},
    )


def sessions_of(cells: PriceCells, name: str, options: PriceOptions) -> tuple[Days, Flags]:
    """The dates, and which rows have one (the others hold NaT).

    Raises
    ------
    DataError
        No row with a date, or dates that may be read in two ways.
    """
    texts, skipped = cells.columns["date"], cells.skipped
    days, has_clock = _days(texts, name, options)
    if options.date_shift:
        days = days + np.timedelta64(options.date_shift, "D")
    dated = (days >= _FIRST) & (days <= _LAST)
    if not dated.any() and skipped:
        raise DataError(
            "prices.path",
            got=f"{name}, none of whose {counted(skipped, 'row')} has as many cells as there are names "
            "of columns",
            allowed="as many cells in each row as in that with the names",
            mend="Where numbers have a decimal comma, part the cells by semicolons or put quotation marks "
            "around the numbers.",
        )
    if not dated.any():
        first = f" (the first says {brief(texts[0].as_py())})" if len(texts) else ""
        raise DataError(
            "prices.path",
            got=f"{name}, no row of which has a date{first}",
            allowed=ACCEPTED,
            mend="Write dates as year-month-day, and check that the file has rows.",
        )
    if has_clock:
        warn("dates_with_clock", name)
    return np.where(dated, days, np.datetime64("NaT")).astype("datetime64[ns]"), dated


def _days(texts: pa.Array, name: str, options: PriceOptions) -> tuple[Days, bool]:
    """The days as they are written, and whether any has a time of day other than midnight."""
    try:
        return texts.cast(pa.date32()).to_numpy(zero_copy_only=False), False
    except pa.ArrowInvalid:  # a row with a clock, of another form, or without a date
        pass
    try:
        days = pc.utf8_slice_codeunits(texts, 0, 10).cast(pa.date32())
        if pc.all(pc.match_substring_regex(pc.utf8_slice_codeunits(texts, 10), _MIDNIGHT)).as_py():
            return days.to_numpy(zero_copy_only=False), False
    except pa.ArrowInvalid:
        pass
    try:
        read = read_dates(texts.to_pylist(), options.date_order)
    except UndecidedDatesError as error:
        raise DataError(
            "prices.path",
            got=f"{name} with dates such as {brief(error.example)}, whose day may be the first number or the "
            "second",
            allowed=ACCEPTED,
            mend='Say it below [prices]: date_order = "day_first" or date_order = "month_first".',
        ) from None
    return read.days, read.has_clock
