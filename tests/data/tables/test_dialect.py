"""The dialect of a table's first lines. Expected values by hand."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from naysay.data.tables.dialect import Dialect, dialect_of


def dialect(text: str, delimiter: str = "", wanted: tuple[str, ...] = ()) -> Dialect | None:
    return dialect_of(text.split("\n"), delimiter=delimiter, wanted=wanted)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_plain_table(delimiter: str) -> None:
    text = "id,text\n1,good\n2,bad".replace(",", delimiter)
    assert dialect(text) == Dialect(delimiter, ("id", "text"))


def test_commas_within_texts_part_no_cells() -> None:
    text = "id;at;text\n1;2024;one, two, three, four\n2;2024;five, six\n3;2024;none"
    assert dialect(text) == Dialect(";", ("id", "at", "text"))


def test_a_line_says_the_delimiter() -> None:
    assert dialect("sep=|\na,b|c\n1|2") == Dialect("|", ("a,b", "c"), skipped=1, preamble=1)
    assert dialect('"sep=;"\r\nid;text\r\n1;good') == Dialect(";", ("id", "text"), skipped=1, preamble=1)


def test_what_the_study_says_goes_before_what_the_file_says() -> None:
    assert dialect("sep=;\nid,text;more\n1,good", delimiter=",") == Dialect(
        ",", ("id", "text;more"), skipped=1, preamble=1
    )


def test_lines_above_the_names_are_passed_over() -> None:
    text = "Bericht:;Nebenwerte 2024\r\nMarke:;Grün\r\n\r\nNr.;Am;Beitrag\r\n1;01.01.2024;gut\r\n"
    assert dialect(text) == Dialect(";", ("Nr.", "Am", "Beitrag"), skipped=3, preamble=2)


def test_lines_that_excel_has_filled_up_are_passed_over() -> None:
    text = "Bericht:;Nebenwerte;;\n;;;\nNr.;Am;Von;Beitrag\n1;01.01.2024;;gut\n2;;;schlecht"
    assert dialect(text) == Dialect(";", ("Nr.", "Am", "Von", "Beitrag"), skipped=2, preamble=1)


def test_names_that_are_wanted_are_known_among_lines_like_them() -> None:
    text = "Report,Posts\nid,text\n1,good"
    assert dialect(text, wanted=("id", "text")) == Dialect(",", ("id", "text"), skipped=1, preamble=1)


def test_names_that_are_wanted_may_stand_in_any_delimiter() -> None:
    text = "a,b,c,d;text\n1,2,3,4;good"
    assert dialect(text, wanted=("text",)) == Dialect(";", ("a,b,c,d", "text"))


def test_a_name_may_hold_a_line_break() -> None:
    text = 'id,"Likes\n(total)",text\n1,5,good'
    assert dialect(text) == Dialect(",", ("id", "Likes\n(total)", "text"), lines=2)


def test_blank_lines_above_the_names_are_no_preamble() -> None:
    assert dialect("\n \nid,text\n1,good") == Dialect(",", ("id", "text"), skipped=2)


def test_a_line_that_cannot_be_taken_apart_has_no_names() -> None:
    assert dialect('"id,text\n1,good') == Dialect(",", ())


def test_one_column_is_a_table() -> None:
    assert dialect("text\ngood\nbad") == Dialect(",", ("text",))


def test_blank_lines_are_no_table() -> None:
    assert dialect(" \n\n") is None


@given(st.text(alphabet='ab,;"|=\n \tsepé', max_size=80), st.sampled_from(["", ",", "="]))
def test_any_lines_have_a_dialect_or_none(text: str, delimiter: str) -> None:
    lines = text.split("\n")
    laid = dialect_of(lines, delimiter=delimiter, wanted=("a", "b"))
    assert (laid is None) == (not text.strip())
    assert laid is None or laid.skipped + laid.lines <= len(lines)
