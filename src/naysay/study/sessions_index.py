"""Dates at the Python door: a table's index of sessions, and the dates of events. Nothing is guessed."""

from __future__ import annotations

import datetime as dt
import re
from typing import Final

import numpy as np
import pandas as pd

from naysay.study.errors import InputError

_ISO: Final = re.compile(r"\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?")
_ALLOWED: Final = "increasing, unique trading dates without clock or time zone"
_LONG: Final = 'With several companies: table.set_index(["company", "session"])[column].'


def sessions_of(table: pd.DataFrame | pd.Series, field: str) -> pd.DatetimeIndex:
    """The index of ``table`` as sessions: dates, or their ISO text (2020-11-05), in order and each once.

    Raises
    ------
    InputError
        A MultiIndex; an index without dates, such as 0, 1, 2, ...; dates that can be read in two ways; a
        clock or a time zone; repeated dates, as of a long column of several companies; unordered dates.
    """
    index, field = table.index, f"{field}.index"
    if isinstance(index, pd.MultiIndex):
        raise InputError(
            field,
            got=f"a MultiIndex of {index.nlevels} levels",
            allowed=_ALLOWED,
            mend='Make it wide: table.reset_index().pivot(index="session", columns="company", values=...).',
        )
    if not len(index):
        return pd.DatetimeIndex([])
    index = read_dates(index, field)
    if not index.is_unique:
        day = index[index.duplicated()][0]
        raise InputError(
            field, got=f"{day:%Y-%m-%d} more than once", allowed=_ALLOWED, mend=f"Drop repeated rows. {_LONG}"
        )
    if not index.is_monotonic_increasing:
        raise InputError(
            field, got="an index that is not in order of time", allowed=_ALLOWED, mend="Use sort_index()."
        )
    return index


def read_dates(index: pd.Index, field: str) -> pd.DatetimeIndex:
    """``index`` as dates without a clock, in the order they came: dates, or their ISO text.

    Raises
    ------
    InputError
        Values that are no dates or can be read in two ways; a clock, a time zone, a missing date.
    """
    if not isinstance(index, pd.DatetimeIndex):
        fault = no_dates(index)
        if fault is not None:
            raise InputError(
                field,
                got=fault,
                allowed=f"{_ALLOWED}, or their text YYYY-MM-DD",
                mend=f'Name the sessions of one company: table.set_index("session"). {_LONG}',
            )
        index = _read(index, field)
    if (fault := not_sessions(index)) is not None:
        raise InputError(
            field,
            got=fault,
            allowed=_ALLOWED,
            mend="Use a DatetimeIndex: drop missing dates, tz_localize(None), normalize().",
        )
    return index


def dates_of(values: pd.Series, field: str) -> pd.DatetimeIndex:
    """Dates without a clock in the order they came: dates, or their ISO text.

    Raises
    ------
    InputError
        Numbers; text that is no ISO date, such as 05.11.2020, which is in May or in November; a clock, a time
        zone or a missing date.
    """
    if not len(values):
        return pd.DatetimeIndex([])
    dates = pd.DatetimeIndex(values) if pd.api.types.is_datetime64_any_dtype(values.dtype) else None
    if dates is None:
        fault = no_dates(pd.Index(values))
        if fault is not None:
            raise InputError(
                field,
                got=fault,
                allowed="dates, or their text YYYY-MM-DD",
                mend="Write dates as YYYY-MM-DD, or read them with pandas.to_datetime(..., format=...).",
            )
        dates = _read(pd.Index(values), field)
    if (fault := not_sessions(dates)) is not None:
        raise InputError(
            field,
            got=fault,
            allowed="trading dates without clock or time zone, none missing",
            mend="Give each event the session it belongs to.",
        )
    return dates


def not_sessions(dates: pd.DatetimeIndex) -> str | None:
    """What keeps ``dates`` from being sessions, which are dates without a clock; None when nothing does."""
    if dates.tz is not None:
        return f"dates in the time zone {dates.tz}"
    if dates.hasnans:
        return "missing dates"
    if not dates.equals(dates.normalize()):
        return "dates with a time of day"
    return None


def no_dates(values: pd.Index) -> str | None:
    """The first of ``values`` that is neither a date nor the ISO text of one; None when there is none."""
    for value in values:
        if isinstance(value, dt.date | np.datetime64) or value is None or value is pd.NaT:
            continue
        if isinstance(value, float) and np.isnan(value):
            continue
        if isinstance(value, str):
            if _ISO.fullmatch(value) is None:
                return f'the text "{value}"'
            continue
        return f"the {type(value).__name__} {value}"
    return None


def _read(values: pd.Index, field: str) -> pd.DatetimeIndex:
    try:
        return pd.DatetimeIndex(pd.to_datetime(values, format="ISO8601"))
    except (TypeError, ValueError) as error:
        raise InputError(
            field, got=str(error), allowed="dates that exist", mend="Write dates as YYYY-MM-DD."
        ) from error
