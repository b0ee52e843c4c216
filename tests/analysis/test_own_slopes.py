"""The pooled projection with each company's own slopes, indicators, market and attention.

Expected values: ``literal_projection.py`` (all columns side by side, one refit a session left out),
statsmodels' OLS with HC3, cases by hand, properties that hold for any data, and known processes with fixed
seeds.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from tests.analysis.literal_projection import Literal, literal, rows_of

from naysay.analysis.own_sessions import own_sessions, seen_open
from naysay.analysis.projections import ATTENTION, MEAN_GROUP, POOLED, local_projections
from naysay.analysis.projections.equation import pooled, pooled_slopes
from naysay.analysis.projections.mean_group import effective_freedom, mean_group
from naysay.analysis.projections.panel import in_deviations, projection_panel
from naysay.analysis.projections.terms import checked_terms, older_mean
from naysay.study.errors import InputError

Panel = tuple[pd.DataFrame, pd.DataFrame, pd.Series, pd.DataFrame]


def panel(seed: int = 1, companies: int = 3, sessions: int = 75, measured: float = 0.6) -> Panel:
    """Negativity measured on a share of sessions, returns with gaps and a market, attention."""
    rng = np.random.default_rng(seed)
    shape = (sessions, companies)
    n = rng.normal(size=shape) + rng.normal(size=(sessions, 1))
    a = rng.normal(size=shape) + 0.3 * n
    market = 0.01 * rng.normal(size=sessions)
    r = 0.01 * rng.normal(size=shape) + market[:, None]
    r[1:] -= 0.003 * n[:-1] + 0.002 * a[:-1]
    n[rng.random(shape) > measured] = np.nan
    r[rng.random(shape) < 0.02] = np.nan
    index = pd.bdate_range("2020-01-01", periods=sessions)
    names = [f"C{i}" for i in range(companies)]
    frames = (pd.DataFrame(values, index, names) for values in (n, r, a))
    negativity, returns, attention = frames
    return negativity, returns, pd.Series(market, index), attention


def row(table: pd.DataFrame, company: str = POOLED, measure: str = "as measured") -> pd.Series:
    (found,) = table[(table["company"] == company) & (table["measure"] == measure)].iterrows()
    return found[1]


def every(frame: pd.DataFrame) -> pd.DataFrame:
    """Open on all sessions."""
    return frame.notna() | True


def literally(given: Panel, h: int, p: int, *, marked: bool = True, **options: Any) -> Literal:
    n, r, market, a = given
    frames = {name: rows_of(n[name], r[name], market, a[name], h=h, p=p, marked=marked) for name in n}
    return literal(frames, **options)


@pytest.mark.parametrize("h", [1, 5])
@pytest.mark.parametrize("effects", ["company", "company_and_session"])
@pytest.mark.parametrize("controls", ["own", "shared"])
@pytest.mark.parametrize("measured", [0.6, 0.97])
def test_estimate_and_error_are_those_of_a_literal_refit(
    measured: float, controls: str, effects: str, h: int
) -> None:
    data = panel(measured=measured)
    table = local_projections(
        *data, horizons=[h], lags=2, controls=controls, effects=effects, sessions=every(data[0])
    ).table
    both = {"shared": controls == "shared", "session_effects": effects != "company"}
    for measure, column in (("as measured", "n"), (ATTENTION, "a")):
        found, expected = row(table, measure=measure), literally(data, h, 2, of=column, **both)
        assert found["bp_per_sd"] == pytest.approx(1e4 * expected.coef, rel=1e-10)
        assert found["se"] == pytest.approx(1e4 * expected.se, rel=1e-10)
        assert (found["nobs"], found["n_fitted"]) == (expected.nobs, expected.fitted)
        reach = stats.t.ppf(0.975, expected.sessions - 1) * 1e4 * expected.se
        assert found["high"] - found["bp_per_sd"] == pytest.approx(reach, rel=1e-10)


@pytest.mark.parametrize("controls", ["own", "shared"])
def test_complete_lags_alone_are_a_literal_refit_too(controls: str) -> None:
    data = panel(measured=0.9)
    table = local_projections(
        *data, horizons=[1], lags=2, controls=controls, unmeasured="drop", sessions=every(data[0])
    ).table
    expected = literally(data, 1, 2, marked=False, shared=controls == "shared")
    assert row(table)["se"] == pytest.approx(1e4 * expected.se, rel=1e-10)
    assert row(table)["nobs"] == expected.nobs


@pytest.mark.parametrize("controls", ["own", "shared"])
@pytest.mark.parametrize("companies_silent", [["C0"], ["C0", "C1", "C2"]])
def test_an_indicator_of_one_session_stops_nothing(companies_silent: list[str], controls: str) -> None:
    """One missed session is five indicators, each for one session: of one company, then of all at once."""
    data = panel(measured=1.1, sessions=90)
    data[0].loc[data[0].index[40], companies_silent] = np.nan
    table = local_projections(*data, horizons=[1], lags=2, controls=controls, sessions=every(data[0])).table
    expected = literally(data, 1, 2, shared=controls == "shared")
    found = row(table)
    assert found["reason"] == ""
    assert found["se"] == pytest.approx(1e4 * expected.se, rel=1e-10)
    assert found["nobs"] == expected.nobs
    if controls == "own" or len(companies_silent) == 1:
        assert found["n_fitted"] == expected.fitted == 2 * len(companies_silent)


def test_a_short_panel_of_sparse_chatter_is_estimated_from_the_sessions_that_say_something() -> None:
    """8 x 120 with own slopes: indicators fit some sessions exactly; these are counted and left out."""
    data = panel(seed=3, companies=8, sessions=120, measured=0.98)
    found = row(local_projections(*data, horizons=[1], sessions=every(data[0]), short_lags=5).table)
    expected = literally(data, 1, 5)
    assert found["reason"] == ""
    assert found["n_fitted"] == expected.fitted > 0
    assert found["nobs"] == expected.nobs
    assert found["se"] == pytest.approx(1e4 * expected.se, rel=1e-10)


@pytest.mark.parametrize("h", [1, 5])
def test_a_company_is_ols_on_its_own_indicators_market_and_attention(h: int) -> None:
    n, r, market, a = data = panel(sessions=160, measured=0.8)
    table = local_projections(*data, horizons=[h], lags=2, sessions=every(n)).table
    for name in n:
        rows = rows_of(n[name], r[name], market, a[name], h=h, p=2)
        fit = sm.OLS(rows["y"], sm.add_constant(rows.drop(columns="y"))).fit(cov_type="HC3", use_t=True)
        for measure, column in (("as measured", "n"), (ATTENTION, "a")):
            found = row(table, name, measure)
            assert found["bp_per_sd"] == pytest.approx(1e4 * fit.params[column], rel=1e-9)
            assert found["se"] == pytest.approx(1e4 * fit.bse[column], rel=1e-9)
            assert found["pvalue"] == pytest.approx(fit.pvalues[column], rel=1e-8)
            assert found["nobs"] == fit.nobs


def test_below_ten_sessions_a_slope_a_company_takes_two_lags() -> None:
    """With a market, five lags are 1 + 5 + 5 + 6 + 6 slopes, attention not counted: 230 sessions will do."""
    n, r, market, a = panel(companies=2, sessions=300, measured=1.1)
    r = r.ffill().bfill()
    r.loc[r.index[:66], "C0"] = np.nan  # 300 less 66 and 5 before the first lags: 229
    table = local_projections(n, r, market, a, horizons=[1], sessions=every(n)).table
    assert [row(table, name)["n_short"] for name in ("C0", "C1", POOLED)] == [1, 0, 1]
    frames = {
        name: rows_of(n[name], r[name], market, a[name], h=1, p=5, short=2 if name == "C0" else None)
        for name in n
    }
    # C0 has no lags three to five of negativity and attention: their columns are 0 for it.
    expected = literal(frames)
    assert row(table)["bp_per_sd"] == pytest.approx(1e4 * expected.coef, rel=1e-9)
    assert row(table)["se"] == pytest.approx(1e4 * expected.se, rel=1e-9)
    r.loc[r.index[65], "C0"] = 0.0
    longer = local_projections(n, r, market, a, horizons=[1], sessions=every(n)).table
    assert row(longer)["n_short"] == 0


def test_all_horizons_and_the_study_without_attention_have_the_same_lags() -> None:
    n, r, market, a = panel(companies=2, sessions=232, measured=1.1)
    r = r.ffill().bfill()
    asked = {"horizons": [1, 10], "sessions": every(n)}
    with_it = local_projections(n, r, market, a, **asked).table
    without = local_projections(n, r, market, **asked).table
    for table in (with_it, without):
        assert set(table.loc[table["company"] == POOLED, "n_short"]) == {2}


def test_the_short_rule_and_all_shares_do_not_look_at_returns() -> None:
    data = panel(companies=4, sessions=400, measured=0.97)
    data[1].iloc[:150, :2] = np.nan
    one = local_projections(*data, horizons=[1, 3]).table
    other = local_projections(data[0], -7 * data[1], data[2], data[3], horizons=[1, 3]).table
    same = ["n_short", "n_fitted", "nobs", "lags", "weight", "innovation_slope"]
    pd.testing.assert_frame_equal(one[same], other[same])
    assert row(one[one["horizon"] == 1])["n_short"] == 2
    np.testing.assert_allclose(other["bp_per_sd"], -7 * one["bp_per_sd"], rtol=1e-9)
    np.testing.assert_allclose(other["se"], 7 * one["se"], rtol=1e-9)
    np.testing.assert_allclose(other["pvalue"], one["pvalue"], rtol=1e-6)


def test_companies_in_another_order_are_rows_in_another_order() -> None:
    n, r, market, a = panel(companies=4, sessions=120)
    order = ["C2", "C0", "C3", "C1"]
    one = local_projections(n, r, market, a, horizons=[1, 2]).table
    other = local_projections(n[order], r[order], market, a[order], horizons=[1, 2]).table
    told = ["company", "measure", "horizon"]
    columns = [*told, "bp_per_sd", "se", "nobs", "n_fitted", "weight", "heterogeneity_pvalue"]
    pd.testing.assert_frame_equal(
        one[columns].sort_values(told, ignore_index=True), other[columns].sort_values(told, ignore_index=True)
    )


@given(st.integers(0, 10**6), st.integers(1, 5), st.integers(0, 30))
@settings(max_examples=50, deadline=None)
def test_own_sessions_side_by_side_and_back(seed: int, companies: int, total: int) -> None:
    rng = np.random.default_rng(seed)
    is_open, values = rng.random((companies, total)) < 0.7, rng.normal(size=(2, companies, total))
    own = own_sessions(is_open)
    taken = own.taken(values)
    np.testing.assert_array_equal(own.lengths, is_open.sum(axis=1))
    for company, mask in enumerate(is_open):
        kept = int(mask.sum())
        np.testing.assert_array_equal(taken[:, company, :kept], values[:, company, mask])
        assert np.isnan(taken[:, company, kept:]).all()
    np.testing.assert_array_equal(own.laid_out(taken), np.where(is_open, values, np.nan))


def test_a_session_without_any_value_is_open_and_one_that_others_have_is_not() -> None:
    one = np.array([[1.0, np.nan, np.nan], [1.0, 2.0, np.nan]])
    np.testing.assert_array_equal(seen_open(one), [[True, False, True], [True, True, True]])


def test_a_company_of_another_calendar_takes_no_row_and_changes_no_company() -> None:
    """C2 trades on three of four days, the others on four of five."""
    n, r, _, _ = panel(companies=3, sessions=200, measured=0.9)
    alone, foreign = (
        local_projections(n[names], r[names], horizons=[1, 4], lags=2, sessions=every(n)).table
        for names in (["C0", "C1"], ["C2"])
    )
    days = pd.date_range("2020-01-01", periods=280)
    index, own = (days[np.arange(280) % every_so_many != 0][:200] for every_so_many in (5, 4))
    both = index.union(own)
    dates = {"C0": index, "C1": index, "C2": own}
    n, r = (
        pd.DataFrame({name: one[name].set_axis(dates[name]).reindex(both) for name in dates})
        for one in (n, r)
    )
    is_open = pd.DataFrame({"C0": both.isin(index), "C1": both.isin(index), "C2": both.isin(own)}, both)
    mixed = local_projections(n, r, horizons=[1, 4], lags=2, sessions=is_open).table
    columns = ["horizon", "bp_per_sd", "se", "nobs", "n_fitted", "reason"]
    for name, expected in (("C0", alone), ("C1", alone), ("C2", foreign)):
        pd.testing.assert_frame_equal(
            mixed.loc[mixed["company"] == name, columns].reset_index(drop=True),
            expected.loc[expected["company"] == name, columns].reset_index(drop=True),
        )
    parts = alone.query("company == 'POOLED'"), foreign.query("company == 'POOLED'")
    total = parts[0]["nobs"].to_numpy() + parts[1]["nobs"].to_numpy()
    assert mixed.query("company == 'POOLED'")["nobs"].tolist() == total.tolist()


def test_sparse_chatter_keeps_the_sessions_that_can_be_used() -> None:
    """One session in two measured: nine in ten of those with returns around them stay."""
    n, r, market, a = panel(companies=8, sessions=500, measured=0.5)
    complete = r.notna().rolling(6).sum().eq(6) & r.shift(-1).notna()
    usable = int((complete & n.notna() & a.rolling(6).sum().notna()).sum().sum())
    table = local_projections(n, r, market, a, horizons=[1], sessions=every(n)).table
    assert row(table)["nobs"] > 0.9 * usable
    complete_lags = {"unmeasured": "drop", "short_lags": 5, "controls": "shared"}
    dropped = local_projections(n, r, market, a, horizons=[1], sessions=every(n), **complete_lags).table
    assert row(dropped)["nobs"] < 0.05 * usable


def test_weights_add_up_and_without_attention_give_the_pooled_effect() -> None:
    n, r, market, a = panel(companies=5, sessions=200, measured=0.8)
    r["C4"] = np.nan
    for attention in (None, a):
        table = local_projections(n, r, market, attention, horizons=[2, 1]).table
        own = table[table["company"].isin(n.columns) & (table["measure"] == "as measured")]
        own = own[own["horizon"] == 1].set_index("company")
        assert own["weight"].sum() == pytest.approx(1.0)
        assert own["weight_mean_group"].tolist() == [0.25, 0.25, 0.25, 0.25, 0.0]
        assert own.loc["C4", "weight"] == 0.0
        pooled = row(table[table["horizon"] == 1])["bp_per_sd"]
        if attention is None:
            assert (own["weight"] * own["bp_per_sd"]).sum() == pytest.approx(pooled, rel=1e-9)
        mean = row(table[table["horizon"] == 1], MEAN_GROUP)
        assert mean["bp_per_sd"] == pytest.approx((own["weight_mean_group"] * own["bp_per_sd"]).sum())


def test_weights_are_those_of_the_primary_horizon() -> None:
    """C0 has returns on three sessions in four: one ahead can be added up now and then, three never."""
    n, r, _, a = panel(companies=4, sessions=200, measured=1.1)
    r = r.ffill().bfill()
    r.loc[r.index[::4], "C0"] = np.nan
    r.loc[r.index[150:], "C1"] = np.nan
    terms = {"lags": 1, "sessions": every(n)}
    table = local_projections(n, r, None, a, horizons=[1, 3], primary_horizon=3, **terms).table
    alone = local_projections(n, r, None, a, horizons=[3], **terms).table
    own, expected = (t[t["measure"] == "as measured"].set_index("company") for t in (table, alone))
    third = 1 / 3
    for name, share in zip(n, (0.0, third, third, third), strict=True):
        assert (own.loc[name, "weight"] == expected.loc[name, "weight"]).all()
        assert own.loc[name, "weight_mean_group"].tolist() == pytest.approx([share, share])
    talk = table[table["measure"] == ATTENTION]
    assert talk[["weight", "weight_mean_group"]].isna().all(axis=None)


def test_the_row_of_the_mean_group_is_that_of_its_companies() -> None:
    n, r, *_ = panel(companies=5, sessions=150, measured=1.1)
    n["C4"] = 0.0  # sessions enough, and nothing in them
    table = local_projections(n, r, horizons=[2], lags=1).table
    own = table[table["company"].isin(n.columns)]
    expected = mean_group(
        *(own[column].to_numpy(dtype=float) for column in ("bp_per_sd", "se", "df_effective"))
    )
    found = row(table, MEAN_GROUP)
    assert found["heterogeneity"] == pytest.approx(expected.statistic)
    assert found["heterogeneity_pvalue"] == pytest.approx(expected.pvalue)
    assert (found["n_companies"], found["heterogeneity_df"]) == (4, 3)
    assert own.set_index("company").loc["C4", "nobs"] > 0
    assert found["nobs"] == own.loc[own["reason"] == "", "nobs"].sum()
    assert found["high"] - found["bp_per_sd"] == pytest.approx(stats.t.ppf(0.975, 3) * found["se"])


def test_surprises_in_attention_are_tied_to_those_in_tone_as_ols_says() -> None:
    n, r, _, a = panel(companies=1, sessions=60, measured=1.1)
    r = r.ffill().bfill()
    found = row(local_projections(n, r, None, a, horizons=[2], lags=1).table, measure=ATTENTION)
    rows = rows_of(n["C0"], r["C0"], None, a["C0"], h=2, p=1, marked=False)
    fit = sm.OLS(rows["a"], sm.add_constant(rows.drop(columns=["y", "a"]))).fit(cov_type="HC3")
    t = abs(fit.params["n"] / fit.bse["n"])
    assert found["innovation_slope"] == pytest.approx(fit.params["n"], rel=1e-9)
    assert found["innovation_pvalue"] == pytest.approx(2 * stats.t.sf(t, fit.nobs - 1), rel=1e-7)


def test_the_mean_of_older_returns_by_hand() -> None:
    returns = np.array([[1.0, 2.0, 3.0, np.nan, 5.0, 6.0, 7.0]])
    np.testing.assert_allclose(older_mean(returns, 2)[0], [0, 0, 1, 1.5, 2, 2, 2.75])
    # Of session 150 the returns of sessions 30 to 148 are two to 120 sessions old.
    assert older_mean(np.arange(200.0)[None], 2)[0, 150] == 89.0


def test_older_returns_begin_where_the_lags_end() -> None:
    n, r, *_ = panel(companies=1, sessions=160, measured=1.1)
    r = r.ffill().bfill()
    found = row(local_projections(n, r, horizons=[3], lags=2, older_returns=True).table, "C0")
    x, y = n["C0"], r["C0"]
    older = pd.concat([y.shift(j) for j in range(3, 121)], axis=1).mean(axis=1).fillna(0.0)
    X = pd.DataFrame({"n": x, "older": older, **{f"r{i}": y.shift(i) for i in range(3)}})
    X = X.assign(n1=x.shift(1), n2=x.shift(2))
    ahead = y.shift(-1) + y.shift(-2) + y.shift(-3)
    fit = sm.OLS(ahead, sm.add_constant(X), missing="drop").fit()
    assert found["bp_per_sd"] == pytest.approx(1e4 * fit.params["n"], rel=1e-9)
    assert found["nobs"] == fit.nobs


def test_returns_in_standard_deviations_of_their_own() -> None:
    """1, 3 and 5 have the mean 3 and the deviation 2."""
    made = in_deviations(np.array([[1.0, 3.0, np.nan, 5.0], [2.0, 2.0, 2.0, np.nan]]))
    np.testing.assert_allclose(made, [[0.5, 1.5, np.nan, 2.5], [np.nan] * 4])


def test_the_mean_group_by_hand() -> None:
    """1, 2 and 6: mean 3, deviations -2, -1 and 3, so se = sqrt(14 / 6); with errors 1, 1 and 2 the weighted
    mean is (1 + 2 + 1.5) / 2.25 = 2 and Q = 1 + 0 + 16 / 4 = 5."""
    found = mean_group(np.array([1.0, 2.0, np.nan, 6.0]), np.array([1.0, 1.0, 1.0, 2.0]))
    assert (found.estimate, found.df, found.n) == (3.0, 2, 3)
    assert found.se == pytest.approx(np.sqrt(14 / 6))
    assert found.statistic == pytest.approx(5.0)
    assert found.pvalue == pytest.approx(np.exp(-2.5))  # chi-squared with two degrees of freedom


def test_two_companies_cannot_be_said_to_differ() -> None:
    table = local_projections(*panel(companies=2, sessions=200)[:2], horizons=[1]).table
    found = row(table, MEAN_GROUP)
    assert found["reason"] == "too_few_companies"
    assert found[["bp_per_sd", "se", "pvalue", "heterogeneity", "heterogeneity_pvalue"]].isna().all()


def simple(
    rng: np.random.Generator, companies: int, sessions: int, effects: Any = 0.0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Chatter with memory and returns without; ``effects`` in basis points on the next session."""
    n = rng.normal(size=(sessions, companies))
    for t in range(1, sessions):
        n[t] += 0.4 * n[t - 1]
    r = 0.015 * rng.normal(size=(sessions, companies))
    r[1:] += 1e-4 * np.asarray(effects) * n[:-1]
    return dated(n), dated(r)


