"""Reads a study's posts once, chunk by chunk, and counts the rows that are not kept by their cause."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.duplicates import seen_before
from naysay.data.forgotten import KeyedNames
from naysay.data.forums import is_plain
from naysay.data.forums.base import CHUNK
from naysay.data.intake import Intake, score_name, take_in
from naysay.data.portions import RETWEET, Portion, column, forums
from naysay.data.post_files import PostFiles
from naysay.data.scored import ScoredPosts
from naysay.data.scorers import Scorer
from naysay.data.sessions import Sessions
from naysay.data.witness import shown_text
from naysay.study.errors import DataError
from naysay.study.executor import Executor, Serial
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.spec import Study

STAGES: Final = ("rows_in", "kept", "quarantined", "duplicate", "filtered")
BYTES_A_WORKER: Final = 10_000_000
"""Of the unpacked files; a process that reads fewer takes longer to start than to work."""
UNPACKED: Final = 6
"""Times the size of a packed file that its posts usually are."""


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file that posts were read from."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Posts:
    """The posts of one study, deduplicated, tied to companies and scored.

    ``losses`` are of the ``STAGES``, which hold the identity

        rows_in = kept + quarantined + duplicate + filtered

    in which a row that mentions further companies counts once for each of them.
    """

    scored: ScoredPosts
    """With the scores of the first scorer."""
    scores: tuple[npt.NDArray[np.int16], ...]
    """The scores of the same posts by each of the scorers."""
    files: tuple[PostFile, ...]
    losses: tuple[Loss, ...]
    links: Mapping[tuple[str, str, str], int] = field(default_factory=dict)
    """(company, linked or refused, rule or reason) to the rows of which it was decided."""

    def rows(self, stage: str, cause: str | None = None) -> int:
        """The rows of one stage over all companies, whatever the cause or of one."""
        rows = rows_by_cause(self.losses, stage)
        return sum(rows.values()) if cause is None else rows.get(cause, 0)


def read_posts(
    study: Study,
    files: Mapping[str, Path],
    *,
    sessions: Mapping[str, Sessions],
    scorers: Sequence[Scorer],
    folder: Path,
    quarantine: Path,
    forgotten: Sequence[KeyedNames] = (),
    executor: Executor | None = None,
    progress: Callable[[int], None] = lambda rows: None,
) -> Posts:
    """Read ``files`` (shown name to path), and score their posts by each of ``scorers``.

    The key of a post is (source, post_id, company): one post may stand in several companies' files, and
    counts once in each. A post is kept when it can be read, belongs to a company, was not seen before, is no
    retweet (unless the study keeps them) and lies in its company's period. ``quarantine`` gets one JSON line
    for every row that cannot be read: file, line, reason and length of the row, never its text.
    Columns of posts, without text, lie below ``folder`` meanwhile. Posts whose author or id is on one of the
    lists ``forgotten`` are left out before anything else is asked of them.

    Workers of the ``executor`` take parts of the files; what comes out does not depend on them. Without one
    this process works alone, and so it does where the files are too small for others.

    Raises
    ------
    DataError
        A file that cannot be read or changes while it is, that unpacks to more than is allowed, files without
        one row, or more unreadable rows than the study allows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [shown_text(name) for name in files]
    source = PostFiles(study.posts, tuple(zip(names, files.values(), strict=True)))
    intake = Intake(
        study.posts, tuple(study.company), sessions, tuple(scorers), folder, forgotten=tuple(forgotten)
    )
    workers = Serial() if executor is None or useful_workers(files.values()) < 2 else executor
    ledger, columns = _Ledger(), list[Path]()
    with quarantine.open("wb") as log:
        for taken in workers.map_shared(take_in, intake, source.parts(CHUNK)):
            source.check(up_to=taken.portions[-1].file)
            for portion in taken.portions:
                ledger.enter(portion)
            if taken.quarantine is not None:
                with taken.quarantine.open("rb") as lines:
                    shutil.copyfileobj(lines, log)
                taken.quarantine.unlink()
            if taken.columns is not None:
                columns.append(taken.columns)
            progress(sum(portion.rows for portion in taken.portions))
    source.check(up_to=len(names))
    scored, scores = _kept(study, columns, len(scorers), ledger)
    read = tuple(
        PostFile(name, sha256, ledger.rows_of_file[place])
        for place, (name, sha256) in enumerate(zip(names, source.hashes, strict=True))
    )
    losses = tuple(Loss(*key, rows) for key, rows in sorted(ledger.counts.items()))
    posts = Posts(scored, scores, read, losses, dict(sorted(ledger.links.items())))
    _check_losses(posts, study, ledger)
    return posts


