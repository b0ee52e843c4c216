"""Reads a study's posts once, chunk by chunk, and counts the rows that are not kept by their cause."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.copy_ranks import copy_ranks
from naysay.data.duplicates import companies_named, copies
from naysay.data.forgotten import KeyedNames
from naysay.data.forums import forum, is_plain
from naysay.data.forums.base import CHUNK
from naysay.data.intake import Intake
from naysay.data.ledger import Ledger
from naysay.data.own_scores import ScoreTally, check_own_scores
from naysay.data.portions import RETWEET, column, forums
from naysay.data.post_depends import can_be_kept
from naysay.data.post_files import PostFile, PostFiles, warn_of_empty
from naysay.data.post_losses import LostRows, check_readable
from naysay.data.post_stages import StagedPosts
from naysay.data.readings import LanguageCount, SettledReadings, settled
from naysay.data.scored import ScoredPosts
from naysay.data.scorers import Scorer
from naysay.data.scorers.given import ColumnScorer
from naysay.data.sessions import Sessions
from naysay.data.taking import take_in
from naysay.data.witness import shown_text
from naysay.study.counts import counted
from naysay.study.errors import DataError
from naysay.study.executor import Executor, Serial
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.spec import Study
from naysay.study.stages import Stages

STAGES: Final = ("rows_in", "kept", "quarantined", "duplicate", "filtered")
BYTES_A_WORKER: Final = 10_000_000
"""Of the unpacked files; a process that reads fewer takes longer to start than to work."""
UNPACKED: Final = 6
"""Times the size of a packed file that its posts usually are."""


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
    lost: LostRows = field(default_factory=LostRows)
    languages: tuple[LanguageCount, ...] = ()
    """Those that the posts are in, the most frequent first; none where no scorer reads texts."""
    columns: tuple[Path, ...] = ()
    """The files with the columns of the posts, as long as the folder that the caller chose is there."""
    kept: npt.NDArray[np.bool_] = field(default_factory=lambda: np.empty(0, dtype=bool))
    """Which rows of these are the posts of ``scored``, in the same order."""
    posts_of_chunks: tuple[int, ...] = ()
    """How many of these rows are of each chunk of the files, which can be cut in the same way again."""
    chunk: int = CHUNK
    """Bytes of a part of the files."""

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
    joining: Executor | None = None,
    progress: Callable[[int, int], None] = lambda rows, size: None,
    source: PostFiles | None = None,
    most: int | None = None,
    stages: Stages | None = None,
) -> Posts:
    """Read ``files`` (shown name to path), and score their posts by each of ``scorers``.

    The key of a post is (source, post_id, company): one post may stand in several companies' files, and
    counts once in each, with its earliest copy (``copy_ranks``). A post is kept when it can be read, belongs
    to a company, is no other copy, is no retweet (unless the study keeps them) and lies in its company's
    period. ``quarantine`` gets one JSON line for every row that cannot be read: file, line, reason and length
    of the row, never its text. Columns of posts, without text, lie below ``folder`` meanwhile. Posts whose
    author or id is on one of the lists ``forgotten`` are left out before anything else is asked of them.

    Workers of the ``executor`` take parts of the files; what comes out does not depend on them. Without one
    this process works alone, and so it does where the files are too small for others. ``joining`` is the
    executor for files that are read together before they are cut, if another one shall count these parts.

    Of files whose columns or scores ``stages`` keep, only what is missing is made: one that changed is read
    and scored alone, and another scorer scores again what the others did not have to. They are not asked
    where a ``source`` or ``most`` is named.

    ``progress`` hears of the rows of each part and of its bytes in the files, as soon as it was taken.

    A ``source`` cuts the files in its own way, such as into heads and tails. Of a chunk only about ``most``
    rows are read, all if that is None.

    Raises
    ------
    DataError
        A file that cannot be read or changes while it is, that unpacks to more than is allowed, files without
        one row, or more unreadable rows than the study allows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    names = [shown_text(name) for name in files]
    named = tuple(zip(names, files.values(), strict=True))
    workers = Serial() if executor is None or useful_workers(files.values()) < 2 else executor
    joiners = joining if joining is not None and workers is executor else workers
    of_study = (study.posts, tuple(study.company), sessions, tuple(scorers), folder, tuple(forgotten), most)
    intake = Intake(*of_study, is_afar=not workers.sees_files)
    cut: PostFiles | StagedPosts
    if stages is not None and stages.keeps and source is None and most is None and can_be_kept(scorers):
        cut = StagedPosts(intake, named, stages)
        all_taken = cut.taken(workers, joiners)
    else:
        cut = source or PostFiles(study.posts, named, folder, joiners)
        all_taken = (one.landed() for one in workers.map_shared(take_in, intake, cut.parts(CHUNK)))
    ledger, columns, tally, posts_of_chunks = Ledger(), list[Path](), ScoreTally(), list[int]()
    with quarantine.open("wb") as log:
        for taken in all_taken:
            cut.check(up_to=taken.portions[-1].file)
            tally.add(taken.tally)
            for portion in taken.portions:
                ledger.enter(portion)
                posts_of_chunks.append(portion.posts)
            if taken.quarantine is not None:
                with taken.quarantine.open("rb") as lines:
                    shutil.copyfileobj(lines, log)
                taken.quarantine.unlink()
            if taken.columns is not None:
                columns.append(taken.columns)
            progress(sum(portion.rows for portion in taken.portions), taken.size)
    cut.check(up_to=len(names))
    kept = _kept(study, columns, scorers, ledger)
    read = tuple(
        PostFile(name, sha256, ledger.rows_of_file[place])
        for place, (name, sha256) in enumerate(zip(names, cut.hashes, strict=True))
    )
    rows = sum(file.rows for file in read)
    if rows == 0:
        raise _no_row(study, len(names))
    warn_of_empty([] if forum(study.posts.format).reads_together else read)
    losses = tuple(Loss(*key, n) for key, n in sorted(ledger.counts.items()))
    check_readable(study, losses, ledger.lost.first_refused, rows=rows - ledger.skipped)
    for one in scorers:
        if isinstance(one, ColumnScorer):
            column = study.posts.columns.score or ""
            check_own_scores(tally, one, column=column, max_lost=study.posts.max_lost)
    links = dict(sorted(ledger.links.items()))
    return Posts(
        scored=kept.scored,
        scores=kept.readings.scores,
        files=read,
        losses=losses,
        links=links,
        lost=ledger.lost,
        languages=kept.readings.languages,
        columns=tuple(columns),
        kept=kept.rows,
        posts_of_chunks=tuple(posts_of_chunks),
        chunk=CHUNK,
    )


