"""Terms of posts as numbers: what a method learns of texts, which stay in ``data/``."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.study.executor import Executor

Scope = Literal["event", "forum", "study"]
Ints = npt.NDArray[np.int64]
Numbers = npt.NDArray[np.uint64]
"""Words as numbers, (T, 3): a term of fewer words ends with zeros."""


@dataclass(frozen=True, eq=False)
class Comparison:
    """Posts, others that they are compared with, and in how many of both each of T terms stands.

    A term counts once in a post, and copies of a text are one post. ``terms`` holds only those that at least
    so many known authors of the posts use as the study asks for.
    """

    scope: Scope
    company: str
    event_id: str
    forum: str
    n_posts: int
    n_others: int
    n_authors: int
    """Known authors of the posts."""
    n_tested: int
    """Terms that posts and others together hold often enough for ``terms``, wherever they stand."""
    terms: Numbers
    posts: Ints
    """(T,) posts with the term."""
    others: Ints
    """(T,) others with it."""
    authors: Ints
    """(T,) known authors of the posts with it."""
    holders: Callable[[Sequence[int]], list[Ints]]
    """The posts that hold each of some terms, by their places in ``terms``: numbers of posts, ascending."""


@dataclass(frozen=True, eq=False)
class Term:
    """A term to be written out: the numbers of its words, (1 to 3,), and some posts that hold it."""

    words: Numbers
    holders: Ints


class Texts(Protocol):
    """The texts of a study's posts, read when they are asked of, and kept nowhere."""

    def comparisons(self, events: pd.DataFrame, executor: Executor) -> Iterator[Comparison]:
        """The study, its forums, then its ``events`` (event_id, company, session) in their order.

        Raises
        ------
        DataError
            A file that changed since the posts were read, or can no longer be read.
        """
        ...

    def written(self, terms: Sequence[Term], executor: Executor) -> list[str]:
        """Each term as posts write it; empty for one that may not be shown, such as the name of an author.

        Raises
        ------
        DataError
            As ``comparisons``, which has to come first.
        """
        ...
