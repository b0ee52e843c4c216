"""The HTML page. Expected values: HTML's rules of nesting and headings, and the texts that went in."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from html.parser import HTMLParser

import numpy as np
import pandas as pd
import pytest
from tests.reports.fakes import fake_results
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
    Logo,
    Paragraph,
    TableBlock,
)
from naysay.reports.document import build
from naysay.reports.exports import html
from naysay.reports.results import Results
from naysay.study.report_options import Edition

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
        self.values: list[tuple[str, str | None]] = []
        self.text = ""
        self.open: list[str] = []
        self.wrong: list[str] = []
        self.feed(source)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}
        self.values += attrs
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.names |= {name for name, _ in attrs}

    def handle_endtag(self, tag: str) -> None:
        if not self.open or self.open.pop() != tag:
            self.wrong.append(tag)

    def handle_data(self, data: str) -> None:
        if not {"script", "style"} & set(self.open):
            self.text += data


def page(*blocks: Block, drawings: dict[str, bytes] | None = None) -> str:
    plain: Document = document("")
    return html.render(replace(plain, title="Title", blocks=blocks, drawings=drawings or {}))


@pytest.mark.parametrize("text", TEXTS[:-1], ids=range(len(TEXTS) - 1))
def test_no_text_becomes_a_tag(text: str) -> None:
    hostile, harmless = Page(html.render(document(text))), Page(html.render(document("word")))
    assert hostile.tags == harmless.tags
    assert hostile.names == harmless.names
    assert hostile.tags.count("script") == 2


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_tags_are_closed_in_order(text: str) -> None:
    seen = Page(html.render(document(text)))
    assert seen.wrong == []
    assert seen.open == []


def test_nothing_is_left_out() -> None:
    source = page(
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
    seen = Page(source[source.index("<main") : source.index("<footer")])
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
    assert '<caption id="table-c">c</caption>' in source


def test_a_wide_table_can_be_reached_by_key() -> None:
    source = page(TableBlock("c", ("a",), (("d",),), ("left",)))
    assert 'tabindex="0" role="group" aria-labelledby="table-c"><table><caption id="table-c">c' in source


def test_only_tags_of_a_drawing_are_renamed() -> None:
    drawing = SVG.replace(b"Kurs", b'id="p" url(#p) href="#p"')
    seen = Page(page(Figure("f", "", "alt"), drawings={"f": drawing}))
    assert 'id="p" url(#p) href="#p"' in seen.text
    assert 'href="#f-p"' in page(Figure("f", "", "alt"), drawings={"f": drawing})


def test_the_outcome_of_a_check_is_a_word() -> None:
    seen = Page(page(Checklist((("passed", "bestanden", "a"), ("failed", "nicht bestanden", "b")))))
    assert "bestanden a" in seen.text
    assert "nicht bestanden b" in seen.text


def test_a_note_stands_at_the_end_and_leads_back() -> None:
    source = page(Paragraph("Result.", note="adjusted BMP <b>"), Paragraph("More.", note="second"))
    assert (
        'Result.<sup><a id="to-note-1" href="#note-1" role="doc-noteref" aria-label="Note 1">1</a>' in source
    )
    assert '<li id="note-1">adjusted BMP &lt;b&gt; <a href="#to-note-1" role="doc-backlink"' in source
    assert source.index("second <a") > source.index("More.")
    assert '<li><a href="#notes">Notes</a></li>' in source


def test_a_page_without_notes_and_terms_lists_neither() -> None:
    source = page(Heading("One"), Paragraph("Nothing to explain here."))
    assert "doc-endnotes" not in source
    assert "glossary" not in source.partition("<body>")[2].partition("<script")[0]


def test_contents_lead_to_sections_by_their_own_names() -> None:
    source = page(Heading("Über Größe", 1), Heading("Part", 2), Heading("Last", 1, anchor="methods"))
    assert '<h2 id="ueber-groesse" class="section">' in source
    links = re.findall(r'<li><a href="#([^"]+)">([^<]+)</a></li>', source)
    assert links == [("ueber-groesse", "Über Größe"), ("methods", "Last")]


def test_key_figures_lead_to_the_methods_where_there_are_some() -> None:
    figures = KeyFigures((KeyFigure("−14 bp", "label"),))
    assert '<dd><a href="#methods">−14 bp</a></dd>' in page(figures, Heading("Methods", anchor="methods"))
    assert "<dd>−14 bp</dd>" in page(figures)


def test_a_term_leads_to_its_entry_and_its_entry_to_a_section() -> None:
    source = page(Heading("Storms", anchor="storms"), Paragraph("Two storms. One storm."))
    assert source.count('<a class="term" href="#term-storm">storms</a>. One storm.') == 1
    entry = source.partition('<div id="term-storm">')[2].partition("</div>")[0]
    assert entry.endswith('<a href="#storms">Storms</a></dd>')


def test_logo_and_mark_stand_at_the_head() -> None:
    plain = document("")
    logo = Logo("png", b"\x89PNG", 400, 100)
    source = html.render(
        replace(plain, logo=logo, mark="internal <i>", furniture=replace(plain.furniture, logo="L"))
    )
    assert '<img class="logo" src="data:image/png;base64,iVBORw==" alt="L" width="176" height="44">' in source
    assert '<strong class="mark">internal &lt;i&gt;</strong>' in source


def test_the_policy_names_the_only_script_and_the_only_style() -> None:
    source = html.render(document("word"))
    scripts, styles = (
        re.findall(rf"<{tag}>(.*?)</{tag}>", source, flags=re.DOTALL) for tag in ("script", "style")
    )
    policy = re.findall(r'content="(default-src[^"]*)"', source)[0]
    for tag, (text,) in (("script", scripts), ("style", styles)):
        digest = b64encode(sha256(text.encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert "style=" not in source.partition("</style>")[2].replace(scripts[0], "")


def test_the_series_of_companies_are_in_the_page_as_data() -> None:
    results = fake_results()
    source = html.render(build(results, ("cover",)), results)
    data = json.loads(re.findall(r'id="series-data">(.*?)</script>', source, flags=re.DOTALL)[0])
    assert len(data["companies"]) == results.series["company"].nunique()
    assert 'href="#companies-over-time"' in source


def test_a_page_holds_what_fits_into_a_megabyte_and_says_how_many_are_left_out() -> None:
    results = many_companies(100, 1500)
    source = html.render(build(results, ("cover",)), results)
    assert 800_000 < len(source.encode()) <= html.LARGEST
    shown = source.count('"decimals":')
    assert 20 < shown < 100
    told = f"{shown} are here, those with the most events and posts; left out to keep the page small: "
    assert f"{told}{100 - shown}." in source


def test_companies_of_the_study_whose_series_the_results_do_not_hold_are_counted_too() -> None:
    results = many_companies(3, 20)
    study = {**results.study, "company": [*results.study["company"], *results.study["company"]]}
    source = html.render(build(results, ("cover",)), replace(results, study=study))
    left = len(study["company"]) - 3
    assert f"left out to keep the page small: {left}." in source


def with_pages() -> Results:
    results = fake_results()
    report = {**results.study["report"], "companies": ["C00", "C01"]}
    return replace(results, study={**results.study, "report": report})


def test_where_the_script_draws_companies_the_charts_of_their_pages_are_told_in_words() -> None:
    results = with_pages()
    document = build(results, ("price", "company_pages"))
    source = html.render(document, results)
    assert re.findall(r'<figure id="figure-(.*?)"', source) == ["price"]
    alts = [one.alt for one in document.blocks if isinstance(one, Figure) and one.name.startswith("price_")]
    assert [f'<p class="quiet">{alt} <a href="#companies-over-time">' in source for alt in alts] == [True] * 2


def test_without_series_in_the_page_the_charts_of_companies_stay() -> None:
    document = build(with_pages(), ("company_pages",))
    assert re.findall(r'<figure id="figure-(.*?)"', html.render(document)) == ["price-c00", "price-c01"]


def test_a_hundred_companies_of_500_sessions_fit() -> None:
    results = many_companies(100, 500)
    source = html.render(build(results), results)
    assert source.count('"decimals":') == 100
    assert len(source.encode()) <= html.LARGEST


def many_companies(n: int, sessions: int) -> Results:
    """``n`` companies with prices and posts of usual size, from a random walk with a set seed."""
    results, draw = fake_results(), np.random.default_rng(5)
    days = pd.bdate_range("2019-01-01", periods=sessions).strftime("%Y-%m-%d")
    posts = draw.poisson(20, n * sessions)
    series = pd.DataFrame(
        {
            "company": np.repeat([f"T{i:03}" for i in range(n)], sessions),
            "session": np.tile(days, n),
            "adj_close": 60 * np.exp(np.cumsum(draw.normal(0, 0.015, (n, sessions)), axis=1)).ravel(),
            "negativity": draw.normal(0, 1, n * sessions),
            "n_posts": posts,
            "n_negative": draw.binomial(posts, 0.25),
        }
    )
    companies = [
        {**results.study["company"][0], "ticker": f"T{i:03}", "name": f"Company {i}"} for i in range(n)
    ]
    return replace(results, series=series, study={**results.study, "company": companies})


@pytest.mark.parametrize("edition", ["ir", "research"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_every_figure_of_the_report_has_its_values_in_a_table(language: str, edition: Edition) -> None:
    results = fake_results(language=language)
    source = html.render(build(results, edition=edition), results)
    figures = re.findall(r"<figure id=.*?</figure>", source, flags=re.DOTALL)
    assert len(figures) > 5
    assert [one[:60] for one in figures if one.count('<details class="values">') != 1] == []
