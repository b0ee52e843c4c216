"""ADF, KPSS and Zivot-Andrews by company and series, and the decision that follows.

Expected values: statsmodels called on one series by itself, one regression a break written out, the known
verdicts for white noise, a random walk and a level that breaks, and the ends of the published tables. Numbers
from R are in ``tests/reference/test_time_series_reference.py``.
"""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.tsa.stattools import adfuller, kpss

from naysay.analysis.stationarity import BOUNDED, DEGENERATE, RULES, STATIONARITY, decided, stationarity
from naysay.analysis.zivot_andrews import QUANTILES, zivot_andrews
from naysay.study.reasons import joined_reasons

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
        (lambda s: s * np.nan, "too_few_sessions least=30"),
        (lambda s: s.where(s.index < INDEX[29]), "too_few_sessions least=30"),
        (lambda s: s * 0 + 0.1, "no_variation series=series"),
    ],
)
def test_what_cannot_be_tested_has_a_reason(spoil: Any, reason: str) -> None:
    table = stationarity({"negativity": NOISE.assign(A=spoil(NOISE["A"]))})
    spoiled = table[table["company"] == "A"]
    assert (joined_reasons(spoiled) == reason).all()
    assert spoiled[["statistic", "pvalue", "lags"]].isna().all(axis=None)
    assert table.loc[table["company"] == "B", "statistic"].notna().all()


@pytest.mark.parametrize("values", [np.arange(300) % 2, np.arange(300) % 5, np.arange(300) == 299])
def test_a_series_that_its_past_determines_has_a_reason(values: Any) -> None:
    found = row(stationarity({"ret": NOISE.assign(A=values.astype(float))}), "A", "ret", "adf")
    assert found["reason"] == DEGENERATE
    assert np.isnan(found["pvalue"])


def test_columns_and_order_of_rows() -> None:
    table = stationarity({"negativity": NOISE, "ret": NOISE})
    assert tuple(table.columns) == (*STATIONARITY.columns, "break_session", "decision", "rule")
    assert table[["company", "series", "test"]].to_numpy().tolist() == [
        [company, series, test]
        for company in "AB"
        for series in ("negativity", "ret")
        for test in ("adf", "kpss", "zivot_andrews")
    ]


@pytest.mark.parametrize("nothing", [{}, {"ret": NOISE[[]]}])
def test_no_company_no_row(nothing: dict[str, pd.DataFrame]) -> None:
    assert stationarity(nothing).empty


def by_hand(y: np.ndarray, b: int, lags: int) -> float:
    """The t of y_{t-1} with a level that breaks after position ``b``."""
    dy = np.diff(y, prepend=np.nan)
    t = np.arange(lags + 1, len(y))
    X = np.column_stack([y[t - 1], np.ones(len(t)), t, t > b, *(dy[t - i] for i in range(1, lags + 1))])
    beta, rss = np.linalg.lstsq(X, dy[t], rcond=None)[:2]
    return float(beta[0] / np.sqrt(rss[0] / (len(t) - X.shape[1]) * np.linalg.inv(X.T @ X)[0, 0]))


@pytest.mark.parametrize("lags", [0, 3])
def test_zivot_andrews_is_the_least_t_over_the_breaks(lags: int) -> None:
    y = NOISE["A"].cumsum().to_numpy()
    every = {b: by_hand(y, b, lags) for b in range(45, 256)}
    found = zivot_andrews(y, lags=lags)
    assert found.statistic == pytest.approx(min(every.values()), rel=1e-9)
    assert found.first_after == min(every, key=every.__getitem__) + 1


@pytest.mark.parametrize(("statistic", "p"), [(-4.80, 0.05), (-4.69, 0.075), (-9.0, 0.01), (-1.0, 0.99)])
def test_its_p_is_interpolated_in_the_published_table(
    statistic: float, p: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The table is moved by as much as the statistic of a walk is off."""
    y = NOISE["A"].cumsum().to_numpy()
    moved = zivot_andrews(y, lags=1).statistic - statistic
    table = {q: value + moved for q, value in QUANTILES.items()}
    monkeypatch.setattr("naysay.analysis.zivot_andrews.QUANTILES", table)
    found = zivot_andrews(y, lags=1)
    assert found.pvalue == pytest.approx(p)
    assert found.bounded == (p in (0.01, 0.99))


def test_a_level_that_breaks_is_found_with_its_session() -> None:
    moved = NOISE.add(np.where(np.arange(300) < 180, 0.0, 3.0), axis=0)
    table = stationarity({"moved": moved})
    assert (table["decision"] == "break").all()
    found = table[table["test"] == "zivot_andrews"].set_index("company")["break_session"]
    assert abs(INDEX.get_loc(found["A"]) - 180) <= 2
    assert table.loc[table["test"] != "zivot_andrews", "break_session"].isna().all()


def test_a_break_is_told_on_the_calendar_and_not_on_the_rows() -> None:
    moved = NOISE.add(np.where(np.arange(300) < 180, 0.0, 3.0), axis=0)
    moved.iloc[40:90] = np.nan
    table = stationarity({"moved": moved}).set_index(["company", "test"])
    assert abs(INDEX.get_loc(table.loc[("B", "zivot_andrews"), "break_session"]) - 180) <= 2


def test_decisions_for_noise_and_a_walk() -> None:
    table = stationarity({"noise": NOISE, "walk": NOISE.cumsum()}).drop_duplicates(["company", "series"])
    found = table.set_index(["company", "series"])[["decision", "rule"]]
    assert found.loc[("A", "noise")].tolist() == ["stationary", RULES["stationary"]]
    assert found.loc[("A", "walk")].tolist() == ["unit_root", RULES["unit_root"]]


@pytest.mark.parametrize(
    ("pvalues", "decision"),
    [
        ((0.01, 0.10, 0.20), "stationary"),
        ((0.01, 0.10, 0.01), "stationary"),
        ((0.20, 0.01, 0.20), "unit_root"),
        ((0.20, 0.01, 0.01), "break"),
        ((0.01, 0.01, 0.01), "break"),
        ((0.01, 0.01, 0.20), "undecided"),
        ((0.20, 0.10, 0.20), "undecided"),
        ((0.20, 0.10, 0.01), "undecided"),
        ((np.nan, 0.10, 0.01), "untested"),
        ((0.05, 0.05, 0.05), "undecided"),
    ],
)
def test_the_decision_table(pvalues: tuple[float, float, float], decision: str) -> None:
    assert decided(*pvalues) == decision


def test_a_walk_is_called_anything_but_a_unit_root_seldom_and_noise_anything_but_stationary() -> None:
    """60 series of 250; 400 of them gave .83 and .95."""
    noise = pd.DataFrame(
        np.random.default_rng(8).normal(size=(250, 60)), pd.bdate_range("2020-01-01", periods=250)
    )
    table = stationarity({"noise": noise, "walk": noise.cumsum()})
    share = table[table["test"] == "adf"].groupby("series")["decision"].value_counts(normalize=True)
    assert share["noise", "stationary"] > 0.88
    assert share["walk", "unit_root"] > 0.72
    rejects = table[(table["series"] == "walk") & (table["test"] == "zivot_andrews")]["pvalue"] < 0.05
    assert rejects.mean() < 0.12


def test_what_its_past_determines_has_no_break_either() -> None:
    periodic = NOISE.assign(A=(np.arange(300) % 3).astype(float))
    found = row(stationarity({"ret": periodic}), "A", "ret", "zivot_andrews")
    assert found["reason"] == DEGENERATE
    assert found["decision"] == "untested"
