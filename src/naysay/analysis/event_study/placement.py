"""Puts events on the calendar: the session each belongs to, and which of them share sessions with another."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.design import EventDesign
from naysay.study.errors import InputError
from naysay.study.reasons import because, is_reason
from naysay.study.sessions_index import dates_of
from naysay.study.wide_frames import LEVELS, event_rows

Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]

CONTAMINATED = because("overlapping_event")


@dataclass(frozen=True)
class Placement:
    """Events in the order of the input, with their places on the calendar.

    ``frame`` carries the caller's columns with ``session`` moved to a trading session, ``moved_from``,
    ``contaminated`` and ``sessions_after``. ``position`` and ``column`` are places in the panel; they mean
    something only where ``reason`` is empty.
    """

    frame: pd.DataFrame
    position: Ints
    column: Ints
    reason: npt.NDArray[np.object_]


def place(
    events: pd.DataFrame, sessions: pd.DatetimeIndex, companies: pd.Index, *, design: EventDesign
) -> Placement:
    """Each event on the first session at or after its date.

    A date without trading (weekend, holiday) moves forward to the first session that could react, and
    ``moved_from`` keeps the date; elsewhere it is NaT. An event that cannot be used stays with its
    ``reason``: what its column ``excluded`` says, an unknown company, a date outside the sample, too few
    sessions before, too few after for any of the tested windows, or a second event of the company on the
    same session (the earlier date counts, then the smaller ``event_id``).
    ``sessions_after`` counts the sessions of the sample after the event, up to the end of the event window, 0
    for a date outside of the sample: with fewer than a window needs the event is still open there.
    ``contaminated`` is True where another event of the company lies in the estimation window or the two
    event windows meet; such events are used.

    Raises
    ------
    InputError
        Columns ``company`` or ``session`` missing, sessions that are no dates, ``event_id`` not unique,
        ``excluded`` that holds a sentence.
    """
    frame, dates_of_events = _checked(events)
    position = sessions.searchsorted(dates_of_events, side="left").astype(np.int64)
    column = companies.get_indexer(pd.Index(frame["company"])).astype(np.int64)
    inside = position < len(sessions)
    if len(sessions):  # a date before the sample must not move into it
        inside &= dates_of_events >= sessions[0]

    frame["session"] = dates_of_events.where(~inside, _taken(sessions, position))
    frame["moved_from"] = pd.Series(dates_of_events).where(inside & (frame["session"] != dates_of_events))
    usable = inside & (column >= 0)
    left = len(sessions) - 1 - position
    frame["sessions_after"] = np.where(inside, np.clip(left, 0, max(0, design.event_window[1])), 0)
    frame["contaminated"] = _contaminated(position, column, usable, design)
    causes = {
        because("no_returns_of_company"): column < 0,
        because("date_outside_sample"): ~inside,
        because("too_few_sessions_before_event"): position + design.estimation[0] < 0,
        because("too_few_sessions_after_event"): left < min(end for _, end in design.windows),
        because("second_event_of_session"): _repeated(frame, dates_of_events, position, column, usable),
    }
    reason = _excluded(frame)
    for cause, holds in reversed(causes.items()):
        reason[holds] = cause
    return Placement(frame, position, column, reason)


def _excluded(frame: pd.DataFrame) -> npt.NDArray[np.object_]:
    """The caller's own reasons, empty where there is none; the column is not carried along."""
    if "excluded" not in frame:
        return np.full(len(frame), "", dtype=object)
    reasons = frame.pop("excluded").fillna("").astype(str)
    for reason in reasons[reasons != ""].unique():
        if not is_reason(reason):
            raise InputError(
                "events.excluded",
                got=reason,
                allowed="empty, or a code with its values, such as rumour or too_small least=5",
                mend="Write the code in letters, digits and underscores, and words in your own report.",
            )
    return np.asarray(reasons.to_numpy(dtype=object))


