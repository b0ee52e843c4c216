"""The rules that read findings from tables. Expected values: docs/methods/verdict.md, by hand."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

from naysay.analysis.findings import Findings
from naysay.analysis.money import MarketValue
from naysay.analysis.verdict import conclude


def effects(bp: float = -20.0, p: float = 0.001, **more: Any) -> pd.DataFrame:
    row = {
        "company": "POOLED", "measure": "as measured", "innovation_pvalue": np.nan,
        "df_effective": 400.0,
        "heterogeneity_pvalue": np.nan, "horizon": 1,
        "bp_per_sd": bp, "se": 5.0, "low": bp - 10, "high": bp + 10,
        "nobs": 900, "covariance": "x", "pvalue": p, "mde_bp": 14.0, "n_companies": 3, "reason": "",
    }  # fmt: skip
    group = {**row, "company": "MEAN_GROUP", "heterogeneity_pvalue": 0.5}
    own = {**row, "company": "A", "bp_per_sd": 99.0, "low": 89.0, "high": 109.0}
    talk = {**row, "measure": "attention", "bp_per_sd": 7.0, "innovation_pvalue": 0.4}
    return pd.DataFrame([own, {**row, **more}, {**row, "horizon": 2}, talk, group])


def robustness(**changed: tuple[float, float]) -> pd.DataFrame:
    """Lines that hold, but for those ``changed`` to other bounds."""
    lines = {
        "reverse": (-0.1, 0.1), "same_session": (-0.4, -0.2), "session_effects": (-30.0, -10.0),
        "from_open": (-25.0, -5.0), "without_company": (-31.0, -9.0), "winsorised": (-29.0, -11.0), **changed,
    }  # fmt: skip
    return pd.DataFrame(
        [
            {
                "check": check, "variant": "B" if check == "without_company" else "",
                "value": (low + high) / 2, "low": low, "high": high,
                "pvalue": 0.5 if low < 0 < high else 0.001,
            }
            for check, (low, high) in lines.items()
        ]
    )  # fmt: skip


def curve(low: float = -24.0, high: float = -4.0, moved: float = 0.3) -> pd.DataFrame:
    """The study's own row, and the one that page 1 rests on."""
    rows = [(0, -30.0, -10.0, 0.0), (3, -9.0, 9.0, 0.2), (4, low, high, moved)]
    table = pd.DataFrame(rows, columns=["shift_hours", "low", "high", "moved_share"])
    return table.assign(bp_per_sd=(table["low"] + table["high"]) / 2)


def granger(forward: float, backward: float) -> pd.DataFrame:
    rows = []
    for cause, effect, p in [
        ("negativity", "abnormal_ret", forward),
        ("abnormal_ret", "negativity", backward),
    ]:
        for order in (1, 5):
            primary = cause == "negativity" and order == 5
            for company, value in [("A", p), ("B", 0.9), ("C", np.nan)]:
                adjusted = value if order == 5 else 0.0001
                rows.append((company, cause, effect, order, value, adjusted, primary))
    columns = ["company", "cause", "effect", "lag_order", "pvalue", "pvalue_bh", "primary"]
    return pd.DataFrame(rows, columns=columns)


def events(car: float = -0.02) -> pd.DataFrame:
    sessions = pd.to_datetime(["2024-01-02", "2024-01-02", "2024-02-05", "2024-03-05"])
    return pd.DataFrame(
        {
            "session": sessions,
            "contaminated": [True, False, False, False],
            "car_(0,1)": [car, car - 0.01, car + 0.01, np.nan],
            "reason": ["", "", "", "too_near_the_end"],
        }
    )


def event_tests(p: float = 0.01, before: float = 0.5) -> pd.DataFrame:
    rows = [(0, 1, p), (-10, -8, 0.001), (-9, -1, before), (0, 0, 0.5)]
    return pd.DataFrame(
        [
            {"model": "market", "window_start": a, "window_end": b, "test": t, "pvalue": v, "reason": ""}
            for a, b, v in rows
            for t in ("adjusted_bmp", "patell")
        ]
    )


def calibration(low: float = 0.03) -> pd.DataFrame:
    return pd.DataFrame({"test": ["granger", "projections"], "nominal": 0.05, "low": [0.2, low]})


