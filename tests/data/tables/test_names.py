"""Which row has the names of columns. Expected values by hand."""

from __future__ import annotations

from naysay.data.tables.names import column_name, place_of_names


def test_the_first_row_has_the_names_of_a_plain_table() -> None:
    assert place_of_names([["id", "text"], ["1", "good"], ["2", "bad"]]) == 0


def test_rows_with_fewer_cells_are_passed_over() -> None:
    rows = [["Report:", "side values"], ["Brand:", "Grün"], ["id", "at", "text"], ["1", "2024", "good"]]
    assert place_of_names(rows) == 2


def test_rows_with_fewer_cells_that_are_not_empty_are_passed_over() -> None:
    rows = [["Report", "2024", "", ""], ["", "", "", ""], ["id", "at", "by", "text"], ["1", "2", "", "good"]]
    assert place_of_names(rows) == 2


def test_a_row_that_has_what_is_wanted_has_the_names() -> None:
    rows = [["Number", "Count"], ["id", "text"], ["1", "good"]]
    assert place_of_names(rows) == 0
    assert place_of_names(rows, ["text"]) == 1


def test_a_column_of_numbers_may_have_no_name() -> None:
    assert place_of_names([["", "id", "text"], ["0", "a", "good"], ["1", "b", "bad"]]) == 0


def test_names_without_rows() -> None:
    assert place_of_names([["id", "text"]]) == 0


def test_equal_names_are_no_names() -> None:
    assert place_of_names([["a", "a"], ["id", "text"], ["1", "good"]]) == 1


def test_no_rows_have_no_names() -> None:
    assert place_of_names([]) is None
    assert place_of_names([["one"]]) is None


def test_a_name_has_no_space_around_it_and_whole_characters() -> None:
    assert column_name("\ufeff Vero\u0308ffentlicht am\u00a0") == "Ver\u00f6ffentlicht am"
