"""Buy-and-hold abnormal returns, volume and volatility.

Expected values: worked by hand, statsmodels' OLS, and known processes in which nothing happens at the events
(volume is autocorrelated and has a common part, returns have Student errors), where rejections at 5 % of the
tests that the docstrings recommend must lie in the central 99.8 % of the binomial distribution.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats
from tests.analysis.without_tables import PValues, pvalues_of

from naysay.analysis.event_study import event_study, log_turnover, volatility_study, volume_study
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.buy_and_hold import bhar
from naysay.study.errors import InputError

SESSIONS = pd.bdate_range("2020-01-01", periods=400)
WINDOWS = ((0, 0), (-10, 10))
EARLY = {"estimation": (-35, -3), "event_window": (-2, 2), "windows": ((0, 0), (-1, 1))}


def one(session: int = 40) -> pd.DataFrame:
    return pd.DataFrame({"company": ["A"], "session": [SESSIONS[session]]})


def test_bhar_by_hand() -> None:
    # Returns +10 %, -20 %, normal returns +5 %, 0: 1.1 * 0.8 - 1.05 * 1 = -0.17, while the CAR is -0.15.
    held = EventArrays(
        np.array([0, 1]), np.array([[0.05, -0.2]]), np.zeros((1, 2, 1)), np.ones(1), np.ones((1, 30)),
        np.zeros(1, dtype=np.int64), np.array([[0.1, -0.2]]), 1,
    )  # fmt: skip
    assert bhar(held, (0, 1), "simple")[0] == pytest.approx(1.1 * 0.8 - 1.05)
    assert bhar(held, (1, 1), "simple")[0] == pytest.approx(0.8 - 1.0)
    # The same numbers as log returns: e^(0.1 - 0.2) - e^0.05.
    assert bhar(held, (0, 1), "log")[0] == pytest.approx(math.exp(-0.1) - math.exp(0.05))


def market_and_returns(rng: np.random.Generator, companies: int) -> tuple[pd.Series, pd.DataFrame]:
    market = 0.01 * rng.standard_t(6, len(SESSIONS))
    own = market[:, None] + 0.015 * rng.standard_t(5, (len(SESSIONS), companies))
    return pd.Series(market, SESSIONS), pd.DataFrame(own, SESSIONS, [f"C{i}" for i in range(companies)])


def test_simple_and_log_returns_hold_the_same_share() -> None:
    # Less the benchmark alone what was held is exp(Σ r) - exp(Σ m), whichever way returns are written.
    market, returns = market_and_returns(np.random.default_rng(3), 1)
    events = pd.DataFrame({"company": ["C0"], "session": [SESSIONS[200]]})
    options = {"model": "market_adjusted", "windows": ((-2, 3),)}
    log = event_study(returns, market, events, **options).events["bhar_(-2,3)"][0]
    simple = event_study(np.expm1(returns), np.expm1(market), events, compounding="simple", **options).events[
        "bhar_(-2,3)"
    ][0]
    within = slice(198, 204)
    by_hand = math.exp(returns["C0"].iloc[within].sum()) - math.exp(market.iloc[within].sum())
    assert log == pytest.approx(by_hand, rel=1e-12)
    assert simple == pytest.approx(by_hand, rel=1e-12)


def test_the_tests_of_bhar_are_those_of_its_column() -> None:
    market, returns = market_and_returns(np.random.default_rng(4), 12)
    events = pd.DataFrame({"company": returns.columns, "session": SESSIONS[150:390:20]})
    found = event_study(returns, market, events, windows=((0, 5),))
    held = found.events["bhar_(0,5)"]
    table = found.buy_and_hold.set_index("test")
    expected = stats.ttest_1samp(held, 0.0)
    assert table.loc["cross_sectional_t", "statistic"] == pytest.approx(expected.statistic, rel=1e-12)
    assert table.loc["cross_sectional_t", "pvalue"] == pytest.approx(expected.pvalue, rel=1e-12)
    assert table["estimate"].to_numpy() == pytest.approx([held.mean()] * 2, rel=1e-12)
    assert list(table.index) == ["cross_sectional_t", "skewness_adjusted_t"]


def test_log_turnover_by_hand() -> None:
    volume = pd.DataFrame({"A": [200.0, 0.0, np.nan], "B": [50.0, 100.0, 25.0]}, SESSIONS[:3])
    found = log_turnover(volume, pd.Series({"B": 100.0, "A": 1000.0}))
    assert found["A"].tolist() == pytest.approx([math.log(0.2), np.nan, np.nan], nan_ok=True)
    assert found["B"].tolist() == pytest.approx([math.log(0.5), 0.0, math.log(0.25)])
    with pytest.raises(InputError, match="volume"):
        log_turnover(-volume)
    with pytest.raises(InputError, match="shares"):
        log_turnover(volume, pd.Series({"A": 0.0, "B": 1.0}))


def test_abnormal_volume_by_hand() -> None:
    # Estimation sessions trade e^-1 or e^1, the event e^2.5: their mean is 0 over 33 sessions less one, so
    # AV = 2.5 - (17 - 16) / 33.
    logs = np.where(np.arange(60) % 2 == 0, 1.0, -1.0)
    logs[40] = 2.5
    volume = pd.DataFrame({"A": np.exp(logs)}, SESSIONS[:60])
    estimation = logs[5:38]
    assert estimation.sum() == -1.0
    found = volume_study(volume, one(), **EARLY)
    ar = found.abnormal.set_index("tau")["ar"]
    assert ar[0] == pytest.approx(2.5 + 1 / 33, rel=1e-12)
    # sigma² = (33 - 33 / 33²) / 32, and the forecast error is sigma √(1 + 1/33).
    sigma = math.sqrt((33 - 1 / 33) / 32)
    assert found.abnormal["se"].iloc[0] == pytest.approx(sigma * math.sqrt(1 + 1 / 33), rel=1e-12)


def test_abnormal_volume_of_the_market_model_is_ols_on_the_others() -> None:
    rng = np.random.default_rng(2)
    logs = rng.normal(10, 1, (60, 3)) + rng.normal(0, 1, (60, 1))
    volume = pd.DataFrame(np.exp(logs), SESSIONS[:60], list("ABC"))
    found = volume_study(volume, one(), model="market", **EARLY).abnormal
    design = sm.add_constant(logs[:, 1:].mean(axis=1))
    fitted = sm.OLS(logs[5:38, 0], design[5:38]).fit()
    ahead = fitted.get_prediction(design[38:43])
    np.testing.assert_allclose(found["ar"], logs[38:43, 0] - ahead.predicted_mean, rtol=0, atol=1e-11)
    np.testing.assert_allclose(found["se"], ahead.se_obs, rtol=1e-10)


def test_a_session_without_trade_keeps_the_event_out_of_the_windows_that_hold_it() -> None:
    volume = pd.DataFrame({"A": np.exp(np.random.default_rng(1).normal(size=60))}, SESSIONS[:60])
    volume.iloc[41] = 0.0
    found = volume_study(volume, one(), **{**EARLY, "windows": ((0, 0), (1, 2))})
    assert found.tests.groupby("window_start")["n_events"].first().tolist() == [1, 0]
    none = volume_study(volume, one(), **{**EARLY, "windows": ((1, 2),)})
    assert none.events["reason"].tolist() == ["missing_in_event_window"]


def test_abnormal_volatility_by_hand() -> None:
    # Constant mean 0: 32 residuals of -1 and 1 and one of 0, which counts as the smallest other, log u = c
    # for all. The event's 5 stands at log(25 / (1 + 1/33)) less c, c = log(33 / 32).
    returns = np.where(np.arange(60) % 2 == 0, 1.0, -1.0)
    returns[5] = 0.0
    returns[40] = 5.0
    assert returns[5:38].sum() == 0.0
    frame = pd.DataFrame({"A": returns / 128}, SESSIONS[:60])  # a ratio has no scale
    frame.iloc[20] = 2 / 128
    frame.iloc[21] = -2 / 128
    # With ±2 at two sessions: mean log e² = 2 log 4 / 33.
    found = volatility_study(frame, pd.Series(0.0, SESSIONS[:60]), one(), model="constant_mean", **EARLY)
    c = math.log(33 / 32) + 2 * math.log(4) / 33
    assert found.abnormal.set_index("tau")["ar"][0] == pytest.approx(math.log(25 / (34 / 33)) - c, rel=1e-12)
    spread = math.sqrt((2 * (math.log(4) * 31 / 33) ** 2 + 31 * (2 * math.log(4) / 33) ** 2) / 32)
    assert found.abnormal["se"].iloc[0] == pytest.approx(spread * math.sqrt(34 / 33), rel=1e-12)


def test_a_change_of_variance_comes_out_as_its_logarithm() -> None:
    rng = np.random.default_rng(6)
    market, returns = market_and_returns(rng, 300)
    events = pd.DataFrame({"company": returns.columns, "session": SESSIONS[rng.integers(150, 380, 300)]})
    for company, session in events.itertuples(index=False):
        at = SESSIONS.get_loc(session)
        returns.loc[session, company] = market.iloc[at] + 1.5 * (
            returns.loc[session, company] - market.iloc[at]
        )
    found = volatility_study(returns, market, events, windows=((0, 0),)).tests.set_index("test")
    row = found.loc["wild_bootstrap"]
    assert abs(row["estimate"] - math.log(1.5**2)) < 4 * row["se"]
    assert row["pvalue"] < 0.01


DRAWS = 100
LEAST, MOST = (int(bound) for bound in stats.binom.ppf([0.001, 0.999], DRAWS, 0.05))
TRUSTED = {
    "bhar": (("cross_sectional_t", "skewness_adjusted_t"), ()),
    "volatility": (("cross_sectional_t", "bmp", "wild_bootstrap"), ("wild_bootstrap",)),
    "constant_mean": (("cross_sectional_t", "bmp", "wild_bootstrap"), ("wild_bootstrap",)),
    "market": (("cross_sectional_t", "bmp", "wild_bootstrap"), ("cross_sectional_t", "wild_bootstrap")),
}


def null_pvalues(kind: str, rng: np.random.Generator, *, together: int) -> Any:
    """A study of 40 events in which nothing happened, ``together`` events on a session."""
    places = np.repeat(rng.choice(np.arange(150, 380), 40 // together, replace=False), together)
    market, returns = market_and_returns(rng, 40)
    events = pd.DataFrame({"company": returns.columns, "session": SESSIONS[places]})
    if kind == "bhar":
        return event_study(returns, market, events, windows=WINDOWS, draws=19)
    if kind == "volatility":
        return volatility_study(returns, market, events, windows=WINDOWS, draws=199)
    news = 0.3 * rng.normal(size=returns.shape) + 0.2 * rng.normal(size=(len(SESSIONS), 1))
    logs = np.zeros_like(news)
    for t in range(1, len(news)):
        logs[t] = 0.5 * logs[t - 1] + news[t]
    volume = pd.DataFrame(np.exp(10.0 + logs), SESSIONS, returns.columns)
    model = "market" if kind == "market" else "constant_mean"
    return volume_study(volume, events, windows=WINDOWS, model=model, draws=199)


@pytest.mark.parametrize("together", [1, 4], ids=["dates of their own", "four on a date"])
@pytest.mark.parametrize("kind", TRUSTED)
def test_the_tests_to_be_trusted_keep_their_level(kind: str, together: int) -> None:
    rng, trusted = np.random.default_rng(8), list(TRUSTED[kind][together > 1])
    if not trusted:
        pytest.skip("the tests of bhar take events as independent, as their docstrings say")
    rejected: dict[tuple[str, int], int] = {}
    with pvalues_of(trusted, buy_and_hold=kind == "bhar"):
        for _ in range(DRAWS):
            pvalues: PValues = null_pvalues(kind, rng, together=together)
            for key, pvalue in pvalues.items():
                rejected[key] = rejected.get(key, 0) + bool(pvalue <= 0.05)
    assert len(rejected) == 2 * len(trusted)
    assert all(LEAST <= count <= MOST for count in rejected.values()), rejected
