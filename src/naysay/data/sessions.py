"""The trading sessions of an exchange, and which of them a post belongs to."""

from __future__ import annotations

import difflib
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import exchange_calendars
import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.errors import DataError, InputError, shown

Ints = npt.NDArray[np.int64]

_FIELD = "market.calendar"
_LEAD_DAYS = 40  # past every ordinary closure, so that the session before the first is known
_MINUTE = 60_000_000_000
_DAY_MINUTES = 24 * 60


@dataclass(frozen=True, eq=False)
class Sessions:
    """The sessions of one exchange from a first to a last date, both included.

    ``index`` holds the trading dates without a clock (named ``session``), ``closes`` the instants at which
    they end, in UTC nanoseconds, with early closes and daylight saving in them. ``previous_close`` is the
    close of the session before the first. Each session ends for posts ``cutoff_minutes`` before its close:
    what is posted later counts for the next one.
    """

    calendar: str
    index: pd.DatetimeIndex
    closes: Ints
    previous_close: int
    cutoff_minutes: int = 0

    @property
    def last_instants(self) -> Ints:
        """The first instants at which a post belongs to a later session, UTC nanoseconds: later than the
        session before the first, then than each of these."""
        return np.concatenate([[self.previous_close], self.closes]) - self.cutoff_minutes * _MINUTE

    @property
    def first_instant(self) -> int:
        """The first instant at which a post belongs to one of these sessions, UTC nanoseconds."""
        return self.previous_close - self.cutoff_minutes * _MINUTE

    @property
    def end_instant(self) -> int:
        """The first instant after that at which a post belongs to none of them, UTC nanoseconds."""
        return int(self.closes[-1]) - self.cutoff_minutes * _MINUTE

    @property
    def reach(self) -> tuple[int, int]:
        """From which instant on and before which a post belongs to one of these sessions with any cut-off."""
        return self.previous_close - (_DAY_MINUTES - 1) * _MINUTE, int(self.closes[-1])

    def __len__(self) -> int:
        return len(self.index)

    def __post_init__(self) -> None:
        if not 0 <= self.cutoff_minutes < _DAY_MINUTES:
            raise InputError(
                "chatter.cutoff",
                got=self.cutoff_minutes,
                allowed=f"minutes before the close, from 0 to {_DAY_MINUTES - 1}",
                mend="Give 0 to count posts up to the close itself.",
            )

    def assign(self, posted_at: Ints) -> Ints:
        """The position in ``index`` of the session each post belongs to, -1 where it is none of these.

        A post belongs to the first session s whose close, less the cutoff, is strictly after it:

            min {s : close_s - cutoff > posted_at},

        so a post at the very close belongs to the next session. ``posted_at`` is UTC nanoseconds; a missing
        instant (NaT as an integer) gives -1, and so do posts of the previous session or earlier and posts
        after the last session.
        """
        at = np.asarray(posted_at, dtype=np.int64)
        position = np.searchsorted(self.last_instants, at, side="right") - 1
        return np.where(position < len(self), position, -1).astype(np.int64)


def session_positions(
    company: npt.NDArray[np.object_] | pd.Categorical, posted_at: Ints, sessions: Mapping[str, Sessions]
) -> npt.NDArray[np.int32]:
    """``Sessions.assign`` for posts (N,) of several companies, each on the sessions of its own exchange.

    Posts of a company without ``sessions`` belong to none: -1. Companies that share one ``Sessions`` are
    looked up together.
    """
    code, names = pd.factorize(company)
    own = [sessions.get(name) for name in names]
    exchanges = {id(of): of for of in own}
    number = {key: n for n, key in enumerate(exchanges)}
    exchange = np.array([number[id(of)] for of in own], dtype=np.intp)[code]
    rows = np.argsort(exchange, kind="stable")
    bounds = np.searchsorted(exchange[rows], np.arange(len(exchanges) + 1))
    position = np.full(len(posted_at), -1, dtype=np.int32)
    for of, first, end in zip(exchanges.values(), bounds[:-1], bounds[1:], strict=True):
        if of is not None:
            position[rows[first:end]] = of.assign(posted_at[rows[first:end]])
    return position


