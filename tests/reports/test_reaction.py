"""What the section on the reaction says. Expected values: sentences by hand, from figures set in the test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results, missing_numbers
from tests.reports.plain_text import plain

from naysay.analysis.evidence import Doubt
from naysay.analysis.findings import Estimate
from naysay.reports.blocks import Block, Columns, Figure, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words
from naysay.study.about import Language

WINDOWS = ("window_start", "window_end")


def flat(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Columns):
            yield from flat((*block.left, *block.right))
        else:
            yield block


def built(results: Results, language: Language = "en") -> list[Block]:
    return list(flat(section("reaction").build(results, Words(language)).blocks))


def said(results: Results, language: Language = "en") -> str:
    paragraphs = [block for block in built(results, language) if isinstance(block, Paragraph)]
    return plain(" ".join(block.text for block in paragraphs))


def figures(results: Results, language: Language = "en") -> dict[str, Figure]:
    return {block.name: block for block in built(results, language) if isinstance(block, Figure)}


def around(values: dict[tuple[int, int], tuple[float, float, float]]) -> Results:
    """The study's test with these means and intervals in its windows."""
    results = fake_results()
    tests = results.tables["event_tests"].copy()
    for (first, last), (mean, low, high) in values.items():
        here = (tests["window_start"] == first) & (tests["window_end"] == last)
        assert here.any()
        tests.loc[here, ["location", "low", "high"]] = [mean, low, high]
    return replace(results, tables={**results.tables, "event_tests": tests})


@pytest.mark.parametrize(
    ("language", "before", "after"),
    [
        ("en", "On the trading day before, it was ", "; on trading day 1 after it "),
        ("de", "Am Handelstag davor waren es ", "; am Handelstag 1 danach "),
    ],
)
def test_a_part_of_one_session_is_told_in_the_singular(language: Language, before: str, after: str) -> None:
    results = around(CALM)
    tests = results.tables["event_tests"].copy()
    tests[list(WINDOWS)] = tests[list(WINDOWS)].replace({-10: -1, 5: 1, 10: 1})
    told = said(replace(results, tables={**results.tables, "event_tests": tests}), language)
    assert before in told
    assert after in told


CALM = {(-10, -1): (0.001, -0.01, 0.012), (0, 0): (-0.002, -0.005, 0.001), (1, 5): (-0.007, -0.015, 0.001)}
FALL = {**CALM, (1, 5): (-0.0124, -0.02, -0.0048)}
EARLY = {**CALM, (-10, -1): (-0.02, -0.03, -0.01), (0, 0): (-0.011, -0.018, -0.004)}


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "In the 10 trading days before, it was +0.10 % (−1.00 to +1.20 %); on the day itself −0.20 "
            "% (−0.50 "
            "to +0.10 %); on trading days 1 to 5 after it −0.70 % (−1.50 to +0.10 %). None of these "
            "can be told "
            "from zero.",
        ),
        (
            "de",
            "In den 10 Handelstagen davor waren es +0,10 % (−1,00 bis +1,20 %); am Tag selbst −0,20 % (−0,50 "
            "bis +0,10 %); an den Handelstagen 1 bis 5 danach −0,70 % (−1,50 bis +0,10 %). Keiner dieser "
            "Werte ist von null zu unterscheiden.",
        ),
    ],
)
def test_before_on_and_after_the_day(language: Language, expected: str) -> None:
    assert expected in said(around(CALM), language)


def test_what_differs_from_zero_is_named() -> None:
    assert "Different from zero: the value after." in said(around(FALL))
    text = said(around(EARLY), "de")
    assert "Von null zu unterscheiden: der Wert davor, der Wert am Tag selbst." in text
    assert "Die Kurse bewegten sich also schon vor diesem Tag." in text
    assert "Am Tag selbst kann die Kursbewegung älter sein als die Beiträge." in text


