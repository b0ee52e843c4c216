"""Documents as files. Expected values: the standards' own marks (PDF/UA-1, PDF/A-2a); text stays data."""

from __future__ import annotations

import base64
import io
import re
from html.parser import HTMLParser

import pypdf
import pytest

from naysay.reports.blocks import (
    Answer,
    Block,
    Bullets,
    Checklist,
    Columns,
    Document,
    Figure,
    Furniture,
    Heading,
    KeyFigure,
    KeyFigures,
    Logo,
    PageBreak,
    Paragraph,
    TableBlock,
)
from naysay.reports.exports import html, pdf
from naysay.reports.glyphs import clean, clean_svg
from naysay.study.characters import readable

HOSTILE = (
    '#read("/etc/passwd") $x$ *bold* _it_ \\ <script>alert(1)</script> </style> `raw` @ref //c '
    "\x00\u202ex 株😀"
)
SVG = (
    b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 40" width="100">'
    b'<defs><path id="p" d="M0 0L9 9"/></defs><use href="#p" stroke="black"/>'
    b'<text x="5" y="20" font-family="Fira Sans" font-size="8">Kurs \xe6\xa0\xaa</text></svg>'
)
PIXEL = base64.b64decode(
    b"iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg=="
)


def document(text: str = HOSTILE, language: str = "en") -> Document:
    blocks: tuple[Block, ...] = (
        Answer(text, text, "not_found"),
        Paragraph(text, note=text),
        KeyFigures((KeyFigure(text, text, text), KeyFigure("1", "2"))),
        Columns((Heading(text, 2), Bullets((text, text))), (Heading(text, 2), Paragraph(text, "quiet"))),
        Checklist((("passed", "passed", text), ("failed", "failed", text), ("unmade", "not made", text))),
        PageBreak(text),
        Heading(text, 1),
        Heading(text, 2),
        Paragraph(text, "small"),
        Figure("one", text, text),
        Figure("two", "", "two"),
        TableBlock(text, (text, "n"), ((text, "1"), (text, "2")), ("left", "right"), strong=(1,)),
        TableBlock("", ("a",), tuple((str(n),) for n in range(90)), ("left",)),
    )
    return Document(
        language="de" if language == "de" else "en",
        edition="research",
        title=f"Title {text}",
        subtitle=text,
        author="naysay 0",
        date=(2024, 12, 30),
        furniture=Furniture(text, text, "Page {page} of {pages}", text, text, text, text),
        blocks=blocks,
        drawings={"one": SVG, "two": SVG},
        mark=text,
        logo=Logo("png", PIXEL, 1, 1),
    )


def reader(language: str = "en") -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(pdf.render(document(language=language))))


def test_equal_documents_give_equal_bytes() -> None:
    assert pdf.render(document()) == pdf.render(document())
    assert html.render(document()) == html.render(document())


@pytest.mark.parametrize("language", ["en", "de"])
def test_it_is_tagged_and_says_its_language(language: str) -> None:
    root = reader(language).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert "/StructTreeRoot" in root
    assert root["/Lang"].startswith(language)


def test_it_claims_both_standards() -> None:
    metadata = reader().trailer["/Root"]["/Metadata"].get_data().decode()
    assert re.search(r"pdfaid:part>2<", metadata)
    assert re.search(r"pdfaid:conformance>A<", metadata)
    assert re.search(r"pdfuaid:part>1<", metadata)


def test_it_holds_its_fonts_and_no_other() -> None:
    names = {
        str(font.get_object()["/BaseFont"])
        for page in reader().pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert names
    assert all("FiraSans" in name or "DejaVuSans" in name for name in names)


def test_pages_are_counted() -> None:
    pages = [page.extract_text() for page in reader().pages]
    assert f"Page {len(pages)} of {len(pages)}" in pages[-1]


def test_text_is_data_in_the_pdf() -> None:
    text = " ".join(page.extract_text() for page in reader().pages)
    assert '#read("/etc/passwd")' in text
    assert "root:" not in text
    assert "*bold*" in text


class Seen(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.text = ""
        self.raw = False
        """Whether what comes is script or style."""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self.raw = tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        if not self.raw:
            self.text += data

    def handle_endtag(self, tag: str) -> None:
        self.raw = False


def seen(language: str = "en") -> Seen:
    parser = Seen()
    parser.feed(html.render(document(language=language)))
    return parser


def test_text_is_data_on_the_page() -> None:
    page = seen()
    assert page.tags.count("script") == 2
    assert "<script>alert(1)</script>" in page.text
    assert not [name for name, _ in page.attributes if name.startswith("on")]


def test_the_page_asks_for_nothing() -> None:
    page = seen("de")
    assert ("lang", "de") in page.attributes
    assert any(value and value.startswith("default-src 'none'") for _, value in page.attributes)
    assert not [v for name, v in page.attributes if name == "src" and not str(v).startswith("data:")]
    assert not [v for name, v in page.attributes if name == "href" and not str(v).startswith("#")]


def test_identifiers_of_drawings_stand_once() -> None:
    identifiers = [value for name, value in seen().attributes if name == "id"]
    assert {"one-p", "two-p"} <= set(identifiers)
    assert len(set(identifiers)) == len(identifiers)


def test_headings_and_tables_say_what_they_are() -> None:
    page = seen()
    assert page.tags.count("h1") == 1
    assert {"h2", "h3", "caption", "th", "figure", "main"} <= set(page.tags)
    assert ("scope", "col") in page.attributes


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain", "plain"),
        ("two\n lines\t", "two lines"),
        ("a\x00b\u202ec\u2066d\u200be", "abcde"),
        ("5\u00a0%", "5\u00a0%"),
        ("Größe – „ß“ −1 €", "Größe – „ß“ −1 €"),
        ("", ""),
        ("half \ud800 pair", "half pair"),
    ],
)
def test_readable_text(text: str, shown: str) -> None:
    assert readable(text) == shown
    assert clean(text) == shown


def test_what_has_no_glyph_is_shown_to_be_missing() -> None:
    assert clean("a株b") == "a□b"
    assert "株" in readable("a株b")
    assert "株" not in clean_svg(SVG.decode())


def test_a_word_without_end_may_break() -> None:
    assert clean("x" * 500).replace("\u200b", "") == "x" * 500
    assert "\u200b" in clean("x" * 500)
    pdf.render(document("x" * 5000))
