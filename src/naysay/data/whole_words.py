"""Matches that are whole words: no letter or digit touches them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from typing import Final

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from naysay.data.text_windows import Match, Windows

FAST: Final = 100_000
"""Characters of all patterns together up to which the fastest search, which takes most memory, is built."""


def searched(patterns: Sequence[str]) -> Callable[[str], list[Match]]:
    """A search for ``patterns``, the leftmost and longest, in the fastest way that the memory allows."""
    fast = Implementation.DFA if sum(map(len, patterns)) <= FAST else None
    return AhoCorasick(
        patterns, matchkind=MatchKind.LeftmostLongest, implementation=fast
    ).find_matches_as_indexes


def hides_none(patterns: Sequence[str]) -> frozenset[int]:
    """The numbers of those ``patterns`` that hide no other where they are no whole word.

    Another could begin in one only at its start or behind a character that parts words.
    """
    known = set(patterns)
    return frozenset(
        number
        for number, pattern in enumerate(patterns)
        if all(letter.isalnum() or letter in "_$" for letter in pattern[:-1])
        and known.isdisjoint(accumulate(pattern[:-1]))
    )


def is_whole(folded: str, start: int, end: int) -> bool:
    """Whether no letter or digit touches the match; a name is not in ``name.de``.

    What stands behind the point of a cashtag is for ``Listing.suffix`` to judge.
    """
    if start and (folded[start - 1].isalnum() or folded[start - 1] in "_$"):
        return False
    if end == len(folded):
        return True
    after = folded[end]
    if after.isalnum() or after == "_":
        return False
    return (
        after != "." or folded[start] == "$" or re.match(r"\.[a-z]{1,2}(?!\w)", folded[end : end + 4]) is None
    )


def leftmost_longest(folded: str, matches: Windows) -> Iterator[Match]:
    """Of overlapping matches those on word boundaries, from the left, the longer first."""
    free = 0
    for matched in matches.lists():
        whole = [match for match in matched if is_whole(folded, match[1], match[2])]
        for match in sorted(whole, key=lambda of: (of[1], -of[2])):
            if match[1] >= free:
                yield match
                free = match[2]
