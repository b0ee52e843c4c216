"""What speaks for an answer and against it, in words. Expected values: sentences written by hand."""

from __future__ import annotations

from dataclasses import replace
from typing import get_args

import pandas as pd
import pytest
from tests.reports.covers import differing, with_evidence
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.evidence import Doubt, Grade, Support, Variants
from naysay.analysis.findings import Clock, Estimate, Verdict
from naysay.reports.blocks import Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._reasons import doubt_sentence, support_sentences
from naysay.reports.words import Words
from naysay.study.about import Language

NONE = Estimate(None, None, None)
OF_NOTHING: tuple[Doubt, ...] = (
    "variants_most", "blunt", "storms_found", "mood_found", "own_found", "variants_found", "mood_blunt",
)  # fmt: skip
DOUBTS: dict[Doubt, tuple[str, str]] = {
    "clock": (
        "From the opening on, it is −1.5 bp (−6.5 to +3.5).",
        "Ab der Börseneröffnung sind es −1,5 Bp (−6,5 bis +3,5).",
    ),
    "scorer": (
        "Of two posts, the scoring picks the negative one in 52 % of cases; guessing, in 50 %.",
        "Von zwei Beiträgen erkennt die Bewertung den negativen in 52 % der Fälle, bloßes Raten in 50 %.",
    ),
    "companies_opposed": (
        "No company shows the difference by itself.",
        "Kein Unternehmen zeigt den Unterschied für sich.",
    ),
    "mean_differs": (
        "The mean of the single companies is +2.0 bp (−3.0 to +7.0).",
        "Das Mittel der einzelnen Unternehmen liegt bei +2,0 Bp (−3,0 bis +7,0).",
    ),
    "one_company": (
        "Without Österreich Öl SE, it is −1.2 bp (−6.0 to +3.6).",
        "Ohne Österreich Öl SE sind es −1,2 Bp (−6,0 bis +3,6).",
    ),
    "session_effects": (
        "Between companies on the same day, it is −0.5 bp (−5.0 to +4.0).",
        "Zwischen Unternehmen am selben Tag sind es −0,5 Bp (−5,0 bis +4,0).",
    ),
    "extremes": (
        "With extreme days pulled in, it is −3.0 bp (−8.0 to +2.0); largest daily move: −90 % (Müller "
        "Maschinenbau AG).",
        "Mit begrenzten Extremtagen sind es −3,0 Bp (−8,0 bis +2,0); größte Tagesbewegung: −90 % (Müller "
        "Maschinenbau AG).",
    ),
    "unchecked": ("1 of 9 checks could not be made.", "1 von 9 Prüfungen war nicht möglich."),
    "quiet_afternoon": (
        "The fewest posts are written from 13:00 to 19:00 exchange time: the times may be wrong.",
        "Am wenigsten wird von 13:00 bis 19:00 Uhr Börsenzeit geschrieben: Die Uhrzeiten stimmen womöglich "
        "nicht.",
    ),
    "extremes_shape": (
        "With extreme days pulled in, it is −3.0 bp (−8.0 to +2.0); largest daily move: −90 % (Müller "
        "Maschinenbau AG).",
        "Mit begrenzten Extremtagen sind es −3,0 Bp (−8,0 bis +2,0); größte Tagesbewegung: −90 % (Müller "
        "Maschinenbau AG).",
    ),
    "companies_differ": (
        "Companies differ in strength.",
        "Die Unternehmen unterscheiden sich in der Stärke.",
    ),
    "placebo_lines": (
        "Posts in random order give just as much.",
        "Zufällig vertauschte Beiträge ergeben ebenso viel.",
    ),
    "placebo": (
        "With posts moved to other dates, the test raises too many false alarms.",
        "Mit zeitlich verschobenen Beiträgen schlägt der Test zu oft an.",
    ),
    "storms": (
        "It does not show after events (−0.61 % over 5 trading days).",
        "Nach Ereignissen zeigt sich der Unterschied nicht (−0,61 % in 5 Handelstagen).",
    ),
    "reverse": (
        "The reverse holds, too: posts are more negative after falls in the price.",
        "Auch umgekehrt: Nach Kursverlusten wird negativer geschrieben.",
    ),
    "forerun": (
        "Prices had moved before the events (−1.10 %).",
        "Schon vor den Ereignissen hatten sich die Kurse bewegt (−1,10 %).",
    ),
    "later": (
        "With all posts 4 hours later, it does not show.",
        "Mit allen Beiträgen 4 Stunden später zeigt sich der Unterschied nicht.",
    ),
    "variants": (
        "Only 5 of 13 other calculations confirm it.",
        "Das Ergebnis bestätigt sich nur in 5 von 13 Rechenvarianten.",
    ),
    "chance": (
        "Chance alone would give this in about 1 of 100 studies.",
        "Reiner Zufall ergäbe das in etwa 1 von 100 Studien.",
    ),
    "alone": (
        "One company only: what moves the whole market is hard to separate.",
        "Nur ein Unternehmen: Was den ganzen Markt bewegt, lässt sich schwer abtrennen.",
    ),
    "unmade": ("1 of 9 checks could not be made.", "1 von 9 Prüfungen war nicht möglich."),
    "storms_unsure": (
        "After events, no fall is established (−0.61 % over 5 trading days).",
        "Nach Ereignissen ist kein Rückgang gesichert (−0,61 % in 5 Handelstagen).",
    ),
    "variants_most": (
        "5 of 13 other calculations show a difference.",
        "5 von 13 Rechenvarianten zeigen einen Unterschied.",
    ),
    "blunt": (
        "Only a difference of 10 bp or more would have been noticed.",
        "Erst ein Unterschied ab 10 Bp wäre aufgefallen.",
    ),
    "storms_found": (
        "After events, returns did differ (−0.61 % over 5 trading days).",
        "Nach Ereignissen unterschied sich die Rendite (−0,61 % in 5 Handelstagen).",
    ),
    "mood_found": (
        "For the mood itself, a difference shows (−4 bp).",
        "Für die Stimmung selbst zeigt sich ein Unterschied (−4 Bp).",
    ),
    "own_found": (
        "For 0 of 12 companies, a difference shows by itself.",
        "Einzeln betrachtet zeigt sich bei 0 von 12 Unternehmen ein Unterschied.",
    ),
    "variants_found": (
        "5 of 13 other calculations show a difference.",
        "5 von 13 Rechenvarianten zeigen einen Unterschied.",
    ),
    "mood_blunt": (
        "For the mood itself, only 31 bp would have been noticed.",
        "Für die Stimmung selbst wären erst 31 Bp aufgefallen.",
    ),
}
SUPPORT: dict[Support, tuple[str, str]] = {
    "same_side": (
        "All 12 companies point the same way.",
        "Alle 12 Unternehmen weisen in dieselbe Richtung.",
    ),
    "companies_agree": (
        "10 of 12 companies point the same way.",
        "10 von 12 Unternehmen weisen in dieselbe Richtung.",
    ),
    "from_open": (
        "The difference shows from the opening to the close, too.",
        "Der Unterschied zeigt sich auch von der Börseneröffnung bis zum Schluss.",
    ),
    "variants": (
        "It shows in 5 of 13 other calculations, too.",
        "In 5 von 13 Rechenvarianten zeigt es sich auch.",
    ),
    "storms": (
        "Returns were lower after events, too (−0.61 % over 5 trading days).",
        "Auch nach Ereignissen lag die Rendite niedriger (−0,61 % in 5 Handelstagen).",
    ),
    "no_reverse": (
        "No sign that negative posts follow falls in the price.",
        "Kein Anzeichen, dass negative Beiträge auf Kursverluste folgen.",
    ),
    "without_one": (
        "No single company decides the result.",
        "Das Ergebnis hängt an keinem einzelnen Unternehmen.",
    ),
    "session_effects": (
        "The difference shows between companies on the same day, too.",
        "Auch zwischen Unternehmen am selben Tag zeigt sich der Unterschied.",
    ),
    "placebo": (
        "With posts moved to other dates, the test raises no undue false alarms.",
        "Mit zeitlich verschobenen Beiträgen schlägt der Test nicht zu oft an.",
    ),
    "sharp": (
        "Even a difference of 8.4 bp would mostly have been noticed.",
        "Schon ein Unterschied von 8,4 Bp wäre meist aufgefallen.",
    ),
    "no_company": (
        "No company shows a difference by itself.",
        "Kein Unternehmen zeigt für sich einen Unterschied.",
    ),
    "no_variant": (
        "Not one of 13 other calculations shows a difference.",
        "Keine von 13 Rechenvarianten zeigt einen Unterschied.",
    ),
    "no_storms": (
        "After events, no difference is established either (−0.61 % over 5 trading days).",
        "Auch nach Ereignissen ist kein Unterschied gesichert (−0,61 % in 5 Handelstagen).",
    ),
    "no_mood": (
        "For the mood itself, no difference is established either.",
        "Auch für die Stimmung selbst ist kein Unterschied gesichert.",
    ),
}