def found(**tables: pd.DataFrame) -> Findings:
    all_tables = {
        "effects": effects(),
        "granger": granger(0.01, 0.6),
        "events": events(),
        "event_tests": event_tests(),
        "calibration": calibration(),
        "robustness": robustness(),
        "clock_curve": curve(),
        **tables,
    }
    return conclude(all_tables, horizon=1, window=(0, 1))


@pytest.mark.parametrize(
    ("bp", "p", "verdict"),
    [
        (-20.0, 0.001, "negative_lead"),
        (20.0, 0.049, "positive_lead"),
        (-20.0, 0.05, "no_evidence"),
        (np.nan, np.nan, "not_testable"),
    ],
)
def test_the_verdict_is_the_pooled_projection_at_the_horizon_of_the_study(
    bp: float, p: float, verdict: str
) -> None:
    assert found(effects=effects(bp, p)).verdict == verdict


def test_nothing_else_can_make_evidence() -> None:
    told = found(effects=two_companies(-1.0, 0.8))
    assert (told.verdict, told.n_made, told.n_passed) == ("no_evidence", 4, 4)


def test_every_check_can_pass() -> None:
    assert [check.passed for check in found(effects=two_companies()).checks] == [True] * 10


def two_companies(bp: float = -20.0, p: float = 0.001) -> pd.DataFrame:
    table = effects(bp, p)
    return pd.concat([table, table.iloc[:1].assign(company="B")], ignore_index=True)


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        (
            "companies_agree",
            {
                "effects": two_companies().assign(
                    bp_per_sd=lambda t: t["bp_per_sd"].where(t["company"] != "MEAN_GROUP", 3.0)
                )
            },
        ),
        ("without_one", {"robustness": robustness(without_company=(-15.0, 5.0))}),
        ("session_effects", {"robustness": robustness(session_effects=(-15.0, 5.0))}),
        ("clock", {"clock_curve": curve(-15.0, 5.0)}),
        ("clock", {"clock_curve": curve(4.0, 24.0)}),
        ("from_open", {"robustness": robustness(from_open=(-15.0, 5.0))}),
        ("no_extremes", {"robustness": robustness(winsorised=(-15.0, 5.0))}),
        ("no_reverse", {"robustness": robustness(reverse=(0.1, 0.3))}),
        ("events", {"event_tests": event_tests(p=0.32)}),
        ("events", {"events": events(car=0.05)}),
        ("no_forerun", {"event_tests": event_tests(before=0.01)}),
        ("placebo", {"calibration": calibration(0.06)}),
    ],
)
def test_each_check_fails_alone(name: str, tables: dict[str, pd.DataFrame]) -> None:
    told = found(**{"effects": two_companies(), **tables})
    assert [check.name for check in told.checks if check.passed is False] == [name]


def test_what_was_not_asked_for_is_unmade() -> None:
    told = conclude({}, horizon=1, window=(0, 1))
    assert told.verdict == "not_testable"
    assert told.lead.reason == "not_requested method=projections"
    assert (told.n_made, told.n_passed) == (0, 0)


def test_both_directions_are_read_at_the_order_of_the_study() -> None:
    told = found()
    assert (told.forward.lag_order, told.backward.lag_order) == (5, 5)
    assert (told.forward.n_tested, told.forward.n_untested, told.forward.companies) == (2, 1, ("A",))
    assert told.backward.n_rejected == 0


def test_companies_are_told_after_the_correction_for_many_tests() -> None:
    """All raw p-values below 5 %, after Benjamini-Hochberg only that of B."""
    family = granger(0.01, 0.6).assign(pvalue=0.01)
    family["pvalue_bh"] = family["company"].map({"A": 0.05, "B": 0.049, "C": 0.2})
    assert found(granger=family).forward.companies == ("B",)


def test_an_event_that_could_not_be_used_is_not_counted_as_contaminated() -> None:
    reaction = found(events=events().assign(contaminated=[False, False, True, True])).reaction
    assert (reaction.n_events, reaction.n_contaminated) == (3, 1)


