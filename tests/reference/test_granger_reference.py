"""Granger tests, local projections, covariances and adjusted p-values against numbers from R.

Expected values: ``shared/reference/granger``: lmtest 0.9-40 grangertest and waldtest, sandwich 3.0-2, plm
2.6-2 and p.adjust on R 4.2.2. Each file names its call. sandwich's NeweyWest ran with prewhite=FALSE and
adjust=FALSE. Relative tolerance 1e-8.
"""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.granger import granger
from naysay.analysis.multiple_testing import benjamini_hochberg, benjamini_yekutieli, holm
from naysay.analysis.pairs import lagged
from naysay.analysis.projections import local_projections
from naysay.analysis.regression import least_squares

FOLDER = Path(__file__).parents[2].parent / "shared" / "reference" / "granger"
pytestmark = pytest.mark.skipif(
    not FOLDER.is_dir(), reason="the shared reference folder is not beside the checkout"
)

FIRMS = [f"F{i:02d}" for i in range(1, 13)]
COVARIANCES: dict[str, dict[str, Any]] = {
    "": {"covariance": "classical"},
    "_HC0": {"covariance": "HC0"},
    "_HC1": {"covariance": "HC1"},
    "_HC3": {"covariance": "HC3"},
    "_NW3": {"covariance": "HAC", "bandwidth": 3},
}


@cache
def expected(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text())
    return found


@cache
def synthetic(column: str) -> pd.DataFrame:
    long = pd.read_csv(FOLDER / "input_synth_panel.csv", parse_dates=["date"])
    return long.pivot_table(index="date", columns="firm", values=column)


def assert_row(table: pd.DataFrame, want: dict[str, Any]) -> None:
    assert len(table) == 1
    row = table.iloc[0]
    assert row["statistic"] == pytest.approx(want["stat"], rel=1e-8)
    assert row["pvalue"] == pytest.approx(want["p"], rel=1e-8)


@pytest.mark.parametrize("order", [1, 2, 3, 4])
@pytest.mark.parametrize("covariance", COVARIANCES)
def test_eggs_before_chicken(order: int, covariance: str) -> None:
    data = pd.read_csv(FOLDER / "input_chickegg.csv", index_col="year")
    found = granger(data["egg"], data["chicken"], lags=[order], **COVARIANCES[covariance]).table
    want = expected("01_chickegg_grangertest")["results"][f"order{order}"]
    assert_row(found[found["cause"] == "cause"], want[f"egg_to_chicken{covariance}"])
    if covariance == "":
        assert_row(found[found["cause"] == "effect"], want["chicken_to_egg"])
        assert found["df_denom"].tolist() == [want["chicken_to_egg"]["df_resid"]] * 2


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_output_and_consumption(order: int) -> None:
    levels = pd.read_csv(FOLDER / "input_macrodata.csv")[["realgdp", "realcons"]]
    growth = np.log(levels).diff()
    found = granger(growth["realgdp"], growth["realcons"], lags=5, covariance="classical").table
    want = expected("02_macrodata_grangertest")["results"][f"order{order}"]
    at = found[found["lag_order"] == order]
    assert_row(at[at["cause"] == "cause"], want["gdp_to_cons"])
    assert_row(at[at["cause"] == "effect"], want["cons_to_gdp"])


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_twelve_firms_in_both_directions(order: int) -> None:
    found = granger(synthetic("neg"), synthetic("ret"), covariance="classical").table
    for firm in FIRMS:
        want = expected("06_synth_granger")["results"][firm][f"p{order}"]
        at = found[(found["company"] == firm) & (found["lag_order"] == order)]
        assert_row(at[at["cause"] == "cause"], want["neg_to_ret"])
        assert_row(at[at["cause"] == "effect"], want["ret_to_neg"])


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("HC0", {"covariance": "HC0"}),
        ("HC1", {"covariance": "HC1"}),
        ("HC3", {"covariance": "HC3"}),
        ("NW5", {"covariance": "HAC", "bandwidth": 5}),
    ],
)
def test_twelve_firms_with_robust_covariances(key: str, options: dict[str, Any]) -> None:
    found = granger(synthetic("neg"), synthetic("ret"), lags=[5], **options).table
    for firm in FIRMS:
        want = expected("06_synth_granger")["results"][firm]["bivariate_p5"][key]
        assert_row(found[(found["company"] == firm) & found["primary"]], want)


