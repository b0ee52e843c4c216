"""Small files that a study brings along: dates of companies, and factor returns by session."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from naysay.data.witness import whole
from naysay.study.errors import DataError, brief
from naysay.study.values import FIRST_DATE, LAST_DATE

LARGEST: Final = 20_000_000
"""Bytes; a century of daily factors stays far below."""
MOST_COLUMNS: Final = 1_000
LARGEST_FACTOR: Final = 1.0
"""No factor returns 100 % a day; a larger number is a percent."""


@dataclass(frozen=True, eq=False)
class DatedFile:
    """What was read, and the file's bytes for its hash."""

    frame: pd.DataFrame
    name: str
    content: bytes


def read_company_dates(path: Path, field: str) -> DatedFile:
    """The columns company and session of a CSV file, in its order; further columns stay as text.

    ``session`` may be called date. Dates are YYYY-MM-DD; a day without trading is allowed.

    Raises
    ------
    DataError
        A file that is no CSV in UTF-8, columns that are absent, a row without company or with no date; the
        error names the line.
    """
    rows, content = _text_cells(path, field)
    names = ["session" if name == "date" and "session" not in rows.columns else name for name in rows.columns]
    rows = rows.set_axis(names, axis=1)
    for needed in ("company", "session"):
        if needed not in rows:
            raise _unusable_file(field, path, f"no column {needed}", "Name the columns company and session.")
    rows["session"] = _dates(rows["session"], path, field)
    empty = np.flatnonzero(rows["company"].str.strip() == "")
    if len(empty):
        raise _unusable_file(field, path, f"no company in line {empty[0] + 2}", "Write the company's ticker.")
    rows["company"] = rows["company"].str.strip()
    return DatedFile(rows, path.name, content)


def read_factors(path: Path, field: str) -> DatedFile:
    """Session x factor out of a CSV file: dates first, then one decimal column a factor.

    Dates are YYYY-MM-DD or YYYYMMDD. An empty cell is missing. A column RF, the risk-free
    rate, stays for the caller to take off the returns.

    Raises
    ------
    DataError
        A file that is no CSV in UTF-8, dates that repeat or do not rise, cells that are no number, numbers so
        large that they are per cent.
    """
    rows, content = _text_cells(path, field)
    if rows.shape[1] < 2:
        raise _unusable_file(field, path, "one column", "Dates first, then one column a factor.")
    index = pd.DatetimeIndex(_dates(rows.iloc[:, 0], path, field), name="session")
    if not (index.is_monotonic_increasing and index.is_unique):
        raise _unusable_file(
            field, path, "dates that repeat or do not rise", "Sort the rows; each date once."
        )
    cells = rows.iloc[:, 1:].apply(lambda column: column.str.strip())
    numbers = cells.apply(pd.to_numeric, errors="coerce").astype(float)
    wrong = (numbers.isna() & (cells != "")) | numbers.isin([np.inf, -np.inf])
    if wrong.to_numpy().any():
        row, column = np.argwhere(wrong.to_numpy())[0]
        got = f"{brief(str(cells.iloc[row, column]))} in line {row + 2}"
        raise _unusable_file(field, path, got, "Write decimals such as 0.0012, or leave the cell empty.")
    if (numbers.abs() > LARGEST_FACTOR).to_numpy().any():
        raise _unusable_file(
            field, path, "numbers above 1 in size", "Divide per cent by 100: 0.5 % is 0.005."
        )
    return DatedFile(numbers.set_axis(index, axis=0), path.name, content)


def _text_cells(path: Path, field: str) -> tuple[pd.DataFrame, bytes]:
    """All cells as text."""
    try:
        content = whole(path, field, largest=LARGEST)
        rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True)
        lines = [line for line in rows if line]
    except (UnicodeDecodeError, csv.Error) as error:
        raise _unusable_file(field, path, f"no CSV in UTF-8: {error}", "Save it as CSV in UTF-8.") from error
    header = [name.strip() for name in lines[0]] if lines else []
    if len(set(header)) < max(len(header), 1):
        raise _unusable_file(
            field, path, "no names of columns, or one twice", "Name each column in the first line."
        )
    if len(header) > MOST_COLUMNS:
        raise _unusable_file(field, path, f"{len(header)} columns", f"Keep {MOST_COLUMNS} columns or fewer.")
    for number, line in enumerate(lines[1:], start=2):
        if len(line) != len(header):
            got = f"{len(line)} cells in line {number}"
            raise _unusable_file(field, path, got, f"Give each line the {len(header)} cells of the first.")
    return pd.DataFrame(lines[1:], columns=header, dtype=str), content


def _dates(texts: pd.Series, path: Path, field: str) -> pd.Series:
    plain = texts.str.strip()
    iso = plain.str.replace(r"^([0-9]{4})([0-9]{2})([0-9]{2})$", r"\1-\2-\3", regex=True)
    dates = pd.to_datetime(
        iso.where(iso.str.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")), format="%Y-%m-%d", errors="coerce"
    )
    wrong = dates.isna() | (dates < pd.Timestamp(FIRST_DATE)) | (dates > pd.Timestamp(LAST_DATE))
    if wrong.any():
        at = int(np.flatnonzero(wrong)[0])
        mend = f"Write dates as YYYY-MM-DD, from {FIRST_DATE} to {LAST_DATE}."
        raise _unusable_file(field, path, f"{brief(str(plain.iloc[at]))} in line {at + 2}", mend)
    return dates.astype("datetime64[ns]")


def _unusable_file(field: str, path: Path, got: str, mend: str) -> DataError:
    return DataError(field, got=f"{path.name}: {got}", allowed="a CSV file as the README shows it", mend=mend)
