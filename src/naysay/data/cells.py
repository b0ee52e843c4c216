"""The company and session of a post as one number: one sort of it groups posts of any number of companies."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.data.scored import ScoredPosts

Ints = npt.NDArray[np.signedinteger]


@dataclass(frozen=True, eq=False)
class Cells:
    """The cell of N posts: ``number`` is ``width`` times the place of the company, and the session added.

    It is negative where a post belongs to no session, or to none of the companies.
    """

    number: Ints
    width: int

    @classmethod
    def of(cls, posts: ScoredPosts, companies: Sequence[str]) -> Cells:
        """Those of ``posts``, with ``companies`` in the order of their cells."""
        width = int(posts.session.max(initial=-1)) + 1
        kind = _kind(len(companies) * width)
        place = pd.Index(companies).get_indexer(posts.company.categories).astype(kind)
        number = place[posts.company.codes]
        number *= width
        number += posts.session.astype(kind)
        number[posts.session < 0] = -1
        return cls(number, width)

    def together(self, rows: Ints) -> Ints:
        """``rows`` by cell, those of no cell first; rows of one cell stay in the order in which they come.

        One sort of whole numbers, cell times n plus place: much faster than a sort that has to keep ties.
        """
        n = len(rows)
        key = self.number[rows].astype(np.int64)
        key *= n
        key += np.arange(n, dtype=_kind(n))
        key.sort()
        key %= n
        return rows[key]


def ordered(values: Ints, *, ties: bool = True) -> Ints:
    """The places of ``values`` by size; equal ones stay in their order, or with ``ties`` False in any."""
    return np.argsort(values, kind="stable" if ties else None).astype(_kind(len(values)))


def changes(values: npt.NDArray[Any]) -> npt.NDArray[np.bool_]:
    """Where a value differs from the one before it; the first always does."""
    differs = np.ones(len(values), dtype=bool)
    differs[1:] = values[1:] != values[:-1]
    return differs


def summed(values: npt.NDArray[Any], first: Ints) -> npt.NDArray[np.int64]:
    """Sums of whole numbers from each place in ``first`` up to the next."""
    return np.add.reduceat(values, first, dtype=np.int64)


def _kind(most: int) -> type[np.signedinteger]:
    """Whole numbers that hold ``most``, in half the memory where that is enough."""
    return np.int32 if most < 2**31 else np.int64
