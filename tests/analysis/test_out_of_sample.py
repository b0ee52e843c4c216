"""Clark and West's test of forecasts.

Expected values: the forecasts made one by one with statsmodels OLS, the means and errors written out, shares
of rejections under known processes; R in tests/reference.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.granger_checks.out_of_sample import out_of_sample
from naysay.study.errors import InputError


def series(
    seed: int, sessions: int, companies: int, effect: float = 0.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    x, y = rng.standard_normal((2, sessions, companies))
    y[1:] += effect * x[:-1]
    index = pd.bdate_range("2000-01-03", periods=len(x))
    return pd.DataFrame(x, index), pd.DataFrame(y, index)


@pytest.mark.parametrize("rolling", [False, True])
def test_forecasts_are_those_made_one_by_one(rolling: bool) -> None:
    x, y = (frame[0] for frame in series(1, 140, 1, 0.3))
    x.iloc[60] = np.nan
    data = pd.DataFrame({"y": y, "y1": y.shift(1), "y2": y.shift(2), "x1": x.shift(1), "x2": x.shift(2)})
    errors = []
    for t in range(80, 140):
        known = data.iloc[t - 80 if rolling else 0 : t].dropna()
        if data.iloc[t].isna().any():
            continue
        pair = []
        for columns in (["y1", "y2"], ["y1", "y2", "x1", "x2"]):
            fit = sm.OLS(known["y"].to_numpy(), sm.add_constant(known[columns].to_numpy())).fit()
            pair.append(float(fit.params @ np.r_[1.0, data.iloc[t][columns].to_numpy()]))
        errors.append((y.iloc[t] - pair[0], y.iloc[t] - pair[1], pair[0] - pair[1]))
    e1, e2, apart = np.array(errors).T
    gain = e1**2 - (e2**2 - apart**2)
    row = out_of_sample(x, y, lags=2, first=80, rolling=rolling).table.iloc[0]
    assert row["n_forecasts"] == len(errors)
    assert row["mspe_restricted"] == pytest.approx((e1**2).mean(), rel=1e-9)
    assert row["mspe_unrestricted"] == pytest.approx((e2**2).mean(), rel=1e-9)
    assert row["r2"] == pytest.approx(1 - (e2**2).mean() / (e1**2).mean(), rel=1e-7)
    want = gain.mean() / (gain.std(ddof=1) / np.sqrt(len(gain)))
    assert row["statistic"] == pytest.approx(want, rel=1e-8)
    assert row["pvalue"] == pytest.approx(stats.norm.sf(want), rel=1e-8)


def test_no_forecast_knows_what_comes_after() -> None:
    x, y = series(2, 120, 1)
    before = out_of_sample(x.iloc[:100], y.iloc[:100], lags=1, first=60).table.iloc[0]
    x.iloc[100:], y.iloc[100:] = 1e6, -1e6
    again = out_of_sample(x.iloc[:100], y.iloc[:100], lags=1, first=60).table.iloc[0]
    assert before["statistic"] == again["statistic"]
    later = y.copy()
    later.iloc[99] = 50.0  # the last session is forecast and never fitted
    moved = out_of_sample(x.iloc[:100], later.iloc[:100], lags=1, first=60).table.iloc[0]
    assert moved["n_forecasts"] == before["n_forecasts"]
    assert moved["mspe_restricted"] > before["mspe_restricted"]


def test_size_and_power() -> None:
    """The test is a little conservative (Clark and West's own simulations: 6 to 9 % at nominal 10 %)."""
    quiet = out_of_sample(*series(3, 300, 600), lags=1, first=150).table.query("cause == 'cause'")
    assert (quiet["pvalue"] < 0.10).mean() <= stats.binom.ppf(0.999, 600, 0.10) / 600
    assert (quiet["r2"] > 0).mean() < 0.5
    led = out_of_sample(*series(4, 300, 200, 0.25), lags=1, first=150).table
    assert (led.query("cause == 'cause'")["pvalue"] < 0.05).mean() > 0.8
    assert (led.query("cause == 'effect'")["pvalue"] < 0.05).mean() < 0.12


def test_units_change_nothing_and_reasons_are_told() -> None:
    x, y = series(5, 120, 2)
    x[1] = 2.0
    plain = out_of_sample(x, y, lags=1, first=60).table
    scaled = out_of_sample(x * 1e4, y * 1e-3, lags=1, first=60).table
    np.testing.assert_allclose(plain["statistic"], scaled["statistic"], rtol=1e-8)
    assert plain["reason"].tolist()[:2] == ["", "too_few_forecasts"]
    short = out_of_sample(x.iloc[:65], y.iloc[:65], lags=1, first=60).table
    assert (short["reason"] == "too_few_forecasts").all()
    with pytest.raises(InputError, match="first"):
        out_of_sample(x, y, first=0)
