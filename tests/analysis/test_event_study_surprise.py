"""How surprising a number of negative posts is.

Expected values: scipy's negative binomial; a plain loop over one company's sessions, written from the
formulas of the docstring with scipy's distribution; counts drawn from known processes; properties.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from naysay.analysis.event_study import surprise
from naysay.analysis.event_study.negative_binomial import log_mass, upper_tail
from naysay.analysis.event_study.surprise import CAP, SLOW, SPREADS, WARM_UP, WEEKDAY_SD
from naysay.study.errors import InputError

NAN = float("nan")


def sessions(n: int) -> pd.DatetimeIndex:
    return pd.bdate_range("2022-01-03", periods=n)


def drawn(mean: float, spread: float, shape: tuple[int, int], seed: int) -> pd.DataFrame:
    """Negative binomial counts; spread 0 is Poisson."""
    rng = np.random.default_rng(seed)
    rate = mean * rng.gamma(1 / spread, spread, shape) if spread else np.full(shape, mean)
    return pd.DataFrame(rng.poisson(rate).astype(float), sessions(shape[0]))


@pytest.mark.parametrize("mean", [0.05, 3.0, 400.0])
@pytest.mark.parametrize("spread", [1e-3, 0.3, 5.0])
def test_the_distribution_is_that_of_scipy(mean: float, spread: float) -> None:
    n = np.array([1.0, 2.0, 7.0, 60.0, 900.0])
    scipys = stats.nbinom(1 / spread, 1 / (1 + spread * mean))
    np.testing.assert_allclose(log_mass(n, np.float64(mean), np.float64(spread)), scipys.logpmf(n), rtol=1e-8)
    np.testing.assert_allclose(
        upper_tail(n, np.float64(mean), np.float64(spread)), scipys.sf(n - 1), rtol=1e-8, atol=1e-300
    )


def plain_loop(counts: list[float], days: list[int], half_life: float) -> list[tuple[float, float]]:
    """Surprise and expectation of each session of one company, by sums over its past taken afresh."""
    kept: list[float] = []
    factors: list[float] = []
    levels: list[float] = []
    foretold: list[np.ndarray[Any, Any]] = []
    told = []
    for t, n in enumerate(counts):
        if t < WARM_UP:
            kept.append(n)
            factors.append(1.0)
            levels.append(NAN)
            foretold.append(np.zeros(len(SPREADS)))
            told.append((NAN, NAN))
            continue
        w = [0.5 ** ((t - 1 - s) / half_life) for s in range(t)]
        v = [0.5 ** ((t - 1 - s) / SLOW) for s in range(t)]
        weight = np.exp(sum(v[s] * foretold[s] for s in range(t)))
        weight = weight / weight.sum()
        posts = 0.5 + sum(w[s] * kept[s] for s in range(t))
        exposure = sum(w[s] * factors[s] for s in range(t))
        level = posts / exposure
        noise = 1 + float(weight @ SPREADS) * level
        prior = noise / WEEKDAY_SD**2
        same = [s for s in range(WARM_UP, t) if days[s] == days[t]]
        seen = prior + sum(v[s] * levels[s] for s in same)
        factor = (prior + sum(v[s] * kept[s] for s in same)) / seen
        error = 1 / posts + SPREADS * sum((w[s] * factors[s]) ** 2 for s in range(t)) / exposure**2
        spread = (1 + SPREADS) * (1 + error + noise / seen) - 1
        of = stats.nbinom(1 / spread, 1 / (1 + spread * level * factor))
        chance = float(weight @ of.sf(n - 1)) if n > level * factor else 1.0
        told.append((-np.log10(chance), level * factor))
        if chance < CAP:
            n = next(c for c in range(1, int(n) + 1) if c > level * factor and weight @ of.sf(c - 1) < CAP)
            foretold.append(of.logsf(n - 1))
        else:
            foretold.append(of.logpmf(n))
        kept.append(n)
        factors.append(factor)
        levels.append(level)
    return told


def test_surprise_and_expectation_are_those_of_a_plain_loop() -> None:
    counts = drawn(4.0, 0.3, (140, 1), seed=3)
    counts.iloc[[70, 71, 120], 0] = [60.0, 45.0, 25.0]
    found = surprise(counts, half_life=20.0, min_history=40)
    days = counts.index.day_of_week.tolist()
    expected = np.array(plain_loop(counts[0].tolist(), days, 20.0))[40:]
    assert (expected[:, 0] > 3).sum() >= 3
    np.testing.assert_allclose(found.surprise.to_numpy()[40:, 0], expected[:, 0], rtol=1e-9, atol=1e-12)
    np.testing.assert_allclose(found.expected.to_numpy()[40:, 0], expected[:, 1], rtol=1e-12)
    assert found.surprise.iloc[:40].isna().all(axis=None)
    assert found.expected.iloc[:40].isna().all(axis=None)


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), at=st.integers(1, 119))
def test_nothing_later_than_the_session_itself_counts(seed: int, at: int) -> None:
    counts = drawn(2.0, 0.5, (120, 2), seed)
    changed = counts.copy()
    changed.iloc[at:] = np.random.default_rng(seed + 1).integers(0, 90, (120 - at, 2))
    before, after = surprise(counts), surprise(changed)
    pd.testing.assert_frame_equal(before.surprise.iloc[:at], after.surprise.iloc[:at], check_exact=True)
    # The expectation of a session comes from those before it.
    pd.testing.assert_frame_equal(before.expected.iloc[: at + 1], after.expected.iloc[: at + 1])


def test_closed_sessions_are_skipped() -> None:
    counts = drawn(3.0, 0.4, (200, 3), seed=5)
    closed = np.random.default_rng(6).random((200, 3)) < 0.15
    closed[:60, 1] = True  # talked about only later
    gaps = counts.mask(closed)
    found = surprise(gaps)
    for company in gaps:
        own = gaps[[company]].dropna()
        alone = surprise(own)
        np.testing.assert_allclose(
            found.surprise.loc[own.index, company], alone.surprise[company], rtol=1e-12
        )
        assert found.surprise[company].drop(own.index).isna().all()


def test_companies_do_not_touch_each_other() -> None:
    counts = drawn(3.0, 0.4, (120, 4), seed=7)
    turned = surprise(counts[[2, 0, 3, 1]]).surprise
    pd.testing.assert_frame_equal(turned[[0, 1, 2, 3]], surprise(counts).surprise)


@pytest.mark.parametrize(
    ("mean", "spread", "least", "most"),
    [
        (0.5, 0.0, 0.1, 1.0),
        (5.0, 0.0, 0.25, 1.0),
        (50.0, 0.0, 0.5, 1.0),
        (0.5, 1.0, 0.5, 1.15),
        (5.0, 0.25, 0.75, 1.15),
        (5.0, 1.0, 0.75, 1.2),
        (50.0, 0.25, 0.75, 1.2),
    ],
)
def test_counts_without_storms_pass_a_bound_as_often_as_it_allows(
    mean: float, spread: float, least: float, most: float
) -> None:
    # 300 companies of 300 sessions, 78,000 judged: the rate of 1 in 100 has a standard error of .04 in 100.
    # Whole counts pass less often, most of all where few values lie above the mean.
    told = surprise(drawn(mean, spread, (300, 300), seed=11)).surprise.to_numpy()[40:]
    assert least <= 100 * (told >= 2).mean() <= most


def test_a_giant_storm_of_the_past_leaves_the_expectation_and_the_bound_nearly_alone() -> None:
    counts = drawn(4.0, 0.25, (200, 40), seed=13)
    stormy = counts.copy()
    stormy.iloc[120:123] = 2000.0
    usual, after = surprise(counts), surprise(stormy)
    rise = after.expected.iloc[123:] / usual.expected.iloc[123:]
    assert float(rise.max().mean()) < 2.0  # three sessions enter as no more than four times the usual
    assert float(rise.iloc[-1].mean()) < 1.2
    planted = stormy.copy()
    planted.iloc[150] = 40.0
    assert (surprise(planted).surprise.iloc[150] > 2).mean() > 0.9


def test_a_level_that_rises_for_good_is_the_usual_after_a_while() -> None:
    counts = drawn(4.0, 0.25, (300, 100), seed=17)
    counts.iloc[150:] = drawn(40.0, 0.25, (150, 100), seed=18).to_numpy()
    told = surprise(counts).surprise.to_numpy()
    assert (told[150] > 2).mean() > 0.85  # the benchmark finds 93 per cent of tenfold counts
    assert (told[190:] > 2).mean() < 0.01


def test_more_posts_are_expected_on_the_weekday_that_has_more() -> None:
    index = sessions(400)
    rate = np.where(index.day_of_week == 0, 12.0, 4.0)[:, None] * np.ones((1, 50))
    counts = pd.DataFrame(np.random.default_rng(19).poisson(rate).astype(float), index)
    expected = surprise(counts).expected.iloc[-50:]
    mondays = expected.index.day_of_week == 0
    assert expected[mondays].to_numpy().mean() == pytest.approx(12.0, rel=0.15)
    assert expected[~mondays].to_numpy().mean() == pytest.approx(4.0, rel=0.15)


@pytest.mark.parametrize("mean", [0.0, 0.02, 0.05])
def test_a_company_that_nobody_talks_about_is_surprised_by_a_few_posts_but_not_by_one(mean: float) -> None:
    counts = drawn(mean, 0.0, (250, 30), seed=23)
    counts.iloc[200] = 0.0
    counts.iloc[240] = 5.0
    told = surprise(counts).surprise
    assert (told.iloc[200] == 0.0).all()
    assert (told.iloc[240] > 3.0).all()
    counts.iloc[240] = 1.0
    assert (surprise(counts).surprise.iloc[240] < 2.5).all()


def test_no_surprise_is_infinite() -> None:
    counts = drawn(1.0, 0.0, (80, 1), seed=29)
    counts.iloc[70] = 1e9
    assert surprise(counts).surprise.iloc[70, 0] == 300.0


def test_too_short_a_past_gives_no_surprise() -> None:
    counts = drawn(2.0, 0.2, (40, 2), seed=31)
    assert surprise(counts).surprise.isna().all(axis=None)
    assert surprise(counts.iloc[:0]).surprise.empty


@pytest.mark.parametrize(
    ("values", "index", "options", "field"),
    [
        ([1.0, -1.0], sessions(2), {}, "n_negative"),
        ([1.0, 0.5], sessions(2), {}, "n_negative"),
        ([1.0, float("inf")], sessions(2), {}, "n_negative"),
        ([1.0, 2.0], sessions(2)[::-1], {}, "n_negative"),
        ([1.0, 2.0], pd.RangeIndex(2), {}, "n_negative"),
        ([1.0, 2.0], sessions(2), {"half_life": 0.0}, "half_life"),
        ([1.0, 2.0], sessions(2), {"min_history": 5}, "min_history"),
    ],
)
def test_counts_that_are_none_are_refused(
    values: list[float], index: pd.Index, options: dict[str, float], field: str
) -> None:
    with pytest.raises(InputError) as error:
        surprise(pd.DataFrame({"A": values}, index), **options)  # type: ignore[arg-type]
    assert error.value.fault.field == field
