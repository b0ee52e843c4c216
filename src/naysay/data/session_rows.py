"""Where the sessions of each company stand: in the long view, and in tables session x company."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import InputError

Ints = npt.NDArray[np.signedinteger]


@dataclass(frozen=True, eq=False)
class Calendar:
    """The sessions of one exchange, and where they stand."""

    index: pd.DatetimeIndex
    """All sessions, rising."""
    first: int
    """The place in ``index`` of the first session of the study."""
    days: Ints
    """The place of each among ``SessionRows.days``."""


@dataclass(frozen=True, eq=False)
class SessionRows:
    """The sessions of C companies, those of the study one company after the other.

    Companies that share a calendar share one object of it.
    """

    start: pd.Timestamp
    """The first date of the study."""
    companies: pd.Index
    calendars: tuple[Calendar, ...]
    calendar_of: Ints
    """The place in ``calendars`` of each company's, (C,)."""
    days: pd.DatetimeIndex
    """The sessions of any company, rising; called session."""
    first_day: int
    """The place in ``days`` of the first within the study."""
    begins: Ints
    """The first row of each company, and the number of all rows, (C + 1,)."""

    @classmethod
    def of(cls, sessions: Mapping[str, pd.DatetimeIndex], start: date) -> SessionRows:
        """Those of ``sessions`` by company, in a study from ``start`` on.

        Raises
        ------
        InputError
            No company, or sessions that do not rise or have none in the study.
        """
        if not sessions:
            raise InputError("company", got="none", allowed="at least one company", mend="Add a [[company]].")
        checked = dict[int, pd.DatetimeIndex]()
        for company, index in sessions.items():
            if id(index) not in checked:
                checked[id(index)] = _checked_sessions(company, index, start)
        days = np.unique(np.concatenate([index.to_numpy() for index in checked.values()]))
        calendars = tuple(
            Calendar(
                index, int(index.searchsorted(pd.Timestamp(start))), np.searchsorted(days, index.to_numpy())
            )
            for index in checked.values()
        )
        place = {key: number for number, key in enumerate(checked)}
        calendar_of = np.array([place[id(index)] for index in sessions.values()])
        lengths = np.array([len(calendar.index) - calendar.first for calendar in calendars])
        return cls(
            pd.Timestamp(start),
            pd.Index(list(sessions), name="company"),
            calendars,
            calendar_of,
            pd.DatetimeIndex(days, name="session"),
            int(np.searchsorted(days, np.datetime64(start))),
            np.concatenate([[0], np.cumsum(lengths[calendar_of])]),
        )

    def __len__(self) -> int:
        return int(self.begins[-1])

    def of_company(self, number: int) -> slice:
        """The rows of the company at the place ``number``."""
        return slice(int(self.begins[number]), int(self.begins[number + 1]))

    @property
    def code(self) -> Ints:
        """The place of its company for each row."""
        kind = np.int16 if len(self.companies) < 2**15 else np.int32
        return np.repeat(np.arange(len(self.companies), dtype=kind), np.diff(self.begins))

    def index(self) -> pd.MultiIndex:
        """(company, session) of each row."""
        own = [calendar.days[calendar.first :] - self.first_day for calendar in self.calendars]
        day = np.concatenate([own[number] for number in self.calendar_of])
        return pd.MultiIndex(
            [self.companies, self.days[self.first_day :]],  # type: ignore[list-item]
            [self.code, day],  # type: ignore[list-item]
            names=["company", "session"],
            verify_integrity=False,
        )

    def rows_of(self, index: pd.MultiIndex) -> Ints:
        """The row of each (company, session) of ``index``, -1 where there is none."""
        rows = np.full((len(self.calendars), len(self.days) + 1), -1)
        for number, calendar in enumerate(self.calendars):
            rows[number, calendar.days[calendar.first :]] = np.arange(len(calendar.index) - calendar.first)
        (names, days), (name, day) = index.levels, index.codes
        company = np.asarray(self.companies.get_indexer(names))[name]
        own = rows[self.calendar_of[company], np.asarray(self.days.get_indexer(days))[day]]
        return np.where((company >= 0) & (own >= 0), own + self.begins[company], -1)


def _checked_sessions(company: str, index: pd.DatetimeIndex, start: date) -> pd.DatetimeIndex:
    if index.tz is not None or not index.is_monotonic_increasing or not index.is_unique:
        fault = "with a time zone" if index.tz is not None else "that do not rise"
        raise InputError(
            "sessions", got=f"sessions of {company} {fault}", allowed="rising naive dates", mend="Sort them."
        )
    if not len(index) or index[-1] < pd.Timestamp(start):
        raise InputError(
            "study.start",
            got=f"{start}, after the last session of {company}",
            allowed="a start on or before the last session",
            mend="Give sessions up to the end of the study.",
        )
    return index.as_unit("ns").rename("session")
