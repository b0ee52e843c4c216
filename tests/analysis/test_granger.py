"""Granger tests: the F of single companies, what happens to gaps and hopeless series, families, errors.

Expected values: statsmodels' OLS and grangercausalitytests (independent code, relative 1e-10), properties
that hold for any data, and known processes with a fixed seed, where the share of rejections at 5 % must lie
in the central 99.8 % of the binomial distribution.
"""

from __future__ import annotations

import math
from datetime import date
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.tsa.stattools import grangercausalitytests

from naysay.analysis.granger import GrangerResult, granger
from naysay.analysis.methods.granger import GRANGER
from naysay.data.daily import daily_chatter
from naysay.data.scored import ScoredPosts
from naysay.data.sessions import trading_sessions
from naysay.study.errors import InputError
from naysay.study.reasons import joined_reasons
from naysay.study.spec import Chatter

SESSIONS = pd.bdate_range("2020-01-01", periods=300)


def two(seed: int = 1, companies: int = 4, sessions: int = 300) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Persistent chatter and heavy-tailed returns, the first company's moved by the chatter of yesterday."""
    rng = np.random.default_rng(seed)
    chatter = rng.normal(size=(sessions, companies))
    for t in range(1, sessions):
        chatter[t] += 0.5 * chatter[t - 1]
    returns = 0.01 * rng.standard_t(5, (sessions, companies))
    returns[1:, 0] -= 0.004 * chatter[:-1, 0]
    index = pd.bdate_range("2020-01-01", periods=sessions)
    names = [f"C{i}" for i in range(companies)]
    return pd.DataFrame(chatter, index, names), pd.DataFrame(returns, index, names)


def with_gaps(frame: pd.DataFrame, seed: int, share: float = 0.03) -> pd.DataFrame:
    return frame.mask(np.random.default_rng(seed).random(frame.shape) < share)


def by_statsmodels(
    cause: pd.Series, effect: pd.Series, p: int, others: tuple[pd.Series, ...] = (), **fit: Any
) -> tuple[Any, Any]:
    """The same test written out with OLS: the F test object and the fit."""
    lags = {f"{k}.{i}": s.shift(i) for k, s in enumerate((effect, *others, cause)) for i in range(1, p + 1)}
    data = pd.DataFrame({"y": effect, **lags}).dropna()
    fitted = sm.OLS(data["y"], sm.add_constant(data.drop(columns="y"))).fit(use_t=True, **fit)
    last = np.zeros((p, fitted.params.size))
    last[:, -p:] = np.eye(p)
    return fitted.f_test(last), fitted


FITS: dict[str, dict[str, Any]] = {
    "classical": {},
    "HC0": {"cov_type": "HC0"},
    "HC1": {"cov_type": "HC1"},
    "HC3": {"cov_type": "HC3"},
    "HAC": {"cov_type": "HAC", "cov_kwds": {"maxlags": 4, "use_correction": False}},
}


@pytest.mark.parametrize("p", [1, 3, 7])
@pytest.mark.parametrize("covariance", FITS)
def test_statistic_is_that_of_ols(covariance: str, p: int) -> None:
    cause, effect = two()
    bandwidth = 4 if covariance == "HAC" else None
    table = granger(cause, effect, lags=[p], covariance=covariance, bandwidth=bandwidth).table
    for row in table.to_dict("records"):
        pair = (cause, effect) if row["cause"] == "cause" else (effect, cause)
        want, fitted = by_statsmodels(pair[0][row["company"]], pair[1][row["company"]], p, **FITS[covariance])
        assert row["statistic"] == pytest.approx(float(want.fvalue), rel=1e-10)
        assert row["pvalue"] == pytest.approx(float(want.pvalue), rel=1e-9)
        assert (row["df_num"], row["df_denom"], row["nobs"]) == (p, want.df_denom, fitted.nobs)
        assert row["sum_coef"] == pytest.approx(fitted.params.iloc[-p:].sum(), rel=1e-9)


def test_partial_r2_compares_the_two_residual_sums() -> None:
    cause, effect = two()
    row = granger(cause["C0"], effect["C0"], lags=[3]).table.iloc[0]
    _, full = by_statsmodels(cause["C0"], effect["C0"], 3)
    short = sm.OLS(full.model.endog, full.model.exog[:, :4]).fit()
    assert row["partial_r2"] == pytest.approx(1 - full.ssr / short.ssr, rel=1e-9)


