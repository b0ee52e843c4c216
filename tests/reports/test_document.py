"""Whole documents. Expected values: properties of every document, and words of the other language."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from io import BytesIO

import pytest
from pypdf import PdfReader
from tests.reports.fakes import fake_results, missing_numbers
from tests.reports.plain_text import plain

from naysay.analysis.findings import Verdict
from naysay.reports.blocks import Document, Figure, PageBreak
from naysay.reports.document import build
from naysay.reports.exports import html, pdf
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words
from naysay.study.errors import PartError

SECTIONS = ("cover", "price", "event_study", "lead_lag", "companies", "methods")
VERDICTS: tuple[Verdict, ...] = ("negative_lead", "positive_lead", "no_evidence", "not_testable")
ENGLISH = re.compile(
    r"\b(the|of|and|with|without|after|before|over|next|sessions?|company|companies|posts?|chatter|returns?"
    r"|shares|evidence|tests|events?|passed|interval|not|no|were|is|are|that|which|each)\b"
)
GERMAN = re.compile(
    r"\b(der|die|das|und|mit|nach|vor|am|nicht|kein|keine|ist|sind|wurde|Handelstage?|Beiträge|Unternehmen"
    r"|Renditen?|bis|von|zu)\b"
)


def all_texts(value: object) -> Iterable[str]:
    """Every text of a document's blocks and furniture."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for entry in value:
            yield from all_texts(entry)
    elif hasattr(value, "__dataclass_fields__"):
        for name in value.__dataclass_fields__:
            if name not in ("drawings", "name", "anchor", "tone", "stance", "align", "language"):
                yield from all_texts(getattr(value, name))


def said(document: Document) -> str:
    """All that a reader sees, in one text."""
    drawn = (re.sub(r"<[^>]+>", " ", drawing.decode()) for drawing in document.drawings.values())
    codes = {"passed", "failed", "unmade"}
    return "\n".join([*(text for text in all_texts(document) if text not in codes), *drawn])


@pytest.mark.parametrize("verdict", VERDICTS)
def test_a_german_document_has_no_english_words(verdict: Verdict) -> None:
    document = build(fake_results(verdict, language="de", planted_bp=-12.0), SECTIONS)
    assert ENGLISH.findall(said(document)) == []


@pytest.mark.parametrize("verdict", VERDICTS)
def test_an_english_document_has_no_german_words(verdict: Verdict) -> None:
    document = build(fake_results(verdict, planted_bp=-12.0), SECTIONS)
    assert GERMAN.findall(said(document)) == []


def test_every_figure_has_its_drawing_and_every_drawing_its_figure() -> None:
    document = build(fake_results(), SECTIONS)
    shown = re.findall(r"Figure\(name='(\w+)'", repr(document.blocks))
    assert sorted(shown) == sorted(document.drawings)
    assert len(shown) == 6


def test_the_cover_has_a_page_to_itself() -> None:
    blocks = build(fake_results(), SECTIONS).blocks
    assert sum(isinstance(block, PageBreak) for block in blocks) == 1
    assert not any(isinstance(block, PageBreak) for block in build(fake_results(), ["cover"]).blocks)


def test_sections_come_in_the_order_they_are_asked_for() -> None:
    blocks = build(fake_results(), ["methods", "price"]).blocks
    assert [block.name for block in blocks if isinstance(block, Figure)] == ["price"]
    assert "Methods" in repr(blocks[0])


def test_the_frame_of_the_document_comes_from_the_study() -> None:
    document = build(fake_results(companies=1, language="de"), ["cover"])
    assert document.language == "de"
    assert document.title == "Gehen negative Beiträge niedrigeren Renditen voraus?"
    assert plain(document.subtitle) == (
        "Müller Maschinenbau AG · ISIN DE0007164600 · 2. Januar 2025 bis 30. Dezember 2025 · "
        "Datenstand 30.12.2025"
    )
    assert document.date == (2025, 12, 30)
    assert document.author == "naysay 0.1.0"
    assert document.furniture.page == "Seite {page} von {pages}"


