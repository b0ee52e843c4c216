"""How many companies each analysis has. Expected values: by hand, from tables that each test changes."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from tests.reports.fakes import empty_tables, fake_results, without_tables

from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections._company_counts import ANALYSES, companies_of, counts_table, missing_of
from naysay.reports.words import Words
from naysay.study.about import Language


def without_mood_of(results: Results, *companies: str) -> Results:
    """The results with a reason in the place of the mood of ``companies``, and a mood of all others."""
    rows = results.tables["mood"].assign(reliability=0.4, reason="", reason_values="")
    unknown = rows["company"].isin(companies)
    rows.loc[unknown, "reliability"] = np.nan
    rows.loc[unknown, "reason"] = "too_few_sessions"
    rows.loc[unknown, "reason_values"] = "least=20"
    return replace(results, tables={**results.tables, "mood": rows})


@pytest.mark.parametrize(("language", "expected"), [("en", "12 companies"), ("de", "12 Unternehmen")])
def test_the_count_that_leads_is_that_of_the_test_that_decides(language: Language, expected: str) -> None:
    assert companies_of(fake_results(), "lead", Words(language)) == expected
    assert missing_of(fake_results(), "lead", Words(language)) == ""


@pytest.mark.parametrize(
    ("language", "expected", "why"),
    [
        (
            "en",
            "11 of the 12 companies (not Jäger Chips KGaA: fewer than 20 complete sessions)",
            " (not Jäger Chips KGaA: fewer than 20 complete sessions)",
        ),
        (
            "de",
            "11 der 12 Unternehmen (ohne Jäger Chips KGaA: weniger als 20 vollständige Handelstage)",
            " (ohne Jäger Chips KGaA: weniger als 20 vollständige Handelstage)",
        ),
    ],
)
def test_another_count_stands_with_its_reason(language: Language, expected: str, why: str) -> None:
    results = without_mood_of(fake_results(language=language), "C02")
    assert companies_of(results, "mood", Words(language)) == expected
    assert missing_of(results, "mood", Words(language)) == why


@pytest.mark.parametrize(
    ("language", "end"), [("en", "Süßstoff AG and 3 more: "), ("de", "Süßstoff AG und 3 weitere: ")]
)
def test_many_missing_companies_are_counted_in_a_sentence(language: Language, end: str) -> None:
    results = without_mood_of(fake_results(), *(f"C{place:02d}" for place in range(1, 7)))
    assert f"Österreich Öl SE, Jäger Chips KGaA, {end}" in companies_of(results, "mood", Words(language))


def test_companies_without_an_event_are_named_with_that_reason() -> None:
    results = fake_results(companies=3)
    events = results.tables["events"].assign(reason="", reason_values="")
    events = events[events["company"] != "C01"]
    results = replace(results, tables={**results.tables, "events": events})
    told = companies_of(results, "events", Words("en"))
    assert told == "2 of the 3 companies (not Österreich Öl SE: no event found)"


def test_a_study_of_one_company_counts_it_in_words() -> None:
    results = without_mood_of(fake_results(companies=1), "C00")
    assert companies_of(results, "mood", Words("en")).startswith("no company (not Müller Maschinenbau AG: ")
    assert companies_of(results, "mood", Words("de")).startswith("kein Unternehmen (ohne Müller")
    assert counts_table(results, Words("en")) == ()


def test_the_table_has_the_leading_count_in_bold_and_each_reason() -> None:
    (block,) = counts_table(without_mood_of(fake_results(), "C02"), Words("en"))
    assert isinstance(block, TableBlock)
    rows = {row[0]: row[1:] for row in block.rows}
    assert rows["Test that the answer rests on"] == ("12", "none")
    assert rows["Effect of the mood itself"] == ("11", "Jäger Chips KGaA: fewer than 20 complete sessions")
    assert block.rows[block.strong[0]][0] == "Test that the answer rests on"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Every analysis has all 3 companies of the study."),
        ("de", "Jede Auswertung umfasst alle 3 Unternehmen der Studie."),
    ],
)
def test_one_sentence_stands_where_every_analysis_has_all(language: Language, sentence: str) -> None:
    results = without_mood_of(fake_results(companies=3))
    only = {name: results.tables[name] for name in ("mood", "effects")}
    (block,) = counts_table(replace(results, tables=only), Words(language))
    assert isinstance(block, Paragraph)
    assert block.text == sentence


@pytest.mark.parametrize("analysis", ANALYSES[1:])
def test_an_analysis_that_was_not_made_has_a_dash(analysis: str) -> None:
    for results in (without_tables(fake_results()), empty_tables(fake_results())):
        assert companies_of(results, analysis, Words("en")) == "–"
        assert missing_of(results, analysis, Words("en")) == ""
