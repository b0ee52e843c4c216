"""The event study as a whole: abnormal returns, tables, and what happens to events that cannot be used.

Expected values: statsmodels' OLS and its forecast errors (independent code), properties that hold for any
data, and small cases set up by hand. Data are drawn from a known process with a fixed seed.
"""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm
from hypothesis import given, settings
from hypothesis import strategies as st

from naysay.analysis.event_study import EventStudy, event_study
from naysay.analysis.event_study.columns import ABNORMAL, EVENT_TESTS, EVENTS
from naysay.study.reasons import joined_reasons, plain

SESSIONS = pd.bdate_range("2020-01-01", periods=400)
MODELS = ("market", "market_adjusted", "constant_mean")


def returns_and_market(seed: int = 1, companies: int = 6) -> tuple[pd.DataFrame, pd.Series]:
    rng = np.random.default_rng(seed)
    market = rng.normal(0.0003, 0.01, len(SESSIONS))
    own = rng.standard_t(5, (len(SESSIONS), companies)) * 0.012
    values = 0.0002 + market[:, None] * rng.uniform(0.5, 1.5, companies) + own
    return pd.DataFrame(values, SESSIONS, list("ABCDEFGHIJ"[:companies])), pd.Series(market, SESSIONS)


def some_events(count: int = 24, seed: int = 2, companies: int = 6) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    pairs = rng.choice((len(SESSIONS) - 141) * companies, count, replace=False)
    return pd.DataFrame(
        {
            "company": [list("ABCDEFGHIJ")[p % companies] for p in pairs],
            "session": SESSIONS[130 + pairs // companies],
        }
    )


def one_event(
    session: Any, returns: pd.DataFrame, market: pd.Series, company: str = "A", **options: Any
) -> EventStudy:
    return event_study(returns, market, pd.DataFrame({"company": [company], "session": [session]}), **options)


def sorted_tables(study: EventStudy) -> list[pd.DataFrame]:
    keys = {
        "tests": ["window_start", "window_end", "test"],
        "abnormal": ["event_id", "tau"],
        "events": ["event_id"],
    }
    tables = [getattr(study, name).sort_values(key).reset_index(drop=True) for name, key in keys.items()]
    return [*tables, study.caar]


@pytest.mark.parametrize("model", ["market", "constant_mean"])
@pytest.mark.parametrize("gaps", [False, True])
def test_abnormal_returns_and_forecast_errors_are_those_of_ols_event_by_event(model: str, gaps: bool) -> None:
    returns, market = returns_and_market()
    if gaps:
        lost = np.random.default_rng(4).random(returns.shape) < 0.05
        returns = returns.mask(lost & (np.arange(400) % 60 < 20)[:, None])
    study = event_study(returns, market, some_events(), model=model)
    used = study.events[study.events["reason"] == ""]
    assert len(used) > 8
    places = SESSIONS.get_indexer(pd.DatetimeIndex(used["session"]))
    for event, place in zip(used.itertuples(), places, strict=True):
        window, ahead = slice(place - 130, place - 10), slice(place - 10, place + 11)
        regressors = np.column_stack([np.ones(400), market] if model == "market" else [np.ones(400)])
        fitted = sm.OLS(returns[event.company].to_numpy()[window], regressors[window], missing="drop").fit()
        forecast = fitted.get_prediction(regressors[ahead])
        ours = study.abnormal[study.abnormal["event_id"] == event.event_id]
        actual = returns[event.company].to_numpy()[ahead]
        np.testing.assert_allclose(ours["ar"], actual - forecast.predicted_mean, rtol=0, atol=1e-14)
        np.testing.assert_allclose(ours["se"], forecast.se_obs, rtol=1e-11)
        assert event.nobs == fitted.nobs


def test_market_adjusted_takes_the_benchmark_off_and_estimates_nothing() -> None:
    returns, market = returns_and_market()
    study = one_event(SESSIONS[200], returns, market, model="market_adjusted")
    gap = (returns["A"] - market).to_numpy()
    np.testing.assert_allclose(study.abnormal["ar"], gap[190:211], rtol=0, atol=1e-16)
    np.testing.assert_allclose(study.abnormal["se"], np.sqrt((gap[70:190] ** 2).sum() / 120), rtol=1e-13)


def test_one_benchmark_a_company_is_used_for_its_company() -> None:
    returns, market = returns_and_market()
    benchmarks = pd.DataFrame({name: market * (1 + i) for i, name in enumerate(returns.columns)})
    events = some_events()
    study = event_study(
        returns, benchmarks[list(reversed(benchmarks.columns))], events, model="market_adjusted"
    )
    first = study.events.iloc[0]
    expected = returns[first["company"]] - benchmarks[first["company"]]
    assert first["ar_0"] == pytest.approx(expected[first["session"]], abs=1e-16)


@pytest.mark.parametrize("model", MODELS)
def test_the_order_of_events_and_companies_changes_nothing(model: str) -> None:
    returns, market = returns_and_market()
    events = some_events().assign(note=range(24))
    shuffled = events.sample(frac=1, random_state=3)
    plain = sorted_tables(event_study(returns, market, events, model=model))
    turned = sorted_tables(event_study(returns[returns.columns[::-1]], market, shuffled, model=model))
    for one, other in zip(plain, turned, strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-11, atol=1e-14)


@settings(max_examples=15, deadline=None)
@given(seed=st.integers(0, 10_000), start=st.integers(-12, -1), end=st.integers(0, 12))
def test_car_is_the_running_sum_of_ar(seed: int, start: int, end: int) -> None:
    returns, market = returns_and_market(seed)
    asked = ((start, end), (0, 0))
    study = event_study(
        returns,
        market,
        some_events(5, seed),
        estimation=(-120, -13),
        event_window=(start, end),
        windows=asked,
    )
    by_event = study.abnormal.set_index(["event_id", "tau"])
    np.testing.assert_allclose(
        by_event["car"], by_event["ar"].groupby("event_id").cumsum(), rtol=0, atol=1e-15
    )
    events = study.events.set_index("event_id")
    np.testing.assert_allclose(
        events[f"car_({start},{end})"], by_event["car"].xs(end, level="tau")[events.index]
    )
    np.testing.assert_allclose(events["ar_0"], by_event["ar"].xs(0, level="tau")[events.index])
    np.testing.assert_allclose(study.caar["caar"], by_event["car"].groupby("tau").mean(), rtol=0, atol=1e-15)


def test_scaling_prices_changes_nothing() -> None:
    returns, market = returns_and_market()
    prices, level = 50 * np.exp(returns.cumsum()), 3000 * np.exp(market.cumsum())

    def study(scale: float) -> EventStudy:
        stretched = prices * (scale * np.arange(1, 7))
        return event_study(np.log(stretched).diff(), np.log(level * scale).diff(), some_events())

    for one, other in zip(sorted_tables(study(1.0)), sorted_tables(study(7.0)), strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("model", ["market", "market_adjusted"])
def test_a_constant_added_to_company_and_benchmark_is_taken_off_again(model: str) -> None:
    returns, market = returns_and_market()
    plain = event_study(returns, market, some_events(), model=model)
    shifted = event_study(returns + 0.01, market + 0.01, some_events(), model=model)
    pd.testing.assert_frame_equal(plain.abnormal, shifted.abnormal, rtol=1e-10, atol=1e-14)
    pd.testing.assert_frame_equal(plain.tests, shifted.tests, rtol=1e-9)


@pytest.mark.parametrize("model", MODELS)
def test_a_session_outside_all_windows_has_no_influence(model: str) -> None:
    returns, market = returns_and_market()
    disturbed, moved = returns.copy(), market.copy()
    for place in (69, 211):
        disturbed.iloc[place] += 5.0
        moved.iloc[place] -= 5.0
    for one, other in zip(
        sorted_tables(one_event(SESSIONS[200], returns, market, model=model)),
        sorted_tables(one_event(SESSIONS[200], disturbed, moved, model=model)),
        strict=True,
    ):
        pd.testing.assert_frame_equal(one, other, check_exact=True)


def open_events() -> pd.DataFrame:
    """One event in the middle and one each with 4, 1 and 0 sessions after it."""
    return pd.DataFrame({"company": list("ABCD"), "session": SESSIONS[[200, 395, 398, 399]]})


def test_each_window_uses_the_events_that_complete_it() -> None:
    returns, market = returns_and_market()
    windows = ((-10, -1), (0, 0), (0, 1), (1, 4), (1, 5), (-10, 10))
    study = event_study(returns, market, open_events(), windows=windows)
    used = study.tests.groupby(["window_start", "window_end"])["n_events"].agg(["min", "max"])
    expected = {(-10, -1): 4, (0, 0): 4, (0, 1): 3, (1, 4): 2, (1, 5): 1, (-10, 10): 1}
    assert {window: tuple(used.loc[window]) for window in windows} == {w: (n, n) for w, n in expected.items()}
    assert study.events["reason"].eq("").all()
    assert study.events["sessions_after"].tolist() == [10, 4, 1, 0]
    assert study.events["car_(1,5)"].notna().tolist() == [True, False, False, False]
    assert study.events["bhar_(1,4)"].notna().tolist() == [True, True, False, False]
    by_tau = study.caar.set_index("tau")["n_events"]
    assert by_tau.loc[[-10, 0, 1, 2, 4, 5, 10]].tolist() == [4, 4, 3, 2, 2, 1, 1]
    observed = study.abnormal.groupby("event_id")["ar"].count()
    assert sorted(observed) == [11, 12, 15, 21]


def test_an_open_event_changes_no_window_that_it_does_not_complete() -> None:
    returns, market = returns_and_market()
    windows = ((0, 0), (1, 5))
    closed, late = some_events(), pd.DataFrame({"company": ["A"], "session": [SESSIONS[397]]})
    plain = event_study(returns, market, closed, windows=windows).tests
    joined = event_study(returns, market, pd.concat([closed, late]), windows=windows).tests
    after, before = (table.query("window_start == 1").reset_index(drop=True) for table in (joined, plain))
    ranks = ["corrado_rank", "corrado_zivney"]
    pd.testing.assert_frame_equal(after[~after["test"].isin(ranks)], before[~before["test"].isin(ranks)])
    assert (joined.query("window_start == 0")["n_events"] == len(closed) + 1).all()


def test_what_is_known_of_an_open_event_is_what_a_later_look_confirms() -> None:
    returns, market = returns_and_market()
    late = one_event(SESSIONS[300], returns, market, windows=((0, 2), (1, 5)))
    early = one_event(SESSIONS[300], returns.iloc[:304], market.iloc[:304], windows=((0, 2), (1, 5)))
    assert early.events["sessions_after"].item() == 3
    np.testing.assert_array_equal(early.abnormal["ar"][:14], late.abnormal["ar"][:14])
    assert early.abnormal["ar"][14:].isna().all()
    assert early.events["car_(0,2)"].item() == late.events["car_(0,2)"].item()


def test_nothing_after_the_event_window_is_needed() -> None:
    returns, market = returns_and_market()
    study = one_event(SESSIONS[389], returns, market)
    assert study.events["reason"].item() == ""
    assert study.tests["n_events"].eq(1).all()


def test_tables_start_with_the_columns_of_the_contract() -> None:
    study = event_study(*returns_and_market(), some_events())
    for contract, table in ((EVENT_TESTS, study.tests), (ABNORMAL, study.abnormal), (EVENTS, study.events)):
        assert list(table.columns[: len(contract.columns)]) == list(contract.columns)
    assert list(study.events.columns[8:]) == [
        "car_(0,0)", "car_(-10,10)", "reason", "reason_values", "nobs", "moved_from", "bhar_(0,0)",
        "bhar_(-10,10)", "sessions_after", "sigma",
    ]  # fmt: skip
    assert list(study.tests.columns[10:]) == ["estimate", "se", "location", "low", "high"]
    assert list(study.caar.columns) == ["tau", "caar", "se", "low", "high", "n_events"]
    assert list(study.tests["test"].unique()) == [
        "cross_sectional_t", "skewness_adjusted_t", "j1", "bw85", "patell", "adjusted_patell", "bmp",
        "adjusted_bmp", "corrado_rank", "corrado_zivney", "grank_t", "grank_z", "sign", "generalized_sign",
        "wilcoxon", "wild_bootstrap",
    ]  # fmt: skip


def test_sigma_is_the_standard_error_of_the_regression_that_gives_the_normal_return() -> None:
    returns, market = returns_and_market()
    event = one_event(SESSIONS[200], returns, market).events.iloc[0]
    own = slice(200 - 130, 200 - 10)
    x = sm.add_constant(market.iloc[own].to_numpy(dtype=float))
    fit = sm.OLS(returns[event["company"]].iloc[own].to_numpy(dtype=float), x).fit()
    assert event["nobs"] == len(x)
    np.testing.assert_allclose(event["sigma"], np.sqrt(fit.mse_resid), rtol=1e-10)


def test_the_interval_of_the_mean_is_that_of_a_t_test() -> None:
    study = event_study(*returns_and_market(), some_events())
    car = study.events["car_(-10,10)"].to_numpy()
    expected = sm.stats.DescrStatsW(car)
    row = study.tests.query("window_start == -10").iloc[0]
    np.testing.assert_allclose([row["low"], row["high"]], expected.tconfint_mean(0.05), rtol=1e-12)
    statistic, pvalue, df = expected.ttest_mean(0.0)
    np.testing.assert_allclose(
        [row["statistic"], row["pvalue"], row["df"]], [statistic, pvalue, df], rtol=1e-12
    )
    np.testing.assert_allclose(study.caar.iloc[-1][["low", "high"]], [row["low"], row["high"]], rtol=1e-12)


def test_further_columns_of_the_events_are_carried_along() -> None:
    events = some_events().assign(
        event_id=range(24), trigger="recall", negativity=2.5, n_posts=9, note="kept"
    )
    found = event_study(*returns_and_market(), events).events
    pd.testing.assert_frame_equal(found[list(events.columns)], events, check_dtype=False)


def test_a_result_cannot_be_changed_through_its_tables() -> None:
    study = event_study(*returns_and_market(), some_events())
    table = study.tests
    table["pvalue"] = 0.0
    assert (study.tests["pvalue"] > 0.0).all()


def test_a_date_without_trading_moves_to_the_next_session_and_is_recorded() -> None:
    returns, market = returns_and_market()
    saturday = pd.Timestamp("2020-10-10")
    moved = one_event(saturday, returns, market)
    monday = one_event(pd.Timestamp("2020-10-12"), returns, market)
    assert moved.events["session"].item() == pd.Timestamp("2020-10-12")
    assert moved.events["moved_from"].item() == saturday
    assert moved.events["event_id"].item() == "A-2020-10-10"
    assert monday.events["moved_from"].isna().all()
    pd.testing.assert_frame_equal(moved.tests, monday.tests)


def test_two_dates_that_fall_on_one_session_count_once() -> None:
    returns, market = returns_and_market()
    events = pd.DataFrame({"company": ["A", "A", "B"], "session": ["2020-10-11", "2020-10-10", "2020-10-11"]})
    found = event_study(returns, market, events).events
    assert list(found["reason"]) == ["second_event_of_session", "", ""]
    assert list(found["contaminated"]) == [True, True, False]


@pytest.mark.parametrize(
    ("company", "session", "reason"),
    [
        ("Z", SESSIONS[200], "no_returns_of_company"),
        ("A", SESSIONS[129], "too_few_sessions_before_event"),
        ("A", SESSIONS[130], ""),
        ("A", SESSIONS[395], "too_few_sessions_after_event"),
        ("A", SESSIONS[0], "too_few_sessions_before_event"),  # the first session is in the sample
        ("A", pd.Timestamp("2019-12-31"), "date_outside_sample"),
        ("A", pd.Timestamp("2019-12-28"), "date_outside_sample"),
        ("A", SESSIONS[399], "too_few_sessions_after_event"),
        ("A", pd.Timestamp("2031-01-01"), "date_outside_sample"),
        ("B", SESSIONS[200], "missing_in_event_window series=returns"),
        ("C", SESSIONS[200], "too_few_estimation_sessions least=60"),
        ("D", SESSIONS[200], "no_abnormal_variation"),
        ("E", SESSIONS[200], "no_abnormal_variation"),
        ("F", SESSIONS[200], "missing_in_event_window series=benchmark"),
        ("G", SESSIONS[200], "no_variation series=benchmark"),
        ("H", SESSIONS[200], ""),
    ],
)
def test_an_event_that_cannot_be_used_stays_with_its_reason(
    company: str, session: pd.Timestamp, reason: str
) -> None:
    returns, market = returns_and_market(companies=8)
    benchmarks = pd.DataFrame(dict.fromkeys(returns.columns, market))
    returns.iloc[205, 1] = np.nan
    returns.iloc[70:131, 2] = np.nan
    returns["D"] = 0.0
    returns["E"] = 0.001 + 0.8 * market
    benchmarks.iloc[195, 5] = np.nan
    benchmarks["G"] = 0.0004
    events = pd.DataFrame({"company": [company, "H"], "session": [session, SESSIONS[220]]})
    study = event_study(returns, benchmarks, events, windows=((-5, 5), (-10, 10)))
    assert joined_reasons(study.events).tolist() == [reason, ""]
    used = 1 + (reason == "")
    assert study.tests["n_events"].eq(used).all()
    assert study.abnormal["event_id"].nunique() == used
    assert study.events["ar_0"].notna().sum() == used
    assert plain(reason) in study.summary()


def test_events_are_fitted_and_ranked_in_blocks_of_any_size(monkeypatch: pytest.MonkeyPatch) -> None:
    returns, market = returns_and_market()
    returns = returns.mask(np.random.default_rng(4).random(returns.shape) < 0.005)
    whole = sorted_tables(event_study(returns, market, some_events()))
    monkeypatch.setattr(sys.modules["naysay.analysis.event_study.abnormal"], "BLOCK", 5)
    monkeypatch.setattr(sys.modules["naysay.analysis.event_study.ranks"], "BLOCK", 7)
    for one, other in zip(whole, sorted_tables(event_study(returns, market, some_events())), strict=True):
        pd.testing.assert_frame_equal(one, other, rtol=1e-11, atol=1e-14)


def test_sixty_of_120_estimation_sessions_are_enough() -> None:
    returns, market = returns_and_market()
    returns.iloc[70:130, 0] = np.nan
    assert one_event(SESSIONS[200], returns, market).events["nobs"].item() == 60


def test_the_constant_mean_does_not_need_the_benchmark() -> None:
    returns, market = returns_and_market()
    events = some_events()
    with_it = event_study(returns, market, events, model="constant_mean")
    without = event_study(returns, market * np.nan, events, model="constant_mean")
    pd.testing.assert_frame_equal(with_it.tests, without.tests, check_exact=True)


@pytest.mark.parametrize(
    ("apart", "flags"),
    [
        (20, [True, True]),  # event windows [-10, 10] share a session
        (21, [False, True]),  # the earlier event lies in the later one's estimation window
        (130, [False, True]),
        (131, [False, False]),
    ],
)
def test_contaminated_marks_events_that_share_sessions_with_another(apart: int, flags: list[bool]) -> None:
    returns, market = returns_and_market()
    sessions = [SESSIONS[150], SESSIONS[150 + apart], SESSIONS[155]]
    events = pd.DataFrame({"company": ["A", "A", "B"], "session": sessions})
    assert list(event_study(returns, market, events).events["contaminated"]) == [*flags, False]


def test_contaminated_events_can_be_left_out_and_keep_their_row() -> None:
    returns, market = returns_and_market()
    sessions = [SESSIONS[150], SESSIONS[165], SESSIONS[155], SESSIONS[160]]
    events = pd.DataFrame({"company": ["A", "A", "B", "C"], "session": sessions})
    found = event_study(returns, market, events, exclude_contaminated=True)
    shared = "overlapping_event"
    assert list(found.events["reason"]) == [shared, shared, "", ""]
    alone = event_study(returns, market, events.iloc[2:])
    pd.testing.assert_frame_equal(found.tests, alone.tests, check_exact=True)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_few_events_give_rows_with_reasons_and_no_crash(count: int) -> None:
    study = event_study(*returns_and_market(), some_events(2).iloc[:count])
    tests = study.tests
    made = tests[tests["reason"] == ""]["test"].unique()
    assert len(tests) == 32
    assert tests["statistic"].isna().equals(tests["reason"] != "")
    of_more = ("skewness_adjusted_t", "wild_bootstrap")
    of_two = [name for name in tests["test"].unique() if name not in of_more]
    assert list(made) == {0: [], 1: ["j1", "bw85", "patell", "adjusted_patell"], 2: of_two}[count]
    assert len(study.caar) == 21
    assert "Event study" in study.summary()


def test_an_event_is_no_neighbour_of_itself() -> None:
    """An event window that starts later lets the estimation window reach over the event's own session."""
    returns, market = returns_and_market()
    windows = {"estimation": (-100, 4), "event_window": (5, 10), "windows": ((5, 10),)}
    events = pd.DataFrame({"company": ["A"], "session": [SESSIONS[200]]})
    assert event_study(returns, market, events, **windows).events["contaminated"].tolist() == [False]
    two = pd.DataFrame({"company": ["A", "A"], "session": SESSIONS[[200, 204]]})
    assert event_study(returns, market, two, **windows).events["contaminated"].tolist() == [True, True]


def test_sessions_after_an_event_count_to_the_end_of_its_window_and_none_outside_of_the_sample() -> None:
    returns, market = returns_and_market()
    days = [SESSIONS[200], SESSIONS[392], SESSIONS[399], pd.Timestamp("2031-01-01")]
    events = pd.DataFrame({"company": ["A"] * 4, "session": days})
    assert event_study(returns, market, events).events["sessions_after"].tolist() == [10, 7, 0, 0]


def test_the_third_event_of_a_session_has_a_name_of_its_own() -> None:
    returns, market = returns_and_market()
    events = pd.DataFrame({"company": ["A"] * 3, "session": [SESSIONS[200]] * 3})
    named = event_study(returns, market, events).events["event_id"]
    day = f"A-{SESSIONS[200]:%Y-%m-%d}"
    assert named.tolist() == [day, f"{day}-2", f"{day}-3"]


def test_of_two_events_that_move_to_one_session_the_earlier_date_counts() -> None:
    returns, market = returns_and_market()
    monday = next(day for day in SESSIONS[150:] if day.day_of_week == 0)
    events = pd.DataFrame(
        {
            "company": ["A", "A"],
            "session": [monday - pd.Timedelta(days=1), monday - pd.Timedelta(days=2)],
            "event_id": ["a", "b"],
        }
    )
    reasons = event_study(returns, market, events).events.set_index("event_id")["reason"]
    assert reasons.to_dict() == {"a": "second_event_of_session", "b": ""}
