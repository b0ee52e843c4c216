"""What every forum format gives: records of a file, and a post made of one record or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Protocol

from naysay.data.witness import Witness
from naysay.study.spec import Posts

EARLIEST, LATEST = 631_152_000 * 10**9, 4_102_444_800 * 10**9
"""1990 and 2100 in nanoseconds: no forum is older, no honest post newer, and 20240301 is no instant."""
LONGEST_ROW: Final = 1_500_000
"""Bytes of one row of a source. The longest posts of forums have 40,000 characters, and a row of a dump with
all its fields stays below 100,000 bytes."""
LONGEST_NAME: Final = 256
"""Characters of an id, an author, a forum or a company."""
_HALVES: Final = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Record:
    """One row of a source. Where it could not be taken apart ``fields`` is None, and ``reason`` says why."""

    line: int
    raw: bytes
    fields: Mapping[str, Any] | None
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Post:
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


class RefusedError(ValueError):
    """A record that is no usable post; the argument is a reason code such as ``no_id``."""


class Records(Protocol):
    """Streams a file's rows; a row it cannot take apart is a record with a reason, never an exception.

    ``file`` is the open ``path`` where the caller wants the hash of the bytes that were read.
    """

    def __call__(self, path: Path, posts: Posts, file: Witness | None = None, /) -> Iterator[Record]: ...


@dataclass(frozen=True)
class Forum:
    """One format of posts. Both functions are given the study's ``[posts]`` section."""

    name: str
    records: Records
    post: Callable[[Mapping[str, Any], Posts], Post]
    """Makes a post of a record's fields or raises RefusedError."""


def checked_text(value: object) -> str:
    """``value`` as a text that can be stored: halves of surrogate pairs become U+FFFD."""
    if not isinstance(value, str) or not value.strip():
        raise RefusedError("no_text")
    return value if value.isascii() else _HALVES.sub("\ufffd", value)


def checked_id(value: object) -> str:
    """``value`` as the post's identifier."""
    found = "" if isinstance(value, bool) else checked_name(value, "id")
    if not found:
        raise RefusedError("no_id")
    return found


def checked_name(value: object, what: str) -> str:
    """``value`` as the name of ``what``: an author, a forum or a company; empty where it is no name."""
    if not isinstance(value, str | int):
        return ""
    if isinstance(value, int) and abs(value) >= 10**LONGEST_NAME:
        raise RefusedError(f"{what}_too_long")
    name = str(value).strip()
    if len(name) > LONGEST_NAME:
        raise RefusedError(f"{what}_too_long")
    return name if name.isascii() else _HALVES.sub("\ufffd", name)


def checked_instant(nanoseconds: int) -> int:
    """``nanoseconds`` since 1970 when a post can have been written then."""
    if not EARLIEST <= nanoseconds < LATEST:
        raise RefusedError("time_out_of_range")
    return nanoseconds
