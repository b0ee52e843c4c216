"""Intervals of the mean CAR that belong to a test, and sizes where events are near each other.

Expected values: the test itself made again on CARs less a shift (brute force), SciPy's interval of a mean,
and that 0 lies outside exactly where the p-value is below .05; sizes are held to the binomial distribution.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import Any

import numpy as np
import pandas as pd
import pytest
from scipy import stats
from tests.analysis.without_tables import pvalues_of

from naysay.analysis.event_study import event_study, placebo_test
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.statistics import TESTS
from naysay.analysis.event_study.statistics.base import Statistic
from naysay.analysis.event_study.statistics.wild_bootstrap import wild_bootstrap

WINDOW = (1, 5)
INVERTED = (
    "cross_sectional_t", "skewness_adjusted_t", "j1", "bw85", "patell", "adjusted_patell", "bmp",
    "adjusted_bmp", "wild_bootstrap",
)  # fmt: skip


def sample(seed: int, *, mean: float = 0.0, events: int = 14) -> EventArrays:
    """Events of unequal variance with skewed returns; some share their date, some a part of the window."""
    rng = np.random.default_rng(seed)
    sigma = rng.uniform(0.005, 0.03, events)
    start = rng.integers(0, 40, events)
    common = rng.normal(size=140)
    at = start[:, None] + np.arange(66)
    values = sigma[:, None] * (common[at] + rng.gamma(2, 1, at.shape) - 2)
    return EventArrays(
        tau=np.arange(6),
        ar=values[:, 60:] + mean * sigma[:, None],
        loading=rng.normal(0, 0.1, (events, 6, 1)),
        sigma=sigma,
        residuals=values[:, :60],
        start=start,
        returns=values[:, 60:],
        parameters=2,
    )


def outcome(name: str, arrays: EventArrays) -> Statistic:
    if name == "wild_bootstrap":
        return wild_bootstrap(arrays, WINDOW, draws=999, seed=4)
    return TESTS[name](arrays, WINDOW)


def shifted(arrays: EventArrays, shift: float) -> EventArrays:
    """Every CAR of the window less ``shift``."""
    return dataclasses.replace(arrays, ar=arrays.ar - shift / 5)


@pytest.mark.parametrize("name", INVERTED)
@pytest.mark.parametrize("seed", range(3))
def test_the_interval_ends_where_the_test_of_shifted_cars_begins_to_reject(name: str, seed: int) -> None:
    arrays = sample(seed, mean=-0.8)
    found = outcome(name, arrays).shift
    assert found.low < found.location < found.high
    reach = found.high - found.low
    assert outcome(name, shifted(arrays, found.location)).pvalue > 0.9
    for edge, inside in ((found.low, 1), (found.high, -1)):
        assert outcome(name, shifted(arrays, edge + inside * 1e-4 * reach)).pvalue >= 0.05
        assert outcome(name, shifted(arrays, edge - inside * 1e-4 * reach)).pvalue < 0.05


@pytest.mark.parametrize("name", INVERTED)
def test_an_interval_and_its_p_value_never_disagree_about_zero(name: str) -> None:
    outside = 0
    for seed in range(60):
        found = outcome(name, sample(seed, mean=-0.25 * (seed % 8), events=7 + seed % 9))
        if np.isfinite(found.shift.low):
            assert (found.shift.low <= 0.0 <= found.shift.high) == (found.pvalue >= 0.05)
            outside += found.pvalue < 0.05
    assert 5 <= outside <= 55


def test_the_interval_of_the_cross_sectional_t_is_that_of_a_mean() -> None:
    arrays = sample(0)
    car = arrays.car(WINDOW)
    expected = stats.t.interval(0.95, 13, car.mean(), stats.sem(car))
    found = outcome("cross_sectional_t", arrays).shift
    np.testing.assert_allclose([found.low, found.high], expected, rtol=1e-12)


def test_standardised_tests_weigh_events_by_the_inverse_of_their_forecast_error() -> None:
    arrays = sample(1)
    weight = 1 / np.sqrt(arrays.car_variance(WINDOW))
    expected = (weight * arrays.car(WINDOW)).sum() / weight.sum()
    for name in ("patell", "adjusted_patell", "bmp", "adjusted_bmp"):
        assert outcome(name, arrays).shift.location == pytest.approx(expected, rel=1e-12)


def test_forecast_errors_that_differ_too_much_leave_no_interval() -> None:
    # Two events of which one says nothing: of every shift some statistic is small.
    arrays = dataclasses.replace(sample(2, events=2), sigma=np.array([1e-3, 10.0]), start=np.array([0, 100]))
    found = outcome("bmp", arrays)
    assert np.isfinite(found.pvalue)
    assert np.isnan([found.shift.low, found.shift.high]).all()


@pytest.mark.parametrize("name", ["corrado_rank", "grank_t", "grank_z", "sign", "wilcoxon"])
def test_rank_and_sign_tests_have_no_interval(name: str) -> None:
    found = outcome(name, sample(3)).shift
    assert np.isnan([found.location, found.low, found.high]).all()


SESSIONS = pd.bdate_range("2021-01-04", periods=400)
PLACES = 140 + 20 * np.arange(12)
TWELVE = pd.DataFrame({"company": "ONE", "session": SESSIONS[PLACES]})


def one_company(
    rng: np.random.Generator, effect: float, *, heavy: bool = False, louder: float = 1.0
) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """Twelve events 20 sessions apart, all in each other's estimation windows."""
    market = pd.Series(0.01 * rng.standard_normal(400), SESSIONS)
    noise = rng.standard_t(3, 400) / np.sqrt(3) if heavy else rng.standard_normal(400)
    noise[PLACES] *= louder
    share = market + 0.015 * noise
    share.iloc[PLACES] += effect
    return share.to_frame("ONE"), market, TWELVE


