"""Finds rows of one post by hashes of their ids: its copies, and its rows of other companies."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, Final

import numpy as np
import numpy.typing as npt

BYTES: Final = 16
"""Of the hash of an id: among a billion posts, two ids share one with a probability of 2e-21."""
_ODD: Final = np.uint64(0x9E3779B97F4A7C15)
"""Spreads the companies over all 64 bits: 2^64 over the golden ratio (Knuth 1998, section 6.4)."""

Keys = npt.NDArray[np.uint64]


def keys(post_ids: Sequence[str]) -> Keys:
    """The hash of each id, (N, 2)."""
    digests = [hashlib.blake2b(post_id.encode(), digest_size=BYTES).digest() for post_id in post_ids]
    return np.frombuffer(b"".join(digests), dtype="<u8").reshape(-1, 2)


def spread(values: npt.NDArray[np.integer], key: Keys) -> Keys:
    """Numbers (N,) whose order has nothing to do with that of ``values``, and differs from ``key`` to key."""
    return (values.astype(np.uint64) ^ key) * _ODD


def copies(
    high: Keys, low: Keys, company: npt.NDArray[np.int32], ranks: Iterable[npt.NDArray[Any]]
) -> npt.NDArray[np.bool_]:
    """Whether each of N posts is a copy, by key (``high`` and ``low``) and company, of the one that counts.

    That is the one with the least of the ``ranks``, (N,) each: of the first in which the copies differ. Of
    copies that differ in none the first row counts. A rank is asked for only while some copies are equal in
    those before.
    """
    rows = _tied(high ^ (company.astype(np.uint64) * _ODD))
    rows = rows[np.lexsort((rows, low[rows], high[rows], company[rows]))]
    copy = np.zeros(len(high), dtype=bool)
    copy[rows] = True
    first, further = _firsts(rows, (company, high, low)), iter(ranks)
    with suppress(StopIteration):  # no rank is held while the next is read: of memory there is least here
        while len(first) < len(rows):
            rows, first = _at_their_least(next(further), rows, first)
    copy[rows[first]] = False
    return copy


def _at_their_least(
    rank: npt.NDArray[Any], rows: npt.NDArray[np.intp], first: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.intp]]:
    """Those ``rows`` whose ``rank`` is as low as the lowest of their post, and the places of its first."""
    of_row = rank[rows]
    del rank
    least = np.minimum.reduceat(of_row, first)
    stays = np.flatnonzero(of_row == np.repeat(least, np.diff(first, append=len(rows))))
    return rows[stays], np.searchsorted(stays, first)


def _firsts(rows: npt.NDArray[np.intp], columns: Iterable[npt.NDArray[Any]]) -> npt.NDArray[np.intp]:
    """The places of those of ``rows`` that differ from the row before them in one of the ``columns``."""
    begins = np.zeros(len(rows), dtype=bool)
    begins[:1] = True
    for values in columns:
        begins[1:] |= values[rows[1:]] != values[rows[:-1]]
    return np.flatnonzero(begins)


def companies_named(high: Keys, low: Keys, posted_at: npt.NDArray[np.int64]) -> npt.NDArray[np.int16]:
    """How many of N rows are of the same post, each about another company: the companies that it names.

    Rows are of one post if they have the same key, ``high`` and ``low``, and the same instant: files that
    number their posts from 1 on have the same keys for different posts.
    """
    rows = _tied(high)
    rows = rows[np.lexsort((posted_at[rows], low[rows], high[rows]))]
    times = np.diff(_firsts(rows, (high, low, posted_at)), append=len(rows))
    named = np.ones(len(high), dtype=np.int16)
    named[rows] = np.repeat(times, times)
    return named


def _tied(key: Keys) -> npt.NDArray[np.intp]:
    """Those of N rows whose ``key`` another one has, too."""
    order = np.argsort(key, kind="stable")
    key = key[order]
    alike = key[1:] == key[:-1]
    tied = np.zeros(len(order), dtype=bool)
    tied[:-1] |= alike
    tied[1:] |= alike
    return order[tied]
