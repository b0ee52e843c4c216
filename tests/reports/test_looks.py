"""What a report says of its place in a series. Expected values: sentences by hand."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain
from tests.reports.test_since import SINCE

from naysay.analysis.monitoring.look import Look
from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._looks import looks_table, series_sentence
from naysay.reports.sections._reasons import doubt_sentence
from naysay.reports.sections._subtitle import subtitle
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.frames import LOOKS

LOOK = Look(6, "2024-04", "2024-09", 0.00781, 2.66, 0.031, 1.35)
NEEDS = {
    "en": "To claim a difference it needs p below 0.0078 instead of 0.05, so that of all series without any "
    "difference at most 5 % ever claim one; its intervals are wider to match. That is so of the answer, over "
    "all companies together. Whether companies differ, storms, the reverse direction and all other tests are "
    "judged anew in each report, as if it were the only one.",
    "de": "Um einen Unterschied festzustellen, braucht er p unter 0,0078 statt 0,05: So stellen von allen "
    "Reihen ohne jeden Unterschied höchstens 5 % je einen fest; entsprechend weiter sind seine Intervalle. "
    "Das gilt für die Antwort, über alle Unternehmen zusammen. Ob sich die Unternehmen unterscheiden, "
    "Stürme, die umgekehrte Richtung und alle anderen Tests: All das wird in jedem Bericht neu beurteilt, "
    "als wäre er der einzige.",
}


def of_a_series(look: Look = LOOK, language: Language = "en", looks: int = 6) -> Results:
    """A report of a series with ``looks`` months up to September 2024."""
    alone = fake_results(language=language)
    months = pd.period_range(end="2024-09", periods=looks, freq="M")
    table = LOOKS.ordered(
        pd.DataFrame({
            "look": np.arange(1, looks + 1),
            "month": months.astype(str),
            "last_session": months.end_time.normalize(),
            "sessions": 60 + 21 * np.arange(looks),
            "observations": 8 * (60 + 21 * np.arange(looks)),
            "information": 1.0 + 0.35 * np.arange(looks),
            "spent": np.linspace(0.015, 0.03, looks),
            "critical": np.linspace(2.4, 2.7, looks),
            "level": np.linspace(0.015, 0.007, looks),
        })
    )  # fmt: skip
    findings = replace(alone.findings, lead=replace(alone.findings.lead, look=look))
    return replace(alone, findings=findings, tables={**alone.tables, "looks": table})


@pytest.mark.parametrize(
    ("number", "language", "place"),
    [
        (6, "en", "This is report 6 of a monthly series that began in April 2024."),
        (6, "de", "Dies ist Bericht 6 einer monatlichen Reihe, die im April 2024 begann."),
        (1, "en", "This is the first report of a monthly series."),
        (1, "de", "Dies ist der erste Bericht einer monatlichen Reihe."),
    ],
)
def test_a_report_says_its_place_its_level_and_what_that_covers(
    number: int, language: Language, place: str
) -> None:
    results = of_a_series(replace(LOOK, number=number), language)
    assert plain(series_sentence(results, Words(language))) == f"{place} {NEEDS[language]}"


@pytest.mark.parametrize(
    ("level", "written"),
    [(0.015, "0.015"), (0.0199, "0.019"), (0.000999, "0.00099"), (0.0000499, "0.000049"), (0.0078, "0.0078")],
)
def test_the_level_is_rounded_down(level: float, written: str) -> None:
    """A p-value at the number that is written is no claim."""
    said = plain(series_sentence(of_a_series(replace(LOOK, level=level)), Words("en")))
    assert f"p below {written} instead of 0.05" in said


@pytest.mark.parametrize(
    ("language", "begin"),
    [
        ("en", "An earlier report used a part of these data,"),
        ("de", "Ein früherer Bericht beruht auf einem Teil"),
    ],
)
def test_a_report_that_follows_another_and_stands_alone_says_so(language: Language, begin: str) -> None:
    alone, words = fake_results(language=language), Words(language)
    assert series_sentence(alone, words) == ""
    assert series_sentence(replace(alone, since=replace(SINCE, sessions=0)), words) == ""
    assert plain(series_sentence(replace(alone, since=SINCE), words)).startswith(begin)
    untested = replace(fake_results("not_testable", language=language), since=SINCE)
    assert series_sentence(untested, words) == ""


def test_a_report_of_a_series_with_an_earlier_one_does_not_stand_alone() -> None:
    said = series_sentence(replace(of_a_series(), since=SINCE), Words("en"))
    assert said.startswith("This is report 6")


def test_the_sentence_stands_in_the_sections_of_both_editions() -> None:
    results, words = of_a_series(), Words("en")
    for name in ("reliability", "evidence"):
        blocks = section(name).build(results, words).blocks
        said = [plain(block.text) for block in blocks if isinstance(block, Paragraph)]
        assert sum(text.endswith(NEEDS["en"]) for text in said) == 1, name


def test_the_bound_of_strong_evidence_is_a_fifth_rounded_down() -> None:
    blocks = section("evidence").build(of_a_series(), Words("en")).blocks
    said = " ".join(plain(block.text) for block in blocks if isinstance(block, Paragraph))
    assert "well supported with p below 0.0015" in said  # .00781 / 5 = .001562


@pytest.mark.parametrize(("language", "place"), [("en", "monthly report 6"), ("de", "Monatsbericht 6")])
def test_the_line_below_the_title_has_the_number_of_the_report(language: Language, place: str) -> None:
    words = Words(language)
    assert subtitle(of_a_series(language=language), words).endswith(f" · {place}")
    assert place not in subtitle(fake_results(language=language), words)


def test_the_table_shows_the_first_look_and_the_last_ones() -> None:
    (table,) = (
        block for block in looks_table(of_a_series(looks=30), Words("en")) if isinstance(block, TableBlock)
    )
    assert [row[0] for row in table.rows] == ["1", *(str(number) for number in range(20, 31))]
    assert [plain(cell) for cell in table.rows[-1][:4]] == ["30", "September 2024", "669", "11.15"]
    assert not looks_table(fake_results(), Words("en"))


@pytest.mark.parametrize(
    ("language", "alone", "of_many"),
    [
        ("en", "of 100 studies.", "of 100 reports, each taken by itself."),
        ("de", "von 100 Studien.", "von 100 Berichten, jeder für sich genommen."),
    ],
)
def test_chance_is_that_of_one_report(language: Language, alone: str, of_many: str) -> None:
    words = Words(language)
    assert plain(doubt_sentence("chance", fake_results(language=language), words)).endswith(alone)
    assert plain(doubt_sentence("chance", of_a_series(language=language), words)).endswith(of_many)
