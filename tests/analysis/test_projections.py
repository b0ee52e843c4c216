"""Local projections, company by company and pooled.

Expected values: statsmodels' OLS with HC3 (independent code), Driscoll-Kraay written out here as a loop over
pairs of sessions, the jackknife as a literal refit, properties that hold for any data, and known processes
with a fixed seed. Slopes of each company's own and indicators are in test_own_slopes.py.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.projections import MEAN_GROUP, POOLED, local_projections
from naysay.analysis.projections.columns import EFFECTS
from naysay.study.errors import InputError
from naysay.study.reasons import joined_reasons

SHARED: dict[str, Any] = {"controls": "shared", "unmeasured": "drop"}
"""One set of slopes for all companies, complete lags only."""


def two(seed: int = 1, companies: int = 3, sessions: int = 200) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Persistent chatter and returns with a common shock, with gaps in both."""
    rng = np.random.default_rng(seed)
    chatter = rng.normal(size=(sessions, companies))
    for t in range(1, sessions):
        chatter[t] += 0.5 * chatter[t - 1]
    returns = 0.01 * (rng.standard_t(5, (sessions, companies)) + rng.normal(size=(sessions, 1)))
    returns[1:] -= 0.003 * chatter[:-1]
    chatter[rng.random(chatter.shape) < 0.03] = np.nan
    returns[rng.random(returns.shape) < 0.01] = np.nan
    index = pd.bdate_range("2020-01-01", periods=sessions)
    names = [f"C{i}" for i in range(companies)]
    return pd.DataFrame(chatter, index, names), pd.DataFrame(returns, index, names)


def equation(chatter: pd.Series, returns: pd.Series, h: int, p: int) -> pd.DataFrame:
    """Outcome and regressors of one company as a frame by session, incomplete sessions dropped."""
    ahead = [returns.shift(-j) for j in range(1, h + 1)]
    columns = {"y": sum(ahead[1:], ahead[0]), "n0": chatter}
    columns |= {f"n{i}": chatter.shift(i) for i in range(1, p + 1)}
    columns |= {f"r{i}": returns.shift(i) for i in range(p + 1)}
    return pd.DataFrame(columns).dropna()


FITS: dict[str, dict[str, Any]] = {
    "classical": {},
    "HC0": {"cov_type": "HC0"},
    "HC1": {"cov_type": "HC1"},
    "HC3": {"cov_type": "HC3"},
}


@pytest.mark.parametrize("h", [1, 5])
@pytest.mark.parametrize("covariance", FITS)
def test_a_company_is_ols_with_its_standard_error(covariance: str, h: int) -> None:
    chatter, returns = two()
    table = local_projections(chatter, returns, horizons=[h], lags=3, covariance=covariance, **SHARED).table
    for row in table[~table["company"].isin([POOLED, MEAN_GROUP])].to_dict("records"):
        data = equation(chatter[row["company"]], returns[row["company"]], h, 3)
        fit = sm.OLS(data["y"], sm.add_constant(data.drop(columns="y"))).fit(use_t=True, **FITS[covariance])
        low, high = fit.conf_int().loc["n0"]
        assert row["bp_per_sd"] == pytest.approx(1e4 * fit.params["n0"], rel=1e-9)
        assert row["se"] == pytest.approx(1e4 * fit.bse["n0"], rel=1e-9)
        assert [row["low"], row["high"]] == pytest.approx([1e4 * low, 1e4 * high], rel=1e-8)
        assert row["pvalue"] == pytest.approx(fit.pvalues["n0"], rel=1e-8)
        assert (row["nobs"], row["covariance"], row["n_companies"]) == (fit.nobs, covariance, 1)


@pytest.mark.parametrize(("asked", "used"), [(None, 6), (2, 6), (9, 9)])
def test_hac_never_takes_fewer_lags_than_outcomes_overlap(asked: int | None, used: int) -> None:
    chatter, returns = (frame.interpolate().bfill() for frame in two(companies=1))
    row = local_projections(
        chatter, returns, horizons=[6], lags=2, covariance="HAC", bandwidth=asked
    ).table.iloc[0]
    data = equation(chatter["C0"], returns["C0"], 6, 2)
    fit = sm.OLS(data["y"], sm.add_constant(data.drop(columns="y"))).fit(
        cov_type="HAC", cov_kwds={"maxlags": used, "use_correction": False}
    )
    assert row["bandwidth"] == used
    assert row["se"] == pytest.approx(1e4 * fit.bse["n0"], rel=1e-9)


