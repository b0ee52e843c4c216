"""What `naysay check` says of the posts: their files' first and last rows go the way of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from naysay.data.clock import checked_heaps
from naysay.data.excerpts import LAST_ROWS, MOST_ROWS, Excerpts, Extent, Side, apart, extent
from naysay.data.forgotten import KeyedNames
from naysay.data.forums import forum
from naysay.data.limits import limited
from naysay.data.other_format import format_told
from naysay.data.post_losses import check_kept
from naysay.data.posts import Posts, read_posts
from naysay.data.readings import LanguageCount
from naysay.data.scorers import Scorer
from naysay.data.scratch import temporary_folder
from naysay.data.sessions import Sessions
from naysay.data.unlinked import authors_and_texts, unlinked_words
from naysay.run.inspection_lines import size_text
from naysay.study.counts import counted
from naysay.study.errors import DataError, Fault, printable
from naysay.study.notices import caught
from naysay.study.spec import Study

TOGETHER: Final = "which can only be read together; a run reads all"
PERIOD: Final = "outside_period"
PERIOD_FIELD: Final = "study.start"
"""What is refused of posts outside of the study: a file in order of time has its others between its ends."""
SHOWN_COMPANIES: Final = 10
MOST_LANGUAGES: Final = 3
"""Languages that are listed."""


@dataclass
class PostsCheck:
    """``faults`` are what a run refuses, ``lines`` what else is worth to know; ``is_all`` of all rows."""

    faults: list[Fault] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    is_all: bool = False


def check_posts(
    study: Study,
    files: Mapping[str, Path],
    *,
    sessions: Mapping[str, Sessions],
    scorer: Scorer,
    others: Sequence[Scorer] = (),
    forgotten: Sequence[KeyedNames] = (),
) -> PostsCheck:
    """Read the first and last rows of ``files``, as a run reads all of them, and say what it would say.

    Small files are read whole. Of others a share that is too large in the head and in the tail alike is a
    fault; one that is too large in one of them alone may be small in the whole file, and is a line.
    Of ``others`` that the study compares with only those count that read a column of their own.
    """
    of = extent(tuple(files.items()))
    if not of.is_all and forum(study.posts.format).reads_together:
        size = f"{counted(of.n_files, 'file')} of about {size_text(of.size)}"
        return PostsCheck(lines=[f"did not look into the posts: {size} in {study.posts.format}, {TOGETHER}"])
    check = PostsCheck(is_all=of.is_all)
    scorers = [scorer, *(one for one in others if not one.reads_texts)]
    reading = _PartReader(study, sessions, scorers, forgotten)
    whole = reading.of(of, "both")
    with caught():  # what these say was said already
        check.faults += _uncut(study, of)
        ends = () if of.is_all else (reading.of(of, "head"), reading.of(of, "tail"))
    if not ends:
        check.faults += _new(whole.faults, check.faults)
    else:
        head, tail = ends
        fields = [{fault.field for fault in part.faults} for part in (head, tail) if part.rows]
        for fault in _new(whole.faults, check.faults):
            if fault.field != PERIOD_FIELD and all(fault.field in of_end for of_end in fields):
                check.faults.append(fault)
            else:
                check.lines.append(f"in some of these rows alone: {fault}")
        check.lines.insert(0, _what_was_read(of, whole, head.rows, tail.rows))
    if study.posts.company == "text":
        check.lines += _of_links(study, whole.posts, of, forgotten)
    if whole.posts is not None:
        check.lines += _of_languages(whole.posts.languages, scorer)
        check.lines += _tells(study, whole.posts, is_all=of.is_all)
    return check


@dataclass
class _ReadPart:
    """What reading some rows came to; ``posts`` is None where none could be read."""

    posts: Posts | None
    faults: list[Fault]
    rows: int
    read: int = 0
    """The bytes of these rows."""


class _PartReader:
    """Reads parts of files into a folder that goes at once."""

    def __init__(
        self,
        study: Study,
        sessions: Mapping[str, Sessions],
        scorers: Sequence[Scorer],
        forgotten: Sequence[KeyedNames],
    ) -> None:
        self._study, self._sessions, self._scorers = study, sessions, scorers
        self._forgotten = forgotten
        self._bytes = 0

    def of(self, of: Extent, side: Side) -> _ReadPart:
        """What a run would refuse if ``side`` of the files was all there is."""
        try:
            posts = self._read(self._study, of, side)
            faults = []
        except DataError as error:
            posts, faults = None, [error.fault]
            tolerant = self._study.posts.model_copy(update={"max_lost": 1.0})
            try:
                posts = self._read(self._study.model_copy(update={"posts": tolerant}), of, side)
            except DataError as again:
                faults += _new([again.fault], faults)
        if posts is None:
            return _ReadPart(None, faults, 0)
        if posts.rows("kept") or not faults:  # else that nothing is kept was said already
            faults += _new(_of_what_is_kept(self._study, posts), faults)
        faults += _new(_of_the_clock(self._study, posts), faults)
        return _ReadPart(posts, faults, sum(file.rows for file in posts.files), self._bytes)

    def _read(self, study: Study, of: Extent, side: Side) -> Posts:
        with temporary_folder() as folder, format_told(study.posts, dict(of.files).values()):
            source = Excerpts(study.posts, of, side, folder=folder / "posts")
            posts = read_posts(
                study,
                dict(of.files),
                sessions=self._sessions,
                scorers=self._scorers,
                folder=folder / "posts",
                quarantine=folder / "quarantine.jsonl",
                forgotten=self._forgotten,
                source=source,
                most=None if of.is_all else MOST_ROWS,
            )
        self._bytes = source.read
        return posts


def _of_what_is_kept(study: Study, posts: Posts) -> list[Fault]:
    try:
        check_kept(study, posts.losses, posts.lost)
    except DataError as error:
        return [error.fault]
    return []


def _of_the_clock(study: Study, posts: Posts) -> list[Fault]:
    if study.posts.clock == "date_only":
        return []
    scored, _ = limited(posts.scored, study.chatter)
    try:
        checked_heaps(scored, study.posts.timezone)
    except DataError as error:
        return [error.fault]
    return []


def _uncut(study: Study, of: Extent) -> list[Fault]:
    """Why files cannot be taken apart at all, one fault each: a run ends at the first."""
    faults: list[Fault] = []
    for one in apart(study.posts, of):
        try:
            with format_told(study.posts, dict(one.files).values()):
                for _ in Excerpts(study.posts, one).parts(1):
                    pass
        except DataError as error:
            faults += _new([error.fault], faults)
    return faults


def _new(faults: Sequence[Fault], known: Sequence[Fault]) -> list[Fault]:
    seen = {(fault.field, fault.got) for fault in known}
    return [fault for fault in faults if (fault.field, fault.got) not in seen]


def _what_was_read(of: Extent, whole: _ReadPart, head: int, tail: int) -> str:
    """What was read: all, or so many rows of so many files."""
    first, last = f"the first {head:,} and last ", f"the first {counted(head, 'row')}"
    ends = first + counted(tail, "row") if tail else last
    chosen = f" of {len(of.files):,} of {counted(of.n_files, 'file')}" if len(of.files) < of.n_files else ""
    where = chosen or " of " + counted(of.n_files, "file")
    about = int(round(whole.rows * of.size / max(whole.read, 1), -3))
    return f"looked into {ends}{where}, of about {counted(about, 'row')}; a run reads all"


def _tells(study: Study, posts: Posts, *, is_all: bool) -> Iterator[str]:
    rows, kept = sum(file.rows for file in posts.files), posts.rows("kept")
    lost = {
        cause: posts.rows(stage, cause)
        for stage in ("quarantined", "duplicate", "filtered")
        for cause in dict.fromkeys(loss.cause for loss in posts.losses if loss.stage == stage)
    }
    yield f"{counted(kept, 'post')} of companies and sessions of the study in {counted(rows, 'row')}" + (
        "" if is_all else " read"
    )
    for cause, n in sorted(lost.items(), key=lambda each: -each[1]):
        yield printable(f"  {counted(n, 'row')} not used: {cause.replace('_', ' ')}{_why(study, cause)}")
    talked_of = Counter(loss.company for loss in posts.losses if loss.company and loss.stage != "quarantined")
    silent = [company.ticker for company in study.company if company.ticker not in talked_of]
    if silent and rows:
        more = f" and {len(silent) - SHOWN_COMPANIES} more" if len(silent) > SHOWN_COMPANIES else ""
        where = "" if is_all else " read"
        yield f"no post{where} names {', '.join(silent[:SHOWN_COMPANIES])}{more}"


def _of_languages(languages: Sequence[LanguageCount], scorer: Scorer) -> Iterator[str]:
    """The most frequent languages of the posts, and which scorer reads each."""
    of = sum(one.posts for one in languages)
    listed = [
        f"{one.language} {100 * one.posts / of:.0f} % (scorer {scorer.reader(one.language) or 'none'})"
        for one in languages[:MOST_LANGUAGES]
        if one.language
    ]
    if listed:
        yield f"posts by language: {', '.join(listed)}"


def _of_links(
    study: Study, posts: Posts | None, of: Extent, forgotten: Sequence[KeyedNames]
) -> Iterator[str]:
    """Tickers that were refused, since they may be another company's, and words that name no company."""
    links = {} if posts is None else posts.links
    away = {company: rows for (company, _, why), rows in links.items() if why == "other_listing"}
    for company, rows in sorted(away.items(), key=lambda each: (-each[1], each[0]))[:SHOWN_COMPANIES]:
        yield (
            f"{counted(rows, 'post')} with a ticker that may be {company} or another company, not "
            "used: home_cashtag = true in its [[company]] takes those without an exchange"
        )
    words = unlinked_words(authors_and_texts(study.posts, of, forgotten), study.company)
    for what, most in (("cashtags", words.cashtags), ("capitalised names", words.names)):
        if most:
            listed = ", ".join(f"{word} ({times:,})" for word, times in most)
            yield printable(f"frequent {what} that name no company of the study: {listed}")


def _why(study: Study, cause: str) -> str:
    if cause == PERIOD:
        return f" ({study.study.start} to {study.study.end})"
    if cause == "no_company" and study.posts.company != "text":
        return f' (posts.company = "{study.posts.company}" names none of the study)'
    return ""


__all__ = ["LAST_ROWS", "PostsCheck", "check_posts"]
