"""The last day of a study that ends with ``end = "latest"``, and the day that a report is of."""

from __future__ import annotations

import datetime as dt

import pandas as pd

from naysay.data.markets import market
from naysay.data.sessions import trading_sessions
from naysay.data.snapshots import exists, recover
from naysay.run.fetched import make_ready
from naysay.run.prices import symbols, without_benchmark
from naysay.run.progress import Progress
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError, InputError
from naysay.study.notices import caught
from naysay.study.spec import Study
from naysay.study.values import LAST_DATE, LATEST


def with_end(
    study: Study, workspace: Workspace, *, locked: bool, today: dt.date | None, progress: Progress
) -> Study:
    """``study`` with the date of its last session in place of ``end = "latest"``; any other as it is.

    That is the last session that the benchmark has a price of; without a benchmark, the last one that half of
    the companies with prices or more reach, so that one which is no longer traded does not end the study.
    Prices of a network's source that were never fetched are fetched first, up to the session before
    ``today``; what was fetched stays as it is.

    Raises
    ------
    DataError
        Prices that cannot be read, or that end before the study starts.
    """
    if study.study.end != LATEST:
        return study
    source = market(study.prices.source)
    if source.needs_network:
        recover(workspace.snapshot(study))
        if not exists(workspace.snapshot(study)):
            fetched = up_to_yesterday(study, today)
            make_ready(fetched, workspace, locked=locked, today=today, progress=progress)
    end, whose = _last_session(study, workspace)
    progress.say(f"the study ends on {end}, the last session with prices of {whose}")
    return _ending(study, end)


def end_so_far(study: Study, workspace: Workspace, *, today: dt.date | None, progress: Progress) -> Study:
    """As ``with_end``, off the network: before the first fetch, the end that a fetch would ask for."""
    source = market(study.prices.source)
    if study.study.end == LATEST and source.needs_network and not exists(workspace.snapshot(study)):
        return up_to_yesterday(study, today)
    return with_end(study, workspace, locked=True, today=today, progress=progress)


def up_to_yesterday(study: Study, today: dt.date | None) -> Study:
    """``study`` with the last session before ``today`` in place of ``end = "latest"``: what a fetch asks for.

    Raises
    ------
    DataError
        A study that starts today or later, or nobody who says which day it is.
    """
    if study.study.end != LATEST:
        return study
    if today is None or today <= study.study.start:
        raise DataError(
            "study.end",
            got='"latest"' + (" without a day that it is" if today is None else f" on {today}"),
            allowed="a study with sessions that are over",
            mend="There are no prices yet: fetch them later, or write a date.",
        )
    return _ending(study, _session_until(study, today - dt.timedelta(days=1)))


def last_session(study: Study) -> dt.date:
    """The last session of any exchange of the study."""
    return _session_until(study, study.study.end)


def as_of(study: Study, day: dt.date | None) -> dt.date:
    """The day that the report is of: ``day``, or the last session where none is named.

    Raises
    ------
    InputError
        A day before the last session, of which the report tells, or after the last year of calendars.
    """
    last = last_session(study)
    if day is not None and not last <= day <= LAST_DATE:
        raise InputError(
            "--date",
            got=day,
            allowed=f"a day from {last}, the last session of the study, to {LAST_DATE}",
            mend="Name a later day, or let the study end earlier.",
        )
    return last if day is None else day


def _ending(study: Study, end: dt.date) -> Study:
    return study.model_copy(update={"study": study.study.model_copy(update={"end": end})})


def _session_until(study: Study, day: dt.date) -> dt.date:
    calendars = dict.fromkeys(map(study.calendar_of, study.company))
    ends = [trading_sessions(name, study.study.start, day).index[-1] for name in calendars]
    return dt.date.fromisoformat(max(ends).date().isoformat())


def _last_session(study: Study, workspace: Workspace) -> tuple[dt.date, str]:
    """The last session that the prices have, and whose prices say so."""
    source, named = market(study.prices.source), study.market.benchmark
    folder = workspace.snapshot(study) if source.needs_network else workspace.prices(study)
    with caught():  # they are read once more, with all that a run says of them
        prices = source.prices([named] if named else symbols(study), folder, study.prices)
    if named is not None and named not in prices.histories:
        raise without_benchmark(study, prices)
    closes = [history.frame["close"].dropna().index for history in prices.histories.values()]
    ends = sorted((index[-1] for index in closes if len(index)), reverse=True)
    last = ends[(len(ends) - 1) // 2] if ends else pd.NaT
    whose = f"the benchmark {named}" if named else f"{(len(ends) + 1) // 2} of {len(ends)} companies or more"
    if pd.isna(last) or last.date() < study.study.start:
        raise DataError(
            "study.end",
            got='"latest"' + (", with no price" if pd.isna(last) else f", with prices up to {last.date()}"),
            allowed=f"prices from study.start = {study.study.start} on",
            mend="Bring newer prices, or start the study earlier.",
        )
    return _session_until(study, min(last.date(), LAST_DATE)), whose
