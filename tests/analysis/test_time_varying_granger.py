"""Granger tests over windows.

Expected values: ``granger`` on the sessions of one window, shares of false alarms under known processes.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from naysay.analysis.granger import granger
from naysay.analysis.granger_checks.time_varying import time_varying_granger
from naysay.study.errors import InputError


def series(seed: int, sessions: int, companies: int = 1) -> tuple[pd.DataFrame, pd.DataFrame]:
    x, y = np.random.default_rng(seed).standard_normal((2, sessions, companies))
    index = pd.bdate_range("2022-01-03", periods=sessions, name="session")
    return pd.DataFrame(x, index), pd.DataFrame(y, index)


@pytest.mark.parametrize("scheme", ["recursive", "rolling"])
def test_a_window_is_the_granger_test_of_its_sessions(scheme: str) -> None:
    x, y = series(1, 200)
    x.iloc[70] = np.nan
    path = time_varying_granger(x, y, lags=2, window=60, draws=20).path
    for end in (100, 150, 199):
        start = end - 59 if scheme == "rolling" else 0
        part = slice(max(0, start - 2), end + 1)
        for row in granger(x.iloc[part], y.iloc[part], lags=[2], covariance="classical").table.to_dict(
            "records"
        ):
            mine = path[
                (path["scheme"] == scheme)
                & (path["cause"] == row["cause"])
                & (path["session"] == x.index[end])
            ].iloc[0]
            assert mine["nobs"] == row["nobs"]
            assert mine["statistic"] == pytest.approx(row["statistic"], rel=1e-8)


def test_false_alarms_over_all_windows_are_as_rare_as_said_even_in_moving_volatility() -> None:
    rng = np.random.default_rng(2)
    log = np.zeros((250, 150))
    for t in range(1, 250):
        log[t] = 0.95 * log[t - 1] + 0.25 * rng.standard_normal(150)
    x, y = np.exp(log) * rng.standard_normal((2, 250, 150))
    index = pd.bdate_range("2000-01-03", periods=len(x))
    found = time_varying_granger(pd.DataFrame(x, index), pd.DataFrame(y, index), window=60, draws=99).table
    for scheme in ("recursive", "rolling"):
        hits = int((found[found["scheme"] == scheme]["pvalue"] <= 0.05).sum())
        low, high = stats.binom.interval(0.998, 300, 0.05)
        assert low <= hits <= high


def test_a_lead_for_half_a_year_is_found_when_it_was() -> None:
    x, y = series(3, 600)
    y.iloc[301:420] -= 0.6 * x.shift(1).iloc[301:420]
    found = time_varying_granger(x, y, window=100, names=("chatter", "returns"))
    rolling = found.table.query("scheme == 'rolling' and cause == 'chatter'").iloc[0]
    assert rolling["pvalue"] < 0.02
    assert x.index[340] <= rolling["session"] <= x.index[520]
    path = found.path.query("scheme == 'rolling' and cause == 'chatter'").set_index("session")
    beyond = path.index[path["statistic"] > path["critical_joint"]]
    assert beyond.min() >= x.index[301]
    assert (path["critical"] < path["critical_joint"]).all()
    back = found.table.query("scheme == 'rolling' and cause == 'returns'").iloc[0]
    assert back["pvalue"] > 0.02


def test_equal_seeds_give_equal_paths_and_companies_do_not_disturb_each_other() -> None:
    x, y = series(4, 150, companies=3)
    x[1] = 1.0
    one, two = (time_varying_granger(x, y, window=50, draws=30, seed=5) for _ in range(2))
    pd.testing.assert_frame_equal(one.path, two.path)
    told = one.table.query("scheme == 'rolling' and cause == 'cause'")
    assert told["reason"].tolist() == ["", "no_window", ""]
    alone = time_varying_granger(x[[0]], y[[0]], window=50, draws=30, seed=5).path
    pd.testing.assert_frame_equal(one.path.query("company == 0").reset_index(drop=True), alone)
    other = time_varying_granger(x, y, window=50, draws=30, seed=6).path
    assert not np.allclose(one.path["critical"], other["critical"])


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"window": 0}, "window"),
        ({"draws": 0}, "draws"),
        ({"level": 2}, "level"),
        ({"schemes": ("x",)}, "schemes"),
    ],
)
def test_refusals(options: dict[str, object], field: str) -> None:
    with pytest.raises(InputError, match=field):
        time_varying_granger(*series(6, 80), **options)  # type: ignore[arg-type]
