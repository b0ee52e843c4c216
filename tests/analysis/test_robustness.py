"""The robustness list.

Expected values: the row of ``local_projections`` that the list repeats, statsmodels' OLS on rows chosen by
hand, and rejection rates on simulated panels with a fixed seed.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from scipy import stats

from naysay.analysis.projections import local_projections
from naysay.analysis.projections.panel import projection_panel
from naysay.analysis.projections.terms import Terms
from naysay.analysis.robustness import RobustnessInputs, robustness
from naysay.analysis.robustness.changes import further_ahead, largest_days, others, shuffled, winsorised
from naysay.analysis.robustness.setting import Setting

INDEX = pd.bdate_range("2021-01-01", periods=240, name="session")


def simulated(seed: int, *, companies: int = 3, forward: float = -20.0, backward: float = 0.0):  # type: ignore[no-untyped-def]
    """Chatter with memory .5 that also answers the last return, and returns that answer chatter."""
    rng = np.random.default_rng(seed)
    n, r = rng.normal(size=(2, len(INDEX), companies))
    r *= 0.01
    for t in range(1, len(INDEX)):
        n[t] += 0.5 * n[t - 1] + backward * r[t - 1]
        r[t] += 1e-4 * forward * n[t - 1]
    columns = [f"C{i}" for i in range(companies)]
    return pd.DataFrame(n, INDEX, columns), pd.DataFrame(r, INDEX, columns)


def listed(n: pd.DataFrame, r: pd.DataFrame, **options: Any) -> pd.DataFrame:
    further = {name: options.pop(name) for name in ("market", "attention", "sessions") if name in options}
    terms = Terms(**{name: options.pop(name) for name in ("lags", "controls", "effects") if name in options})
    return robustness(projection_panel(n, r, **further), terms, **{"draws": 20, **options})


def lines(n: pd.DataFrame, r: pd.DataFrame, **options: Any) -> pd.DataFrame:
    return listed(n, r, **{"lags": 2, **options}).set_index(["check", "variant"])


def ols(n: pd.Series, r: pd.Series, outcome: pd.Series) -> float:
    """The coefficient of n in the projection with two lags, in basis points, by statsmodels."""
    X = pd.DataFrame({"r0": r, "n": n})
    for lag in (1, 2):
        X[f"n{lag}"], X[f"r{lag}"] = n.shift(lag), r.shift(lag)
    return float(sm.OLS(outcome, sm.add_constant(X), missing="drop").fit().params["n"]) * 1e4


def test_the_main_line_is_the_row_of_the_verdict() -> None:
    n, r = simulated(1)
    row = local_projections(n, r, lags=2, horizons=[3]).table.query("primary").iloc[0]
    found = lines(n, r, horizon=3).loc[("main", "")]
    expected = row[["bp_per_sd", "se", "low", "high", "pvalue", "mde_bp", "nobs"]].tolist()
    np.testing.assert_allclose(
        found[["value", "se", "low", "high", "pvalue", "mde", "nobs"]].astype(float), expected
    )


def test_every_line_has_an_estimate_or_a_reason() -> None:
    n, r = simulated(1, companies=1)
    table = lines(n, r).reset_index()
    assert set(table["check"]) == {
        "main", "session_effects", "shared_slopes", "older_returns", "without_attention",
        "without_largest_company", "without_company", "from_open", "reverse", "same_session",
        "placebo_future", "placebo_shuffled", "placebo_other", "overnight",
        "without_announcements", "without_largest", "winsorised", "other_scorer", "other_measure",
        "by_sign", "by_volume", "by_forum", "mood",
    }  # fmt: skip
    assert ((table["reason"] == "") == table["value"].notna()).all()
    unmade = table.loc[table["reason"] != "", "check"].tolist()
    assert unmade == [
        "session_effects", "without_attention", "without_largest_company", "without_company", "from_open",
        "placebo_other", "overnight", "without_announcements", "other_scorer", "other_measure", "by_volume",
        "by_forum", "mood",
    ]  # fmt: skip


def test_no_data_is_a_reason_on_every_line() -> None:
    n, r = simulated(1)
    made = listed(n * np.nan, r, n_posts=n * np.nan)
    assert (made["reason"] != "").all()
    assert made["value"].isna().all()


def test_nights_take_the_place_of_the_outcome_alone() -> None:
    n, r = simulated(2, companies=1)
    nights = 0.3 * r + 0.001
    found = lines(n, r, inputs=RobustnessInputs(overnight=nights)).loc[("overnight", "")]
    assert found["value"] == pytest.approx(ols(n["C0"], r["C0"], nights["C0"].shift(-1)), rel=1e-9)


def test_days_that_are_left_out_leave_the_past_alone() -> None:
    """A left out session takes away the outcome before it; it stays among the lags."""
    n, r = simulated(3, companies=1)
    table = lines(n, r, largest=4)
    largest = r["C0"].abs().nlargest(4).index
    expected = ols(n["C0"], r["C0"], r["C0"].mask(r.index.isin(largest)).shift(-1))
    assert table.loc[("without_largest", ""), "value"] == pytest.approx(expected, rel=1e-9)

    announced = pd.DataFrame(0.0, INDEX, ["C0"])
    announced.iloc[[50, 120]] = 1.0
    found = lines(n, r, inputs=RobustnessInputs(announced=announced)).loc[("without_announcements", "")]
    both = r.index[[50, 51, 120, 121]]
    expected = ols(n["C0"], r["C0"], r["C0"].mask(r.index.isin(both)).shift(-1))
    assert found["value"] == pytest.approx(expected, rel=1e-9)
    assert found["nobs"] == table.loc[("main", ""), "nobs"] - 4


def test_announcements_outside_the_study_are_a_reason() -> None:
    n, r = simulated(3, companies=1)
    found = lines(n, r, inputs=RobustnessInputs(announced=n * 0.0)).loc[("without_announcements", "")]
    assert found["reason"] == "no_announcement_day"


def test_the_reverse_direction_is_chatter_on_returns_in_standard_deviations() -> None:
    n, r = simulated(4, companies=1, backward=30)
    found = lines(n, r).loc[("reverse", "")]
    unit = r["C0"] / r["C0"].std()
    assert found["value"] == pytest.approx(ols(unit, n["C0"], n["C0"].shift(-1)) / 1e4, rel=1e-9)
    assert found["unit"] == "sd"


def test_another_scorer_that_agrees_gives_the_main_line_again() -> None:
    n, r = simulated(5)
    table = lines(n, r, inputs=RobustnessInputs(scorers={"twin": n}, measures={"half": 2 * n}))
    main = table.loc[("main", ""), "value"]
    assert table.loc[("other_scorer", "twin"), "value"] == pytest.approx(main)
    assert table.loc[("other_measure", "half"), "value"] == pytest.approx(main / 2)


@pytest.mark.parametrize("check", ["placebo_future", "placebo_other"])
def test_placebos_seldom_pass_where_chatter_both_leads_and_follows(check: str) -> None:
    """Chatter leads returns by -20 bp and answers a return of 1 % with .3 sd, 150 panels."""
    rejected = 0
    for seed in range(150):
        made = listed(*simulated(seed, backward=30.0), lags=2).set_index("check")
        rejected += bool(made.loc[check, "pvalue"] < 0.05)
    # 5 % of 150, and two and a half standard errors of .018.
    assert rejected / 150 <= 0.095


def test_shuffles_hold_zero_and_the_planted_effect_stands_out() -> None:
    n, r = simulated(6, companies=8, forward=-40)
    found = listed(n, r, draws=199, seed=1).set_index("check").loc["placebo_shuffled"]
    assert found["low"] < 0 < found["high"]
    assert found["pvalue"] == pytest.approx(1 / 200)


def test_a_shuffle_moves_whole_blocks_of_all_companies_alike() -> None:
    values = np.arange(14.0).reshape(2, 7)
    moved = shuffled(values, 3, np.random.default_rng(0))
    assert sorted(moved[0]) == sorted(values[0])
    np.testing.assert_array_equal(moved[1] - moved[0], np.full(7, 7.0))
    text = "".join(str(int(v)) for v in moved[0])
    assert all(block in text for block in ("012", "345", "6"))


def test_the_changes_by_hand() -> None:
    values = np.array([[1.0, -9.0, np.nan, 3.0], [2.0, 2.5, 8.0, 1.0]])
    np.testing.assert_array_equal(further_ahead(values, 2)[1], [8.0, 1.0, np.nan, np.nan])
    np.testing.assert_array_equal(others(values), values[::-1])
    np.testing.assert_array_equal(largest_days(values, 2), [[0, 1, 0, 1], [0, 1, 1, 0]])
    # Of 0 ... 100 the 1st and 99th percentile are 1 and 99.
    whole = np.append(np.arange(101.0), np.nan)[None]
    assert np.nanmin(winsorised(whole)) == 1.0
    assert np.nanmax(winsorised(whole)) == 99.0
    assert np.isnan(winsorised(whole)[0, -1])


def with_market(seed: int, *, companies: int = 4) -> dict[str, Any]:
    """Chatter and returns as ``simulated``, beside the return of a market and attention."""
    rng = np.random.default_rng(seed)
    n, r = simulated(seed, companies=companies)
    market = pd.Series(0.01 * rng.normal(size=len(INDEX)), INDEX)
    a = pd.DataFrame(rng.normal(size=n.shape), INDEX, n.columns)
    return {"n": n, "r": r.add(market, axis=0), "market": market, "attention": a}


OTHER_TERMS = {
    "session_effects": {"effects": "company_and_session"},
    "shared_slopes": {"controls": "shared"},
    "without_attention": {"attention": None},
    "older_returns": {"older_returns": True},
}


@pytest.mark.parametrize("check", OTHER_TERMS)
def test_a_line_of_other_terms_is_the_estimate_with_these_terms(check: str) -> None:
    data = with_market(7)
    found = lines(**data).loc[(check, "")]
    series = {**data, **OTHER_TERMS[check]}
    n, r = series.pop("n"), series.pop("r")
    expected = local_projections(n, r, horizons=[1], lags=2, **series).table.query("primary").iloc[0]
    assert found["value"] == pytest.approx(expected["bp_per_sd"], rel=1e-9)
    assert found["se"] == pytest.approx(expected["se"], rel=1e-9)


@pytest.mark.parametrize("talking", [2, 3])
def test_session_effects_need_three_companies_that_talk_on_most_sessions(talking: int) -> None:
    n, r = simulated(8, companies=4)
    n.iloc[: len(n) // 2 + 5, talking:] = np.nan
    found = lines(n, r).loc[("session_effects", "")]
    expected = "too_few_companies_a_session" if talking < 3 else ""
    assert found["reason"] == expected
    assert np.isnan(found["value"]) == (talking < 3)


def test_leaving_out_names_the_company_that_the_answer_hangs_on() -> None:
    """C1 has the whole effect of -80 bp; C3 has the most chatter and none of it."""
    n, r = simulated(12, companies=5, forward=0.0)
    r["C1"] -= 0.0080 * n["C1"].shift(1).fillna(0.0)
    n["C3"] *= 1.5
    table = lines(n, r).reset_index().set_index("check")
    main, largest, without = (
        table.loc[check] for check in ("main", "without_largest_company", "without_company")
    )
    assert main["high"] < 0 < without["high"]
    assert (largest["variant"], without["variant"]) == ("C3", "C1")
    for line in (largest, without):
        kept = [name for name in n if name != line["variant"]]
        alone = local_projections(n[kept], r[kept], lags=2).table.query("primary").iloc[0]
        assert line["value"] == pytest.approx(alone["bp_per_sd"], rel=1e-9)
        assert line["se"] == pytest.approx(alone["se"], rel=1e-9)


@pytest.mark.parametrize("terms", [{"effects": "company_and_session"}, {"controls": "shared"}])
def test_companies_can_be_left_out_under_any_terms(terms: dict[str, str]) -> None:
    n, r = simulated(9, companies=4)
    found = lines(n, r, **terms).reset_index().set_index("check").loc["without_largest_company"]
    kept = [name for name in n if name != found["variant"]]
    alone = local_projections(n[kept], r[kept], lags=2, **terms).table.query("primary").iloc[0]
    assert found["se"] == pytest.approx(alone["se"], rel=1e-9)


def test_the_line_of_the_same_session_is_a_correlation() -> None:
    """Company means out, each over its standard deviation; the error leaves out one session at a time."""
    n, r = simulated(10)
    n = n - 30 * r
    n.iloc[5:25, 0] = np.nan
    found = lines(n, r).loc[("same_session", "")]
    unit = {name: (values - values.mean()) / values.std() for name, values in both_of(n, r).items()}
    x, y = unit["n"].stack(), unit["r"].stack()  # noqa: PD013  long form without the gaps
    slope = float((x * y).sum() / (x * x).sum())
    assert slope < -0.2
    assert found["value"] == pytest.approx(slope, rel=1e-9)
    assert found["unit"] == "r"
    moved = []
    for session in INDEX:
        kept = session != INDEX
        one = {name: values[kept] - values[kept].mean() for name, values in unit.items()}
        moved.append(float((one["n"] * one["r"]).sum().sum() / (one["n"] ** 2).sum().sum()) - slope)
    assert found["se"] == pytest.approx(np.sqrt(np.square(moved).sum()), rel=1e-9)


def both_of(n: pd.DataFrame, r: pd.DataFrame) -> dict[str, pd.DataFrame]:
    seen = n.notna() & r.notna()
    return {"n": n.where(seen), "r": r.where(seen)}


def test_from_the_open_takes_the_place_of_the_outcome_alone() -> None:
    n, r = simulated(2, companies=1)
    table = lines(n, r, inputs=RobustnessInputs(intraday=0.6 * r - 0.001))
    day = (0.6 * r["C0"] - 0.001).shift(-1)
    assert table.loc[("from_open", ""), "value"] == pytest.approx(ols(n["C0"], r["C0"], day), rel=1e-9)


def test_each_line_counts_its_companies() -> None:
    """Of three companies one has no opens and another none that the scorer measured."""
    n, r = simulated(2, companies=3)
    inputs = RobustnessInputs(
        intraday=(0.6 * r).assign(C1=np.nan), scorers={"other": n.assign(C0=np.nan, C2=np.nan)}
    )
    table = lines(n, r, n_posts=n * 0.0 + 3.0, inputs=inputs)["n_companies"]
    assert table["main", ""] == 3
    assert table["from_open", ""] == 2
    assert table["other_scorer", "other"] == 1
    assert table["without_largest_company"].tolist() == [2]
    assert (table["same_session", ""], table["placebo_shuffled", ""], table["by_sign", "rise"]) == (3, 3, 3)
    assert table["by_forum", ""] == 0


def test_lines_of_scorers_and_forums_are_no_moods_and_say_so() -> None:
    n, r = simulated(2, companies=2)
    inputs = RobustnessInputs(scorers={"x": n}, forums={"f": n}, measures={"mean_score": n})
    for of_mood, measure in ((True, "negative_share"), (False, "as measured")):
        table = listed(n, r, inputs=inputs, mood_is_negativity=of_mood).set_index(["check", "variant"])
        assert table.loc[("other_scorer", "x"), "measure"] == measure
        assert table.loc[("by_forum", "f"), "measure"] == measure
        assert table.loc[("other_measure", "mean_score"), "measure"] == "as measured"
        assert table.loc[("reverse", ""), "measure"] == "as measured"


@pytest.mark.parametrize(("kept", "variant"), [(True, "market_kept"), (False, "")])
def test_from_the_open_says_whether_the_markets_part_is_in_it(kept: bool, variant: str) -> None:
    n, r = simulated(2, companies=1)
    table = lines(n, r, inputs=RobustnessInputs(intraday=0.6 * r, market_kept=kept))
    assert np.isfinite(table.loc[("from_open", variant), "value"])


def test_from_the_open_that_was_not_made_says_why() -> None:
    n, r = simulated(2, companies=1)
    inputs = RobustnessInputs(no_intraday="opens_repeat share=25", market_kept=True)
    found = lines(n, r, inputs=inputs).loc[("from_open", "")]
    assert (found["reason"], found["reason_values"]) == ("opens_repeat", "share=25")
    assert lines(n, r, inputs=RobustnessInputs()).loc[("from_open", ""), "reason"] == "no_opens"


def test_the_reverse_direction_takes_indicators_for_chatter_that_was_not_measured() -> None:
    n, r = simulated(11, companies=1, backward=30)
    n = n.mask(np.random.default_rng(3).random(n.shape) < 0.4)
    found = lines(n, r, sessions=n.notna() | True).loc[("reverse", "")]
    unit = r["C0"] / r["C0"].std()
    X = pd.DataFrame({"r0": unit, "r1": unit.shift(1), "r2": unit.shift(2)})
    X["n0"] = n["C0"]
    for lag in (1, 2):
        past = n["C0"].shift(lag)
        X[f"n{lag}"], X[f"i{lag}"] = past.fillna(0.0), past.isna() * 1.0
        X[f"stand_in{lag}"] = unit.shift(lag).where(past.isna(), 0.0)  # of the chatter that nobody saw
    fit = sm.OLS(n["C0"].shift(-1), sm.add_constant(X), missing="drop").fit()
    assert found["nobs"] == fit.nobs > 60
    assert found["value"] == pytest.approx(fit.params["r0"], rel=1e-9)


@pytest.mark.parametrize("measured", [1.0, 0.5])
def test_a_quiet_reverse_direction_stays_quiet_where_chatter_is_seen_now_and_then(measured: float) -> None:
    """Chatter answers the return of its own session and has a memory; an earlier return adds nothing.

    With indicators alone the return stands in for the chatter nobody saw, and half of these nulls fell.
    """
    draws, hits = 100, 0
    for draw in range(draws):
        rng = np.random.default_rng([17, draw])
        r = 0.015 * rng.standard_normal((400, 6))
        n = -r / 0.03 + rng.standard_normal(r.shape)
        for t in range(1, len(n)):
            n[t] += 0.6 * n[t - 1]
        index = pd.bdate_range("2020-01-01", periods=400)
        n[rng.random(n.shape) > measured] = np.nan
        panel = projection_panel(
            pd.DataFrame(n, index), pd.DataFrame(r, index), sessions=pd.DataFrame(True, index, range(6))
        )
        hits += (
            Setting(panel, Terms(), 1, "CR3_session").line("reverse", panel=panel.reversed()).pvalue < 0.05
        )
    assert hits <= stats.binom.ppf(0.999, draws, 0.05)


@pytest.mark.parametrize(("horizon", "lags"), [(1, 2), (3, 2), (2, 4)])
def test_the_placebo_of_the_future_takes_chatter_younger_than_the_outcome(horizon: int, lags: int) -> None:
    """Even its oldest lag is: chatter of horizon + lags + 1 sessions later stands in for today's."""
    n, r = simulated(13, companies=1, backward=40.0)
    later = n["C0"].shift(-(horizon + lags + 1))
    X = pd.DataFrame({"r0": r["C0"], "n": later})
    for lag in range(1, lags + 1):
        X[f"n{lag}"], X[f"r{lag}"] = later.shift(lag), r["C0"].shift(lag)
    outcome = sum(r["C0"].shift(-step) for step in range(1, horizon + 1))
    expected = sm.OLS(outcome, sm.add_constant(X), missing="drop").fit().params["n"] * 1e4
    found = lines(n, r, horizon=horizon, lags=lags).loc[("placebo_future", "")]
    assert found["value"] == pytest.approx(expected, rel=1e-8)


def test_the_placebo_of_others_takes_the_chatter_of_the_next_company() -> None:
    """C0 has that of C1, C1 that of C2, C2 that of C3, and C3 that of C0."""
    n, r = simulated(14, companies=4)
    moved = n[["C1", "C2", "C3", "C0"]].set_axis(n.columns, axis=1)
    found, expected = lines(n, r).loc[("placebo_other", "")], lines(moved, r).loc[("main", "")]
    for column in ("value", "se", "low", "high", "pvalue"):
        assert found[column] == pytest.approx(expected[column], rel=1e-9)
    other_way = n[["C3", "C0", "C1", "C2"]].set_axis(n.columns, axis=1)
    assert found["value"] != pytest.approx(lines(other_way, r).loc[("main", ""), "value"], rel=1e-3)
