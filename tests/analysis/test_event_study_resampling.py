"""The wild bootstrap and the placebo test.

Expected values: worked by hand, all sign patterns enumerated, studies of every pseudo-session made one by one
with ``event_study``, and a known process with no effect, where rejections at 5 % must lie in the central
99.8 % of the binomial distribution.
"""

from __future__ import annotations

import itertools
import math

import numpy as np
import pandas as pd
import pytest
from scipy import stats

from naysay.analysis.event_study import event_study, placebo_test
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.statistics.wild_bootstrap import wild_bootstrap

SESSIONS = pd.bdate_range("2020-01-01", periods=360)


def of_cars(cars: list[float], sessions: list[int]) -> EventArrays:
    ar = np.array(cars)[:, None]
    n = len(ar)
    return EventArrays(
        np.array([0]), ar, np.zeros((n, 1, 1)), np.ones(n), np.eye(n, 40), np.array(sessions), ar, 1
    )


def test_the_statistic_takes_the_events_of_a_session_as_one() -> None:
    # Seven events on six sessions, the last two together: Σ CAR = 7, mean 1, deviations 1 -1 2 -2 0 | 1 -1
    # sum by session to 1 -1 2 -2 0 0, whose squares add up to 10.
    found = wild_bootstrap(of_cars([2, 0, 3, -1, 1, 2, 0], [0, 1, 2, 3, 4, 5, 5]), (0, 0), draws=99, seed=1)
    assert found.statistic == pytest.approx(7 / math.sqrt(10), rel=1e-14)


def test_the_share_of_larger_draws_is_that_among_all_patterns_of_signs() -> None:
    cars, sessions = [2.0, 0.5, 3.0, -1.0, 1.5, 2.5, -0.5, 1.0], [0, 1, 2, 3, 4, 5, 5, 6]
    sums = np.bincount(sessions, weights=cars)
    sizes = np.bincount(sessions)

    def t(signs: tuple[int, ...]) -> float:
        drawn = sums * signs
        spread = drawn - drawn.sum() / len(cars) * sizes
        return abs(drawn.sum()) / math.sqrt((spread**2).sum())

    drawn = [t(signs) for signs in itertools.product((-1, 1), repeat=7)]
    exact = np.mean([value >= drawn[-1] - 1e-12 for value in drawn])
    found = wild_bootstrap(of_cars(cars, sessions), (0, 0), draws=20_000, seed=3)
    assert abs(found.pvalue - exact) < 4 * math.sqrt(exact * (1 - exact) / 20_000)


def test_five_sessions_leave_too_few_patterns() -> None:
    found = wild_bootstrap(of_cars([1, 2, 3, 4, 5, 7], [0, 1, 2, 3, 4, 4]), (0, 0), draws=99, seed=1)
    assert found.reason == "too_few_event_sessions least=6"
    assert math.isnan(found.pvalue)


@pytest.mark.parametrize("together", [1, 4], ids=["dates of their own", "four on a date"])
def test_the_wild_bootstrap_keeps_its_level_with_skewed_and_common_returns(together: int) -> None:
    # At a level of 10 % 33 and 29 of these 300 samples would be rejected, outside of the bounds 5 and 28.
    rng, draws, rejected = np.random.default_rng(4), 300, 0
    sessions = np.repeat(np.arange(20), together)
    for seed in range(draws):
        shared = rng.standard_t(4, 20)[sessions] * (together > 1)
        cars = (shared + rng.standard_t(4, len(sessions))) * rng.uniform(0.3, 2, 20)[sessions]
        found = wild_bootstrap(of_cars(list(cars), list(sessions)), (0, 0), draws=199, seed=seed)
        rejected += found.pvalue <= 0.05
    assert stats.binom.ppf(0.001, draws, 0.05) <= rejected <= stats.binom.ppf(0.999, draws, 0.05)


def panel(seed: int, companies: int = 8) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    market = rng.normal(0, 0.01, len(SESSIONS))
    own = market[:, None] + 0.015 * rng.standard_t(5, (len(SESSIONS), companies))
    return pd.DataFrame(own, SESSIONS, list("ABCDEFGH"[:companies])), pd.Series(market, SESSIONS)


def test_placebo_studies_are_those_of_the_same_companies_on_every_free_session() -> None:
    returns, market = panel(1, companies=2)
    at = [200, 200]
    events = pd.DataFrame({"company": ["A", "B"], "session": SESSIONS[at]})
    options = {"estimation": (-80, -6), "event_window": (-5, 5), "windows": ((0, 1),)}
    found = placebo_test(returns, market, events, draws=40_000, seed=2, **options).iloc[0]

    free = [place for place in range(80, 355) if abs(place - 200) > 10]
    every = pd.DataFrame(
        {"company": ["A", "B"] * len(free), "session": SESSIONS[free].repeat(2)}
    )  # one study of both companies a session
    cars = event_study(returns, market, every, **options).events["car_(0,1)"].to_numpy()
    means = cars.reshape(-1, 2).mean(axis=1)
    real = event_study(returns, market, events, **options).events["car_(0,1)"].mean()
    assert len(means) == len(free)
    apart = real - means.mean()
    assert found["estimate"] == pytest.approx(apart, abs=4 * means.std() / math.sqrt(40_000))
    assert found["se"] == pytest.approx(means.std(), rel=0.02)
    share = (np.abs(means - means.mean()) >= abs(apart)).mean()
    assert found["pvalue"] == pytest.approx(share, abs=0.012)
    assert found["n_events"] == 2


