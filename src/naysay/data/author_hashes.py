"""Authors as numbers: who wrote a post is only ever compared."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt

from naysay.data.said import hashed

REMEMBERED: Final = 100_000
"""Authors whose hash is kept: few write most of the posts."""


def author_hashes(authors: Sequence[str]) -> npt.NDArray[np.int64]:
    """A hash of each author, 0 where nobody is named."""
    return np.fromiter(map(_AUTHORS.__getitem__, authors), np.int64, len(authors))


class _AuthorHashes(dict[str, int]):
    """A hash of each author, 0 where nobody is named; kept, since few write most of the posts."""

    def __missing__(self, author: str) -> int:
        if len(self) >= REMEMBERED:
            self.clear()
        self[author] = hashed(author) if author else 0
        return self[author]


_AUTHORS: Final = _AuthorHashes()
