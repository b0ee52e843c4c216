"""One Granger test for a panel.

Expected values: statsmodels OLS with dummies for companies and sessions and its cluster-robust covariances,
the sandwich written out, the share of rejections of a true null under a common shock; R in tests/reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from naysay.analysis.granger_checks.pooled import ONE_COMPANY, pooled_granger, without_effects
from naysay.study.errors import InputError


def panel(
    companies: int, sessions: int, seed: int, *, common: float = 0.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    x = rng.standard_normal((sessions, companies)) + common * rng.standard_normal((sessions, 1))
    y = rng.standard_normal((sessions, companies)) + common * rng.standard_normal((sessions, 1))
    names = [f"C{i}" for i in range(companies)]
    index = pd.bdate_range("2000-01-03", periods=len(x))
    return pd.DataFrame(x, index, names), pd.DataFrame(y, index, names)


def with_dummies(x: pd.DataFrame, y: pd.DataFrame, p: int) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """Regressors with dummies of the complete rows, the outcome and the rows' company and session."""
    lines = {"y": y} | {f"y{i}": y.shift(i) for i in range(1, p + 1)}
    lines |= {f"x{i}": x.shift(i) for i in range(1, p + 1)}
    session, company = (place.ravel() for place in np.indices(y.shape))
    frame = pd.DataFrame({name: line.to_numpy().ravel() for name, line in lines.items()})
    whole = frame.notna().all(axis=1)
    frame = frame[whole].reset_index(drop=True)
    where = pd.DataFrame({"session": session, "company": company})[whole].reset_index(drop=True)
    dummies = pd.concat(
        [pd.get_dummies(where["company"]), pd.get_dummies(where["session"], drop_first=True)], axis=1
    )
    return pd.concat([frame.drop(columns="y"), dummies.astype(float)], axis=1), frame["y"], where


@pytest.mark.parametrize("gaps", [0.0, 0.2])
def test_coefficients_and_clusters_are_those_of_ols_with_dummies(gaps: float) -> None:
    x, y = panel(6, 60, seed=1)
    hole = np.random.default_rng(2).random(x.shape) < gaps
    x = x.mask(hole)
    X, outcome, where = with_dummies(x, y, 2)
    found = pooled_granger(x, y, lags=2, covariances=["session", "company"])
    for covariance in ("session", "company"):
        groups = where[covariance].to_numpy()
        fit = sm.OLS(outcome.to_numpy(), X.to_numpy()).fit(
            cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}, use_t=True
        )
        mine = found.coefficients.query("cause == 'cause' and covariance == @covariance")
        np.testing.assert_allclose(mine["coef"], fit.params[2:4], rtol=1e-9)
        np.testing.assert_allclose(mine["se"], fit.bse[2:4], rtol=1e-7)
        row = found.table.query("cause == 'cause' and covariance == @covariance").iloc[0]
        V, c = fit.cov_params()[2:4, 2:4], fit.params[2:4]
        assert row["wald"] == pytest.approx(c @ np.linalg.solve(V, c), rel=1e-7)
        assert (row["nobs"], row["companies"]) == (len(outcome), 6)
        assert row["df_denom"] == (row["sessions"] if covariance == "session" else 6) - 1


def test_two_way_clusters_are_the_sum_of_both_less_the_rows() -> None:
    x, y = panel(8, 80, seed=3, common=1.0)
    X, outcome, where = with_dummies(x, y, 1)
    fit = sm.OLS(outcome.to_numpy(), X.to_numpy()).fit()
    bread = np.linalg.inv(X.to_numpy().T @ X.to_numpy())
    scores = X.to_numpy() * fit.resid[:, None]
    meat = -scores.T @ scores
    for column in ("session", "company"):
        sums = pd.DataFrame(scores).groupby(where[column].to_numpy()).sum().to_numpy()
        meat += sums.T @ sums
    want = np.sqrt((bread @ meat @ bread)[1, 1])
    row = pooled_granger(x, y, lags=1, covariances=["company_and_session"]).coefficients.iloc[0]
    assert row["se"] == pytest.approx(want, rel=1e-8)


def test_a_shock_that_all_companies_share_is_no_lead() -> None:
    """Without session effects and clusters of sessions a common shock makes one panel look like many."""
    hits = 0
    for seed in range(200):
        x, y = panel(10, 80, seed=seed, common=2.0)
        row = pooled_granger(x, y, lags=2, covariances=["driscoll_kraay"], bandwidth=0).table.iloc[0]
        hits += row["pvalue"] < 0.05
    assert hits <= 200 * 0.05 + 4 * np.sqrt(200 * 0.05 * 0.95)


def test_a_lead_is_found_in_its_direction() -> None:
    x, y = panel(8, 300, seed=5, common=1.0)
    y = y - 0.2 * x.shift(1).fillna(0.0)
    table = pooled_granger(x, y, lags=2, names=("chatter", "returns")).table
    forward, backward = (table[table["cause"] == cause] for cause in ("chatter", "returns"))
    assert (forward["pvalue"] < 0.001).all()
    assert (backward["pvalue"] > 0.01).all()
    assert forward["sum_coef"].iloc[0] == pytest.approx(-0.2, abs=0.1)


def test_effects_are_taken_out_exactly_and_counted() -> None:
    rng = np.random.default_rng(6)
    used = rng.random((5, 40)) < 0.7
    used[4, :] = False
    values = rng.standard_normal(5)[:, None] * 100 + rng.standard_normal(40) * 50
    left, absorbed = without_effects(values, used, sessions=True)
    assert np.nanmax(np.abs(left)) < 1e-10
    assert np.isnan(left[~used]).all()
    assert absorbed == 4 + used.any(axis=0).sum() - 1
    left, absorbed = without_effects(values, used, sessions=False)
    np.testing.assert_allclose(np.nanmean(left[:4], axis=1), 0.0, atol=1e-10)
    assert absorbed == 4


def test_what_cannot_be_tested_says_why() -> None:
    x, y = panel(1, 60, seed=7)
    assert set(pooled_granger(x, y, lags=2).table["reason"]) == {ONE_COMPANY}
    x, y = panel(2, 60, seed=8)
    row = pooled_granger(x, y, lags=4, covariances=["company"]).table.iloc[0]
    assert row["reason"] == "too_few_clusters"
    assert np.isnan(row["pvalue"])
    x["C0"], x["C1"] = 1.0, 1.0
    assert pooled_granger(x, y, lags=1).table["reason"].iloc[0] == "collinear_regressors"


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"lags": 0}, "lags"),
        ({"fixed_effects": "none"}, "fixed_effects"),
        ({"covariances": ["HC9"]}, "covariances"),
    ],
)
def test_refusals(options: dict[str, object], field: str) -> None:
    with pytest.raises(InputError, match=field):
        pooled_granger(*panel(3, 40, seed=9), **options)  # type: ignore[arg-type]
