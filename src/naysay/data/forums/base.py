"""What every forum format gives: batches of posts, with the rows that are refused or skipped beside them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Final, Literal, NamedTuple

from naysay.data.forums._chunk import CHUNK, WHOLE, Chunk, Piece
from naysay.data.witness import Witness
from naysay.study.executor import SERIAL, Executor
from naysay.study.spec import PostOptions

__all__ = [
    "CHUNK",
    "LONGEST_NAME",
    "LONGEST_ROW",
    "WHOLE",
    "Batch",
    "Chunk",
    "Forum",
    "FurtherNames",
    "Mark",
    "Piece",
    "Post",
    "RefusedError",
    "RefusedRow",
    "SkippedError",
    "quick_post",
]

LONGEST_ROW: Final = 1_500_000
"""Bytes of one row of a source. The longest posts of forums have 40,000 characters, and a row of a dump with
all its fields stays below 100,000 bytes."""
LONGEST_NAME: Final = 256
"""Characters of an id, an author, a forum or a company."""


class Post(NamedTuple):
    """One post, checked. ``posted_at`` is UTC in nanoseconds."""

    post_id: str
    posted_at: int
    text: str
    company: str = ""
    """What the source itself says of the company; empty where folder, file or text tell."""
    author: str = ""
    """Who wrote it, as the source names writers; empty where it does not say."""
    forum: str = ""
    """Where it was written, as the source says; empty where folder or file tell."""
    repeats: bool = False
    """Whether it is a retweet: another's post passed on."""
    score: float | str | None = None
    """The sentiment that the source itself has of it, as it stands there: a number or a word."""


quick_post: Final[Callable[[tuple[str, int, str, str, str, str, bool, float | str | None]], Post]] = partial(
    tuple.__new__, Post
)
"""A ``Post`` of all its values, in half the time."""


Mark = Literal["negative", "neutral", "positive", ""]
"""What a writer marked a post as, such as Bearish; "" is no mark."""