def trading_sessions(
    calendar: str, start: date, end: date, *, cutoff_minutes: int = 0, earliest: date | None = None
) -> Sessions:
    """The sessions of the exchange ``calendar`` (a name of exchange_calendars) from ``start`` to ``end``.

    Each ends for posts ``cutoff_minutes`` before its close. Who asks for several starts gives the
    ``earliest`` of them, and the calendar is worked out once.

    Raises
    ------
    DataError
        An exchange that is not known, dates its calendar does not cover, or no session between them.
    InputError
        A cut-off that is no number of minutes from 0 to 1439.
    """
    if start > end:
        raise DataError(
            _FIELD,
            got=f"sessions from {start} to {end}",
            allowed="a start on or before the end",
            mend="Exchange study.start and study.end.",
        )
    dates, _, closes, _ = _schedule(calendar, _known_from(earliest or start), end)
    first = int(dates.searchsorted(pd.Timestamp(start)))
    if first == len(dates):
        raise DataError(
            _FIELD,
            got=f"{calendar} from {start} to {end}",
            allowed="dates with at least one session",
            mend="Move study.start or study.end so that the exchange was open in between.",
        )
    if first == 0:
        raise DataError(
            _FIELD,
            got=f"{calendar} from {start}",
            allowed=f"a start with a session in the {_LEAD_DAYS} days before it",
            mend="Start the study later: posts before the first session cannot be told apart from its own.",
        )
    kept = closes[first:].copy()
    kept.setflags(write=False)
    return Sessions(calendar, dates[first:], kept, int(closes[first - 1]), cutoff_minutes)


@dataclass(frozen=True, slots=True)
class TradingDay:
    """When an exchange trades, on most sessions: from ``opens`` for ``length``, hours of its local day.

    ``zone`` is the exchange's time zone; a day that opens at 9:30 has ``opens`` 9.5.
    """

    zone: str
    opens: float
    length: float

    def open_parts(self) -> npt.NDArray[np.float64]:
        """The part of each hour of the local day, (24,), in which the exchange trades, 0 to 1."""
        hours = np.arange(48.0)
        ends = np.minimum(hours + 1, self.opens + self.length)
        parts = np.clip(ends - np.maximum(hours, self.opens), 0, 1)
        return np.asarray(np.minimum(parts.reshape(2, 24).sum(axis=0), 1))


def trading_day(calendar: str, start: date, end: date, *, earliest: date | None = None) -> TradingDay:
    """The usual trading hours of the exchange ``calendar`` from ``start`` to ``end``, without breaks.

    ``earliest`` as for ``trading_sessions``.

    Raises
    ------
    DataError
        As ``trading_sessions``.
    """
    sessions = trading_sessions(calendar, start, end, earliest=earliest)
    _, opens, closes, zone = _schedule(calendar, _known_from(earliest or start), end)
    opens, closes = opens[-len(sessions) :], closes[-len(sessions) :]
    local = pd.DatetimeIndex(opens, tz="UTC").tz_convert(zone)
    hours = (local.hour * 60 + local.minute) / 60
    return TradingDay(zone, float(np.median(hours)), float(np.median(closes - opens)) / (60 * _MINUTE))


def _known_from(start: date) -> date:
    """Where a calendar begins, so that it has a session before ``start``."""
    return date.fromordinal(max(1, start.toordinal() - _LEAD_DAYS))


class _Schedule(NamedTuple):
    """Trading dates of an exchange, their opens and closes in UTC nanoseconds, and its time zone."""

    dates: pd.DatetimeIndex
    opens: Ints
    closes: Ints
    zone: str


@lru_cache(maxsize=64)
def _schedule(calendar: str, first: date, last: date) -> _Schedule:
    """All trading dates from ``first`` to ``last``.

    Both ends are always given: left to itself exchange_calendars covers the 20 years before today, and the
    same study would see other sessions next year.
    """
    if calendar not in exchange_calendars.get_calendar_names():
        raise DataError(_FIELD, got=calendar, allowed=_known_names(), mend=_nearest_name(calendar))
    try:
        with warnings.catch_warnings():
            # It reads time-zone-aware columns in a way that pandas 3.1 calls deprecated.
            warnings.simplefilter("ignore", DeprecationWarning)
            exchange = exchange_calendars.get_calendar(calendar, start=str(first), end=str(last))
            schedule = exchange.schedule
    except Exception as error:  # what is wrong inside a calendar comes as an error of any type
        raise DataError(
            _FIELD,
            got=f"{calendar} from {first} to {last}",
            allowed="dates that the exchange's calendar covers",
            mend=f"Move study.start or study.end, or choose another exchange. {_said(error)}",
        ) from error
    dates = pd.DatetimeIndex(schedule.index.to_numpy().astype("datetime64[ns]"), name="session")
    opens, closes = (
        schedule[edge].dt.tz_convert(None).to_numpy().astype("datetime64[ns]").astype(np.int64)
        for edge in ("open", "close")
    )
    return _Schedule(dates, opens, closes, str(exchange.tz))


def _said(error: Exception) -> str:
    said = next(iter(str(error).splitlines()), "").strip()
    return f"The calendar says: {shown(said or type(error).__name__, limit=200)}."


def _known_names() -> str:
    names = exchange_calendars.get_calendar_names(include_aliases=False)
    return f"one of {len(names)} exchanges, such as XNYS, XNAS, XETR, XFRA, XLON, XSWX, XWBO"


def _nearest_name(calendar: str) -> str:
    close = difflib.get_close_matches(calendar.upper(), exchange_calendars.get_calendar_names(), n=3)
    return (
        f"Did you mean {' or '.join(close)}?" if close else "Use the exchange's market identifier code (MIC)."
    )