def test_the_name_of_the_test_stands_in_a_footnote_alone() -> None:
    results = fake_results()
    assert "BMP" not in said(results)
    notes = [block.note for block in built(results) if isinstance(block, Paragraph) and block.note]
    assert any("BMP" in note for note in notes)


def test_a_test_without_intervals_is_said_to_give_none() -> None:
    results = fake_results()
    tests = results.tables["event_tests"].assign(low=NAN, high=NAN)
    languages: dict[Language, str] = {"en": "it gives no interval", "de": "er gibt kein Intervall"}
    for language, expected in languages.items():
        blocks = built(replace(results, tables={**results.tables, "event_tests": tests}), language)
        notes = " ".join(block.note for block in blocks if isinstance(block, Paragraph))
        assert expected in notes
    assert not any("no interval" in block.note for block in built(results) if isinstance(block, Paragraph))


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_alternative_text_of_the_path_has_each_part_with_its_interval(language: Language) -> None:
    alt = plain(figures(around(FALL), language)["around"].alt)
    assert ("−1.24 % (−2.00 to −0.48 %)" if language == "en" else "−1,24 % (−2,00 bis −0,48 %)") in alt


def test_a_study_without_events_says_so_and_draws_no_path() -> None:
    results = fake_results()
    tables = {
        name: table.iloc[:0] if name in ("events", "caar", "event_tests") else table
        for name, table in results.tables.items()
    }
    empty = replace(results, tables=tables)
    assert said(empty, "de").startswith("Im Zeitraum gibt es keine Ereignisse")
    assert "around" not in figures(empty)


def ways(forward: Estimate, back: Estimate) -> Results:
    results = fake_results()
    lead = replace(results.findings.lead, bp_per_sd=forward.value, low=forward.low, high=forward.high)
    reverse = replace(results.findings.reverse, effect=back)
    return replace(results, findings=replace(results.findings, lead=lead, reverse=reverse))


YES, NO = Estimate(-12.0, -18.0, -6.0), Estimate(-1.0, -7.0, 5.0)
BACK, NOT_BACK = Estimate(-0.03, -0.05, -0.01), Estimate(-0.01, -0.03, 0.01)


@pytest.mark.parametrize(
    ("forward", "back", "english", "german"),
    [
        (YES, NOT_BACK, "Only posts moving first can be shown: a rise in negative posts is followed by "
         "lower returns.",
         "Nachweisbar ist nur, dass die Beiträge vorangehen: Auf einen Anstieg negativer Beiträge folgen "
         "niedrigere Renditen."),
        (Estimate(9.0, 2.0, 16.0), NOT_BACK, "is followed by higher returns.", "folgen höhere Renditen."),
        (NO, BACK, "Only prices moving first can be shown;",
         "Nachweisbar ist nur, dass der Kurs vorangeht;"),
        (YES, BACK, "Both happen:", "Beides kommt vor:"),
        (NO, NOT_BACK, "Neither can be shown to move before the other.",
         "Keines geht dem anderen nachweisbar voraus."),
    ],
)  # fmt: skip
def test_which_moves_first(forward: Estimate, back: Estimate, english: str, german: str) -> None:
    assert english in said(ways(forward, back))
    assert german in said(ways(forward, back), "de")


@pytest.mark.parametrize(
    ("back", "english", "german"),
    [
        (NOT_BACK, "Whether prices had moved before it remains open: the times of the posts are in doubt.",
         "Ob sich die Kurse nicht doch vorher bewegten, ist offen: An den Uhrzeiten bestehen Zweifel."),
        (BACK, "Which moves first remains open: the times of the posts are in doubt.",
         "Was sich zuerst bewegt, ist offen: An den Uhrzeiten bestehen Zweifel."),
    ],
)  # fmt: skip
@pytest.mark.parametrize("doubt", ["clock", "quiet_afternoon", "later"])
def test_nothing_is_said_to_move_first_with_a_clock_in_doubt(
    back: Estimate, english: str, german: str, doubt: Doubt
) -> None:
    results = ways(YES, back)
    evidence = replace(results.findings.evidence, doubts=(doubt,))
    results = replace(results, findings=replace(results.findings, evidence=evidence))
    assert english in said(results)
    assert german in said(results, "de")
    assert "go first" not in said(results)