def test_classical_f_is_that_of_grangercausalitytests() -> None:
    cause, effect = two()
    table = granger(cause["C1"], effect["C1"], lags=4, covariance="classical").table
    want = grangercausalitytests(np.column_stack([effect["C1"], cause["C1"]]), 4)
    for p in range(1, 5):
        row = table[(table["lag_order"] == p) & (table["cause"] == "cause")].iloc[0]
        f, pvalue, df_denom, df_num = want[p][0]["ssr_ftest"]
        assert row["statistic"] == pytest.approx(f, rel=1e-10)
        assert row["pvalue"] == pytest.approx(pvalue, rel=1e-10)
        assert (row["df_denom"], row["df_num"]) == (df_denom, df_num)


@pytest.mark.parametrize("covariance", ["classical", "HC0", "HC1", "HC3"])
def test_gaps_stay_gaps_and_each_order_has_its_own_sample(covariance: str) -> None:
    cause, effect = with_gaps(two()[0], 5), with_gaps(two()[1], 6)
    table = granger(cause, effect, lags=[1, 4], covariance=covariance).table
    for row in table[table["cause"] == "cause"].to_dict("records"):
        want, fitted = by_statsmodels(
            cause[row["company"]], effect[row["company"]], row["lag_order"], **FITS[covariance]
        )
        assert row["nobs"] == fitted.nobs
        assert row["statistic"] == pytest.approx(float(want.fvalue), rel=1e-10)


def test_a_gap_of_one_session_costs_one_session_more_than_the_lag_order() -> None:
    cause, effect = two(companies=1)
    cause.iloc[100] = np.nan
    forward = granger(cause, effect, lags=3).table.query("cause == 'cause'")
    assert forward["nobs"].tolist() == [300 - p - p for p in (1, 2, 3)]


def test_hac_over_gaps_keeps_the_distance_in_sessions() -> None:
    """Newey-West written out as a double sum over sessions; a missing one adds no product."""
    cause, effect = with_gaps(two(companies=1)[0], 7, 0.1)["C0"], two(companies=1)[1]["C0"]
    row = granger(cause, effect, lags=[2], covariance="HAC", bandwidth=3).table.iloc[0]
    _, fitted = by_statsmodels(cause, effect, 2)
    X, u = fitted.model.exog, np.asarray(fitted.resid)
    at = effect.index.get_indexer(fitted.model.data.row_labels)
    meat = np.zeros((5, 5))
    for i in range(len(u)):
        for j in range(len(u)):
            meat += max(0.0, 1 - abs(at[i] - at[j]) / 4) * u[i] * u[j] * np.outer(X[i], X[j])
    bread = np.linalg.inv(X.T @ X)
    V, b = (bread @ meat @ bread)[3:, 3:], np.asarray(fitted.params)[3:]
    assert row["statistic"] == pytest.approx(b @ np.linalg.solve(V, b) / 2, rel=1e-9)


def test_hac_without_bandwidth_takes_the_rule_of_thumb_and_says_so() -> None:
    cause, effect = two(companies=1)
    row = granger(cause, effect, lags=[2], covariance="HAC").table.iloc[0]
    assert row["bandwidth"] == math.floor(4 * (298 / 100) ** (2 / 9)) == 5
    same = granger(cause, effect, lags=[2], covariance="HAC", bandwidth=5).table.iloc[0]
    assert row["statistic"] == same["statistic"]


def test_controls_enter_with_the_same_lags() -> None:
    cause, effect = two()
    market = two(seed=3, companies=1)[1]["C0"].rename("market")
    volume = two(seed=4)[0]
    found = granger(cause, effect, lags=[2], controls={"market": market, "volume": volume}).table
    assert set(found["controls"]) == {"market, volume"}
    for row in found[found["cause"] == "cause"].to_dict("records"):
        name = row["company"]
        want, _ = by_statsmodels(cause[name], effect[name], 2, (market, volume[name]), cov_type="HC3")
        assert row["statistic"] == pytest.approx(float(want.fvalue), rel=1e-10)
        assert row["df_denom"] == want.df_denom


