"""Matches on word boundaries, by the quick way and by the slow one.

Expected values: the slow way, which looks at all overlapping matches and judges every mention by itself; and
cases by hand.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from naysay.data.bare_tickers import joins, stands_alone
from naysay.data.linking import linker
from naysay.data.mentions import Mentions
from naysay.data.whole_words import hides_none, is_whole
from naysay.study.company import Alias, Company

COMPANIES = [
    Company(ticker="T", name="AT&T"),
    Company(ticker="TSLA", name="Tesla"),
    Company(ticker="AP", name="Apple", aliases=(Alias(name="Apple Inc"), Alias(name="Big App"))),
    Company(ticker="BRK.B", name="Berk", aliases=(Alias(name="Berk", case_sensitive=True),)),
    Company(ticker="MRK.DE", name="McMerck's", aliases=("Deutsche Mark",)),
    Company(
        ticker="X", aliases=(Alias(name="Steel", needs_context=True), Alias(name="x y", exclude_if=("no",)))
    ),
]  # fmt: skip
PIECES = (
    "$T", "$TSLA", "$BRK.B", "$BRK", "T", "TSLA", "AP", "X", "BRK.B", "at&t", "AT&T", "Apple", "apple inc",
    "Inc", "Big Apple", "app", "Berk", "BERK", "Steel", "stock", "x y", "no", "s", ".", ".b", "'s", "-", "_",
    "$MRK", ":GR", "McMercks", "’", "@", ".com", "/", "https://", "deutsche", "Mark", "heute",
    "$", " ", " ",    " ", "ß", "İ", "é", "\ud83d", "1",
)  # fmt: skip


@pytest.mark.parametrize(
    ("patterns", "safe"),
    [
        (["$t", "$tsla"], {0}),  # where "$tsla" is no whole word, "$t" is none either, but it may be "$t"
        (["apple", "apple inc"], {0}),
        (["big app", "apple"], {1}),
        (["$brk", "$brk.b"], {0}),
        (["$t.", "b"], {0, 1}),
    ],
)
def test_a_pattern_hides_none_if_no_other_can_begin_in_it(patterns: list[str], safe: set[int]) -> None:
    assert hides_none(patterns) == safe


@settings(max_examples=600, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=14).map("".join), st.sampled_from([(), ("T",), ("X",)]))
@example("$TSLAs", ())
@example("Big Apple Incs", ())
def test_the_quick_way_finds_what_the_slow_way_finds(text: str, board: tuple[str, ...]) -> None:
    quick, slow = Mentions(COMPANIES), Mentions(COMPANIES)
    slow._search._hides_none, slow._simple = frozenset(), [None for _ in slow._simple]
    one, other = quick.find(text, board), slow.find(text, board)
    assert list(one.linked) == list(other.linked)
    assert list(one.refused) == list(other.refused)


@settings(max_examples=300, deadline=None)
@given(st.text(st.characters(), min_size=1, max_size=6), st.data())
def test_what_touches_a_letter_neither_stands_alone_nor_is_whole(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    before = text[max(start - 1, 0) : start]
    if text[end : end + 1].isalnum() or joins(before):
        assert not stands_alone(text, start, end)
    if text[end : end + 1].isalnum() or before.isalnum():
        assert not is_whole(text, start, end)


def test_links_do_not_depend_on_what_was_linked_before() -> None:
    texts = ["$T", "T is down", "$TSLA and $T", "Steel", "Steel stock", "$T and $TSLA", "nothing"]
    places = [(Path("T/a.csv"), ""), (Path("b.csv"), "X"), (Path("X.csv"), " t "), (Path("c.csv"), "")]
    used = linker(COMPANIES, "text")
    for _ in range(2):
        for path, said in places:
            for text in texts:
                again, alone = used(path, said, text), linker(COMPANIES, "text")(path, said, text)
                assert (again.companies, again.decisions) == (alone.companies, alone.decisions)
