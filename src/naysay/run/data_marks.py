"""Which data a run read: a hash of them all, and marks by which runs know that they share some."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

KEPT: Final = 64
"""Marks of each kind. They are the smallest of all, so that the data of two runs which share the share s of
their files have the same mark but with a chance of (1 - s)^64: 4 % where s is 5 %."""
_DIGITS: Final = 16


@dataclass(frozen=True, slots=True)
class DataMarks:
    """``sha256`` is of the bytes of all posts and prices, whatever their files are called."""

    sha256: str
    posts: frozenset[str]
    """Marks of the files of posts, of the place and of the bytes of each."""
    companies: frozenset[str]

    @classmethod
    def of(
        cls,
        *,
        places: Iterable[Path],
        posts: Iterable[str],
        prices: Iterable[str],
        companies: Iterable[str],
    ) -> Self:
        """From the places of files of posts, the SHA-256 of these and of those of prices, and tickers."""
        posts = {*posts}
        return cls(
            hashlib.sha256(json.dumps([sorted(posts), sorted({*prices})]).encode()).hexdigest(),
            _smallest(map(os.path.realpath, places)) | _smallest(posts),
            _smallest(companies),
        )

    def shares_with(self, sha256: str, posts: Iterable[str], companies: Iterable[str]) -> bool:
        """Whether a file of posts and a company are also in the data with that hash and those marks.

        A file that has grown is known by its place, one that was moved or copied by its bytes.
        """
        shares = not self.posts.isdisjoint(posts) and not self.companies.isdisjoint(companies)
        return self.sha256 == sha256 or shares


def _smallest(names: Iterable[str]) -> frozenset[str]:
    marks = {hashlib.sha256(name.encode("utf-8", "surrogateescape")).hexdigest()[:_DIGITS] for name in names}
    return frozenset(sorted(marks)[:KEPT])
