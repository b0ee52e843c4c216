"""Prices that are fetched into a snapshot: which dates a study needs, and whether the snapshot has them."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path

from naysay.data.markets import market
from naysay.data.markets.base import FetchOptions
from naysay.data.sessions import trading_sessions
from naysay.data.snapshots import check_replaceable, exists, recover
from naysay.run.prices import EARLIER, symbols
from naysay.run.progress import Progress
from naysay.run.workspace import Workspace
from naysay.study.errors import DataError, InputError
from naysay.study.spec import Study


def make_ready(
    study: Study, workspace: Workspace, *, locked: bool, today: date | None, progress: Progress
) -> None:
    """Fetch the prices of a study that has no snapshot yet; refuse a snapshot that does not fit it.

    Nothing happens where prices are files. A snapshot is never completed here: what it lacks is for
    ``naysay fetch``, so that a run which finds a snapshot stays off the network.

    Raises
    ------
    DataError
        With ``locked`` prices that were never fetched; what a fetch refused; what the snapshot lacks.
    """
    if not market(study.prices.source).needs_network:
        return
    folder = workspace.snapshot(study)
    recover(folder)
    if exists(folder):
        check_snapshot(study, workspace, today=today)
    elif locked:
        raise DataError(
            "prices",
            got="no snapshot",
            allowed="prices that were fetched before",
            mend=f"Run `{workspace.fetch_command()}`.",
        )
    else:
        fetch_prices(study, workspace, progress, today=today)


def check_snapshot(study: Study, workspace: Workspace, *, today: date | None) -> list[str]:
    """What is worth telling of the snapshot of the study's prices, one line each.

    Raises
    ------
    DataError
        What the snapshot lacks, with the command that fetches it.
    """
    check = market(study.prices.source).check_stored
    if check is None:
        return []
    start, end = needed_dates(study, today)
    notes = check(
        symbols(study),
        start=start,
        end=end,
        folder=workspace.snapshot(study),
        command=workspace.fetch_command(),
    )
    goes_on = today is not None and today <= study.study.end
    return [*notes, *([f"the study goes on: so far it needs prices up to {end}"] if goes_on else [])]


def fetch_prices(
    study: Study,
    workspace: Workspace,
    progress: Progress,
    *,
    today: date | None,
    only: Sequence[str] = (),
    renew: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Path:
    """Store what the source of prices has for the study, and say where.

    What is stored and fits is kept, and replaced with ``renew`` alone. ``only`` names symbols of the study;
    none stands for all.

    Raises
    ------
    DataError
        A source that is not fetched from, or what the source refused.
    InputError
        A symbol in ``only`` that the study does not have.
    """
    source = market(study.prices.source)
    if source.fetch is None:
        raise DataError(
            "prices.source",
            got=study.prices.source,
            allowed="a source that is fetched, such as yahoo",
            mend="Prices in files need no fetching: run the study.",
        )
    wanted = symbols(study)
    unknown = [symbol for symbol in only if symbol not in wanted]
    if unknown:
        raise InputError(
            "--only",
            got=", ".join(unknown),
            allowed="tickers of the study and its benchmark",
            mend="Write them as the study does, one --only for each.",
        )
    folder = workspace.snapshot(study)
    check_replaceable(folder)
    start, end = needed_dates(study, today)
    progress.say(f"prices from {start} to {end}")
    source.fetch(
        [symbol for symbol in wanted if symbol in only] if only else wanted,
        start=start,
        end=end,
        folder=folder,
        options=FetchOptions(
            command=workspace.fetch_command(),
            today=today,
            renew=renew,
            seed=study.study.seed,
            sleep=sleep,
            say=progress.say,
        ),
    )
    return folder


def needed_dates(study: Study, today: date | None) -> tuple[date, date]:
    """The first and last day with a session of any exchange of the study whose prices it needs.

    The last one is before ``today``: the prices of a day are final once it is over. None stands for a day
    after the study's end.

    Raises
    ------
    DataError
        A study all of whose sessions are still to come, or an exchange that is not known.
    """
    earliest, end = study.study.start - EARLIER, study.study.end
    calendars = dict.fromkeys([study.market.calendar, *map(study.calendar_of, study.company)])
    days = [day for name in calendars for day in trading_sessions(name, earliest, end).index]
    final = [day.date() for day in days if today is None or day.date() < today]
    if not final:
        raise DataError(
            "study.start",
            got=str(study.study.start),
            allowed="a study with sessions that are over",
            mend="There are no prices yet: fetch them later.",
        )
    return min(final), max(final)