@pytest.mark.parametrize(("given_name", "told"), [("vix", "vix"), (None, "control")])
def test_a_series_is_a_control_for_all_companies(given_name: str | None, told: str) -> None:
    cause, effect = two()
    control = two(seed=3)[1]["C2"].rename(given_name)
    table = granger(cause, effect, lags=[1], controls=control).table
    assert set(table["controls"]) == {told}
    assert (table["df_denom"] == 299 - 4).all()


def test_columns_and_order_of_rows() -> None:
    cause, effect = two(companies=2)
    table = granger(cause, effect, lags=[3, 1], names=("negativity", "ret")).table
    further = ("primary", "sum_coef", "partial_r2", "bandwidth", "fitted_lags", "n_fitted", "unmeasured")
    assert tuple(table.columns) == tuple(GRANGER.columns) + further
    assert table[["company", "cause", "effect", "lag_order"]].to_numpy().tolist() == [
        [company, *pair, p]
        for company in ("C0", "C1")
        for pair in (("negativity", "ret"), ("ret", "negativity"))
        for p in (1, 3)
    ]


@pytest.mark.parametrize(
    ("lags", "orders"), [(1, [1]), (3, [1, 2, 3]), ([3], [3]), ((5, 2), [2, 5]), (np.int64(2), [1, 2])]
)
def test_a_number_means_all_orders_up_to_it_and_a_sequence_exactly_those(lags: Any, orders: Any) -> None:
    cause, effect = two(companies=1)
    assert granger(cause, effect, lags=lags).table["lag_order"].tolist() == orders * 2


@pytest.mark.parametrize(("primary_lag", "want"), [(None, 4), (2, 2)])
def test_the_primary_order_is_set_before_and_not_found(primary_lag: int | None, want: int) -> None:
    cause, effect = two()
    table = granger(cause, effect, lags=4, primary_lag=primary_lag).table
    primary = table[table["primary"]]
    assert primary["company"].tolist() == list(cause.columns)
    assert set(primary["lag_order"]) == {want}
    assert set(primary["cause"]) == {"cause"}


def test_the_family_is_every_test_of_the_call() -> None:
    cause, effect = two()
    cause["C3"] = 1.0
    table = granger(cause, effect, lags=3).table
    made = table["pvalue"].dropna().sort_values()
    assert len(made) == 3 * 2 * 3
    smallest = table.loc[made.index[0]]
    assert smallest["pvalue_holm"] == pytest.approx(min(1.0, len(made) * smallest["pvalue"]), rel=1e-12)
    assert table.loc[table["pvalue"].isna(), ["pvalue_bh", "pvalue_by", "pvalue_holm"]].isna().all(axis=None)


HOPELESS: dict[str, tuple[Any, str]] = {
    "constant cause": (lambda c, e: (c * 0 + 0.1, e), "no_variation series=cause"),
    "constant effect": (lambda c, e: (c, e * 0 + 0.1), "no_variation series=effect"),
    "too short": (lambda c, e: (c.iloc[:7], e.iloc[:7]), "fewer_sessions_than_coefficients"),
    "all missing": (lambda c, e: (c * np.nan, e), "no_complete_session"),
    "no session": (lambda c, e: (c.iloc[:0], e.iloc[:0]), "no_complete_session"),
    "effect is the cause": (lambda c, e: (c, 2 * c), "collinear_regressors"),
    "yesterday's cause": (lambda c, e: (c, c.shift(1)), "collinear_regressors"),
}


@pytest.mark.parametrize("covariance", ["classical", "HC3", "HAC"])
@pytest.mark.parametrize("case", HOPELESS)
def test_what_cannot_be_tested_has_a_reason_and_leaves_others_alone(case: str, covariance: str) -> None:
    cause, effect = two(companies=2)
    spoil, reason = HOPELESS[case]
    bad_cause, bad_effect = spoil(cause["C0"], effect["C0"])
    table = granger(
        cause.assign(C0=bad_cause).loc[bad_cause.index],
        effect.assign(C0=bad_effect).loc[bad_cause.index],
        lags=[3],
        covariance=covariance,
    ).table
    chosen = table[table["primary"] & (table["company"] == "C0")]
    row = chosen.iloc[0]
    assert joined_reasons(chosen).iloc[0] == reason
    assert np.isnan([row["statistic"], row["pvalue"], row["pvalue_holm"], row["sum_coef"]]).all()
    other = table[table["company"] == "C1"]
    if len(bad_cause) > 100:
        assert other["pvalue"].notna().all()
        assert (other["reason"] == "").all()


