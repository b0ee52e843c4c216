"""The rules that read findings from tables. Expected values: the rules of docs/methods.md, by hand.

The clustered mean is held to statsmodels' cluster-robust covariance of a regression on a constant.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from naysay.analysis.clustered import clustered_mean
from naysay.analysis.findings import Findings, MarketValue
from naysay.analysis.verdict import conclude


def effects(bp: float = -20.0, p: float = 0.001, **more: Any) -> pd.DataFrame:
    row = {
        "company": "POOLED", "horizon": 1, "bp_per_sd": bp, "se": 5.0, "low": bp - 10, "high": bp + 10,
        "nobs": 900, "covariance": "x", "pvalue": p, "mde_bp": 14.0, "n_companies": 3, "reason": "",
    }  # fmt: skip
    return pd.DataFrame([{**row, "company": "A", "bp_per_sd": 99.0}, {**row, **more}, {**row, "horizon": 2}])


def granger(forward: float, backward: float) -> pd.DataFrame:
    rows = []
    for cause, effect, p in [
        ("negativity", "abnormal_ret", forward),
        ("abnormal_ret", "negativity", backward),
    ]:
        for order in (1, 5):
            primary = cause == "negativity" and order == 5
            for company, value in [("A", p), ("B", 0.9), ("C", np.nan)]:
                adjusted = value if order == 5 else 0.0001
                rows.append((company, cause, effect, order, value, adjusted, primary))
    columns = ["company", "cause", "effect", "lag_order", "pvalue", "pvalue_bh", "primary"]
    return pd.DataFrame(rows, columns=columns)


def events(car: float = -0.02) -> pd.DataFrame:
    sessions = pd.to_datetime(["2024-01-02", "2024-01-02", "2024-02-05", "2024-03-05"])
    return pd.DataFrame(
        {
            "session": sessions,
            "contaminated": [True, False, False, False],
            "car_(0,1)": [car, car - 0.01, car + 0.01, np.nan],
            "reason": ["", "", "", "too near the end"],
        }
    )


def event_tests(p: float = 0.01, before: float = 0.5) -> pd.DataFrame:
    rows = [(0, 1, p), (-10, -8, 0.001), (-9, -1, before), (0, 0, 0.5)]
    return pd.DataFrame(
        [
            {"model": "market", "window_start": a, "window_end": b, "test": t, "pvalue": v, "reason": ""}
            for a, b, v in rows
            for t in ("adjusted_bmp", "patell")
        ]
    )


def calibration(low: float = 0.03) -> pd.DataFrame:
    return pd.DataFrame({"test": ["granger", "projections"], "nominal": 0.05, "low": [0.2, low]})


def found(**tables: pd.DataFrame) -> Findings:
    all_tables = {
        "effects": effects(),
        "granger": granger(0.01, 0.6),
        "events": events(),
        "event_tests": event_tests(),
        "calibration": calibration(),
        **tables,
    }
    return conclude(all_tables, horizon=1, window=(0, 1))


@pytest.mark.parametrize(
    ("bp", "p", "verdict"),
    [
        (-20.0, 0.001, "negative_lead"),
        (20.0, 0.049, "positive_lead"),
        (-20.0, 0.05, "no_evidence"),
        (np.nan, np.nan, "not_testable"),
    ],
)
def test_the_verdict_is_the_pooled_projection_at_the_horizon_of_the_study(
    bp: float, p: float, verdict: str
) -> None:
    assert found(effects=effects(bp, p)).verdict == verdict


def test_nothing_else_can_make_evidence() -> None:
    told = found(effects=effects(-1.0, 0.8))
    assert (told.verdict, told.n_passed) == ("no_evidence", 5)


def test_every_check_can_pass() -> None:
    assert [check.passed for check in found().checks] == [True] * 5


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("granger", {"granger": granger(0.2, 0.6)}),
        ("no_reverse", {"granger": granger(0.01, 0.01)}),
        ("events", {"event_tests": event_tests(p=0.2)}),
        ("events", {"events": events(car=0.05)}),
        ("no_forerun", {"event_tests": event_tests(before=0.01)}),
        ("placebo", {"calibration": calibration(0.06)}),
    ],
)
def test_each_check_fails_alone(name: str, tables: dict[str, pd.DataFrame]) -> None:
    assert [check.name for check in found(**tables).checks if check.passed is False] == [name]


def test_what_was_not_asked_for_is_unmade() -> None:
    told = conclude({}, horizon=1, window=(0, 1))
    assert told.verdict == "not_testable"
    assert told.lead.reason == "the study asks for no projections"
    assert (told.n_made, told.n_passed) == (0, 0)


def test_both_directions_are_read_at_the_order_of_the_study() -> None:
    told = found()
    assert (told.forward.lag_order, told.backward.lag_order) == (5, 5)
    assert (told.forward.n_tested, told.forward.n_untested, told.forward.companies) == (2, 1, ("A",))
    assert told.backward.n_rejected == 0


def test_events_are_counted() -> None:
    reaction = found().reaction
    assert (reaction.n_events, reaction.n_found, reaction.n_contaminated) == (3, 4, 1)
    assert reaction.caar_bp == pytest.approx(-200)


def test_money_is_the_lead_times_the_market_value() -> None:
    told = conclude(
        {"effects": effects()}, horizon=1, window=(0, 1), market_values=(MarketValue("A", "EUR", 5e9),)
    )
    (money,) = told.money
    assert (money.per_sd, money.low, money.high) == pytest.approx((-1e7, -1.5e7, -5e6))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_the_clustered_mean_is_a_clustered_regression_on_a_constant(seed: int) -> None:
    rng = np.random.default_rng(seed)
    clusters = rng.integers(0, 12, 60)
    values = rng.standard_normal(60) + rng.standard_normal(12)[clusters]
    fit = sm.OLS(values, np.ones(60)).fit(
        cov_type="cluster", cov_kwds={"groups": clusters, "df_correction": True}, use_t=True
    )
    n, groups = len(values), len(np.unique(clusters))
    # statsmodels also multiplies by (n - 1) / (n - k), which is 1 for the one coefficient of a mean.
    mean, low, high = clustered_mean(values, clusters)
    assert mean == pytest.approx(fit.params[0])
    assert (n, groups) == (60, 12)
    np.testing.assert_allclose((low, high), fit.conf_int()[0], rtol=1e-10)


def test_one_cluster_has_no_interval_and_no_values_no_mean() -> None:
    assert np.isnan(clustered_mean(np.array([1.0, 2.0]), np.array([7, 7]))[1:]).all()
    assert np.isnan(clustered_mean(np.empty(0), np.empty(0))).all()
