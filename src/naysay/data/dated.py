"""Small files that a study brings along: dates of companies, and factor returns by session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd
import pyarrow as pa

from naysay.data.date_forms import ACCEPTED, UndecidedDatesError, read_dates
from naysay.data.dated_rows import IsHeader, NoTableError, text_table
from naysay.data.number_forms import UndecidedNumbersError, read_numbers
from naysay.data.witness import whole
from naysay.study.errors import DataError, brief
from naysay.study.values import FIRST_DATE, LAST_DATE

LARGEST: Final = 20_000_000
"""Bytes; a century of daily factors stays far below."""
LARGEST_FACTOR: Final = 1.0
"""No factor returns 100 % a day; a larger number is a percent."""
USUAL_FACTOR: Final = 0.08
"""Nor does one usually return 8 % a day, on either side: half of its numbers are smaller."""
FEWEST_USUAL: Final = 20


@dataclass(frozen=True, eq=False)
class DatedFile:
    """What was read, and the file's bytes for its hash."""

    frame: pd.DataFrame
    name: str
    content: bytes


def read_company_dates(path: Path, field: str) -> DatedFile:
    """The columns company and session of a text table, in its order; further columns stay as text.

    ``session`` may be called date. A day without trading is allowed. Dates may have any form of
    ``read_dates``, and cells may be parted by commas, semicolons, tabs or strokes.

    Raises
    ------
    DataError
        A file that is no table, columns that are absent, a row without company or with no date; the error
        names the line.
    """

    def is_header(row: Sequence[str]) -> bool:
        return "company" in row and ("session" in row or "date" in row)

    rows, content = _text_cells(path, field, is_header)
    names = ["session" if name == "date" and "session" not in rows.columns else name for name in rows.columns]
    rows = rows.set_axis(names, axis=1)
    for needed in ("company", "session"):
        if needed not in rows:
            raise _unusable_file(field, path, f"no column {needed}", "Name the columns company and session.")
    rows["session"] = _dates(rows["session"], path, field)
    rows["company"] = rows["company"].str.strip()
    empty = np.flatnonzero(rows["company"] == "")
    if len(empty):
        line = rows.index[empty[0]]
        raise _unusable_file(field, path, f"no company in line {line}", "Write the company's ticker.")
    return DatedFile(rows.reset_index(drop=True), path.name, content)


def read_factors(path: Path, field: str) -> DatedFile:
    """Session x factor out of a text table: dates first, then one decimal column a factor.

    Dates and numbers may have any form of ``read_dates`` and ``read_numbers``, the newest may come first, and
    lines may stand above the names of the columns. An empty cell is missing. A column RF, the risk-free rate,
    stays for the caller to take off the returns.

    Raises
    ------
    DataError
        A file that is no table, dates that repeat or do not rise, cells that are no number, numbers so large
        that they are per cent.
    """
    rows, content = _text_cells(path, field, None)
    if rows.shape[1] < 2:
        raise _unusable_file(field, path, "one column", "Dates first, then one column a factor.")
    index = pd.DatetimeIndex(_dates(rows.iloc[:, 0], path, field), name="session")
    numbers = _numbers(rows.iloc[:, 1:], path, field).set_axis(index, axis=0)
    if index.is_monotonic_decreasing:
        numbers = numbers[::-1]
    if not (numbers.index.is_monotonic_increasing and index.is_unique):
        raise _unusable_file(
            field, path, "dates that repeat or do not rise", "Sort the rows; each date once."
        )
    sizes = numbers.abs()
    if (sizes > LARGEST_FACTOR).to_numpy().any():
        raise _unusable_file(field, path, "numbers above 1 in size", _PER_CENT)
    if (sizes.median()[sizes.count() >= FEWEST_USUAL] > USUAL_FACTOR).any():
        raise _unusable_file(field, path, "numbers as large as per cent", _PER_CENT)
    return DatedFile(numbers, path.name, content)


_PER_CENT: Final = "Divide per cent by 100: 0.5 % is 0.005."


def _text_cells(path: Path, field: str, is_header: IsHeader | None) -> tuple[pd.DataFrame, bytes]:
    """All cells as text by the names of their columns, the index being the line of the file."""
    content = whole(path, field, largest=LARGEST)
    try:
        return text_table(content, is_header), content
    except NoTableError as error:
        raise _unusable_file(field, path, error.got, error.mend) from error


def _numbers(cells: pd.DataFrame, path: Path, field: str) -> pd.DataFrame:
    columns = {str(place): pa.array(cells.iloc[:, place], pa.string()) for place in range(cells.shape[1])}
    try:
        read = read_numbers(columns, usual=".")
    except UndecidedNumbersError as error:
        got = f"{brief(error.example)} and numbers with another decimal sign"
        raise _unusable_file(field, path, got, "Write all numbers such as 0.0012.") from None
    for place, column in enumerate(read.values()):
        wrong = np.flatnonzero(column.unreadable)
        if len(wrong):
            got = f"{brief(str(cells.iloc[wrong[0], place]).strip())} in line {cells.index[wrong[0]]}"
            raise _unusable_file(field, path, got, "Write decimals such as 0.0012, or leave the cell empty.")
    return pd.DataFrame(
        np.array([column.numbers for column in read.values()]).T, columns=cells.columns, dtype=float
    )


def _dates(texts: pd.Series, path: Path, field: str) -> pd.Series:
    try:
        dates = pd.Series(read_dates(texts).days.astype("datetime64[s]"), index=texts.index)
    except UndecidedDatesError as error:
        got = f"dates such as {brief(error.example)}, whose day may be the first number or the second"
        raise _unusable_file(field, path, got, "Write dates as YYYY-MM-DD.") from None
    wrong = dates.isna() | (dates < pd.Timestamp(FIRST_DATE)) | (dates > pd.Timestamp(LAST_DATE))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        mend = f"Write {ACCEPTED}, from {FIRST_DATE} to {LAST_DATE}."
        got = f"{brief(str(texts.iloc[at]).strip())} in line {texts.index[at]}"
        raise _unusable_file(field, path, got, mend)
    return dates.astype("datetime64[ns]")


def _unusable_file(field: str, path: Path, got: str, mend: str) -> DataError:
    return DataError(field, got=f"{path.name}: {got}", allowed="a CSV file as the README shows it", mend=mend)
