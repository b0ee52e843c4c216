"""The tables of a run. Expected values: the columns of the contract, written again by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from naysay.analysis.methods import all_tables
from naysay.study.frames import ATTRITION, window_column

TABLES = {table.name: table for table in all_tables()}


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("attrition", "stage cause rows company"),
        ("correlation", "company measure lag r low high nobs"),
        ("stationarity", "company series test statistic pvalue lags nobs reason reason_values"),
        ("effects", "company measure horizon bp_per_sd se low high pvalue nobs covariance"),
        ("abnormal", "event_id tau ar se car"),
        ("calibration", "test nominal rejected draws low high mde_bp"),
        (
            "event_tests",
            "model window_start window_end test statistic df pvalue n_events reason reason_values",
        ),
        (
            "daily",
            "company session n_posts n_negative negative_share mean_score negativity ret market_ret "
            "abnormal_ret volume",
        ),
        (
            "granger",
            "company cause effect lag_order covariance controls statistic df_num df_denom pvalue pvalue_bh "
            "pvalue_by pvalue_holm nobs reason reason_values",
        ),
    ],
)
def test_the_contract_of_a_table(table: str, columns: str) -> None:
    assert list(TABLES[table].columns) == columns.split()


@pytest.mark.parametrize(
    ("window", "column"), [((-1, 1), "car_(-1,1)"), ((0, 0), "car_(0,0)"), ((-10, 10), "car_(-10,10)")]
)
def test_the_column_of_a_window(window: tuple[int, int], column: str) -> None:
    assert window_column(window) == column


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_its_columns(table: str) -> None:
    assert list(TABLES[table].empty().columns) == list(TABLES[table].columns)
    assert TABLES[table].empty().empty


def test_no_two_tables_share_a_name_and_every_column_has_a_meaning() -> None:
    assert len(TABLES) == len(all_tables())
    for table in all_tables():
        meanings = {**table.columns, **table.further}
        assert len(meanings) == len(table.columns) + len(table.further)
        assert all(meanings.values())


def test_columns_of_the_contract_come_first_and_others_keep_their_order() -> None:
    frame = pd.DataFrame([[1, 2, 3, 4, 5, 6]], columns=["z", "rows", "a", "stage", "cause", "company"])
    assert list(ATTRITION.ordered(frame).columns) == ["stage", "cause", "rows", "company", "z", "a"]
    assert ATTRITION.ordered(frame)["stage"].tolist() == [4]


def test_a_table_short_of_a_column_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="cause"):
        ATTRITION.ordered(pd.DataFrame(columns=["stage", "rows"]))