def test_events_are_counted() -> None:
    reaction = found().reaction
    assert (reaction.n_events, reaction.n_found, reaction.n_contaminated) == (3, 4, 1)
    assert reaction.caar_bp == pytest.approx(-200)


def test_money_is_the_companys_own_effect_times_its_market_value() -> None:
    told = conclude(
        {"effects": effects()}, horizon=1, window=(0, 1), market_values=(MarketValue("A", "EUR", 5e9),)
    )
    (money,) = told.money
    assert (money.per_sd, money.low, money.high) == pytest.approx((4.95e7, 4.45e7, 5.45e7))


def checks(told: Findings) -> dict[str, bool | None]:
    return {check.name: check.passed for check in told.checks}


@pytest.mark.parametrize(
    ("absent", "unmade"),
    [
        ("effects", {"companies_agree"}),
        ("granger", set()),
        ("events", {"events"}),
        ("event_tests", {"events", "no_forerun"}),
        ("calibration", {"placebo"}),
        ("clock_curve", {"clock"}),
        ("robustness", {"without_one", "session_effects", "from_open", "no_extremes", "no_reverse"}),
    ],
)
def test_a_table_that_is_absent_leaves_its_own_checks_unmade(absent: str, unmade: set[str]) -> None:
    tables = {
        "effects": two_companies(),
        "granger": granger(0.01, 0.6),
        "events": events(),
        "event_tests": event_tests(),
        "calibration": calibration(),
        "robustness": robustness(),
        "clock_curve": curve(),
    }
    del tables[absent]
    told = conclude(tables, horizon=1, window=(0, 1))
    assert {name for name, passed in checks(told).items() if passed is None} == unmade
    shown = 4 if absent == "effects" else 10
    assert (told.n_made, told.n_passed) == (shown - len(unmade), shown - len(unmade))


@pytest.mark.parametrize(
    ("name", "tables"),
    [
        ("no_reverse", {"robustness": robustness().query("check != 'reverse'")}),
        ("session_effects", {"robustness": robustness().query("check != 'session_effects'")}),
        ("clock", {"clock_curve": curve().query("shift_hours != 4")}),
        ("clock", {"clock_curve": curve(moved=0.0099)}),
        ("from_open", {"robustness": robustness().query("check != 'from_open'")}),
        ("events", {"event_tests": event_tests(p=np.nan)}),
        ("events", {"events": events().assign(reason="too_near_the_end")}),
        ("no_forerun", {"event_tests": event_tests().query("window_end >= 0")}),
        ("no_forerun", {"event_tests": event_tests().assign(pvalue=[0.01] * 2 + [np.nan] * 6)}),
        ("placebo", {"calibration": calibration(np.nan)}),
        ("placebo", {"calibration": calibration().query("test == 'granger'")}),
    ],
)
def test_a_check_that_could_not_be_made_is_neither_passed_nor_failed(
    name: str, tables: dict[str, pd.DataFrame]
) -> None:
    told = found(**{"effects": two_companies(), **tables})
    assert [check.name for check in told.checks if check.passed is None] == [name]


def test_the_verdict_is_not_moved_by_any_check() -> None:
    none = dict.fromkeys(("session_effects", "from_open", "without_company", "winsorised"), (-9.0, 9.0))
    told = found(
        effects=two_companies(),
        robustness=robustness(**none, reverse=(0.1, 0.3)),
        granger=granger(0.9, 0.001),
        events=events(car=0.05),
        event_tests=event_tests(before=0.001),
        calibration=calibration(0.2),
        clock_curve=curve(-9.0, 9.0),
    )
    assert (told.verdict, told.n_passed, told.n_made) == ("negative_lead", 1, 10)
    assert checks(told)["companies_agree"] is True


@pytest.mark.parametrize(
    ("p", "before", "passed"), [(0.318, 0.05, (False, True)), (0.316, 0.0499, (True, False))]
)
def test_the_level_itself_rejects_nothing(p: float, before: float, passed: tuple[bool, bool]) -> None:
    told = checks(found(event_tests=event_tests(p, before)))
    assert (told["events"], told["no_forerun"]) == passed


