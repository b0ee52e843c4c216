"""The clustered mean. Expected values: statsmodels' cluster-robust regression on a constant, and Student's t.

statsmodels multiplies by G / (G - 1) (n - 1) / (n - k), whose second factor is 1 for the one coefficient.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.clustered import clustered_mean


def sample(seed: int, n: int = 60, groups: int = 12) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.int64]]:
    """Values that share a part within each cluster; clusters of uneven size."""
    rng = np.random.default_rng(seed)
    clusters = rng.integers(0, groups, n)
    return rng.standard_normal(n) + rng.standard_normal(groups)[clusters], clusters


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("n", "groups"), [(60, 12), (200, 3), (9, 8)])
def test_it_is_a_clustered_regression_on_a_constant(seed: int, n: int, groups: int) -> None:
    values, clusters = sample(seed, n, groups)
    fit = sm.OLS(values, np.ones(n)).fit(
        cov_type="cluster", cov_kwds={"groups": clusters, "df_correction": True}, use_t=True
    )
    np.testing.assert_allclose(
        clustered_mean(values, clusters), [fit.params[0], *fit.conf_int()[0]], rtol=1e-10
    )


def test_clusters_of_one_are_the_interval_of_student() -> None:
    values = np.random.default_rng(4).standard_normal(25)
    expected = stats.t.interval(0.95, 24, values.mean(), stats.sem(values))
    np.testing.assert_allclose(clustered_mean(values, np.arange(25)), [values.mean(), *expected], rtol=1e-12)


def test_by_hand() -> None:
    """1, 3 and 5, 7: mean 4, cluster sums -4 and 4, variance 2 * 32 / 16, t(1) at .975 = 12.7062."""
    mean, low, high = clustered_mean(np.array([1.0, 3.0, 5.0, 7.0]), np.array(["x", "x", "y", "y"]))
    assert (mean, low, high) == pytest.approx((4, 4 - 2 * 12.706204736, 4 + 2 * 12.706204736))


def test_copies_within_clusters_tell_nothing_new() -> None:
    values, clusters = np.array([1.0, 2.0, 4.0]), np.array([0, 1, 2])
    once = clustered_mean(values, clusters)
    np.testing.assert_allclose(clustered_mean(np.repeat(values, 5), np.repeat(clusters, 5)), once, rtol=1e-12)


def test_the_order_and_the_names_of_clusters_do_not_matter() -> None:
    values, clusters = sample(5)
    shuffled = np.random.default_rng(6).permutation(60)
    dates = np.datetime64("2024-01-02") - clusters.astype("timedelta64[D]")
    np.testing.assert_allclose(
        clustered_mean(values[shuffled], dates[shuffled]), clustered_mean(values, clusters), rtol=1e-12
    )


def test_one_cluster_has_no_interval_and_no_values_no_mean() -> None:
    mean, *bounds = clustered_mean(np.array([1.0, 2.0]), np.array([7, 7]))
    assert mean == 1.5
    assert np.isnan(bounds).all()
    assert np.isnan(clustered_mean(np.empty(0), np.empty(0))).all()


def test_a_missing_value_is_not_passed_over() -> None:
    assert np.isnan(clustered_mean(np.array([1.0, np.nan, 2.0]), np.array([1, 2, 3]))).all()
