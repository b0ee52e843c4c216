"""What every forum format gives: records of a file, and a post made of one record or a reason why not."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from naysay.study.spec import Posts

EARLIEST, LATEST = 631_152_000 * 10**9, 4_102_444_800 * 10**9
"""1990 and 2100 in nanoseconds: no forum is older, no honest post newer, and 20240301 is no instant."""
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


@dataclass(frozen=True)
class Forum:
    """One format of posts. Both functions are given the study's ``[posts]`` section."""

    name: str
    records: Callable[[Path, Posts], Iterator[Record]]
    """Streams a file's rows; a row it cannot take apart is a record with a reason, never an exception."""
    post: Callable[[Mapping[str, Any], Posts], Post]
    """Makes a post of a record's fields or raises RefusedError."""


def checked_text(value: object) -> str:
    """``value`` as a text that can be stored: halves of surrogate pairs become U+FFFD."""
    if not isinstance(value, str) or not value.strip():
        raise RefusedError("no_text")
    return value if value.isascii() else _HALVES.sub("\ufffd", value)


def checked_id(value: object) -> str:
    """``value`` as the post's identifier."""
    if isinstance(value, bool) or not isinstance(value, str | int) or not str(value).strip():
        raise RefusedError("no_id")
    return checked_text(str(value).strip())


def checked_instant(nanoseconds: int) -> int:
    """``nanoseconds`` since 1970 when a post can have been written then."""
    if not EARLIEST <= nanoseconds < LATEST:
        raise RefusedError("time_out_of_range")
    return nanoseconds
