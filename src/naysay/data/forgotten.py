"""Leaves out the posts of persons who are to be forgotten: a keyed list knows them and names nobody."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Literal, NamedTuple

from naysay.data.forums import Batch, Chunk, Forum, FurtherNames, Post
from naysay.data.forums.base import CHUNK, LONGEST_NAME
from naysay.data.witness import Witness
from naysay.study.characters import whole_characters
from naysay.study.errors import DataError
from naysay.study.executor import SERIAL, Executor
from naysay.study.spec import PostOptions

CAUSE: Final = "forgotten"
"""The cause of the rows that are left out; they count as filtered."""
BYTES: Final = 16
"""Of a keyed hash: among a billion names, one is taken for one of a million on the list with 3e-24."""
REMEMBERED: Final = 100_000
"""Authors of whom it is remembered whether they are on a list."""

_SIGNS: Final = re.compile(r"@|/?u/", re.IGNORECASE)
"""What sites put before the name of a person."""
_PASSED_ON: Final = re.compile(r"RT @(\w+)")

Kind = Literal["author", "post"]


class Name(NamedTuple):
    """An author or the id of a post, as somebody wrote it."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class KeyedNames:
    """Keyed hashes of names: without the key they tell nothing, and neither part is ever shown."""

    key: bytes = field(repr=False)
    authors: frozenset[bytes] = field(repr=False)
    posts: frozenset[bytes] = field(repr=False)


def keyed_hash(key: bytes, name: Name) -> bytes:
    """The hash of ``name`` under ``key``, by keyed BLAKE2b (Aumasson et al. 2013).

    An author's is the same for upper and lower case and for ``@name``, ``u/name`` and ``name``: of two
    authors whom only that tells apart both are forgotten. The id of a post counts as it is written.
    """
    hashed = _keyed(key, name.kind)
    hashed.update(_content(name.kind, name.text))
    return hashed.digest()


def checked(name: Name) -> Name:
    """``name`` where a post can have it.

    Raises
    ------
    DataError
        A name that is empty or longer than any that is read; it is not shown.
    """
    length = len(name.text.strip())
    if not 1 <= length <= LONGEST_NAME:
        raise DataError(
            f"--{name.kind}",
            got=f"a text of {length} characters",
            allowed=f"1 to {LONGEST_NAME} characters, as the files of posts have it",
            mend="Copy it from a file of posts.",
        )
    return name


def without_forgotten(form: Forum, lists: Sequence[KeyedNames]) -> Forum:
    """``form`` without the posts of whoever is on one of ``lists``: it skips them, with ``CAUSE``."""
    return _Forgetting(form.with_further_names(), FindForgotten(lists)) if lists else form


class FindForgotten:
    """Finds the posts of a batch that are on one of ``lists``."""

    def __init__(self, lists: Sequence[KeyedNames]) -> None:
        self._by_post = [(_keyed(of.key, "post"), of.posts) for of in lists if of.posts]
        self._is_author = _KnownAuthors([of for of in lists if of.authors])

    def rows(self, batch: Batch) -> list[int]:
        """The places of the posts: by their author or id, or by those of a post that they pass on.

        Whom a retweet passes on is known from the further names of a format, and from ``RT @name`` at the
        start of its text.
        """
        rows = set[int]()
        if self._is_author.lists:
            known = {author for author in set(batch.author) if self._is_author[author]}
            if known:
                rows.update(row for row, author in enumerate(batch.author) if author in known)
            passed_on = (row for row, repeats in enumerate(batch.repeats) if repeats)
            rows.update(row for row in passed_on if self._is_author[_passed_on(batch.text[row])])
        if self._by_post:
            rows.update(row for row, post_id in enumerate(batch.post_id) if self._is_post(post_id))
        further = enumerate(batch.further_names)
        rows.update(row for row, names in further if row not in rows and self._is_named(names))
        return sorted(rows)

    def _is_named(self, names: FurtherNames) -> bool:
        authors = bool(self._is_author.lists) and any(map(self._is_author.__getitem__, names.authors))
        return authors or (bool(self._by_post) and any(map(self._is_post, filter(None, names.posts))))

    def _is_post(self, post_id: str) -> bool:
        content = _content("post", post_id)
        for keyed, posts in self._by_post:
            hashed = keyed.copy()
            hashed.update(content)
            if hashed.digest() in posts:
                return True
        return False


class _KnownAuthors(dict[str, bool]):
    """Whether an author is on one of ``lists``, remembered: few write most of the posts. Nobody is not."""

    def __init__(self, lists: Sequence[KeyedNames]) -> None:
        super().__init__()
        self.lists = lists

    def __missing__(self, author: str) -> bool:
        if len(self) >= REMEMBERED:
            self.clear()
        name = Name("author", author)
        self[author] = bool(author) and any(keyed_hash(of.key, name) in of.authors for of in self.lists)
        return self[author]


class _Forgetting(Forum):
    """A format whose batches come without the posts to forget."""

    def __init__(self, form: Forum, find: FindForgotten) -> None:
        self.name = form.name
        self._form = form
        self._find = find

    @property
    def has_marks(self) -> bool:
        """As the format has them."""
        return self._form.has_marks

    @property
    def reads_together(self) -> bool:
        """As the format does."""
        return self._form.reads_together

    def together(
        self, files: Sequence[Path], posts: PostOptions, folder: Path, workers: Executor = SERIAL
    ) -> Forum:
        """The same for files that are read together."""
        return _Forgetting(self._form.together(files, posts, folder, workers), self._find)

    def with_marks(self) -> Forum:
        """The same with the marks of the posts that are left."""
        return _Forgetting(self._form.with_marks(), self._find)

    def chunks(self, path: Path, posts: PostOptions, file: Witness, size: int = CHUNK) -> Iterator[Chunk]:
        """As the format cuts its files."""
        return self._form.chunks(path, posts, file, size)

    def parse(self, chunk: Chunk, posts: PostOptions) -> Iterator[Batch]:
        """The rows of the chunk; those of posts to forget are skipped."""
        for batch in self._form.parse(chunk, posts):
            rows = self._find.rows(batch)
            yield _without(batch, frozenset(rows)) if rows else batch


def _without(batch: Batch, rows: frozenset[int]) -> Batch:
    """``batch`` with these posts skipped."""
    left = Batch(refused=batch.refused, skipped={**batch.skipped, CAUSE: len(rows)})
    kept = [row for row in range(len(batch.post_id)) if row not in rows]
    for name in Post._fields:
        column = getattr(batch, name)
        if isinstance(column, list):
            getattr(left, name).extend(column[row] for row in kept)
    left.marks.extend(batch.marks[row] for row in kept if batch.marks)
    left.score.update((place, batch.score[row]) for place, row in enumerate(kept) if row in batch.score)
    return left


def _keyed(key: bytes, kind: Kind) -> hashlib.blake2b:
    return hashlib.blake2b(key=key, digest_size=BYTES, person=kind.encode())


def _content(kind: Kind, text: str) -> bytes:
    """What is hashed of a name."""
    text = text.strip()
    if kind == "author":
        text = _folded(text)
    return (text if text.isascii() else whole_characters(text)).encode()


def _folded(author: str) -> str:
    sign = _SIGNS.match(author)
    bare = (author[sign.end() :].strip() if sign else "") or author
    if bare.isascii():
        return bare.lower()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", bare).casefold())


def _passed_on(text: str) -> str:
    match = _PASSED_ON.match(text)
    return match[1] if match else ""