def said(code: Doubt, results: Results) -> str:
    return plain(doubt_sentence(code, results, Words(results.study["study"]["language"])))


def test_every_doubt_and_every_support_is_worded() -> None:
    assert set(DOUBTS) == set(get_args(Doubt))
    assert set(SUPPORT) == set(get_args(Support))


@pytest.mark.parametrize(("place", "language"), [(0, "en"), (1, "de")])
@pytest.mark.parametrize("code", DOUBTS)
def test_a_doubt_is_one_sentence_with_its_number(code: Doubt, place: int, language: str) -> None:
    verdict: Verdict = "no_evidence" if code in OF_NOTHING else "negative_lead"
    results = with_evidence("weak", code, verdict=verdict, language=language)
    assert said(code, results) == DOUBTS[code][place]


@pytest.mark.parametrize(("place", "language"), [(0, "en"), (1, "de")])
@pytest.mark.parametrize("code", SUPPORT)
def test_a_support_is_one_sentence_with_its_number(code: Support, place: int, language: Language) -> None:
    results = with_evidence("strong", support=(code,), language=language)
    (sentence,) = support_sentences(results, Words(language))
    assert plain(sentence) == SUPPORT[code][place]


def with_clock(later: Estimate, opened: Estimate, moved: float) -> Results:
    results = with_evidence("weak", "clock")
    clock = Clock(later, 4, moved, opened)
    return replace(results, findings=replace(results.findings, clock=clock))


