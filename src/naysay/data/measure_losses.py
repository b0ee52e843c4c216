"""What was lost of rows of daily measures: refused where nothing is left, warned of where much is lost."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Self

import pandas as pd

from naysay.study.characters import form
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.notices import warn
from naysay.study.spec import Study

_OTHERS: Final = "quarantine.jsonl names each with its reason: mend the files, or raise chatter.max_lost."
_MENDS: Final = {
    "no_session": 'These dates are no sessions of the exchange. Write dates = "day" if they are calendar '
    "days, or name the exchange of the companies as market.calendar.",
    "time_unreadable": "Write days such as 2024-03-01, or name another column as chatter.columns.date.",
    "no_time": "Name the column with the day as chatter.columns.date.",
    "measure_unreadable": "Name the column with the numbers as chatter.columns.measure.",
    "n_posts_unreadable": "Name a column of whole numbers as chatter.columns.n_posts, or leave it out.",
}


@dataclass(frozen=True, slots=True)
class _OwnWords:
    """What is said where most rows that cannot be read have one cause."""

    column: str
    got: str
    allowed: str
    mend: str


_OWN: Final = {
    "date_with_clock": _OwnWords(
        "date",
        "with a time of day",
        "one row for each company and day, with the day alone, such as 2024-03-01",
        "Make one value of each day, such as the mean of its times, and write the day as it is in "
        "chatter.timezone. Where each row is a post, read the file with [posts] instead.",
    ),
    "measure_percent": _OwnWords(
        "measure",
        "with a percent sign",
        "plain numbers, such as 12.5 or 0.125",
        "Leave the sign out in all rows alike. Whether it is 12.5 or 0.125 does not matter: each measure is "
        "compared with its own past.",
    ),
    "n_posts_percent": _OwnWords(
        "n_posts",
        "with a percent sign",
        "whole numbers of posts",
        "A share is no number of posts: name another column as chatter.columns.n_posts, or leave it out.",
    ),
}


@dataclass(frozen=True, slots=True)
class LostMeasures:
    """What lost rows look like, without what they say."""

    firsts: Mapping[str, str]
    """The place of the first row that could not be read, by its reason; the very first comes first."""
    first_unlinked: str
    """The form of the first name of no company of the study."""
    outside: tuple[str, str]
    """The first and the last day that lies in no session of the study."""

    @classmethod
    def of(cls, rows: pd.DataFrame, files: Sequence[str]) -> Self:
        """Those of ``rows`` with the columns fault, file, line, cause, written and day."""
        refused = rows[rows["fault"] != ""].drop_duplicates("fault")
        unlinked = rows[rows["cause"] == "no_company"]
        days = rows.loc[rows["cause"] == "outside_period", "day"]
        places = zip(refused["fault"], refused["file"], refused["line"], strict=True)
        return cls(
            {fault: f"{files[file]}:{line}" for fault, file, line in places},
            "" if unlinked.empty else form(unlinked.iloc[0]["written"]),
            ("", "") if days.empty else (f"{days.min():%Y-%m-%d}", f"{days.max():%Y-%m-%d}"),
        )


def check_readable(study: Study, losses: Sequence[Loss], lost: LostMeasures) -> None:
    """Refuse more unreadable rows than ``chatter.max_lost`` allows.

    Raises
    ------
    DataError
        With the place of the first, and what most of them have in common.
    """
    refused, rows = rows_by_cause(losses, "quarantined"), rows_by_cause(losses, "rows_in")["rows"]
    n = sum(refused.values())
    if n > study.chatter.max_lost * rows:
        largest = max(refused, key=lambda cause: refused[cause])
        is_most = 2 * refused[largest] >= n
        if is_most and (own := _OWN.get(largest)):
            raise DataError(
                f"chatter.columns.{own.column}",
                got=f"{refused[largest]:,} of {counted(rows, 'row')} {own.got} in the column "
                f"{getattr(study.chatter.columns, own.column)}, the first at {lost.firsts[largest]}",
                allowed=own.allowed,
                mend=own.mend,
            )
        reason, place = next(iter(lost.firsts.items()))
        raise DataError(
            "chatter.max_lost",
            got=f"{n:,} of {counted(rows, 'row')} unreadable, the first for {reason} at {place}",
            allowed=f"a share of at most {study.chatter.max_lost:g}",
            mend=_MENDS.get(largest, _OTHERS) if is_most else _OTHERS,
        )


def check_used(study: Study, losses: Sequence[Loss], lost: LostMeasures) -> None:
    """Refuse measures of which none is used, and warn of losses above ``warn_above``.

    Raises
    ------
    DataError
        Where none is used; the message names the largest loss.
    """
    by_cause, rows = rows_by_cause(losses, "filtered"), rows_by_cause(losses, "rows_in")["rows"]
    duplicates, used = (sum(rows_by_cause(losses, stage).values()) for stage in ("duplicate", "kept"))
    if used == 0:
        refused = sum(rows_by_cause(losses, "quarantined").values())
        raise _none_used(study, {"unreadable": refused, "same_key": duplicates, **by_cause}, lost, rows)
    most, unlinked = study.warn_above, by_cause.get("no_company", 0)
    if unlinked > most.unlinked * rows:
        warn("measures_unlinked", n=unlinked, of=rows, share=unlinked / rows, written=lost.first_unlinked)
    outside, (first, last) = by_cause.get("outside_period", 0), lost.outside
    linked = rows - unlinked - sum(rows_by_cause(losses, "quarantined").values())
    if outside > most.outside_period * linked:
        share = outside / linked
        warn("measures_outside", n=outside, of=linked, share=share, first_date=first, last_date=last)


def _none_used(study: Study, by_cause: dict[str, int], lost: LostMeasures, rows: int) -> DataError:
    cause = max(by_cause, key=lambda cause: by_cause[cause])
    share = f"no day to measure: {by_cause[cause]:,} of {counted(rows, 'row')}"
    columns, about = study.chatter.columns, study.study
    match cause:
        case "no_company":
            written = f"is written like {lost.first_unlinked}" if lost.first_unlinked else "is empty"
            return DataError(
                "chatter.columns.company",
                got=f"{share} name no company of the study; that of the first {written}",
                allowed="a ticker, name, alias or ISIN of the study's companies",
                mend=f"Write the names of the column {columns.company} as aliases of the companies, or name "
                "another column.",
            )
        case "outside_period":
            return DataError(
                "study.start",
                got=f"{share} lie before or after the study, from {lost.outside[0]} to {lost.outside[1]}",
                allowed=f"days that sessions from {about.start} to {about.end} know",
                mend="Correct study.start and study.end, or name files of that time.",
            )
        case "no_measure":
            return DataError(
                "chatter.columns.measure",
                got=f"{share} have nothing in the column {columns.measure}",
                allowed="a column with numbers",
                mend="Name the column with the measure.",
            )
    return DataError(
        "chatter.path",
        got=f"{share} are left out for the cause {cause}",
        allowed="daily measures that can be read",
        mend="quarantine.jsonl names rows that cannot be read: mend the files.",
    )
