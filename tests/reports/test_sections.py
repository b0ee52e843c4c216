"""What sections say. Expected values: sentences written by hand for made-up results."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import LEADS, answer, empty_tables, fake_results, missing_numbers, without_tables
from tests.reports.plain_text import plain

from naysay.analysis.findings import Attention, Direction, Estimate, Reverse, Verdict
from naysay.analysis.methods.granger_checks import CHECKS
from naysay.reports.blocks import (
    Bullets,
    Checklist,
    Columns,
    Figure,
    Paragraph,
    TableBlock,
)
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

VERDICTS: tuple[Verdict, ...] = ("negative_lead", "positive_lead", "no_evidence", "not_testable")


def blocks(results: Results, name: str, kind: type) -> list:  # type: ignore[type-arg]
    """The blocks of one kind in a section, those in columns too."""
    language = results.study["study"]["language"]
    found = []
    for block in section(name).build(results, Words(language)).blocks:
        inner = (*block.left, *block.right) if isinstance(block, Columns) else (block,)
        found += [entry for entry in inner if isinstance(entry, kind)]
    return found


def last_two(lists: list) -> list:  # type: ignore[type-arg]
    """What passes its test and what does not, below all that speaks for the answer and against it."""
    return lists[-2:]


def with_lead(results: Results, **changes: object) -> Results:
    lead = replace(results.findings.lead, **changes)  # type: ignore[arg-type]
    return replace(results, findings=replace(results.findings, lead=lead))


@pytest.mark.parametrize(
    ("verdict", "language", "expected"),
    [
        (
            "negative_lead",
            "en",
            "After a usual rise in negative chatter, shares returned about 12 basis points less on the "
            "next trading day (95 % interval −18 to −6).",
        ),
        (
            "negative_lead",
            "de",
            "Nach einem üblichen Anstieg negativer Beiträge fiel die Rendite am nächsten Handelstag um rund "
            "12 Basispunkte niedriger aus als sonst (95-%-Intervall −18 bis −6).",
        ),
        (
            "positive_lead",
            "en",
            "After a usual rise in negative chatter, shares returned about 10 basis points more on the "
            "next trading day (95 % interval +2 to +17).",
        ),
        (
            "positive_lead",
            "de",
            "Nach einem üblichen Anstieg negativer Beiträge fiel die Rendite am nächsten Handelstag um rund "
            "10 Basispunkte höher aus als sonst (95-%-Intervall +2 bis +17).",
        ),
        (
            "no_evidence",
            "en",
            "There is no evidence that shares returned more or less on the next trading day after a "
            "usual rise "
            "in negative chatter: the estimate is −2.1 basis points (95 % interval −9.3 to +5.1). As "
            "measured, a difference of about 10 basis points would have been found four times out of five; "
            "for the mood itself, one of about 31.",
        ),
        (
            "no_evidence",
            "de",
            "Kein Beleg dafür, dass die Rendite am nächsten Handelstag nach einem üblichen Anstieg negativer "
            "Beiträge anders ausfällt als sonst: Die Schätzung beträgt −2,1 Basispunkte (95-%-Intervall "
            "−9,3 bis +5,1). Wie gemessen wäre ein Unterschied von rund 10 Basispunkten in vier von fünf "
            "Fällen aufgefallen, bei der Stimmung selbst einer von rund 31.",
        ),
        (
            "not_testable",
            "en",
            "Whether returns differ after negative chatter cannot be told from these data: no complete "
            "session.",
        ),
        (
            "not_testable",
            "de",
            "Ob Renditen nach negativen Beiträgen anders ausfallen, lässt sich mit diesen Daten nicht sagen: "
            "kein Handelstag mit vollständigen Angaben.",
        ),
    ],
)
def test_the_answer_is_worded_from_the_verdict(verdict: Verdict, language: str, expected: str) -> None:
    assert plain(answer(fake_results(verdict, language=language))) == expected


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "less over the next 3 trading days (95"),
        ("de", "fiel die Rendite über die nächsten 3 Handelstage um"),
    ],
)
def test_longer_horizons_are_plural(language: str, expected: str) -> None:
    assert expected in plain(answer(with_lead(fake_results(language=language), horizon=3)))


def test_without_an_interval_the_sentence_has_no_brackets() -> None:
    told = answer(with_lead(fake_results(), low=None, high=None))
    assert told.endswith("12 basis points less on the next trading day.")


def test_without_a_detectable_size_none_is_told() -> None:
    assert "four times" not in answer(with_lead(fake_results("no_evidence"), mde_bp=None))


@pytest.mark.parametrize(
    ("verdict", "planted", "expected"),
    [
        (
            "negative_lead",
            -12.0,
            "The companies are simulated: a difference of −12 basis points was put into the mood behind "
            "the posts. The study finds −12 as measured (95 % interval −18 to −6) and −25 for the mood "
            "itself (95 % interval −42 to −7); the interval for the mood covers what was put in.",
        ),
        (
            "no_evidence",
            -12.5,
            "The companies are simulated: a difference of −12.5 basis points was put into the mood behind "
            "the posts. The study finds −2.1 as measured (95 % interval −9.3 to +5.1) and −4 for the mood "
            "itself (95 % interval −26 to +17); the interval for the mood covers what was put in.",
        ),
        (
            "no_evidence",
            0.0,
            "The companies are simulated: no difference was put in (0 basis points). "
            "The study finds −2.1 as measured (95 % interval −9.3 to +5.1) and −4 for the mood "
            "itself (95 % interval −26 to +17); the interval for the mood covers what was put in.",
        ),
        (
            "not_testable",
            -12.0,
            "The companies are simulated: a difference of −12 basis points was put into the mood behind "
            "the posts. The study could not estimate it.",
        ),
    ],
)
def test_what_was_put_in_stands_beside_what_was_found(
    verdict: Verdict, planted: float, expected: str
) -> None:
    results = fake_results(verdict, planted_bp=planted)
    assert plain(answer(results)).endswith(expected)
    assert expected in [plain(block.text) for block in blocks(results, "evidence", Paragraph)]


@pytest.mark.parametrize("planted", [None, 0.0])
def test_no_evidence_stands_in_the_first_sentence(planted: float | None) -> None:
    first = answer(fake_results("no_evidence", planted_bp=planted)).split(". ")[0]
    assert "no evidence" in first


@pytest.mark.parametrize("verdict", VERDICTS)
def test_every_check_is_named_with_its_outcome(verdict: Verdict) -> None:
    results = fake_results(verdict)
    (shown,) = blocks(results, "evidence", Checklist)
    expected = [{True: "passed", False: "failed", None: "unmade"}[c.passed] for c in results.findings.checks]
    expected += ["passed"] * (results.findings.evidence.placebos.n > 0)
    assert [outcome for outcome, _, _ in shown.items] == expected
    assert len({asked for _, _, asked in shown.items}) == len(expected)


def test_a_page_without_a_lead_shows_no_check_that_needs_one() -> None:
    (shown,) = blocks(fake_results("no_evidence"), "evidence", Checklist)
    assert len(shown.items) == 4
    assert not any("difference remains" in asked for _, _, asked in shown.items)


def test_what_passes_and_what_does_not_stand_apart() -> None:
    found, other = (
        plain(" ".join(b.items)) for b in last_two(blocks(fake_results("no_evidence"), "evidence", Bullets))
    )
    assert found == "Nothing differs from zero at the 5 % level that was set beforehand."
    assert "does not help to explain the returns of any of the 12 companies tested" in other
    assert "Not tested: whether news outside the forum" in other


def test_where_nothing_was_tested_nothing_is_said_about_levels() -> None:
    found, _ = last_two(blocks(fake_results("not_testable"), "evidence", Bullets))
    assert found.items == ("Nothing, since no test could be made.",)


def test_many_companies_are_named_in_part() -> None:
    results = fake_results()
    tickers = tuple(f"C{i:02d}" for i in range(7))
    forward = Direction("negativity", "abnormal_ret", 5, 12, 0, 7, tickers)
    results = replace(results, findings=replace(results.findings, forward=forward))
    told = " ".join(last_two(blocks(results, "evidence", Bullets))[0].items)
    assert "for 7 of 12 companies: Müller Maschinenbau AG, " in told
    assert "Süßstoff AG and 3 more" in told


def test_reverse_direction_is_found_where_it_is() -> None:
    results = fake_results()
    reverse = replace(results.findings.reverse, effect=Estimate(-0.21, -0.3, -0.12), pvalue=0.0001)
    results = replace(results, findings=replace(results.findings, reverse=reverse))
    told = plain(" ".join(last_two(blocks(results, "evidence", Bullets))[0].items))
    assert "negativity of the next session differs by −0.210 standard deviations" in told


def test_without_a_pooled_reverse_direction_the_granger_tests_are_told() -> None:
    results, none = fake_results(), Estimate(None, None, None)
    backward = Direction("abnormal_ret", "negativity", 5, 12, 0, 1, ("C01",))
    findings = replace(results.findings, backward=backward, reverse=Reverse(none, None, none))
    told = " ".join(last_two(blocks(replace(results, findings=findings), "evidence", Bullets))[0].items)
    assert "Past returns also help to explain chatter for 1 of 12 companies: Österreich Öl SE." in told


def verdict_of(results: Results) -> str:
    """The first paragraph of the section on evidence."""
    return str(blocks(results, "evidence", Paragraph)[0].text)


def differing(results: Results, odd: tuple[Estimate, ...], others: Estimate) -> Results:
    companies = replace(
        results.findings.companies, pvalue=0.0001, odd=odd, others=others,
        less=tuple(Estimate(-30.0 + i, -40.0, -20.0, f"C{i:02d}") for i in range(7)),
        more=(Estimate(60.0, 40.0, 80.0, "C07"),),
    )  # fmt: skip
    findings = replace(results.findings, companies=companies, caveats=("companies_differ",))
    return replace(results, findings=findings)


@pytest.mark.parametrize("verdict", ["negative_lead", "no_evidence"])
def test_where_companies_differ_the_answer_says_so_first(verdict: Verdict) -> None:
    results = differing(
        fake_results(verdict), (Estimate(60.0, 40.0, 80.0, "C01"),), Estimate(-22.0, -27.0, -17.0)
    )
    told = plain(verdict_of(results))
    assert told.startswith("The companies differ. On the next trading day after a usual rise")
    assert "shares of Österreich Öl SE returned about 60 basis points more" in told
    assert "the other 11 together returned about 22 basis points less" in told
    assert told.endswith("describes none of them.")


def test_the_rest_may_show_no_difference() -> None:
    results = differing(fake_results(), (Estimate(-120.0, -140.0, -100.0, "C00"),), Estimate(-1.6, -6.2, 2.9))
    assert "for the other 11 together no difference can be told from zero" in plain(verdict_of(results))


@pytest.mark.parametrize("odd", [0, 4])
def test_companies_are_counted_where_none_or_many_stand_apart(odd: int) -> None:
    named = tuple(Estimate(30.0, 20.0, 40.0, f"C{i:02d}") for i in range(odd))
    told = plain(verdict_of(differing(fake_results(), named, Estimate(-5.0, -9.0, -1.0))))
    assert "shares of 7 of 12 companies returned less and of 1 more" in told


def test_what_a_reader_must_know_stands_below_the_verdict() -> None:
    results = fake_results()
    hinge = Estimate(-1.2, -6.0, 3.6, "C01")
    findings = replace(
        results.findings,
        companies=replace(results.findings.companies, hinge=hinge),
        session_effects=Estimate(-0.5, -5.0, 4.0),
        extremes=replace(results.findings.extremes, winsorised=Estimate(-3.0, -8.0, 2.0), ret=math.log(0.1)),
        caveats=("one_company", "session_effects", "extremes"),
    )
    told = [plain(block.text) for block in blocks(replace(results, findings=findings), "evidence", Paragraph)]
    assert told[1].startswith("This hangs on one company: without Österreich Öl SE the estimate is −1.2")
    assert "Between companies on the same session the difference does not show" in told[2]
    assert "The largest move of a share is −90 % (Müller Maschinenbau AG, 3 May 2024)" in told[3]


@pytest.mark.parametrize(
    ("tied", "pvalue", "expected"),
    [
        (False, 0.31, "No difference in returns on the next trading day after unusually many posts"),
        (True, 0.0001, "Tone and number of posts rise together here"),
    ],
)
def test_attention_is_told_only_where_it_can_be_told_apart(tied: bool, pvalue: float, expected: str) -> None:
    results = fake_results()
    attention = Attention(Estimate(-9.0, -12.0, -6.0), pvalue, tied)
    results = replace(results, findings=replace(results.findings, attention=attention))
    found, other = (plain(" ".join(b.items)) for b in last_two(blocks(results, "evidence", Bullets)))
    assert expected in other
    assert "many posts" not in found


def test_attention_that_counts_is_found() -> None:
    results = fake_results()
    attention = Attention(Estimate(-9.0, -12.0, -6.0), 0.0001, False)
    results = replace(results, findings=replace(results.findings, attention=attention))
    found, _ = (plain(" ".join(b.items)) for b in last_two(blocks(results, "evidence", Bullets)))
    assert (
        "After sessions with unusually many posts, whatever their tone, returns on the next "
        "trading day differ" in found
    )


def test_a_quiet_reverse_direction_shows_the_correlation_of_the_same_session() -> None:
    (shown,) = blocks(fake_results(), "evidence", Checklist)
    assert any("correlation on the same session −0.34" in plain(asked) for _, _, asked in shown.items)


def with_open_events(results: Results) -> Results:
    """The last five events are 3, 0, 1, 2 and 4 sessions old."""
    events = results.tables["events"].sort_values("session").reset_index(drop=True)
    last = events.index[-5:]
    events.loc[last, "reason"] = ""
    events.loc[last, "sessions_after"] = [3, 0, 1, 2, 4]
    return replace(results, tables={**results.tables, "events": events})


def columns_text(results: Results) -> str:
    told = blocks(results, "event_study", Paragraph)
    return " ".join(plain(block.text) for block in told)


@pytest.mark.parametrize(
    ("language", "found"),
    [
        ("en", ["Still open, and not in the mean over sessions +1 to +5", "(so far, 4 of 5) and 2 more."]),
        ("de", ["Noch nicht abgeschlossen", "(bisher 4 von 5); weitere: 2."]),
    ],
)
def test_events_that_are_still_open_are_named_with_how_far_they_are(language: str, found: list[str]) -> None:
    told = columns_text(with_open_events(fake_results(language=language)))
    assert all(text in told for text in found)
    results = fake_results()
    events = results.tables["events"]
    closed = {**results.tables, "events": events[events["sessions_after"] >= 5]}
    assert "so far" not in columns_text(replace(results, tables=closed))


def test_a_test_without_an_interval_prints_none_and_says_so() -> None:
    results = fake_results()
    reaction = replace(results.findings.reaction, test="grank_t", low=None, high=None)
    told = columns_text(replace(results, findings=replace(results.findings, reaction=reaction)))
    assert "it gives no interval" in told
    assert "95 % interval" not in told


def test_a_window_with_the_session_of_the_storm_is_not_told_as_after_it() -> None:
    results = fake_results()
    reaction = replace(results.findings.reaction, window=(0, 1))
    mixed = replace(results, findings=replace(results.findings, reaction=reaction))
    told = " ".join(plain(item) for block in blocks(mixed, "evidence", Bullets) for item in block.items)
    n = results.findings.reaction.n_events
    assert n > 0
    assert f"After {n}" not in told
    assert f"Around {n}" in told


def test_the_test_that_counts_stands_in_every_window_and_all_others_in_an_appendix() -> None:
    (windows,) = blocks(fake_results(), "event_study", TableBlock)
    shown = [plain(row[0]) for row in windows.rows]
    assert shown == ["−10 to −1", "0", "0 to +1", "+1 to +5", "−10 to +10"]
    assert [shown[place] for place in windows.strong] == ["+1 to +5"]
    told = blocks(fake_results(), "event_tests", TableBlock)[0]
    assert len(told.rows) == 17
    assert told.rows[told.strong[0]][0] == "adjusted BMP"


def test_what_was_held_and_traded_stands_beside_the_tests_to_be_trusted_there() -> None:
    """The means of the run are replaced: -0.58 % held, 1.25 times the volume, 1.6 times the variance."""
    results = fake_results()
    means = {"buy_and_hold": -0.0058, "volume_tests": math.log(1.25), "volatility_tests": math.log(1.6)}
    tables = {name: results.tables[name].assign(estimate=mean) for name, mean in means.items()}
    results = replace(results, tables={**results.tables, **tables})
    told = plain(" ".join(block.text for block in blocks(results, "event_study", Paragraph)))
    assert "Held through these sessions instead of summed up, the shares returned 0.58 % less" in told
    assert "Trading volume was 1.25 times normal" in told
    assert "the variance of abnormal returns 1.60 times" in told


def with_reaction(**changes: object) -> Results:
    results = fake_results()
    reaction = replace(results.findings.reaction, **changes)  # type: ignore[arg-type]
    return replace(results, findings=replace(results.findings, reaction=reaction))


def with_table(results: Results, name: str, **cells: object) -> Results:
    return replace(results, tables={**results.tables, name: results.tables[name].assign(**cells)})


@pytest.mark.parametrize(("test", "weighed"), [("adjusted_bmp", True), ("cross_sectional_t", False)])
def test_the_mean_of_the_events_is_told_with_its_interval_and_its_weights(test: str, weighed: bool) -> None:
    told = columns_text(with_reaction(test=test, n_events=7, n_found=9))
    mean = "The mean abnormal return in sessions +1 to +5, over 7 events, is −0.61 % (95 % interval −1.04 to "
    assert told.startswith(f"{mean}−0.18 %), p = 0.004. All three numbers come from one test")
    assert ("weighs an event the less" in told) == weighed
    assert "7 of 9 events entered, of 12 companies: sessions on which negativity stood" in told


def test_events_of_a_file_are_named_by_the_study() -> None:
    results = fake_results()
    for given in ({"events_file": "events.csv"}, {"events": [{"company": "C00", "session": "2024-06-03"}]}):
        study = {**results.study, "event_study": {**results.study["event_study"], **given}}
        told = columns_text(replace(results, study=study))
        assert "entered, of 12 companies; the study names them." in told
        assert "sessions on which" not in told


def test_other_windows_show_the_mean_of_the_test_or_else_the_plain_one() -> None:
    results = fake_results()
    tests = results.tables["event_tests"]
    start = pd.to_numeric(tests["window_start"])
    results = with_table(
        results, "event_tests", estimate=0.0345, location=np.where(start == -10, 0.0123, np.nan)
    )
    (windows,) = blocks(results, "event_study", TableBlock)
    assert [plain(row[1]) for row in windows.rows] == ["+1.23", "+3.45", "+3.45", "+3.45", "+1.23"]


def test_a_window_that_ends_like_the_one_told_is_another_window() -> None:
    results = fake_results()
    tests = results.tables["event_tests"]
    longer = tests[(tests["window_start"] == 1) & (tests["window_end"] == 5)].assign(window_start=-1)
    both = {**results.tables, "event_tests": pd.concat([tests, longer], ignore_index=True)}
    (windows,) = blocks(replace(results, tables=both), "event_study", TableBlock)
    assert plain(windows.rows[-1][0]) == "−1 to +5"
    assert [plain(windows.rows[place][0]) for place in windows.strong] == ["+1 to +5"]
    assert len(blocks(replace(results, tables=both), "event_tests", TableBlock)[0].rows) == 17


def test_what_was_held_has_a_p_value_of_its_own_and_volume_needs_variance() -> None:
    results = with_table(fake_results(), "buy_and_hold", estimate=-0.0058, pvalue=0.0421)
    told = columns_text(results)
    assert "the shares returned 0.58 % less than normal, p = 0.042 (" in told
    assert "Trading volume" in told
    without = columns_text(with_table(results, "volatility_tests", estimate=np.nan))
    assert "Held through these sessions" in without
    assert "Trading volume" not in without


def one_open_event(results: Results, passed: int, reason: str = "") -> str:
    events = results.tables["events"].assign(reason=reason, sessions_after=99).sort_values("session")
    events.loc[events.index[0], "sessions_after"] = passed
    return columns_text(replace(results, tables={**results.tables, "events": events}))


@pytest.mark.parametrize(
    ("window", "passed", "told"),
    [
        ((1, 5), 0, "(so far, 0 of 5)"),
        ((1, 5), 4, "(so far, 4 of 5)"),
        ((-1, 3), 2, "(so far, 2 of 3)"),
        ((3, 7), 2, "(so far, 0 of 5)"),
        ((3, 7), 4, "(so far, 2 of 5)"),
    ],
)
def test_an_open_event_counts_the_sessions_of_the_window_that_passed(
    window: tuple[int, int], passed: int, told: str
) -> None:
    assert told in one_open_event(with_reaction(window=window), passed)


def test_an_event_that_is_closed_or_was_set_aside_is_not_open() -> None:
    assert "so far" not in one_open_event(fake_results(), 5)
    assert "so far" not in one_open_event(fake_results(), 2, "too_few_sessions_before_event")


def test_events_set_aside_are_counted_by_reason() -> None:
    results = fake_results()
    aside = int((results.tables["events"]["reason"] == "too_few_sessions_before_event").sum())
    text = " ".join(block.text for block in blocks(results, "event_study", Paragraph))
    assert f"too few sessions before the event ({aside})" in text
    assert "may hold price moves that are older than the posts" in text


def test_both_directions_stand_in_one_table() -> None:
    results = fake_results()
    (shown,) = blocks(results, "lead_lag", TableBlock)
    tests = results.tables["granger"].query("company == 'C00' and lag_order == 5")
    row = next(row for row in shown.rows if row[0] == "Müller Maschinenbau AG")
    p = Words("en").numbers.pvalue
    expected = [
        text
        for cause in ("negativity", "abnormal_ret")
        for test in [tests[tests["cause"] == cause].iloc[0]]
        for text in (f"{test['statistic']:.2f}", p(test["pvalue"]), p(test["pvalue_bh"]))
    ]
    (n,) = set(tests["nobs"])
    assert row[1:] == (*expected, str(n))


def test_the_table_of_many_companies_is_short() -> None:
    (shown,) = blocks(fake_results(companies=40), "lead_lag", TableBlock)
    assert len(shown.rows) == 12
    assert "the 12 smallest adjusted p-values of 40 companies" in shown.caption


def test_all_companies_together_stand_first_and_bold() -> None:
    (shown,) = blocks(fake_results(), "companies", TableBlock)
    assert shown.strong == (0,)
    assert shown.rows[0][0] == "All companies"


def test_one_company_needs_no_comparison() -> None:
    content = section("companies").build(fake_results(companies=1), Words("en"))
    assert content.drawings == {}
    assert [len(b.rows) for b in content.blocks if isinstance(b, TableBlock)] == [2]


def test_the_method_of_the_answer_stands_in_larger_print_before_the_others() -> None:
    results = fake_results()
    study = {**results.study["study"], "methods": ["robustness", "granger", "projections"]}
    told = blocks(replace(results, study={**results.study, "study": study}), "methods", Paragraph)[:3]
    assert [block.tone for block in told] == ["normal", "small", "small"]
    assert "HC3 covariance" in told[1].text


def with_stationarity(results: Results, *decisions: tuple[str, str, str]) -> Results:
    rows = [
        {"company": company, "series": series, "test": test, "decision": decision}
        for company, series, decision in decisions
        for test in ("adf", "kpss", "zivot_andrews")
    ]
    return replace(results, tables={**results.tables, "stationarity": pd.DataFrame(rows)})


def test_series_that_wander_are_named_and_others_are_not() -> None:
    results = with_stationarity(
        fake_results(),
        ("C00", "negativity", "unit_root"),
        ("C00", "ret", "stationary"),
        ("C01", "abnormal_ret", "unit_root"),
        ("C01", "negativity", "break"),
        ("C02", "negativity", "untested"),
    )
    told = [block.text for block in blocks(results, "methods", Paragraph) if "Zivot" in block.text]
    second = next(c["name"] for c in results.study["company"] if c["ticker"] == "C01")
    assert told == [
        "Unit-root tests (ADF, KPSS, Zivot-Andrews): 2 of 4 series have no level they return to "
        f"(negativity of Müller Maschinenbau AG, abnormal returns of {second}). Such series belong in "
        "differences; read what rests on their levels with care."
    ]


def test_where_no_series_wanders_nothing_is_said_of_it() -> None:
    results = with_stationarity(fake_results(), ("C00", "negativity", "stationary"))
    assert not any("Zivot" in block.text for block in blocks(results, "methods", Paragraph))


def test_of_many_series_that_wander_six_are_named() -> None:
    many = [(f"C{i:02d}", "negativity", "unit_root") for i in range(8)]
    results = with_stationarity(fake_results(companies=10), *many)
    (told,) = [block.text for block in blocks(results, "methods", Paragraph) if "Zivot" in block.text]
    assert told.count("negativity of") == 6
    assert ", …)" in told
    six = with_stationarity(fake_results(companies=10), *many[:6])
    (told,) = [block.text for block in blocks(six, "methods", Paragraph) if "Zivot" in block.text]
    assert told.count("negativity of") == 6
    assert "…" not in told


def test_without_prewhitening_the_chart_shows_the_series_as_they_are() -> None:
    results = fake_results()
    raw = results.tables["correlation"].query("measure == 'raw'")
    results = replace(results, tables={**results.tables, "correlation": raw})
    left = blocks(results, "lead_lag", Figure)[0]
    assert "correlation of negativity and returns by the sessions" in left.caption
    assert "lead_lag" in section("lead_lag").build(results, Words("en")).drawings


def test_the_stamp_says_what_is_needed_to_run_again() -> None:
    results = fake_results()
    text = blocks(results, "methods", Paragraph)[-1].text
    python = results.stamp["python"]
    assert f"naysay 0.1.0 · study 3f9ac1000000 · inputs 0bd1e4000000 · seed 7 · Python {python}" in text


@pytest.mark.parametrize("name", ["event_study", "lead_lag", "companies"])
@pytest.mark.parametrize("without", [without_tables, empty_tables])
def test_what_was_not_asked_for_is_said(name: str, without) -> None:  # type: ignore[no-untyped-def]
    content = section(name).build(without(fake_results()), Words("en"))
    assert len(content.blocks) == 2
    assert content.drawings == {}


@pytest.mark.parametrize("language", ["en", "de"])
def test_a_check_that_was_not_made_shows_no_empty_numbers(language: str) -> None:
    results = fake_results("not_testable", language=language)
    checks = tuple(replace(check, passed=None) for check in fake_results().findings.checks)
    results = replace(results, findings=replace(results.findings, checks=checks))
    (shown,) = blocks(results, "evidence", Checklist)
    assert {outcome for outcome, _, _ in shown.items} == {"unmade"}
    assert len(shown.items) == len(checks)
    assert not [asked for _, _, asked in shown.items if "–" in asked]


@pytest.mark.parametrize(("tested", "told"), [((3, 2), 1), ((0, 2), 0), ((3, 0), 0), ((0, 0), 0)])
def test_directions_are_counted_only_where_both_were_tested(tested: tuple[int, int], told: int) -> None:
    results = fake_results()
    ways = {
        name: replace(getattr(results.findings, name), n_tested=n, n_rejected=0, companies=())
        for name, n in zip(("forward", "backward"), tested, strict=True)
    }
    results = replace(results, findings=replace(results.findings, **ways))
    sentences = [block.text for block in blocks(results, "lead_lag", Paragraph)]
    assert sum("Chatter helps to explain returns for" in text for text in sentences) == told


@pytest.mark.parametrize(
    ("language", "told"), [("en", "Without one company"), ("de", "Ohne ein Unternehmen")]
)
def test_a_line_that_names_no_company_says_what_it_would_leave_out(language: str, told: str) -> None:
    results = fake_results(language=language)
    lines = results.tables["robustness"].copy()
    unmade = lines["check"] == lines["check"].iloc[-1]
    lines.loc[unmade, ["check", "variant", "reason", "reason_values"]] = (
        "without_company",
        "",
        "one_company",
        "",
    )
    lines.loc[unmade, ["value", "se", "low", "high", "pvalue"]] = float("nan")
    results = replace(results, tables={**results.tables, "robustness": lines})
    lists = blocks(results, "robustness", Bullets)
    assert [item for block in lists for item in block.items if item.startswith(f"{told}: ")]


@pytest.mark.parametrize(
    ("language", "minutes", "told"),
    [("en", 1, "less 1 minute;"), ("en", 15, "less 15 minutes;"), ("de", 1, "um 1 Minute vorgezogen,")],
)
def test_the_cutoff_is_told_in_minutes(language: str, minutes: int, told: str) -> None:
    results = fake_results(language=language)
    chatter = {**results.study["chatter"], "cutoff": minutes}
    results = replace(results, study={**results.study, "chatter": chatter})
    assert told in plain(" ".join(block.text for block in blocks(results, "methods", Paragraph)))


def test_leads_cover_every_verdict() -> None:
    assert tuple(LEADS) == VERDICTS


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    ("sentiment", "quoted"),
    [
        ({"scorer": "vader", "options": {}}, ("vader", "50", "22", "51")),
        ({"scorer": "finance", "options": {}}, ("finance", "77", "92", "61", "51")),
        ({"scorer": "german", "options": {}}, ("german", "81", "83", "48", "52", "53")),
        ({"scorer": "auto", "options": {}}, ("auto", "77", "92", "61", "53")),
        ({"scorer": "finance", "options": {"lexicon": "data/own.tsv"}}, ("finance", "naysay evaluate")),
        ({"scorer": "transformer", "options": {"model": "m"}}, ("transformer", "naysay evaluate")),
    ],
)
def test_the_limits_quote_what_was_measured_of_the_scorer(
    language: str, sentiment: dict[str, object], quoted: tuple[str, ...]
) -> None:
    fake = fake_results(language=language)
    results = replace(fake, study={**fake.study, "sentiment": sentiment})
    (limits,) = blocks(results, "methods", Bullets)
    (told,) = [item for item in limits.items if str(sentiment["scorer"]) in item]
    assert all(part in told for part in quoted)
    assert ("discussion comments" if language == "en" else "Diskussionsbeiträgen") in told


def test_checks_beside_the_granger_tests_are_told_where_a_study_asks_for_them() -> None:
    """A panel's p-value as it is; of companies how many lie below 5 %."""
    fake = fake_results()
    assert len(blocks(fake, "lead_lag", TableBlock)) == 1
    rows = [
        ("pooled_driscoll_kraay", "POOLED", "negativity", 0.012, ""),
        ("pooled_driscoll_kraay", "POOLED", "abnormal_ret", 0.4, ""),
        *(("quantile", f"C{i}", "negativity", 0.01 * i, "") for i in range(1, 9)),
        *(("quantile", f"C{i}", "abnormal_ret", np.nan, "collinear_regressors") for i in range(1, 9)),
        ("ivx", "C1", "negativity", 0.2, ""),
    ]
    frame = pd.DataFrame(rows, columns=["test", "company", "cause", "pvalue", "reason"])
    tests = frame.reindex(columns=list(CHECKS.columns))
    results = replace(fake, tables={**fake.tables, "granger_checks": tests})
    found = blocks(results, "lead_lag", TableBlock)[1]
    assert [tuple(plain(cell) for cell in row) for row in found.rows] == [
        ("All companies together (Driscoll-Kraay)", "p = 0.012", "p = 0.400"),
        ("Bad sessions (quantile)", "4 of 8 companies", "–"),
        ("If chatter lingers (IVX)", "0 of 1 company", "–"),
    ]
    told = [block.text for block in blocks(results, "lead_lag", Paragraph)]
    assert any("8 tests without a result" in text or "collinear regressors (8)" in text for text in told)