def test_an_effect_that_is_yesterdays_cause_leaves_nothing_to_test() -> None:
    cause, _ = two(companies=1)
    row = granger(cause, cause.shift(1), lags=[1]).table.iloc[0]
    assert row["reason"] == "exact_fit"
    assert math.isnan(row["pvalue"])


def test_hc3_with_a_session_that_fits_itself() -> None:
    cause, effect = two(companies=1, sessions=60)
    control = pd.Series(0.0, cause.index, name="once")
    control.iloc[30] = 1.0
    table = granger(cause, effect, lags=[1], controls=control).table
    assert set(table["reason"]) == {"session_fits_itself"}
    assert (granger(cause, effect, lags=[1], controls=control, covariance="HC0").table["reason"] == "").all()


FAULTS: dict[str, tuple[dict[str, Any], str]] = {
    "no lag": ({"lags": 0}, "lags"),
    "negative lag": ({"lags": -3}, "lags"),
    "empty lags": ({"lags": []}, "lags"),
    "repeated lag": ({"lags": [2, 2]}, "lags"),
    "half a lag": ({"lags": 1.5}, "lags"),
    "lag of text": ({"lags": "5"}, "lags"),
    "lag True": ({"lags": True}, "lags"),
    "lags with True": ({"lags": [True, 2]}, "lags"),
    "covariance": ({"covariance": "HC9"}, "covariance"),
    "a covariance of panels": ({"covariance": "driscoll_kraay"}, "covariance"),
    "bandwidth alone": ({"bandwidth": 3}, "bandwidth"),
    "negative bandwidth": ({"bandwidth": -1, "covariance": "HAC"}, "bandwidth"),
    "primary lag": ({"primary_lag": 6}, "primary_lag"),
    "same name": ({"names": ("a", "a")}, "names"),
}


@pytest.mark.parametrize("case", FAULTS)
def test_arguments_that_cannot_be_used(case: str) -> None:
    options, field = FAULTS[case]
    with pytest.raises(InputError) as caught:
        granger(*two(companies=1), **options)
    assert caught.value.fault.field == field
    assert caught.value.fault.mend


@pytest.mark.parametrize(
    ("change", "field"),
    [
        (lambda c, e: (c, e.iloc[1:]), "effect"),
        (lambda c, e: (c, e.rename(columns={"C0": "X"})), "effect"),
        (lambda c, e: (c.iloc[::-1], e.iloc[::-1]), "cause.index"),
        (lambda c, e: (c[["C0", "C0"]], e[["C0", "C0"]]), "cause"),
        (lambda c, e: (c.replace(c.iloc[3, 0], np.inf), e), "cause"),
        (lambda c, e: (c.astype(str) + "x", e), "cause"),
        (lambda c, e: (c.to_numpy(), e), "cause"),
        (lambda c, e: (c["C0"], e), "effect"),
    ],
)
def test_labels_and_values_that_cannot_be_used(change: Any, field: str) -> None:
    with pytest.raises(InputError) as caught:
        granger(*change(*two(companies=2)))
    assert caught.value.fault.field == field


@pytest.mark.parametrize("control", ["sessions", "companies"])
def test_controls_with_other_labels(control: str) -> None:
    cause, effect = two(companies=2)
    wrong = effect.iloc[1:] if control == "sessions" else effect.rename(columns={"C0": "X"})
    with pytest.raises(InputError, match=r"controls\.market"):
        granger(cause, effect, controls={"market": wrong})


def test_series_are_one_company() -> None:
    cause, effect = two()
    of_series = granger(cause["C0"].rename("a"), effect["C0"].rename("b")).table
    assert set(of_series["company"]) == {"series"}
    shared = granger(cause["C0"], effect["C0"]).table
    pd.testing.assert_frame_equal(shared, granger(cause[["C0"]], effect[["C0"]]).table)
    np.testing.assert_array_equal(of_series["statistic"], shared["statistic"])


