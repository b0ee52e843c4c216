"""The small files of posts in tests/forum_files, a folder for each format, and what each of them holds.

Beside them a file ``expected.toml`` has a table for each, which is written by hand::

    ["page.json"]
    posts = 2
    skipped = { removed = 1 }          # posts that are none by design, by cause
    refused = { no_time = 1 }          # rows that cannot be read, by reason
    options = { records = "data" }     # keys of the study's [posts] besides format and path
    [["page.json".post]]               # some of the posts, or all of them, in the order of the file
    id = "7"
    at = "2014-01-15T23:34:19Z"        # and text, author, company, forum, repeats, mark, score

A folder there is a set of files that are read together; ``read`` lists those that a study's path names, and
is left out where it names all of them.
"""

from __future__ import annotations

import datetime as dt
import tomllib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import zstandard

from naysay.study.spec import PostOptions

FOLDER: Final = Path(__file__).resolve().parents[1] / "tests" / "forum_files"
EXPECTED: Final = "expected.toml"
KEYS: Final = frozenset({"posts", "skipped", "refused", "options", "read", "post"})
_EPOCH: Final = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)


@dataclass(frozen=True)
class Fixture:
    """One file of a format, or one folder of files that are read together, and what it holds."""

    form: str
    path: Path
    expected: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.form}/{self.path.name}"

    @property
    def is_set(self) -> bool:
        """Whether it is a folder of files."""
        return self.path.is_dir()

    @property
    def options(self) -> PostOptions:
        """The section of a study that reads it."""
        return PostOptions(**{"format": self.form, "path": "x", **self.expected.get("options", {})})

    @property
    def root(self) -> Path:
        """The folder that its files lie in."""
        return self.path if self.is_set else self.path.parent

    def all_files(self) -> list[Path]:
        """Those that a study's path names, and those that lie beside them in the set."""
        if not self.is_set:
            return [self.path]
        return sorted(path for path in self.path.rglob("*") if path.is_file())

    def files(self) -> list[Path]:
        """Those that a study's path names, in order."""
        if "read" in self.expected:
            return [self.path / name for name in self.expected["read"]]
        return self.all_files()

    def counts(self) -> dict[str, Any]:
        """Posts, and the skipped and the refused rows by their cause."""
        return {
            "posts": self.expected["posts"],
            "skipped": dict(self.expected.get("skipped", {})),
            "refused": dict(self.expected.get("refused", {})),
        }

    def posts(self) -> list[dict[str, Any]]:
        """What is expected of single posts, with instants in nanoseconds."""
        return [{**post, **_instant(post)} for post in self.expected.get("post", [])]


def unpacked(path: Path) -> bytes:
    """The bytes of a file without its packing."""
    content = path.read_bytes()
    if path.suffix == ".gz":
        return zlib.decompress(content, wbits=31)
    if path.suffix == ".zst":
        return zstandard.ZstdDecompressor().decompressobj().decompress(content)
    return content


def fixtures(form: str) -> list[Fixture]:
    """All fixtures of the format, in the order of their names."""
    expected, folder = expectations(form), FOLDER / form
    return [Fixture(form, folder / name, expected[name]) for name in sorted(expected)]


@cache
def expectations(form: str) -> dict[str, dict[str, Any]]:
    """The tables of the format's ``expected.toml`` by name; none where there is no such file."""
    path = FOLDER / form / EXPECTED
    return tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}


def _instant(post: Mapping[str, Any]) -> dict[str, int]:
    """``at`` in nanoseconds since 1970; it is text or TOML's own form of a time, to the microsecond."""
    if "at" not in post:
        return {}
    at = post["at"] if isinstance(post["at"], dt.datetime) else dt.datetime.fromisoformat(post["at"])
    return {"at": (at - _EPOCH) // dt.timedelta(microseconds=1) * 1000}
