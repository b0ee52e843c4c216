"""The first page. Expected values: sentences by hand, and bounds that every first page keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from io import BytesIO
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader
from tests.reports.covers import WARNINGS, differing, doubted, with_evidence
from tests.reports.fakes import LEADS, fake_results, graded, missing_numbers, without_tables
from tests.reports.plain_text import plain

from naysay.analysis.evidence import Doubt, Grade
from naysay.analysis.findings import Estimate, Money, Verdict
from naysay.analysis.mood_lead import MoodLead
from naysay.reports.blocks import Answer, Block, Bullets, Columns, Heading, KeyFigures, Paragraph
from naysay.reports.document import build
from naysay.reports.exports import pdf
from naysay.reports.glyphs import texts_of_svg
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._answer import answer_sentence
from naysay.reports.sections._counts import counts_line
from naysay.reports.words import Words

MOST_WORDS = 220
LONG = (
    "Vereinigte Norddeutsche Maschinen- und Anlagenbaugesellschaft für Spezialtransporte AG & Co. KGaA",
    "Zweite Beteiligungsgesellschaft für die Verwertung von Rechten an Gutachten über Sonderbauten mbH",
)


def page(results: Results) -> list[Block]:
    return list(section("cover").build(results, Words(results.study["study"]["language"])).blocks)


def blocks(results: Results, kind: type) -> list[Any]:
    found: list[Any] = []
    for block in page(results):
        inner = (*block.left, *block.right) if isinstance(block, Columns) else (block,)
        found += [entry for entry in inner if isinstance(entry, kind)]
    return found


def said(results: Results) -> str:
    return plain(answer_sentence(results, Words(results.study["study"]["language"])))


def paragraphs(results: Results) -> list[str]:
    return [plain(block.text) for block in blocks(results, Paragraph)]


def figures(results: Results) -> list[tuple[str, str]]:
    (shown,) = blocks(results, KeyFigures)
    return [(plain(figure.value), plain(figure.label)) for figure in shown.figures]


@pytest.mark.parametrize(
    ("verdict", "grade", "english", "german"),
    [
        (
            "negative_lead", "strong",
            "Yes, well supported: after unusually negative days, returns on the next trading day were 0.12 "
            "percentage points lower on average.",
            "Ja, gut belegt: Nach ungewöhnlich negativen Tagen lag die Rendite am nächsten Handelstag im "
            "Mittel um 0,12 Prozentpunkte niedriger.",
        ),
        (
            "negative_lead", "moderate",
            "Yes, moderately supported: after unusually negative days, returns on the next trading day were "
            "0.12 percentage points lower on average.",
            "Ja, mäßig belegt: Nach ungewöhnlich negativen Tagen lag die Rendite am nächsten Handelstag im "
            "Mittel um 0,12 Prozentpunkte niedriger.",
        ),
        (
            "positive_lead", "strong",
            "No, the opposite (well supported): after unusually negative days, returns on the next trading "
            "day were 0.10 percentage points higher on average.",
            "Nein, im Gegenteil (gut belegt): Nach ungewöhnlich negativen Tagen lag die Rendite am nächsten "
            "Handelstag im Mittel um 0,10 Prozentpunkte höher.",
        ),
        (
            "positive_lead", "moderate",
            "No, the opposite (moderately supported): after unusually negative days, returns on the next "
            "trading day were 0.10 percentage points higher on average.",
            "Nein, im Gegenteil (mäßig belegt): Nach ungewöhnlich negativen Tagen lag die Rendite am "
            "nächsten Handelstag im Mittel um 0,10 Prozentpunkte höher.",
        ),
        (
            "no_evidence", "none",
            "No, not detectably: after unusually negative days, average returns on the next trading day "
            "were not noticeably different from usual.",
            "Nein, nicht nachweisbar: Nach ungewöhnlich negativen Tagen unterschied sich die Rendite am "
            "nächsten Handelstag im Mittel nicht erkennbar vom Üblichen.",
        ),
        (
            "not_testable", "not_testable",
            "These data cannot answer it: no complete session.",
            "Mit diesen Daten nicht zu beantworten: kein Handelstag mit vollständigen Angaben.",
        ),
    ],
)  # fmt: skip
def test_the_answer_is_one_sentence_with_its_grade(
    verdict: Verdict, grade: Grade, english: str, german: str
) -> None:
    assert said(with_evidence(grade, verdict=verdict)) == english
    assert said(with_evidence(grade, verdict=verdict, language="de")) == german


@pytest.mark.parametrize(
    ("doubt", "english", "german"),
    [
        (
            "clock",
            "prices may have moved before the posts",
            "womöglich bewegten sich die Kurse vor den Beiträgen",
        ),
        (
            "scorer",
            "the scoring of posts may be little better than guessing",
            "die Bewertung der Beiträge ist vielleicht kaum besser als Raten",
        ),
        (
            "mean_differs",
            "the mean of the single companies points the other way",
            "das Mittel der einzelnen Unternehmen weist in die andere Richtung",
        ),
        (
            "one_company",
            "without Österreich Öl SE that is not established",
            "ohne Österreich Öl SE ist das nicht gesichert",
        ),
        (
            "session_effects",
            "something that hit all companies at once may be behind it",
            "etwas, das alle Unternehmen zugleich traf, kann dahinterstehen",
        ),
        ("extremes", "a few extreme days decide it", "wenige extreme Tage geben den Ausschlag"),
        (
            "unchecked",
            "most checks could not be made",
            "die meisten Prüfungen waren nicht möglich",
        ),
        ("chance", "chance cannot be ruled out", "Zufall ist nicht auszuschließen"),
        ("reverse", "several checks speak against it", "mehrere Prüfungen sprechen dagegen"),
    ],
)
def test_a_weak_answer_names_the_gravest_doubt_in_its_sentence(
    doubt: Doubt, english: str, german: str
) -> None:
    english_answer = said(with_evidence("weak", doubt))
    assert english_answer.startswith("Uncertain: after unusually negative days, returns on the next")
    assert english_answer.endswith(f"0.12 percentage points lower on average, but {english}.")
    german_answer = said(with_evidence("weak", doubt, language="de"))
    assert german_answer.startswith("Unsicher: Nach ungewöhnlich negativen Tagen lag die Rendite")
    assert german_answer.endswith(f"um 0,12 Prozentpunkte niedriger, doch {german}.")


@pytest.mark.parametrize(
    ("doubt", "english", "german"),
    [
        (
            "scorer",
            "the scoring of posts may be little better than guessing",
            "die Bewertung der Beiträge ist vielleicht kaum besser als Raten",
        ),
        ("extremes", "a few extreme days may hide one", "wenige extreme Tage können einen verdecken"),
        ("extremes_shape", "a few extreme days may hide one", "wenige extreme Tage können einen verdecken"),
        (
            "quiet_afternoon",
            "the times of the posts may be wrong",
            "die Uhrzeiten der Beiträge stimmen womöglich nicht",
        ),
        ("variants_most", "most other calculations show one", "die meisten Rechenvarianten zeigen einen"),
        (
            "blunt",
            "only one of 0.10 percentage points or more would have been noticed",
            "erst einer ab 0,10 Prozentpunkten wäre aufgefallen",
        ),
    ],
)
def test_no_difference_in_data_that_may_hide_one_leaves_the_answer_open(
    doubt: Doubt, english: str, german: str
) -> None:
    assert said(with_evidence("none", doubt, verdict="no_evidence")) == (
        "Open: after unusually negative days, no difference in returns on the next trading day was found, "
        f"but {english}."
    )
    assert said(with_evidence("none", doubt, verdict="no_evidence", language="de")) == (
        "Offen: Nach ungewöhnlich negativen Tagen ist kein Unterschied der Rendite am nächsten Handelstag "
        f"nachweisbar, doch {german}."
    )


@pytest.mark.parametrize(
    ("less", "more", "english", "german"),
    [
        (
            7, 1,
            "demonstrably lower for 7 of 12 companies, higher for one; there is no common number.",
            "bei 7 von 12 Unternehmen nachweislich niedriger, bei einem höher; eine gemeinsame Zahl gibt es "
            "nicht.",
        ),
        (
            0, 2,
            "demonstrably lower for none of 12 companies, higher for 2; there is no common number.",
            "bei keinem von 12 Unternehmen nachweislich niedriger, bei 2 höher; eine gemeinsame Zahl gibt "
            "es nicht.",
        ),
        (
            0, 0,
            "differed between companies by more than chance, but demonstrably for none alone.",
            "zwischen den Unternehmen stärker, als der Zufall erwarten lässt, doch bei keinem für sich "
            "nachweisbar.",
        ),
    ],
)  # fmt: skip
@pytest.mark.parametrize("verdict", ["negative_lead", "no_evidence"])
def test_where_companies_differ_the_answer_counts_them(
    verdict: Verdict, less: int, more: int, english: str, german: str
) -> None:
    told = said(differing(verdict, less=less, more=more))
    assert told.startswith("It depends on the company: after unusually negative days, returns on the next")
    assert told.endswith(english)
    told = said(differing(verdict, less=less, more=more, language="de"))
    assert told.startswith("Je nach Unternehmen verschieden: Nach ungewöhnlich negativen Tagen")
    assert told.endswith(german)


def test_where_companies_differ_what_undoes_the_answer_stands_below_it() -> None:
    results = differing()
    results = graded(results, caveats=("clock", "companies_differ"))
    (shown,) = blocks(results, Answer)
    assert plain(shown.support) == (
        "3 of 5 checks passed · Doubt: From the opening on, it is −1.5 bp (−6.5 to +3.5)."
    )


@pytest.mark.parametrize(
    ("horizon", "english", "german"),
    [
        (1, "returns on the next trading day", "am nächsten Handelstag"),
        (3, "returns over the next 3 trading days", "in den nächsten 3 Handelstagen"),
    ],
)
def test_the_horizon_is_singular_or_plural(horizon: int, english: str, german: str) -> None:
    for language, told in (("en", english), ("de", german)):
        results = fake_results(language=language)
        lead = replace(results.findings.lead, horizon=horizon)
        assert told in said(replace(results, findings=replace(results.findings, lead=lead)))


@pytest.mark.parametrize(
    ("bp", "told"), [(-12.3, "0.12"), (-5.0, "0.05"), (-4.94, "0.049"), (-0.6, "0.006"), (-112.0, "1.12")]
)
def test_percentage_points_have_as_many_decimals_as_they_need(bp: float, told: str) -> None:
    results = fake_results()
    lead = replace(results.findings.lead, bp_per_sd=bp)
    assert f" {told} percentage points" in said(
        replace(results, findings=replace(results.findings, lead=lead))
    )


def with_measure(measure: str, language: str = "en") -> Results:
    results = fake_results(language=language)
    return replace(
        results, study={**results.study, "chatter": {**results.study["chatter"], "measure": measure}}
    )


@pytest.mark.parametrize(
    ("language", "days", "limit"),
    [
        ("en", "after days with unusually divided posts", "“Unusually divided”: one standard deviation"),
        ("de", "Nach Tagen mit ungewöhnlich uneinigen Beiträgen", "„Ungewöhnlich uneinig“: eine"),
    ],
)
def test_a_measure_that_is_no_tone_is_not_called_negative(language: str, days: str, limit: str) -> None:
    results = with_measure("disagreement", language)
    assert days in said(results)
    assert paragraphs(results)[-1].startswith(limit)


@pytest.mark.parametrize(
    ("title", "asked"),
    [
        ("Do negative posts go before lower returns?", False),
        ("Gehen negative Beiträge niedrigeren Renditen voraus?", False),
        ("Monthly report", True),
        ("Is there news?", True),
        ("", True),
    ],
)
def test_a_title_that_is_another_question_or_none_has_the_question_below_it(title: str, asked: bool) -> None:
    results = fake_results()
    titled = replace(results, study={**results.study, "study": {**results.study["study"], "title": title}})
    question = "Do lower returns follow negative posts?"
    assert (isinstance(page(titled)[0], Paragraph) and paragraphs(titled)[0] == question) is asked


@pytest.mark.parametrize(
    ("verdict", "grade", "stance"),
    [
        ("negative_lead", "strong", "found"),
        ("positive_lead", "moderate", "found"),
        ("negative_lead", "weak", "not_found"),
        ("no_evidence", "none", "not_found"),
        ("not_testable", "not_testable", "not_testable"),
    ],
)
def test_the_answer_stands_out_only_where_it_is_supported(
    verdict: Verdict, grade: Grade, stance: str
) -> None:
    (shown,) = blocks(with_evidence(grade, verdict=verdict), Answer)
    assert shown.stance == stance


def test_companies_that_differ_do_not_stand_out_as_one_answer() -> None:
    (shown,) = blocks(differing(less=7, more=0), Answer)
    assert shown.stance == "not_found"


@pytest.mark.parametrize(
    ("verdict", "grade", "english", "german"),
    [
        (
            "negative_lead", "moderate", "6 of 9 checks passed, 1 could not be made",
            "6 von 9 Prüfungen bestanden, 1 nicht möglich",
        ),
        (
            "no_evidence", "none", "Absence of evidence is not evidence of absence",
            "Kein Nachweis ist kein Gegenbeweis",
        ),
    ],
)  # fmt: skip
def test_below_the_answer_stands_how_sure_it_is(
    verdict: Verdict, grade: Grade, english: str, german: str
) -> None:
    """Of nine checks six pass, two fail and one was not made; the placebos are one more, which fails."""
    for language, told in (("en", english), ("de", german)):
        results = with_evidence(grade, verdict=verdict, language=language)
        (shown,) = blocks(results, Answer)
        assert plain(shown.support) == told


@pytest.mark.parametrize(
    ("language", "told"), [("en", "No check could be made"), ("de", "Keine Prüfung war möglich")]
)
def test_without_any_check_that_is_said(language: str, told: str) -> None:
    (shown,) = blocks(fake_results("not_testable", language=language), Answer)
    assert shown.support == told


@pytest.mark.parametrize(
    "results",
    [
        *(fake_results(verdict, money=money) for verdict in LEADS for money in (True, False)),
        differing(),
        missing_numbers(fake_results()),
        without_tables(fake_results("not_testable")),
        with_measure("mood"),
    ],
)
def test_every_first_page_has_four_key_figures(results: Results) -> None:
    assert len(figures(results)) == 4


def of_focus(low: float, high: float) -> Results:
    results = fake_results()
    money = Money(results.focus, "EUR", 3.4e9, (low + high) / 2, low, high)
    other = Money("OTHER", "USD", 1e9, -1.0, -2.0, -0.5)
    return replace(results, findings=replace(results.findings, money=(other, money)))


def test_the_key_figures_have_signs_and_intervals() -> None:
    assert figures(of_focus(-6.188e6, -2.176e6)) == [
        ("−12 bp", "as measured (−18 to −6)"),
        ("−25 bp", "for the mood itself (−42 to −7)"),
        ("−€4.2 million", "for Thüringer Glas (−6.2 to −2.2 million)"),
        ("8.4 bp", "would be noticed in 4 of 5 cases"),
    ]


def test_a_gain_has_a_plus() -> None:
    assert figures(of_focus(2.176e6, 6.188e6))[2][0] == "+€4.2 million"
    assert figures(fake_results("positive_lead", money=False))[:2] == [
        ("+10 bp", "as measured (+2 to +17)"),
        ("+19 bp", "for the mood itself (−3 to +41)"),
    ]


@pytest.mark.parametrize(("low", "high"), [(-9e6, 1e6), (0.0, 9e6), (-9e6, 0.0)])
def test_money_whose_interval_holds_zero_is_unclear(low: float, high: float) -> None:
    assert figures(of_focus(low, high))[2][0] == "unclear"


def test_money_of_another_company_gives_way_to_the_return_after_events() -> None:
    results = fake_results(money=False)
    other = Money("OTHER", "USD", 1e9, -1.0, -2.0, -0.5)
    results = replace(results, findings=replace(results.findings, money=(other,)))
    n = results.findings.reaction.n_events
    assert figures(results)[2] == ("−0.61 %", f"after {n} events, over 5 trading days (−1.04 to −0.18 %)")


def test_where_nothing_was_found_there_is_no_money() -> None:
    results = fake_results("no_evidence")
    money = Money(results.focus, "EUR", 3.4e9, -4e6, -6e6, -2e6)
    results = replace(results, findings=replace(results.findings, money=(money,)))
    assert not any("million" in value for value, _ in figures(results))


def test_a_window_with_the_events_own_session_is_no_key_figure() -> None:
    results = fake_results(money=False)
    reaction = replace(results.findings.reaction, window=(0, 1))
    mixed = replace(results, findings=replace(results.findings, reaction=reaction))
    assert figures(mixed)[2] == ("41,168", "posts measured")


def test_a_mood_that_is_not_identified_is_a_dash() -> None:
    results = fake_results()
    findings = replace(results.findings, mood=MoodLead(reason="no_post_counts"))
    told = figures(replace(results, findings=findings))[1]
    assert told == ("–", "for the mood itself: cannot be told")


def test_a_study_of_the_mood_has_it_once() -> None:
    labels = [label for _, label in figures(with_measure("mood"))]
    assert labels[0] == "for the mood itself (−18 to −6)"
    assert sum("mood" in label for label in labels) == 1


def test_where_companies_differ_the_focus_companys_own_effect_is_shown() -> None:
    results = differing()
    effects = results.tables["effects"].copy()
    own = (effects["company"] == results.focus) & (effects["measure"] == "as measured")
    effects.loc[own & (effects["horizon"] == 1), ["bp_per_sd", "low", "high"]] = [-9.0, -20.0, 2.0]
    shown = figures(replace(results, tables={**results.tables, "effects": effects}))
    assert shown[:2] == [
        ("7 lower, 1 higher", "of 12 companies, demonstrably"),
        ("−9 bp", "for Thüringer Glas by itself (−20 to +2)"),
    ]


def test_what_could_not_be_tested_shows_how_much_there_was_to_read() -> None:
    results = fake_results("not_testable")
    assert figures(results) == [
        ("41,168", "posts measured"),
        ("253", "trading days"),
        (f"{results.findings.reaction.n_found}", "events found"),
        ("12", "companies"),
    ]
    assert blocks(results, Bullets) == []


def counted(results: Results, **reaction: Any) -> str:
    changed = replace(results.findings.reaction, **reaction)
    results = replace(results, findings=replace(results.findings, reaction=changed))
    return plain(counts_line(results, Words(results.study["study"]["language"])))


@pytest.mark.parametrize(
    ("found", "usable", "english", "german"),
    [
        (
            94, 90, "41,168 posts, 94 events (90 usable), 12 companies.",
            "41.168 Beiträge, 94 Ereignisse (90 auswertbar), 12 Unternehmen.",
        ),
        (
            94, 94, "41,168 posts, 94 events, 12 companies.",
            "41.168 Beiträge, 94 Ereignisse, 12 Unternehmen.",
        ),
        (
            1, 0, "41,168 posts, 1 event (0 usable), 12 companies.",
            "41.168 Beiträge, 1 Ereignis (0 auswertbar), 12 Unternehmen.",
        ),
        (
            0, 0, "41,168 posts, no events, 12 companies.",
            "41.168 Beiträge, keine Ereignisse, 12 Unternehmen.",
        ),
    ],
)  # fmt: skip
def test_posts_events_and_companies_stand_in_one_line(
    found: int, usable: int, english: str, german: str
) -> None:
    assert counted(fake_results(), n_found=found, n_events=usable) == english
    assert counted(fake_results(language="de"), n_found=found, n_events=usable) == german


@pytest.mark.parametrize(
    ("language", "posts", "expected"),
    [
        ("en", "41,168 posts, ", "95 storms (78 usable)"),
        ("de", "41.168 Beiträge, ", "95 Stürme (78 auswertbar)"),
    ],
)
def test_events_are_storms_where_negative_posts_were_counted_to_find_them(
    language: str, posts: str, expected: str
) -> None:
    results = fake_results(language=language)
    events = {**results.study["event_study"], "trigger": "surprise"}
    told = counted(replace(results, study={**results.study, "event_study": events}), n_found=95, n_events=78)
    assert told.startswith(posts + expected)


def test_a_study_that_looked_for_no_events_counts_none() -> None:
    results = fake_results()
    told = counted(results, n_found=0, n_events=0, reason="not_requested method=event_study")
    assert told == "41,168 posts, 12 companies."


@pytest.mark.parametrize(
    ("used", "english", "german"),
    [
        (
            11,
            "Of 12 companies, 11 count (no complete session).",
            "Von 12 Unternehmen ließen sich 11 auswerten (",
        ),
        (1, "Of 12 companies, 1 counts (no complete session).", "Von 12 Unternehmen ließ sich 1 auswerten ("),
    ],
)
def test_companies_that_do_not_enter_are_counted_once_with_the_reason(
    used: int, english: str, german: str
) -> None:
    for language, told in (("en", english), ("de", german)):
        results = fake_results(language=language)
        effects = results.tables["effects"].copy()
        out = effects["company"].isin([f"C{i:02d}" for i in range(used, 12)])
        effects.loc[out, "reason"] = "no_complete_session"
        effects.loc[out, "nobs"] = 0
        effects.loc[out, ["bp_per_sd", "weight"]] = float("nan")
        lead = replace(results.findings.lead, n_companies=used)
        results = replace(
            results,
            tables={**results.tables, "effects": effects},
            findings=replace(results.findings, lead=lead),
        )
        line = counted(results)
        assert told in line
        assert line.count("12") == 1


def test_companies_that_do_not_enter_without_a_known_reason_are_counted_all_the_same() -> None:
    results = fake_results()
    results = replace(
        results,
        tables={**results.tables, "effects": pd.DataFrame()},
        findings=replace(results.findings, lead=replace(results.findings.lead, n_companies=9)),
    )
    assert counted(results).endswith("Of 12 companies, 9 count.")


@pytest.mark.parametrize(
    ("planted", "english", "german"),
    [
        (
            -12.0,
            "Simulated companies: −12 bp put into the mood itself, which its interval covers.",
            "Simulierte Unternehmen: In die Stimmung selbst sind −12 Bp eingebaut; das Intervall enthält "
            "diesen Wert.",
        ),
        (
            12.5,
            "Simulated companies: +12.5 bp put into the mood itself, which its interval does not cover.",
            "Simulierte Unternehmen: In die Stimmung selbst sind +12,5 Bp eingebaut; das Intervall enthält "
            "diesen Wert nicht.",
        ),
        (
            0.0,
            "Simulated companies, into which no difference was put.",
            "Simulierte Unternehmen: Ein Unterschied ist nicht eingebaut.",
        ),
    ],
)
def test_what_was_put_into_simulated_companies_is_told(planted: float, english: str, german: str) -> None:
    for language, told in (("en", english), ("de", german)):
        assert told in paragraphs(fake_results(planted_bp=planted, language=language))


@pytest.mark.parametrize("planted", [-18.0, -6.0])
def test_an_interval_covers_its_ends(planted: float) -> None:
    results = fake_results(planted_bp=planted)
    mood = replace(results.findings.mood, low=-18.0, high=-6.0)
    results = replace(results, findings=replace(results.findings, mood=mood))
    assert any("which its interval covers" in text for text in paragraphs(results))


def test_without_a_mood_no_interval_is_held_against_what_was_put_in() -> None:
    results = fake_results(planted_bp=-12.0)
    results = replace(results, findings=replace(results.findings, mood=MoodLead(reason="no_post_counts")))
    assert "Simulated companies: −12 bp put into the mood itself." in paragraphs(results)


@pytest.mark.parametrize(
    ("share", "told"),
    [(0.125, ", for Thüringer Glas one trading day in 8."), (0.9, "above usual."), (0.0, "above usual.")],
)
def test_how_often_a_day_is_unusual_is_told_where_it_is_known(share: float, told: str) -> None:
    results = fake_results()
    days = 200
    negativity = [1.0] * round(share * days) + [0.9] * (days - round(share * days))
    series = pd.DataFrame({"company": results.focus, "negativity": negativity})
    limits = paragraphs(replace(results, series=series))[-1]
    assert told in limits
    assert limits.endswith("1 bp: 0.01 percentage points.")
    assert "above usual. In brackets" in paragraphs(replace(results, series=pd.DataFrame()))[-1]


def test_the_loss_of_most_posts_stands_right_below_the_answer() -> None:
    below = page(replace(fake_results(), warnings=WARNINGS))[1]
    assert isinstance(below, Paragraph)
    assert plain(below.text) == (
        "About the data: No posts about Müller Maschinenbau AG, Österreich Öl SE. 98 % of rows "
        "name no company "
        "of the study. In all, 3 warnings (results.json)."
    )


def test_three_reasons_stand_on_each_side_at_most() -> None:
    left, right = (block.items for block in blocks(doubted(planted=False), Bullets))
    assert (len(left), len(right)) <= (3, 3)
    evidence = doubted().findings.evidence
    assert len(evidence.doubts) > 3 < len(evidence.support)


def test_where_nothing_speaks_against_the_answer_that_is_said() -> None:
    results = with_evidence("strong", support=("without_one",))
    left, right = (block.items for block in blocks(results, Bullets))
    assert left == ("No single company decides the result.",)
    assert right == ("Nothing that was tested.",)


def test_a_doubt_whose_number_stands_in_the_answer_is_not_said_twice() -> None:
    results = with_evidence("none", "blunt", "mood_blunt", verdict="no_evidence")
    _, right = (block.items for block in blocks(results, Bullets))
    assert [plain(item) for item in right] == ["For the mood itself, only 31 bp would have been noticed."]


CASES: dict[str, Callable[[str], Results]] = {
    **{verdict: lambda language, v=verdict: fake_results(v, language=language) for verdict in LEADS},  # type: ignore[misc]
    "simulated": lambda language: fake_results(language=language, planted_bp=-12.0),
    "all doubts": lambda language: doubted(language=language),
    "all doubts, nothing found": lambda language: doubted("no_evidence", language=language),
    "all doubts, upwards": lambda language: doubted("positive_lead", language=language),
    "companies differ": lambda language: replace(differing(language=language), warnings=WARNINGS),
    "none alone": lambda language: differing("no_evidence", language=language, less=0, more=0),
    "differ and more": lambda language: graded(
        replace(differing(language=language), warnings=WARNINGS),
        caveats=("clock", "scorer", "companies_differ", "session_effects", "extremes"),
    ),
    "one company": lambda language: fake_results(companies=1, language=language),
    "sixty-three companies": lambda language: fake_results(companies=63, language=language),
    "long names": lambda language: fake_results(companies=2, names=LONG, language=language),
    "no numbers": lambda language: missing_numbers(fake_results(language=language)),
    "no tables": lambda language: without_tables(fake_results("not_testable", language=language)),
    "warnings, not testable": lambda language: replace(
        fake_results("not_testable", language=language), warnings=WARNINGS
    ),
}  # fmt: skip


def texts(found: Iterable[Block]) -> list[str]:
    told: list[str] = []
    for block in found:
        if isinstance(block, Columns):
            told += texts((*block.left, *block.right))
        elif isinstance(block, Answer):
            told += [block.sentence, block.support]
        elif isinstance(block, KeyFigures):
            told += [f"{one.value} {one.label} {one.detail}" for one in block.figures]
        elif isinstance(block, Bullets):
            told += block.items
        elif isinstance(block, Paragraph | Heading):
            told.append(block.text)
    return told


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("case", CASES)
def test_the_first_page_has_at_most_220_words(case: str, language: str) -> None:
    """With title, line below it and foot; a number and its unit are two words."""
    document = build(CASES[case](language), ["cover"])
    foot = f"{document.furniture.footer} {document.furniture.page}"
    words = " ".join([document.title, document.subtitle, foot, *texts(document.blocks)]).split()
    assert len(words) <= MOST_WORDS, len(words)


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("case", ["all doubts, nothing found", "long names"])
def test_the_drawn_page_is_one_page_of_at_most_220_words(case: str, language: str) -> None:
    document = build(CASES[case](language), ["cover"])
    drawn = PdfReader(BytesIO(pdf.render(document))).pages
    assert len(drawn) == 1
    labels = [text for svg in document.drawings.values() for text in texts_of_svg(svg.decode())]
    words = len(drawn[0].extract_text().split()) - len(" ".join(labels).split())
    assert words <= MOST_WORDS + 10  # words parted at the end of a line


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("case", CASES)
def test_the_first_page_names_no_test_and_no_p_value(case: str, language: str) -> None:
    told = plain(" ".join(texts(build(CASES[case](language), ["cover"]).blocks)))
    for jargon in ("p =", "p <", "BMP", "Granger", "HC3", "CR3", "Projektion", "projection", "abnormal"):
        assert jargon not in told


def test_an_effect_without_an_estimate_has_no_empty_brackets() -> None:
    results = fake_results(money=False)
    lead = replace(results.findings.lead, low=None, high=None)
    results = replace(results, findings=replace(results.findings, lead=lead))
    assert figures(results)[0] == ("−12 bp", "as measured")
    assert Estimate(None, None, None).holds is False


@pytest.mark.parametrize(
    ("months", "told"),
    [
        ((90, 5, 3, 2), "At least 90 % of the posts are from 1 of 4 months."),
        ((89, 5, 3, 3), ""),
        ((100, 0, 0), ""),
        ((60, 60, 1, 1, 1, 1, 1, 1), "At least 90 % of the posts are from 2 of 8 months."),
    ],
)
def test_posts_that_crowd_into_few_months_are_told(months: tuple[int, ...], told: str) -> None:
    results = fake_results()
    rows = pd.DataFrame(
        {"month": [f"2025-{n:02d}" for n, _ in enumerate(months, start=1)], "n_posts": months}
    )
    results = replace(results, tables={**results.tables, "months": rows})
    line = plain(counts_line(results, Words("en")))
    assert line == f"41,168 posts, 95 events (78 usable), 12 companies. {told}".strip()


def test_posts_that_crowd_into_few_months_are_told_in_german() -> None:
    results = fake_results(language="de")
    rows = pd.DataFrame({"month": ["1", "2", "3", "4"], "n_posts": [90, 5, 3, 2]})
    results = replace(results, tables={**results.tables, "months": rows})
    told = "Mindestens 90 % der Beiträge stammen aus 1 von 4 Monaten."
    assert plain(counts_line(results, Words("de"))).endswith(told)


@pytest.mark.parametrize(
    ("language", "label"),
    [("en", "for Thüringer Glas, there the reverse"), ("de", "bei Thüringer Glas, dort umgekehrt")],
)
def test_money_of_a_company_on_the_other_side_is_marked(language: str, label: str) -> None:
    results = fake_results(language=language)
    money = (Money(results.focus, "EUR", 1e9, 2e6, 5e5, 3.5e6),)
    told = [text for _, text in figures(graded(results, money=money))]
    assert any(text.startswith(label) for text in told)
    money = (Money(results.focus, "EUR", 1e9, -2e6, -3.5e6, -5e5),)
    assert not any(label in text for _, text in figures(graded(results, money=money)))


def test_where_companies_differ_no_reason_is_of_their_common_number() -> None:
    told = " ".join(item for block in blocks(differing(), Bullets) for item in block.items)
    assert "other calculations" not in told
    assert "single company" not in told


def test_without_a_number_nothing_explains_numbers() -> None:
    assert not any("In brackets" in text for text in paragraphs(fake_results("not_testable")))