def test_placebo_holds_where_the_interval_reaches_down_to_the_level() -> None:
    assert checks(found(calibration=calibration(0.05)))["placebo"] is True
    assert checks(found(calibration=calibration(0.0501)))["placebo"] is False


def test_a_lead_upwards_asks_for_events_upwards() -> None:
    up = found(effects=effects(20.0), events=events(car=0.05))
    assert (up.verdict, checks(up)["events"]) == ("positive_lead", True)
    assert checks(found(effects=effects(20.0)))["events"] is False


def test_the_lead_is_the_pooled_row_at_the_horizon_and_no_other() -> None:
    lead = found().lead
    assert (lead.bp_per_sd, lead.low, lead.high, lead.pvalue) == (-20.0, -30.0, -10.0, 0.001)
    assert (lead.nobs, lead.n_companies, lead.covariance, lead.mde_bp) == (900, 3, "x", 14.0)


def test_a_horizon_without_a_pooled_row_is_told() -> None:
    told = conclude({"effects": effects()}, horizon=7, window=(0, 1))
    assert (told.verdict, told.lead.reason) == ("not_testable", "no_pooled_effect horizon=7")


def test_a_lead_that_could_not_be_made_keeps_its_reason_and_has_no_money() -> None:
    unmade = effects(np.nan, np.nan, low=np.nan, high=np.nan, reason="too_few_sessions least=30")
    told = conclude(
        {"effects": unmade}, horizon=1, window=(0, 1), market_values=(MarketValue("A", "EUR", 5e9),)
    )
    assert (told.verdict, told.lead.reason, told.lead.bp_per_sd) == (
        "not_testable",
        "too_few_sessions least=30",
        None,
    )
    assert told.money == ()


def test_without_market_values_there_is_no_money() -> None:
    assert found().money == ()


def test_a_family_without_a_primary_order_is_not_read() -> None:
    told = found(granger=granger(0.01, 0.01).assign(primary=False))
    for direction in (told.forward, told.backward):
        assert (direction.lag_order, direction.n_tested, direction.companies) == (None, 0, ())


def test_the_backward_direction_is_told_with_its_companies() -> None:
    told = found(granger=granger(0.9, 0.01))
    assert (told.backward.cause, told.backward.effect) == ("abnormal_ret", "negativity")
    assert (told.backward.n_rejected, told.backward.companies) == (1, ("A",))
    assert told.forward.n_rejected == 0


def test_the_names_of_the_two_series_are_those_asked_for() -> None:
    tables = {"granger": granger(0.01, 0.6).replace("abnormal_ret", "ret")}
    assert conclude(tables, horizon=1, window=(0, 1), effect="ret").forward.n_rejected == 1
    assert conclude(tables, horizon=1, window=(0, 1)).forward.n_tested == 0


def test_a_window_that_was_not_tested_is_told() -> None:
    reaction = conclude({"events": events(), "event_tests": event_tests()}, horizon=1, window=(3, 4)).reaction
    assert (reaction.caar_bp, reaction.pvalue) == (None, None)
    assert reaction.reason == "no_test_of_window test=adjusted_bmp start=3 end=4"
    assert reaction.n_events == 3


def test_mean_interval_and_p_value_of_the_reaction_are_those_of_the_one_test() -> None:
    own = event_tests().assign(location=-0.015, low=-0.03, high=-0.001)
    reaction = found(event_tests=own).reaction
    assert (reaction.caar_bp, reaction.low, reaction.high) == pytest.approx((-150, -300, -10))


def test_a_test_without_an_interval_leaves_the_plain_mean_and_no_bounds() -> None:
    reaction = found(event_tests=event_tests().assign(location=np.nan, low=np.nan, high=np.nan)).reaction
    assert reaction.caar_bp == pytest.approx(-200)
    assert (reaction.low, reaction.high) == (None, None)


def test_events_without_the_told_window_are_not_among_those_of_the_mean() -> None:
    late = events().assign(reason="", sessions_after=[10, 10, 10, 0])
    reaction = found(events=late).reaction
    assert (reaction.n_events, reaction.n_open) == (3, 1)
    assert not reaction.follows


