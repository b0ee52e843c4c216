"""What a study may say of its prices. Expected values: by hand."""

from __future__ import annotations

import datetime as dt
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from naysay.study.price_options import PriceJump, PriceOptions


@pytest.mark.parametrize(
    ("text", "ratio"),
    [("AAA 2021-08-02 4:1", Fraction(4)), ("^GDAXI 2021-08-02 3:2", Fraction(3, 2)),
     ("SAP.DE 2021-08-02 1:100", Fraction(1, 100)), (" AAA  2021-08-02 real ", None)],
)  # fmt: skip
def test_a_jump_is_a_ticker_a_session_and_a_ratio(text: str, ratio: Fraction | None) -> None:
    jump = PriceJump.of(text)
    assert (jump.ticker, jump.session, jump.ratio) == (text.split()[0], dt.date(2021, 8, 2), ratio)
    assert str(jump) == " ".join(text.split())
    assert PriceOptions(jumps=(text,)).jumps_of(text.split()[0]) == (jump,)


@pytest.mark.parametrize(
    "text",
    ["", "AAA", "AAA 2021-08-02", "AAA 2021-08-02 4", "AAA 2021-08-02 4:0", "AAA 2021-08-02 0:4",
     "AAA 02.08.2021 4:1", "AAA 20210802 4:1", "AAA 2021-08-02 4:1 x", "a/b 2021-08-02 4:1",
     "AAA 2021-08-02 1:1", "AAA 2021-08-02 2:2", "AAA 2021-08-02 99999:1", "AAA 2021-02-30 4:1",
     "AAA 0001-01-01 4:1", "AAA 2021-08-02 -4:1", "AAA 2021-08-02 4.5:1", "AAA 2021-08-02 Real"],
)  # fmt: skip
def test_any_other_text_is_refused(text: str) -> None:
    with pytest.raises(ValidationError):
        PriceOptions(jumps=(text,))


def test_a_session_has_one_line() -> None:
    with pytest.raises(ValidationError, match="one line for each"):
        PriceOptions(jumps=("AAA 2021-08-02 4:1", "AAA 2021-08-02 real"))


def test_jumps_come_in_the_order_of_their_sessions() -> None:
    options = PriceOptions(jumps=("AAA 2021-08-02 4:1", "BBB 2021-01-01 2:1", "AAA 2020-08-02 2:1"))
    assert [str(jump) for jump in options.jumps_of("AAA")] == ["AAA 2020-08-02 2:1", "AAA 2021-08-02 4:1"]


@given(st.text(max_size=60))
def test_any_text_is_a_jump_or_refused(text: str) -> None:
    try:
        options = PriceOptions(jumps=(text,))
    except ValidationError:
        return
    assert len(options.told_jumps) == 1
