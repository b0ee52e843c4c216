"""Effects of forums net of each other, the tests that compare them, and which is first.

Expected values: least squares written out with every column; the pooled projection of one forum; symmetry of
the two directions by construction; known processes with a fixed seed.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.forums.ahead import ahead
from naysay.analysis.forums.joint import joint_effects
from naysay.analysis.forums.tables import forum_tables
from naysay.analysis.projections import AS_MEASURED, POOLED, local_projections
from naysay.analysis.projections.panel import ProjectionPanel, projection_panel
from naysay.analysis.projections.terms import checked_terms
from naysay.study.forum_chatter import OTHER, ForumChatter, HourlyPosts

SESSIONS = pd.bdate_range("2021-01-04", periods=260, name="session")
COMPANIES = pd.Index(["ONE", "TWO", "THREE"])
START = 2678 * 168
"""An hour since 1970 at which a week of 168 hours begins."""
TERMS = checked_terms(2, "own", "indicator", "company")


def frame(values: np.ndarray) -> pd.DataFrame:
    return pd.DataFrame(values, SESSIONS, COMPANIES)


def drawn(seed: int, effect_bp: float = 0.0, silent: float = 0.3) -> tuple[pd.DataFrame, ...]:
    """Negativity of two forums that go together, each silent at times, and returns after the first."""
    rng = np.random.default_rng(seed)
    shape = (len(SESSIONS), len(COMPANIES))
    mood = rng.normal(size=shape)
    one, two = (frame(mood + rng.normal(size=shape)) for _ in range(2))
    one, two = (each.mask(rng.random(shape) < silent) for each in (one, two))
    returns = 0.01 * rng.standard_t(5, shape)
    returns[1:] += 1e-4 * effect_bp * np.nan_to_num(one.to_numpy()[:-1])
    return one, two, frame(returns)


def panel_of(negativity: pd.DataFrame, returns: pd.DataFrame) -> ProjectionPanel:
    open_on = pd.DataFrame(True, returns.index, returns.columns)
    return projection_panel(negativity, returns, sessions=open_on)


def both(seed: int, effect_bp: float = 0.0, silent: float = 0.3):
    one, two, returns = drawn(seed, effect_bp, silent)
    panel = panel_of(one, returns)
    return joint_effects(panel, TERMS, [panel.on_own(one), panel.on_own(two)], horizon=1)


def test_effects_are_those_of_least_squares_with_every_column() -> None:
    """Row by row and company by company, without partialling out."""
    one, two, returns = drawn(1)
    columns: list[list[float]] = []
    outcome: list[float] = []
    for place, company in enumerate(COMPANIES):
        n = [series[company].to_numpy() for series in (one, two)]
        r = returns[company].to_numpy()
        for t in range(2, len(SESSIONS) - 1):
            if np.isnan(n[0][t]) and np.isnan(n[1][t]):
                continue
            own = [1.0, r[t], r[t - 1], r[t - 2]]
            for series in n:
                for lag in (1, 2):
                    own += [float(np.nan_to_num(series[t - lag])), float(np.isnan(series[t - lag]))]
                own.append(float(np.isnan(series[t])))
            apart = [0.0] * (len(own) * len(COMPANIES))
            apart[place * len(own) : (place + 1) * len(own)] = own
            columns.append([*apart, *(float(np.nan_to_num(series[t])) for series in n)])
            outcome.append(r[t + 1])
    coef = np.linalg.lstsq(np.array(columns), np.array(outcome), rcond=None)[0][-2:]
    made = both(1)
    np.testing.assert_allclose([one.value for one in made.effects], 1e4 * coef, rtol=1e-8)
    assert made.all_zero.nobs == len(outcome)


def test_one_forum_alone_is_the_pooled_projection() -> None:
    one, _, returns = drawn(2)
    panel = panel_of(one, returns)
    (effect,) = joint_effects(panel, TERMS, [panel.on_own(one)], horizon=1).effects
    table = local_projections(one, returns, horizons=[1], lags=2, sessions=returns.notna()).table
    row = table[(table["company"] == POOLED) & (table["measure"] == AS_MEASURED)].iloc[0]
    for name in ("se", "low", "high", "pvalue"):
        assert getattr(effect, name) == pytest.approx(row[name], rel=1e-9)
    assert effect.value == pytest.approx(row["bp_per_sd"], rel=1e-9)
    assert effect.nobs == row["nobs"]


def test_the_order_of_forums_changes_no_number() -> None:
    one, two, returns = drawn(3)
    panel = panel_of(one, returns)
    series = [panel.on_own(one), panel.on_own(two)]
    made, turned = (joint_effects(panel, TERMS, order, horizon=1) for order in (series, series[::-1]))
    assert made.effects[0].value == pytest.approx(turned.effects[1].value, rel=1e-8)
    assert made.equal.statistic == pytest.approx(turned.equal.statistic, rel=1e-8)
    assert made.all_zero.pvalue == pytest.approx(turned.all_zero.pvalue, rel=1e-8)


def test_a_planted_effect_is_that_of_its_forum_and_not_of_the_one_that_goes_with_it() -> None:
    """Forty draws, half of the sessions silent. ``python -m benchmarks forums`` makes more."""
    draws = [both(seed, effect_bp=-60.0, silent=0.5) for seed in range(40)]
    effects = np.array([[one.value for one in made.effects] for made in draws])
    rejects = np.array([[one.pvalue < 0.05 for one in made.effects] for made in draws]).mean(axis=0)
    np.testing.assert_allclose(effects.mean(axis=0), [-60.0, 0.0], atol=5.0)
    assert rejects[0] > 0.9
    assert rejects[1] <= 0.15
    assert np.mean([made.equal.pvalue < 0.05 for made in draws]) > 0.8


def test_with_drop_only_sessions_count_on_which_all_were_measured() -> None:
    one, two, returns = drawn(4, silent=0.1)
    panel = panel_of(one, returns)
    terms = replace(TERMS, unmeasured="drop")
    made = joint_effects(panel, terms, [panel.on_own(one), panel.on_own(two)], horizon=1)
    known = one.notna() & two.notna()
    complete = known & known.shift(1, fill_value=False) & known.shift(2, fill_value=False)
    assert made.all_zero.nobs == int(complete.iloc[:-1].to_numpy().sum())


def test_twice_the_same_forum_is_a_reason() -> None:
    one, _, returns = drawn(5)
    panel = panel_of(one, returns)
    made = joint_effects(panel, TERMS, [panel.on_own(one)] * 2, horizon=1)
    assert {one.reason for one in made.effects} == {"collinear_regressors"}
    assert made.equal.reason == "collinear_regressors"


def chatter(
    name: str, negativity: pd.DataFrame | None, n_posts: int = 100, n_forums: int = 1
) -> ForumChatter:
    return ForumChatter(name, n_forums, n_posts, n_posts // 2, n_posts // 4, 7, negativity)


def tables(*forums: ForumChatter) -> tuple[pd.DataFrame, pd.DataFrame]:
    one, _, returns = drawn(6)
    return forum_tables(forums, panel_of(one, returns), TERMS, horizon=1)


def test_forums_are_corrected_after_holm_and_those_of_the_rest_are_counted_alone() -> None:
    one, two, _ = drawn(6)
    rows, tests = tables(
        chatter("a", one), chatter("b", two), chatter(OTHER, one * two, 50, 2), chatter("c", None, 30),
    )  # fmt: skip
    assert rows["forum"].tolist() == ["a", "b", OTHER, "c"]
    p = rows["pvalue"].to_numpy()
    order = np.argsort(p[:3])
    assert rows["pvalue_adjusted"].iloc[order[0]] == pytest.approx(min(3 * p[order[0]], 1.0))
    assert rows["coverage"].tolist() == [0.5] * 4
    assert rows["negative_share"].tolist() == pytest.approx([0.5, 0.5, 0.48, 7 / 15])
    assert rows["reason"].tolist() == ["", "", "", "part_of_other_forums"]
    assert tests["test"].tolist() == ["all_zero", "equal", "first"]
    assert tests["df"].tolist()[:2] == [3.0, 2.0]
    assert tests["reason"].iloc[2] == "no_times_of_day"
    assert tests["null"].str.len().gt(20).all()


@pytest.mark.parametrize(("count", "reason"), [(0, "no_forums_apart"), (1, "one_forum")], ids=["none", "one"])
def test_a_study_without_forums_to_compare_has_rows_with_a_reason(count: int, reason: str) -> None:
    rows, tests = tables(*[chatter("a", None)] * count)
    assert rows["reason"].tolist() == [reason]
    assert tests["reason"].tolist() == [reason] * 3
    assert rows["bp_per_sd"].isna().all()


def test_a_forum_that_is_measured_too_seldom_is_left_out_of_the_regression() -> None:
    one, two, _ = drawn(6)
    rare = two.copy()
    rare.iloc[30:] = np.nan
    rows, tests = tables(chatter("a", one), chatter("rare", rare))
    assert rows["reason"].tolist() == ["", "too_few_sessions_with_posts least=40"]
    assert rows["bp_per_sd"].iloc[0] == rows["bp_alone"].iloc[0]
    assert rows["pvalue_adjusted"].iloc[0] == rows["pvalue"].iloc[0]
    assert tests["reason"].iloc[1] == "too_few_sessions_with_posts least=40"


def hourly(seed: int, late: int = 0, posts: float = 2.0, weeks: int = 60) -> tuple[HourlyPosts, HourlyPosts]:
    """Two forums of two companies that share a mood, the second ``late`` hours after the first and with a
    quarter of its posts."""
    rng = np.random.default_rng(seed)
    hours = weeks * 168
    made: list[list[np.ndarray]] = [[], []]
    for company in range(2):
        mood = np.zeros(hours + 24)
        shocks = rng.normal(size=hours + 24)
        for h in range(1, len(mood)):
            mood[h] = 0.9 * mood[h - 1] + shocks[h]
        for forum, (lag, usual) in enumerate(((0, posts), (late, posts / 4))):
            n = rng.poisson(usual, hours)
            chance = 1.0 / (1.0 + np.exp(1.0 - 0.5 * mood[24 - lag : 24 - lag + hours]))
            negative = rng.binomial(n, chance)
            at = np.flatnonzero(n)
            made[forum].append(np.stack([np.full(len(at), company), START + at, n[at], negative[at]]))
    one, two = (np.concatenate(parts, axis=1).astype(np.int32) for parts in made)
    return HourlyPosts(*one), HourlyPosts(*two)


def test_the_forum_that_turns_negative_first_is_ahead_by_its_hours() -> None:
    compared = ahead(*hourly(1, late=3))
    assert compared.pvalue < 0.001
    assert compared.statistic > 0
    assert abs(compared.lag_hours - 3) <= 1
    assert compared.df == 59


def test_turning_the_pair_turns_the_sign_and_nothing_else() -> None:
    one, two = hourly(2, late=2)
    forward, backward = ahead(one, two), ahead(two, one)
    assert backward.statistic == pytest.approx(-forward.statistic, rel=1e-9)
    assert backward.lag_hours == -forward.lag_hours
    assert (backward.pvalue, backward.nobs) == (pytest.approx(forward.pvalue, rel=1e-9), forward.nobs)


def test_a_common_mood_puts_neither_forum_ahead_though_one_is_small() -> None:
    """Forty draws of a mood that lasts for hours; at 5 % more than seven rejections have a chance of .2 %."""
    rejected = sum(ahead(*hourly(seed, weeks=30)).pvalue < 0.05 for seed in range(40))
    assert rejected <= 7


def test_too_few_weeks_are_a_reason() -> None:
    assert ahead(*hourly(3, weeks=12)).reason == "too_few_weeks least=20"
    nothing = HourlyPosts(*(np.empty(0, dtype=np.int32),) * 4)
    assert ahead(nothing, nothing).reason == "too_few_weeks least=20"


def test_hours_of_different_companies_are_never_compared() -> None:
    one, two = hourly(4)
    first = one.company == 0
    alone = HourlyPosts(one.company[first], one.hour[first], one.n_posts[first], one.n_negative[first])
    second = two.company == 1
    other = HourlyPosts(two.company[second], two.hour[second], two.n_posts[second], two.n_negative[second])
    assert ahead(alone, other).nobs == 0
