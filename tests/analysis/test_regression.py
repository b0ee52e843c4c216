"""Many regressions at once.

Expected values: numpy's lstsq and statsmodels' OLS (independent code), arithmetic with small numbers in the
tests, and properties that hold for any data. Values from R stand in tests/reference.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.analysis.linear_algebra import cholesky, orthonormal, squared_length
from naysay.analysis.regression import checked_covariance, least_squares
from naysay.analysis.scores import newey_west_bandwidth, rule_of_thumb
from naysay.study.errors import InputError

NAN = float("nan")


def some(seed: int = 1, m: int = 3, k: int = 4, rows: int = 60) -> tuple[Any, Any]:
    rng = np.random.default_rng(seed)
    X = np.concatenate([np.ones((m, 1, rows)), rng.normal(size=(m, k - 1, rows))], axis=1)
    return X, X.sum(axis=1) + rng.normal(size=(m, rows)) * (1 + X[:, 1] ** 2)


@pytest.mark.parametrize("covariance", ["classical", "HC0", "HC1", "HC3"])
def test_coefficients_and_covariance_are_those_of_ols(covariance: str) -> None:
    X, y = some()
    found = least_squares(X, y, tested=2, covariance=covariance)  # type: ignore[arg-type]
    for i in range(3):
        fit = sm.OLS(y[i], X[i].T).fit(
            cov_type="nonrobust" if covariance == "classical" else covariance, use_t=True
        )
        np.testing.assert_allclose(found.coef[i], fit.params[2:], rtol=1e-10)
        np.testing.assert_allclose(found.cov[i], fit.cov_params()[2:, 2:], rtol=1e-9, atol=1e-16)
        assert found.df_resid[i] == fit.df_resid


def test_hac_by_hand() -> None:
    """y = 1 2 4 8 on a constant: u = -2.75 -1.75 .25 4.25; with one lag the cross terms weigh one half."""
    y = np.array([[1.0, 2.0, 4.0, 8.0]])
    squares = 2.75**2 + 1.75**2 + 0.25**2 + 4.25**2
    cross = 2.75 * 1.75 - 1.75 * 0.25 + 0.25 * 4.25
    found = least_squares(np.ones((1, 1, 4)), y, tested=1, covariance="HAC", bandwidth=1)
    assert found.coef[0, 0] == pytest.approx(3.75)
    assert found.cov[0, 0, 0] == pytest.approx((squares + 2 * 0.5 * cross) / 16)


def test_driscoll_kraay_by_hand() -> None:
    """Two companies with means out: x = ±1, scores summed by session, no lag."""
    x = np.array([1.0, -1.0, 1.0, -1.0])
    y = np.array([3.0, -1.0, 1.0, -1.0])
    b = 6 / 4
    u = y - b * x
    sums = (x * u)[:2] + (x * u)[2:]
    found = least_squares(
        x.reshape(1, 1, 4),
        y[None],
        tested=1,
        covariance="driscoll_kraay",
        bandwidth=0,
        companies=2,
        absorbed=1,
    )
    assert found.coef[0, 0] == pytest.approx(b)
    assert found.cov[0, 0, 0] == pytest.approx(np.sum(sums**2) / 16)
    assert (found.sessions[0], found.nobs[0], found.df_resid[0]) == (2, 4, 2)


def test_driscoll_kraay_of_one_company_is_hac() -> None:
    X, y = some()
    panel = least_squares(X, y, tested=2, covariance="driscoll_kraay", bandwidth=3)
    series = least_squares(X, y, tested=2, covariance="HAC", bandwidth=3)
    np.testing.assert_array_equal(panel.cov, series.cov)


def test_small_sample_factor() -> None:
    X, y = some()
    plain = least_squares(X, y, tested=1, covariance="HAC", bandwidth=2)
    scaled = least_squares(X, y, tested=1, covariance="HAC", bandwidth=2, small_sample=True)
    np.testing.assert_allclose(scaled.cov, plain.cov * 60 / 56, rtol=1e-12)


@pytest.mark.parametrize(("asked", "least", "used"), [(None, 0, 3), (None, 7, 7), (2, 0, 2), (2, 5, 5)])
def test_bandwidth(asked: int | None, least: int, used: int) -> None:
    X, y = some()
    found = least_squares(X, y, tested=1, covariance="HAC", bandwidth=asked, least_bandwidth=least)
    assert found.bandwidth.tolist() == [used] * 3


@pytest.mark.parametrize(("nobs", "lags"), [(0, 1), (50, 3), (100, 4), (560, 5), (1000, 6)])
def test_rule_of_thumb(nobs: int, lags: int) -> None:
    assert rule_of_thumb(np.array([nobs])).tolist() == [lags]


def test_a_row_with_a_missing_value_is_as_good_as_none() -> None:
    X, y = some(m=2)
    X[0, 2, 5], y[0, 9] = NAN, NAN
    found = least_squares(X, y, tested=2)
    keep = np.delete(np.arange(60), [5, 9])
    alone = least_squares(X[:1, :, keep], y[:1, keep], tested=2)
    assert found.nobs.tolist() == [58, 60]
    np.testing.assert_allclose(found.cov[0], alone.cov[0], rtol=1e-10)


@pytest.mark.parametrize("covariance", ["classical", "HC3", "HAC"])
def test_a_batch_is_its_members(covariance: Any) -> None:
    X, y = some(m=6)
    X[2, 3] = X[2, 2]
    y[4] = 1.0
    batch = least_squares(X, y, tested=2, covariance=covariance)
    for i in range(6):
        alone = least_squares(X[i : i + 1], y[i : i + 1], tested=2, covariance=covariance)
        np.testing.assert_allclose(batch.statistic[i], alone.statistic[0], rtol=1e-9)
        assert batch.reason[i] == alone.reason[0]
    assert batch.reason.tolist() == ["", "", "collinear_regressors", "", batch.reason[4], ""]
    assert batch.reason[4] == "exact_fit"


def test_reasons_in_their_order() -> None:
    X, y = some(m=1)
    gone = least_squares(X * NAN, y, tested=1).reason[0]
    short = least_squares(X[:, :, :4], y[:, :4], tested=1).reason[0]
    assert gone == "no_complete_session"
    assert short == "fewer_sessions_than_coefficients"


def test_a_high_level_is_no_exact_fit() -> None:
    """Noise of .1 on a level of a million: 14 digits below it, and yet all there is to explain."""
    X, y = some(m=1)
    level = least_squares(X, 1e6 + 0.1 * y, tested=2)
    assert level.reason[0] == ""
    np.testing.assert_allclose(level.statistic, least_squares(X, y, tested=2).statistic, rtol=1e-6)


def test_nearly_collinear_columns_keep_their_digits() -> None:
    rng = np.random.default_rng(4)
    x = rng.normal(size=80)
    near = x + 1e-5 * rng.normal(size=80)
    X = np.stack([np.ones(80), 1000 + x, near])[None]
    y = rng.normal(size=(1, 80)) + near
    found = least_squares(X, y, tested=1, covariance="classical")
    centred = np.column_stack([np.ones(80), x, (near - x) * 1e5])
    want = np.linalg.lstsq(centred, y[0], rcond=None)[0][2] * 1e5
    assert found.coef[0, 0] == pytest.approx(want, rel=1e-6)


@settings(max_examples=25, deadline=None)
@given(st.lists(st.floats(1e-8, 1e8), min_size=3, max_size=3), st.sampled_from(["HC3", "HAC", "classical"]))
def test_units_change_no_statistic(scale: list[float], covariance: Any) -> None:
    X, y = some(m=1)
    plain = least_squares(X, y, tested=2, covariance=covariance)
    scaled = least_squares(X * np.array([1.0, *scale])[None, :, None], y * 7, tested=2, covariance=covariance)
    np.testing.assert_allclose(scaled.statistic, plain.statistic, rtol=1e-8)
    np.testing.assert_allclose(scaled.partial_r2, plain.partial_r2, rtol=1e-8)


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 10_000), st.integers(0, 40))
def test_a_kernel_sum_is_never_negative(seed: int, bandwidth: int) -> None:
    X, y = some(seed, m=2, rows=30)
    found = least_squares(X, y, tested=3, covariance="HAC", bandwidth=bandwidth)
    assert (np.linalg.eigvalsh(found.cov) > -1e-12).all()


def test_partial_r2_is_the_share_of_what_is_left() -> None:
    X, y = some(m=1)
    found = least_squares(X, y, tested=2)
    full = sm.OLS(y[0], X[0].T).fit().ssr
    short = sm.OLS(y[0], X[0, :2].T).fit().ssr
    assert found.partial_r2[0] == pytest.approx(1 - full / short, rel=1e-10)


def test_orthonormal_lines_span_the_same_space() -> None:
    X, _ = some(m=2)
    Q, A = orthonormal(X)
    np.testing.assert_allclose(Q @ Q.transpose(0, 2, 1), np.broadcast_to(np.eye(4), (2, 4, 4)), atol=1e-12)
    np.testing.assert_allclose(A.transpose(0, 2, 1) @ X, Q, atol=1e-12)
    assert np.allclose(A, np.triu(A))


def test_one_matrix_that_is_not_positive_spoils_no_other() -> None:
    good, bad = np.array([[4.0, 2.0], [2.0, 3.0]]), np.array([[1.0, 2.0], [2.0, 1.0]])
    factors = cholesky(np.stack([good, bad]))
    np.testing.assert_allclose(factors[0] @ factors[0].T, good)
    assert np.isnan(factors[1]).all()
    length = squared_length(np.ones((2, 2)), np.stack([good, bad]))
    assert length[0] == pytest.approx(np.linalg.inv(good).sum())
    assert np.isnan(length[1])


@pytest.mark.parametrize(
    ("covariance", "bandwidth", "field"),
    [
        ("hc3", None, "covariance"),
        ("HAC", -1, "bandwidth"),
        ("HAC", 2.5, "bandwidth"),
        ("HAC", True, "bandwidth"),
        ("HC3", 4, "bandwidth"),
    ],
)
def test_a_covariance_that_cannot_be_used(covariance: str, bandwidth: Any, field: str) -> None:
    with pytest.raises(InputError) as caught:
        checked_covariance(covariance, bandwidth, ("HC3", "HAC"))
    assert caught.value.fault.field == field


def by_formula(scores: np.ndarray, constant: float = 1.1447) -> float:
    """1.1447 (s1 / s0)^(2/3) n^(1/3) of Newey and West (1994), written out for (p, n) scores."""
    n = scores.shape[1]
    longest = int(4 * (n / 100) ** (2 / 9))
    g = [float(sum(row[lag:] @ row[: n - lag] for row in scores)) for lag in range(longest + 1)]
    s0, s1 = g[0] + 2 * sum(g[1:]), 2 * sum(lag * g[lag] for lag in range(1, longest + 1))
    return float(constant * abs(s1 / s0) ** (2 / 3) * n ** (1 / 3))


@pytest.mark.parametrize("rows", [60, 250, 1000])
@pytest.mark.parametrize("memory", [0.0, 0.5, 0.9])
def test_the_automatic_bandwidth_is_that_of_newey_and_west(rows: int, memory: float) -> None:
    scores = np.random.default_rng(5).normal(size=(1, 2, rows))
    for t in range(1, rows):
        scores[..., t] += memory * scores[..., t - 1]
    found = newey_west_bandwidth(scores, np.array([rows]))
    np.testing.assert_allclose(found, [by_formula(scores[0])], rtol=1e-10)


def test_an_automatic_bandwidth_is_rounded_down_and_makes_the_error_of_that_bandwidth() -> None:
    """y = 1 ... 13 on a constant: u = -6 ... 6, and the formula gives 2.73 with lag 2 as its longest."""
    y = np.arange(1.0, 14.0)[None]
    u = y - y.mean()
    assert int(4 * (13 / 100) ** (2 / 9)) == 2
    assert 2.0 < by_formula(u) < 3.0 < by_formula(u, constant=1.3221)
    made, wide = (
        least_squares(np.ones((1, 1, 13)), y, tested=1, covariance="HAC", bandwidth=bandwidth)
        for bandwidth in ("automatic", 2)
    )
    assert made.cov[0, 0, 0] == pytest.approx(wide.cov[0, 0, 0], rel=1e-12)


@pytest.mark.parametrize(("nobs", "lags"), [(1, 1), (99, 3), (100, 4), (272, 4), (273, 5), (1000, 6)])
def test_the_rule_of_thumb_by_hand(nobs: int, lags: int) -> None:
    """floor(4 (n / 100)^(2/9)): 4 (1 / 100)^(2/9) = 1.4, and (5 / 4)^(9/2) is 2.73."""
    assert rule_of_thumb(np.array([nobs])).tolist() == [lags]