GONE, OPEN = Estimate(-1.0, -6.0, 4.0), Estimate(0.5, -5.0, 6.0)


@pytest.mark.parametrize(
    ("later", "opened", "moved", "told"),
    [
        (GONE, OPEN, 0.3, "With all posts 4 hours later, it is −1.0 bp (−6.0 to +4.0): check the time zone"),
        (GONE, NONE, 0.3, "With all posts 4 hours later, it is −1.0 bp (−6.0 to +4.0): check the time zone"),
        (GONE, OPEN, 0.001, "From the opening on, it is +0.5 bp (−5.0 to +6.0)."),
        (GONE, NONE, 0.001, "The times of the posts do not tell what came first."),
    ],
)
def test_a_doubt_about_clocks_tells_what_raises_it(
    later: Estimate, opened: Estimate, moved: float, told: str
) -> None:
    assert said("clock", with_clock(later, opened, moved)).startswith(told)


@pytest.mark.parametrize(
    ("check", "value", "told"),
    [
        ("placebo_future", 5.3, "A cross-check with later posts gives +5.3 bp instead of zero."),
        (
            "placebo_other",
            -6.0,
            "A cross-check with posts about other companies gives −6.0 bp instead of zero.",
        ),
    ],
)
def test_the_counter_check_that_reacts_is_told_with_its_estimate(check: str, value: float, told: str) -> None:
    results = with_evidence("moderate", "placebo_lines")
    lines = pd.DataFrame(
        [("placebo_future", "", 0.0, -9.0, 9.0), (check, "", value, value - 1, value + 1)],
        columns=["check", "variant", "value", "low", "high"],
    ).drop_duplicates("check", keep="last")
    assert said("placebo_lines", replace(results, tables={**results.tables, "robustness": lines})) == told


def test_the_side_of_a_lead_upwards_is_told() -> None:
    up = with_evidence("moderate", "storms_unsure", support=("storms",), verdict="positive_lead")
    assert said("storms_unsure", up).startswith("After events, no rise is established")
    assert support_sentences(up, Words("en"))[0].startswith("Returns were higher after events, too")


