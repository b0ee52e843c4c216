"""A predictive test for persistent predictors.

Expected values: the share of true nulls that a near-integrated predictor rejects, against that of the t-test
of least squares; hand-made instruments; R's ivx in tests/reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.granger_checks.ivx import ivx_test
from naysay.study.errors import InputError


def persistent(seed: int, sessions: int, root: float, together: float) -> tuple[pd.Series, pd.Series]:
    """A predictor with ``root`` whose shocks correlate with an outcome that it does not predict."""
    rng = np.random.default_rng(seed)
    u, own = rng.standard_normal((2, sessions))
    x = np.zeros(sessions)
    for t in range(1, sessions):
        x[t] = root * x[t - 1] + u[t]
    return pd.Series(together * u + np.sqrt(1 - together**2) * own), pd.Series(x, name="chatter")


def test_a_near_unit_root_keeps_the_size_that_least_squares_loses() -> None:
    mine, plain, draws = 0, 0, 600
    for seed in range(draws):
        y, x = persistent(seed, 250, 0.995, -0.95)
        mine += ivx_test(y, x).pvalue < 0.05
        fit = sm.OLS(y.iloc[1:].to_numpy(), sm.add_constant(x.iloc[:-1].to_numpy())).fit()
        plain += fit.pvalues[1] < 0.05
    assert mine <= stats.binom.ppf(0.999, draws, 0.05)
    assert plain > stats.binom.ppf(0.999, draws, 0.12)


def test_a_predictor_that_predicts_is_found() -> None:
    found = []
    for seed in range(60):
        y, x = persistent(1000 + seed, 250, 0.95, -0.5)
        found.append(ivx_test(y + 0.12 * x.shift(1).fillna(0.0), x).pvalue < 0.05)
    assert np.mean(found) > 0.85


def test_three_sessions_written_out() -> None:
    """z_t = rho z_{t-1} + x_t - x_{t-1} and b = sum z_{t-1} (y_t - ybar) / sum z_{t-1} (x_{t-1} - xbar)."""
    y, x = persistent(3, 30, 0.5, 0.0)
    rho, z = 1 - 29**-0.95, [0.0]
    for t in range(1, 29):
        z.append(rho * z[-1] + x[t] - x[t - 1])
    after, before = y.to_numpy()[1:], x.to_numpy()[:-1]
    want = np.dot(z, after - after.mean()) / np.dot(z, before - before.mean())
    row = ivx_test(y, x).predictors.iloc[0]
    assert row["coef"] == pytest.approx(want, rel=1e-10)
    assert row["predictor"] == "chatter"


def test_units_change_no_pvalue() -> None:
    y, x = persistent(4, 200, 0.9, -0.3)
    two = pd.DataFrame({"a": x, "b": persistent(5, 200, 0.5, 0.0)[1]})
    plain, scaled = ivx_test(y, two), ivx_test(y * 1e-3, two * [1e4, 1e-2])
    assert scaled.wald == pytest.approx(plain.wald, rel=1e-9)
    np.testing.assert_allclose(scaled.predictors["wald"], plain.predictors["wald"], rtol=1e-9)
    assert plain.df == 2


def test_what_cannot_be_tested_says_why() -> None:
    y, x = persistent(6, 100, 0.9, 0.0)
    edges = x.copy()
    edges.iloc[[0, 1, 99]] = np.nan
    assert ivx_test(y, edges).nobs == 96
    assert ivx_test(y, edges).wald == pytest.approx(ivx_test(y.iloc[2:99], x.iloc[2:99]).wald, rel=1e-12)
    hole = x.copy()
    hole.iloc[50] = np.nan
    assert ivx_test(y, hole).reason == "gap_inside"
    assert np.isnan(ivx_test(y, hole).pvalue)
    assert ivx_test(y, x * 0 + 1).reason == "collinear_or_constant"
    assert ivx_test(y.iloc[:6], x.iloc[:6]).reason == "fewer_sessions_than_coefficients"
    assert ivx_test(y * np.nan, x).reason == "fewer_sessions_than_coefficients"
    with pytest.raises(InputError, match="predictors"):
        ivx_test(y, x.iloc[1:])
    with pytest.raises(InputError, match="horizon"):
        ivx_test(y, x, horizon=0)