class FurtherNames(NamedTuple):
    """Other names of a post's author, and the author and id of a post that it passes on; "" is none."""

    authors: tuple[str, ...] = ()
    posts: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that cannot be read: where it stands, why, and how long it is, but nothing that tells its text.

    ``length`` is in bytes, or in characters of its texts where the source has no bytes of a row alone.
    """

    line: int
    reason: str
    length: int
    detail: str = ""
    """What may be said besides, such as the column and the form of a time."""

    def sentence(self, file: str) -> str:
        """Why the row of ``file`` was refused, and where it stands."""
        return f"{self.reason} at {file}:{self.line}" + (f" ({self.detail})" if self.detail else "")


@dataclass(slots=True)
class Batch:
    """Rows of a file: columns with one entry for each post, in the file's order, and the other rows.

    The columns are those of ``Post``, but ``score`` is by place, of those posts that have one.
    ``refused`` are rows that cannot be read, ``skipped`` counts those that
    are no posts by design, such as deleted comments, by cause.
    """

    post_id: list[str] = field(default_factory=list)
    posted_at: list[int] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    company: list[str] = field(default_factory=list)
    author: list[str] = field(default_factory=list)
    forum: list[str] = field(default_factory=list)
    repeats: list[bool] = field(default_factory=list)
    score: dict[int, float | str] = field(default_factory=dict)
    refused: list[RefusedRow] = field(default_factory=list)
    skipped: dict[str, int] = field(default_factory=dict)
    further_names: list[FurtherNames] = field(default_factory=list)
    """One entry for each post, or none at all: only a forum ``with_further_names`` collects them."""
    marks: list[Mark] = field(default_factory=list)
    """What each writer marked the own post as, or none at all: only a forum ``with_marks`` collects them."""

    @property
    def rows(self) -> int:
        """All rows that were read."""
        return len(self.post_id) + len(self.refused) + sum(self.skipped.values())

    def add(self, post: Post) -> None:
        """Append one post to the columns."""
        post_id, posted_at, text, company, author, forum, repeats, score = post
        if score is not None:
            self.score[len(self.post_id)] = score
        self.post_id.append(post_id)
        self.posted_at.append(posted_at)
        self.text.append(text)
        self.company.append(company)
        self.author.append(author)
        self.forum.append(forum)
        self.repeats.append(repeats)


class RefusedError(ValueError):
    """A record that is no usable post; the argument is a reason code such as ``no_id``.

    ``detail`` is what may be said of the value besides: its form, or a zone that it names, never its text.
    """

    def __init__(self, reason: str, detail: str = "") -> None:
        super().__init__(reason)
        self.detail = detail


class SkippedError(ValueError):
    """A record that is no post by design; the argument is its cause, a code such as ``deleted``."""


class Forum:
    """One format of posts. A file of this folder has one of these as its constant FORUM.

    A format whose rows are taken apart one by one is a ``RecordForum``; another makes batches at once.
    ``batches`` reads a file; ``chunks`` and ``parse`` are its two halves, for several workers.
    """

    name: str

    def with_further_names(self) -> Forum:
        """This format, collecting the further names of each post too, if it has any: that costs time."""
        return self

    @property
    def has_marks(self) -> bool:
        """Whether its writers can mark their own posts."""
        return False

    def with_marks(self) -> Forum:
        """This format, collecting what writers marked their posts as, if they can: no run reads that."""
        return self

    @property
    def has_columns(self) -> bool:
        """Whether a study names its columns for id, time and text; other formats have names of their own."""
        return False

    @property
    def reads_together(self) -> bool:
        """Whether no file of it can be read without the others: then ``together`` comes first."""
        return False

    @property
    def is_of_all(self) -> bool:
        """Whether its files are about all companies there are, so that most rows name none of a study."""
        return False

    def together(
        self, files: Sequence[Path], posts: PostOptions, folder: Path, workers: Executor = SERIAL
    ) -> Forum:
        """This format for ``files`` that are read together by ``workers``, with its notes below ``folder``.

        Raises
        ------
        DataError
            Files that cannot be read, or of which others are missing.
        """
        del files, posts, folder, workers
        return self

    def with_notes(self, chunk: Chunk) -> Chunk:
        """``chunk`` with what was noted for it of files that are read together: for who does not see that."""
        return chunk

    def recognises(self, fields: Mapping[str, Any]) -> bool:
        """Whether a row with these ``fields`` is certainly of this format; of a table nothing is certain."""
        del fields
        return False

    def chunks(self, path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
        """The rows of a file in chunks of about ``size`` bytes, or the file itself as one chunk.

        Parameters
        ----------
        posts
            The study's ``[posts]`` section.
        file
            The open ``path``. What is read is read through it, so that it knows the hash.

        Raises
        ------
        DataError
            A file that cannot be read or unpacks to too much; chunks of what was read before come first.
        """
        del posts, file, size
        yield Chunk(path, WHOLE, None, reads_file=True)

    def parse(self, chunk: Chunk, posts: PostOptions) -> Iterator[Batch]:
        """The rows of one chunk in its order. A row that cannot be read raises nothing.

        However a file is cut, its chunks one after another give the same posts and the same refused and
        skipped rows.

        Raises
        ------
        DataError
            A file that cannot be opened or read; what was read before comes first.
        """
        raise NotImplementedError

    def batches(self, path: Path, posts: PostOptions, file: Witness | None = None) -> Iterator[Batch]:
        """The rows of one file, in its order: all its chunks, taken apart here.

        ``file`` is the open ``path``, where the caller wants the hash of the bytes that are read.

        Raises
        ------
        DataError
            As ``chunks`` and ``parse``.
        """
        with Witness(path) if file is None else nullcontext(file) as opened:
            for chunk in self.chunks(path, posts, opened):
                yield from self.parse(chunk, posts)
