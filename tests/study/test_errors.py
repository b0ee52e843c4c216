"""How errors are told. Expected values: their four parts, and that whatever they quote stays on one line."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.study.errors import (
    DataError,
    DataWarning,
    Fault,
    InputError,
    NaysayError,
    NaysayWarning,
    PartError,
    StudyError,
    shown,
)


def test_an_error_says_field_what_came_what_is_allowed_and_the_mend() -> None:
    error = InputError("posts.path", got="x", allowed="a file", mend="Write one.")
    assert str(error) == 'posts.path: got "x"; allowed: a file. Write one.'
    assert error.fault == Fault("posts.path", '"x"', "a file", "Write one.")


@pytest.mark.parametrize(("kind", "parent"), [(DataError, InputError), (PartError, InputError)])
def test_the_tree_of_input(kind: type[Exception], parent: type[Exception]) -> None:
    assert issubclass(kind, parent)
    assert issubclass(parent, NaysayError)
    assert issubclass(parent, ValueError)


@pytest.mark.parametrize("kind", [DataWarning])
def test_the_tree_of_warnings(kind: type[Warning]) -> None:
    assert issubclass(kind, NaysayWarning)
    assert issubclass(NaysayWarning, UserWarning)


@pytest.mark.parametrize(("count", "head"), [(1, "a.toml: 1 fault"), (2, "a.toml: 2 faults")])
def test_a_study_error_lists_its_faults(count: int, head: str) -> None:
    fault = Fault("study.end", "nothing", "a date", "Add study.end.")
    error = StudyError("a.toml", [fault] * count)
    assert str(error).splitlines() == [head, *[f"  {fault}"] * count]
    assert error.faults == (fault,) * count


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("plain", '"plain"'),
        ("a\nb\x00\u202e", '"a\\x0ab\\x00\\x202e"'),
        ("\ud800", '"\\xd800"'),
        (3, "3"),
        (None, "None"),
        (["a\n"], r"['a\n']"),
        ("grün 🚀", '"grün 🚀"'),
    ],
)
def test_what_came_is_shown_as_one_line(value: object, expected: str) -> None:
    assert shown(value) == expected


@given(st.text(st.characters(), max_size=300) | st.lists(st.text(), max_size=5), st.integers(1, 200))
def test_whatever_came_is_printable_and_bounded(value: object, limit: int) -> None:
    line = shown(value, limit=limit)
    assert line.isprintable()
    assert len(line) <= limit + 2  # the quotation marks
    line.encode("utf-8")
