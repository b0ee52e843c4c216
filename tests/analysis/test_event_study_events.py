"""What makes an event and what goes with it: triggers, announcements, peers and variances that cluster.

Expected values: arithmetic that stands in the tests, loops over one session at a time, and the package arch.
"""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from arch import arch_model

from naysay.analysis.event_study import event_study
from naysay.analysis.event_study.announcements import announced
from naysay.analysis.event_study.peers import peer_benchmark
from naysay.analysis.event_study.triggers import Trigger, surging, triggered
from naysay.study.errors import InputError

SESSIONS = pd.bdate_range("2021-01-04", periods=400)


def column(*values: float) -> pd.DataFrame:
    return pd.DataFrame({"A": values}, SESSIONS[: len(values)])


def test_a_robust_z_score_by_hand() -> None:
    # Past 1 2 4 8: median 3, deviations 2 1 1 5, their median 1.5; 1.4826 * 1.5 * 2 = 4.4478 above 3.
    for value, high in ((7.4, False), (7.5, True)):
        found = triggered(column(1, 2, 4, 8, value), "robust_z", 2.0, history=10, min_history=4)
        assert bool(found["A"].iloc[4]) is high
    assert not triggered(column(1, 2, 4, 8), "robust_z", 0.0, history=10, min_history=4)["A"].any()


def test_without_variation_a_robust_z_score_finds_nothing() -> None:
    assert not triggered(column(1, 1, 1, 1, 9), "robust_z", 2.0, history=10, min_history=3)["A"].any()


@pytest.mark.parametrize(("trigger", "threshold"), [("robust_z", 1.5), ("quantile", 0.8)])
def test_triggers_look_at_the_observed_past_alone(trigger: Trigger, threshold: float) -> None:
    rng = np.random.default_rng(4)
    values = rng.normal(size=120)
    values[rng.random(120) < 0.2] = np.nan
    found = triggered(column(*values), trigger, threshold, history=30, min_history=10)["A"].to_numpy()
    for t in range(120):
        past = values[:t][np.isfinite(values[:t])][-30:]
        if np.isnan(values[t]) or len(past) < 10:
            expected = False
        elif trigger == "quantile":
            expected = values[t] > np.quantile(past, threshold)
        else:
            middle = np.median(past)
            expected = values[t] - middle >= threshold * 1.4826 * np.median(np.abs(past - middle))
        assert found[t] == expected
    changed = values.copy()
    changed[80:] = 50.0
    later = triggered(column(*changed), trigger, threshold, history=30, min_history=10)["A"].to_numpy()
    np.testing.assert_array_equal(later[:80], found[:80])


def test_a_surge_is_a_multiple_of_the_median_of_the_sessions_before() -> None:
    posts = column(2, 4, 6, 11, 12, 0, 0, 0, 1, 2)
    found = surging(posts, 2.0, history=3, min_history=3)["A"]
    # Medians before: - - - 4 6 11 11 0 0 0; a median of 0 counts as one post.
    assert found.tolist() == [False, False, False, True, True, False, False, False, False, True]


@pytest.mark.parametrize(("trigger", "threshold"), [("quantile", 1.5), ("robust_z", float("nan")), ("z", 2)])
def test_triggers_that_cannot_be_used_are_refused(trigger: Trigger, threshold: float) -> None:
    with pytest.raises(InputError):
        triggered(column(1, 2), trigger, threshold, history=5, min_history=2)


def test_announcements_count_in_sessions_of_the_same_company() -> None:
    events = pd.DataFrame({"company": list("AABA"), "session": SESSIONS[[4, 6, 4, 12]]})
    # A speaks on the Saturday before session 5, B two sessions before, A again outside the sample.
    said = pd.DataFrame(
        {
            "company": list("ABA"),
            "session": [pd.Timestamp("2021-01-09"), SESSIONS[2], pd.Timestamp("2031-01-01")],
        }
    )
    assert announced(events, said, SESSIONS).tolist() == [True, True, False, False]
    assert announced(events, said, SESSIONS, near=(-2, 1)).tolist() == [True, True, True, False]


def test_peers_are_all_others_in_simple_returns() -> None:
    returns = pd.DataFrame(np.log([[1.1, 1.2, 0.9], [1.0, np.nan, 1.3]]), SESSIONS[:2], list("ABC"))
    found = peer_benchmark(returns, min_peers=1)
    expected = np.log([[1.05, 1.0, 1.15], [1.3, 1.15, 1.0]])
    np.testing.assert_allclose(found, expected, rtol=0, atol=1e-15)
    assert peer_benchmark(returns, min_peers=2).iloc[1].isna().tolist() == [True, False, True]
    simple = peer_benchmark(np.expm1(returns), compounding="simple", min_peers=1)
    np.testing.assert_allclose(np.log1p(simple), expected, rtol=0, atol=1e-15)


