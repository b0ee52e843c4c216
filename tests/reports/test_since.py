"""What the report says of an earlier run. Expected values: sentences by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import fake_results, without_tables
from tests.reports.plain_text import plain

from naysay.analysis.findings import Estimate
from naysay.reports.blocks import Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections._month_since import since_last
from naysay.reports.since import ChangedMonth, ClosedStorm, Since
from naysay.reports.words import Words
from naysay.study.about import Language

SINCE = Since(
    run="a1b2c3",
    results_sha256="0" * 64,
    study_sha256="1" * 64,
    version="0.1.0",
    as_of="2024-11-29",
    last_session="2024-11-29",
    sessions=18,
    posts=1_957,
    storms=5,
    changed=(),
    prices_changed=(),
    settings=(),
    verdict="negative_lead",
    grade="moderate",
    horizon=1,
    estimate=Estimate(-14.1, -20.0, -8.0),
    closed=(),
)


def results_with(language: Language = "de", *, trigger: str = "surprise", **changed: Any) -> Results:
    """Results with an effect of −12.3 bp and the record; no storm is open."""
    base = fake_results(language=language)
    study = {**base.study, "event_study": {**base.study["event_study"], "trigger": trigger}}
    events = base.tables["events"].iloc[:0]
    return replace(
        base, study=study, tables={**base.tables, "events": events}, since=replace(SINCE, **changed)
    )


def said(results: Results) -> str:
    words = Words(results.study["study"]["language"])
    texts = [block.text for block in since_last(results, words) if isinstance(block, Heading | Paragraph)]
    return plain(" | ".join(texts))


def test_what_is_new_what_is_old_and_the_answer() -> None:
    german = said(results_with("de"))
    assert german.startswith(
        "Seit dem letzten Bericht (29. November 2024) | Neu: 18 Handelstage, 1.957 Beiträge"
    )
    assert german.endswith(
        "Ältere Renditen und die Zahlen älterer Beiträge sind unverändert. | Ergebnis: −12 Bp "
        "(95-%-Intervall −18 bis −6) statt −14 Bp. Das Urteil ist unverändert."
    )
    assert said(results_with("en")) == (
        "Since the last report (29 November 2024) | New: 18 trading days, 1,957 posts, 5 storms. Older "
        "returns and the numbers of older posts are unchanged. | Result: −12 bp (95 % interval −18 to "
        "−6); previously −14 bp. The verdict is unchanged."
    )


@pytest.mark.parametrize(
    ("changed", "german", "english"),
    [
        ({"sessions": 0}, "Neue Handelstage gibt es nicht.", "There are no new trading days."),
        ({"sessions": 1, "posts": 1}, "Neu: 1 Handelstag, 1 Beitrag,", "New: 1 trading day, 1 post,"),
        (
            {"changed": (ChangedMonth("2024-03", 100, 112, 20, 20), ChangedMonth("2024-04", 9, 8, 2, 2))},
            "Ältere Beiträge haben sich geändert: März 2024 (12 Beiträge mehr), April 2024 (1 Beitrag "
            "weniger).",
            "Older posts have changed: March 2024 (12 posts more), April 2024 (1 post fewer).",
        ),
        (
            {"changed": (ChangedMonth("2024-03", 100, 100, 20, 22),)},
            "Ältere Beiträge haben sich geändert: März 2024 (andere Bewertung).",
            "Older posts have changed: March 2024 (scored differently).",
        ),
        (
            {"changed": (ChangedMonth("2024-03", 100, 100, 20, 20),)},
            "Ältere Beiträge haben sich geändert: März 2024 (an anderen Tagen oder bei anderen Unternehmen).",
            "Older posts have changed: March 2024 (on other days or of other companies).",
        ),
        (
            {"compared": 0},
            "Ob sich Älteres geändert hat, ist offen:",
            "Whether anything older has changed cannot be told:",
        ),
        (
            {"prices_changed": ("2023-12", "2024-01", "2024-02", "2024-03")},
            "Ältere Kurse haben sich geändert: zuletzt Januar 2024, Februar 2024, März 2024; insgesamt 4 "
            "Monate.",
            "Older prices have changed: most recently January 2024, February 2024, March 2024; 4 "
            "months in all.",
        ),
        (
            {"settings": ("chatter", "company")},
            "Auch Einstellungen der Studie haben sich geändert, was die Ergebnisse verschieben kann.",
            "Settings of the study have changed as well, which can move the results.",
        ),
        ({"version": "0.0.9"}, "entstand mit naysay 0.0.9.", "was made with naysay 0.0.9."),
        (
            {"verdict": "no_evidence"},
            "Das Urteil ist ein anderes: niedrigere Renditen nach negativen Beiträgen; damals: kein Beleg.",
            "The verdict has changed: lower returns after negative posts; previously: no evidence.",
        ),
        (
            {"grade": "weak"},
            "Das Urteil ist dasselbe, doch anders belegt: mäßig statt schwach.",
            "The verdict is the same; its support is now moderate, previously weak.",
        ),
        (
            {"estimate": Estimate(-12.3, -18.0, -6.0)},
            "Ergebnis: weiterhin −12 Bp (95-%-Intervall −18 bis −6).",
            "Result: still −12 bp (95 % interval −18 to −6).",
        ),
        (
            {"horizon": 5},
            "Ergebnis: −12 Bp; damals −14 Bp, gemessen über einen anderen Zeitraum.",
            "Result: −12 bp; previously −14 bp, measured over a different period.",
        ),
        (
            {"estimate": Estimate(None, None, None)},
            "Ergebnis: −12 Bp; damals ließ es sich nicht schätzen.",
            "Result: −12 bp; previously it could not be estimated.",
        ),
        (
            {"closed": (ClosedStorm("C02", "2024-11-27", -0.0123), ClosedStorm("C03", "2024-11-28", 0.02))},
            "Inzwischen abgeschlossen: Jäger Chips KGaA (27.11.2024, danach −1,2 %), Süßstoff AG "
            "(28.11.2024, danach +2,0 %).",
            "Completed since: Jäger Chips KGaA (2024-11-27, −1.2 % afterwards), Süßstoff AG (2024-11-28, "
            "+2.0 % afterwards).",
        ),
    ],
)  # fmt: skip
def test_each_change_is_a_sentence(changed: dict[str, Any], german: str, english: str) -> None:
    assert german in said(results_with("de", **changed))
    assert english in said(results_with("en", **changed))


def test_an_answer_that_cannot_be_estimated_any_more() -> None:
    untested = replace(fake_results("not_testable", language="de"), since=SINCE)
    assert "Ergebnis: nicht zu schätzen; damals −14 Bp." in said(untested)
    never = replace(untested, since=replace(SINCE, estimate=Estimate(None, None, None)))
    assert "Ein Ergebnis ließ sich damals so wenig schätzen wie heute." in said(never)


def test_storms_whose_sessions_are_not_over_are_open() -> None:
    columns = {"session": "2024-12-20", "sessions_after": 4, "reason": "", "event_id": "x"}
    events = pd.DataFrame(
        [
            {"company": "C02", **columns},
            {"company": "C03", **columns, "sessions_after": 5},
            {"company": "C04", **columns, "reason": "too_few_sessions"},
        ]
    )
    results = results_with("de")
    opened = replace(results, tables={**results.tables, "events": events})
    assert said(opened).endswith("Noch offen: Jäger Chips KGaA (20.12.2024).")


def test_what_is_no_storm_is_counted_as_an_event() -> None:
    assert "1.957 Beiträge, 5 Ereignisse." in said(results_with("de", trigger="absolute"))


def test_without_an_earlier_run_a_study_that_asked_for_one_says_so() -> None:
    results = fake_results(language="de")
    assert since_last(results, Words("de")) == []
    report = {**results.study["report"], "since": "previous"}
    asked = replace(results, study={**results.study, "report": report})
    assert said(asked).startswith("Einen früheren Bericht dieser Studie")


def test_a_record_without_tables_and_days_does_not_raise() -> None:
    bare = replace(
        without_tables(fake_results("not_testable")), since=replace(SINCE, as_of="", last_session="")
    )
    assert said(bare).startswith("Since the last report (–)")


def test_the_record_is_read_back_from_results() -> None:
    since = replace(
        SINCE, changed=(ChangedMonth("2024-03", 1, 2, 0, 1),), closed=(ClosedStorm("A", "x", 0.1),)
    )
    results = replace(fake_results(), since=since)
    assert Results.from_json(results.to_json()).since == since


def test_settings_that_differ_stand_in_a_footnote() -> None:
    blocks = since_last(results_with(settings=("chatter", "company")), Words("de"))
    notes = [block.note for block in blocks if isinstance(block, Paragraph)]
    assert notes == ["Abschnitte der Studiendatei: [chatter], [company].", ""]