def test_the_result_gives_copies_and_leaves_the_input_alone() -> None:
    cause, effect = two()
    before = cause.copy(), effect.copy()
    found = granger(cause, effect)
    table = found.table
    table["pvalue"] = 0.0
    assert (found.table["pvalue"] > 0).all()
    pd.testing.assert_frame_equal(cause, before[0])
    pd.testing.assert_frame_equal(effect, before[1])


def test_summary_names_null_primary_order_and_what_was_not_tested() -> None:
    cause, effect = two(companies=2)
    cause["C1"] = 0.0
    text = granger(cause, effect, lags=3, names=("negativity", "ret")).summary()
    assert "the past of negativity says nothing about ret beyond the past of ret" in text
    assert "Lag order 3 was set before looking" in text
    assert "not tested: no variation (series cause)" in text
    assert isinstance(granger(cause, effect), GrangerResult)


@settings(max_examples=20, deadline=None)
@given(scale=st.floats(1e-6, 1e6), shift=st.floats(-100, 100), covariance=st.sampled_from(list(FITS)))
def test_units_and_origin_change_no_statistic(scale: float, shift: float, covariance: str) -> None:
    cause, effect = two(companies=1)
    plain = granger(cause, effect, lags=[2], covariance=covariance).table
    moved = granger(cause * scale + shift * scale, effect, lags=[2], covariance=covariance).table
    np.testing.assert_allclose(moved["statistic"], plain["statistic"], rtol=1e-6)


def test_permuting_companies_permutes_rows() -> None:
    cause, effect = with_gaps(two()[0], 8), two()[1]
    order = ["C2", "C0", "C3", "C1"]
    plain = granger(cause, effect).table.sort_values(["company", "cause", "lag_order"], ignore_index=True)
    turned = granger(cause[order], effect[order]).table
    assert turned["company"].unique().tolist() == order
    turned = turned.sort_values(["company", "cause", "lag_order"], ignore_index=True)
    pd.testing.assert_frame_equal(turned, plain, rtol=1e-9)


def test_missing_sessions_at_the_end_are_as_good_as_none() -> None:
    cause, effect = two()
    late = cause.index >= cause.index[200]
    gone = pd.DataFrame(dict.fromkeys(cause, late), cause.index)
    masked = granger(cause.mask(gone), effect.mask(gone)).table
    cut = granger(cause[~late], effect[~late]).table
    pd.testing.assert_frame_equal(masked, cut, rtol=1e-9)


def rejected(table: pd.DataFrame, cause: str = "cause") -> tuple[int, int]:
    pvalues = table.loc[table["cause"] == cause, "pvalue"]
    return int((pvalues < 0.05).sum()), len(pvalues)


