"""Models for thin trading and for factors.

Expected values: statsmodels' OLS (independent code) with forecast errors by its own covariance matrix, the
published ratio of slopes, a case worked by hand, and a known process in which prices answer a session late.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.event_study import EventStudy, event_study
from naysay.analysis.event_study.models import model_named
from naysay.analysis.event_study.models.base import NormalReturnFit

SESSIONS = pd.bdate_range("2020-01-01", periods=300)
AT = 200
BEFORE, AHEAD = slice(AT - 130, AT - 10), slice(AT - 10, AT + 11)


def sample(seed: int = 1) -> tuple[pd.Series, pd.Series, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    factors = rng.normal(0, 0.01, (300, 3))
    own = 0.001 + factors @ [1.1, 0.4, -0.3] + rng.normal(0, 0.01, 300)
    return (
        pd.Series(own, SESSIONS),
        pd.Series(factors[:, 0], SESSIONS),
        pd.DataFrame(factors, SESSIONS, ["mkt", "smb", "hml"]),
    )


def study(own: pd.Series, market: pd.Series, model: str, **options: Any) -> EventStudy:
    events = pd.DataFrame({"company": ["A"], "session": [SESSIONS[AT]]})
    return event_study(own.to_frame("A"), market, events, model=model, **options)


def ols(own: pd.Series, regressors: npt.NDArray[np.float64]) -> Any:
    return sm.OLS(own.to_numpy()[BEFORE], sm.add_constant(regressors)[BEFORE], missing="drop").fit()


@pytest.mark.parametrize("gaps", [False, True])
def test_factors_are_a_regression_on_all_of_them(gaps: bool) -> None:
    own, market, factors = sample()
    if gaps:
        own.iloc[[80, 120, 121]] = np.nan
    found = study(own, market, "factors", factors=factors)
    fitted = ols(own, factors.to_numpy())
    forecast = fitted.get_prediction(sm.add_constant(factors.to_numpy())[AHEAD])
    np.testing.assert_allclose(
        found.abnormal["ar"], own.iloc[AHEAD] - forecast.predicted_mean, rtol=0, atol=1e-14
    )
    np.testing.assert_allclose(found.abnormal["se"], forecast.se_obs, rtol=1e-10)


def test_factors_of_one_benchmark_are_the_market_model() -> None:
    own, market, _ = sample()
    one = study(own, market, "factors", factors=market.to_frame("mkt"))
    pd.testing.assert_frame_equal(one.abnormal, study(own, market, "market").abnormal, rtol=1e-12)


def test_factors_that_repeat_each_other_leave_the_event_with_a_reason() -> None:
    own, market, factors = sample()
    found = study(own, market, "factors", factors=factors.assign(again=factors["mkt"] * 2))
    assert found.events["reason"].item() != ""


def test_dimson_is_ols_on_three_returns_of_the_benchmark_with_their_sum_as_beta() -> None:
    own, market, _ = sample()
    found = study(own, market, "dimson")
    fitted = ols(own, pd.concat([market.shift(1), market, market.shift(-1)], axis=1).to_numpy())
    m = market.to_numpy()[AHEAD]
    weights = np.column_stack([np.ones(21), m, m, m])
    np.testing.assert_allclose(
        found.abnormal["ar"], own.iloc[AHEAD] - weights @ fitted.params, rtol=0, atol=1e-14
    )
    error = np.einsum("wk,kl,wl->w", weights, fitted.cov_params(), weights) + fitted.scale
    np.testing.assert_allclose(found.abnormal["se"], np.sqrt(error), rtol=1e-10)


def test_scholes_williams_is_the_published_ratio_of_slopes_up_to_the_ends() -> None:
    rng = np.random.default_rng(5)
    m = np.convolve(rng.normal(0, 0.01, 40_002), [1, 0.3], "valid")
    y = 0.4 * m + 0.6 * np.roll(m, 1) + rng.normal(0, 0.01, len(m))
    made = fit("scholes_williams", y[1:-5], m[: len(m) - 3], np.array([0.02]))
    slope = [np.polyfit(m[1 + j : len(m) - 5 + j], y[1:-5], 1)[0] for j in (-1, 0, 1)]
    rho = np.corrcoef(m[1:], m[:-1])[0, 1]
    forecast = y[1:-5].mean() + sum(slope) / (1 + 2 * rho) * (0.02 - m[1:-5].mean())
    assert -made.ar[0, 0] == pytest.approx(forecast, abs=1e-5)  # the event's own return is 0


def fit(model: str, y: Any, m: Any, m_event: Any) -> NormalReturnFit:
    """One event whose benchmark ``m`` reaches one session beyond ``y`` at both ends."""
    part = model_named(model)
    market, y = np.array([m], dtype=float)[:, : len(y) + 2], np.array([y], dtype=float)
    X = part.regressors(market, np.empty((0, market.shape[1])))[:, :, 1:-1]
    ahead = np.repeat(np.array(m_event, dtype=float)[np.newaxis, np.newaxis], X.shape[1], axis=1)
    return part.fit(y, X, np.zeros((1, len(m_event))), ahead)


def test_scholes_williams_by_hand() -> None:
    # m = 0 | 1 0 2 1 | 0, z = 1 3 3 3; centred m = 0 -1 1 0 and z = -1.5 .5 .5 .5, y = 0 1 3 0 centred
    # -1 0 2 -1. S_zy = 1.5 + 0 + 1 - .5 = 2, S_zm = 0 - .5 + .5 + 0 = 0: no instrument.
    assert np.isnan(fit("scholes_williams", [0, 1, 3, 0], [0, 1, 0, 2, 1, 0], [1]).sigma[0])
    # m = 0 | 1 3 2 | 0, z = 4 6 5: centred both -1 1 0; y = 1 5 0, mean 2, centred -1 3 -2: S_zy = 4, S_zm =
    # S_zz = 2, beta 2, residuals 1 1 -2, sigma² = 6 / (3 - 2). At m = 4: AR = 0 - 2 - 2 (4 - 2) = -6, and
    # var = 6 (1 + 1/3 + 4 * 2 / 4).
    made = fit("scholes_williams", [1, 5, 0], [0, 1, 3, 2, 0], [4])
    assert made.ar[0, 0] == pytest.approx(-6)
    assert made.residuals[0] == pytest.approx([1, 1, -2])
    variance = made.sigma[0] ** 2 * (1 + (made.loading[0, 0] ** 2).sum())
    assert variance == pytest.approx(6 * (1 + 1 / 3 + 2))


@pytest.mark.parametrize("model", ["scholes_williams", "dimson"])
def test_the_beta_of_a_late_share_is_found_and_forecast_errors_have_their_size(model: str) -> None:
    rng = np.random.default_rng(11)
    part = model_named(model)
    m = rng.normal(0, 0.01, (600, 64))
    y = 0.5 * m + 0.7 * np.roll(m, 1, axis=1) + rng.normal(0, 0.02, m.shape)
    X = part.regressors(m, np.empty((0, 64)))[:, :, 2:-1]
    held = np.repeat(np.array([0.0, 1.0])[np.newaxis, np.newaxis], X.shape[1], axis=1).repeat(600, 0)
    made = part.fit(y[:, 2:-1], X, np.zeros((600, 2)), held)
    betas = made.ar[:, 0] - made.ar[:, 1]
    error = made.sigma * np.linalg.norm(made.loading[:, 1] - made.loading[:, 0], axis=1)
    standardised = (betas - 1.2) / error
    # A share that is late has residuals that follow the benchmark of the session before; only dimson holds
    # them fixed, so only there the forecast error is exact.
    assert abs(betas.mean() - 1.2) < 4 * betas.std() / np.sqrt(600)
    if model == "dimson":
        rejected = int((np.abs(standardised) > stats.t.ppf(0.975, 61 - 4)).sum())
        assert stats.binom.ppf(0.001, 600, 0.05) <= rejected <= stats.binom.ppf(0.999, 600, 0.05)