def pooled_by_hand(chatter: pd.DataFrame, returns: pd.DataFrame, h: int, p: int, bandwidth: int) -> Any:
    """Least squares with company dummies, and Driscoll-Kraay as a double loop over sessions."""
    frames = {name: equation(chatter[name], returns[name], h, p) for name in chatter}
    data = pd.concat({name: frame for name, frame in frames.items() if len(frame)})
    dummies = pd.get_dummies(data.index.get_level_values(0), dtype=float).to_numpy()
    X = np.column_stack([data.drop(columns="y").to_numpy(), dummies])
    fit = sm.OLS(data["y"].to_numpy(), X).fit()
    scores = X * fit.resid[:, None]
    position = chatter.index.get_indexer(data.index.get_level_values(1))
    by_session = np.zeros((len(chatter), X.shape[1]))
    for row, at in zip(scores, position, strict=True):
        by_session[at] += row
    meat = np.zeros((X.shape[1],) * 2)
    for s in range(len(chatter)):
        for t in range(max(0, s - bandwidth), min(len(chatter), s + bandwidth + 1)):
            meat += (1 - abs(s - t) / (bandwidth + 1)) * np.outer(by_session[s], by_session[t])
    bread = np.linalg.inv(X.T @ X)
    return fit.params[0], math.sqrt((bread @ meat @ bread)[0, 0]), len(data), len(set(position))


@pytest.mark.parametrize(("h", "asked", "used"), [(1, None, 4), (7, None, 7), (3, 8, 8), (3, 1, 3)])
def test_pooled_is_dummies_with_driscoll_kraay(h: int, asked: int | None, used: int) -> None:
    chatter, returns = two(sessions=140)
    chatter["C1"] = np.nan  # a company without any complete session is not counted
    options = {"pooled_covariance": "driscoll_kraay", "bandwidth": asked, "lags": 2, **SHARED}
    every = chatter.notna() | True  # a session on which a company has neither series is no holiday here
    found = local_projections(chatter, returns, horizons=[h], sessions=every, **options).table
    row = found[found["company"] == POOLED].iloc[0]
    coef, se, nobs, sessions = pooled_by_hand(chatter, returns, h, 2, used)
    reach = stats.t.ppf(0.975, sessions - 1) * 1e4 * se
    assert row["bp_per_sd"] == pytest.approx(1e4 * coef, rel=1e-9)
    assert row["se"] == pytest.approx(1e4 * se, rel=1e-9)
    assert row["low"] == pytest.approx(1e4 * coef - reach, rel=1e-8)
    assert (row["nobs"], row["bandwidth"], row["n_companies"]) == (nobs, used, 2)
    assert row["covariance"] == "driscoll_kraay"


def jackknifed_by_hand(chatter: pd.DataFrame, returns: pd.DataFrame, h: int, p: int) -> tuple[float, float]:
    """Company dummies beside all else, and one regression without each session: se from how far it moves."""
    data = pd.concat({name: equation(chatter[name], returns[name], h, p) for name in chatter})
    dummies = pd.get_dummies(data.index.get_level_values(0), dtype=float).to_numpy()
    y, X = data["y"].to_numpy(), np.column_stack([data.drop(columns="y").to_numpy(), dummies])
    data.index = data.index.get_level_values(1)
    whole = np.linalg.lstsq(X, y, rcond=None)[0]
    moved = []
    for session in data.index.unique():
        others = (data.index != session).nonzero()[0]
        moved.append(np.linalg.lstsq(X[others], y[others], rcond=None)[0] - whole)
    return whole[0], math.sqrt(sum(move[0] ** 2 for move in moved))


@pytest.mark.parametrize("h", [1, 4])
def test_pooled_error_is_the_jackknife_over_sessions(h: int) -> None:
    chatter, returns = two(sessions=120)
    found = local_projections(chatter, returns, horizons=[h], lags=2, **SHARED).table
    row = found[found["company"] == POOLED].iloc[0]
    coef, se = jackknifed_by_hand(chatter, returns, h, 2)
    assert row["bp_per_sd"] == pytest.approx(1e4 * coef, rel=1e-9)
    assert row["se"] == pytest.approx(1e4 * se, rel=1e-9)
    assert (row["covariance"], math.isnan(row["bandwidth"])) == ("CR3_session", True)


