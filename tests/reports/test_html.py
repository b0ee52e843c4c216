"""The HTML page. Expected values: HTML's rules of nesting and headings, and the texts that went in."""

from __future__ import annotations

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from tests.reports.test_pdf_and_html import SVG, document

from naysay.reports.blocks import (
    Answer,
    Block,
    Bullets,
    Checklist,
    Columns,
    Document,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    Paragraph,
    TableBlock,
)
from naysay.reports.exports import html

VOID = {"meta", "link", "br", "hr", "img", "input"}
TEXTS = (
    "<script>alert(1)</script>",
    "</style><script>alert(1)</script>",
    "</title></head><body onload=alert(1)>",
    '" onmouseover="alert(1)" x="',
    "' onfocus='alert(1)' autofocus='",
    "<!-- --> <![CDATA[ ]]> <?php ?>",
    "&lt;b&gt; &#60;script&#62; &amp;amp;",
    "javascript:alert(1)",
    "\x00\u202eabc\u2066",
    "株 😀 هذا",
    "x" * 5000,
    "",
)


class Page(HTMLParser):
    """Reads a page and remembers its tags, its texts, and whether every tag was closed in order."""

    def __init__(self, source: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.names: set[str] = set()
        self.text = ""
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        self.text += data


def page(*blocks: Block, drawings: dict[str, bytes] | None = None) -> str:
    plain: Document = document("")
    return html.render(replace(plain, title="Title", blocks=blocks, drawings=drawings or {}))


@pytest.mark.parametrize("text", TEXTS[:-1], ids=range(len(TEXTS) - 1))
def test_no_text_becomes_a_tag(text: str) -> None:
    hostile, harmless = Page(html.render(document(text))), Page(html.render(document("word")))
    assert hostile.tags == harmless.tags
    assert hostile.names == harmless.names
    assert "script" not in hostile.tags


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_tags_are_closed_in_order(text: str) -> None:
    seen = Page(html.render(document(text)))
    assert seen.wrong == []
    assert seen.open == []


def test_nothing_is_left_out() -> None:
    seen = Page(
        page(
            Answer("w01", "w02", "found"),
            KeyFigures((KeyFigure("w03", "w04", "w05"),)),
            Columns((Heading("w06", 2),), (Bullets(("w07", "w08")),)),
            Checklist((("passed", "w09", "w10"), ("unmade", "w11", "w12"))),
            Heading("w13"),
            Paragraph("w14", "quiet"),
            TableBlock("w15", ("w16", "w17"), (("w18", "w19"),), ("left", "right")),
            Figure("f", "w20", "alt"),
            drawings={"f": SVG},
        )
    )
    assert re.findall(r"w\d\d", seen.text) == [
        "w01", "w02", "w04", "w03", "w05", *(f"w{n:02d}" for n in range(6, 21)),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("levels", "tags"),
    [((1, 2, 2, 1), "h2 h3 h3 h2"), ((2, 2, 1, 2), "h2 h2 h2 h3"), ((2,), "h2")],
)
def test_headings_skip_no_level(levels: tuple[int, ...], tags: str) -> None:
    seen = Page(page(*(Heading("text", 1 if level == 1 else 2) for level in levels)))
    assert [tag for tag in seen.tags if re.fullmatch(r"h\d", tag)] == ["h1", *tags.split()]


def test_a_heading_without_words_is_no_heading() -> None:
    assert "h2" not in Page(page(Heading("\x00 "), Paragraph("text"))).tags


def test_headings_in_columns_count_in_reading_order() -> None:
    columns = Columns((Heading("a", 1),), (Heading("b", 2),))
    seen = Page(page(columns))
    assert [tag for tag in seen.tags if re.fullmatch(r"h\d", tag)] == ["h1", "h2", "h3"]


def test_rows_and_columns_of_a_table_are_named() -> None:
    source = page(TableBlock("c", ("a", "b"), (("d", "1"), ("e", "2")), ("left", "right"), strong=(1,)))
    assert source.count('scope="col"') == 2
    assert source.count('scope="row"') == 2
    assert source.count('<tr class="strong">') == 1
    assert "<caption>c</caption>" in source


def test_a_wide_table_can_be_reached_by_key() -> None:
    assert 'tabindex="0" role="region" aria-label="c"' in page(TableBlock("c", ("a",), (("d",),), ("left",)))


def test_only_tags_of_a_drawing_are_renamed() -> None:
    drawing = SVG.replace(b"Kurs", b'id="p" url(#p) href="#p"')
    seen = Page(page(Figure("f", "", "alt"), drawings={"f": drawing}))
    assert 'id="p" url(#p) href="#p"' in seen.text
    assert 'href="#f-p"' in page(Figure("f", "", "alt"), drawings={"f": drawing})


def test_the_outcome_of_a_check_is_a_word() -> None:
    seen = Page(page(Checklist((("passed", "bestanden", "a"), ("failed", "nicht bestanden", "b")))))
    assert "bestanden a" in seen.text
    assert "nicht bestanden b" in seen.text