def useful_workers(files: Iterable[Path]) -> int:
    """The workers that have enough to read in ``files``; one that is not there has nothing to read."""
    size = sum(path.stat().st_size * (1 if is_plain(path) else UNPACKED) for path in files if path.is_file())
    return size // max(1, BYTES_A_WORKER)


class _Ledger:
    """Counts what became of the rows of all portions, as they come in the order of the files."""

    def __init__(self) -> None:
        self.counts = Counter[tuple[str, str, str]]()
        self.links = Counter[tuple[str, str, str]]()
        self.rows_of_file = Counter[int]()
        self.first_refused = ""
        self.skipped = 0
        """Rows that are no posts by design; they are not among those that could not be read."""

    def enter(self, portion: Portion) -> None:
        """Count the rows of a portion."""
        self.rows_of_file[portion.file] += portion.rows
        self.skipped += portion.skipped.total()
        self.links.update(portion.links)
        self._count("rows_in", "rows", portion.rows)
        self._count("filtered", "no_company", portion.without_company)
        self._count("filtered", "many_companies", portion.of_many_companies)
        for company, rows in portion.further.items():
            self._count("rows_in", "further_company", rows, company)
        for cause, rows in portion.skipped.items():
            self._count("filtered", cause, rows)
        for reason, rows in portion.refused.items():
            self._count("quarantined", reason, rows)
        self.first_refused = self.first_refused or portion.first_refused

    def sort(self, stage: str, cause: str, companies: Sequence[str], of: npt.NDArray[np.int32]) -> None:
        """Count posts by company, which ``of`` gives by its place among ``companies``."""
        for company, rows in zip(companies, np.bincount(of, minlength=len(companies)), strict=True):
            self._count(stage, cause, int(rows), company)

    def _count(self, stage: str, cause: str, rows: int, company: str = "") -> None:
        if rows:
            self.counts[stage, cause, company] += rows


def _kept(
    study: Study, files: Sequence[Path], scorers: int, ledger: _Ledger
) -> tuple[ScoredPosts, tuple[npt.NDArray[np.int16], ...]]:
    """The posts that are kept; the others are counted under the first cause that holds.

    Columns are read one by one, and only their posts are held.
    """
    companies = [company.ticker for company in study.company]
    company, session = column(files, "company", np.int32), column(files, "session", np.int32)
    seen = seen_before(column(files, "key_high", np.uint64), column(files, "key_low", np.uint64), company)
    retweet, kept = ~seen & (session == RETWEET), ~seen & (session >= 0)
    ledger.sort("duplicate", "same_key", companies, company[seen])
    ledger.sort("filtered", "retweet", companies, company[retweet])
    ledger.sort("filtered", "outside_period", companies, company[~(seen | retweet | kept)])
    ledger.sort("kept", "posts", companies, company[kept])
    scores = tuple(column(files, score_name(place), np.int16)[kept] for place in range(scorers))
    scored = ScoredPosts(
        company=pd.Categorical.from_codes(company[kept], pd.Index(companies, dtype=object)),
        posted_at=column(files, "posted_at", np.int64)[kept],
        session=session[kept],
        score=scores[0],
        author=column(files, "author", np.int64)[kept],
        said=column(files, "said", np.int64)[kept],
        forum=forums(files)[kept],
    )
    return scored, scores


def _check_losses(posts: Posts, study: Study, ledger: _Ledger) -> None:
    rows, lost = sum(file.rows for file in posts.files), posts.rows("quarantined")
    if rows == 0:
        raise DataError(
            "posts.path",
            got=f"{len(posts.files)} files without a single row",
            allowed="files that hold posts",
            mend=f"Check that {study.posts.path} names the right files and that they are not empty.",
        )
    rows -= ledger.skipped
    if lost > study.posts.max_lost * rows:
        raise DataError(
            "posts.max_lost",
            got=f"{lost} of {rows} rows unreadable, the first for {ledger.first_refused}",
            allowed=f"a share of at most {study.posts.max_lost:g}",
            mend=_mend(posts, lost),
        )


def _mend(posts: Posts, lost: int) -> str:
    """What to do about rows that could not be read."""
    if 2 * posts.rows("quarantined", "time_without_clock") >= lost:
        return (
            'These are dates without a time of day. Write clock = "date_only" below [posts]: then a post is '
            "known only after the end of its day in posts.timezone."
        )
    return "quarantine.jsonl names each with its reason: mend the files, or raise posts.max_lost."
