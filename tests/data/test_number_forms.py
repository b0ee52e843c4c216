"""Numbers as people and programs write them.

Expected values: by hand; in the properties the number that was written.
"""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.number_forms import NumberColumn, UndecidedNumbersError, read_numbers
from naysay.study.price_options import DecimalSign


def column(*texts: str, counts: bool = False, decimal: DecimalSign | None = None) -> NumberColumn:
    return read_numbers({"x": pa.array(texts, pa.string())}, decimal=decimal, counts=["x"] if counts else ())[
        "x"
    ]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("1.234,56", 1234.56), ("1,234.56", 1234.56), ("1'234.56", 1234.56), ("1’234,5", 1234.5),
        ("1 234,56", 1234.56), ("1\u00a0234.5", 1234.5), ("1\u202f234,5", 1234.5), ("12,5", 12.5),
        ("0,125", 0.125), (",5", 0.5), ("5,", 5.0), ("1234,567", 1234.567), ("1.234.567", 1234567.0),
        ("1,234,567", 1234567.0), ("12,34,567.5", 1234567.5), ("-3,5", -3.5), ("−3,5", -3.5), ("+3.5", 3.5),
        ("$184.40", 184.4), ("184,40 €", 184.4), ("EUR 184,40", 184.4), ("1e-5", 1e-5), ("2,5E3", 2500.0),
        ("7", 7.0), ("0.0", 0.0), ("-0,0", 0.0),
    ],
)  # fmt: skip
def test_a_number_with_one_reading_is_read(text: str, number: float) -> None:
    read = column(text)
    assert read.numbers.tolist() == [number]
    assert not np.signbit(read.numbers[0]) or number < 0
    assert read.unreadable.tolist() == [False]


@pytest.mark.parametrize("text", ["", "-", "--", "–", ".", "null", "NULL", " "])
def test_nothing_is_missing_and_not_unreadable(text: str) -> None:
    read = column(text, "1,5")
    assert np.isnan(read.numbers[0])
    assert read.unreadable.tolist() == [False, False]


@pytest.mark.parametrize("text", ["x", "1,2,3", "1.2.3", "1,23,456", "12 34", "1e999", "nan", "inf", "٣",
    "1_000", "0x10", "1-2", "1 %", "5.5K", "1,5,"])  # fmt: skip
def test_what_is_no_number_is_unreadable(text: str) -> None:
    read = column(text, "1,5", "2,5")
    assert np.isnan(read.numbers[0])
    assert read.unreadable.tolist() == [True, False, False]


@pytest.mark.parametrize("text", ["1,234", "1.234", "12.345", "999,999"])
def test_a_number_with_two_readings_is_undecided_until_something_decides(text: str) -> None:
    with pytest.raises(UndecidedNumbersError) as caught:
        column(text)
    assert caught.value.example == text
    sign: DecimalSign = "." if "." in text else ","
    other: DecimalSign = "," if sign == "." else "."
    whole = float(text.replace(sign, ""))
    assert column(text, decimal=sign).numbers.tolist() == [whole / 1000]
    assert column(text, decimal=other).numbers.tolist() == [whole]
    assert column(text, f"1{sign}5").numbers[0] == whole / 1000
    assert column(text, counts=True).numbers.tolist() == [whole]


def test_other_columns_decide_where_they_agree() -> None:
    doubtful = pa.array(["1.234"])
    assert read_numbers({"x": doubtful, "y": pa.array(["1,5"])})["x"].numbers.tolist() == [1234]
    assert read_numbers({"x": doubtful, "y": pa.array(["1.5"])})["x"].numbers.tolist() == [1.234]
    assert read_numbers({"x": doubtful}, usual=".")["x"].numbers.tolist() == [1.234]
    with pytest.raises(UndecidedNumbersError):
        read_numbers({"x": doubtful, "y": pa.array(["1.5"]), "z": pa.array(["1,5"])})


def test_most_rows_decide_and_the_others_are_unreadable() -> None:
    assert column("1,5", "2,5", "3.55").unreadable.tolist() == [False, False, True]
    with pytest.raises(UndecidedNumbersError):
        column("1,5", "3.55")


@pytest.mark.parametrize(
    ("text", "number"),
    [("1.23M", 1_230_000), ("456.70K", 456_700), ("1,5 Mio.", 1_500_000), ("2B", 2e9), ("3 Tsd", 3000),
     ("2,5 Mrd", 2.5e9), ("1.001K", 1001), ("740", 740)],
)  # fmt: skip
def test_counts_may_end_in_thousands_or_millions(text: str, number: float) -> None:
    sign: DecimalSign = "," if "," in text else "."
    assert column(text, counts=True, decimal=sign).numbers.tolist() == [number]


@given(
    st.lists(st.decimals(0, 10**7, places=2), min_size=1, max_size=30),
    st.sampled_from([(",", "."), (".", ","), (",", " "), (".", "'"), (",", "\u202f"), (".", "")]),
)
def test_a_column_that_one_hand_has_written_is_read_as_it_was_meant(numbers, signs) -> None:
    decimal, group = signs
    texts = [f"{number:,.2f}".translate({ord(","): group, ord("."): decimal}) for number in numbers]
    read = column(*texts)
    assert read.numbers.tolist() == [float(number) for number in numbers]
    assert not read.unreadable.any()


@given(st.lists(st.text(max_size=12), max_size=10), st.sampled_from([None, ".", ","]))
def test_any_texts_are_numbers_missing_unreadable_or_undecided(texts, decimal) -> None:
    for counts in (False, True):
        try:
            read = column(*texts, counts=counts, decimal=decimal)
        except UndecidedNumbersError:
            continue
        assert len(read.numbers) == len(texts)
        assert not np.isinf(read.numbers).any()
        assert np.isnan(read.numbers[read.unreadable]).all()
