"""Reads a study's posts once, into canonical Parquet parts; rows that are not kept are counted by cause."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, TextIO

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from naysay.data.forums import Forum, Post, Record, RefusedError, forum
from naysay.data.linking import Linker, Links, linker, stem
from naysay.data.sessions import Sessions, session_positions
from naysay.data.witness import Witness, shown_text
from naysay.study.errors import DataError
from naysay.study.losses import Loss, rows_by_cause
from naysay.study.spec import Study

ROWS_A_PART: Final = 10_000
TEXT_A_PART: Final = 4_000_000
"""Characters; a part is full when it has as many rows or as much text."""
LONGEST_KEY: Final = 32
"""Characters; of a longer id only a hash is remembered."""
SCHEMA: Final = pa.schema(
    [
        ("post_id", pa.string()),
        ("company", pa.string()),
        ("posted_at", pa.int64()),
        ("session", pa.int64()),
        ("text", pa.string()),
        ("author", pa.int64()),
        ("said", pa.int64()),
        ("forum", pa.string()),
    ]
)
"""``posted_at`` is UTC in nanoseconds, ``session`` the position among the sessions of the post's company. The
text lives in these parts and is never written anywhere else.
``author`` is a hash of who wrote it, 0 if unknown; ``said`` one of the text without case, URLs, handles."""

_PASSING: Final = re.compile(r"https?://\S+|@\w+:?|^RT\b")
"""What differs between copies of one text."""

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
    intake = _Intake(study, sessions, _Parts(folder, sessions))
    with quarantine.open("w", encoding="utf-8", newline="\n") as log:
        read = tuple(intake.read(shown_text(name), path, log, progress) for name, path in files.items())
    parts = intake.parts.close()
    losses = tuple(Loss(*key, rows) for key, rows in sorted(intake.counts.items()))
    posts = Posts(parts, read, losses, dict(sorted(intake.links.items())))
    _check_losses(posts, study, intake.first_refused)
    return posts


@dataclass
class _Intake:
    """What has been seen so far."""

    study: Study
    sessions: Mapping[str, Sessions]
    parts: _Parts
    counts: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    links: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    seen: dict[str, set[str | bytes]] = field(default_factory=dict)
    first_refused: str = ""

    def read(self, name: str, path: Path, log: TextIO, progress: Callable[[int], None]) -> PostFile:
        """All rows of one file."""
        source: Forum = forum(self.study.posts.format)
        link: Linker = linker(self.study.company, self.study.posts.company)
        by, rows = self.study.posts.forum, 0
        place = shown_text({"folder": path.parent.name, "file": stem(path)}.get(by, ""))
        with Witness(path) as file:
            for record in source.records(path, self.study.posts, file):
                rows += 1
                if rows % 1000 == 0:
                    progress(1000)
                try:
                    post = _post(source, record, self.study)
                except RefusedError as refusal:
                    self._refuse(name, record, str(refusal), log)
                    continue
                if by != "column":
                    post = replace(post, forum=place)
                self._sort(post, link(path, post.company, post.text))
            progress(rows % 1000)
            return PostFile(name, file.sha256(), rows)

    def _refuse(self, name: str, record: Record, reason: str, log: TextIO) -> None:
        self.counts["rows_in", "rows", ""] += 1
        self.counts["quarantined", reason, ""] += 1
        self.first_refused = self.first_refused or f"{reason} at {name}:{record.line}"
        digest = hashlib.sha256(record.raw).hexdigest()
        # Written by hand: a file of a megabyte may have half a million such rows.
        log.write(
            f'{{"file": {json.dumps(name)}, "line": {record.line}, "reason": "{reason}", '
            f'"length": {len(record.raw)}, "sha256": "{digest}"}}\n'
        )

    def _sort(self, post: Post, links: Links) -> None:
        self.counts["rows_in", "rows", ""] += 1
        self.links.update(links.decisions)
        most = self.study.posts.max_companies
        if not links.companies:
            self.counts["filtered", "no_company", ""] += 1
        elif most is not None and len(links.companies) > most:
            self.counts["filtered", "many_companies", ""] += 1
            return
        for further, company in enumerate(links.companies):
            if further:
                self.counts["rows_in", "further_company", company] += 1
            self.counts[(*self._place(post, company), company)] += 1

    def _place(self, post: Post, company: str) -> tuple[str, str]:
        """Keep the post, or say under which stage and cause it is not kept."""
        seen, key = self.seen.setdefault(company, set()), _key(post.post_id)
        if key in seen:
            return "duplicate", "same_key"
        seen.add(key)
        if post.repeats and self.study.posts.retweets == "drop":
            return "filtered", "retweet"
        if not self.sessions[company].first_instant <= post.posted_at < self.sessions[company].end_instant:
            return "filtered", "outside_period"
        self.parts.add(post, company)
        return "kept", "posts"


class _Parts:
    """Collects posts and writes a part whenever one is full."""

    def __init__(self, folder: Path, sessions: Mapping[str, Sessions]) -> None:
        self._folder = folder
        self._sessions = sessions
        self._rows: list[tuple[str, str, int, str, int, int, str]] = []
        self._text = 0
        self._written: list[Path] = []

    def add(self, post: Post, company: str) -> None:
        author = _hashed(post.author) if post.author else 0
        said = _hashed(" ".join(_PASSING.sub(" ", post.text).casefold().split()))
        self._rows.append((post.post_id, company, post.posted_at, post.text, author, said, post.forum))
        self._text += len(post.text)
        if len(self._rows) == ROWS_A_PART or self._text >= TEXT_A_PART:
            self._write()

    def close(self) -> tuple[Path, ...]:
        if self._rows:
            self._write()
        return tuple(self._written)

    def _write(self) -> None:
        part = self._folder / f"part-{len(self._written):05d}.parquet"
        post_id, company, posted_at, *others = zip(*self._rows, strict=True)
        session = session_positions(np.array(company, dtype=object), np.array(posted_at), self._sessions)
        columns = [
            pa.array(values, kind.type)
            for values, kind in zip((post_id, company, posted_at, session, *others), SCHEMA, strict=True)
        ]
        pq.write_table(pa.Table.from_arrays(columns, schema=SCHEMA), part, compression="zstd")
        self._written.append(part)
        self._rows, self._text = [], 0


def _key(post_id: str) -> str | bytes:
    if len(post_id) <= LONGEST_KEY:
        return post_id
    return hashlib.blake2b(post_id.encode("utf-8"), digest_size=16).digest()


def _hashed(text: str) -> int:
    digest = hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _post(source: Forum, record: Record, study: Study) -> Post:
    if record.fields is None:
        raise RefusedError(record.reason)
    return source.post(record.fields, study.posts)


def _check_losses(posts: Posts, study: Study, first_refused: str) -> None:
    rows, lost = sum(file.rows for file in posts.files), posts.rows("quarantined")
    if rows == 0:
        raise DataError(
            "posts.path",
            got=f"{len(posts.files)} files without a single row",
            allowed="files that hold posts",
            mend=f"Check that {study.posts.path} names the right files and that they are not empty.",
        )
    if lost > study.posts.max_lost * rows:
        raise DataError(
            "posts.max_lost",
            got=f"{lost} of {rows} rows unreadable, the first for {first_refused}",
            allowed=f"a share of at most {study.posts.max_lost:g}",
            mend="quarantine.jsonl names each with its reason: mend the files, or raise posts.max_lost.",
        )
