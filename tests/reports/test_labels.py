"""What the report says of posts that the user labelled. Expected values: sentences and numbers by hand."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pandas as pd
import pytest
from pypdf import PdfReader
from tests.reports.fakes import answer, fake_results
from tests.reports.plain_text import plain

from naysay.analysis.findings import Caveat, Verdict
from naysay.analysis.own_labels import OwnLabels
from naysay.reports.blocks import Heading, Paragraph, TableBlock
from naysay.reports.document import build
from naysay.reports.exports import html, pdf
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words
from naysay.study.frames import SCORER_QUALITY

KNOWN = OwnLabels(240, 0.614, 0.088, 0.801, 0.742, 0.853)
SENTENCES = {
    "en": "The scorer finds 61 % of the negative posts you labelled and takes 9 % of the others for "
    "negative (240 posts).",
    "de": "Die Bewertung findet 61 % der Beiträge, die Sie als negativ eingestuft haben, und hält 9 % der "
    "übrigen für negativ (240 Beiträge).",
}
ROWS = [
    ("finance", "sensitivity", 0.614, 0.508, 0.711, 88, "", ""),
    ("finance", "false_alarms", 0.088, 0.051, 0.148, 152, "", ""),
    ("finance", "auc", float("nan"), float("nan"), float("nan"), 100, "too_few_labelled", "least=30"),
    ("finance", "auc_negative", 0.801, 0.742, 0.853, 240, "", ""),
    ("finance", "unscored", 1 / 240, float("nan"), float("nan"), 240, "", ""),
    ("finance", "other_label", 10 / 250, float("nan"), float("nan"), 250, "", ""),
]


def told(
    labels: OwnLabels = KNOWN,
    *,
    language: str = "en",
    verdict: Verdict = "negative_lead",
    caveats: tuple[Caveat, ...] = (),
    **posts: str,
) -> Results:
    results = fake_results(verdict, language=language)
    study = {**results.study, "posts": {**results.study["posts"], **posts}}
    table = pd.DataFrame(ROWS, columns=list(SCORER_QUALITY.columns))
    findings = replace(results.findings, labels=labels, caveats=caveats)
    return replace(
        results, study=study, findings=findings, tables={**results.tables, "scorer_quality": table}
    )


def shown(results: Results, name: str) -> list[object]:
    return list(section(name).build(results, Words(results.study["study"]["language"])).blocks)


def paragraphs(results: Results, name: str) -> list[str]:
    return [plain(block.text) for block in shown(results, name) if isinstance(block, Paragraph)]


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_section_on_evidence_says_it_in_one_sentence(language: str) -> None:
    assert SENTENCES[language] in paragraphs(told(language=language), "evidence")


@pytest.mark.parametrize(
    "labels",
    [OwnLabels(), OwnLabels(90, None, 0.1), OwnLabels(90, 0.6, None), OwnLabels(5)],
)
def test_what_is_not_known_is_not_said(labels: OwnLabels) -> None:
    assert len(paragraphs(told(labels), "evidence")) == len(paragraphs(told(), "evidence")) - 1


@pytest.mark.parametrize("clock", ["instant", "date_only"])
def test_the_data_section_has_the_numbers_with_their_intervals(clock: str) -> None:
    blocks = shown(told(clock=clock), "data")
    *_, table = [block for block in blocks if isinstance(block, TableBlock)]
    assert [tuple(plain(cell) for cell in row) for row in table.rows] == [
        ("Negative posts found (sensitivity)", "61.4 %", "50.8 to 71.1 %", "88"),
        ("Other posts taken for negative (false alarms)", "8.8 %", "5.1 to 14.8 %", "152"),
        ("A positive post scores above a negative one (AUC)", "–", "–", "100"),
        (
            "A post that is not negative scores above a negative one (AUC)",
            "80.1 %",
            "74.2 to 85.3 %",
            "240",
        ),
    ]
    assert plain(table.caption).endswith("a post counts as negative at a score of −0.05 or less")
    notes = paragraphs(told(clock=clock), "data")[-1]
    assert "(AUC)”: fewer than 30 posts of a kind are labelled." in notes
    assert "Could not be scored and count as not negative: 1 post." in notes
    assert "Rows left out for another label: 10." in notes


def test_without_labels_the_data_section_says_nothing_of_them() -> None:
    headings = [block.text for block in shown(fake_results(), "data") if isinstance(block, Heading)]
    assert "The scorer on the posts you labelled" not in headings


@pytest.mark.parametrize(
    ("language", "doubt"),
    [
        (
            "en",
            "Doubt about the scorer: it may be little better than guessing. Of a negative and another post "
            "that you labelled it tells which is the negative one in 52 % of pairs (95 % interval 44 to "
            "60 %); guessing does in 50 %.",
        ),
        (
            "de",
            "Zweifel an der Bewertung: Sie ist vielleicht kaum besser als Raten. Von zwei Beiträgen, die Sie "
            "eingestuft haben, erkennt sie den negativen in 52 % der Paare (95-%-Intervall 44 bis 60 %); "
            "bloßes Raten in 50 %.",
        ),
    ],
)
def test_a_scorer_near_chance_is_a_doubt_beside_the_answer(language: str, doubt: str) -> None:
    results = told(OwnLabels(240, 0.3, 0.28, 0.52, 0.44, 0.6), language=language, caveats=("scorer",))
    assert doubt in paragraphs(results, "evidence")
    assert doubt in plain(answer(results))


def test_limits_quote_the_users_own_labels_before_others() -> None:
    own, others = (
        plain(html.render(build(results, ["methods"]))) for results in (told(), told(OwnLabels(5)))
    )
    assert "Of the posts you labelled vader found 61 % of the negative ones and took 9 % of the others" in own
    assert "StockTwits" not in own
    assert "StockTwits" in others


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("verdict", ["negative_lead", "no_evidence"])
def test_page_1_is_still_one_page(language: str, verdict: Verdict) -> None:
    results = told(language=language, verdict=verdict, caveats=("scorer",))
    assert len(PdfReader(BytesIO(pdf.render(build(results, ["cover"])))).pages) == 1
