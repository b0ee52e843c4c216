"""Estimators beside R on simulated firms; it needs nothing but the repository.

Expected values: ``data/r.csv``, which ``data/reference.R`` made with lmtest, sandwich, plm, urca and quantreg
and with R's own lm, t.test, wilcox.test, binom.test and p.adjust; for one firm those of vars, lpirfs and ivx.
``data/README.md`` names versions and calls. The relative tolerance is 1e-8; R's solver of quantile
regressions and its density differ by more, and 1e-6 stands there.
"""

from __future__ import annotations

import json
import warnings
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from benchmarks._time_series_reference import of_one_firm
from benchmarks.granger_reference import difference

from naysay.analysis import granger
from naysay.analysis.event_study import event_study
from naysay.analysis.granger_checks.dumitrescu_hurlin import dumitrescu_hurlin
from naysay.analysis.granger_checks.ivx import ivx_test
from naysay.analysis.granger_checks.pooled import pooled_granger
from naysay.analysis.granger_checks.quantile import quantile_granger
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto
from naysay.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from naysay.analysis.projections import local_projections
from naysay.analysis.stationarity import adf_test, kpss_test
from naysay.analysis.zivot_andrews import zivot_andrews
from naysay.study.errors import CommonFactorWarning

DATA = Path(__file__).parent / "data"
FIRMS = [f"S{number}" for number in range(1, 7)]
COVARIANCES: dict[str, dict[str, Any]] = {
    "classical": {"covariance": "classical"},
    "HC0": {"covariance": "HC0"},
    "HC1": {"covariance": "HC1"},
    "HC3": {"covariance": "HC3"},
    "NW3": {"covariance": "HAC", "bandwidth": 3},
}


@cache
def of_r() -> dict[str, float]:
    """Each quantity as R has it."""
    table = pd.read_csv(DATA / "r.csv")
    return dict(zip(table["quantity"], table["value"].astype(float), strict=True))


@cache
def wide(column: str) -> pd.DataFrame:
    """One column of the simulated panel, session x firm."""
    panel = pd.read_csv(DATA / "panel.csv", parse_dates=["date"])
    return panel.pivot_table(index="date", columns="firm", values=column)


def assert_as_r(ours: dict[str, Any], kinds: tuple[str, ...], *, rtol: float = 1e-8) -> None:
    """Every quantity of R of these kinds is among ours, and equal."""
    expected = {name: value for name, value in of_r().items() if name.split()[0] in kinds}
    assert set(ours) == set(expected)
    for name, value in expected.items():
        assert float(ours[name]) == pytest.approx(value, rel=rtol, abs=1e-12), name


def test_granger_tests_are_those_of_lmtest() -> None:
    ours = {}
    for key, options in COVARIANCES.items():
        table = granger(wide("neg"), wide("ret"), lags=3, names=("neg", "ret"), **options).table
        for row in table.to_dict("records"):
            test = f"granger {row['company']} {row['cause']}_to_{row['effect']} {row['lag_order']} {key}"
            ours |= {f"{test} {column}": row[column] for column in ("statistic", "pvalue", "df_denom")}
    assert len(ours) == 6 * 2 * 3 * 5 * 3
    assert_as_r(ours, ("granger",))


def test_conditional_tests_are_those_of_lmtest() -> None:
    market, ours = wide("mkt"), {}
    for key in ("HC1", "HC3"):
        table = granger(
            wide("neg"), wide("ret"), lags=[2], controls={"mkt": market}, current={"now": market},
            **COVARIANCES[key],
        ).table.query("primary")  # fmt: skip
        for row in table.to_dict("records"):
            firm = f"controls {row['company']}"
            ours |= {f"{firm} {key} {column}": row[column] for column in ("statistic", "pvalue")}
            ours |= {f"{firm} {column}": row[column] for column in ("partial_r2", "sum_coef")}
    assert_as_r(ours, ("controls",))


def test_adjusted_p_values_are_those_of_p_adjust() -> None:
    pvalues = [of_r()[f"granger {firm} neg_to_ret 1 classical pvalue"] for firm in FIRMS]
    ours = {
        f"adjusted {name} {firm}": value
        for name, adjust in (("holm", holm), ("BH", benjamini_hochberg), ("BY", benjamini_yekutieli))
        for firm, value in zip(FIRMS, adjust(pvalues), strict=True)
    }
    assert_as_r(ours, ("adjusted",))


def test_tests_of_levels_are_a_wald_test_of_a_regression_with_one_lag_more() -> None:
    ours = {}
    for firm in FIRMS:
        talk, price = wide("neg")[firm].cumsum(), wide("ret")[firm].cumsum()
        for key in ("classical", "HC0"):
            row = toda_yamamoto(talk, price, lags=2, integration=1, covariance=key).table.iloc[0]
            ours |= {
                f"toda_yamamoto {firm} {key} {column}": row[column]
                for column in ("wald", "pvalue_chi2", "pvalue")
            }
    assert_as_r(ours, ("toda_yamamoto",))


def test_the_panel_test_is_that_of_plm() -> None:
    ours = {}
    for order in (1, 2):
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", CommonFactorWarning)
            row = dumitrescu_hurlin(wide("neg"), wide("ret"), lags=order).table.iloc[0]
        columns = {"Ztilde": "statistic", "Zbar": "zbar", "Wbar": "wbar", "pvalue": "pvalue"}
        ours |= {f"dumitrescu_hurlin {order} {name}": row[column] for name, column in columns.items()}
    assert_as_r(ours, ("dumitrescu_hurlin",))


