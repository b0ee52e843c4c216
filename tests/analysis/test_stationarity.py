"""ADF and KPSS by company and series.

Expected values: statsmodels called on one series by itself, the known verdicts for white noise and a random
walk, and the ends of the published KPSS table (.01 and .10).
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.stattools import adfuller, kpss

from naysay.analysis.stationarity import BOUNDED, DEGENERATE, stationarity
from naysay.study.frames import TABLES

INDEX = pd.bdate_range("2020-01-01", periods=300)
NOISE = pd.DataFrame(np.random.default_rng(1).normal(size=(300, 2)), INDEX, ["A", "B"])


def row(table: pd.DataFrame, company: str, series: str, test: str) -> Any:
    at = (table["company"] == company) & (table["series"] == series) & (table["test"] == test)
    return table[at].iloc[0]


def test_values_are_those_of_statsmodels_on_the_observed_sessions() -> None:
    gaps = NOISE.mask(np.random.default_rng(2).random(NOISE.shape) < 0.2)
    table = stationarity({"negativity": gaps})
    observed = gaps["B"].dropna().to_numpy()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        adf, level = adfuller(observed, autolag="AIC")[:4], kpss(observed, nlags="auto")[:3]
    found = row(table, "B", "negativity", "adf")
    assert (found["statistic"], found["pvalue"], found["lags"], found["nobs"]) == adf
    found = row(table, "B", "negativity", "kpss")
    assert (found["statistic"], found["pvalue"], found["lags"]) == level
    assert found["nobs"] == len(observed)


def test_noise_has_no_unit_root_and_a_random_walk_has_no_level() -> None:
    table = stationarity({"noise": NOISE, "walk": NOISE.cumsum()})
    assert row(table, "A", "noise", "adf")["pvalue"] < 0.01
    assert row(table, "A", "walk", "adf")["pvalue"] > 0.05
    assert row(table, "A", "walk", "kpss")["pvalue"] < 0.05


@pytest.mark.parametrize(("series", "bound"), [("noise", 0.10), ("trend", 0.01)])
def test_a_p_beyond_the_kpss_table_is_bounded_and_says_so(series: str, bound: float) -> None:
    trend = NOISE.add(np.arange(300) / 10, axis=0)
    found = row(stationarity({"noise": NOISE, "trend": trend}), "B", series, "kpss")
    assert (found["pvalue"], found["reason"]) == (bound, BOUNDED)


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda s: s * np.nan, "too short: fewer than 30 observations"),
        (lambda s: s.where(s.index < INDEX[29]), "too short: fewer than 30 observations"),
        (lambda s: s * 0 + 0.1, "the series is constant"),
    ],
)
def test_what_cannot_be_tested_has_a_reason(spoil: Any, reason: str) -> None:
    table = stationarity({"negativity": NOISE.assign(A=spoil(NOISE["A"]))})
    spoiled = table[table["company"] == "A"]
    assert (spoiled["reason"] == reason).all()
    assert spoiled[["statistic", "pvalue", "lags"]].isna().all(axis=None)
    assert table.loc[table["company"] == "B", "statistic"].notna().all()


@pytest.mark.parametrize("values", [np.arange(300) % 2, np.arange(300) % 5, np.arange(300) == 299])
def test_a_series_that_its_past_determines_has_a_reason(values: Any) -> None:
    found = row(stationarity({"ret": NOISE.assign(A=values.astype(float))}), "A", "ret", "adf")
    assert found["reason"] == DEGENERATE
    assert np.isnan(found["pvalue"])


def test_columns_and_order_of_rows() -> None:
    table = stationarity({"negativity": NOISE, "ret": NOISE})
    assert tuple(table.columns) == TABLES["stationarity"]
    assert table[["company", "series", "test"]].to_numpy().tolist() == [
        [company, series, test]
        for company in "AB"
        for series in ("negativity", "ret")
        for test in ("adf", "kpss")
    ]


@pytest.mark.parametrize("nothing", [{}, {"ret": NOISE[[]]}])
def test_no_company_no_row(nothing: dict[str, pd.DataFrame]) -> None:
    assert stationarity(nothing).empty