def test_a_window_with_the_storms_own_session_is_told_as_around_them() -> None:
    results = with_evidence("moderate", "storms")
    reaction = replace(results.findings.reaction, window=(0, 1))
    told = said("storms", replace(results, findings=replace(results.findings, reaction=reaction)))
    assert told == "It does not show around events (−0.61 % over 2 trading days)."


def test_posts_that_follow_gains_are_told_as_such() -> None:
    results = with_evidence("moderate", "reverse")
    reverse = replace(results.findings.reverse, effect=Estimate(0.2, 0.1, 0.3))
    told = said("reverse", replace(results, findings=replace(results.findings, reverse=reverse)))
    assert told == "The reverse holds, too: posts are more negative after rises in the price."


@pytest.mark.parametrize(
    ("variants", "code", "told"),
    [
        (Variants(13, 0), "variants", "Not one of 13 other calculations confirms it."),
        (Variants(1, 0), "variants", "The other calculation does not confirm it."),
        (Variants(13, 1), "variants_found", "One of 13 other calculations shows a difference."),
        (Variants(1, 1), "variants_most", "The other calculation shows a difference."),
    ],
)
def test_few_calculations_are_told_in_words(variants: Variants, code: Doubt, told: str) -> None:
    results = with_evidence("moderate", code)
    evidence = replace(results.findings.evidence, variants=variants)
    assert said(code, replace(results, findings=replace(results.findings, evidence=evidence))) == told


@pytest.mark.parametrize(("pvalue", "n"), [(0.0499, "5"), (0.031, "3"), (0.01, "1")])
def test_chance_is_told_as_studies_of_a_hundred(pvalue: float, n: str) -> None:
    results = with_evidence("moderate", "chance")
    lead = replace(results.findings.lead, pvalue=pvalue)
    told = said("chance", replace(results, findings=replace(results.findings, lead=lead)))
    assert told == f"Chance alone would give this in about {n} of 100 studies."


@pytest.mark.parametrize(
    ("companies", "same_side", "told"),
    [
        (2, 2, "Both companies point the same way."),
        (12, 6, "Companies do not differ by more than chance."),
        (12, 7, "7 of 12 companies point the same way."),
    ],
)
def test_companies_are_told_to_agree_only_where_most_do(companies: int, same_side: int, told: str) -> None:
    results = fake_results(companies=companies)
    code: Support = "same_side" if same_side == companies else "companies_agree"
    evidence = replace(results.findings.evidence, support=(code,), same_side=same_side)
    findings = replace(results.findings, evidence=evidence)
    assert support_sentences(replace(results, findings=findings), Words("en")) == (told,)


def test_companies_on_both_sides_are_told_as_such() -> None:
    assert said("companies_opposed", differing()) == "Companies point in different directions."


def test_what_could_have_been_found_is_told_to_be_unknown_where_it_is() -> None:
    results = with_evidence("none", "blunt", verdict="no_evidence")
    lead = replace(results.findings.lead, mde_bp=None)
    told = said("blunt", replace(results, findings=replace(results.findings, lead=lead)))
    assert told == "Which difference would have been noticed is not known."


@pytest.mark.parametrize(
    ("grade", "verdict", "english", "german"),
    [
        ("weak", "negative_lead", "The evidence is weak. A difference is well supported with p below 0.01",
         "Der Beleg ist schwach. Gut belegt ist ein Unterschied mit p unter 0,01"),
        ("none", "no_evidence", "There is no evidence of a difference. A difference is well supported",
         "Einen Beleg für einen Unterschied gibt es nicht. Gut belegt ist"),
    ],
)  # fmt: skip
def test_the_grade_stands_with_its_rule(grade: Grade, verdict: Verdict, english: str, german: str) -> None:
    for language, expected in (("en", english), ("de", german)):
        results = with_evidence(grade, verdict=verdict, language=language)
        blocks = section("evidence").build(results, Words(language)).blocks
        assert expected in " ".join(block.text for block in blocks if isinstance(block, Paragraph))


def test_what_could_not_be_tested_has_no_grade() -> None:
    results = with_evidence("not_testable", verdict="not_testable")
    blocks = section("evidence").build(results, Words("en")).blocks
    assert not any("The evidence is" in block.text for block in blocks if isinstance(block, Paragraph))
