"""Tables as journals print them. Expected values: by hand, from numbers that each test writes itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results, missing_numbers
from tests.reports.plain_text import plain

from naysay.analysis.methods import all_tables
from naysay.reports.blocks import Block, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._journal import errors_in_words, estimate_cells, journal_table, missing_rows
from naysay.reports.sections.files import SHOWN_IN
from naysay.reports.words import Words, phrases

EN, DE = Words("en"), Words("de")


def with_rows(results: Results, name: str, **cells: object) -> Results:
    return replace(results, tables={**results.tables, name: results.tables[name].assign(**cells)})


def parts(results: Results, name: str, words: Words = EN) -> tuple[list[TableBlock], list[str]]:
    """The tables of a section and its paragraphs."""
    blocks: tuple[Block, ...] = section(name).build(results, words).blocks
    tables = [block for block in blocks if isinstance(block, TableBlock)]
    return tables, [plain(block.text) for block in blocks if isinstance(block, Paragraph)]


@pytest.mark.parametrize(
    ("words", "cells"),
    [
        (EN, ("−12.3", "3.0", "−18.2 to −6.4", "0.004", "2,724")),
        (DE, ("−12,3", "3,0", "−18,2 bis −6,4", "0,004", "2.724")),
    ],
)
def test_an_estimate_stands_with_its_error_interval_p_and_n(words: Words, cells: tuple[str, ...]) -> None:
    row = {"bp": -12.3, "se": 3.0, "low": -18.2, "high": -6.4, "pvalue": 0.0041, "nobs": 2724}
    assert tuple(map(plain, estimate_cells(row, words, estimate="bp", digits=1))) == cells


def test_what_is_missing_is_a_dash_in_each_cell() -> None:
    assert estimate_cells({"bp": np.nan}, EN, estimate="bp", digits=1) == ("–", "–", "–", "–", "–")


def test_returns_are_written_in_percent_with_a_sign() -> None:
    row = {"estimate": 0.0123, "se": 0.004, "low": 0.002, "high": 0.0226, "pvalue": 0.02, "n_events": 60}
    cells = estimate_cells(row, EN, estimate="estimate", digits=2, scale=100)
    assert tuple(map(plain, cells)) == ("+1.23", "0.40", "0.20 to 2.26", "0.020", "60")


def test_a_table_without_rows_is_no_table() -> None:
    assert journal_table(EN, caption="", header=("n",), rows=(), notes=("a",)) == ()


def test_notes_stand_below_the_table_and_empty_ones_are_left_out() -> None:
    table, notes = journal_table(
        DE, caption="c", header=("company", "n"), rows=[("A", "1")], notes=("x.", "")
    )
    assert isinstance(table, TableBlock)
    assert table.header == ("Unternehmen", "n")
    assert table.align == ("left", "right")
    assert isinstance(notes, Paragraph)
    assert (notes.text, notes.tone) == ("Anmerkungen: x.", "small")


@pytest.mark.parametrize(
    ("words", "covariance", "expected"),
    [
        (EN, "CR3_session", "jackknife clustered by session (CR3)"),
        (DE, "CR3_session", "Jackknife, nach Handelstagen geclustert (CR3)"),
        (EN, "HC1", "Standard errors (SE): HC1."),
        (DE, "HC3", "HC3, robust gegen Heteroskedastizität"),
    ],
)
def test_standard_errors_are_named(words: Words, covariance: str, expected: str) -> None:
    assert expected in errors_in_words(covariance, words)


def test_a_dash_has_its_reason_and_how_often_it_stands() -> None:
    reasons = ["", "no_complete_session", "too_few_sessions least=20", "no_complete_session"]
    told = missing_rows(reasons, EN)
    assert told == "–: not estimated, since: no complete session (2); fewer than 20 complete sessions (1)."
    assert missing_rows(["", ""], EN) == ""


@pytest.mark.parametrize("words", [EN, DE])
def test_the_horizon_named_beforehand_is_bold_and_has_the_findings_numbers(words: Words) -> None:
    results = fake_results(language=words.language)
    (horizons, *_), told = parts(results, "effects", words)
    assert [horizons.rows[place][0] for place in horizons.strong] == ["1"]
    expected = {"en": ("−12.3", "−18.2 to −6.4"), "de": ("−12,3", "−18,2 bis −6,4")}[words.language]
    row = tuple(map(plain, horizons.rows[horizons.strong[0]]))
    assert (row[1], row[3]) == expected
    assert "CR3" in told[0]


def test_the_clock_curve_has_its_numbers_and_the_share_of_posts_moved() -> None:
    results = with_rows(fake_results(), "clock_curve", bp_per_sd=-3.25, se=1.0, moved_share=0.125)
    clock = parts(results, "effects")[0][-1]
    assert {plain(row[1]) for row in clock.rows} == {"−3.2"}
    assert {plain(row[-1]) for row in clock.rows} == {"12.5 %"}
    assert [clock.rows[place][0] for place in clock.strong] == ["0"]


def test_granger_tests_of_both_directions_stand_in_one_row_a_company() -> None:
    results = fake_results(companies=3)
    results = with_rows(results, "granger", statistic=2.5, pvalue_bh=0.031, partial_r2=0.0123, nobs=321)
    (companies, *_), told = parts(results, "granger")
    assert [row[0] for row in companies.rows] == [
        "Müller Maschinenbau AG",
        "Österreich Öl SE",
        "Jäger Chips KGaA",
    ]
    assert tuple(map(plain, companies.rows[0][1:])) == ("2.50", "0.031", "1.2 %", "321") * 2
    assert "Tested: posts to returns 3 companies; returns to posts 3 companies." in told[0]


def test_rejections_are_counted_by_lag_order() -> None:
    results = with_rows(fake_results(companies=3), "granger", pvalue=0.01, pvalue_bh=0.2)
    orders = parts(results, "granger")[0][1]
    assert {row[1:4] for row in orders.rows} == {("3", "0", "3")}


def test_tables_that_no_page_shows_are_named_with_their_file_and_rows() -> None:
    windows = pd.DataFrame({"company": ["C00"] * 1200})
    results = fake_results()
    results = replace(results, tables={**results.tables, "granger_windows": windows})
    told = parts(results, "granger")[1][-1]
    assert "tables/granger_windows.csv, with 1,200 rows." in told


@pytest.mark.parametrize(("words", "expected"), [(EN, "break"), (DE, "Bruch")])
def test_each_series_has_its_tests_and_what_they_lead_to(words: Words, expected: str) -> None:
    results = with_rows(fake_results(), "stationarity", pvalue=0.02, decision="break")
    (series, *_), _ = parts(results, "series", words)
    cell = {"en": "0.020", "de": "0,020"}[words.language]
    assert series.rows[0][1:] == (cell, cell, expected) * 3


def test_the_mood_has_its_parameters_and_the_companies_that_identify_it() -> None:
    results = with_rows(fake_results(), "mood", reliability=0.4, rho=0.9, rho_se=np.nan, reason="")
    tables, told = parts(results, "series")
    mood = next(table for table in tables if "Reliability" in table.header)
    assert mood.rows[0][1] == "0.40"
    assert mood.rows[0][4:6] == ("0.900", "–")
    assert any("Used in the effect of the mood: 12 companies." in text for text in told)


def test_tests_by_ranks_have_no_interval() -> None:
    results = fake_results()
    told = {row[0]: row for row in parts(results, "event_tests")[0][0].rows}
    assert told["Corrado rank"][3:5] == ("–", "–")
    assert told["adjusted BMP"][3] != "–"


def test_other_outcomes_stand_side_by_side_with_their_means() -> None:
    results = with_rows(fake_results(), "volume_tests", estimate=0.22, se=0.05)
    outcomes = parts(results, "event_tests")[0][1]
    assert outcomes.header == ("Test", "Held", "p", "Volume", "p", "Variance", "p")
    notes = parts(results, "event_tests")[1][1]
    assert "Volume: mean +0.22 (SE 0.05)." in notes


def test_slopes_over_events_are_told_with_their_errors() -> None:
    cells = {"estimate": -0.0123, "se": 0.004, "low": -0.02, "high": -0.004, "pvalue": 0.003, "nobs": 60}
    results = with_rows(fake_results(), "car_regression", reason="", **cells)
    regression = parts(results, "event_tests")[0][-1]
    assert regression.rows[0][0] == "Constant"
    assert tuple(map(plain, regression.rows[1][1:])) == ("−1.23", "0.40", "−2.00 to −0.40", "0.003", "60")


def test_every_table_of_a_run_has_words_and_a_place() -> None:
    names = {one.name for one in all_tables()} | {"daily", "abnormal"}
    assert {name for name in names if not EN.knows(f"files.{name}")} == set(), "add it below [files]"
    headings = {key.partition(".heading")[0] for key in phrases("en") if ".heading" in key}
    assert set(SHOWN_IN.values()) - headings == set()


@pytest.mark.parametrize(
    ("words", "alone", "shown"),
    [(EN, "file alone", "Appendix: Granger tests"), (DE, "nur Datei", "Anhang: Granger-Tests")],
)
def test_files_are_listed_with_their_rows_and_where_they_are_shown(
    words: Words, alone: str, shown: str
) -> None:
    results = fake_results(language=words.language)
    ((table,), _) = parts(results, "files", words)
    rows = {row[0]: row for row in table.rows}
    assert rows["tables/daily.csv"][2:] == (alone, "–")
    n = words.numbers.count(len(results.tables["granger"]))
    assert rows["tables/granger.csv"][2:] == (shown, n)


@pytest.mark.parametrize("name", ["effects", "granger", "event_tests", "series"])
def test_where_nothing_was_estimated_dashes_stand_and_no_zero(name: str) -> None:
    results = missing_numbers(fake_results("not_testable"))
    for table in parts(results, name)[0]:
        counts = {place for place, heading in enumerate(table.header) if heading == "Tested"}
        for row in table.rows:
            cells = {cell for place, cell in enumerate(row) if place not in {0, *counts}}
            assert not {"0", "0.0", "0.00", "0.000"} & cells, (table.caption, row)


@pytest.mark.parametrize(
    ("words", "format_", "expected"),
    [
        (EN, "table", "Posts: a table, "),
        (DE, "table", "Beiträge: eine Tabelle, "),
        (DE, "own_format", "Beiträge: „own_format“, "),
    ],
)
def test_a_format_is_named_in_words(words: Words, format_: str, expected: str) -> None:
    results = fake_results(language=words.language)
    posts = {**results.study["posts"], "format": format_}
    results = replace(results, study={**results.study, "posts": posts})
    assert any(text.startswith(expected) for text in parts(results, "methods", words)[1])
