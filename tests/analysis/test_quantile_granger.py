"""A Granger test of a quantile.

Expected values: statsmodels' QuantReg (iterated, hence coarse), the check loss of neighbouring coefficients,
a hand-made median, shares of rejections under known processes; R's quantreg in tests/reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from statsmodels.regression.quantile_regression import hall_sheather

from naysay.analysis.granger_checks.quantile import bandwidth, quantile_granger, quantile_regression
from naysay.study.errors import InputError


def loss(X: np.ndarray, y: np.ndarray, q: float, beta: np.ndarray) -> float:
    u = y - beta @ X
    return float((u * (q - (u < 0))).sum())


def test_an_intercept_alone_is_the_sample_quantile() -> None:
    y = np.array([3.0, -1.0, 10.0, 4.0, 7.0])
    assert quantile_regression(np.ones((1, 5)), y, 0.5) == pytest.approx(4.0)
    assert quantile_regression(np.ones((1, 5)), y, 0.1) == pytest.approx(-1.0)


@pytest.mark.parametrize("q", [0.05, 0.3, 0.9])
@pytest.mark.parametrize("level", [0.0, 1e4])
def test_no_neighbour_has_a_smaller_check_loss(q: float, level: float) -> None:
    rng = np.random.default_rng(1)
    X = np.concatenate([np.ones((1, 200)), rng.standard_normal((3, 200)) * [[1.0], [1e3], [1e-3]]])
    y = level + 0.01 * rng.standard_t(3, 200)
    beta = quantile_regression(X, y, q)
    best = loss(X, y, q, beta)
    assert (np.abs(y - beta @ X) < 1e-9 * (1 + level)).sum() >= 4
    for _ in range(50):
        near = beta + rng.standard_normal(4) * 1e-3 * (1e-3 + np.abs(beta))
        assert loss(X, y, q, near) >= best * (1 - 1e-12)
    rough = sm.QuantReg(y, X.T).fit(q=q, max_iter=5000)
    assert best <= loss(X, y, q, rough.params) * (1 + 1e-9)


def test_the_bandwidth_is_that_of_hall_and_sheather() -> None:
    """statsmodels has the same rule for its kernel estimate."""
    assert bandwidth(0.5, 400) == pytest.approx(hall_sheather(400, 0.5), rel=1e-12)
    h = bandwidth(0.01, 50)
    assert 0.01 - h > 0


def series(seed: int, sessions: int, companies: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, sessions, companies))
    index = pd.bdate_range("2000-01-03", periods=len(x))
    return pd.DataFrame(x, index), pd.DataFrame(y, index)


def test_a_true_null_is_rejected_about_as_often_as_said() -> None:
    x, y = series(2, 400, 150)
    table = quantile_granger(x, y, lags=1, quantile=0.2).table
    share = (table["pvalue"] < 0.05).mean()
    low, high = stats.binom.interval(0.998, 300, 0.05)
    assert low <= share * 300 <= high


def test_talk_that_widens_the_lower_tail_is_found_there_and_not_in_the_middle() -> None:
    rng = np.random.default_rng(3)
    x = np.abs(rng.standard_normal((600, 20)))
    u = rng.standard_normal((600, 20))
    y = u * 1.0
    y[1:] = np.where(u[1:] < 0, u[1:] * (1 + 0.8 * x[:-1]), u[1:])
    index = pd.bdate_range("2000-01-03", periods=600)
    frames = pd.DataFrame(x, index), pd.DataFrame(y, index)
    tail, middle = (
        quantile_granger(*frames, lags=1, quantile=q).table.query("cause == 'cause'") for q in (0.1, 0.6)
    )
    assert (tail["pvalue"] < 0.05).mean() > 0.9
    assert (middle["pvalue"] < 0.05).mean() < 0.3
    assert (tail["sum_coef"] < 0).all()


def test_units_hardly_change_a_pvalue_and_reasons_stop_nobody() -> None:
    """What quantreg takes off for rounding is in units of the effect: fractions of 1e-5 of a standard
    deviation of these series."""
    x, y = series(4, 120, 3)
    x[1] = 5.0
    x.iloc[10, 0] = np.nan
    plain = quantile_granger(x, y, lags=2).table
    scaled = quantile_granger(x * 1e3, y * 1e-2, lags=2).table
    np.testing.assert_allclose(plain["pvalue"], scaled["pvalue"], rtol=1e-4)
    assert plain["reason"].tolist() == ["", "collinear_regressors", ""] * 2
    assert plain["nobs"].tolist() == [116, 118, 118, 115, 118, 118]
    assert set(quantile_granger(x.iloc[:5], y.iloc[:5], lags=2).table["reason"]) == {
        "fewer_sessions_than_coefficients"
    }


@pytest.mark.parametrize("quantile", [0, 1, -0.1, "low", True])
def test_quantiles_lie_between_nothing_and_all(quantile: object) -> None:
    with pytest.raises(InputError, match="quantile"):
        quantile_granger(*series(5, 50, 1), quantile=quantile)  # type: ignore[arg-type]
