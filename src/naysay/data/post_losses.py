"""What was lost of a study's rows of posts: refused where nothing is left, warned of where much is lost."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from naysay.data.forums import forum
from naysay.data.refusals import mend_of
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.notices import warn
from naysay.study.spec import Study


@dataclass(frozen=True, slots=True)
class LostRows:
    """What rows that were lost look like, without anything that they say."""

    first_refused: str = ""
    """The reason and the place of the first row that could not be read."""
    first_unlinked: str = ""
    """The form of the first name of no company of the study, or that folder or file itself."""
    outside: tuple[str, str] = ("", "")
    """The dates in UTC of the first and the last post that lies in no session of the study."""


def check_readable(study: Study, losses: Sequence[Loss], first_refused: str, *, rows: int) -> None:
    """Refuse more unreadable rows, of so many ``rows``, than ``posts.max_lost`` allows.

    Raises
    ------
    DataError
        With the reason and the place of the first.
    """
    unreadable = rows_by_cause(losses, "quarantined")
    n = sum(unreadable.values())
    if n > study.posts.max_lost * rows:
        raise DataError(
            "posts.max_lost",
            got=f"{n:,} of {counted(rows, 'row')} unreadable, the first for {first_refused}",
            allowed=f"a share of at most {study.posts.max_lost:g}",
            mend=mend_of(unreadable, has_columns=forum(study.posts.format).has_columns),
        )


def check_kept(study: Study, losses: Sequence[Loss], lost: LostRows) -> None:
    """Refuse posts of which none is kept, and warn of losses above ``warn_above``.

    ``losses`` are of the stages of ``Posts``.

    Raises
    ------
    DataError
        Where all posts of each company have one id, and where no post is kept; the message names the largest
        loss.
    """
    by_cause, rows = rows_by_cause(losses, "filtered"), rows_by_cause(losses, "rows_in")["rows"]
    duplicates, kept = (sum(rows_by_cause(losses, stage).values()) for stage in ("duplicate", "kept"))
    tied = duplicates + kept + by_cause.get("retweet", 0) + by_cause.get("outside_period", 0)
    talked_about = {loss.company for loss in losses if loss.company and loss.stage != "rows_in"}
    if duplicates > tied / 2 and tied - duplicates <= len(talked_about):
        raise _one_id(study, duplicates, tied)
    if kept == 0:
        unreadable = sum(rows_by_cause(losses, "quarantined").values())
        raise _none_kept(study, {"unreadable": unreadable, "same_key": duplicates, **by_cause}, lost, rows)
    most, unlinked = study.warn_above, by_cause.get("no_company", 0)
    names_all = study.posts.company == "text" or forum(study.posts.format).is_of_all
    if not names_all and unlinked > most.unlinked * rows:
        by, written = study.posts.company, lost.first_unlinked
        warn("unlinked", n=unlinked, of=rows, share=unlinked / rows, place=by, written=written)
    if duplicates > most.duplicates * tied:
        warn("duplicates", n=duplicates, of=tied, share=duplicates / tied)
    outside, (first, last) = by_cause.get("outside_period", 0), lost.outside
    if outside > most.outside_period * tied:
        share = outside / tied
        warn("outside_period", n=outside, of=tied, share=share, first_date=first, last_date=last)


def _one_id(study: Study, duplicates: int, tied: int) -> DataError:
    named = study.posts.format == "table"
    where = f"the column {study.posts.columns.id}" if named else "the ids in the files"
    return DataError(
        "posts.columns.id" if named else "posts.path",
        got=f"{duplicates:,} of {counted(tied, 'post')} with the id of an earlier one: "
        "each company has one id only",
        allowed="an id of its own for each post",
        mend=f"Check {where}: ids may have been cut or rounded."
        + (' Without ids write id = "" below [posts.columns].' if named else ""),
    )


def _none_kept(study: Study, by_cause: dict[str, int], lost: LostRows, rows: int) -> DataError:
    """No post is left: the cause that took most of them, and what to do about it."""
    cause = max(by_cause, key=lambda cause: by_cause[cause])
    share = f"no post to measure: {by_cause[cause]:,} of {counted(rows, 'row')}"
    start, end, posts = study.study.start, study.study.end, study.posts
    match cause:
        case "no_company":
            return DataError(
                "posts.company",
                got=f"{share} name no company of the study{_written(study, lost)}",
                allowed="posts that name a ticker, a name or an alias of the study's companies",
                mend=_mend_links(study),
            )
        case "outside_period":
            return DataError(
                "study.start",
                got=f"{share} lie before or after the study, from {lost.outside[0]} to {lost.outside[1]}",
                allowed=f"posts from {start} to {end}",
                mend="Correct study.start and study.end, or name files with posts of that time.",
            )
        case "retweet":
            return DataError(
                "posts.retweets",
                got=f"{share} repeat another post",
                allowed="posts that repeat no other",
                mend='Write retweets = "keep" below [posts] to count them.',
            )
        case "many_companies":
            return DataError(
                "posts.max_companies",
                got=f"{share} name more than {counted(posts.max_companies or 0, 'company')}",
                allowed="posts that name fewer",
                mend="Raise posts.max_companies, or leave it out.",
            )
        case "unreadable":
            return DataError(
                "posts.path",
                got=f"{share} cannot be read, the first for {lost.first_refused}",
                allowed="posts that can be read",
                mend="quarantine.jsonl names each with its reason: mend the files.",
            )
    return DataError(
        "posts.path",
        got=f"{share} are left out for the cause {cause}",
        allowed="posts that can be counted",
        mend=f"Check that {posts.path} names the right files.",
    )


_MEND_LINKS: Final = {
    "column": "Write the names of the column {column} as aliases of the companies, or name another column "
    "below [posts.columns].",
    "folder": "Write the names of the folders as aliases of the companies, or choose another way for "
    "posts.company: file, column or text.",
    "file": "Write the names of the files as aliases of the companies, or choose another way for "
    "posts.company: folder, column or text.",
    "text": "Write the names that posts use as aliases of the companies.",
}


def _mend_links(study: Study) -> str:
    posts = study.posts
    if posts.company == "column" and posts.format != "table":
        return (
            "Write what its posts name as tickers, aliases or ISIN of the companies, or choose another way "
            "for posts.company: folder, file or text."
        )
    return _MEND_LINKS[posts.company].format(column=posts.columns.company)


def _written(study: Study, lost: LostRows) -> str:
    by, first = study.posts.company, lost.first_unlinked
    match by:
        case "text":
            return ""
        case "column":
            return f"; the column of the first is {f'written like {first}' if first else 'empty'}"
    return f"; the first {by} is {first}"