@pytest.mark.parametrize(("forum", "told"), [("one", "one source"), ("folder", "the forums named")])
def test_the_limits_say_from_where_the_posts_are(forum: str, told: str) -> None:
    fake = fake_results()
    results = replace(fake, study={**fake.study, "posts": {**fake.study["posts"], "forum": forum}})
    (limits,) = blocks(results, "methods", Bullets)
    assert sum(told in item for item in limits.items) == 1


def test_where_companies_differ_the_lists_tell_who_and_not_the_mean() -> None:
    results = differing(fake_results(), (), Estimate(-5.0, -9.0, -1.0))
    found, _ = (plain(" ".join(b.items)) for b in last_two(blocks(results, "evidence", Bullets)))
    assert found.startswith("Returned less, by tests of their own: Müller Maschinenbau AG (−30 bp), ")
    assert "and 3 more; returned more: Blaue Bank (60 bp)." in found


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            (
                "Too few sessions for all lags: 3 of 12 companies;",
                "explain them exactly: 39 company-sessions.",
            ),
        ),
        (
            "de",
            (
                "Verzögerungen: 3 von 12 Unternehmen;",
                "sie vollständig erklären: 39 Unternehmens-Handelstage.",
            ),
        ),
    ],
)
def test_sessions_and_lags_that_were_lost_are_told_below_the_companies(
    language: str, expected: tuple[str, str]
) -> None:
    results = fake_results(language=language)
    told = " ".join(block.text for block in blocks(results, "companies", Paragraph))
    assert not any(plain(sentence) in plain(told) for sentence in expected)
    effects = results.tables["effects"].assign(n_short=0, n_fitted=0)
    effects.loc[effects["company"] == "POOLED", ["n_short", "n_fitted"]] = [3, 39]
    lost = replace(results, tables={**results.tables, "effects": effects})
    told = " ".join(block.text for block in blocks(lost, "companies", Paragraph))
    assert all(sentence in plain(told) for sentence in expected)