def test_attention_is_read_from_its_own_row() -> None:
    told = found().attention
    assert (told.effect.value, told.pvalue, told.tied) == (7.0, 0.001, False)
    tied = effects().assign(innovation_pvalue=lambda t: t["innovation_pvalue"] / 100)
    assert found(effects=tied).attention.tied is True


def test_the_largest_move_of_a_share_is_found() -> None:
    daily = pd.DataFrame(
        {
            "company": ["A", "A", "B"],
            "session": pd.to_datetime(["2024-01-02", "2024-01-03", "2024-01-02"]),
            "ret": [0.01, np.nan, -2.3],
        }
    )
    extremes = found(daily=daily).extremes
    assert (extremes.company, extremes.session, extremes.ret) == ("B", "2024-01-02", -2.3)
    assert found().extremes.company == ""


def test_of_one_company_nothing_is_asked_that_takes_several() -> None:
    asked = set(checks(found()))
    assert asked.isdisjoint({"companies_agree", "without_one", "session_effects"})
    assert {"from_open", "no_extremes", "no_reverse"} < asked


def test_the_lead_is_that_of_negativity_wherever_its_row_stands() -> None:
    assert found(effects=effects().iloc[[3, 0, 1, 2, 4]]).lead.bp_per_sd == -20.0


def test_money_is_told_at_the_horizon_of_the_study() -> None:
    table = effects()
    later = table.iloc[[0]].assign(horizon=2, bp_per_sd=1.0, low=0.5, high=1.5)
    talk = table.iloc[[0]].assign(measure="attention", bp_per_sd=2.0, low=1.5, high=2.5)
    told = conclude(
        {"effects": pd.concat([table, later, talk])},
        horizon=1,
        window=(0, 1),
        market_values=(MarketValue("A", "EUR", 1e4),),
    )
    assert [money.per_sd for money in told.money] == [99.0]


def test_a_company_without_an_interval_is_worth_nothing_that_can_be_told() -> None:
    table = effects()
    table.loc[0, ["low", "high"]] = np.nan
    told = conclude(
        {"effects": table}, horizon=1, window=(0, 1), market_values=(MarketValue("A", "EUR", 1e4),)
    )
    assert told.money == ()


def test_attention_is_that_of_all_companies() -> None:
    table = effects()
    own = table.iloc[[3]].assign(company="A", bp_per_sd=70.0)
    assert found(effects=pd.concat([own, table])).attention.effect.value == 7.0


def test_attention_at_the_level_itself_is_not_tied() -> None:
    table = effects()
    table.loc[3, "innovation_pvalue"] = 0.05
    assert found(effects=table).attention.tied is False


def test_a_window_is_read_by_both_of_its_ends() -> None:
    tests = event_tests()
    before = tests.iloc[[0]].assign(window_start=-1, pvalue=0.7)
    longer = tests.iloc[[0]].assign(window_end=5, pvalue=0.8)
    assert found(event_tests=pd.concat([before, longer, tests])).reaction.pvalue == 0.01


def test_tests_that_could_not_be_made_are_counted_apart() -> None:
    forward = found().forward
    assert (forward.n_tested, forward.n_untested) == (2, 1)


def test_an_event_that_could_not_be_used_is_found_and_not_among_those_of_the_mean() -> None:
    """Its return of the window is there, and so is its reason."""
    table = events().assign(**{"car_(0,1)": [-0.02, -0.03, -0.01, -0.5]})
    reaction = found(events=table).reaction
    assert (reaction.n_events, reaction.n_found) == (3, 4)
    assert reaction.caar_bp == pytest.approx(-200.0)


def test_an_order_above_that_of_the_study_is_not_read() -> None:
    family = granger(0.01, 0.6)
    higher = family[family["lag_order"] == 1].assign(lag_order=6)
    told = found(granger=pd.concat([family, higher]))
    assert (told.forward.n_tested, told.backward.n_tested, told.backward.n_rejected) == (2, 2, 0)


@pytest.mark.parametrize(("sessions_after", "n_open"), [([0, 1, 2, 10], 1), ([1, 1, 1, 1], 0)])
def test_an_event_is_open_until_the_last_session_of_its_window(
    sessions_after: list[int], n_open: int
) -> None:
    assert found(events=events().assign(sessions_after=sessions_after)).reaction.n_open == n_open
