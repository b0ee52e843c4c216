"""What the section on reliability says, and which variants a run has.

Expected values: sentences and cells by hand, from figures set in the test.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import fake_results
from tests.reports.plain_text import plain

from naysay.analysis.evidence import Variants
from naysay.analysis.findings import Clock, Estimate
from naysay.reports.blocks import Block, Figure, Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._variants import Agreement, agreement, counted, plain_name, variants_of
from naysay.reports.words import Words
from naysay.study.about import Language

Line = tuple[str, str, float, float, float]
STUDY: Line = ("main", "", -12.0, -18.0, -6.0)
SAME: Line = ("session_effects", "", -11.0, -17.0, -5.0)
WEAK: Line = ("without_largest", "", -4.0, -9.0, 1.0)
OTHER_WAY: Line = ("overnight", "", 0.7, 0.1, 1.3)
FUTURE: Line = ("placebo_future", "", 5.3, 0.4, 10.2)
SHUFFLED: Line = ("placebo_shuffled", "", -0.4, -5.0, 4.0)


def with_lines(*lines: Line, later: Estimate | None = None) -> Results:
    """A run whose table of robustness has these lines, in basis points, and nothing else to compare."""
    results = fake_results()
    table = results.tables["robustness"]
    rows = pd.DataFrame(lines, columns=["check", "variant", "value", "low", "high"])
    rows = rows.assign(unit="bp", measure="as measured").reindex(columns=table.columns)
    rows = rows.assign(reason="", reason_values="")
    findings = results.findings
    nothing = Estimate(None, None, None)
    findings = replace(
        findings,
        companies=replace(findings.companies, mean=nothing),
        clock=Clock(later or nothing, 4, 0.2 if later else None, nothing),
    )
    return replace(results, findings=findings, tables={**results.tables, "robustness": rows})


def built(results: Results, language: Language = "en") -> list[Block]:
    return list(section("reliability").build(results, Words(language)).blocks)


def said(results: Results, language: Language = "en") -> str:
    paragraphs = [block for block in built(results, language) if isinstance(block, Paragraph)]
    return plain(" ".join(block.text for block in paragraphs))


def cells(results: Results, language: Language = "en", place: int = 0) -> dict[str, list[str]]:
    tables = [block for block in built(results, language) if isinstance(block, TableBlock)]
    return {row[0]: [plain(cell) for cell in row[1:]] for row in tables[place].rows}


@pytest.mark.parametrize(
    ("lines", "english", "german"),
    [
        ((STUDY, SAME, WEAK, OTHER_WAY),
         "2 of 3 variants point the same way as the study, 1 of these with zero outside their 95 % interval. "
         "The result differs here: return only overnight, until the open (+0.7 bp), without the days of the "
         "largest price moves (−4.0 bp).",
         "In dieselbe Richtung wie die Studie weisen 2 von 3 Varianten; bei 1 davon liegt null außerhalb des "
         "95-%-Intervalls. Anders fällt das Ergebnis hier aus: Rendite nur über Nacht, bis zur Eröffnung "
         "(+0,7 Bp), ohne die Tage mit den größten Kursbewegungen (−4,0 Bp)."),
        ((STUDY, SAME, ("winsorised", "", -9.0, -15.0, -3.0)),
         "All 2 variants point the same way as the study, 2 of them with zero outside",
         "Alle 2 Varianten weisen in dieselbe Richtung wie die Studie; bei 2 davon liegt null außerhalb"),
        ((STUDY, SAME, OTHER_WAY),
         "One of 2 variants points the same way as the study (with zero outside its 95 % interval: 1).",
         "weist eine von 2 Varianten (mit null außerhalb ihres 95-%-Intervalls: 1)."),
        ((STUDY, OTHER_WAY), "None of 1 variant points the same way as the study.",
         "Von 1 Variante weist keine in dieselbe Richtung wie die Studie."),
        ((("main", "", -0.3, -2.8, 2.2), WEAK), "In 1 variant, too, zero always lies in the 95 % interval:",
         "Auch in 1 Variante liegt null stets im 95-%-Intervall:"),
        ((("main", "", -0.3, -2.8, 2.2), WEAK, SAME),
         "Zero lies in the 95 % interval for 1 of 2 variants, as in the study itself (with the same "
         "sign: 1). The result differs here: without what moves all shares on the same day "
         "(−11 bp).",
         "Null liegt bei 1 von 2 Varianten im 95-%-Intervall, wie bei der Studie selbst (mit "
         "demselben Vorzeichen: 1)."),
        ((SAME,), "The study itself has no estimate with which the variants could be compared.",
         "Für die Studie selbst gibt es keine Schätzung"),
    ],
)  # fmt: skip
def test_how_many_variants_agree(lines: tuple[Line, ...], english: str, german: str) -> None:
    assert english in said(with_lines(*lines))
    assert german in said(with_lines(*lines), "de")


@pytest.mark.parametrize(
    ("lines", "english", "german"),
    [
        ((FUTURE, SHUFFLED), "should give zero; that holds for 1 of 2. Not zero: posts written only later "
         "(+5.3 bp).",
         "sollten null ergeben; das trifft auf 1 von 2 zu. Nicht null: Beiträge, die erst später "
         "geschrieben wurden (+5,3 Bp)."),
        ((SHUFFLED,), "should give zero, and they do (1 of 1).",
         "sollten null ergeben und tun es auch (1 von 1)."),
    ],
)  # fmt: skip
def test_placebos_should_be_zero(lines: tuple[Line, ...], english: str, german: str) -> None:
    assert english in said(with_lines(STUDY, *lines))
    assert german in said(with_lines(STUDY, *lines), "de")


def test_many_variants_are_said_to_be_no_further_evidence() -> None:
    assert "that many agree is no further evidence." in said(with_lines(STUDY, SAME, WEAK))
    assert "Dass viele übereinstimmen, ist kein weiterer Beleg." in said(with_lines(STUDY, SAME, WEAK), "de")
    assert "no further evidence" not in said(with_lines(STUDY, SAME))


def test_fewer_variants_on_the_first_page_are_explained() -> None:
    results = with_lines(STUDY, SAME, WEAK, OTHER_WAY)
    for graded, is_told in ((Variants(2, 2), True), (Variants(2, 1), False), (Variants(0, 0), False)):
        of_n = with_graded(results, graded)
        assert ("The first page counts only the 2 that ask the same question" in said(of_n)) is is_told
        assert ("Die erste Seite zählt nur die 2, die dieselbe Frage" in said(of_n, "de")) is is_told


def test_placebos_differences_and_other_units_are_no_variants() -> None:
    results = with_lines(STUDY, SAME, FUTURE, ("by_sign", "difference", -3.0, -9.0, 3.0))
    table = results.tables["robustness"].copy()
    reverse = table.iloc[[0]].assign(check="reverse", unit="sd", value=-0.03)
    results = replace(results, tables={**results.tables, "robustness": pd.concat([table, reverse])})
    lines = variants_of(results, Words("en"))
    assert list(lines["check"]) == ["main", "session_effects", "placebo_future"]
    assert agreement(lines) == Agreement(1, 1, 1, 1)


def with_graded(results: Results, graded: Variants) -> Results:
    evidence = replace(results.findings.evidence, variants=graded)
    return replace(results, findings=replace(results.findings, evidence=evidence))


@pytest.mark.parametrize(
    ("graded", "told"),
    [
        (Variants(2, 2), "every"),
        (Variants(3, 2), "every"),
        (Variants(3, 1), "graded"),
        (Variants(0, 0), "graded"),
    ],
)
def test_the_first_page_counts_all_variants_unless_the_grade_tells_another_tale(
    graded: Variants, told: str
) -> None:
    """Most of the variants confirm the answer: two with an interval below zero, one with zero inside."""
    results = with_graded(with_lines(STUDY, SAME, WEAK, ("winsorised", "", -12.0, -18.0, -6.0)), graded)
    every = agreement(variants_of(results, Words("en")))
    assert every is not None
    assert 2 * every.same_held > every.n
    assert counted(results, Words("en")) == (
        Variants(every.n, every.same_held) if told == "every" else graded
    )


def test_the_mean_of_companies_and_posts_counted_later_are_variants() -> None:
    lines = variants_of(fake_results(), Words("en"))
    own = lines.set_index("check")
    assert own.loc["same_weight", "value"] == -11.8
    assert own.loc["later", "label"] == "all posts counted 4 hours later"
    assert list(lines["value"]) == sorted(lines["value"])


def test_a_run_without_the_list_of_robustness_has_no_variants() -> None:
    results = fake_results()
    empty = replace(results, tables={**results.tables, "robustness": results.tables["robustness"].iloc[:0]})
    assert variants_of(empty, Words("en")).empty
    assert agreement(variants_of(empty, Words("en"))) is None
    assert "ob das Ergebnis an einer einzelnen Wahl hängt" in said(empty, "de")
    assert not any(
        isinstance(block, Figure) and block.name == "specification_curve" for block in built(empty)
    )


@pytest.mark.parametrize(
    ("check", "variant", "english", "german"),
    [
        ("without_company", "C02", "without Jäger Chips KGaA", "ohne Jäger Chips KGaA"),
        ("other_scorer", "finance", "texts scored by finance", "Texte bewertet mit finance"),
        ("other_scorer", "given", "the source's own scores", "die eigene Tonalität der Quelle"),
        ("other_measure", "mean_score", "mean tone of posts", "mittlerer Ton der Beiträge"),
        ("by_forum", "Board A", "only Board A", "nur Board A"),
        ("by_volume", "busy", "only days with many posts", "nur Tage mit vielen Beiträgen"),
        ("later", "1", "all posts counted 1 hour later", "alle Beiträge 1 Stunde später gezählt"),
        ("new_check", "", "new check", "new check"),
        ("new_check", "of_kind", "new check: of kind", "new check: of kind"),
    ],
)  # fmt: skip
def test_a_variant_has_a_plain_name(check: str, variant: str, english: str, german: str) -> None:
    assert plain_name(check, variant, fake_results(), Words("en")) == english
    assert plain_name(check, variant, fake_results(language="de"), Words("de")) == german


def test_each_kind_of_change_has_a_row_with_its_range() -> None:
    table = cells(with_lines(STUDY, SAME, WEAK, ("winsorised", "", -12.0, -18.0, -6.0)), "de")
    assert table == {
        "Andere Rechenweise": ["ohne das, was alle Aktien am selben Tag bewegt", "−11"],
        "Ohne ungewöhnliche Tage": [
            "extreme Tage begrenzt; ohne die Tage mit den größten Kursbewegungen", "−12 bis −4",
        ],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "study estimates −12 basis points (95 % interval −18 to −6). 2 variants lie between −11 and −4",
        ),
        (
            "de",
            "Die Studie schätzt −12 Basispunkte (95-%-Intervall −18 bis −6). 2 Varianten liegen zwischen −11",
        ),
    ],
)
def test_the_alternative_text_has_estimate_and_interval(language: Language, expected: str) -> None:
    blocks = built(with_lines(STUDY, SAME, WEAK), language)
    (alt,) = [
        block.alt for block in blocks if isinstance(block, Figure) and block.name == "specification_curve"
    ]
    assert expected in plain(alt)


@pytest.mark.parametrize(
    ("moved", "english", "german"),
    [
        (0.2, "If all posts are counted 4 hours later than their times say, 20 % of them belong to another "
              "trading day, and the estimate is −8.0 bp (95 % interval −9.0 to −7.0).",
         "so fallen 20 % von ihnen auf einen anderen Handelstag, und die Schätzung beträgt −8,0 Bp"),
        (0.0, "their times say nothing about what came first.", "sagen nichts darüber, was zuerst war."),
    ],
)  # fmt: skip
def test_the_clock_in_one_sentence(moved: float, english: str, german: str) -> None:
    results = with_lines(STUDY, SAME, later=Estimate(-8.0, -9.0, -7.0))
    clock = replace(results.findings.clock, moved=moved)
    results = replace(results, findings=replace(results.findings, clock=clock))
    assert english in said(results)
    assert german in said(results, "de")


def lost(**rows: int) -> Results:
    """A run that left out posts for these causes, of 1,000,000 read."""
    results = fake_results()
    table = pd.DataFrame(
        {
            "stage": ["rows_in", *["filtered"] * len(rows), "kept"],
            "cause": ["rows", *rows, "posts"],
            "rows": [1_000_000, *rows.values(), 1_000_000 - sum(rows.values())],
            "company": "",
        }
    )
    return replace(results, tables={**results.tables, "attrition": table})


def test_posts_that_are_left_out_are_told_by_cause_and_the_rest_together() -> None:
    causes = {"retweet": 300_000, "same_text": 5_000, "no_company": 900, "likely_bot": 800,
              "author_flood": 700,
              "outside_period": 60, "many_companies": 40}  # fmt: skip
    table = cells(lost(**causes), place=1)
    assert list(table) == [
        "Read", "Left out: repeats another post", "Left out: text repeated in the session",
        "Left out: names no company", "Left out: author writes like a program",
        "Left out: author's further posts of the session", "Other reasons (2)", "Used",
    ]  # fmt: skip
    assert table["Read"] == ["1,000,000", "100 %"]
    assert table["Left out: repeats another post"] == ["300,000", "30.0 %"]
    assert table["Other reasons (2)"] == ["100", "< 0.1 %"]
    assert table["Used"] == ["692,500", "69.2 %"]


def test_sessions_without_a_measure_are_counted() -> None:
    results = fake_results()
    table = pd.DataFrame({"stage": ["company_sessions", "companies"],
                          "cause": ["without_measured_chatter", "without_posts"],
                          "rows": [4_244, 1], "company": ""})  # fmt: skip
    results = replace(
        results, tables={**results.tables, "attrition": table}, counts={"company_sessions": 13_560}
    )
    assert (
        "Missing companies: no posts (1). Of the 13,560 trading days of all companies taken together, 4,244 "
        "cannot be used: too few posts to measure (4,244)." in said(results)
    )
    assert (
        "Von 13.560 Handelstagen aller Unternehmen zusammen lassen sich 4.244 nicht verwenden: zu wenige "
        "Beiträge für eine Messung (4.244)." in said(results, "de")
    )


def spoken(**posts: int) -> Results:
    table = pd.DataFrame(
        {"language": list(posts), "n_posts": list(posts.values()), "n_undecided": 0,
         "scorer": ["finance" if name == "en" else "" for name in posts]}
    )  # fmt: skip
    results = fake_results()
    return replace(results, tables={**results.tables, "languages": table})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Posts were scored in English (95 %). Not read: 5.0 % of the posts, in other languages "
               "(Spanish, French, Italian and 1 more)."),
        ("de", "Bewertet wurden Beiträge auf Englisch (95 %). Nicht gelesen wurden 5,0 % der Beiträge in "
               "anderen Sprachen (Spanisch, Französisch, Italienisch und 1 weitere)."),
    ],
)  # fmt: skip
def test_the_languages_of_posts(language: Language, expected: str) -> None:
    assert expected in said(spoken(en=950, es=20, fr=15, it=10, pt=5), language)


def hours(**posts: Any) -> Results:
    table = pd.DataFrame(
        {"clock": "exchange", "zone": "America/New_York", "hour": range(24), "n_posts": 10, "share": 0.04,
         "open": [1.0 if 10 <= hour < 16 else 0.5 if hour == 9 else 0.0 for hour in range(24)]}
    )  # fmt: skip
    table.loc[table["hour"] == 20, ["n_posts", "share"]] = [20, 0.08]
    results = fake_results()
    return replace(results, tables={**results.tables, "posting_hours": table.assign(**posts)})


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "Most posts are written from 20:00 to 21:00 (8 %), and about 26 % while the exchange trades."),
        (
            "de",
            "Die meisten Beiträge entstehen von 20:00 bis 21:00 Uhr (8 %), rund 26 % während des Handels.",
        ),
    ],
)
def test_when_posts_are_written(language: Language, expected: str) -> None:
    assert expected in said(hours(), language)


def test_hours_without_trading_are_told_without_it() -> None:
    assert "from 20:00 to 21:00 (8 %)." in said(hours(open=0.0))


def test_a_study_of_dates_alone_says_so_and_draws_no_hours() -> None:
    results = fake_results()
    posts = {**results.study["posts"], "clock": "date_only", "timezone": "Europe/Berlin"}
    results = replace(results, study={**results.study, "posts": posts})
    assert "takes only the dates of posts (Europe/Berlin)" in said(results)
    assert not any(isinstance(block, Figure) and block.name == "hours" for block in built(results))