def dated(values: np.ndarray) -> pd.DataFrame:
    index = pd.bdate_range("2020-01-01", periods=len(values))
    return pd.DataFrame(values, index).add_prefix("C")


def test_equal_companies_are_seldom_said_to_differ_and_an_odd_one_is_seen() -> None:
    rng = np.random.default_rng(20)
    equal = [
        row(local_projections(*simple(rng, 8, 400, -20.0), horizons=[1]).table, MEAN_GROUP)
        for _ in range(150)
    ]
    rejected = np.mean([found["heterogeneity_pvalue"] < 0.05 for found in equal])
    covered = np.mean([found["low"] <= -20 <= found["high"] for found in equal])
    # Two and a half standard errors of 150 draws at .05 are .045.
    assert 0.005 <= rejected <= 0.09
    assert 0.90 <= covered <= 0.99
    odd = [60.0] + [-22.0] * 7
    seen = [
        row(local_projections(*simple(rng, 8, 400, odd), horizons=[1]).table, MEAN_GROUP)[
            "heterogeneity_pvalue"
        ]
        < 0.05
        for _ in range(20)
    ]
    assert np.mean(seen) >= 0.9


@pytest.mark.parametrize(("tie", "seen"), [(0.0, False), (0.3, True)])
def test_whether_attention_rises_with_mood_is_tested(tie: float, seen: bool) -> None:
    rng = np.random.default_rng(21)
    rejected = []
    for _ in range(40):
        n, r = simple(rng, 4, 250)
        a = tie * n + pd.DataFrame(rng.normal(size=n.shape), n.index, n.columns)
        found = row(local_projections(n, r, attention=a, horizons=[1]).table, measure=ATTENTION)
        rejected.append(found["innovation_pvalue"] < 0.05)
        if seen:
            assert found["innovation_slope"] == pytest.approx(tie, abs=0.15)
    assert np.mean(rejected) == 1.0 if seen else np.mean(rejected) <= 0.15


