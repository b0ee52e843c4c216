"""Warnings about data. Expected values: notices written by hand, and that their order is no matter."""

from __future__ import annotations

import pickle
import warnings

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.study.errors import DataWarning, Notice
from naysay.study.notices import caught, merged, warn, warn_of

NOTICES = st.lists(
    st.builds(
        Notice,
        st.sampled_from(["a", "b"]),
        st.lists(st.sampled_from(["x.csv", "y.csv"]), max_size=2).map(tuple),
        st.integers(0, 9),
        st.sampled_from([(), (("n", 1),), (("n", "one"),)]),
    ),
    max_size=8,
)


def test_a_warning_has_a_code_names_rows_and_values_in_order() -> None:
    with caught() as notices:
        warn("repaired", "b.csv", "a.csv", rows=3, to="UTF-8", encoding="cp1252")
    values = (("encoding", "cp1252"), ("to", "UTF-8"))
    assert notices == [Notice("repaired", ("b.csv", "a.csv"), 3, values)]


def test_outside_of_a_run_it_is_a_warning_of_python_in_plain_words() -> None:
    with pytest.warns(DataWarning, match=r"^no adj close: a\.csv, rows 3, sign ;$") as shown:
        warn("no_adj_close", "a.csv", rows=3, sign=";")
    assert shown[0].filename == __file__


def test_a_name_of_a_file_that_would_be_obeyed_is_shown_as_numbers() -> None:
    assert str(Notice("odd", ("a\x1b[2J.csv",))) == "odd: a\\x1b[2J.csv"


def test_a_name_that_is_no_utf_8_can_be_written() -> None:
    with caught() as notices:
        warn("odd", "a\udcff.csv", written="\ud800")
    assert notices == [Notice("odd", ("a\ufffd.csv",), 0, (("written", "\ufffd"),))]


def test_each_that_comes_is_caught_however_often() -> None:
    with caught() as notices:
        for _ in range(3):
            warn("odd", "a.csv", rows=1)
    assert merged(notices) == (Notice("odd", ("a.csv",), 3),)


def test_other_warnings_are_shown_as_ever() -> None:
    def work() -> list[Notice]:
        with caught() as notices:
            warnings.simplefilter("always")
            warnings.warn("of another kind", UserWarning, stacklevel=1)
        return notices

    with pytest.warns(UserWarning, match="of another kind"):
        notices = work()
    assert notices == []


def test_what_differs_in_names_alone_becomes_one() -> None:
    came = [
        Notice("odd", ("b.csv",), 2),
        Notice("mended", (), 5, (("sign", ";"),)),
        Notice("odd", ("a.csv",), 1),
        Notice("mended", (), 7, (("sign", ","),)),
        Notice("odd", ("b.csv",), 4),
    ]
    assert merged(came) == (
        Notice("mended", (), 7, (("sign", ","),)),
        Notice("mended", (), 5, (("sign", ";"),)),
        Notice("odd", ("a.csv", "b.csv"), 7),
    )


@given(NOTICES, st.randoms(use_true_random=False))
def test_the_order_of_coming_and_what_was_merged_before_change_nothing(came: list[Notice], random) -> None:  # type: ignore[no-untyped-def]
    mixed = list(came)
    random.shuffle(mixed)
    half = len(mixed) // 2
    assert merged(mixed) == merged(came)
    assert merged([*merged(mixed[:half]), *merged(mixed[half:])]) == merged(came)
    assert sum(notice.rows for notice in merged(came)) == sum(notice.rows for notice in came)


def test_a_warning_survives_the_way_from_a_worker() -> None:
    again = pickle.loads(pickle.dumps(DataWarning(Notice("odd", ("a",), 1, (("n", 2),)))))
    with caught() as notices:
        warn_of(again.notice)
    assert notices == [Notice("odd", ("a",), 1, (("n", 2),))]
