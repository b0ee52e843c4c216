"""The rows of files of daily measures: what each says, or why it cannot be read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.data.company_labels import CompanyLabels
from naysay.data.date_forms import Days, UndecidedDatesError
from naysay.data.forums._records import Record
from naysay.data.forums.base import LONGEST_NAME
from naysay.data.forums.table import table_rows
from naysay.data.measure_cells import Codes, Floats, days_of, numbers_of
from naysay.data.number_forms import UndecidedNumbersError
from naysay.data.witness import Witness, shown_name
from naysay.study.company import Company
from naysay.study.errors import DataError, brief
from naysay.study.post_columns import PostColumns
from naysay.study.spec import Chatter, PostOptions

PATH: Final = "chatter.path"
MOST_LABELS: Final = 20_000
"""Kept labels of companies: as many as a study may have companies."""


@dataclass(frozen=True, eq=False)
class MeasureFile:
    """One file: its hash, and a row of ``rows`` for each of its own.

    Columns: line, company (the ticker, empty where the row names none of the study), written (what the
    row says of it), day, measure, n_posts (NaN where missing), fault (the code of why the row is
    refused, empty where it is not) and length, of the row in bytes or characters.
    """

    name: str
    sha256: str
    rows: pd.DataFrame


def read_measure_file(
    name: str, path: Path, chatter: Chatter, ticker_of: Callable[[str], str]
) -> MeasureFile:
    """The file at ``path``, shown as ``name``. ``ticker_of`` knows the companies by what names them.

    Raises
    ------
    DataError
        A file that is no table or cannot be read, that lacks a column or changes meanwhile; dates or numbers
        of which no row decides how they are read.
    """
    columns = chatter.columns
    with in_terms_of_chatter(), Witness(path, PATH) as file:
        records = list(table_rows(path, _as_posts(chatter), file))
        sha256 = file.sha256()
    fields: list[Mapping[str, Any]] = [record.fields or {} for record in records]

    def cells(column: str) -> list[Any]:
        return [one.get(column) for one in fields]

    days, day_faults = _days(cells(columns.date), chatter, path)
    measures, measure_faults = _numbers(cells(columns.measure), columns.measure, path)
    fault = np.array([record.reason for record in records], dtype=object)
    _add(fault, day_faults)
    _add(fault, _coded(measure_faults, "measure"))
    n_posts = np.full(len(records), np.nan)
    if columns.n_posts is not None:
        n_posts, faults = _numbers(cells(columns.n_posts), columns.n_posts, path)
        faults[(n_posts < 0) | (n_posts != np.floor(n_posts)) & ~np.isnan(n_posts)] = "unreadable"
        _add(fault, _coded(faults, "n_posts"))
    labels = [_label(cell) for cell in cells(columns.company)]
    rows = pd.DataFrame(
        {
            "line": [record.line for record in records],
            "company": [ticker_of(label) for label in labels],
            "written": labels,
            "day": days,
            "measure": measures,
            "n_posts": n_posts,
            "fault": fault,
            "length": [_length(record) for record in records],
        }
    )
    return MeasureFile(name, sha256, rows)


def tickers_by_label(companies: Sequence[Company]) -> Callable[[str], str]:
    """What names a company by itself, to its ticker; empty for what names none."""
    return lru_cache(maxsize=MOST_LABELS)(CompanyLabels(companies).one)


def _as_posts(chatter: Chatter) -> PostOptions:
    """What the reader of tables has to know, in its own words."""
    columns = chatter.columns
    return PostOptions(
        format="table",
        path=chatter.path,
        company="column",
        columns=PostColumns(
            id="",
            company=columns.company,
            posted_at=columns.date,
            text=columns.measure,
            score=columns.n_posts,
        ),
    )


@contextmanager
def in_terms_of_chatter() -> Iterator[None]:
    """Errors of what reads posts meanwhile name the keys of ``[chatter]``."""
    try:
        yield
    except DataError as error:
        fault = error.fault
        field = fault.field.replace("posts.", "chatter.", 1)
        if field == "chatter.columns":
            mend = 'Name the file\'s own columns below [chatter.columns], such as measure = "bull_bear".'
        else:
            mend = fault.mend.replace("posts", "measures")
        raise DataError(field, got=fault.got.strip('"'), allowed=fault.allowed, mend=mend) from None


def _days(cells: Sequence[Any], chatter: Chatter, path: Path) -> tuple[Days, Codes]:
    try:
        return days_of(cells, chatter.date_order)
    except UndecidedDatesError as error:
        raise DataError(
            "chatter.date_order",
            got=f"{shown_name(path)}: dates such as {brief(error.example)}, whose day may be the first "
            "number or the second",
            allowed="dates that can be read in one way",
            mend='Write date_order = "day_first" or date_order = "month_first" below [chatter].',
        ) from None


def _numbers(cells: Sequence[Any], column: str, path: Path) -> tuple[Floats, Codes]:
    try:
        return numbers_of(cells)
    except UndecidedNumbersError as error:
        raise DataError(
            PATH,
            got=f"{shown_name(path)}: {brief(error.example)} in the column {column}, whose sign may part "
            "decimals or thousands",
            allowed="numbers that can be read in one way",
            mend="Write decimals such as 0.25 in all rows.",
        ) from None


def _coded(faults: Codes, column: str) -> Codes:
    """The codes of what cannot be read; a missing number is no fault of the row."""
    refused = (faults != "") & (faults != "missing")
    return np.where(refused, f"{column}_" + faults.astype(str).astype(object), "").astype(object)


def _add(fault: Codes, further: Codes) -> None:
    """Put in the ``further`` faults where there is none yet."""
    free = fault == ""
    fault[free] = further[free]


def _label(cell: Any) -> str:
    return "" if cell is None or cell != cell else str(cell).strip()[:LONGEST_NAME]


def _length(record: Record) -> int:
    texts = (record.fields or {}).values()
    return len(record.raw) or sum(len(cell) for cell in texts if isinstance(cell, str))