def garch_sample(seed: int, companies: int = 1) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    market = rng.normal(0, 0.01, len(SESSIONS))
    errors = np.empty((len(SESSIONS), companies))
    h, e = np.full(companies, 1e-4), np.zeros(companies)
    for t in range(len(SESSIONS)):
        h = 1e-5 + 0.15 * e**2 + 0.75 * h
        e = np.sqrt(h) * rng.standard_normal(companies)
        errors[t] = e
    names = [f"C{i:03d}" for i in range(companies)]
    return pd.DataFrame(1.2 * market[:, None] + errors, SESSIONS, names), pd.Series(market, SESSIONS)


def test_garch_is_the_fit_of_arch_in_any_unit() -> None:
    returns, market = garch_sample(3)
    events = pd.DataFrame({"company": ["C000"], "session": [SESSIONS[320]]})
    study = event_study(returns, market, events, model="garch", estimation=(-310, -11))
    y, x = returns["C000"].iloc[10:310] * 100, market.iloc[10:310] * 100
    fitted = arch_model(y, x=x.to_frame("m"), mean="LS", vol="GARCH", p=1, q=1, rescale=False).fit(disp="off")
    alpha, beta, omega, a, b = fitted.params
    expected = returns["C000"].iloc[310:331] - alpha / 100 - beta * market.iloc[310:331]
    np.testing.assert_allclose(study.abnormal["ar"], expected, rtol=0, atol=2e-6)
    # The constant's and the slope's variance, h known: generalised least squares.
    weights = np.diag(1 / (fitted.conditional_volatility.to_numpy() / 100) ** 2)
    design = np.column_stack([np.ones(300), market.iloc[10:310]])
    ahead = np.column_stack([np.ones(21), market.iloc[310:331]])
    inverse = np.linalg.inv(design.T @ weights @ design)
    variance = omega / (1 - a - b) / 1e4 + np.einsum("wi,ij,wj->w", ahead, inverse, ahead)
    np.testing.assert_allclose(study.abnormal["se"], np.sqrt(variance), rtol=2e-3)


def test_garch_keeps_the_level_of_tests_that_use_its_errors() -> None:
    """Six samples of 20 events, seven windows that share no session: 42 tests, each fit used seven times."""
    returns, market = garch_sample(5, companies=120)
    rng, windows = np.random.default_rng(6), [(tau, tau + 2) for tau in range(-10, 11, 3)]
    counts = dict.fromkeys(("cross_sectional_t", "bmp", "patell", "adjusted_patell"), 0)
    for block in range(6):
        names = returns.columns[block * 20 : block * 20 + 20]
        events = pd.DataFrame({"company": names, "session": SESSIONS[rng.integers(260, 380, 20)]})
        study = event_study(
            returns[names], market, events, model="garch", estimation=(-210, -11), windows=windows
        )
        for test in counts:
            counts[test] += int((study.tests.loc[study.tests["test"] == test, "pvalue"] < 0.05).sum())
    assert len(windows) == 7
    assert max(counts.values()) <= 7, counts  # P(8 or more of 42) is .001 at the level


@pytest.mark.parametrize("model", ["garch"])
def test_a_short_or_still_series_leaves_a_reason_and_no_number(model: str) -> None:
    returns, market = garch_sample(7)
    still = returns * 0
    events = pd.DataFrame({"company": ["C000"], "session": [SESSIONS[200]]})
    for frame in (still, returns.where(np.arange(len(SESSIONS))[:, None] > 180)):
        study = event_study(frame, market, events, model=model)
        assert study.events["reason"].iloc[0]
        assert study.abnormal["ar"].isna().all()


def test_a_value_at_the_quantile_is_no_spike_and_one_at_the_threshold_is() -> None:
    """The median of 1, 2, 3 is 2."""
    past = (1.0, 2.0, 3.0)
    for value, high in ((2.0, False), (2.001, True)):
        found = triggered(column(*past, value), "quantile", 0.5, history=3, min_history=3)
        assert bool(found["A"].iloc[3]) is high
    at_bound = triggered(column(0.0, 0.0, 0.0, 0.0), "absolute", 0.0, history=3, min_history=3)
    assert at_bound["A"].all()


def test_a_threshold_of_zero_or_one_is_no_quantile() -> None:
    for threshold in (0.0, 1.0):
        with pytest.raises(InputError):
            triggered(column(1, 2), "quantile", threshold, history=5, min_history=2)


@pytest.mark.parametrize(
    ("event", "said", "near"),
    [(0, "2019-06-03", False), ("2019-06-03", 0, False), (0, 1, True), (1, 0, True), (0, 2, False)],
)
def test_what_lies_outside_of_the_sample_is_near_nothing(
    event: int | str, said: int | str, near: bool
) -> None:
    day_of = [pd.Timestamp(day) if isinstance(day, str) else SESSIONS[day] for day in (event, said)]
    one, other = (pd.DataFrame({"company": ["A"], "session": [day]}) for day in day_of)
    assert announced(one, other, SESSIONS).tolist() == [near]


def test_announcements_near_an_event_have_a_direction() -> None:
    """From no session before the event to two after it."""
    events = pd.DataFrame({"company": ["A"] * 2, "session": SESSIONS[[10, 20]]})
    said = pd.DataFrame({"company": ["A"] * 2, "session": SESSIONS[[12, 18]]})
    assert announced(events, said, SESSIONS, near=(0, 2)).tolist() == [True, False]