def test_attention_that_moves_prices_is_told_as_attention() -> None:
    """Attention alone takes 30 basis points from the next session and rises with mood."""
    rng = np.random.default_rng(22)
    n, r = simple(rng, 8, 500)
    a = 0.5 * n + pd.DataFrame(rng.normal(size=n.shape), n.index, n.columns)
    r = r - 0.0030 * a.shift(1).fillna(0.0)
    table = local_projections(n, r, attention=a, horizons=[1]).table
    tone, attention = row(table), row(table, measure=ATTENTION)
    assert attention["low"] < -30 < attention["high"] < 0
    assert tone["low"] < 0 < tone["high"]
    without = row(local_projections(n, r, horizons=[1]).table)
    assert without["high"] < 0


def test_attention_that_never_varies_takes_nothing_away() -> None:
    n, r, market, a = panel(companies=3, sessions=150, measured=0.9)
    a["C1"] = 0.0
    plain = local_projections(n, r, market, horizons=[1], lags=2, sessions=every(n)).table
    table = local_projections(n, r, market, a, horizons=[1], lags=2, sessions=every(n)).table
    assert row(table, "C1")["bp_per_sd"] == pytest.approx(row(plain, "C1")["bp_per_sd"], rel=1e-9)
    assert row(table, "C1", ATTENTION)["reason"] != ""
    assert row(table)["nobs"] == row(plain)["nobs"]


