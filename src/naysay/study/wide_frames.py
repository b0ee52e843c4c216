"""What the functions for Python take: sessions down and companies across, one series, or long rows.

A frame session x company, a Series by session for one company, and a Series by company and session, as
``daily.set_index(["company", "session"])["negativity"]`` gives it, are the same data and the same numbers.
"""

from __future__ import annotations

from typing import Final, TypeGuard, cast

import pandas as pd

from naysay.study.counts import counted
from naysay.study.errors import InputError
from naysay.study.sessions_index import no_dates, read_dates, sessions_of

LEVELS: Final = ("company", "session")
ALLOWED: Final = (
    "a DataFrame session x company, a Series by session for one company, or a Series by company and session"
)
LONG: Final = 'For long rows use table.set_index(["company", "session"])["negativity"].'


def wide(values: pd.Series | pd.DataFrame, field: str) -> pd.DataFrame:
    """``values`` as a frame session x company, sessions in order; what long rows lack is NaN.

    Companies are in the order in which they first appear, and called as they are: 7 is not "7". A Series by
    session is one company of its own name.

    Raises
    ------
    InputError
        Anything else; an index that holds no sessions, a session twice, or a company twice on a session;
        columns of several levels.
    """
    if not isinstance(values, pd.Series | pd.DataFrame):
        raise InputError(field, got=type(values).__name__, allowed=ALLOWED, mend=LONG)
    if isinstance(values.index, pd.MultiIndex):
        return _unstacked(_one_column(values, field), field)
    frame = values.to_frame() if isinstance(values, pd.Series) else values
    if isinstance(frame.columns, pd.MultiIndex):
        raise InputError(
            f"{field}.columns",
            got=f"columns of {frame.columns.nlevels} levels",
            allowed="one level: the companies",
            mend=f'Take one series of the table, such as table["{field}"].',
        )
    sessions = sessions_of(frame, field)
    if frame.index is not sessions:
        frame = frame.set_axis(sessions, axis=0)
    if isinstance(frame.columns, pd.CategoricalIndex):
        frame = frame.set_axis(pd.Index(frame.columns.to_list(), name=frame.columns.name), axis=1)
    return frame


def wide_alike(**series: pd.Series | pd.DataFrame | None) -> dict[str, pd.DataFrame]:
    """Each series that is not None as ``wide`` makes it, by its argument's name.

    The same companies stand in the order of the first. Where all are Series by session they are of one
    company: that of the name they share, else "series".

    Raises
    ------
    InputError
        As ``wide``. Other companies and sessions are left for the caller to refuse.
    """
    frames = {name: wide(values, name) for name, values in series.items() if values is not None}
    if all(is_shared(values) for values in series.values() if values is not None):
        names: set[object] = {frame.columns[0] for frame in frames.values()}
        label = names if len(names) == 1 and names != {0} else ["series"]
        return {name: frame.set_axis(list(label), axis=1) for name, frame in frames.items()}
    first = next(iter(frames.values())).columns
    for name, frame in frames.items():
        same = frame.columns.is_unique and set(frame.columns) == set(first)
        if same and not frame.columns.equals(first):
            frames[name] = frame[list(first)]
    return frames


def is_shared(values: object) -> TypeGuard[pd.Series]:
    """Whether ``values`` are one series by session, for one company or for all of them."""
    return isinstance(values, pd.Series) and not isinstance(values.index, pd.MultiIndex)


def event_rows(events: pd.DataFrame, field: str = "events") -> pd.DataFrame:
    """``events`` with company and session as columns, also where they are its index; a copy.

    An index of two levels alone (``pd.MultiIndex``) is a list of events without anything else.

    Raises
    ------
    InputError
        No frame, or neither columns nor index levels company and session.
    """
    if isinstance(events, pd.MultiIndex):
        events = pd.DataFrame(index=events)
    if not isinstance(events, pd.DataFrame):
        raise InputError(
            field,
            got=type(events).__name__,
            allowed="a DataFrame with the columns company and session",
            mend='Write pandas.DataFrame({"company": [...], "session": [...]}).',
        )
    if isinstance(events.index, pd.MultiIndex) and not {*LEVELS} <= {*events.columns}:
        company, session = _levels(events.index, field)
        named = {name: name for name in LEVELS}
        rows = events.index.to_frame(index=False, allow_duplicates=True)
        rows = rows.set_axis(range(rows.shape[1]), axis=1)[[company, session]].set_axis(list(named), axis=1)
        events = pd.concat([rows, events.reset_index(drop=True)], axis=1)
    frame = events.reset_index(drop=True)
    kind = frame["company"].dtype if "company" in frame else None
    if isinstance(kind, pd.CategoricalDtype):
        frame["company"] = frame["company"].astype(kind.categories.dtype)
    return frame


def _one_column(values: pd.Series | pd.DataFrame, field: str) -> pd.Series:
    if isinstance(values, pd.Series):
        return values
    if values.shape[1] == 1:
        return values.iloc[:, 0]
    raise InputError(
        field,
        got=f"a long table of {counted(values.shape[1], 'column')}: {list(values.columns)[:5]}",
        allowed=ALLOWED,
        mend='Take one column, table["negativity"], or pivot to sessions down and companies across.',
    )


def _unstacked(rows: pd.Series, field: str) -> pd.DataFrame:
    index = cast(pd.MultiIndex, rows.index)
    company, session = _levels(index, field)
    names = index.get_level_values(company)
    if names.hasnans:
        raise InputError(
            f"{field}.index",
            got="a row without a company",
            allowed="a company and a session in each row",
            mend="Drop such rows; read tables with keep_default_na=False, or NA is no ticker.",
        )
    dates = read_dates(index.get_level_values(session), f"{field}.index")
    code, companies = pd.factorize(names, sort=False)
    labels = pd.Index(companies.to_list(), name=LEVELS[0])
    long = pd.Series(rows.to_numpy(), pd.MultiIndex.from_arrays([dates, code], names=[LEVELS[1], None]))
    if not long.index.is_unique:
        day, place = long.index[long.index.duplicated()][0]
        raise InputError(
            f"{field}.index",
            got=f"{labels[place]} more than once on {day:%Y-%m-%d}",
            allowed="each company once on a session",
            mend="Drop repeated rows, or take the rows of one measure alone.",
        )
    if rows.empty:
        return pd.DataFrame(index=pd.DatetimeIndex([], name=LEVELS[1]), columns=labels, dtype=float)
    table = long.unstack()  # noqa: PD010  pivot_table would average repeated rows in silence
    return table.sort_index(axis=0).sort_index(axis=1).set_axis(labels, axis=1)


def _levels(index: pd.MultiIndex, field: str) -> tuple[int, int]:
    """Which level holds the company and which the session: by name, else by what is a date."""
    fault = f"{index.nlevels} levels {list(index.names)}"
    if index.nlevels == len(LEVELS):
        places = {name: index.names.index(name) for name in LEVELS if index.names.count(name) == 1}
        if not places:
            dated = [place for place in (0, 1) if no_dates(index.levels[place]) is None]
            places = {"session": dated[0]} if len(dated) == 1 else {}
        if places:
            company = places.get("company", 1 - places.get("session", 0))
            if places.get("session", 1 - company) == 1 - company:
                return company, 1 - company
        fault = f"two levels {list(index.names)} of which none or both hold dates"
    raise InputError(
        f"{field}.index",
        got=fault,
        allowed="the levels company and session, in either order",
        mend='Name them: series.rename_axis(["company", "session"]), in the order in which they stand.',
    )
