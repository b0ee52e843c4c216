"""Reasons as codes with values. Expected values: by hand, and the way there and back."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.study.reasons import because, is_reason, joined_reasons, parted, plain, split_reasons

NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
VALUES = st.integers(-999, 999) | NAMES


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({}, "too_few"),
        ({"least": 20}, "too_few least=20"),
        ({"start": -10, "test": "adjusted_bmp"}, "too_few start=-10 test=adjusted_bmp"),
        ({"share": 0.5}, "too_few share=0.5"),
    ],
)
def test_a_reason_is_its_code_and_its_values(values: dict[str, int | float | str], reason: str) -> None:
    assert because("too_few", **values) == reason


@pytest.mark.parametrize(
    ("code", "value"), [("too few", 1), ("", 1), ("few", "two words"), ("few", "a=b"), ("few", "")]
)
def test_what_is_no_code_and_no_value_is_refused(code: str, value: int | str) -> None:
    with pytest.raises(ValueError, match="not a reason"):
        because(code, least=value)


@pytest.mark.parametrize("text", ["", "a sentence with words", "few least", "few least=", "few  least=1"])
def test_a_sentence_is_no_reason(text: str) -> None:
    assert not is_reason(text)


@given(NAMES, st.dictionaries(NAMES, VALUES, max_size=3))
def test_parted_reasons_have_the_code_and_values_they_were_made_of(
    code: str, values: dict[str, int | str]
) -> None:
    reason = because(code, **{name: value for name, value in values.items() if name != "code"})
    assert is_reason(reason)
    assert parted(reason) == (code, {name: str(value) for name, value in values.items() if name != "code"})


def test_plain_text_has_the_values_in_brackets() -> None:
    assert plain("too_few_sessions least=20") == "too few sessions (least 20)"
    assert plain("no_window a=1 b=c") == "no window (a 1, b c)"
    assert plain("no_window") == "no window"
    assert plain("") == ""


def test_a_table_has_the_code_and_its_values_side_by_side() -> None:
    table = pd.DataFrame({"a": [1, 2, 3], "reason": ["", "few least=2 first=3", "none"], "b": [1, 2, 3]})
    split = split_reasons(table.set_axis([7, 7, 9]))
    assert list(split) == ["a", "reason", "reason_values", "b"]
    assert split["reason"].tolist() == ["", "few", "none"]
    assert split["reason_values"].tolist() == ["", "least=2 first=3", ""]
    assert split.index.tolist() == [7, 7, 9]
    assert joined_reasons(split).tolist() == table["reason"].tolist()
    assert split_reasons(split).equals(split)
    assert "reason_values" not in table


def test_a_missing_reason_is_none() -> None:
    split = split_reasons(pd.DataFrame({"reason": [np.nan, None, "few"]}))
    assert split["reason"].tolist() == ["", "", "few"]
    read_back = split.replace("", np.nan)
    assert joined_reasons(read_back).tolist() == ["", "", "few"]


def test_a_table_without_reasons_stays_as_it_is() -> None:
    table = pd.DataFrame({"a": [1, 2]})
    assert split_reasons(table) is table
    assert joined_reasons(table).tolist() == ["", ""]


def test_a_table_without_rows_has_both_columns() -> None:
    assert list(split_reasons(pd.DataFrame(columns=["reason", "b"]))) == ["reason", "reason_values", "b"]
