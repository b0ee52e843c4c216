"""Finds rows of one post by hashes of their ids: those seen before, and those of other companies."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import Final

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


def seen_before(high: Keys, low: Keys, company: npt.NDArray[np.int32]) -> npt.NDArray[np.bool_]:
    """Whether an earlier of N posts has the same key, ``high`` and ``low``, and the same company."""
    rows = _tied(high ^ (company.astype(np.uint64) * _ODD))
    rows = rows[np.lexsort((rows, low[rows], high[rows], company[rows]))]
    again = np.ones(max(len(rows) - 1, 0), dtype=bool)
    for values in (company, high, low):
        again &= values[rows[1:]] == values[rows[:-1]]
    seen = np.zeros(len(high), dtype=bool)
    seen[rows[1:][again]] = True
    return seen


def companies_named(high: Keys, low: Keys, posted_at: npt.NDArray[np.int64]) -> npt.NDArray[np.int16]:
    """How many of N rows are of the same post, each about another company: the companies that it names.

    Rows are of one post if they have the same key, ``high`` and ``low``, and the same instant: files that
    number their posts from 1 on have the same keys for different posts.
    """
    rows = _tied(high)
    rows = rows[np.lexsort((posted_at[rows], low[rows], high[rows]))]
    begins = np.zeros(len(rows), dtype=bool)
    begins[:1] = True
    for values in (high, low, posted_at):
        begins[1:] |= values[rows[1:]] != values[rows[:-1]]
    times = np.diff(np.flatnonzero(begins), append=len(rows))
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
