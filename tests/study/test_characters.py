"""Halves of characters. Expected values: the surrogates of Unicode, and U+FFFD in their place."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.study.characters import has_half, whole_characters


@pytest.mark.parametrize("half", [chr(code) for code in (0xD800, 0xDBFF, 0xDC00, 0xDCFF, 0xDFFF)])
def test_each_half_is_replaced(half: str) -> None:
    assert whole_characters(f"ä{half}b{half}") == "ä\ufffdb\ufffd"
    assert has_half(f"ä{half}")


@given(st.text(alphabet=st.characters(exclude_categories=())))
def test_what_is_left_can_be_written_and_whole_texts_stay(text: str) -> None:
    whole = whole_characters(text)
    whole.encode("utf-8")
    assert (whole == text) == (not has_half(text))
    assert len(whole) == len(text)