def test_events_of_one_session_move_together() -> None:
    # Two shares that are the same share: moved apart their mean would vary half as much in variance.
    returns, market = panel(3, companies=1)
    returns["B"] = returns["A"]
    together = pd.DataFrame({"company": ["A", "B"], "session": SESSIONS[[200, 200]]})
    apart = pd.DataFrame({"company": ["A", "B"], "session": SESSIONS[[200, 260]]})
    spread = [placebo_test(returns, market, e, draws=4000).set_index("window_start")["se"][0]
              for e in (together, apart)]  # fmt: skip
    assert spread[0] / spread[1] == pytest.approx(math.sqrt(2), rel=0.06)


def test_an_event_without_sessions_to_draw_from_says_so() -> None:
    returns, market = panel(1)
    events = pd.DataFrame({"company": "A", "session": SESSIONS[130:350:15]})
    found = placebo_test(returns, market, events)
    assert set(found["reason"]) == {"too_few_placebo_sessions"}
    assert found[["statistic", "pvalue", "estimate", "se", "low", "high"]].isna().all(axis=None)
    assert placebo_test(returns, market, events[:0])["reason"].eq("no_usable_event").all()


def test_the_placebo_test_keeps_its_level_and_finds_what_was_put_in() -> None:
    rng, draws = np.random.default_rng(9), 120
    rejected = found = 0
    for seed in range(draws):
        returns, market = panel(100 + seed)
        events = pd.DataFrame({"company": list("ABCDEFGH"), "session": SESSIONS[rng.integers(135, 345, 8)]})
        options = {"windows": ((0, 0),), "draws": 199, "seed": seed}
        rejected += placebo_test(returns, market, events, **options)["pvalue"][0] <= 0.05
        for company, session in events.itertuples(index=False):
            returns.loc[session, company] -= 0.03
        found += placebo_test(returns, market, events, **options)["pvalue"][0] <= 0.05
    assert stats.binom.ppf(0.001, draws, 0.05) <= rejected <= stats.binom.ppf(0.999, draws, 0.05)
    assert found > 0.9 * draws


@pytest.mark.parametrize("draws", [19, 99, 999])
def test_the_smallest_p_value_counts_the_sample_among_the_draws(draws: int) -> None:
    """Of 2^40 patterns of signs only two are as far out as forty equal signs: p is 1 / (draws + 1)."""
    cars = [1.0 + 0.01 * (place % 7) for place in range(40)]
    found = wild_bootstrap(of_cars(cars, list(range(40))), (0, 0), draws=draws, seed=2)
    assert found.pvalue == pytest.approx(1 / (draws + 1), rel=1e-12)


def test_the_largest_p_value_is_one() -> None:
    """The mean CAR is zero, and so every draw is at least as far out."""
    cars = [1.0, -1.0, 2.0, -2.0, 3.0, -3.0]
    found = wild_bootstrap(of_cars(cars, list(range(6))), (0, 0), draws=19, seed=2)
    assert found.pvalue == pytest.approx(1.0, rel=1e-12)


@pytest.mark.parametrize("event", ["first", "last"])
@pytest.mark.parametrize("free", [19, 20])
def test_pseudo_events_keep_a_whole_event_window_away_on_both_sides(event: str, free: int) -> None:
    """With estimation (-80, -6) and event window (-5, 5) the sessions 80 ... T - 6 can be drawn.

    An event takes away itself and ten sessions on either side. One on session 90 takes 80 ... 100 and leaves
    101 ... T - 6; one on session T - 6 takes ten before it and leaves 80 ... T - 17. So T is free + 106 or
    free + 96, and 20 free sessions are enough.
    """
    length = free + (106 if event == "first" else 96)
    sessions = SESSIONS[:length]
    rng = np.random.default_rng(5)
    returns = pd.DataFrame(rng.normal(0, 0.02, (length, 1)), sessions, ["A"])
    market = pd.Series(rng.normal(0, 0.01, length), sessions)
    events = pd.DataFrame({"company": ["A"], "session": [sessions[90 if event == "first" else length - 6]]})
    found = placebo_test(
        returns, market, events, estimation=(-80, -6), event_window=(-5, 5), windows=((-5, 5),), draws=50
    ).iloc[0]
    assert np.isfinite(found["pvalue"]) == (free == 20)
    assert (found["reason"] == "") == (free == 20)


@pytest.mark.parametrize("draws", [50, 999])
def test_the_placebo_p_value_counts_the_study_among_its_draws(draws: int) -> None:
    returns, market = panel(6)
    events = pd.DataFrame({"company": list("ABCDEFGH"), "session": SESSIONS[200]})
    returns.loc[SESSIONS[200]] -= 0.5
    found = placebo_test(returns, market, events, windows=((0, 0),), draws=draws).iloc[0]
    assert found["pvalue"] == pytest.approx(1 / (draws + 1), rel=1e-12)


def test_the_placebo_estimate_is_measured_from_the_mean_of_other_sessions() -> None:
    """Shares that beat the market by 1 % every day have a CAR of 1 %, and nothing of it is the event's."""
    returns, market = panel(11)
    returns = 0.01 + 0.1 * returns.sub(market, axis=0)
    events = pd.DataFrame({"company": list("ABCDEFGH"), "session": SESSIONS[200]})
    found = placebo_test(
        returns, market * 0.0, events, model="market_adjusted", windows=((0, 0),), draws=199
    ).iloc[0]
    assert abs(found["estimate"]) < 0.003
    assert found["low"] < 0 < found["high"]