@pytest.mark.parametrize(("language", "word"), [("en", "no p of its own"), ("de", "eigenes p hat sie nicht")])
def test_the_shuffled_line_has_no_p_and_the_page_says_so(language: str, word: str) -> None:
    results = fake_results(language=language)
    (shown,) = blocks(results, "robustness", TableBlock)
    row = next(row for row in shown.rows if "Placebo, shuffled" in row[0] or "Placebo, gemischt" in row[0])
    assert row[4] == ""
    assert word in " ".join(block.text for block in blocks(results, "robustness", Paragraph))


def test_the_methods_tell_how_reliable_the_mood_is_and_who_has_none() -> None:
    fake = fake_results()
    mood = pd.DataFrame(
        {"company": ["A", "B", "C"], "reliability": [0.2, 0.4, 0.01], "reason": ["", "", "mood_unreliable"],
         "reason_values": ["", "", "least=0.05"]}
    )  # fmt: skip
    results = replace(fake, tables={**fake.tables, "mood": mood})
    (told,) = [plain(b.text) for b in blocks(results, "methods", Paragraph) if b.text.startswith("Mood:")]
    assert "30 % on average (20 to 40 %) for 2 of 3 companies; left out: less than 0.05 of " in told
    assert told.count("(1)") == 1


def test_without_any_test_of_direction_there_is_no_table_of_them() -> None:
    results = missing_numbers(fake_results("not_testable"))
    assert blocks(results, "lead_lag", TableBlock) == []
