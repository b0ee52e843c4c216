"""Copies of posts. Expected values: the least of each key by Python's own order, and by hand."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.duplicates import copies, keys, spread


def test_the_key_of_an_id_is_its_hash_in_two_halves() -> None:
    digest = hashlib.blake2b("7ü".encode(), digest_size=16).digest()
    halves = [int.from_bytes(digest[:8], "little"), int.from_bytes(digest[8:], "little")]
    assert keys(["7ü"]).tolist() == [halves]
    assert keys([]).shape == (0, 2)


few = st.sampled_from([0, 1, 2**63, 2**64 - 1])


@given(st.lists(st.tuples(few, few, st.integers(0, 3), st.integers(0, 2), st.booleans()), max_size=40))
def test_the_least_of_each_key_and_company_counts_and_of_equal_ones_the_first(
    rows: list[tuple[int, int, int, int, bool]],
) -> None:
    least = dict[tuple[int, int, int], int]()
    for place, row in enumerate(rows):
        least[row[:3]] = min(least.get(row[:3], place), place, key=lambda of: rows[of][3:])
    expected = [place not in least.values() for place in range(len(rows))]
    high, low = (np.array([row[half] for row in rows], dtype=np.uint64) for half in (0, 1))
    company = np.array([row[2] for row in rows], dtype=np.int32)
    ranks = [np.array([row[3] for row in rows]), np.array([row[4] for row in rows], dtype=bool)]
    assert copies(high, low, company, ranks).tolist() == expected


def test_no_further_rank_is_asked_for_once_copies_differ() -> None:
    """Rows 0 and 1 are of one post, and 2 and 3 of another: the first rank decides both."""
    high, zeros = np.array([5, 5, 6, 6], dtype=np.uint64), np.zeros(4, dtype=np.uint64)
    asked = []

    def ranks() -> Iterator[np.ndarray]:
        for rank in ([2, 1, 1, 2], [0, 9, 9, 0]):
            asked.append(rank)
            yield np.array(rank)

    company = np.zeros(4, dtype=np.int32)
    assert copies(high, zeros, company, ranks()).tolist() == [True, False, False, True]
    assert asked == [[2, 1, 1, 2]]
    assert not copies(zeros[:1], zeros[:1], company[:1], ranks()).any()
    assert len(asked) == 1


@pytest.mark.parametrize("pair", [(-10_000, 10_000), (0, 1), (-1, 1), (-500, 300), (-32_768, 5)])
def test_neither_the_lower_nor_the_higher_score_goes_before_for_most_keys(pair: tuple[int, int]) -> None:
    """A rule that always took the lower of two scores would make all forums more negative."""
    key = keys([str(n) for n in range(1_000)])[:, 0]
    low, high = (spread(np.full(1_000, score, dtype=np.int16), key) for score in pair)
    assert 450 < (low < high).sum() < 550


def test_a_post_of_two_companies_counts_once_for_each() -> None:
    """All four rows are looked at again, and those of the next company follow those of the last."""
    high, low = (np.full(4, half, dtype=np.uint64) for half in (5, 7))
    company = np.array([0, 1, 0, 1], dtype=np.int32)
    assert copies(high, low, company, []).tolist() == [False, False, True, True]


def test_two_companies_whose_keys_mix_to_one_number_are_two() -> None:
    """The odd constant is 2^64 over the golden ratio: for company 1 it undoes the difference of the keys."""
    odd = 0x9E3779B97F4A7C15
    high = np.array([5, 5 ^ odd, 5, 5 ^ odd], dtype=np.uint64)
    company = np.array([0, 1, 0, 0], dtype=np.int32)
    assert copies(high, np.zeros(4, dtype=np.uint64), company, []).tolist() == [False, False, True, False]