def dated(values: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> pd.DataFrame:
    return pd.DataFrame(values, pd.bdate_range("2000-01-03", periods=len(values)))


def independent(seed: int, draws: int = 1500) -> tuple[pd.DataFrame, pd.DataFrame]:
    rng = np.random.default_rng(seed)
    chatter = rng.normal(size=(400, draws))
    for t in range(1, 400):
        chatter[t] += 0.6 * chatter[t - 1]
    return dated(chatter), dated(rng.standard_t(5, (400, draws)))


@pytest.mark.parametrize("covariance", ["classical", "HC3"])
def test_a_true_null_is_rejected_as_often_as_said(covariance: str) -> None:
    table = granger(*independent(11), lags=[5], covariance=covariance).table
    for cause in ("cause", "effect"):
        hits, draws = rejected(table, cause)
        low, high = stats.binom.interval(0.998, draws, 0.05)
        assert low <= hits <= high


def test_hc3_holds_its_size_where_chatter_moves_with_volatility_and_the_plain_f_does_not() -> None:
    rng = np.random.default_rng(12)
    log_volatility = np.zeros((500, 1000))
    for t in range(1, 500):
        log_volatility[t] = 0.9 * log_volatility[t - 1] + 0.3 * rng.normal(size=1000)
    volatility = np.exp(log_volatility)
    chatter = dated(volatility * rng.normal(size=(500, 1000)))
    returns = dated(volatility * rng.normal(size=(500, 1000)))
    plain, _ = rejected(granger(chatter, returns, lags=[5], covariance="classical").table)
    robust, draws = rejected(granger(chatter, returns, lags=[5], covariance="HC3").table)
    assert plain > stats.binom.ppf(0.999, draws, 0.08)
    assert robust <= stats.binom.ppf(0.999, draws, 0.05)


def test_a_planted_lead_is_found_about_as_often_as_the_noncentral_f_says() -> None:
    """One lag, white chatter of variance 1, effect b, noise 1: noncentrality close to nobs b^2."""
    rng = np.random.default_rng(13)
    chatter = rng.normal(size=(400, 1500))
    returns = rng.normal(size=(400, 1500))
    returns[1:] -= 0.14 * chatter[:-1]
    table = granger(dated(chatter), dated(returns), lags=[1], covariance="classical").table
    hits, draws = rejected(table)
    power = stats.ncf.sf(stats.f.ppf(0.95, 1, 396), 1, 396, 399 * 0.14**2)
    assert 0.7 < power < 0.9
    assert hits / draws == pytest.approx(power, abs=3.1 * math.sqrt(power * (1 - power) / draws) + 0.01)


def test_no_company_no_row() -> None:
    nothing = pd.DataFrame(index=SESSIONS)
    found = granger(nothing, nothing)
    assert found.table.empty
    assert tuple(found.table.columns[:16]) == tuple(GRANGER.columns)
    assert "counts all 0 tests" in found.summary()


def by_least_squares(cause: pd.DataFrame, effect: pd.DataFrame, **options: Any) -> pd.DataFrame:
    """The same call with one value missing before the sample, which the cross products leave to others."""
    early = pd.DataFrame(np.nan, cause.index[:1] - pd.Timedelta(days=5), cause.columns)
    longer = {name: pd.concat([early, frame]) for name, frame in options.pop("controls", {}).items()}
    return granger(pd.concat([early, cause]), pd.concat([early, effect]), controls=longer, **options).table


@pytest.mark.parametrize("lags", [[1], [2, 5], [1, 2, 3, 4, 5, 9]])
@pytest.mark.parametrize("controls", [0, 2])
def test_cross_products_give_what_least_squares_gives(lags: list[int], controls: int) -> None:
    cause, effect = two()
    others = {f"c{i}": two(seed=10 + i)[0] ** 2 for i in range(controls)}
    options = {"lags": lags, "covariance": "classical", "controls": others}
    quick, slow = granger(cause, effect, **options).table, by_least_squares(cause, effect, **options)
    for column in ("statistic", "pvalue", "sum_coef", "partial_r2"):
        np.testing.assert_allclose(quick[column], slow[column], rtol=1e-9)
    for column in ("nobs", "df_denom", "reason"):
        assert quick[column].tolist() == slow[column].tolist()


@pytest.mark.parametrize("place", [0, 2, -1, -3])
def test_a_huge_value_at_either_end_costs_no_digits(place: int) -> None:
    cause, effect = two()
    cause.iloc[place] *= 1e9
    options: dict[str, Any] = {"lags": [1, 5], "covariance": "classical"}
    quick, slow = granger(cause, effect, **options).table, by_least_squares(cause, effect, **options)
    np.testing.assert_allclose(quick["statistic"], slow["statistic"], rtol=1e-12)


def test_gaps_constants_and_copies_leave_the_other_companies_alone() -> None:
    cause, effect = two(companies=6)
    alone = granger(cause, effect, covariance="classical").table
    cause.iloc[50, 1], cause["C2"], effect["C4"] = np.nan, 3.0, cause["C4"]
    mixed = granger(cause, effect, covariance="classical").table
    for company in ("C0", "C3", "C5"):
        here = mixed["company"] == company
        np.testing.assert_allclose(mixed[here]["statistic"], alone[here]["statistic"], rtol=1e-12)
    assert set(mixed[mixed["company"] == "C2"]["reason"]) <= {"no_variation"}
    assert set(mixed[mixed["company"] == "C4"]["reason"]) == {"collinear_regressors"}
    forward = [300 - 2 * p for p in range(1, 6)]
    assert mixed[mixed["company"] == "C1"]["nobs"].tolist() == forward + [n - 1 for n in forward]


def test_chi_squared_and_likelihood_ratio_are_those_of_grangercausalitytests() -> None:
    """statsmodels divides the drop in the sum of squares by RSS_u / n, R and we by RSS_u / (n - k)."""
    cause, effect = two()
    found = granger(cause["C1"], effect["C1"], lags=[3], covariance="classical")
    row, form = found.table.iloc[0], found.forms.iloc[0]
    want = grangercausalitytests(np.column_stack([effect["C1"], cause["C1"]]), [3])[3][0]
    assert form["chi2"] * row["nobs"] / row["df_denom"] == pytest.approx(want["ssr_chi2test"][0], rel=1e-10)
    assert (form["lr"], form["pvalue_lr"]) == pytest.approx(want["lrtest"][:2], rel=1e-10)
    assert form["pvalue_chi2"] == pytest.approx(stats.chi2.sf(3 * row["statistic"], 3), rel=1e-12)
    assert granger(cause["C1"], effect["C1"], lags=[3]).forms["lr"].isna().all()


def test_lag_choices_stand_beside_the_test_and_change_nothing() -> None:
    rng = np.random.default_rng(0)
    chatter = rng.normal(size=(600, 1))
    for t in range(3, 600):
        chatter[t] += 0.6 * chatter[t - 3]
    cause = pd.DataFrame(chatter, pd.bdate_range("2020-01-01", periods=600), ["A"])
    effect = cause * 0 + rng.normal(size=(600, 1))
    found = granger(cause, effect, lags=6)
    assert found.lag_choices.to_dict("records") == [{"company": "A", "aic": 3, "hq": 3, "bic": 3}]
    assert set(found.table[found.table["primary"]]["lag_order"]) == {6}
    assert granger(cause.iloc[:9], effect.iloc[:9], lags=6).lag_choices.iloc[0, 1:].isna().all()
    early = granger(cause, effect, lags=6, primary_lag=1)
    assert early.lag_choices.equals(found.lag_choices)
    # Seven sessions follow three lags: enough for 3 and 5 coefficients, not for 7.
    assert granger(cause.iloc[:10], effect.iloc[:10], lags=3).lag_choices.iloc[0, 1:].isna().all()


def test_a_company_that_announced_nothing_is_tested_without_announcements() -> None:
    cause, effect = two(companies=2)
    announced = pd.DataFrame(0.0, effect.index, effect.columns)
    announced.iloc[::7, 0] = 1.0
    options = {"lags": [2], "covariance": "HC3"}
    both = granger(cause, effect, current={"announced": announced}, **options).table
    without = granger(cause, effect, **options).table
    numbers = ["company", "statistic", "df_denom", "pvalue", "nobs", "reason"]
    quiet = both["company"] == effect.columns[1]
    pd.testing.assert_frame_equal(both.loc[quiet, numbers], without.loc[quiet, numbers])
    assert (both.loc[~quiet, "df_denom"] == without.loc[~quiet, "df_denom"] - 1).all()


def test_what_is_known_of_the_session_enters_without_lags() -> None:
    cause, effect = two(companies=1)
    monday = pd.Series((effect.index.day_of_week == 0).astype(float), effect.index)
    row = granger(cause["C0"], effect["C0"], lags=[2], covariance="classical", current={"monday": monday})
    y, x = effect["C0"], cause["C0"]
    data = pd.DataFrame({"y": y, "m": monday, **{f"y{i}": y.shift(i) for i in (1, 2)},
                         **{f"x{i}": x.shift(i) for i in (1, 2)}}).dropna()  # fmt: skip
    fitted = sm.OLS(data["y"], sm.add_constant(data.drop(columns="y"))).fit()
    want = fitted.f_test("x1 = 0, x2 = 0")
    assert row.table.iloc[0]["statistic"] == pytest.approx(float(want.fvalue), rel=1e-10)
    assert row.table.iloc[0]["controls"] == "monday"


@pytest.mark.parametrize("constant", [0.0, 1.0])
def test_what_never_varies_for_a_company_is_left_out_of_its_equation(constant: float) -> None:
    cause, effect = two(companies=2)
    monday = pd.DataFrame(dict.fromkeys(effect, effect.index.day_of_week == 0), effect.index).astype(float)
    never = monday.assign(C0=constant)
    found, each = (granger(cause, effect, lags=2, current={"monday": days}).table for days in (never, monday))
    without = granger(cause, effect, lags=2).table
    for company, want in (("C0", without), ("C1", each)):
        rows, wanted = (table[table["company"] == company] for table in (found, want))
        np.testing.assert_allclose(rows["statistic"], wanted["statistic"], rtol=1e-10)
        assert rows["df_denom"].tolist() == wanted["df_denom"].tolist()


@settings(max_examples=30, deadline=None)
@given(
    seed=st.integers(0, 10_000),
    covariance=st.sampled_from(["classical", "HC0", "HC1", "HC3", "HAC"]),
    lags=st.integers(1, 4),
    gaps=st.booleans(),
)
def test_swapping_cause_and_effect_swaps_rows(seed: int, covariance: str, lags: int, gaps: bool) -> None:
    cause, effect = two(seed, companies=2, sessions=80)
    if gaps:
        cause = with_gaps(cause, seed)
    one = granger(cause, effect, lags=lags, covariance=covariance, names=("a", "b")).table
    other = granger(effect, cause, lags=lags, covariance=covariance, names=("b", "a")).table
    keys = ["company", "cause", "lag_order"]
    one, other = (table.sort_values(keys, ignore_index=True) for table in (one, other))
    for column in ("statistic", "pvalue", "pvalue_holm", "sum_coef"):
        np.testing.assert_allclose(one[column], other[column], rtol=1e-8)
    assert one["nobs"].tolist() == other["nobs"].tolist()


@settings(max_examples=20, deadline=None)
@given(seed=st.integers(0, 10_000), lag=st.integers(1, 4), covariance=st.sampled_from(["classical", "HC3"]))
def test_a_lead_built_in_is_found_in_that_direction_only(seed: int, lag: int, covariance: str) -> None:
    rng = np.random.default_rng(seed)
    cause = dated(rng.standard_normal((400, 1)))
    effect = dated(rng.standard_normal((400, 1))) - 0.6 * cause.shift(lag).fillna(0.0)
    table = granger(cause, effect, lags=[4], covariance=covariance).table.set_index("cause")
    assert table.loc["cause", "pvalue"] < 1e-6
    assert table.loc["effect", "pvalue"] > 1e-4
    assert table.loc["cause", "sum_coef"] == pytest.approx(-0.6, abs=0.5)


def test_posts_after_the_last_cut_off_change_nothing() -> None:
    """From instants to the test: what is posted at or after the last close, less the cut-off, is not seen."""
    sessions = trading_sessions("XNYS", date(2023, 1, 3), date(2023, 12, 29), cutoff_minutes=30)
    rng = np.random.default_rng(3)
    first, last = sessions.previous_close, int(sessions.closes[-1]) - 30 * 60 * 10**9
    early = np.sort(rng.integers(first, last, 4000))
    late = rng.integers(last, last + 10**15, 500)
    chatter = Chatter(cutoff=30, min_history=20)
    returns = pd.DataFrame({"A": rng.standard_normal(len(sessions))}, sessions.index)

    def tested(instants: Any) -> pd.DataFrame:
        of, nobody = np.full(len(instants), "A", dtype=object), np.zeros(len(instants), dtype=np.int64)
        scores = np.where(instants % 3 == 0, -5000, 2500).astype(np.int16)
        posts = ScoredPosts.placed(
            {"A": sessions},
            company=of, posted_at=instants, score=scores, author=nobody, said=nobody, forum=of,
        )  # fmt: skip
        daily = daily_chatter(posts, {"A": sessions}, chatter)["negativity"]
        negativity = daily.unstack("company").reindex(sessions.index)  # noqa: PD010  each pair stands once
        return granger(negativity, returns).table

    pd.testing.assert_frame_equal(tested(early), tested(np.concatenate([early, late])))


@pytest.mark.parametrize(
    ("column", "method"), [("pvalue_bh", "fdr_bh"), ("pvalue_by", "fdr_by"), ("pvalue_holm", "holm")]
)
def test_each_adjustment_is_the_one_of_its_name(column: str, method: str) -> None:
    """Over all tests of the call, as statsmodels adjusts them."""
    table = granger(*two(), lags=2).table
    adjusted = multipletests(table["pvalue"], method=method)[1]
    np.testing.assert_allclose(table[column], adjusted, rtol=1e-12)
