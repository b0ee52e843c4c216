"""Granger tests with the market held fixed and lags that were not measured.

Expected values: statsmodels' OLS on a design written out here (independent code, relative 1e-9), properties
that hold for any data, and known processes with a fixed seed, where the share of rejections at 5 % must stay
below the upper end of the central 99.8 % of the binomial distribution.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.granger import granger
from naysay.study.errors import InputError
from naysay.study.reasons import joined_reasons

RESULTS = ["statistic", "df_denom", "pvalue", "nobs", "sum_coef", "partial_r2"]


def three(
    seed: int = 1,
    *,
    companies: int = 4,
    sessions: int = 300,
    measured: float = 1.0,
    gone: float = 0.0,
    late: float = 0.0,
    reaction: float = 0.0,
    lead: float = 0.0,
) -> tuple[pd.DataFrame, pd.DataFrame, pd.DataFrame]:
    """Chatter with memory, returns and market returns; the market moves returns and chatter.

    The share ``measured`` of chatter and all but ``gone`` of returns are seen; ``late`` of the market's move
    reaches returns a session later; chatter answers the company's own return of the session by ``reaction``
    and moves the next one by ``lead``.
    """
    rng = np.random.default_rng(seed)
    shape = (sessions, companies)
    market, own = 0.01 * rng.standard_normal(shape), 0.008 * rng.standard_t(5, shape)
    chatter = 0.8 * rng.standard_normal(shape) - 60.0 * market - reaction * own
    for t in range(1, sessions):
        chatter[t] += 0.5 * chatter[t - 1]
    returns = own + (1 - late) * market
    returns[1:] += late * market[:-1] + lead * chatter[:-1]
    chatter[rng.random(shape) >= measured] = np.nan
    returns[rng.random(shape) < gone] = np.nan
    index, names = pd.bdate_range("2020-01-01", periods=sessions), [f"C{i}" for i in range(companies)]
    chatter, returns, market = (pd.DataFrame(values, index, names) for values in (chatter, returns, market))
    return chatter, returns, market


def every(frame: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame(True, frame.index, frame.columns)


def by_statsmodels(
    cause: pd.Series, effect: pd.Series, market: pd.Series | None, p: int, covariance: str
) -> tuple[Any, Any]:
    """The F test object and the fit of the whole equation, indicators and all, in one regression."""
    there, controls, tested = [], {}, {}
    for i in range(1, p + 1):
        own, other = effect.shift(i), cause.shift(i)
        there.append(own.notna() & other.notna())
        controls[f"own {i}"] = own.fillna(0.0)
        controls[f"own {i} missing"] = own.isna().astype(float)
        controls[f"other {i} missing"] = other.isna().astype(float)
        controls[f"other {i} where own is missing"] = other.where(own.isna()).fillna(0.0)
        tested[f"other {i}"] = other.where(own.notna()).fillna(0.0)
        if market is not None:
            controls[f"market {i} where own is missing"] = market.shift(i).where(own.isna(), 0.0)
    if market is not None:
        controls |= {f"market {i}": market.shift(i) for i in range(p + 1)}
    data = pd.DataFrame({"y": effect, "one": 1.0, **controls, **tested})
    data = data[pd.concat(there, axis=1).any(axis=1)].loc[effect.index[p] :].dropna()
    data = data.loc[:, (data != 0).any()]
    fit = {} if covariance == "classical" else {"cov_type": covariance}
    fitted = sm.OLS(data["y"], data.drop(columns="y")).fit(use_t=True, **fit)
    last = np.zeros((p, fitted.params.size))
    last[:, -p:] = np.eye(p)
    return fitted.f_test(last), fitted


@pytest.mark.parametrize("with_market", [True, False])
@pytest.mark.parametrize("p", [1, 4])
@pytest.mark.parametrize("covariance", ["classical", "HC0", "HC1", "HC3"])
def test_indicators_are_a_regression_written_out(covariance: str, p: int, with_market: bool) -> None:
    chatter, returns, market = three(measured=0.6, gone=0.1, reaction=40)
    held = market if with_market else None
    table = granger(
        chatter,
        returns,
        held,
        lags=[p],
        covariance=covariance,
        unmeasured="indicator",
        sessions=every(chatter),
    ).table
    assert (table["unmeasured"] == "indicator").all()
    assert (table["controls"] == ("market" if with_market else "")).all()
    for row in table.to_dict("records"):
        name = row["company"]
        pair = (chatter[name], returns[name])[:: 1 if row["cause"] == "cause" else -1]
        want, fitted = by_statsmodels(*pair, None if held is None else held[name], p, covariance)
        assert row["statistic"] == pytest.approx(float(want.fvalue), rel=1e-9)
        assert row["pvalue"] == pytest.approx(float(want.pvalue), rel=1e-9)
        assert row["sum_coef"] == pytest.approx(fitted.params.iloc[-p:].sum(), rel=1e-9)
        assert (row["nobs"], row["df_denom"]) == (fitted.nobs, fitted.df_resid)
        assert row["n_fitted"] == 0


def test_partial_r2_is_the_share_of_what_all_controls_leave() -> None:
    chatter, returns, market = three(measured=0.6, companies=1)
    row = granger(chatter, returns, market, lags=[2], unmeasured="indicator").table.iloc[0]
    _, full = by_statsmodels(chatter["C0"], returns["C0"], market["C0"], 2, "classical")
    short = sm.OLS(full.model.endog, full.model.exog[:, :-2]).fit()
    assert row["partial_r2"] == pytest.approx(1 - full.ssr / short.ssr, rel=1e-9)


@pytest.mark.parametrize("unmeasured", [None, "drop"])
def test_the_market_is_that_of_the_session_and_as_many_lags(unmeasured: str | None) -> None:
    chatter, returns, market = three(gone=0.02)
    shared = market["C0"].rename("index")
    table = granger(chatter, returns, shared, lags=[3], unmeasured=unmeasured, sessions=every(returns)).table
    for row in table.to_dict("records"):
        pair = [chatter[row["company"]], returns[row["company"]]][:: 1 if row["cause"] == "cause" else -1]
        columns = {
            **{f"m{i}": shared.shift(i) for i in range(4)},
            **{f"{k}.{i}": s.shift(i) for k, s in enumerate(pair[::-1]) for i in range(1, 4)},
        }
        data = pd.DataFrame({"y": pair[1], **columns}).dropna()
        fitted = sm.OLS(data["y"], sm.add_constant(data.drop(columns="y"))).fit(use_t=True, cov_type="HC3")
        want = fitted.f_test(np.eye(11)[-3:])
        assert row["statistic"] == pytest.approx(float(want.fvalue), rel=1e-9)
        assert (row["nobs"], row["df_denom"]) == (fitted.nobs, fitted.df_resid)


@pytest.mark.parametrize("covariance", ["classical", "HC3", "HAC"])
def test_without_the_market_and_indicators_nothing_changes(covariance: str) -> None:
    chatter, returns, _ = three(measured=0.9, gone=0.02)
    plain = granger(chatter, returns, covariance=covariance).table
    for options in ({"unmeasured": None}, {"unmeasured": "drop"}, {"market": None, "sessions": None}):
        again = granger(chatter, returns, covariance=covariance, **options).table
        pd.testing.assert_frame_equal(again, plain, check_exact=True)
    assert (plain["unmeasured"] == "drop").all()
    assert (plain["n_fitted"] == 0).all()


@pytest.mark.parametrize("covariance", ["classical", "HC3", "HAC"])
def test_complete_series_need_no_indicator(covariance: str) -> None:
    chatter, returns, _ = three()
    plain = granger(chatter, returns, covariance=covariance).table
    marked = granger(chatter, returns, covariance=covariance, unmeasured="indicator").table
    np.testing.assert_allclose(marked[RESULTS], plain[RESULTS], rtol=1e-9)


def test_a_control_that_says_the_same_again_spoils_nothing() -> None:
    chatter, returns, market = three(measured=0.7)
    options: dict[str, Any] = {"lags": [2], "unmeasured": "indicator"}
    plain = granger(chatter, returns, market, **options).table
    doubled = granger(chatter, returns, market, controls={"market_ret": market}, **options).table
    assert set(doubled["controls"]) == {"market, market_ret"}
    np.testing.assert_allclose(doubled[RESULTS], plain[RESULTS], rtol=1e-9)


def test_sessions_with_an_indicator_of_their_own_are_counted_and_not_used() -> None:
    """One return is missing: the two sessions after it have each an indicator that is 1 nowhere else."""
    chatter, returns, market = three(companies=1)
    returns.iloc[100] = np.nan
    options: dict[str, Any] = {"lags": [2], "sessions": every(returns)}
    marked = granger(chatter, returns, market, unmeasured="indicator", **options).table
    dropped = granger(chatter, returns, market, unmeasured="drop", **options).table
    assert marked["n_fitted"].tolist() == [2, 2]
    assert marked["nobs"].tolist()[0] == 298 - 1 - 2
    np.testing.assert_allclose(marked.loc[0, RESULTS].astype(float), dropped.loc[0, RESULTS].astype(float))


def test_a_session_counts_where_a_lag_of_both_series_was_measured() -> None:
    """Five returns are missing: five sessions lack their own, and the five after them their only lag."""
    rng = np.random.default_rng(4)
    index = pd.bdate_range("2020-01-01", periods=60)
    cause, effect = (pd.Series(rng.normal(size=60), index) for _ in range(2))
    effect.iloc[10:60:10] = np.nan
    every = pd.DataFrame({"A": True}, index)
    row = granger(
        cause.to_frame("A"), effect.to_frame("A"), lags=[1], unmeasured="indicator", sessions=every
    ).table.iloc[0]
    assert (row["nobs"], row["n_fitted"]) == (59 - 5 - 5, 0)


def test_units_and_origin_change_no_statistic() -> None:
    chatter, returns, market = three(measured=0.6, gone=0.05)
    plain = granger(chatter, returns, market, unmeasured="indicator").table
    moved = granger(chatter * 1e4 + 50, returns * 100, market * 100 - 3, unmeasured="indicator").table
    np.testing.assert_allclose(moved["statistic"], plain["statistic"], rtol=1e-6)


def test_sessions_that_are_not_a_companys_own_make_no_gap() -> None:
    """The first company was closed on every tenth session: the numbers are those it has alone."""
    chatter, returns, market = three(measured=0.7)
    is_open = every(chatter)
    is_open.loc[is_open.index[4::10], "C0"] = False
    for unmeasured in ("drop", "indicator"):
        options: dict[str, Any] = {"lags": [1, 2], "unmeasured": unmeasured}
        rows = is_open.index[is_open["C0"]]
        alone = granger(*(frame.loc[rows, ["C0"]] for frame in (chatter, returns, market)), **options)
        listed = granger(chatter, returns, market, sessions=is_open, **options).table
        seen = granger(chatter.where(is_open), returns.where(is_open), market, **options).table
        for table in (listed, seen):
            mine = table[table["company"] == "C0"]
            np.testing.assert_allclose(mine[RESULTS], alone.table[RESULTS], rtol=1e-9)
            assert mine["n_fitted"].tolist() == alone.table["n_fitted"].tolist()


HOPELESS: dict[str, tuple[Any, str]] = {
    "constant cause": (lambda c, r: (c * 0 + 0.1, r), "no_variation series=cause"),
    "constant effect": (lambda c, r: (c, r * 0 + 0.1), "no_variation series=effect"),
    "too short": (
        lambda c, r: (c.where(c.index < c.index[12]), r.where(r.index < r.index[12])),
        "fewer_sessions_than_coefficients",
    ),
    "all missing": (lambda c, r: (c * np.nan, r), "no_complete_session"),
    "effect is the cause": (lambda c, r: (c, 2 * c), "collinear_regressors"),
}


@pytest.mark.parametrize("case", HOPELESS)
def test_what_cannot_be_tested_has_a_reason_and_leaves_others_alone(case: str) -> None:
    chatter, returns, market = three(measured=0.8, companies=2)
    options: dict[str, Any] = {"lags": [3], "unmeasured": "indicator", "sessions": every(chatter)}
    plain = granger(chatter, returns, market, **options).table.query("company == 'C1'")
    spoil, reason = HOPELESS[case]
    cause, effect = spoil(chatter["C0"], returns["C0"])
    table = granger(chatter.assign(C0=cause), returns.assign(C0=effect), market, **options).table
    chosen = table[table["primary"] & (table["company"] == "C0")]
    row = chosen.iloc[0]
    assert joined_reasons(chosen).iloc[0] == reason
    assert all(math.isnan(row[name]) for name in ("statistic", "pvalue", "sum_coef", "partial_r2"))
    np.testing.assert_allclose(table.query("company == 'C1'")[RESULTS], plain[RESULTS], rtol=1e-9)


@pytest.mark.parametrize(
    ("options", "field"),
    [
        (lambda c, m: {"unmeasured": "zero"}, "unmeasured"),
        (lambda c, m: {"sessions": c["C0"].notna()}, "sessions"),
        (lambda c, m: {"market": m.iloc[1:]}, "market"),
        (lambda c, m: {"market": m["C0"].iloc[1:]}, "market"),
        (lambda c, m: {"market": m.rename(columns={"C0": "X"})}, "market"),
        (lambda c, m: {"market": m.to_numpy()}, "market"),
    ],
)
def test_arguments_that_cannot_be_used(options: Any, field: str) -> None:
    chatter, returns, market = three(companies=2)
    with pytest.raises(InputError) as caught:
        granger(chatter, returns, **options(chatter, market))
    assert caught.value.fault.field == field
    assert caught.value.fault.mend


def test_series_of_one_company_take_a_market_too() -> None:
    chatter, returns, market = three(companies=1, measured=0.7)
    of_frames = granger(chatter, returns, market["C0"], unmeasured="indicator").table
    of_series = granger(chatter["C0"], returns["C0"], market["C0"], unmeasured="indicator").table
    pd.testing.assert_frame_equal(of_series, of_frames)


def test_the_result_says_what_was_held_fixed() -> None:
    chatter, returns, market = three(companies=1, measured=0.7)
    found = granger(chatter, returns, market, unmeasured="indicator", names=("negativity", "ret"))
    assert found.controls == ("market",)
    assert found.null == (
        "the past of negativity says nothing about ret beyond the past of ret and of market"
    )


def rejected(table: pd.DataFrame, cause: str = "cause") -> tuple[int, int]:
    pvalues = table.loc[table["cause"] == cause, "pvalue"].dropna()
    return int((pvalues < 0.05).sum()), len(pvalues)


PROCESSES: dict[str, dict[str, float]] = {
    "half of the sessions measured": {"measured": 0.5},
    "half of them, and chatter answers the share": {"measured": 0.5, "reaction": 60.0},
    "a third of the sessions measured": {"measured": 0.33, "reaction": 60.0},
    "three tenths of the market a session late": {"late": 0.3},
    "returns missing": {"gone": 0.1, "reaction": 60.0},
    "all of it": {"measured": 0.5, "gone": 0.1, "late": 0.3, "reaction": 60.0},
}


@pytest.mark.parametrize("process", PROCESSES)
def test_true_nulls_fall_no_more_often_than_said(process: str) -> None:
    """Both directions; news moves the return and the chatter of its session, and chatter remembers it."""
    chatter, returns, market = three(41, companies=1000, sessions=400, **PROCESSES[process])  # type: ignore[arg-type]
    table = granger(chatter, returns, market, lags=[3], unmeasured="indicator", sessions=every(chatter)).table
    for cause in ("cause", "effect"):
        hits, tests = rejected(table, cause)
        assert tests == 1000
        assert hits <= stats.binom.ppf(0.999, tests, 0.05)


def test_a_late_market_is_taken_for_chatter_unless_it_is_held_fixed() -> None:
    chatter, returns, market = three(3, companies=400, sessions=400, late=0.3)
    hits, tests = rejected(granger(chatter, returns, lags=[3]).table)
    assert hits > 0.3 * tests
    hits, tests = rejected(granger(chatter, returns, market, lags=[3]).table)
    assert hits <= stats.binom.ppf(0.999, tests, 0.05)


def test_a_lead_in_sparse_chatter_is_found_more_often_than_in_complete_rows() -> None:
    chatter, returns, market = three(3, companies=200, sessions=400, measured=0.5, lead=-0.002)
    power, rows = {}, {}
    for unmeasured in ("drop", "indicator"):
        table = granger(
            chatter, returns, market, lags=[3], unmeasured=unmeasured, sessions=every(chatter)
        ).table.query("cause == 'cause'")
        power[unmeasured] = (table["pvalue"] < 0.05).mean()
        rows[unmeasured] = table["nobs"].mean()
    assert rows["indicator"] > 5 * rows["drop"]
    assert power["drop"] < 0.15
    assert power["indicator"] > 0.35
