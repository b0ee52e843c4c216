"""What a report says of earlier versions, of the registration and of the ledger.

Expected values: by hand, from the histories that each test writes.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from tests.reports.fakes import fake_results
from tests.reports.histories import registration, several, versions

from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.history import LISTED, EarlierVersion, History, history_of_versions
from naysay.reports.results import Results
from naysay.reports.sections._history import history_sentences
from naysay.reports.sections.base import SectionContent
from naysay.reports.sections.history import SECTION
from naysay.reports.sections.reliability import SECTION as RELIABILITY
from naysay.reports.words import Words
from naysay.study.about import Language

EN, DE = Words("en"), Words("de")


def plain(text: str) -> str:
    return text.replace("\N{NO-BREAK SPACE}", " ").replace("\N{MINUS SIGN}", "-")


def said(history: History | None, words: Words = EN) -> str:
    return plain(" ".join(history_sentences(history, words)))


def section(history: History | None, language: Language = "en") -> SectionContent:
    return SECTION.build(replace(fake_results(), history=history), Words(language))


def paragraphs(content: SectionContent) -> str:
    return plain(" ".join(block.text for block in content.blocks if isinstance(block, Paragraph)))


def rows(content: SectionContent) -> list[tuple[str, ...]]:
    tables = [block for block in content.blocks if isinstance(block, TableBlock)]
    return [tuple(map(plain, row)) for table in tables for row in table.rows]


def test_a_first_version_is_mentioned_in_the_research_edition_alone() -> None:
    assert said(History()) == ""
    assert paragraphs(section(History())) == (
        "No other version of the study had been run on these data in this workspace before."
    )
    assert rows(section(History())) == []


def test_a_workspace_without_ledger_is_no_first_version() -> None:
    assert said(None) == ""
    assert paragraphs(section(None)).startswith("No ledger was kept of runs like this one")


def test_the_fourth_version_counts_the_three_before_it() -> None:
    assert said(several(3)) == (
        "This is version 4 of the study that was run on these data. The versions before it: 1 with lower "
        "returns (p < 0.05), 2 without a difference. The more versions are tried, the easier one of them "
        "finds a difference by chance."
    )
    assert said(several(3), DE).startswith(
        "Dies ist Fassung 4 der Studie, die auf diesen Daten gerechnet wurde. Die Fassungen davor: 1 mit "
        "niedrigeren Renditen (p < 0,05), 2 ohne Unterschied."
    )


def test_versions_on_other_data_are_told_apart() -> None:
    other = replace(versions(1)[0], same_data=False)
    history = history_of_versions([other], seen=1, ledger_sha256="", fault=None, line=0, registration=None)
    assert "on these data, or on data that share posts and a company with them." in said(history)
    assert rows(section(history))[0][1] == "chatter.min_posts: as by default, the data"


def test_the_table_has_what_differs_and_what_came_out() -> None:
    assert rows(section(several(3))) == [
        ("2026-11-03", "chatter.min_posts: as by default", "no difference", "-2.0", "-6.0 to 2.0", "0.330"),
        ("2026-11-02", "chatter.measure: mood, company: another value", "no difference", "-1.0",
         "-5.0 to 3.0", "0.320"),
        ("2026-11-01", "a: 1, b: 2, c: 3, and 1 more", "lower returns", "-9.0", "-17.0 to -1.0", "0.030"),
    ]  # fmt: skip
    text = paragraphs(section(several(3)))
    assert "Their estimates lie between -9.0 and -1.0 basis points." in text
    assert "Their p-values lie between 0.030 and 0.330; 1 of 3 are below 5 %." in text


def test_very_many_versions_are_counted_and_not_listed() -> None:
    history = several(100)
    assert (len(history.versions), history.others) == (LISTED, 100)
    assert said(history).startswith("This is version 101 of the study")
    tables = [block for block in section(history).blocks if isinstance(block, TableBlock)]
    assert tables[0].caption.startswith("The newest 20 of 100 versions")
    assert len(tables[0].rows) == LISTED


def test_versions_without_estimates_have_no_range() -> None:
    untested = replace(
        versions(1)[0], verdict="not_testable", bp_per_sd=None, low=None, high=None, pvalue=None
    )
    history = history_of_versions(
        [untested] * 2, seen=2, ledger_sha256="", fault=None, line=0, registration=None
    )
    assert (history.bp_range, history.p_range, history.significant) == (None, None, 0)
    assert "2 that could not be tested" in said(history)
    assert "lie between" not in paragraphs(section(history))


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, "registered on 15 September 2026, before any run of it or of another study on these data"),
        ({"runs": 3}, "registered on 15 September 2026, after 3 runs of it or on these data"),
        ({"runs": None}, "Whether it had been run before is not known"),
        ({}, "It has not changed since."),
        ({"differs": ("chatter.measure", "study.end")},
         "This is not the registered study: chatter.measure, study.end changed"),
        ({"later": 20}, "All of its 20 trading days came after that day"),
        ({"later": 5}, "Of its 20 trading days, 5 came after that day. The others were there before"),
        ({"later": 0}, "All of its 20 trading days lie before or on that day."),
    ],
)  # fmt: skip
def test_the_registration_is_told_as_it_is(changes: dict[str, object], expected: str) -> None:
    history = History(registration=replace(registration(), **changes))  # type: ignore[arg-type]
    assert expected in said(history)
    assert expected in paragraphs(section(history))


def test_a_study_that_was_registered_reads_well_in_german() -> None:
    history = History(registration=replace(registration(), runs=1, later=5))
    assert said(history, DE) == (
        "Die Studie wurde am 15. September 2026 registriert, nach 1 Lauf dieser Studie oder auf diesen "
        "Daten in diesem Arbeitsordner. Sie ist seither unverändert. Von ihren 20 Handelstagen liegen 5 nach "
        "diesem Tag. Die übrigen gab es vorher; ob sie jemand anderswo schon angesehen hatte, lässt sich "
        "nicht sagen."
    )


@pytest.mark.parametrize("fault", ["changed", "no_entry", "cut", "uncounted", "unreadable", "unwritable"])
@pytest.mark.parametrize("words", [EN, DE])
def test_a_fault_of_the_ledger_is_said_in_both_editions(fault: str, words: Words) -> None:
    history = History(fault=fault, line=7)  # type: ignore[arg-type]
    assert said(history, words)
    assert said(history, words) in paragraphs(section(history, words.language))


def test_page_ir_has_the_sentences(results: Results) -> None:
    content = RELIABILITY.build(replace(results, history=several(3)), EN)
    assert "This is version 4 of the study" in paragraphs(content)


@pytest.fixture
def results() -> Results:
    return fake_results()


def test_results_with_a_history_are_written_and_read_back() -> None:
    history = replace(several(25), registration=registration(), fault="cut")
    written = replace(fake_results(), history=history)
    assert Results.from_json(written.to_json()).history == history


def test_names_that_are_markup_stay_text() -> None:
    odd = EarlierVersion(
        "<b>", "9999-99-99", (("{x}", "<i>{0}"),), "no_evidence", 1.0, None, None, None, True
    )
    history = history_of_versions([odd], seen=1, ledger_sha256="", fault=None, line=0, registration=None)
    assert rows(section(history))[0][:3] == ("–", "{x}: <i>{0}", "no difference")
