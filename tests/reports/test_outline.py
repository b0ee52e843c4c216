"""Depths of headings. Expected values: by hand, one below the other."""

from __future__ import annotations

import io

import pypdf
import pytest
from tests.reports.fakes import fake_results

from naysay.reports.blocks import Heading
from naysay.reports.document import build
from naysay.reports.exports import pdf
from naysay.reports.outline import Outline
from naysay.reports.results import Results

SECTION, PART = Heading("section"), Heading("part", 2)


@pytest.fixture(scope="module")
def results() -> Results:
    return fake_results()


def test_what_comes_before_every_section_is_as_deep_as_one() -> None:
    outline = Outline()
    assert [outline.depth(heading) for heading in (PART, SECTION, PART, PART, SECTION)] == [1, 1, 2, 2, 1]


def test_what_opens_a_part_of_the_document_is_below_no_section_before_it() -> None:
    outline = Outline()
    outline.depth(SECTION)
    outline.begin_part()
    assert [outline.depth(heading) for heading in (PART, SECTION, PART)] == [1, 1, 2]


@pytest.mark.parametrize(
    "sections",
    [
        ("themes", "cover", "companies"),
        ("methods", "month", "cover"),
        ("company_pages", "cover", "data"),
        ("reliability", "events", "cover"),
    ],
)
@pytest.mark.parametrize("edition", ["ir", "research"])
def test_any_order_of_sections_leaves_out_no_level(
    results: Results, sections: tuple[str, ...], edition: str
) -> None:
    document = build(results, sections, edition="ir" if edition == "ir" else "research")
    assert pypdf.PdfReader(io.BytesIO(pdf.render(document))).pages


def test_the_parts_of_the_research_report_stand_together(results: Results) -> None:
    named = [block.part for block in build(results, edition="research").blocks if getattr(block, "part", "")]
    assert len(named) == len(set(named)) > 3
