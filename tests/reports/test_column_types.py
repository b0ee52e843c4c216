"""Types of the columns of tables. Expected values: the declared tables, and what a run leaves."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.packages import tables_of

from naysay.analysis.methods import all_tables
from naysay.reports.exports._bundle import typed
from naysay.study.column_types import KEYS, OF_NAME, OF_TABLE, column_type, general_name

COLUMNS = [(one.name, column) for one in all_tables() for column in (*one.columns, *one.further)]


def test_every_column_of_every_table_has_a_type() -> None:
    missing = [f"{t}.{c}" for t, c in COLUMNS if "(start,end)" not in c and column_type(t, c) is None]
    assert missing == [], "add them to study/column_types.py, with their unit"


def test_no_type_is_of_a_column_that_no_table_has() -> None:
    assert set(OF_NAME) - {column for _, column in COLUMNS} == set()
    assert set(OF_TABLE) - set(COLUMNS) == set()


def test_keys_are_columns_of_their_tables() -> None:
    own = {("companies", "ticker")}
    assert {(table, column) for table, key in KEYS.items() for column in key} - set(COLUMNS) == own


def test_texts_have_no_unit() -> None:
    assert [name for name, one in {**OF_NAME, **OF_TABLE}.items() if one.kind == "string" and one.unit] == []


@pytest.mark.parametrize(
    ("column", "general"),
    [
        ("car_(-1,5)", "car_(start,end)"),
        ("bhar_(0,0)", "bhar_(start,end)"),
        ("car", "car"),
        ("x_(1,2)", "x_(1,2)"),
    ],
)
def test_a_window_is_left_open_in_the_name_of_its_declaration(column: str, general: str) -> None:
    assert general_name(column) == general


def test_what_a_run_leaves_is_of_the_declared_types(tmp_path: Path) -> None:
    wider = [
        f"{table.name}.{column.name}: {column.kind}, declared {declared.kind}"
        for table in tables_of(fake_results(), tmp_path).values()
        for column in table.columns
        if (declared := column_type(table.name, column.name)) is not None and declared.kind != column.kind
    ]
    assert wider == []


def test_values_are_those_of_the_results(tmp_path: Path) -> None:
    """Numbers go through text and come back as the same doubles; dates, yes and no as such."""
    results = fake_results()
    events = typed(tables_of(results, tmp_path)["events"])
    pd.testing.assert_series_equal(
        events["ar_0"], results.tables["events"]["ar_0"], check_exact=True, check_dtype=False
    )
    assert events["n_posts"].tolist() == results.tables["events"]["n_posts"].tolist()
    assert events["contaminated"].tolist() == results.tables["events"]["contaminated"].tolist()
    sessions = results.tables["events"]["session"].astype(str).str[:10]
    assert events["session"].dt.strftime("%Y-%m-%d").tolist() == sessions.tolist()
