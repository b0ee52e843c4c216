"""Posts that their own writers marked, such as Bullish or Bearish, from files of a forum's format."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import numpy as np

from naysay.data.forgotten import KeyedNames, without_forgotten
from naysay.data.forums import Batch, Mark, forum
from naysay.data.forums._cells import BETWEEN
from naysay.data.labelled import LABELS, LabelledPosts, weeks_of
from naysay.data.post_files import source_of
from naysay.data.witness import Witness, shown_name
from naysay.study.counts import counted
from naysay.study.errors import DataError, InputError
from naysay.study.parts import names
from naysay.study.spec import PostOptions

MOST_POSTS: Final = 100_000
"""Posts that are measured at most; more would make no interval narrower than it has to be."""


@dataclass(frozen=True, slots=True)
class MarkedPosts:
    """What was read, and in ``labelled`` the marked posts that are measured.

    A post counts once, and belongs to the first of its companies. ``is_part`` says that there were more
    than are measured. Otherwise ``rows`` are the measured posts, and those ``unmarked``, ``repeats``,
    ``same_id``, ``skipped`` and ``refused``.
    """

    labelled: LabelledPosts
    files: int
    rows: int
    marked: int
    """All rows with a mark, but for those that only repeat another post."""
    unmarked: int
    repeats: int
    same_id: int
    """Marked rows that are further copies, by their id, of the posts that are measured."""
    skipped: Mapping[str, int]
    refused: Mapping[str, int]
    """By cause, as are the skipped rows."""
    is_part: bool


class _Marked(NamedTuple):
    posted_at: int
    lot: bytes
    """Of copies of one instant that with the lowest counts: it comes from all that they say."""
    label: int
    text: str
    company: str


def read_marked(
    paths: Sequence[Path],
    format_name: str,
    *,
    most: int = MOST_POSTS,
    forgotten: Sequence[KeyedNames] = (),
) -> MarkedPosts:
    """The marked posts of all files in ``paths``; of more than ``most`` an even sample.

    The sample is the posts whose ids have the lowest hashes. It depends on no order, and memory holds no more
    than twice as many posts, however large the files are.

    Raises
    ------
    InputError
        A format whose writers cannot mark their posts.
    PartError
        A format that does not exist.
    DataError
        A file that cannot be read; more unreadable rows than a run allows where its study says nothing of it;
        files without one marked post.
    """
    form = forum(format_name)
    if not form.has_marks:
        raise InputError(
            "--format",
            got=format_name,
            allowed=f"a format whose writers mark their posts: {', '.join(formats_with_marks())}",
            mend="Leave it out where the file is a table with your own labels in a column label.",
        )
    options = PostOptions(format=format_name, path="FILE")
    sample, counts, content = _EvenSample(most), _Counts(), hashlib.sha256()
    with source_of(options, paths) as source:
        form = without_forgotten(source.with_marks(), forgotten)
        for path in paths:
            with Witness(path) as file:
                for batch in form.batches(path, options, file):
                    counts.add(batch)
                    sample.add(batch)
                content.update(bytes.fromhex(file.sha256()))
    posts = sample.posts()
    _check_readable(paths, counts, most=options.max_lost)
    if not posts:
        raise _without_marks(paths, counts)
    return MarkedPosts(
        labelled=_labelled(posts, content.hexdigest()),
        files=len(paths),
        rows=counts.rows,
        marked=sample.marked,
        unmarked=counts.unmarked,
        repeats=counts.repeats,
        same_id=sample.same_id,
        skipped=dict(counts.skipped),
        refused=dict(counts.refused),
        is_part=sample.is_part,
    )


def formats_with_marks() -> list[str]:
    """The formats whose writers can mark their posts."""
    return [name for name in names("naysay.data.forums") if forum(name).has_marks]


class _Counts:
    """The rows that are not measured, and why."""

    def __init__(self) -> None:
        self.rows = self.unmarked = self.repeats = 0
        self.skipped, self.refused = Counter[str](), Counter[str]()

    def add(self, batch: Batch) -> None:
        self.rows += batch.rows
        self.repeats += sum(batch.repeats)
        self.unmarked += sum(
            not (mark or repeats) for mark, repeats in zip(batch.marks, batch.repeats, strict=True)
        )
        self.skipped.update(batch.skipped)
        self.refused.update(row.reason for row in batch.refused)


class _EvenSample:
    """Of all marked posts those whose ids have the ``most`` lowest hashes, of each the earliest copy."""

    def __init__(self, most: int) -> None:
        self.marked = self.same_id = 0
        self._most = most
        self._below = 1 << 64
        self._posts: dict[int, _Marked] = {}

    @property
    def is_part(self) -> bool:
        """Whether posts were left out."""
        return self._below < 1 << 64

    def add(self, batch: Batch) -> None:
        """Take in a batch of a format with marks."""
        rows: list[tuple[int, Mark]] = [(row, mark) for row, mark in enumerate(batch.marks) if mark]
        for row, mark in rows:
            if batch.repeats[row]:
                continue
            self.marked += 1
            digest = hashlib.blake2b(batch.post_id[row].encode(), digest_size=8).digest()
            place = int.from_bytes(digest, "big")
            if place >= self._below:
                continue
            company = batch.company[row].partition(BETWEEN)[0]
            post = _marked(batch.posted_at[row], LABELS[mark], batch.text[row], company)
            self.same_id += place in self._posts
            self._posts[place] = min(self._posts.get(place, post), post)
            if len(self._posts) >= 2 * self._most:
                self._cut()

    def posts(self) -> list[_Marked]:
        """The posts of the sample, in the order in which they were written."""
        if len(self._posts) > self._most:
            self._cut()
        return sorted(self._posts.values())

    def _cut(self) -> None:
        self._below = sorted(self._posts)[self._most]
        self._posts = {place: post for place, post in self._posts.items() if place < self._below}


def _marked(posted_at: int, label: int, text: str, company: str) -> _Marked:
    said = "\0".join((str(label), company, text)).encode("utf-8", "replace")
    return _Marked(posted_at, hashlib.blake2b(said, digest_size=8).digest(), label, text, company)


def _labelled(posts: Sequence[_Marked], sha256: str) -> LabelledPosts:
    days = np.array([post.posted_at for post in posts], dtype="datetime64[ns]").astype("datetime64[D]")
    return LabelledPosts(
        labels=tuple(post.label for post in posts),
        weeks=weeks_of([post.company for post in posts], days.astype(str).tolist()),
        others={},
        sha256=sha256,
        _texts=tuple(post.text for post in posts),
    )


def _check_readable(paths: Sequence[Path], counts: _Counts, *, most: float) -> None:
    """Refuse more unreadable rows than the share ``most``; those that are no posts by design are no rows."""
    refused, rows = counts.refused.total(), counts.rows - counts.skipped.total()
    if refused > most * rows:
        raise DataError(
            "FILE",
            got=f"{refused:,} of {counted(rows, 'row')} unreadable in {_named(paths)}: "
            f"{_causes(counts.refused)}",
            allowed=f"a share of at most {most:g}",
            mend="Name the --format of these files, which naysay inspect says of each; mend damaged ones, or "
            "leave them out.",
        )


def _without_marks(paths: Sequence[Path], counts: _Counts) -> DataError:
    refused = counts.refused
    unreadable = f", of which {refused.total():,} cannot be read ({_causes(refused)})" if refused else ""
    return DataError(
        "FILE",
        got=f"no marked post in {_named(paths)}: {counted(counts.rows, 'row')}{unreadable}",
        allowed="files with posts that their writers marked",
        mend="Name other files, or another --format; or label posts yourself in a table.",
    )


def _named(paths: Sequence[Path]) -> str:
    return f"{shown_name(paths[0])}{' and the other files' * (len(paths) > 1)}"


def _causes(counts: Counter[str]) -> str:
    return ", ".join(f"{cause.replace('_', ' ')} {n:,}" for cause, n in counts.most_common())
