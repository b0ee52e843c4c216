"""Markdown. Expected values: the texts that went in, read back by markdown-it, a second implementation."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from tests.reports.fakes import fake_results
from tests.reports.test_html import TEXTS

from naysay.reports.blocks import (
    Answer,
    Block,
    Bullets,
    Checklist,
    Columns,
    Figure,
    Heading,
    KeyFigure,
    KeyFigures,
    PageBreak,
    Paragraph,
    TableBlock,
)
from naysay.reports.document import build
from naysay.reports.exports import markdown
from naysay.reports.exports.base import ExportInput
from naysay.study.characters import readable

MARKUP = (
    "# no heading", "- no list", "+ 1", "1. no list", "1) no list", "*a* _b_ **c** __d__", "~~gone~~",
    "[text](javascript:alert(1))", "![x](http://evil.example/x.png)", "[^1]", "`code`", "a | b | c",
    "<img src=x onerror=alert(1)>", "<!-- x -->", "&lt;b&gt;", "> no quote", "===", "---", "\\", "\\*",
    "$x^2$",     "    no code", "| a |", "[x]: http://evil.example", "1.234 Beiträge", "−3,2 %", "a\nb\n# c",
)  # fmt: skip
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


def written(*blocks: Block, drawings: dict[str, bytes] | None = None) -> str:
    return markdown.render(
        replace(build(fake_results(), ("cover",)), title="Title", blocks=blocks, drawings=drawings or {})
    )


def read(text: str) -> list[tuple[str, str]]:
    """(the element it opens, its text) of each inline part."""
    tokens = READER.parse(text)
    parts = []
    for before, token in pairwise(tokens):
        if token.type == "inline":
            inside = "".join(child.content for child in token.children or () if child.type == "text")
            parts.append((before.tag, inside))
    return parts


def kinds(text: str) -> set[str]:
    """Every kind of element in the text."""
    inline = {child.type for token in READER.parse(text) for child in token.children or ()}
    return inline | {token.type for token in READER.parse(text)}


@pytest.mark.parametrize("text", [*MARKUP, *TEXTS])
def test_a_hostile_paragraph_is_its_own_text_and_nothing_else(text: str) -> None:
    content = written(Paragraph(text))
    if readable(text):
        assert ("p", readable(text)) in read(content)
    assert not kinds(content) & {
        "link_open", "image", "html_inline", "html_block", "code_inline", "s_open", "em_open", "strong_open",
        "bullet_list_open", "ordered_list_open", "blockquote_open", "code_block", "fence",
    }  # fmt: skip


@pytest.mark.parametrize("text", [*MARKUP, *TEXTS])
def test_a_hostile_cell_is_its_own_text(text: str) -> None:
    block = TableBlock(text, (text, "b"), ((text, "1"), ("c", text)), ("left", "right"))
    cells = [part for part in read(written(block)) if part[0] in ("th", "td")]
    shown = readable(text)
    assert cells == [("th", shown), ("th", "b"), ("td", shown), ("td", "1"), ("td", "c"), ("td", shown)]


@pytest.mark.parametrize(
    "text", ["http://evil.example", "www.evil.example", "a@evil.example", ":smile:", "HTTPS://EVIL.EXAMPLE"]
)
def test_github_makes_no_link_and_no_picture_of_a_name(text: str) -> None:
    """Its automatic links need ``://``, ``www.`` or ``@`` without an escape, and an emoji both colons."""
    line = written(Paragraph(text)).split("\n\n")[2].strip()
    assert not any(
        sign in line.lower().replace("\\:", "").replace("\\@", "") for sign in ("://", "www.", "@")
    )
    assert not line.startswith(":")
    assert line.replace("\\", "") == text


def test_each_block_has_its_form() -> None:
    text = written(
        Heading("Section"),
        Heading("Part", 2),
        Answer("Yes.", "how sure", "found"),
        KeyFigures((KeyFigure("−12", "label", "detail"),)),
        Bullets(("one", "two")),
        Checklist((("passed", "passed", "asked"), ("failed", "failed", "doubted"))),
        TableBlock("Caption", ("a", "b"), (("x", "1"), ("all", "2")), ("left", "right"), strong=(1,)),
        Figure("price", "What it shows", "Alternative"),
        Columns((Paragraph("left"),), (Paragraph("right"),)),
        PageBreak(),
        Paragraph("Measured.", note="By a test."),
        drawings={"price": b"<svg/>"},
    )
    assert "\n## Section\n\n### Part\n" in text
    assert "\n> **Yes.**\n>\n> how sure\n" in text
    assert "| **−12** | label | detail |" in text
    assert "\n- one\n- two\n" in text
    assert "\n- ✓ **passed**: asked\n- ✗ **failed**: doubted\n" in text
    assert "\n**Caption**\n\n| a | b |\n| --- | ---: |\n| x | 1 |\n| **all** | **2** |\n" in text
    assert "\n![Alternative](figures/price.svg)\n\n*What it shows*\n" in text
    assert "\nleft\n\nright\n" in text
    assert "\nMeasured.[^1]\n" in text
    assert text.endswith("\n[^1]: By a test.\n")


def test_key_figures_without_details_have_no_empty_column() -> None:
    text = written(KeyFigures((KeyFigure("−12", "label"), KeyFigure("1", "2"))))
    assert "\n| --- | --- |\n| **−12** | label |\n| **1** | 2 |\n" in text


def test_figures_stand_beside_the_report(tmp_path: Path) -> None:
    results = fake_results()
    document = build(results, ("lead_lag",))
    drawn = markdown.EXPORT.files(ExportInput(results, document, tmp_path, tmp_path))
    assert set(drawn) == {"report.md", *(f"figures/{name}.svg" for name in document.drawings)}
    assert len(drawn) > 1
    for name in document.drawings:
        assert f"](figures/{name}.svg)" in drawn["report.md"].decode()


@pytest.mark.parametrize("edition", ["ir", "research"])
def test_a_whole_german_report_has_its_headings_in_order(edition: str) -> None:
    results = fake_results(language="de")
    text = markdown.render(build(results, edition=edition))  # type: ignore[arg-type]
    depths = [len(line) - len(line.lstrip("#")) for line in text.splitlines() if line.startswith("#")]
    assert depths[0] == 1
    assert all(below - above <= 1 for above, below in pairwise(depths))
    assert "html_inline" not in kinds(text)


def test_the_mark_stands_below_the_title() -> None:
    text = markdown.render(
        replace(build(fake_results(), ("cover",)), subtitle="12 companies", mark="internal")
    )
    assert "\n12 companies · **internal**\n" in text