def rejections(
    draws: int, effect: float, tests: Sequence[str], **process: Any
) -> dict[tuple[str, int], float]:
    """Shares of ``draws`` samples, by test and first session of the window."""
    rng = np.random.default_rng(11)
    hits: dict[tuple[str, int], float] = {}
    with pvalues_of(tests):
        for _ in range(draws):
            pvalues: Any = event_study(*one_company(rng, effect, **process), windows=((0, 0), (1, 5)))
            for key, pvalue in pvalues.items():
                hits[key] = hits.get(key, 0.0) + (pvalue < 0.05) / draws
    return hits


@pytest.mark.parametrize("process", [{}, {"heavy": True}, {"louder": 2.0}], ids=["normal", "heavy", "louder"])
def test_one_company_with_twelve_events_holds_its_level(process: dict[str, Any]) -> None:
    right = ("bmp", "adjusted_bmp", "cross_sectional_t")
    hits = rejections(150, 0.0, right, **process)
    most = stats.binom.ppf(0.999, 150, 0.05) / 150
    for test in right:
        assert all(0.0 < hits[(test, start)] <= most for start in (0, 1)), hits


def test_one_company_with_twelve_events_finds_what_bmp_finds() -> None:
    hits = rejections(100, -0.02, ("bmp", "adjusted_bmp"))
    assert hits[("adjusted_bmp", 0)] > 0.9
    assert abs(hits[("adjusted_bmp", 0)] - hits[("bmp", 0)]) <= 0.03


def near_dates(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    """Twenty companies that move together, each with an event on one of five neighbouring sessions."""
    index = pd.bdate_range("2021-01-04", periods=180)
    market = 0.01 * rng.standard_normal(180)
    common, own = rng.standard_normal((180, 1)), rng.standard_normal((180, 20))
    values = market[:, None] + 0.015 * (np.sqrt(0.3) * common + np.sqrt(0.7) * own)
    names = [f"C{i:02d}" for i in range(20)]
    events = pd.DataFrame({"company": names, "session": index[150 + rng.integers(0, 5, 20)]})
    return pd.DataFrame(values, index, names), pd.Series(market, index), events


def test_windows_that_overlap_in_part_mislead_only_the_tests_that_ignore_it() -> None:
    rng, draws = np.random.default_rng(5), 150
    right = ("adjusted_patell", "adjusted_bmp", "grank_t", "corrado_rank", "corrado_zivney")
    hits = dict.fromkeys((*right, "bmp"), 0)
    with pvalues_of((*right, "bmp")):
        for _ in range(draws):
            pvalues: Any = event_study(*near_dates(rng), windows=((1, 5),))
            for (test, _start), pvalue in pvalues.items():
                hits[test] += bool(pvalue < 0.05)
    most = stats.binom.ppf(0.999, draws, 0.05)
    assert all(hits[test] <= most for test in right), hits
    assert hits["bmp"] > 3 * most, hits


def car_of_draws(seed: int, effect: float) -> tuple[pd.DataFrame, pd.Series, pd.DataFrame]:
    return one_company(np.random.default_rng(seed), effect)


@pytest.mark.parametrize("effect", [0.0, -0.006, -0.008, -0.02])
def test_placebo_interval_and_p_value_agree_about_zero(effect: float) -> None:
    for seed in range(4):
        returns, market, events = car_of_draws(seed, effect)
        row = placebo_test(
            returns, market, events.iloc[::2], event_window=(-2, 2), windows=((0, 0),), draws=199
        ).iloc[0]
        assert (row["low"] <= 0.0 <= row["high"]) == (row["pvalue"] >= 0.05)
        assert row["location"] == pytest.approx((row["low"] + row["high"]) / 2, abs=1e-15)