@pytest.mark.parametrize(
    ("language", "focus", "who"),
    [
        ("en", "C01", "Österreich Öl SE and 11 other companies · "),
        ("de", "C01", "Österreich Öl SE und 11 weitere Unternehmen · "),
        ("de", "", "12 Unternehmen · "),
    ],
)
def test_of_many_companies_the_one_that_the_study_puts_in_focus_is_named(
    language: str, focus: str, who: str
) -> None:
    results = fake_results(language=language)
    study = {**results.study, "report": {**results.study["report"], "focus": focus}}
    subtitle = build(replace(results, study=study), ["cover"]).subtitle
    assert subtitle.startswith(who)


@pytest.mark.parametrize(
    ("language", "as_of", "told"),
    [("en", "2025-11-03", " · as of 2025-11-03"), ("de", "2025-11-03", " · Datenstand 03.11.2025")],
)
def test_the_day_that_the_report_is_of_stands_below_the_title(language: str, as_of: str, told: str) -> None:
    results = replace(fake_results(language=language), as_of=as_of)
    assert build(results, ["cover"]).subtitle.endswith(told)
    assert told[:8] not in build(replace(results, as_of=""), ["cover"]).subtitle


def test_a_study_without_a_title_gets_one() -> None:
    results = fake_results()
    study = {**results.study, "study": {**results.study["study"], "title": ""}}
    assert build(replace(results, study=study), ["cover"]).title == "Negative chatter and the share price"


@pytest.mark.parametrize("language", ["en", "de"])
def test_results_read_back_make_the_same_document(language: str) -> None:
    results = fake_results(language=language, planted_bp=0.0)
    again = Results.from_json(results.to_json())
    assert build(again, SECTIONS) == build(results, SECTIONS)


def test_an_unknown_section_is_refused_with_those_there_are() -> None:
    with pytest.raises(PartError, match="cover, data, effects, event_study, "):
        build(fake_results(), ["summary"])


@pytest.mark.parametrize("language", ["en", "de"])
@pytest.mark.parametrize("companies", [1, 40])
@pytest.mark.parametrize("reverse", [True, False])
@pytest.mark.parametrize(
    ("verdict", "planted"),
    [("negative_lead", -12.0), ("positive_lead", -12.0), ("no_evidence", 0.0), ("not_testable", None)],
)
def test_the_cover_fits_one_page(
    language: str, verdict: Verdict, planted: float | None, companies: int, reverse: bool
) -> None:
    results = fake_results(verdict, language=language, planted_bp=planted, companies=companies)
    if reverse:
        tickers = tuple(f"C{i:02d}" for i in range(companies))
        backward = replace(results.findings.backward, n_rejected=companies, companies=tickers)
        results = replace(results, findings=replace(results.findings, backward=backward))
    made = pdf.render(build(results, ["cover"]))
    assert len(PdfReader(BytesIO(made)).pages) == 1


@pytest.mark.parametrize("change", [lambda results: results, missing_numbers])
def test_documents_become_files(change) -> None:  # type: ignore[no-untyped-def]
    hostile = ("$x_1$ <b>&amp;", "#set page() \\", "\u202eevil\x00", "株式会社", "W" * 300)
    document = build(change(fake_results(names=hostile, companies=5)), SECTIONS)
    assert pdf.render(document).startswith(b"%PDF")
    assert "<b>&amp;" not in html.render(document)


@pytest.mark.parametrize("left_out", ["correlation", "effects", ""])
def test_figures_of_one_name_in_two_sections_are_one_drawing(left_out: str) -> None:
    """A chart that is alone in one section is wider there than in the other."""
    results = fake_results()
    tables = {name: rows.iloc[:0] if name == left_out else rows for name, rows in results.tables.items()}
    results = replace(results, tables=tables)
    drawn: dict[str, bytes] = {}
    for name in ("reaction", "lead_lag", "reliability", "robustness"):
        for figure, drawing in section(name).build(results, Words("en")).drawings.items():
            assert drawn.setdefault(figure, drawing) == drawing, figure
    assert ("horizons_wide" in drawn) == (left_out == "correlation")