@pytest.mark.parametrize(
    ("after", "english", "german"),
    [
        (
            4,
            "expected ones around 5 events (4 to 5 for each part).",
            "um 5 Ereignisse (je Abschnitt 4 bis 5):",
        ),
        (5, "expected ones around 5 events.", "um 5 Ereignisse:"),
    ],
)
def test_the_events_behind_the_parts_are_counted_where_they_differ(
    after: int, english: str, german: str
) -> None:
    results = around(CALM)
    tests = results.tables["event_tests"].assign(n_events=5)
    tests.loc[(tests["window_start"] == 1) & (tests["window_end"] == 5), "n_events"] = after
    reaction = replace(results.findings.reaction, n_events=after, n_found=5)
    findings = replace(results.findings, reaction=reaction)
    results = replace(results, findings=findings, tables={**results.tables, "event_tests": tests})
    assert english in said(results)
    assert german in said(results, "de")
    notes = " ".join(block.note for block in built(results) if isinstance(block, Paragraph))
    assert f"Events: 5 before; 5 on the day itself; {after} after." in notes


@pytest.mark.parametrize(
    ("back", "english", "german"),
    [
        (BACK, "After a usual fall in the price, posts became more negative by 3.0 % of a usual swing (95 % "
               "interval +1.0 to +5.0 %).",
         "Nach einem üblichen Kursverlust wurden die Beiträge negativer, um 3,0 % einer üblichen Schwankung "
         "(95-%-Intervall +1,0 bis +5,0 %)."),
        (Estimate(0.03, 0.01, 0.05), "posts became less negative by 3.0 %",
         "wurden die Beiträge weniger negativ, um 3,0 %"),
        (NOT_BACK, "That more negative posts follow falls in the price cannot be shown (95 % interval −1.0 "
                   "to +3.0 %).",
         "Dass auf Kursverluste negativere Beiträge folgen, ist nicht nachweisbar (95-%-Intervall −1,0 bis "
         "+3,0 %)."),
        (Estimate(None, None, None), "could not be estimated", "ließ sich nicht schätzen"),
    ],
)  # fmt: skip
def test_what_posts_do_after_a_fall_of_the_price(back: Estimate, english: str, german: str) -> None:
    assert english in said(ways(YES, back))
    assert german in said(ways(YES, back), "de")


def test_a_study_without_sizes_says_the_returns_after_posts_where_it_says_the_order() -> None:
    results = ways(YES, NOT_BACK)
    tables = {**results.tables, "size": results.tables["size"].iloc[:0]}
    text = said(replace(results, tables=tables))
    assert "the return on the next trading day was 12 bp lower (95 % interval −18 to −6)." in text


def sized(**values: tuple[float, float, float]) -> Results:
    results = fake_results()
    size = results.tables["size"].copy()
    for name, cells in values.items():
        here = (size["company"] == "POOLED") & (size["direction"] == "forward") & (size["quantity"] == name)
        size.loc[here, ["value", "low", "high"]] = list(cells)
    return replace(results, tables={**results.tables, "size": size})


NAN = float("nan")