def session_places(dates: pd.Series, sessions: pd.DatetimeIndex) -> Ints:
    """The place of the first session at or after each date; -1 for dates outside of ``sessions``."""
    dates_of_events = dates_of(dates, "session")
    place = sessions.searchsorted(dates_of_events, side="left").astype(np.int64)
    inside = (place < len(sessions)) & (dates_of_events >= sessions[0] if len(sessions) else False)
    return np.where(inside, place, -1)


def without_contaminated(placement: Placement) -> Placement:
    """The same without contaminated events; of two events that meet, both are contaminated."""
    reason = placement.reason.copy()
    reason[(reason == "") & placement.frame["contaminated"].to_numpy(dtype=bool)] = CONTAMINATED
    return replace(placement, reason=reason)


def event_ids(company: pd.Series, session: pd.DatetimeIndex) -> list[str]:
    """Readable ids such as ``ACME-2024-03-01``; a repeated one goes on with ``-2``, ``-3``, ..."""
    plain = pd.Series(
        [f"{name}-{day:%Y-%m-%d}" for name, day in zip(company, session, strict=True)], dtype=str
    )
    again = plain.groupby(plain).cumcount()
    return [text if count == 0 else f"{text}-{count + 1}" for text, count in zip(plain, again, strict=True)]


def _checked(events: pd.DataFrame) -> tuple[pd.DataFrame, pd.DatetimeIndex]:
    frame = event_rows(events)
    missing = [name for name in LEVELS if name not in frame]
    if missing:
        raise InputError(
            "events",
            got=f"no column {' and no column '.join(missing)}",
            allowed="a DataFrame with the columns company and session",
            mend="Rename the columns of the events.",
        )
    dates_of_events = dates_of(frame["session"], "events.session")
    if "event_id" not in frame:
        frame.insert(0, "event_id", event_ids(frame["company"], dates_of_events))
    elif not frame["event_id"].is_unique:
        raise InputError(
            "events.event_id",
            got=f"{frame['event_id'][frame['event_id'].duplicated()].iloc[0]} more than once",
            allowed="one id an event",
            mend="Drop the column to have ids made.",
        )
    return frame, dates_of_events


def _taken(sessions: pd.DatetimeIndex, position: Ints) -> pd.DatetimeIndex:
    if not len(sessions):
        return pd.DatetimeIndex([pd.NaT] * len(position))
    return sessions[np.minimum(position, len(sessions) - 1)]


def _contaminated(position: Ints, column: Ints, usable: Flags, design: EventDesign) -> Flags:
    """Counts neighbours of the same company by two searches in one sorted key (company, position)."""
    reach = design.event_window[1] - design.event_window[0]
    stride = int(position.max(initial=0)) + reach - design.estimation[0] + reach + 1
    key = (column * 2 * stride + position)[usable]  # twice: no search reaches the next company
    ordered = np.sort(key)

    def between(first: int, last: int) -> Ints:
        upper = np.searchsorted(ordered, key + last, side="right")
        return np.asarray(upper - np.searchsorted(ordered, key + first, side="left"))

    near = between(-reach, reach) - 1
    # An event window that starts after the event lets the estimation window reach over the event itself.
    itself = int(design.estimation[0] <= 0 <= design.estimation[1])
    before = between(design.estimation[0], design.estimation[1]) - itself
    flags = np.zeros(len(position), dtype=bool)
    flags[usable] = (near > 0) | (before > 0)
    return flags


def _repeated(
    frame: pd.DataFrame, dates_of_events: pd.DatetimeIndex, position: Ints, column: Ints, usable: Flags
) -> Flags:
    ranked = pd.DataFrame(
        {"column": column, "position": position, "date": dates_of_events, "id": frame["event_id"].astype(str)}
    )[usable].sort_values(["date", "id"])
    flags = np.zeros(len(frame), dtype=bool)
    flags[ranked.index[ranked.duplicated(["column", "position"])]] = True
    return flags
