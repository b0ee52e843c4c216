"""Terms of posts. Expected values: by hand, and a count with sets of tuples."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.data.themes.grams import PostWords, Tally, first_of_copies, holders, tally

PLAIN, CHARGED = (2, 4, 6, 8), (3, 5)
"""Numbers of words; the lowest bit says that a word is charged."""
POSTS = st.lists(st.lists(st.sampled_from((0, *PLAIN, *CHARGED)), max_size=8), max_size=12)


def words_of(posts: list[list[int]]) -> PostWords:
    ended = [[*post, 0] for post in posts]
    starts = np.concatenate([[0], np.cumsum([len(post) for post in ended])]).astype(np.int64)
    return PostWords(np.array([word for post in ended for word in post], dtype=np.uint64), starts)


def terms_of(post: list[int]) -> set[tuple[int, ...]]:
    """Literally: every run of one to three words without a break and with an uncharged word."""
    runs = (tuple(post[i : i + size]) for size in (1, 2, 3) for i in range(len(post) - size + 1))
    return {run for run in runs if 0 not in run and any(word % 2 == 0 for word in run)}


def counted(of: Tally) -> dict[tuple[int, ...], list[int]]:
    return {
        tuple(word for word in words if word): of.holders(place).tolist()
        for place, words in enumerate(of.words.tolist())
    }


def literal(posts: list[list[int]]) -> dict[tuple[int, ...], list[int]]:
    every = {term for post in posts for term in terms_of(post)}
    return {term: [n for n, post in enumerate(posts) if term in terms_of(post)] for term in every}


def test_a_phrase_ends_at_a_break_and_needs_an_uncharged_word() -> None:
    assert counted(tally(words_of([[2, 3, 0, 5], [3, 2, 2]]))) == {
        (2,): [0, 1], (2, 3): [0], (3, 2): [1], (2, 2): [1], (3, 2, 2): [1],
    }  # fmt: skip


@settings(max_examples=200)
@given(POSTS)
def test_each_post_counts_once_for_each_of_its_terms(posts: list[list[int]]) -> None:
    assert counted(tally(words_of(posts))) == literal(posts)


@given(POSTS, st.integers(1, 5))
def test_shares_of_the_terms_add_up_to_all(posts: list[list[int]], shares: int) -> None:
    parts = [counted(tally(words_of(posts), share=share, shares=shares)) for share in range(shares)]
    assert sum(map(len, parts)) == len(literal(posts))
    assert {term: held for part in parts for term, held in part.items()} == literal(posts)


@given(POSTS)
def test_the_holders_of_a_term_are_those_of_the_tally(posts: list[list[int]]) -> None:
    of = words_of(posts)
    every = tally(of)
    sought = every.words[::-2]
    expected = [literal(posts)[tuple(word for word in words if word)] for words in sought.tolist()]
    assert [posts.tolist() for posts in holders(of, sought)] == expected


@given(POSTS)
def test_some_of_the_posts_are_counted_as_if_there_were_no_others(posts: list[list[int]]) -> None:
    chosen = list(range(len(posts)))[::2]
    of = words_of(posts).of(np.array(chosen, dtype=np.int64))
    assert counted(tally(of)) == literal([posts[place] for place in chosen])


def test_the_first_of_copies_stays() -> None:
    said, group = np.array([7, 8, 7, 7]), np.array([0, 0, 1, 0])
    assert first_of_copies(said).tolist() == [True, True, False, False]
    assert first_of_copies(said, group).tolist() == [True, True, True, False]
