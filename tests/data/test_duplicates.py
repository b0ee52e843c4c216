"""Posts that were seen before. Expected values: a set of what has been seen, post by post."""

from __future__ import annotations

import hashlib

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.duplicates import keys, seen_before


def test_the_key_of_an_id_is_its_hash_in_two_halves() -> None:
    digest = hashlib.blake2b("7ü".encode(), digest_size=16).digest()
    halves = [int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")]
    assert keys(["7ü"]).tolist() == [halves]
    assert keys([]).shape == (0, 2)


few = st.sampled_from([0, 1, 2**63, 2**64 - 1])


@given(st.lists(st.tuples(few, few, st.integers(0, 3)), max_size=40))
def test_the_first_of_each_key_and_company_counts(rows: list[tuple[int, int, int]]) -> None:
    seen, expected = set[tuple[int, int, int]](), []
    for row in rows:
        expected.append(row in seen)
        seen.add(row)
    high, low = (np.array([row[half] for row in rows], dtype=np.uint64) for half in (0, 1))
    company = np.array([row[2] for row in rows], dtype=np.int32)
    assert seen_before(high, low, company).tolist() == expected


def test_a_post_of_two_companies_counts_once_for_each() -> None:
    """All four rows are looked at again, and those of the next company follow those of the last."""
    high, low = (np.full(4, half, dtype=np.uint64) for half in (5, 7))
    company = np.array([0, 1, 0, 1], dtype=np.int32)
    assert seen_before(high, low, company).tolist() == [False, False, True, True]


def test_two_companies_whose_keys_mix_to_one_number_are_two() -> None:
    """The odd constant is 2^64 over the golden ratio: for company 1 it undoes the difference of the keys."""
    odd = 0x9E3779B97F4A7C15
    high = np.array([5, 5 ^ odd, 5, 5 ^ odd], dtype=np.uint64)
    company = np.array([0, 1, 0, 0], dtype=np.int32)
    assert seen_before(high, np.zeros(4, dtype=np.uint64), company).tolist() == [False, False, True, False]