@pytest.mark.parametrize(
    ("values", "english", "german"),
    [
        ({}, "Added up, it was largest after 3 trading days: −18 bp (95 % interval −35 to −7).",
         "Aufsummiert war er nach 3 Handelstagen am größten: −18 Bp (95-%-Intervall −35 bis −7)."),
        ({"peak_session": (1.0, 1.0, 4.0)}, "it was largest on the very first trading day",
         "schon nach dem ersten Handelstag am größten"),
        ({"peak_session": (NAN, NAN, NAN)}, "how long it lasts cannot be determined",
         "wie lange er anhält, lässt sich nicht bestimmen"),
        ({"half_life": (4.2, 2.0, 7.1)},
         "Half of this was gone 4.2 trading days later (95 % interval 2.0 to 7.1).",
         "Die Hälfte davon war 4,2 Handelstage später verschwunden (95-%-Intervall 2,0 bis 7,1)."),
        ({}, "When half of this is gone remains open: 1.9 trading days after the peak at the earliest.",
         "Wann die Hälfte davon verschwunden ist, ist offen: frühestens 1,9 Handelstage nach dem "
         "Höchstpunkt."),
        ({"half_life": (NAN, NAN, NAN)}, "When half of this is gone cannot be determined.",
         "Wann die Hälfte davon verschwunden ist, lässt sich nicht bestimmen."),
        ({}, "After 10 trading days, a part was reversed: 42 % (95 % interval 10 to 120 %).",
         "Nach 10 Handelstagen hatte sich ein Teil davon zurückgebildet: 42 % (95-%-Intervall 10 bis "
         "120 %)."),
        ({"reverted_10": (0.29, 0.0, 1.38)}, "so whether the difference lasts remains open.",
         "Nach 10 Handelstagen hatten sich 29 % davon zurückgebildet (95-%-Intervall 0 bis 138 %); offen"),
        ({"reverted_10": (0.2, -0.1, 0.6)}, "the difference had not disappeared altogether.",
         "Ganz verschwunden war der Unterschied nicht."),
    ],
)  # fmt: skip
def test_how_large_and_how_long(
    values: dict[str, tuple[float, float, float]], english: str, german: str
) -> None:
    assert english in said(sized(**values))
    assert german in said(sized(**values), "de")


def test_the_companies_are_counted_by_their_direction() -> None:
    results = fake_results()
    effects = results.tables["effects"].copy()
    own = (effects["measure"] == "as measured") & (effects["horizon"] == 1) & (effects["company"] != "POOLED")
    effects.loc[own, ["bp_per_sd", "low", "high"]] = [-5.0, -9.0, -1.0]
    effects.loc[own & effects["company"].isin(["C00", "C01"]), ["bp_per_sd", "low", "high"]] = [
        2.0,
        -3.0,
        7.0,
    ]
    changed = replace(results, tables={**results.tables, "effects": effects})
    assert "points down for 10 of 12 companies; for 10, zero lies outside" in said(changed)
    german = "Nach unten weist die Schätzung bei 10 von 12 Unternehmen; bei 10 liegt null außerhalb"
    assert german in said(changed, "de")
    alt = plain(figures(changed)["company_chart"].alt)
    assert "+2.0 bp (95 % interval −3.0 to +7.0)" in alt


def test_one_company_has_no_chart_of_companies() -> None:
    assert "company_chart" not in figures(fake_results(companies=1))


def test_of_many_companies_those_left_out_are_named_and_counted() -> None:
    results = fake_results(companies=60)
    (left_out,) = [
        block.text for block in built(results) if isinstance(block, Paragraph) and "Not shown" in block.text
    ]
    assert left_out.startswith("Shown are the 40 companies with the most precise estimates. Not shown: ")
    assert len(left_out.split(",")) == 20
    focus = results.study["company"][0]["name"]
    assert focus not in left_out or results.focus != "C00"


def test_companies_without_an_estimate_are_named() -> None:
    results = fake_results()
    effects = results.tables["effects"].copy()
    effects.loc[effects["company"] == "C02", "bp_per_sd"] = np.nan
    changed = replace(results, tables={**results.tables, "effects": effects})
    assert "Ohne Schätzung: Jäger Chips KGaA." in said(changed, "de")


def test_numbers_that_are_missing_are_not_made_up() -> None:
    results = missing_numbers(fake_results("not_testable"))
    assert figures(results) == {}
    assert not pd.Series(said(results)).str.contains(r"\d", regex=True).any()
