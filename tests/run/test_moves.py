"""Numbers of two runs matched by key. Expected values: by hand."""

from __future__ import annotations

import io

import pandas as pd
import pytest

from naysay.run.moves import APPEARED, Move, TableMoves, table_moves


def table(text: str) -> pd.DataFrame:
    return pd.read_csv(io.StringIO(text), dtype=str, keep_default_na=False, index_col=False)


def moves(before: str, after: str) -> TableMoves:
    return table_moves("t", table(before), table(after))


def test_rows_are_matched_by_the_first_columns_that_tell_them_apart() -> None:
    head = "company,horizon,nobs,value\n"
    told = moves(f"{head}A,1,5,2.0\nA,2,5,3.0\nB,1,5,4.0\n", f"{head}B,1,5,4.0\nA,2,5,3.5\nC,1,5,1.0\n")
    assert told.keys == ("company", "horizon")
    assert (told.rows, told.moved, told.rounded) == (2, 1, 0)
    assert told.largest == (
        Move("t", (("company", "A"), ("horizon", "2")), "value", "3.0", "3.5", 0.5, 0.5 / 3.5),
    )
    assert (told.only_before, told.only_after) == (("company A, horizon 1",), ("company C, horizon 1",))
    assert not told.is_alike


def test_rows_that_nothing_tells_apart_are_matched_by_their_order() -> None:
    told = moves("name,x\na,1\na,2\n", "name,x\na,1\na,3\n")
    assert [(move.key, move.after) for move in told.largest] == [((("name", "a"), ("row", "2")), "3")]


@pytest.mark.parametrize(
    ("before", "after", "moved", "rounded"),
    [
        ("1.5", "1.5000000014", 0, 1),
        ("1.5", "1.50001", 1, 0),
        ("1e-13", "-5e-13", 0, 1),
        ("0.5", "0.50", 0, 0),
        ("", "0.5", 1, 0),
        ("inf", "-inf", 1, 0),
        ("inf", "inf", 0, 0),
        ("1.5e300", "inf", 1, 0),
        ("nan", "nan", 0, 0),
        ("text", "other", 1, 0),
    ],
)
def test_rounding_is_told_apart_from_change(before: str, after: str, moved: int, rounded: int) -> None:
    told = moves(f"company,x,y\nA,{before},\nB,0.25,\n", f"company,x,y\nA,{after},\nB,0.25,\n")
    assert (told.moved, told.rounded) == (moved, rounded)


def test_whole_numbers_are_exact() -> None:
    """A volume of three thousand million that is one share more: 3e-10 of it."""
    told = moves("company,volume\nA,3000000000\n", "company,volume\nA,3000000001\n")
    assert (told.moved, told.rounded) == (1, 0)


def test_the_largest_relative_moves_come_first_and_texts_last() -> None:
    head = "company,x,why\n"
    told = moves(
        f"{head}A,1.0,p\nB,100.5,q\nC,1.5,q\nD,,q\n", f"{head}A,1.1,r\nB,101.5,q\nC,-1.5,q\nD,2.0,q\n"
    )
    assert [(move.key[0][1], move.column) for move in told.largest] == [
        ("C", "x"),
        ("D", "x"),
        ("A", "x"),
        ("B", "x"),
        ("A", "why"),
    ]
    assert told.largest[1].relative == APPEARED
    assert told.largest[1].difference is None


def test_a_ticker_of_digits_and_a_ticker_na_are_keys() -> None:
    told = moves("company,x\n7203,1.5\nNA,2.5\n,3.5\n", "company,x\n7203,1.5\nNA,2.5\n,4.5\n")
    assert told.keys == ("company",)
    assert [move.key for move in told.largest] == [(("company", ""),)]


def test_columns_and_tables_of_one_run_alone_are_named() -> None:
    told = moves("company,old,x\nA,1,2\n", "company,x,new\nA,2,3\n")
    assert (told.columns_before, told.columns_after, told.is_alike) == (("old",), ("new",), False)
    assert table_moves("t", None, table("a\n1\n")).absent == "first"
    assert table_moves("t", table("a\n1\n"), None).absent == "second"