def common_shocks(
    rng: np.random.Generator, companies: int, sessions: int
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chatter and returns that know nothing of each other, each with a common part; volatility moves."""
    spread = np.zeros(sessions)
    for t in range(1, sessions):
        spread[t] = 0.97 * spread[t - 1] + 0.15 * rng.standard_normal()
    moved = np.exp(spread)[:, None]
    returns = 0.01 * moved * (rng.standard_normal((sessions, 1)) + rng.standard_normal((sessions, companies)))
    chatter = rng.standard_normal((sessions, 1)) + moved**0.7 * rng.standard_normal((sessions, companies))
    chatter[rng.random(chatter.shape) < 0.3] = np.nan
    index = pd.bdate_range("2020-01-01", periods=sessions)
    return pd.DataFrame(chatter, index), pd.DataFrame(returns, index)


def test_pooled_rejects_a_true_null_as_often_as_said() -> None:
    rng = np.random.default_rng(11)
    rejected = {"CR3_session": 0, "driscoll_kraay": 0}
    for _ in range(400):
        chatter, returns = common_shocks(rng, 4, 250)
        for kind in rejected:
            table = local_projections(chatter, returns, horizons=[1], pooled_covariance=kind).table
            rejected[kind] += table.loc[table["company"] == POOLED, "pvalue"].iloc[0] < 0.05
    assert 0.02 <= rejected["CR3_session"] / 400 <= 0.08
    assert rejected["driscoll_kraay"] > rejected["CR3_session"]


def test_pooled_over_one_company_is_its_own_estimate() -> None:
    chatter, returns = two(companies=1)
    table = local_projections(chatter, returns, horizons=[1, 4]).table
    own, pooled = table[table["company"] == "C0"], table[table["company"] == POOLED]
    np.testing.assert_allclose(pooled["bp_per_sd"], own["bp_per_sd"], rtol=1e-10)
    assert pooled["nobs"].tolist() == own["nobs"].tolist()


def test_detectable_effect_is_what_eighty_percent_power_needs() -> None:
    table = local_projections(*two(), horizons=[2]).table
    np.testing.assert_allclose(table["mde_bp"] / table["se"], 1.959963984540054 + 0.8416212335729143)


def test_columns_and_order_of_rows() -> None:
    table = local_projections(*two(companies=2), horizons=[5, 1]).table
    assert tuple(table.columns[:10]) == tuple(EFFECTS.columns)
    assert table[["company", "horizon"]].to_numpy().tolist() == [
        [company, h] for company in ("C0", "C1", POOLED, MEAN_GROUP) for h in (1, 5)
    ]
    assert table.loc[table["primary"], ["company", "horizon"]].to_numpy().tolist() == [[POOLED, 1]]


def test_primary_horizon_can_be_set() -> None:
    found = local_projections(*two(companies=1), horizons=[1, 5], primary_horizon=5)
    assert found.table.loc[found.table["primary"], "horizon"].tolist() == [5]
    assert "Horizon 5 was set before looking" in found.summary()


@pytest.mark.parametrize(
    ("spoil", "reason"),
    [
        (lambda c, r: (c * np.nan, r), "no_complete_session"),
        (lambda c, r: (c * 0 + 1, r), "no_variation series=negativity"),
        (lambda c, r: (c, r * 0), "no_variation series=returns"),
        (lambda c, r: (c.where(c.index < c.index[12]), r), "fewer_sessions_than_coefficients"),
    ],
)
def test_what_cannot_be_estimated_has_a_reason_and_leaves_others_alone(spoil: Any, reason: str) -> None:
    chatter, returns = two(companies=2)
    good = local_projections(chatter, returns, horizons=[1]).table.iloc[1]
    chatter["C0"], returns["C0"] = spoil(chatter["C0"], returns["C0"])
    table = local_projections(chatter, returns, horizons=[1]).table
    assert joined_reasons(table)[0] == reason
    assert table.loc[0, ["bp_per_sd", "se", "low", "high", "pvalue", "mde_bp"]].isna().all()
    assert table.loc[1, "se"] == pytest.approx(good["se"], rel=1e-12)
    assert table.loc[2, "reason"] == ""


def test_nothing_at_all_still_gives_every_row() -> None:
    chatter, returns = two(companies=2)
    found = local_projections(chatter * np.nan, returns, horizons=[1, 2])
    estimated = found.table["company"] != MEAN_GROUP
    assert (found.table.loc[estimated, "reason"] == "no_complete_session").all()
    assert (found.table.loc[~estimated, "reason"] == "too_few_companies").all()
    assert len(found.table) == 8
    assert "not estimated: no complete session" in found.summary()


def test_the_return_of_the_same_session_is_not_taken_for_an_effect() -> None:
    """Chatter that only repeats the return of its session has nothing to say about later ones."""
    rng = np.random.default_rng(5)
    index = pd.bdate_range("2000-01-03", periods=3000)
    returns = pd.DataFrame(0.01 * rng.normal(size=(3000, 1)), index)
    chatter = -60 * returns + rng.normal(size=(3000, 1))
    row = local_projections(chatter, returns, horizons=[1]).table.iloc[0]
    assert row["pvalue"] > 0.01


def test_a_planted_effect_builds_up_and_stays() -> None:
    """Next session -20 bp a unit, nothing after: every horizon shows -20."""
    rng = np.random.default_rng(6)
    chatter = rng.normal(size=(1000, 20))
    returns = 0.01 * rng.normal(size=(1000, 20))
    returns[1:] -= 0.0020 * chatter[:-1]
    index = pd.bdate_range("2000-01-03", periods=1000)
    frames = pd.DataFrame(chatter, index), pd.DataFrame(returns, index)
    table = local_projections(*frames, horizons=[1, 3, 10]).table
    pooled = table[table["company"] == POOLED]
    assert ((pooled["bp_per_sd"] + 20).abs() < 3 * pooled["se"]).all()
    assert (pooled.loc[pooled["horizon"] == 1, "pvalue"] < 1e-6).all()


@pytest.mark.parametrize("h", [1, 10])
def test_lag_augmented_hc3_holds_its_size_at_overlapping_horizons(h: int) -> None:
    rng = np.random.default_rng(7)
    chatter = rng.normal(size=(400, 1000))
    for t in range(1, 400):
        chatter[t] += 0.8 * chatter[t - 1]
    index = pd.bdate_range("2000-01-03", periods=400)
    returns = pd.DataFrame(0.01 * rng.standard_t(5, (400, 1000)), index)
    table = local_projections(pd.DataFrame(chatter, index), returns, horizons=[h], lags=2).table
    hits = int((table.loc[~table["company"].isin([POOLED, MEAN_GROUP]), "pvalue"] < 0.05).sum())
    low, high = stats.binom.interval(0.998, 1000, 0.05)
    assert low <= hits <= high


@pytest.mark.parametrize(
    ("options", "field"),
    [
        ({"horizons": []}, "horizons"),
        ({"horizons": [0, 1]}, "horizons"),
        ({"horizons": [1, 1]}, "horizons"),
        ({"horizons": 3}, "horizons"),
        ({"lags": 0}, "lags"),
        ({"lags": 1.5}, "lags"),
        ({"controls": "both"}, "controls"),
        ({"unmeasured": "zero"}, "unmeasured"),
        ({"effects": "session"}, "effects"),
        ({"covariance": "driscoll_kraay"}, "covariance"),
        ({"bandwidth": -1}, "bandwidth"),
        ({"horizons": [1, 2], "primary_horizon": 3}, "primary_horizon"),
    ],
)
def test_arguments_that_cannot_be_used(options: dict[str, Any], field: str) -> None:
    with pytest.raises(InputError) as caught:
        local_projections(*two(companies=1), **options)
    assert caught.value.fault.field == field


def test_labels_that_differ() -> None:
    chatter, returns = two()
    with pytest.raises(InputError, match="returns"):
        local_projections(chatter, returns.iloc[:-1])


def test_without_companies_there_is_the_pooled_row_with_its_reason() -> None:
    nothing = pd.DataFrame(index=pd.bdate_range("2020-01-01", periods=50))
    table = local_projections(nothing, nothing, horizons=[1]).table
    assert table["company"].tolist() == [POOLED, MEAN_GROUP]
    assert table["reason"].tolist() == ["no_complete_session", "too_few_companies"]