def test_tests_of_one_series_are_those_of_urca() -> None:
    ours: dict[str, Any] = {}
    for firm in FIRMS:
        neg = wide("neg")[firm].to_numpy()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # p-values outside the table of KPSS; statistics are compared
            ours[f"stationarity {firm} adf"] = adf_test(neg, lags=4)["statistic"]
            ours[f"stationarity {firm} kpss"] = kpss_test(neg, lags=4)["statistic"]
        broken = zivot_andrews(neg, lags=4, trim=0.0)
        ours[f"stationarity {firm} zivot_andrews"] = broken.statistic
        ours[f"stationarity {firm} break"] = broken.first_after
    assert_as_r(ours, ("stationarity",))


def test_projections_are_regressions_on_the_sum_of_later_returns() -> None:
    ours = {}
    for firm in FIRMS[:2]:
        for h in (1, 3, 5):
            made = {
                name: local_projections(
                    wide("neg")[firm], wide("ret")[firm], horizons=[h], lags=2, **options
                ).table.iloc[0]
                for name, options in (
                    ("se_HC1", {"covariance": "HC1"}),
                    ("se_HC3", {"covariance": "HC3"}),
                    ("se_NW", {"covariance": "HAC", "bandwidth": h + 1}),
                )
            }
            ours |= {f"projection {firm} {h} {name}": row["se"] / 1e4 for name, row in made.items()}
            ours[f"projection {firm} {h} beta"] = made["se_HC1"]["bp_per_sd"] / 1e4
            ours[f"projection {firm} {h} nobs"] = made["se_HC1"]["nobs"]
    assert_as_r(ours, ("projection",))


def test_quantile_tests_are_those_of_quantreg() -> None:
    ours = {}
    for tau in (0.25, 0.5, 0.75):
        found = quantile_granger(wide("neg")["S1"], wide("ret")["S1"], lags=2, quantile=tau)
        row, first = found.table.iloc[0], found.coefficients.iloc[0]
        ours |= {f"quantile {tau} {column}": row[column] for column in ("statistic", "pvalue", "df_denom")}
        ours |= {f"quantile {tau} n1": first["coef"], f"quantile {tau} se_n1": first["se"]}
    assert_as_r(ours, ("quantile",), rtol=1e-6)


def test_pooled_tests_are_those_of_plm() -> None:
    ways = ("driscoll_kraay", "company", "session", "company_and_session")  # the first rows of the table
    table = pooled_granger(
        wide("neg"), wide("ret"), lags=2, covariances=ways, bandwidth=4, fixed_effects="company",
        current={"mkt": wide("mkt")},
    ).table  # fmt: skip
    ours = {f"pooled {way} wald": wald for way, wald in zip(ways, table["wald"], strict=False)}
    assert_as_r(ours, ("pooled",))


def test_the_correlation_of_one_session_is_that_of_ccf() -> None:
    """At other lags R takes the means of the whole series, and this project those of the pairs."""
    ours = {f"ccf {firm} 0": np.corrcoef(wide("neg")[firm], wide("ret")[firm])[0, 1] for firm in FIRMS}
    assert_as_r(ours, ("ccf",))


def test_an_event_study_is_regressions_and_tests_of_r() -> None:
    """CARs and forecast errors by lm and predict, then t.test, wilcox.test and binom.test."""
    events = pd.read_csv(DATA / "events.csv")
    windows = ((0, 0), (1, 5))
    tests = event_study(
        wide("ret"), wide("mkt")["S1"], events, model="market", estimation=(-100, -11),
        event_window=(-10, 10), windows=windows,
    ).tests.set_index(["window_start", "window_end", "test"])  # fmt: skip
    ours = {}
    for window in windows:
        key, mean = f"events {window[0]} to {window[1]}", tests.loc[(*window, "cross_sectional_t")]
        ours[f"{key} caar"] = mean["estimate"]
        ours |= {
            f"{key} cross_sectional_t {column}": mean[column]
            for column in ("statistic", "pvalue", "low", "high")
        }
        for test, column in (
            ("bmp", "statistic"), ("wilcoxon", "pvalue"), ("sign", "pvalue"), ("j1", "statistic"),
        ):  # fmt: skip
            ours[f"{key} {test} {column}"] = tests.loc[(*window, test), column]
    assert_as_r(ours, ("events",))


def test_responses_and_projections_of_one_firm_are_those_of_vars_and_lpirfs() -> None:
    series = pd.read_csv(DATA / "firm_F01.csv")[["neg", "ret"]]
    rows = list(of_one_firm(series, DATA))
    assert len(rows) == 46 + 165
    for row in rows:
        assert difference(row) <= 1e-8, row


def test_a_persistent_predictor_is_tested_as_by_ivx() -> None:
    firm = pd.read_csv(DATA / "firm_F01.csv", index_col="date", parse_dates=True)
    want = json.loads((DATA / "16_ivx_F01.json").read_text(encoding="utf-8"))["synth_F01"]
    found = ivx_test(firm["ret"], firm["neg"])
    assert found.wald == pytest.approx(want["wald_joint"], rel=1e-8)
    assert found.pvalue == pytest.approx(want["p_joint"], abs=1e-8)
    assert found.predictors["coef"].iloc[0] == pytest.approx(want["coef"]["neg"], rel=1e-8)