@pytest.mark.parametrize(
    ("key", "options"),
    [
        ("F", {"covariance": "classical"}),
        ("HC1", {"covariance": "HC1"}),
        ("HC3", {"covariance": "HC3"}),
        ("NW5", {"covariance": "HAC", "bandwidth": 5}),
        ("NW5adj", {"covariance": "HAC", "bandwidth": 5, "small_sample": True}),
    ],
)
def test_least_squares_with_controls(key: str, options: dict[str, Any]) -> None:
    neg, ret, market, volume = (synthetic(name).to_numpy().T for name in ("neg", "ret", "mkt", "logvol"))
    lags = range(1, 6)
    X = np.concatenate(
        [
            np.ones((12, 1, 750)),
            market[:, None],
            lagged(market, lags),
            lagged(volume, lags),
            lagged(ret, lags),
            lagged(neg, lags),
        ],
        axis=1,
    )
    found = least_squares(X, ret, tested=5, **options)
    for i, firm in enumerate(FIRMS):
        want = expected("06_synth_granger")["results"][firm]["controls_p5"]
        assert found.statistic[i] == pytest.approx(want[key]["stat"], rel=1e-8)
        assert found.df_resid[i] == want[key]["df2"]
        np.testing.assert_allclose(found.coef[i], list(want["coef_neg"].values()), rtol=1e-8)
        assert found.partial_r2[i] == pytest.approx(want["partial_R2"], rel=1e-8)
        if key == "NW5":
            se_of_sum = np.sqrt(found.cov[i].sum())
            assert se_of_sum == pytest.approx(want["se_sum_NW5"], rel=1e-8)


@pytest.mark.parametrize(
    ("method", "adjust"), [("holm", holm), ("BH", benjamini_hochberg), ("BY", benjamini_yekutieli)]
)
def test_adjusted_pvalues(method: str, adjust: Any) -> None:
    for family in ("F_p5_24tests", "NW_controls_12tests"):
        file = expected("09_multiple_testing")[family]
        np.testing.assert_allclose(adjust(list(file["p"].values())), list(file[method].values()), rtol=1e-12)


@pytest.mark.parametrize("horizon", range(1, 11))
@pytest.mark.parametrize("covariance", ["HC1", "HAC"])
def test_local_projections_of_one_firm(horizon: int, covariance: str) -> None:
    """R cumulates from t on; with the return of t among the regressors that changes no coefficient of neg."""
    options: dict[str, Any] = {"covariance": covariance, "horizons": [horizon], "lags": 5}
    if covariance == "HAC":
        options["bandwidth"] = horizon + 1
    row = local_projections(synthetic("neg")["F01"], synthetic("ret")["F01"], **options).table.iloc[0]
    want = expected("10_local_projections_F01")["results"][f"h{horizon}"]
    key = "cum_se_HC1" if covariance == "HC1" else "cum_se_NWh1"
    assert row["nobs"] == want["n"]
    assert row["bp_per_sd"] == pytest.approx(1e4 * want["cum_beta"], rel=1e-8)
    assert row["se"] == pytest.approx(1e4 * want[key], rel=1e-8)


def test_driscoll_kraay_of_the_panel() -> None:
    """plm's within model with vcovSCC (HC0, five lags); the market enters unlagged."""
    neg, ret, market = (synthetic(name).to_numpy().T for name in ("neg", "ret", "mkt"))
    lags = range(1, 6)
    X = np.concatenate([market[:, None], lagged(ret, lags), lagged(neg, lags)], axis=1)[:, :, 5:]
    y = ret[:, 5:]
    X, y = X - X.mean(axis=2, keepdims=True), y - y.mean(axis=1, keepdims=True)
    found = least_squares(
        X.transpose(1, 0, 2).reshape(1, 11, -1),
        y.reshape(1, -1),
        tested=5,
        covariance="driscoll_kraay",
        bandwidth=5,
        companies=12,
        absorbed=12,
    )
    want = expected("13_pooled_panel")["fe"]["scc5"]
    assert found.statistic[0] * 5 == pytest.approx(want["W"], rel=1e-8)
    for i in range(5):
        assert found.coef[0, i] == pytest.approx(want[f"n{i + 1}"], rel=1e-8)
        assert np.sqrt(found.cov[0, i, i]) == pytest.approx(want[f"se.n{i + 1}"], rel=1e-8)