def rejections(draws: int, seed: int, simulate: Any, **options: Any) -> float:
    rng = np.random.default_rng(seed)
    hits = [row(local_projections(*simulate(rng), **options).table)["pvalue"] < 0.05 for _ in range(draws)]
    return float(np.mean(hits))


def late_market(rng: np.random.Generator, late: float = 0.3) -> tuple[Any, ...]:
    """Shares take part of the market's return a session late; chatter answers the market."""
    market = 0.01 * rng.normal(size=300)
    n, r = simple(rng, 6, 300)
    before = np.r_[0.0, market[:-1]]
    return n - 40 * market[:, None], r + (1 - late) * market[:, None] + late * before[:, None], market


def test_a_market_that_shares_follow_late_is_no_lead() -> None:
    def with_market(rng: np.random.Generator) -> tuple[Any, ...]:
        n, r, market = late_market(rng)
        return n, r, pd.Series(market, n.index)

    # Two and a half standard errors of 120 draws at .05 are .05.
    assert rejections(120, 23, with_market, horizons=[1]) <= 0.1
    assert rejections(30, 23, lambda rng: late_market(rng)[:2], horizons=[1]) > 0.5


def different(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Half the companies turn back (-.15) and their chatter answers prices strongly, half do neither."""
    turn, react = np.repeat([-0.15, 0.03], 4), np.repeat([-120.0, -10.0], 4)
    n, noise = rng.normal(size=(2, 300, 8))
    r = 0.015 * noise
    for t in range(1, 300):
        r[t] += turn * r[t - 1]
    return dated(n + react * r), dated(r)


def test_companies_that_differ_in_reversal_and_reaction_are_no_lead() -> None:
    assert rejections(120, 24, different, horizons=[1]) <= 0.1
    assert rejections(40, 24, different, horizons=[1], controls="shared") > 0.15


def test_long_horizons_of_many_short_companies_hold_their_size() -> None:
    def wide(rng: np.random.Generator) -> tuple[pd.DataFrame, pd.DataFrame]:
        n, r = simple(rng, 40, 100)
        return n - 40 * r, r  # chatter follows prices

    assert rejections(100, 25, wide, horizons=[10]) <= 0.105


def test_a_planted_effect_is_found_and_covered() -> None:
    rng = np.random.default_rng(26)
    found = [row(local_projections(*simple(rng, 8, 300, -15.0), horizons=[1]).table) for _ in range(60)]
    assert np.mean([one["pvalue"] < 0.05 for one in found]) >= 0.7
    assert np.mean([one["low"] <= -15 <= one["high"] for one in found]) >= 0.88


@pytest.mark.parametrize("controls", ["own", "shared"])
@pytest.mark.parametrize("with_attention", [False, True])
def test_slopes_alone_are_those_of_the_whole_regression(controls: str, with_attention: bool) -> None:
    n, r, market, a = panel(5)
    made = projection_panel(n, r, market=market, attention=a if with_attention else None)
    terms = checked_terms(3, controls, "indicator", "company")
    panels = np.stack([made.negativity, made.negativity[:, ::-1], np.full_like(made.negativity, np.nan)])
    slopes = pooled_slopes(panels, made.outcomes, terms, horizon=2)
    whole = pooled(panels, made.outcomes, terms, horizon=2, covariance="classical").estimates
    np.testing.assert_allclose(slopes[:2], whole.coef[:2, 0], rtol=1e-10)
    assert np.isnan(slopes[2])


def test_a_session_that_decides_alone_is_a_reason_and_never_an_error_of_rounding() -> None:
    """Negativity is 0 but on one session: without it there is no slope, whatever the last digits say."""
    for seed in range(20):
        n, r, market, _ = panel(seed, companies=3, sessions=120, measured=1.1)
        n = n * 0.0
        n.iloc[60, 1] = 1.0
        table = local_projections(n, r.fillna(0.0), market, horizons=[1]).table
        assert row(table)["reason"] == "session_fits_itself"
        assert np.isnan(row(table)["se"])


@pytest.mark.parametrize("companies", [1, 3])
def test_session_effects_without_a_crowd_are_a_reason(companies: int) -> None:
    n, r, market, a = panel(companies=companies)
    alone = n.mask(np.arange(len(n))[:, None] % 3 != np.arange(companies))
    found = row(local_projections(alone, r, market, a, horizons=[1], effects="company_and_session").table)
    assert found["reason"] == "no_shared_session"


def test_errors_that_rest_on_a_few_sessions_do_not_make_companies_differ() -> None:
    """Chatter on 3 % of sessions only: the test of equal effects keeps its size, power stays elsewhere."""
    hits, draws = 0, 100
    index = pd.bdate_range("2018-01-01", periods=300)
    for draw in range(draws):
        rng = np.random.default_rng([29, draw])
        n = (rng.random((300, 8)) < 0.03) * rng.gamma(1, 2, (300, 8))
        r = 0.015 * rng.standard_normal((300, 8))
        table = local_projections(pd.DataFrame(n, index), pd.DataFrame(r, index), horizons=[1]).table
        hits += row(table, MEAN_GROUP)["heterogeneity_pvalue"] < 0.05
    assert hits <= stats.binom.ppf(0.999, draws, 0.05)


def test_freedom_is_that_of_welch() -> None:
    """By hand: three companies, w = 1, 1, 1/4, f = 4, 8, 16."""
    b, se, f = np.array([1.0, 2.0, 6.0]), np.array([1.0, 1.0, 2.0]), np.array([4.0, 8.0, 16.0])
    w = np.array([1.0, 1.0, 0.25])
    L = (((1 - w / 2.25) ** 2) / f).sum()
    Q = (w * (b - (w * b).sum() / 2.25) ** 2).sum()
    F = Q / 2 / (1 + 2 * L / 8)
    found = mean_group(b, se, f)
    assert (found.statistic, found.pvalue) == pytest.approx((Q, stats.f.sf(F, 2, 8 / (3 * L))))
    assert effective_freedom(np.ones((1, 50)))[0] == pytest.approx(150.0)
    assert effective_freedom(np.array([[1.0, 0.0, 0.0]]))[0] == pytest.approx(3.0)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"short_lags": -1}, "short_lags"),
        ({"short_lags": 2.5}, "short_lags"),
        ({"older_returns": "no"}, "older_returns"),
        ({"controls": "mine"}, "controls"),
        ({"sessions": "all"}, "sessions"),
    ],
)
def test_options_that_cannot_be_meant_are_refused(changed: dict[str, Any], field: str) -> None:
    n, r, market, a = panel()
    with pytest.raises(InputError, match=field):
        local_projections(n, r, market, a, horizons=[1], **changed)


def test_frames_that_cannot_be_meant_are_refused() -> None:
    n, r, market, a = panel()
    with pytest.raises(InputError, match="market"):
        local_projections(n, r, 100 * np.exp(market.cumsum()), a, horizons=[1])
    with pytest.raises(InputError, match="attention"):
        local_projections(n, r, market, a["C0"], horizons=[1])
    for taken in ("POOLED", "MEAN_GROUP"):
        named = {"C0": taken}
        with pytest.raises(InputError, match=f"called {taken}"):
            local_projections(n.rename(columns=named), r.rename(columns=named), market, horizons=[1])
    for sessions in (every(n).astype(str), every(n).rename(columns=str.lower), every(n) * 5):
        with pytest.raises(InputError, match="sessions"):
            local_projections(n, r, market, a, horizons=[1], sessions=sessions)
    text = every(n).set_axis(n.index.strftime("%Y-%m-%d"), axis=0)
    told = [local_projections(n, r, market, a, horizons=[1], sessions=s).table for s in (text, every(n))]
    pd.testing.assert_frame_equal(*told)
