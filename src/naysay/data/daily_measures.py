"""Reads daily measures of chatter that somebody else made, and puts each on the session that knew it first.

A row is used, skipped with a cause or refused with one. Nothing is filled in, and no value is known earlier
than its day was over.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from naysay.data.forums.base import RefusedRow
from naysay.data.instants import zone
from naysay.data.measure_losses import LostMeasures, check_readable
from naysay.data.measure_rows import (
    PATH,
    MeasureFile,
    in_terms_of_chatter,
    read_measure_file,
    tickers_by_label,
)
from naysay.data.measure_sessions import on_sessions, place_rows
from naysay.data.portions import write_refused
from naysay.data.post_files import PostFile, warn_of_empty
from naysay.data.sessions import Sessions
from naysay.data.witness import shown_text
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.losses import Loss
from naysay.study.spec import Study


@dataclass(frozen=True, eq=False)
class DailyMeasures:
    """The measures of a study by company and session, and what became of each row of its files.

    ``losses`` are of the stages of ``Posts`` and hold the same identity. ``combined`` is the number of days
    that share their session with an earlier one, by company.
    """

    daily: pd.DataFrame
    """Index (company, session), columns ``COLUMNS`` of ``measure_sessions``."""
    files: tuple[PostFile, ...]
    losses: tuple[Loss, ...]
    combined: Mapping[str, int]
    lost: LostMeasures

    def rows(self, stage: str) -> int:
        """The rows of one stage over all companies."""
        return sum(loss.rows for loss in self.losses if loss.stage == stage)


def read_daily_measures(
    study: Study, files: Mapping[str, Path], sessions: Mapping[str, Sessions], *, quarantine: Path
) -> DailyMeasures:
    """The measures in ``files`` (shown name to path) on ``sessions``, one ``Sessions`` a company.

    With ``dates = "day"`` the value of a day is known when the day is over in ``chatter.timezone`` and
    belongs to the first session whose close is later. Days that share a session become their mean, weighted
    by their posts where all are known. With ``dates = "session"`` a date that is no session of the company's
    exchange is refused. A company and date that comes again with the same values is a duplicate. A
    day without a measure is skipped; its number of posts, if it has one, still counts for the session.

    ``negativity`` is the measure, signed so that more is more negative, standardised on the company's own
    past as ``daily_chatter`` does it. ``quarantine`` gets a line of JSON for each refused row.

    Raises
    ------
    DataError
        Files that cannot be read or have no rows, too many refused rows, a company and date with different
        values, an unknown time zone.
    """
    chatter, ticker_of = study.chatter, tickers_by_label(study.company)
    with in_terms_of_chatter():
        zone(chatter.timezone)
    read = [read_measure_file(shown_text(name), path, chatter, ticker_of) for name, path in files.items()]
    rows = pd.concat([one.rows.assign(file=place) for place, one in enumerate(read)], ignore_index=True)
    if rows.empty:
        raise DataError(
            PATH,
            got=f"{counted(len(read), 'file')} without a single row",
            allowed="files that hold daily measures",
            mend=f"Check that {chatter.path} names the right files and that they are not empty.",
        )
    of = tuple(PostFile(one.name, one.sha256, len(one.rows)) for one in read)
    warn_of_empty(of)
    rows["session"], rows["cause"] = -1, ""
    for exchange in {id(of): of for of in sessions.values()}.values():
        own = rows["company"].isin([name for name, of in sessions.items() if of is exchange])
        place_rows(rows, own.to_numpy(), exchange, chatter)
    _sort_out(rows, read)
    with quarantine.open("w", encoding="utf-8") as log:
        for place, one in enumerate(read):
            refused = rows[(rows["file"] == place) & (rows["fault"] != "")]
            write_refused(log, one.name, [_refused_row(row) for row in refused.itertuples()])
    losses, lost = _losses(rows), LostMeasures.of(rows, [one.name for one in read])
    check_readable(study, losses, lost)
    used = rows[rows["cause"].isin(["used", "no_measure"])]
    daily = on_sessions(used, sessions, chatter)
    measured = used[used["cause"] == "used"]
    extra = measured.duplicated(["company", "session"])
    return DailyMeasures(
        daily=daily,
        files=of,
        losses=losses,
        combined=measured.loc[extra, "company"].value_counts(sort=False).to_dict(),
        lost=lost,
    )


def _sort_out(rows: pd.DataFrame, read: list[MeasureFile]) -> None:
    """Write into ``cause`` what becomes of each row: refused, a cause of being skipped, or used.

    Raises
    ------
    DataError
        The same company and date with different values.
    """
    rows.loc[rows["company"] == "", "cause"] = "no_company"
    rows.loc[rows["fault"] != "", "cause"] = "refused"
    missing = (rows["cause"] == "") & rows["measure"].isna()
    rows.loc[missing, "cause"] = "no_measure"
    open_rows = rows[rows["cause"] == ""]
    again = open_rows.duplicated(["company", "day"])
    if again.any():
        first = open_rows[~again].set_index(["company", "day"])
        repeated = open_rows[again]
        before = first.loc[pd.MultiIndex.from_frame(repeated[["company", "day"]])]
        same = np.ones(len(repeated), dtype=bool)
        for name in ("measure", "n_posts"):
            one, other = repeated[name].to_numpy(), before[name].to_numpy()
            same &= (one == other) | (np.isnan(one) & np.isnan(other))
        if not same.all():
            at = int(np.flatnonzero(~same)[0])
            raise _contradiction(repeated.iloc[at], before.iloc[at], read)
        rows.loc[repeated.index, "cause"] = "same_key"
    rows.loc[rows["cause"] == "", "cause"] = "used"


def _contradiction(row: pd.Series, before: pd.Series, read: list[MeasureFile]) -> DataError:
    one, other = (f"{read[of['file']].name}:{of['line']}" for of in (before, row))
    return DataError(
        PATH,
        got=f"{row['company']} on {row['day']:%Y-%m-%d} with different values at {one} and {other}",
        allowed="one value a company and date",
        mend="Keep the row that is meant. Several sources need a column of their own each, and a study each.",
    )


def _refused_row(row: tuple[object, ...]) -> RefusedRow:
    return RefusedRow(int(row.line), str(row.fault), int(row.length))  # type: ignore[attr-defined]


def _losses(rows: pd.DataFrame) -> tuple[Loss, ...]:
    """All rows by stage, cause and company, in the order of their names."""
    stage_of = {"used": "kept", "refused": "quarantined", "same_key": "duplicate"}
    counts: dict[tuple[str, str, str], int] = {("rows_in", "rows", ""): len(rows)}
    keys = zip(rows["cause"], rows["fault"], rows["company"], strict=True)
    for (cause, fault, company), n in Counter(keys).items():
        stage = stage_of.get(cause, "filtered")
        shown = fault if cause == "refused" else "daily_measures" if cause == "used" else cause
        key = (stage, shown, "" if cause in ("refused", "no_company") else company)
        counts[key] = counts.get(key, 0) + n
    return tuple(Loss(*key, n) for key, n in sorted(counts.items()))
