"""The tables of a run. Expected values: the columns of the contract, written again by hand."""

from __future__ import annotations

import pandas as pd
import pytest

from naysay.study.frames import TABLES, empty, ordered, window_column


@pytest.mark.parametrize(
    ("table", "columns"),
    [
        ("attrition", "stage cause rows"),
        ("correlation", "company measure lag r low high nobs"),
        ("stationarity", "company series test statistic pvalue lags nobs reason"),
        ("effects", "company measure horizon bp_per_sd se low high pvalue nobs covariance"),
        ("abnormal", "event_id tau ar se car"),
        ("calibration", "test nominal rejected draws low high mde_bp"),
        ("event_tests", "model window_start window_end test statistic df pvalue n_events reason"),
        (
            "daily",
            "company session n_posts n_negative negative_share mean_score negativity ret market_ret "
            "abnormal_ret volume",
        ),
        (
            "granger",
            "company cause effect lag_order covariance controls statistic df_num df_denom pvalue pvalue_bh "
            "pvalue_by pvalue_holm nobs reason",
        ),
    ],
)
def test_the_contract_of_a_table(table: str, columns: str) -> None:
    assert TABLES[table] == tuple(columns.split())


@pytest.mark.parametrize(
    ("window", "column"), [((-1, 1), "car_(-1,1)"), ((0, 0), "car_(0,0)"), ((-10, 10), "car_(-10,10)")]
)
def test_the_column_of_a_window(window: tuple[int, int], column: str) -> None:
    assert window_column(window) == column


@pytest.mark.parametrize("table", TABLES)
def test_an_empty_table_has_its_columns(table: str) -> None:
    assert tuple(empty(table).columns) == TABLES[table]
    assert empty(table).empty


def test_columns_of_the_contract_come_first_and_others_keep_their_order() -> None:
    frame = pd.DataFrame([[1, 2, 3, 4, 5]], columns=["z", "rows", "a", "stage", "cause"])
    assert list(ordered("attrition", frame).columns) == ["stage", "cause", "rows", "z", "a"]
    assert ordered("attrition", frame)["stage"].tolist() == [4]


def test_a_table_short_of_a_column_is_a_mistake_of_ours() -> None:
    with pytest.raises(KeyError, match="cause"):
        ordered("attrition", pd.DataFrame(columns=["stage", "rows"]))
