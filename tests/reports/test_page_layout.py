"""How pages of reports look. Expected values: the limits of the report itself (15 % of a foot, no heading
alone, sizes) and both standards, held by what stands in the finished files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

import pypdf
import pytest
from page import ValidationProfile, validate_pdf_bytes
from tests.reports.kinds import EDITIONS, KINDS, LANGUAGES, document_of, pdf_of
from tests.reports.page_layout import headings_of, pages_of

from naysay.reports.blocks import Document, PageBreak
from naysay.study.about import Language
from naysay.study.report_options import Edition

EMPTY = 0.15
LINES = 30.0
"""Points below the top of a heading: itself and the first two lines of what it heads."""
LENGTH = "PDFA2A-STREAM-LENGTH-001"
STREAM = re.compile(rb"/Length (\d+)(?:(?!stream).)*?>>\s*stream\r?\n", re.DOTALL)
LARGEST = {"ir": 500_000, "research": 5_000_000}


def faults(document: Document, content: bytes) -> Iterator[str]:
    """Whatever is not as it should be. A kind is drawn once for all that is asked of it."""
    pages, headings = pages_of(content), headings_of(content)
    last = last_pages(document, content)
    for page in pages:
        if page.empty > EMPTY and page.number not in last:
            yield f"page {page.number} is empty by {page.empty:.0%}"
        if page.outside:
            yield f"page {page.number} has words outside of its text: {page.outside[:3]}"
    for heading in headings:
        if pages[heading.page - 1].body_bottom - heading.top < LINES:
            yield f"{heading.title} stands alone at the foot of page {heading.page}"
    for profile in (ValidationProfile.PDF_UA_1, ValidationProfile.PDF_A_2A):
        failed = {failure.rule_id for failure in validate_pdf_bytes(content, profile=profile).failures}
        if lengths_hold(content):
            failed.discard(LENGTH)
        yield from (f"{profile}: {rule}" for rule in sorted(failed))
    if len(content) > LARGEST[document.edition]:
        yield f"{len(content)} bytes"


def lengths_hold(content: bytes) -> bool:
    """Whether each stream is as long as it says. The validator counts an end of line that is the last byte of
    what was compressed to the one before ``endstream``."""
    lengths = [(m.end(), int(m[1])) for m in STREAM.finditer(content)]
    ends = [content[start + length : start + length + 11].lstrip(b"\r\n")[:9] for start, length in lengths]
    return bool(lengths) and set(ends) == {b"endstream"}


def last_pages(document: Document, content: bytes) -> set[int]:
    """The last page of each part: the one before a part begins."""
    count = len(pypdf.PdfReader(io.BytesIO(content)).pages)
    names = [block.part for block in document.blocks if isinstance(block, PageBreak)]
    begins = {h.page for h in headings_of(content) if h.title in names} if any(names) else {2}
    return {page - 1 for page in begins} | {count}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("kind", KINDS)
def test_every_page_is_as_promised(kind: str, edition: Edition, language: Language) -> None:
    document = document_of(kind, edition, language)
    assert list(faults(document, pdf_of(kind, edition, language))) == []
