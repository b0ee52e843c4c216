"""Which copy of a post counts, whatever the order and the names of the files are that the copies stand in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from naysay.data.duplicates import Keys, spread
from naysay.data.portions import RETWEET, column, forums
from naysay.data.readings import LANGUAGE, columns_of
from naysay.data.scored import UNSCORED
from naysay.data.scorers import Scorer


def copy_ranks(
    files: Sequence[Path], scorers: Sequence[Scorer], key: Keys, *, by_column: bool
) -> Iterator[npt.NDArray[Any]]:
    """Numbers of all posts (N,) in the ``files`` of columns, again and again: the copy with the least counts.

    The earliest copy could be read first, so it counts: what an edit changed was not yet known. Of copies of
    one instant nothing tells which was first, so that a rule has to decide that favours no sentiment. One
    that is known to be a retweet goes before, then comes the hash of what it says; of copies that say the
    same, a known author goes before an unknown one and a score before none, and hashes decide the rest.
    A forum decides last, where the posts name it themselves (``by_column``).

    Posts of equal ranks differ in nothing but the file and the folder in which they stand.
    """
    yield column(files, "posted_at", np.int64)
    yield column(files, "session", np.int32) != RETWEET
    yield column(files, "said", np.int64)
    yield column(files, "author", np.int64) == 0
    yield column(files, "author", np.int64)
    yield column(files, LANGUAGE, np.int8)
    for place, scorer in enumerate(scorers):
        for name, _, _ in columns_of(place, scorer):
            score = column(files, name, np.int16)
            yield score == UNSCORED
            yield spread(score, key)
    if by_column:
        forum = forums(files)
        yield np.argsort(np.argsort(forum.categories))[forum.codes]
