"""The PDF. Expected values: PDF 1.7's names of structure, and the texts that went in."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from html import escape
from typing import Any

import pypdf
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.reports.test_pdf_and_html import HOSTILE, SVG, document

from naysay.reports import glyphs
from naysay.reports.blocks import (
    Block,
    Bullets,
    Checklist,
    Document,
    Figure,
    Heading,
    PageBreak,
    Paragraph,
    TableBlock,
)
from naysay.reports.exports import pdf
from naysay.study.errors import DataError

TEXTS = (
    '#read("/etc/passwd") #eval("1+1") $x^2$ *bold* _it_ @label <label> // no comment /* none */ ~ --- \\',
    "\\u{1F600} \\n #let x = sys.inputs",
    "<script>alert(1)</script></style>&amp;&#x3c;",
    "NUL\x00 BEL\x07 \ufeff BOM",
    "\u202etxet desrever\u202c \u2066isolated\u2069",
    "😱🏽 ❤\ufe0f 👩\u200d👩\u200d👧",
    "株価が暴落した。这家公司完了",
    "Z\u0334\u0321\u0322\u0315a\u0334lgo 5\u20dd \u0301",
    "half \ud800 pair",
    "{page} {pages}",
    " ",
)
ARABIC = "هذا السهم سيهبط غداً"
GERMAN = "Aktiengesellschaftsvorstandsmitgliederversammlung "
ENGLISH = "misunderstandings antidisestablishmentarianism "


def blank(*blocks: Block, language: str = "en", drawings: dict[str, bytes] | None = None) -> Document:
    return replace(document("", language=language), title="Title", blocks=blocks, drawings=drawings or {})


def read(drawn: Document) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render(drawn)))


def text_of(reader: pypdf.PdfReader) -> str:
    return " ".join(page.extract_text() for page in reader.pages)


def bare(text: str) -> str:
    return "".join(c for c in text if not c.isspace() and c not in "\u200b\u2068\u2069")


def structure(reader: pypdf.PdfReader) -> list[Any]:
    """Every element of the structure tree in reading order."""

    def walk(node: Any) -> Iterator[Any]:
        node = node.get_object() if hasattr(node, "get_object") else node
        if isinstance(node, list):
            for child in node:
                yield from walk(child)
        elif isinstance(node, dict):
            if "/S" in node:
                yield node
            yield from walk(node.get("/K", []))

    root: Any = reader.trailer["/Root"]
    return list(walk(root["/StructTreeRoot"]))


def test_it_says_what_it_is() -> None:
    about = read(blank(Paragraph("x"))).metadata
    assert about is not None
    assert about.title == "Title"
    assert about.author == "naysay 0"
    assert about.creation_date is not None
    assert f"{about.creation_date:%Y-%m-%d}" == "2024-12-30"


def test_the_file_has_the_document_s_date() -> None:
    drawn = blank(Paragraph("x"))
    assert pdf.render(drawn) != pdf.render(replace(drawn, date=(2025, 1, 2)))


def test_headings_are_tagged_without_a_gap() -> None:
    drawn = blank(Heading("a", 2), Heading("b", 2), Heading("c", 1), Heading("d", 2), Heading("e", 1))
    kinds = [element["/S"] for element in structure(read(drawn))]
    assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1", "/H1", "/H1", "/H2", "/H1"]


def test_tables_and_figures_are_tagged() -> None:
    table = TableBlock("caption", ("a", "b"), (("c", "1"),), ("left", "right"))
    elements = structure(read(blank(table, Figure("f", "caption", "what it shows"), drawings={"f": SVG})))
    kinds = [element["/S"] for element in elements]
    assert kinds.count("/TH") == 2
    assert kinds.count("/TD") == 2
    assert kinds.count("/Caption") == 2
    assert "what it shows" in [element.get("/Alt") for element in elements]


def test_a_figure_without_alt_is_told_by_its_caption() -> None:
    elements = structure(read(blank(Figure("f", "its caption", " "), drawings={"f": SVG})))
    assert "its caption" in [element.get("/Alt") for element in elements]


def test_a_note_is_a_footnote() -> None:
    reader = read(blank(Paragraph("the answer", note="the test behind it")))
    assert "/Note" in [element["/S"] for element in structure(reader)]
    assert "the test behind it" in text_of(reader)


def test_bullets_and_checks_are_lists() -> None:
    kinds = [
        e["/S"] for e in structure(read(blank(Bullets(("a", "b")), Checklist((("passed", "yes", "c"),)))))
    ]
    assert (kinds.count("/L"), kinds.count("/LI")) == (2, 3)


def test_the_mark_stands_on_every_page() -> None:
    drawn = replace(blank(*(Paragraph("line") for _ in range(90))), mark="internal")
    assert all("INTERNAL" in page.extract_text() for page in read(drawn).pages)


def test_parts_are_listed_with_links_to_them() -> None:
    blocks = (Paragraph("one"), PageBreak("Story"), Heading("Price"), Paragraph("x"), PageBreak("Tests"))
    reader = read(blank(*blocks, Heading("Robust"), Paragraph("y")))
    assert len(reader.pages) == 3
    listed = reader.pages[1].extract_text()
    assert all(name in listed for name in ("Story", "Price", "Tests", "Robust"))
    links = [note.get_object()["/Subtype"] for note in reader.pages[1]["/Annots"]]  # type: ignore[attr-defined]
    assert links == ["/Link"] * 4


def test_what_cannot_be_drawn_is_told() -> None:
    drawn = blank(Paragraph("株価"))
    told = replace(drawn, furniture=replace(drawn.furniture, missing="{n} are squares."))
    assert "2 are squares." in text_of(read(told))


def test_a_heading_without_words_is_no_heading() -> None:
    kinds = [element["/S"] for element in structure(read(blank(Heading(" "), Heading("b", 2))))]
    assert [kind for kind in kinds if kind.startswith("/H")] == ["/H1"]


def test_words_of_a_drawing_are_text() -> None:
    reader = read(blank(Figure("f", "", "alt"), drawings={"f": SVG}))
    assert "Kurs □" in text_of(reader)


def test_the_head_of_a_long_table_stands_on_every_page() -> None:
    rows = tuple((f"row {n}",) for n in range(120))
    pages = [
        page.extract_text() for page in read(blank(TableBlock("", ("the head",), rows, ("left",)))).pages
    ]
    assert len(pages) > 1
    assert all("the head" in page for page in pages)


def test_no_page_is_added_for_a_few_lines(monkeypatch: pytest.MonkeyPatch) -> None:
    def pages(count: int, rooms: tuple[float, ...]) -> int:
        monkeypatch.setattr(pdf, "ROOMS", rooms)
        return len(read(blank(*(Paragraph("one line") for _ in range(count)))).pages)

    fitted = pdf.ROOMS
    count = next(n for n in range(20, 80) if pages(n, (1.0, 0.999)) == 2)
    assert pages(count, fitted) == 1


def test_room_is_kept_where_less_saves_no_page(monkeypatch: pytest.MonkeyPatch) -> None:
    drawn = blank(Heading("a"), Paragraph("b"), Paragraph("c"))
    fitted = pdf.render(drawn)
    monkeypatch.setattr(pdf, "ROOMS", (1.0, 0.999))
    assert pdf.render(drawn) == fitted


@pytest.mark.parametrize(("language", "word"), [("de", GERMAN), ("en", ENGLISH)])
def test_words_are_divided(language: str, word: str) -> None:
    lines = text_of(read(blank(Paragraph(word * 12), language=language))).splitlines()
    assert any(line.rstrip().endswith(("-", "\u00ad", "\u2010")) for line in lines)


@pytest.mark.parametrize("text", TEXTS)
def test_text_comes_out_as_it_went_in(text: str) -> None:
    shown = bare(text_of(read(blank(Paragraph(text)))))
    assert bare(glyphs.clean(text)) in shown


def test_the_words_of_arabic_come_out_whole() -> None:
    shown = bare(text_of(read(blank(Paragraph(ARABIC)))))
    assert all(bare(word) in shown for word in glyphs.clean(ARABIC).split())


@pytest.mark.parametrize("text", [*TEXTS, ARABIC, "", "x" * 5000, HOSTILE * 5], ids=range(len(TEXTS) + 4))
def test_every_block_takes_every_text(text: str) -> None:
    assert pdf.render(document(text)).startswith(b"%PDF-1.7")


@pytest.mark.parametrize("text", TEXTS)
def test_a_drawing_takes_every_text(text: str) -> None:
    safe = escape(text).encode("utf-8", "ignore")
    drawing = SVG.replace(b"Kurs", safe)
    assert pdf.render(blank(Figure("f", text, text), drawings={"f": drawing}))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.text(max_size=60))
def test_no_text_stops_the_page(text: str) -> None:
    assert pdf.render(blank(Paragraph(text), TableBlock(text, (text,), ((text,),), ("left",))))


def test_a_document_without_words_is_a_file() -> None:
    assert pdf.render(replace(blank(), title="\u0301", author="", subtitle=""))


def test_a_long_title_keeps_one_line_at_the_head() -> None:
    drawn = blank(*(Paragraph("line") for _ in range(90)))
    long = replace(drawn, furniture=replace(drawn.furniture, header="word " * 200))
    assert len(read(long).pages) == len(read(drawn).pages)
    assert "…" in read(long).pages[1].extract_text()


@pytest.mark.parametrize("drawings", [{"f": b"no drawing"}, {}])
def test_a_refused_document_is_an_error_with_a_mend(drawings: dict[str, bytes]) -> None:
    with pytest.raises(DataError, match=r"report\.pdf.*html"):
        pdf.render(blank(Figure("f", "", "alt"), drawings=drawings))
