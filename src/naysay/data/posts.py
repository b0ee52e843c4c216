"""Reads a study's posts once, into canonical Parquet parts; rows that are not kept are counted by cause."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final, TextIO

import numpy as np

from naysay.data.forums import Batch, forum
from naysay.data.linking import Links, linker, stem
from naysay.data.post_parts import PostParts
from naysay.data.sessions import Sessions, session_positions
from naysay.data.witness import Witness, shown_text
from naysay.study.errors import DataError
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.spec import Study

LONGEST_KEY: Final = 32
"""Characters; of a longer id only a hash is remembered."""
STAGES: Final = ("rows_in", "kept", "quarantined", "duplicate", "filtered")


@dataclass(frozen=True, slots=True)
class PostFile:
    """A file that posts were read from."""

    name: str
    sha256: str
    rows: int


@dataclass(frozen=True)
class Posts:
    """The posts of one study, deduplicated and tied to companies, in parts of at most ROWS_A_PART rows.

    ``losses`` are of the ``STAGES``, which hold the identity

        rows_in = kept + quarantined + duplicate + filtered

    in which a row that mentions further companies counts once for each of them.
    """

    parts: tuple[Path, ...]
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
    folder: Path,
    quarantine: Path,
    progress: Callable[[int], None] = lambda rows: None,
) -> Posts:
    """Read ``files`` (shown name to path) into parts below ``folder``.

    The key of a post is (source, post_id, company): one post may stand in several companies' files, and
    counts once in each. A post is kept when it can be read, belongs to a company, was not seen before, is no
    retweet (unless the study keeps them) and lies in its company's period. ``quarantine`` gets one JSON line
    for every row that cannot be read: file, line, reason, length and hash of the row, never its text.

    Raises
    ------
    DataError
        A file that cannot be read or changes while it is, that unpacks to more than is allowed, files without
        one row, or more unreadable rows than the study allows.
    """
    folder.mkdir(parents=True, exist_ok=True)
    intake = _Intake(study, sessions, PostParts(folder))
    with quarantine.open("w", encoding="utf-8", newline="\n") as log:
        read = tuple(intake.read(shown_text(name), path, log, progress) for name, path in files.items())
    parts = intake.parts.close()
    losses = tuple(Loss(*key, rows) for key, rows in sorted(intake.counts.items()))
    posts = Posts(parts, read, losses, dict(sorted(intake.links.items())))
    _check_losses(posts, study, intake)
    return posts


@dataclass
class _Intake:
    """Sorts the rows of all files, batch by batch: what is kept goes into parts, the rest is counted."""

    study: Study
    sessions: Mapping[str, Sessions]
    parts: PostParts
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    links: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    seen: dict[str, set[str | bytes]] = field(default_factory=dict)
    first_refused: str = ""
    skipped: int = 0
    """Rows that are no posts by design; they are not among those that could not be read."""

    def read(self, name: str, path: Path, log: TextIO, progress: Callable[[int], None]) -> PostFile:
        """All rows of one file."""
        source, link = forum(self.study.posts.format), linker(self.study.company, self.study.posts.company)
        by, rows = self.study.posts.forum, 0
        place = shown_text({"folder": path.parent.name, "file": stem(path)}.get(by, ""))
        with Witness(path) as file:
            for batch in source.batches(path, self.study.posts, file):
                rows += batch.rows
                self._count(name, batch, log)
                forums = batch.forum if by == "column" else [place] * len(batch.post_id)
                self._sort(batch, forums, partial(link, path))
                progress(batch.rows)
            return PostFile(name, file.sha256(), rows)

    def _count(self, name: str, batch: Batch, log: TextIO) -> None:
        """Count the rows of a batch, and log those that cannot be read."""
        self.counts["rows_in", "rows", ""] += batch.rows
        for cause, skipped in batch.skipped.items():
            self.counts["filtered", cause, ""] += skipped
            self.skipped += skipped
        for row in batch.refused:
            self.counts["quarantined", row.reason, ""] += 1
            self.first_refused = self.first_refused or f"{row.reason} at {name}:{row.line}"
            # Written by hand: a file of a megabyte may have half a million such rows.
            log.write(
                f'{{"file": {json.dumps(name)}, "line": {row.line}, "reason": "{row.reason}", '
                f'"length": {row.length}, "sha256": "{row.sha256}"}}\n'
            )

    def _sort(self, batch: Batch, forums: Sequence[str], link: Callable[[str, str], Links]) -> None:
        """Keep the posts of a batch, or count them under the first cause that holds."""
        most, drop = self.study.posts.max_companies, self.study.posts.retweets == "drop"
        counts, rows, companies = self.counts, list[int](), list[str]()
        for row, key in enumerate(map(_key, batch.post_id)):
            links = link(batch.company[row], batch.text[row])
            self.links.update(links.decisions)
            if not links.companies:
                counts["filtered", "no_company", ""] += 1
            elif most is not None and len(links.companies) > most:
                counts["filtered", "many_companies", ""] += 1
                continue
            for further, company in enumerate(links.companies):
                if further:
                    counts["rows_in", "further_company", company] += 1
                seen = self.seen.setdefault(company, set())
                if key in seen:
                    counts["duplicate", "same_key", company] += 1
                    continue
                seen.add(key)
                if drop and batch.repeats[row]:
                    counts["filtered", "retweet", company] += 1
                    continue
                rows.append(row)
                companies.append(company)
        self._keep(batch, forums, rows, companies)

    def _keep(self, batch: Batch, forums: Sequence[str], rows: list[int], companies: list[str]) -> None:
        """Keep the posts in ``rows`` that belong to a session of the company named with them."""
        posted_at = np.array([batch.posted_at[row] for row in rows], dtype=np.int64)
        positions = session_positions(np.array(companies, dtype=object), posted_at, self.sessions)
        for row, company, session in zip(rows, companies, positions.tolist(), strict=True):
            if session < 0:
                self.counts["filtered", "outside_period", company] += 1
                continue
            self.counts["kept", "posts", company] += 1
            self.parts.add(batch, row, company, session, forums[row])


def _key(post_id: str) -> str | bytes:
    if len(post_id) <= LONGEST_KEY:
        return post_id
    return hashlib.blake2b(post_id.encode("utf-8"), digest_size=16).digest()


def _check_losses(posts: Posts, study: Study, intake: _Intake) -> None:
    rows, lost = sum(file.rows for file in posts.files), posts.rows("quarantined")
    if rows == 0:
        raise DataError(
            "posts.path",
            got=f"{len(posts.files)} files without a single row",
            allowed="files that hold posts",
            mend=f"Check that {study.posts.path} names the right files and that they are not empty.",
        )
    rows -= intake.skipped
    if lost > study.posts.max_lost * rows:
        raise DataError(
            "posts.max_lost",
            got=f"{lost} of {rows} rows unreadable, the first for {intake.first_refused}",
            allowed=f"a share of at most {study.posts.max_lost:g}",
            mend="quarantine.jsonl names each with its reason: mend the files, or raise posts.max_lost.",
        )
