"""What a report counts as found, covered, largest and adjusted.

Expected values: p-values of Benjamini and Hochberg by hand, and the side of each boundary that the level of
5 % and the interval of 95 % put a number on. The texts are made-up results with the numbers that decide.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import answer, fake_results
from tests.reports.plain_text import plain

from naysay.analysis.findings import Attention, Direction, Estimate
from naysay.analysis.mood_lead import MoodLead
from naysay.reports.blocks import Bullets, Columns, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._reading import company_name, effects, pooled, reasons_counted
from naysay.reports.words import Words


def blocks(results: Results, name: str, kind: type) -> list[Any]:
    """The blocks of one kind in a section, those in columns too."""
    every = []
    for block in section(name).build(results, Words("en")).blocks:
        every += (*block.left, *block.right) if isinstance(block, Columns) else (block,)
    return [block for block in every if isinstance(block, kind)]


def sides(results: Results) -> tuple[str, str]:
    """The list, in the section on evidence, of what passes its test, and of what does not."""
    passes, fails = blocks(results, "evidence", Bullets)[-2:]
    return plain(" ".join(passes.items)), plain(" ".join(fails.items))


def with_findings(**changes: Any) -> Results:
    results = fake_results("no_evidence")
    return replace(results, findings=replace(results.findings, **changes))


def with_table(results: Results, name: str, table: pd.DataFrame) -> Results:
    return replace(results, tables={**results.tables, name: table})


@pytest.mark.parametrize(
    ("planted", "covered"),
    [
        (-12.0, True),
        (-18.0, True),
        (-6.0, True),
        (-18.001, False),
        (-5.999, False),
        (0.0, False),
        (9.0, False),
    ],
)
def test_an_interval_covers_what_lies_between_its_ends_and_the_ends(planted: float, covered: bool) -> None:
    results = fake_results("negative_lead", planted_bp=planted)
    lead = replace(results.findings.lead, bp_per_sd=-12.0, low=-18.0, high=-6.0)
    none = MoodLead(reason="no_post_counts")
    told = plain(answer(replace(results, findings=replace(results.findings, lead=lead, mood=none))))
    assert ("the interval covers what was put in" in told) is covered
    assert ("the interval does not cover what was put in" in told) is not covered


@pytest.mark.parametrize(
    ("planted", "covered"), [(-31.0, True), (-11.0, True), (-31.001, False), (-10.999, False), (0.0, False)]
)
def test_where_there_is_a_mood_its_interval_is_held_against_what_was_put_in(
    planted: float, covered: bool
) -> None:
    results = fake_results("negative_lead", planted_bp=planted)
    mood = MoodLead(-21.0, -31.0, -11.0, 0.001, 14.0, 12, 0.4)
    told = plain(answer(replace(results, findings=replace(results.findings, mood=mood))))
    assert "−21 for the mood itself (95 % interval −31 to −11)" in told
    assert ("the interval for the mood covers what was put in" in told) is covered
    assert ("the interval for the mood does not cover what was put in" in told) is not covered


@pytest.mark.parametrize(("planted", "covered"), [(-18.0, True), (-18.1, False)])
def test_a_study_of_the_mood_holds_its_own_interval_against_what_was_put_in(
    planted: float, covered: bool
) -> None:
    fake = fake_results("negative_lead", planted_bp=planted)
    study = {**fake.study, "chatter": {**fake.study["chatter"], "measure": "mood"}}
    lead = replace(fake.findings.lead, bp_per_sd=-12.0, low=-18.0, high=-6.0)
    told = plain(answer(replace(fake, study=study, findings=replace(fake.findings, lead=lead))))
    assert "−12 basis points for the mood itself (95 % interval −18 to −6)" in told
    assert "as measured" not in told
    assert ("the interval covers what was put in" in told) is covered


def test_p_values_of_companies_are_adjusted_over_the_companies() -> None:
    """Of .01, .03, .04 and .5: .01 x 4, then the smaller of .03 x 4 / 2 and .04 x 4 / 3, and .5.

    The common estimate is no company and takes no part.
    """
    results = fake_results(companies=4)
    effects = results.tables["effects"].copy()
    for company, pvalue in {"C00": 0.01, "C01": 0.04, "C02": 0.03, "C03": 0.5, "POOLED": 1e-9}.items():
        effects.loc[effects["company"] == company, "pvalue"] = pvalue
    (table,) = blocks(with_table(results, "effects", effects), "companies", TableBlock)
    place = table.header.index("p (BH)")
    adjusted = {row[0]: row[place] for row in table.rows}
    assert adjusted == {
        "All companies": "–",
        "Müller Maschinenbau AG": "0.040",
        "Österreich Öl SE": "0.053",
        "Jäger Chips KGaA": "0.053",
        "Süßstoff AG": "0.500",
    }


@pytest.mark.parametrize(
    ("low", "high", "holds"),
    [(-30.0, -5.0, True), (5.0, 30.0, True), (-5.0, 30.0, False), (-30.0, 0.0, False), (0.0, 30.0, False)],
)
def test_a_later_effect_is_found_where_its_band_leaves_zero_out_on_either_side(
    low: float, high: float, holds: bool
) -> None:
    results = fake_results("no_evidence")
    effects = results.tables["effects"].copy()
    last = (effects["company"] == "POOLED") & (effects["horizon"] == 10)
    effects.loc[last, ["low_joint", "high_joint"]] = [low, high]
    passes, fails = sides(with_table(results, "effects", effects))
    assert ("10 trading days" in passes) is holds
    assert ("10 trading days" in fails) is not holds


@pytest.mark.parametrize(("pvalue", "holds"), [(0.0499, True), (0.05, False), (0.0501, False)])
def test_what_is_below_five_percent_is_found(pvalue: float, holds: bool) -> None:
    reaction = replace(fake_results("no_evidence").findings.reaction, pvalue=pvalue)
    reverse = replace(
        fake_results("no_evidence").findings.reverse, effect=Estimate(0.2, 0.1, 0.3), pvalue=pvalue
    )
    attention = Attention(Estimate(-9.0, -12.0, -6.0), pvalue, False)
    for changed, said in (
        ({"reaction": reaction}, "−0.61 %"),
        ({"reverse": reverse}, "0.200"),
        ({"attention": attention}, "many posts"),
    ):
        passes, fails = sides(with_findings(**changed))
        assert (said in passes) is holds
        assert (said in fails) is not holds


@pytest.mark.parametrize("rejected", [0, 1])
def test_one_company_whose_test_rejects_is_enough_to_be_named(rejected: int) -> None:
    forward = Direction("negativity", "abnormal_ret", 5, 12, 0, rejected, ("C01",)[:rejected])
    passes, fails = sides(with_findings(forward=forward))
    assert ("for 1 of 12 companies: Österreich Öl SE" in passes) is bool(rejected)
    assert ("any of the 12 companies" in fails) is not rejected


@pytest.mark.parametrize(
    ("low", "high", "detectable"), [(-5.0, 5.0, True), (0.0, 5.0, True), (-5.0, 0.0, True), (1.0, 5.0, False)]
)
def test_a_detectable_size_stands_beside_an_interval_that_holds_zero(
    low: float, high: float, detectable: bool
) -> None:
    results = fake_results(companies=2)
    effects = results.tables["effects"].copy()
    effects.loc[effects["company"] == "C00", ["low", "high"]] = [low, high]
    (table,) = blocks(with_table(results, "effects", effects), "companies", TableBlock)
    (row,) = [row for row in table.rows if row[0] == "Müller Maschinenbau AG"]
    assert (row[table.header.index("Detectable")] != "") is detectable


UNTESTED = fake_results("not_testable").findings


@pytest.mark.parametrize("tested", ["lead", "forward"])
def test_that_nothing_differs_is_said_where_one_test_was_made(tested: str) -> None:
    """Of all tests only that of the lead, or the Granger tests of companies, could be made."""
    made = fake_results("no_evidence").findings
    forward = replace(UNTESTED.forward, n_tested=12)
    change = {"forward": forward} if tested == "forward" else {"lead": made.lead, "verdict": "no_evidence"}
    results = replace(fake_results("not_testable"), findings=replace(UNTESTED, **change))
    passes, _ = sides(with_table(results, "effects", results.tables["effects"].iloc[:0]))
    assert passes == "Nothing differs from zero at the 5 % level that was set beforehand."


def differing(less: int, more: int) -> Results:
    def some(number: int, size: float) -> tuple[Estimate, ...]:
        return tuple(Estimate(size, size - 5, size + 5, f"C{i:02d}") for i in range(number))

    companies = fake_results("no_evidence").findings.companies
    return with_findings(
        companies=replace(companies, pvalue=0.001, less=some(less, -20.0), more=some(more, 30.0))
    )


@pytest.mark.parametrize(("less", "more", "holds"), [(1, 0, True), (0, 1, True), (0, 0, False)])
def test_companies_that_differ_are_found_on_either_side(less: int, more: int, holds: bool) -> None:
    passes, fails = sides(differing(less, more))
    assert ("Returned less" in passes) is holds
    assert ("Returned less" in fails) is not holds


def test_of_six_companies_four_are_named_and_two_are_counted() -> None:
    passes, _ = sides(differing(6, 1))
    assert "Süßstoff AG (−20 bp) and 2 more; returned more: Müller Maschinenbau AG (30 bp)" in passes


def test_at_the_longest_horizon_itself_there_is_nothing_later() -> None:
    results = fake_results("no_evidence")
    lead = replace(results.findings.lead, horizon=10)
    passes, fails = sides(replace(results, findings=replace(results.findings, lead=lead)))
    # The lead and attention are told over ten sessions; a sentence on what comes later would be the third.
    assert f"{passes} {fails}".count("10 trading days") == 2


def test_of_many_companies_those_with_the_smallest_p_value_of_either_direction_are_tabled() -> None:
    """C05 has its small p-value backwards, C07 none at all; the others lie in between."""
    results = fake_results(companies=13)
    granger = results.tables["granger"].copy()
    granger["pvalue_bh"] = 0.5
    forward = granger["cause"] == "negativity"
    granger.loc[(granger["company"] == "C05") & forward, "pvalue_bh"] = 0.999
    granger.loc[(granger["company"] == "C05") & ~forward, "pvalue_bh"] = 0.01
    granger.loc[granger["company"] == "C07", "pvalue_bh"] = 0.99
    (table,) = blocks(with_table(results, "granger", granger), "lead_lag", TableBlock)
    names = [row[0] for row in table.rows]
    assert names[0] == "Äquator Reisen"
    assert "Blaue Bank" not in names
    assert len(names) == 12


def test_twelve_companies_are_all_tabled_in_their_own_order() -> None:
    (table,) = blocks(fake_results(companies=12), "lead_lag", TableBlock)
    assert [row[0] for row in table.rows][:2] == ["Müller Maschinenbau AG", "Österreich Öl SE"]
    assert len(table.rows) == 12


def test_tests_that_could_not_be_made_are_not_among_those_that_are_adjusted_for() -> None:
    results = fake_results()
    granger = results.tables["granger"].assign(pvalue=0.5)
    granger.loc[granger.index[:7], "pvalue"] = float("nan")
    (table,) = blocks(with_table(results, "granger", granger), "lead_lag", TableBlock)
    assert f"adjusted for all {len(granger) - 7} tests" in plain(table.caption)


def test_the_company_that_weighs_most_is_named_beside_an_equal_share() -> None:
    results = fake_results(companies=4)
    effects = results.tables["effects"].copy()
    at_horizon = effects["horizon"] == results.findings.lead.horizon
    for company, weight in {"C00": 0.1, "C01": 0.2, "C02": 0.6, "C03": 0.1}.items():
        effects.loc[(effects["company"] == company) & at_horizon, "weight"] = weight
    told = " ".join(
        plain(block.text) for block in blocks(with_table(results, "effects", effects), "companies", Paragraph)
    )
    assert "Jäger Chips KGaA weighs most, with 60 %" in told
    assert "each weighted equally (25 %)" in told


def test_companies_stand_in_the_order_of_their_estimates_below_all_together() -> None:
    results = fake_results(companies=4)
    effects = results.tables["effects"].copy()
    at_horizon = effects["horizon"] == results.findings.lead.horizon
    for company, size in {"C00": 5.0, "C01": -9.0, "C02": 7.0, "C03": 0.5}.items():
        effects.loc[(effects["company"] == company) & at_horizon, "bp_per_sd"] = size
    (table,) = blocks(with_table(results, "effects", effects), "companies", TableBlock)
    assert [row[0] for row in table.rows] == [
        "All companies", "Österreich Öl SE", "Süßstoff AG", "Müller Maschinenbau AG", "Jäger Chips KGaA",
    ]  # fmt: skip


def lines(*rows: tuple[str, str, float, float, float]) -> Results:
    """The robustness list of (check, unit, value, low, high)."""
    table = pd.DataFrame(rows, columns=["check", "unit", "value", "low", "high"])
    table = table.assign(variant="", pvalue=0.5, mde=7.0, nobs=100, se=1.0, reason="", reason_values="")
    return with_table(fake_results("negative_lead"), "robustness", table)


def said_of(results: Results) -> str:
    return plain(" ".join(block.text for block in blocks(results, "robustness", Paragraph)))


def test_other_ways_to_ask_are_counted_by_their_sign_and_their_interval() -> None:
    """Six, with the plain mean of companies and the later clock: five have the sign, four of these hold."""
    told = said_of(
        lines(
            ("main", "bp", -10.0, -15.0, -5.0), ("from_open", "bp", -8.0, -12.0, -4.0),
            ("shared_slopes", "bp", -5.0, -11.0, 1.0), ("winsorised", "bp", 3.0, 1.0, 5.0),
            ("reverse", "sd", -0.3, -0.4, -0.2), ("by_sign", "bp", -9.0, -10.0, -8.0),
            ("placebo_future", "bp", 6.0, 1.0, 11.0), ("placebo_other", "bp", -6.0, -13.0, 1.0),
            ("placebo_shuffled", "bp", 6.0, 1.0, 11.0),
        )
    )  # fmt: skip
    assert "5 of 6 variants point the same way as the study, 4 of these with zero outside" in told
    assert "should give zero; that holds for 1 of 3." in told


@pytest.mark.parametrize(
    ("main", "other", "disagree"),
    [
        ((-10.0, -15.0, -5.0), (-9.0, -14.0, -4.0), False),
        ((-10.0, -15.0, -5.0), (-2.0, -9.0, 5.0), True),
        ((-10.0, -15.0, -5.0), (9.0, 4.0, 14.0), True),
        ((-2.0, -9.0, 5.0), (3.0, -4.0, 10.0), False),
        ((-2.0, -9.0, 5.0), (-9.0, -14.0, -4.0), True),
    ],
)
def test_session_effects_disagree_by_their_interval_or_their_sign(
    main: tuple[float, float, float], other: tuple[float, float, float], disagree: bool
) -> None:
    told = said_of(lines(("main", "bp", *main), ("session_effects", "bp", *other)))
    assert ("With session effects the answer is different" in told) is disagree


def test_a_line_tells_what_it_could_have_found_only_where_its_interval_holds_zero() -> None:
    results = lines(
        ("main", "bp", -10.0, -15.0, -5.0), ("from_open", "bp", -2.0, -9.0, 5.0),
        ("placebo_shuffled", "bp", 0.0, -9.0, 9.0),
    )  # fmt: skip
    (table,) = blocks(results, "robustness", TableBlock)
    assert [plain(row[5]) for row in table.rows] == ["", "7 bp", "7 bp"]
    assert [row[4] for row in table.rows] == ["0.500", "0.500", ""]
    assert table.strong == (0,)


def test_reasons_are_counted_and_the_most_frequent_comes_first() -> None:
    reasons = pd.Series(["", "no_benchmark", "no_complete_session", "no_complete_session", ""])
    told = reasons_counted(reasons, Words("en"))
    assert [part[-3:] for part in told.split("; ")] == ["(2)", "(1)"]
    assert told.startswith(Words("en").reason("no_complete_session"))


def test_pooled_effects_are_those_estimated_by_horizon() -> None:
    rows = [
        ("POOLED", "as measured", 3, 3.0), ("POOLED", "as measured", 1, 1.0),
        ("POOLED", "as measured", 2, float("nan")), ("POOLED", "attention", 1, 9.0),
        ("MEAN_GROUP", "as measured", 1, 8.0), ("C00", "as measured", 1, 7.0),
    ]  # fmt: skip
    table = pd.DataFrame(rows, columns=["company", "measure", "horizon", "bp_per_sd"])
    results = replace(fake_results(), tables={"effects": table})
    assert pooled(results)["bp_per_sd"].tolist() == [1.0, 3.0]
    assert effects(results)["company"].tolist() == ["POOLED", "POOLED", "POOLED", "C00"]


def test_a_company_without_a_name_is_called_by_its_ticker() -> None:
    results = fake_results(companies=3, names=("One AG", ""))
    assert [company_name(results, ticker) for ticker in ("C00", "C01", "C02", "ZZ")] == [
        "One AG", "C01", "C02", "ZZ",
    ]  # fmt: skip