def useful_workers(files: Iterable[Path]) -> int:
    """The workers that have enough to read in ``files``; one that is not there has nothing to read."""
    size = sum(path.stat().st_size * (1 if is_plain(path) else UNPACKED) for path in files if path.is_file())
    return size // max(1, BYTES_A_WORKER)


@dataclass(frozen=True, slots=True)
class _KeptPosts:
    """The posts that are kept, what was read in them, and which ``rows`` of the columns they are."""

    scored: ScoredPosts
    readings: SettledReadings
    rows: npt.NDArray[np.bool_]


def _kept(study: Study, files: Sequence[Path], scorers: Sequence[Scorer], ledger: Ledger) -> _KeptPosts:
    """The posts that are kept; the others are counted under the first cause that holds.

    Columns are read one by one, and only their posts are held.
    """
    companies = [company.ticker for company in study.company]
    company, session = column(files, "company", np.int32), column(files, "session", np.int32)
    high, low = column(files, "key_high", np.uint64), column(files, "key_low", np.uint64)
    ranks = copy_ranks(files, scorers, low, by_column=study.posts.forum == "column")
    copy = copies(high, low, company, ranks)
    del high, low
    named = _named(files, ~copy) if study.chatter.weight == "shared" else None
    retweet, kept = ~copy & (session == RETWEET), ~copy & (session >= 0)
    ledger.sort("duplicate", "same_key", companies, company[copy])
    ledger.sort("filtered", "retweet", companies, company[retweet])
    outside = ~(copy | retweet | kept)
    ledger.sort("filtered", "outside_period", companies, company[outside])
    ledger.sort("kept", "posts", companies, company[kept])
    posted_at = column(files, "posted_at", np.int64)
    ledger.note_outside(posted_at[outside])
    posted_at = posted_at[kept]
    forum = forums(files)[kept]
    place = column(files, "file", np.int32)[kept] if study.posts.forum == "one" else forum.codes
    readings = settled(files, kept, place, scorers)
    scored = ScoredPosts(
        company=pd.Categorical.from_codes(company[kept], pd.Index(companies, dtype=object)),
        posted_at=posted_at,
        session=session[kept],
        score=readings.scores[0],
        author=column(files, "author", np.int64)[kept],
        said=column(files, "said", np.int64)[kept],
        forum=forum,
        n_companies=None if named is None else named[kept[~copy]],
    )
    return _KeptPosts(scored, readings, kept)


def _named(files: Sequence[Path], rows: npt.NDArray[np.bool_]) -> npt.NDArray[np.int16]:
    """The companies that the posts in ``rows`` name, those on whose sessions they do not lie included."""
    high, low = column(files, "key_high", np.uint64)[rows], column(files, "key_low", np.uint64)[rows]
    return companies_named(high, low, column(files, "posted_at", np.int64)[rows])


def _no_row(study: Study, files: int) -> DataError:
    return DataError(
        "posts.path",
        got=f"{counted(files, 'file')} without a single row",
        allowed="files that hold posts",
        mend=f"Check that {study.posts.path} names the right files and that they are not empty.",
    )
