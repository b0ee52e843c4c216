"""What a run says at its end. Expected values: lines by hand for made-up results."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports.covers import WARNINGS, doubted, with_evidence
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.reports.results import Results
from naysay.run.summary import summary


def lines(results: Results, place: Path = Path("reports/mine")) -> list[str]:
    return plain(summary(place, results)).split("\n")


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            [
                "Yes, moderately supported: after unusually negative days, returns on the next trading day "
                "were 0.12 percentage points lower on average.",
                "",
                "How sure: 6 of 9 checks passed, 1 could not be made.",
                "What speaks for it:",
                "- No single company decides the result.",
                "What speaks against it:",
                "- The reverse holds, too: posts are more negative after falls in the price.",
                "- After events, no fall is established (−0.61 % over 5 trading days).",
                "About the data: 3 warnings (results.json).",
                "",
                "Report:  {place}/report.html",
                "Report:  {place}/report.pdf",
                "Tables:  {place}/tables",
            ],
        ),
        (
            "de",
            [
                "Ja, mäßig belegt: Nach ungewöhnlich negativen Tagen lag die Rendite am nächsten Handelstag "
                "im Mittel um 0,12 Prozentpunkte niedriger.",
                "",
                "Wie sicher: 6 von 9 Prüfungen bestanden, 1 nicht möglich.",
                "Dafür spricht:",
                "- Das Ergebnis hängt an keinem einzelnen Unternehmen.",
                "Dagegen spricht:",
                "- Auch umgekehrt: Nach Kursverlusten wird negativer geschrieben.",
                "- Nach Ereignissen ist kein Rückgang gesichert (−0,61 % in 5 Handelstagen).",
                "Zu den Daten: 3 Warnungen (results.json).",
                "",
                "Bericht:   {place}/report.html",
                "Bericht:   {place}/report.pdf",
                "Tabellen:  {place}/tables",
            ],
        ),
    ],
)
def test_a_run_ends_with_its_answer_its_doubts_and_where_all_is(
    language: str, expected: list[str], tmp_path: Path
) -> None:
    for name in ("report.pdf", "report.html", "results.json"):
        (tmp_path / name).touch()
    results = with_evidence(
        "moderate", "reverse", "storms_unsure", support=("without_one",), language=language
    )
    told = lines(replace(results, warnings=WARNINGS), tmp_path)
    assert told == [line.format(place=tmp_path) for line in expected]


def test_every_doubt_is_named_also_those_without_room_on_the_first_page() -> None:
    results = doubted(planted=False)
    doubts = results.findings.evidence.doubts
    assert len(doubts) > 5
    told = lines(results)
    against = told.index("What speaks against it:")
    assert [line[:2] for line in told[against + 1 : against + 1 + len(doubts)]] == ["- "] * len(doubts)


def test_without_warnings_nothing_is_said_of_them() -> None:
    assert not any("warning" in line for line in lines(fake_results()))


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Simulated companies: −12 bp put into the mood itself, which its interval covers."),
        ("de", "Simulierte Unternehmen: In die Stimmung selbst sind −12 Bp eingebaut; das Intervall"),
    ],
)
def test_simulated_companies_are_told_as_such(language: str, told: str) -> None:
    results = fake_results(planted_bp=-12.0, language=language)
    assert any(line.startswith(told) for line in lines(results))


def test_where_no_doubt_came_up_that_is_said() -> None:
    told = lines(with_evidence("strong", support=("without_one",)))
    assert told[told.index("What speaks against it:") + 1] == "- Nothing that was tested."


def test_what_could_not_be_tested_has_neither_reasons_nor_doubts() -> None:
    assert lines(fake_results("not_testable"))[:-1] == [
        "These data cannot answer it: no complete session.",
        "",
        "How sure: No check could be made.",
        "",
    ]


def test_an_open_answer_says_itself_how_sure_it_is() -> None:
    told = lines(with_evidence("none", "blunt", verdict="no_evidence"))
    assert told[0].startswith("Open: ")
    assert not any(line.startswith("How sure") for line in told)
