"""Granger tests of integrated series.

Expected values: statsmodels OLS on the equation written out; the share of random walks that reject a null
that is true (2,000 pairs, four standard errors of a share of .05); R in tests/reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from naysay.analysis.granger import granger
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto
from naysay.study.errors import InputError


def walks(companies: int, sessions: int, seed: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    steps = np.random.default_rng(seed).standard_normal((2, sessions, companies))
    one, two = steps.cumsum(axis=1)
    index = pd.bdate_range("2000-01-03", periods=len(one))
    return pd.DataFrame(one, index), pd.DataFrame(two, index)


def test_it_is_the_wald_test_of_the_first_lags_in_the_longer_equation() -> None:
    cause, effect = walks(1, 120, seed=1)
    x, y = cause[0].rename("a"), effect[0].rename("a")
    X = pd.concat([y.shift(i) for i in (1, 2, 3)] + [x.shift(i) for i in (1, 2, 3)], axis=1).iloc[3:]
    fit = sm.OLS(y.iloc[3:].to_numpy(), sm.add_constant(X.to_numpy())).fit(cov_type="HC3", use_t=True)
    want = fit.wald_test(np.eye(7)[[4, 5]], scalar=True)
    found = toda_yamamoto(x, y, lags=2)
    row = found.table.iloc[0]
    assert row["statistic"] == pytest.approx(float(want.statistic), rel=1e-9)
    assert row["pvalue"] == pytest.approx(float(want.pvalue), rel=1e-9)
    assert (row["tested_lags"], row["fitted_lags"], row["nobs"], row["df_denom"]) == (2, 3, 117, 110)
    assert row["wald"] == pytest.approx(2 * row["statistic"])


def test_without_further_lags_it_is_the_granger_test() -> None:
    cause, effect = walks(3, 150, seed=2)
    mine = toda_yamamoto(cause, effect, lags=2, integration=0).table
    other = granger(cause, effect, lags=[2]).table.set_index(["cause", "company"])["statistic"]
    for row in mine.itertuples():
        assert row.statistic == pytest.approx(other[(row.cause, row.company)], rel=1e-9)


def test_random_walks_keep_the_size_that_lags_tested_without_one_more_do_not() -> None:
    cause, effect = walks(1000, 300, seed=3)
    rejected = {
        d: (
            toda_yamamoto(cause, effect, lags=1, integration=d, covariance="classical").table["pvalue"] < 0.05
        ).mean()
        for d in (0, 1)
    }
    chance = 4 * np.sqrt(0.05 * 0.95 / 2000)
    assert abs(rejected[1] - 0.05) < chance
    assert rejected[0] > 0.05 + chance


def test_a_series_that_does_not_move_is_a_row_with_a_reason() -> None:
    cause, effect = walks(2, 100, seed=4)
    cause[1] = 1.0
    table = toda_yamamoto(cause, effect, lags=1).table.set_index(["company", "cause"])
    assert table.loc[(0, "cause"), "reason"] == ""
    assert table.loc[(1, "cause"), "reason"] != ""
    assert np.isnan(table.loc[(1, "cause"), "pvalue"])


@pytest.mark.parametrize("options", [{"lags": 0}, {"integration": -1}, {"lags": True}, {"lags": 1.5}])
def test_lags_are_whole_numbers(options: dict[str, int]) -> None:
    cause, effect = walks(1, 50, seed=5)
    with pytest.raises(InputError, match=next(iter(options))):
        toda_yamamoto(cause, effect, **options)
