"""The paragraph for an e-mail. Expected values: texts by hand for made-up results."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from tests.reports.covers import WARNINGS, differing, doubted, with_evidence
from tests.reports.fakes import fake_results, missing_numbers, without_tables
from tests.reports.plain_text import plain

from naysay.reports.results import Results
from naysay.run.mail import mail

Run = Callable[..., tuple[int, str, str]]
REPORT = Path("reports/mine/report.pdf")


def written(results: Results) -> str:
    return plain(mail(results, REPORT))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "Subject: Do negative posts go before lower returns?\n"
            "\n"
            "Yes, moderately supported: after unusually negative days, returns on the next trading day were "
            "0.12 percentage points lower on average. From 2 January 2025 to 30 December 2025 the study "
            "measured 41,168 posts, 95 events (78 usable), 12 companies. As measured, the difference is "
            "−12 bp (−18 to −6); for the mood itself, −25 bp (−42 to −7). What speaks for it: No single "
            "company decides the result. What speaks against it: Prices had moved before the events (−1.10 "
            "%); one more doubt is in the report. An association is not a cause, and this is no investment "
            "advice.\n"
            "\n"
            "The whole report: reports/mine/report.pdf",
        ),
        (
            "de",
            "Betreff: Gehen negative Beiträge niedrigeren Renditen voraus?\n"
            "\n"
            "Ja, mäßig belegt: Nach ungewöhnlich negativen Tagen lag die Rendite am nächsten Handelstag im "
            "Mittel um 0,12 Prozentpunkte niedriger. Vom 2. Januar 2025 bis zum 30. Dezember 2025 wurden "
            "ausgewertet: 41.168 Beiträge, 95 Ereignisse (78 auswertbar), 12 Unternehmen. Wie gemessen sind "
            "das −12 Bp (−18 bis −6), für die Stimmung selbst −25 Bp (−42 bis −7). Dafür spricht: Das "
            "Ergebnis hängt an keinem einzelnen Unternehmen. Dagegen spricht: Schon vor den Ereignissen "
            "hatten sich die Kurse bewegt (−1,10 %); ein weiterer Zweifel steht im Bericht. Ein "
            "Zusammenhang ist keine Ursache, und dies ist keine Anlageberatung.\n"
            "\n"
            "Der ganze Bericht: reports/mine/report.pdf",
        ),
    ],
)
def test_the_mail_has_a_subject_a_paragraph_and_the_place_of_the_report(language: str, expected: str) -> None:
    results = with_evidence(
        "moderate", "forerun", "storms_unsure", support=("without_one", "no_reverse"), language=language
    )
    assert written(results) == expected


def sentences(results: Results) -> list[str]:
    """The paragraph's sentences: a stop, then a capital."""
    paragraph = written(results).split("\n\n")[1]
    return re.split(r"(?<=[^\d]\.) (?=[A-ZÄÖÜ])", paragraph)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize(
    "made",
    [
        lambda language: with_evidence("moderate", "forerun", support=("without_one",), language=language),
        lambda language: fake_results("no_evidence", language=language),
        lambda language: differing(language=language),
        lambda language: replace(doubted(planted=False, language=language), warnings=()),
        lambda language: replace(fake_results("not_testable", language=language), warnings=WARNINGS),
    ],
)
def test_the_paragraph_has_four_to_six_sentences(made: Callable[[str], Results], language: str) -> None:
    assert 4 <= len(sentences(made(language))) <= 6


@pytest.mark.parametrize(
    ("doubts", "ending"),
    [
        (("forerun",), "(−1.10 %)."),
        (("forerun", "reverse"), "(−1.10 %); one more doubt is in the report."),
        (("forerun", "reverse", "alone"), "(−1.10 %); 2 more doubts are in the report."),
    ],
)
def test_doubts_beyond_the_gravest_are_counted(doubts: tuple[str, ...], ending: str) -> None:
    told = written(with_evidence("moderate", *doubts))  # type: ignore[arg-type]
    assert f"What speaks against it: Prices had moved before the events {ending}" in told


def test_simulated_companies_are_told_as_such() -> None:
    assert "Simulated companies: −12 bp put into the mood itself" in written(fake_results(planted_bp=-12.0))


def test_what_was_lost_takes_the_place_of_what_speaks_for_the_answer() -> None:
    told = written(doubted(planted=False))
    assert "98 % of rows name no company of the study." in told
    assert "What speaks against it: From the opening on, it is −1.5 bp" in told
    assert "What speaks for it" not in told


def test_where_companies_differ_no_common_number_is_told() -> None:
    assert "As measured" not in written(differing())


def test_what_could_not_be_tested_has_no_numbers_but_what_is_wrong_with_the_data() -> None:
    told = written(replace(fake_results("not_testable"), warnings=WARNINGS))
    assert "These data cannot answer it: no complete session." in told
    assert "About the data: No posts about Müller Maschinenbau AG" in told
    assert "As measured" not in told


@pytest.mark.parametrize(
    "results", [missing_numbers(fake_results()), without_tables(fake_results("not_testable"))]
)
def test_missing_numbers_leave_no_holes(results: Results) -> None:
    told = written(results)
    assert "nan" not in told
    assert "None" not in told


def test_a_study_without_a_title_has_a_subject() -> None:
    results = fake_results()
    study = {**results.study, "study": {**results.study["study"], "title": ""}}
    assert written(replace(results, study=study)).startswith("Subject: Negative chatter and the share price")


def test_open_prints_the_mail_of_the_report_and_opens_nothing(naysay: Run, small: Path) -> None:
    run = small / "reports" / "run"
    assert naysay("run", small / "analysis" / "small.toml", "--out", run)[0] == 0
    code, out, err = naysay("open", run, "--mail")
    assert (code, err) == (0, "")
    assert out.startswith("Subject: A small question\n\n")
    assert out.endswith(f"The whole report: {run / 'report.html'}\n")
