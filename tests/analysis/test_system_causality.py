"""Causality between groups of the series of a vector autoregression.

Expected values: statsmodels' VAR.test_causality and test_inst_causality (independent code), ``granger`` for
two series, simulated size; R's vars in tests/reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from statsmodels.tsa.api import VAR

from naysay.analysis.granger import granger
from naysay.analysis.vector_autoregression import system_causality, vector_autoregression
from naysay.study.errors import InputError


def three(seed: int = 1, sessions: int = 200) -> pd.DataFrame:
    values = np.random.default_rng(seed).standard_normal((sessions, 3)) @ np.array(
        [[1, 0.5, 0], [0, 1, 0.2], [0, 0, 1]]
    )
    index = pd.bdate_range("2020-01-01", periods=sessions)
    return pd.DataFrame(values, index, columns=["negativity", "ret", "volume"])


@pytest.mark.parametrize("cause", [["negativity"], ["negativity", "volume"]])
def test_f_and_instantaneous_wald_are_those_of_statsmodels(cause: list[str]) -> None:
    frame = three()
    effect = [name for name in frame if name not in cause]
    theirs = VAR(frame).fit(2)
    found = system_causality(vector_autoregression(frame, lags=2), cause, covariance="classical")
    want = theirs.test_causality(effect, cause, kind="f")
    assert found.statistic == pytest.approx(want.test_statistic, rel=1e-8)
    assert found.pvalue == pytest.approx(want.pvalue, rel=1e-7)
    assert (found.df_num, found.df_denom) == want.df
    together = theirs.test_inst_causality(cause)
    assert found.instantaneous == pytest.approx(together.test_statistic, rel=1e-8)
    assert found.pvalue_instantaneous == pytest.approx(together.pvalue, rel=1e-7)


@pytest.mark.parametrize(
    "options",
    [
        {"covariance": "classical"},
        {"covariance": "HC1"},
        {"covariance": "HC3"},
        {"covariance": "HAC", "bandwidth": 4},
    ],
)
def test_with_two_series_f_is_that_of_granger_and_its_df_are_not(options: dict[str, object]) -> None:
    frame = three()[["negativity", "ret"]]
    frame.iloc[50, 0] = np.nan
    found = system_causality(vector_autoregression(frame, lags=3), ["negativity"], **options)  # type: ignore[arg-type]
    complete = frame.mask(frame.isna().any(axis=1))
    row = granger(complete["negativity"], complete["ret"], lags=[3], **options).table.iloc[0]  # type: ignore[arg-type]
    assert found.statistic == pytest.approx(row["statistic"], rel=1e-8)
    assert found.df_denom == 2 * row["df_denom"]


def test_hc3_keeps_the_size_that_others_lose_where_volatility_moves() -> None:
    rng = np.random.default_rng(7)
    hits: dict[str, int] = {"classical": 0, "HC1": 0, "HC3": 0}
    for _ in range(400):
        log = np.zeros(300)
        for t in range(1, 300):
            log[t] = 0.95 * log[t - 1] + 0.25 * rng.standard_normal()
        frame = pd.DataFrame(np.exp(log)[:, None] * rng.standard_normal((300, 2)), columns=["a", "b"])
        model = vector_autoregression(frame, lags=2)
        for covariance in hits:
            hits[covariance] += system_causality(model, ["a"], covariance=covariance).pvalue < 0.05
    low, high = stats.binom.interval(0.998, 400, 0.05)
    assert low <= hits["HC3"] <= high < hits["HC1"] < hits["classical"]


def test_what_cannot_be_tested_says_why() -> None:
    frame = three()
    frame["volume"] = 1.0
    found = system_causality(vector_autoregression(frame, lags=2), ["negativity"])
    assert found.reason == "collinear_or_constant"
    assert np.isnan([found.statistic, found.pvalue, found.instantaneous]).all()
    for cause in ([], ["negativity", "ret", "volume"], ["posts"]):
        with pytest.raises(InputError, match="cause"):
            system_causality(vector_autoregression(three(), lags=2), cause)
