"""The placebo check: what it shifts, how it counts, and that it tells sound tests from unsound ones.

Expected values: the public granger and local_projections on panels shifted here by hand, Wilson's formula as
statsmodels has it, and known processes with a fixed seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
from statsmodels.stats.proportion import proportion_confint

from naysay.analysis.calibration import CALIBRATION, granger_placebo
from naysay.analysis.calibration import projection_placebo as placebo_of_panel
from naysay.analysis.granger import granger
from naysay.analysis.projections import POOLED, local_projections
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.terms import Terms
from naysay.study.errors import InputError
from naysay.study.reasons import joined_reasons


def two(seed: int = 1, companies: int = 4, sessions: int = 150) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    chatter = rng.normal(size=(sessions, companies)) + 0.7 * rng.normal(size=(sessions, 1))
    for t in range(1, sessions):
        chatter[t] += 0.5 * chatter[t - 1]
    returns = 0.01 * (rng.standard_t(5, (sessions, companies)) + 0.7 * rng.normal(size=(sessions, 1)))
    chatter[rng.random(chatter.shape) < 0.02] = np.nan
    index = pd.bdate_range("2020-01-01", periods=sessions)
    names = [f"C{i}" for i in range(companies)]
    return pd.DataFrame(chatter, index, names), pd.DataFrame(returns, index, names)


def projection_placebo(
    chatter: pd.DataFrame, returns: pd.DataFrame, *, lags: int = 5, **options: Any
) -> pd.DataFrame:
    return placebo_of_panel(projection_panel(chatter, returns), Terms(lags=lags), **options)


def turned(frame: pd.DataFrame, shift: int) -> pd.DataFrame:
    return pd.concat([frame.iloc[-shift:], frame.iloc[:-shift]]).set_axis(frame.index)


def test_granger_share_is_that_of_the_public_test_on_turned_chatter() -> None:
    """Of 150 sessions with at least 70 either way there are 11 shifts, and 11 draws take each once."""
    chatter, returns = two()
    hits = 0
    for shift in range(70, 81):
        table = granger(turned(chatter, shift), returns, lags=[2, 1]).table
        hits += int((table.loc[table["primary"], "pvalue"] < 0.05).sum())
    row = granger_placebo(chatter, returns, draws=11, min_shift=70, lags=[2, 1]).iloc[0]
    assert hits > 0
    assert row["rejected"] == pytest.approx(hits / 44, rel=1e-12)
    assert (row["draws"], row["n_tests"], row["nominal"]) == (11, 44, 0.05)


@pytest.mark.parametrize("unmeasured", ["drop", "indicator"])
def test_granger_share_is_that_of_the_test_with_the_market_on_own_sessions(unmeasured: str) -> None:
    """The second company was closed on its last ten sessions; what it has of its own is turned round."""
    chatter, returns = two()
    chatter = chatter.mask(np.random.default_rng(4).random(chatter.shape) < 0.3)
    market = returns.mean(axis=1)
    is_open = pd.DataFrame(True, chatter.index, chatter.columns)
    is_open.iloc[-10:, 1] = False
    hits = 0
    for shift in range(65, 76):
        moved = turned(chatter, shift)
        moved["C1"] = turned(chatter.loc[is_open["C1"], "C1"], shift)
        table = granger(moved, returns, market, lags=[2, 1], unmeasured=unmeasured, sessions=is_open).table
        hits += int((table.loc[table["primary"], "pvalue"] < 0.05).sum())
    row = granger_placebo(
        chatter,
        returns,
        market,
        draws=11,
        min_shift=65,
        lags=[2, 1],
        unmeasured=unmeasured,
        sessions=is_open,
    ).iloc[0]
    assert hits > 0
    assert row["rejected"] == pytest.approx(hits / 44, rel=1e-12)
    assert (row["draws"], row["n_tests"]) == (11, 44)


def test_projection_share_is_that_of_the_public_estimate_on_turned_chatter() -> None:
    chatter, returns = two(seed=5)
    hits = 0
    for shift in range(30, 121):
        table = local_projections(turned(chatter, shift), returns, horizons=[3], lags=2).table
        hits += int(table.loc[table["company"] == POOLED, "pvalue"].iloc[0] < 0.05)
    row = projection_placebo(chatter, returns, draws=91, min_shift=30, horizon=3, lags=2).iloc[0]
    assert hits > 0
    assert row["rejected"] == pytest.approx(hits / 91, rel=1e-12)
    low, high = proportion_confint(hits, 91, method="wilson")
    assert [row["low"], row["high"]] == pytest.approx([low, high], rel=1e-9)


def test_detectable_effect_is_that_of_the_data_as_they_are() -> None:
    chatter, returns = two()
    table = local_projections(chatter, returns, horizons=[2]).table
    row = projection_placebo(chatter, returns, horizon=2, draws=5).iloc[0]
    expected = table.loc[table["primary"], "mde_bp"].iloc[0]
    assert row["mde_bp"] == pytest.approx(expected, rel=1e-9)
    assert np.isnan(granger_placebo(chatter, returns, draws=5)["mde_bp"].iloc[0])


def test_the_seed_decides_and_nothing_else() -> None:
    chatter, returns = two()
    one, same, other = (granger_placebo(chatter, returns, draws=40, seed=seed) for seed in (3, 3, 4))
    pd.testing.assert_frame_equal(one, same)
    assert one["rejected"].iloc[0] != other["rejected"].iloc[0]


def test_companies_that_move_as_one_count_as_one() -> None:
    chatter, returns = two(companies=1)
    names = [f"C{i}" for i in range(6)]
    six = [pd.concat([frame["C0"]] * 6, axis=1).set_axis(names, axis=1) for frame in (chatter, returns)]
    single = granger_placebo(chatter, returns, draws=100, lags=[1]).iloc[0]
    copied = granger_placebo(*six, draws=100, lags=[1]).iloc[0]
    assert single["rejected"] > 0
    assert copied["rejected"] == pytest.approx(single["rejected"])
    assert copied["high"] - copied["low"] == pytest.approx(single["high"] - single["low"], rel=0.02)
    assert copied["n_tests"] == 600


def test_sound_tests_are_near_their_level() -> None:
    chatter, returns = two(seed=8, companies=12, sessions=500)
    for row in (granger_placebo(chatter, returns), projection_placebo(chatter, returns)):
        assert row["low"].iloc[0] < 0.06
        assert row["rejected"].iloc[0] < 0.10


def test_a_test_that_does_not_hold_its_level_is_shown_up() -> None:
    """Chatter that is loud when returns are, in waves of 188 sessions; a shift of 185 to 215 keeps step."""
    rng = np.random.default_rng(9)
    index = pd.bdate_range("2020-01-01", periods=400)
    volatility = np.exp(2 * np.sin(2 * np.pi * np.arange(400) / 188))[:, None]
    loud = pd.DataFrame(rng.normal(size=(400, 10)) * volatility, index)
    returns = pd.DataFrame(0.01 * rng.normal(size=(400, 10)) * volatility, index)
    plain = granger_placebo(loud, returns, lags=[5], covariance="classical", min_shift=185)
    robust = granger_placebo(loud, returns, lags=[5], covariance="HC3", min_shift=185)
    assert plain["low"].iloc[0] > 0.05
    assert robust["rejected"].iloc[0] < plain["rejected"].iloc[0]


@pytest.mark.parametrize("placebo", [granger_placebo, projection_placebo])
@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda frame: frame.iloc[:30], "no_shift least=20"),
        (lambda frame: frame * np.nan, "no_test_made"),
    ],
)
def test_what_cannot_be_checked_has_a_reason(placebo: Any, spoil: Any, reason: str) -> None:
    chatter, returns = two()
    row = placebo(spoil(chatter), returns.iloc[: len(spoil(chatter))], draws=5)
    assert tuple(row.columns) == (*CALIBRATION.columns, "n_tests", "reason", "reason_values")
    assert joined_reasons(row).tolist() == [reason]
    assert row[["rejected", "low", "high"]].isna().all(axis=None)


def test_a_company_without_data_leaves_the_others_alone() -> None:
    chatter, returns = two()
    without = granger_placebo(chatter[["C1", "C2", "C3"]], returns[["C1", "C2", "C3"]], draws=20)
    chatter["C0"] = np.nan
    found = granger_placebo(chatter, returns, draws=20)
    pd.testing.assert_frame_equal(found, without)


@pytest.mark.parametrize("option", [{"draws": 0}, {"draws": 1.5}, {"min_shift": 0}, {"min_shift": True}])
def test_arguments_that_cannot_be_used(option: dict[str, Any]) -> None:
    with pytest.raises(InputError) as caught:
        granger_placebo(*two(), **option)
    assert caught.value.fault.field == next(iter(option))
