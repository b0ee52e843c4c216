"""The HTML report in headless Chromium. Expected values: what a reader needs (WCAG 2.2 by axe-core, no text
under 11 pixels, no page that moves sideways on a phone), and numbers of the results that went in.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reports.browser import Seen, browser, opened
from tests.reports.fakes import fake_results, without_tables
from tests.reports.plain_text import plain

from naysay.reports.blocks import Figure
from naysay.reports.document import build
from naysay.reports.exports import html
from naysay.reports.figures._values import valued
from naysay.reports.figures.style import new_figure, svg
from naysay.reports.results import Results
from naysay.reports.words import Words
from naysay.study.report_options import Edition

PHONE, DESK = 360, 1280
HOSTILE = ("</script><script>alert(1)</script>", "<img src=x onerror=alert(1)>", "\u2028株😀", "x" * 200)


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as chromium:
        yield chromium


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("pages")


def written(folder: Path, results: Results, edition: Edition, name: str) -> Path:
    """The page of ``results`` as a file, drawn once."""
    file = folder / f"{name}.html"
    if not file.exists():
        file.write_text(html.render(build(results, edition=edition), results), encoding="utf-8")
    return file


def page(folder: Path, language: str = "en", edition: Edition = "research") -> Path:
    return written(folder, fake_results(language=language), edition, f"{language}_{edition}")


@pytest.fixture
def english(running: Any, folder: Path) -> Iterator[Seen]:
    with opened(running, page(folder)) as seen:
        yield seen


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("edition", ["ir", "research"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_axe_finds_nothing_and_leaves_nothing_undecided(
    running: Any, folder: Path, language: str, edition: Edition, width: int, scheme: str
) -> None:
    with opened(running, page(folder, language, edition), width=width, scheme=scheme) as seen:
        assert seen.axe() == ([], [])


@pytest.mark.parametrize("width", [PHONE, DESK])
@pytest.mark.parametrize("edition", ["ir", "research"])
@pytest.mark.parametrize("language", ["en", "de"])
def test_no_text_is_small_and_the_page_does_not_move_sideways(
    running: Any, folder: Path, language: str, edition: Edition, width: int
) -> None:
    with opened(running, page(folder, language, edition), width=width) as seen:
        assert seen.small_texts() == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") == width


@pytest.mark.parametrize("edition", ["ir", "research"])
def test_nothing_is_asked_for_and_nothing_goes_wrong(running: Any, folder: Path, edition: Edition) -> None:
    with opened(running, page(folder, "de", edition)) as seen:
        seen.page.locator("#company").select_option(index=1)
        assert seen.requests == []
        assert seen.messages == []


@pytest.mark.parametrize("case", ["hostile", "empty"])
def test_odd_results_go_wrong_nowhere(running: Any, folder: Path, case: str) -> None:
    results = fake_results(names=HOSTILE, companies=4)
    results = without_tables(results) if case == "empty" else results
    with opened(running, written(folder, results, "research", case), width=PHONE) as seen:
        assert (seen.messages, seen.requests) == ([], [])
        assert seen.page.evaluate("document.documentElement.scrollWidth") == PHONE
        assert seen.page.locator("img, iframe").count() == 0


def test_the_policy_stops_a_script_that_is_not_the_page_s_own(english: Seen) -> None:
    english.page.evaluate(
        "document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.x = 1'}))"
    )
    assert english.page.evaluate("window.x") is None
    assert any("Content Security Policy" in message for message in english.messages)


def test_the_policy_stops_a_request(english: Seen) -> None:
    told = english.page.evaluate("fetch('https://example.org').then(() => 'sent', () => 'stopped')")
    assert told == "stopped"


def test_every_link_leads_to_a_place_in_the_page(english: Seen) -> None:
    lost = english.page.evaluate(
        "[...document.links].filter((a) => !a.hash || !document.getElementById(a.hash.slice(1))).length"
    )
    assert english.page.evaluate("document.links.length") > 20
    assert lost == 0


def test_every_heading_but_the_title_has_an_id_and_no_id_stands_twice(english: Seen) -> None:
    headings = english.page.evaluate("[...document.querySelectorAll('h2, h3')].map((one) => one.id)")
    everything = english.page.evaluate("[...document.querySelectorAll('[id]')].map((one) => one.id)")
    assert len(headings) > 10
    assert "" not in headings
    assert len(set(everything)) == len(everything)


def test_the_skip_link_is_the_first_that_a_key_reaches(english: Seen) -> None:
    english.page.keyboard.press("Tab")
    assert english.page.evaluate("document.activeElement.className") == "skip"
    english.page.keyboard.press("Enter")
    assert english.page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize(("scheme", "before", "after"), [("light", 255, 20), ("dark", 20, 255)])
def test_the_button_turns_dark_and_light_round(
    running: Any, folder: Path, scheme: str, before: int, after: int
) -> None:
    ground = "Number(getComputedStyle(document.body).backgroundColor.match(/\\d+/)[0])"
    with opened(running, page(folder), scheme=scheme) as seen:
        assert seen.page.evaluate(ground) == before
        seen.page.locator("#theme").click()
        assert seen.page.evaluate(ground) == after


def test_a_button_in_the_header_sorts_a_table(english: Seen) -> None:
    column = english.page.evaluate(
        """() => { const table = [...document.querySelectorAll('.sortable table')]
          .find((one) => one.tBodies[0].rows.length > 5 && one.querySelectorAll('th button').length > 1);
          table.id = 'sorted'; return table.rows[0].cells.length - 1; }"""
    )
    read = f"""() => [...document.querySelectorAll('#sorted tbody tr:not(.strong)')]
      .map((row) => row.cells[{column}].textContent.replace('−', '-').replace(/[^-.\\d].*/, ''))
      .filter((text) => text !== '').map(Number)"""
    button = english.page.locator("#sorted thead tr").locator("th").nth(column).locator("button")
    for direction, sign in (("ascending", 1), ("descending", -1)):
        button.focus()
        english.page.keyboard.press("Enter")
        values = english.page.evaluate(read)
        assert len(values) > 3
        assert values == sorted(values, key=lambda value: sign * value)
        assert button.locator("xpath=..").get_attribute("aria-sort") == direction


def test_a_field_filters_a_long_table(english: Seen) -> None:
    field = english.page.locator("input[type=search]").first
    rows = "[...document.querySelectorAll('.filtered')[0].querySelectorAll('tbody tr:not([hidden])')].length"
    everything = english.page.evaluate(rows)
    field.fill("zz no such row")
    assert english.page.evaluate(rows) == 0
    field.fill(english.page.evaluate("document.querySelector('.filtered tbody th').textContent"))
    assert 0 < english.page.evaluate(rows) < everything


@pytest.mark.parametrize("language", ["en", "de"])
def test_the_companies_can_be_chosen_and_read_by_key(running: Any, folder: Path, language: str) -> None:
    results = fake_results(language=language)
    with opened(running, page(folder, language)) as seen:
        options = seen.page.locator("#company option")
        assert options.count() == results.series["company"].nunique()
        seen.page.locator("#company").select_option(index=2)
        name = options.nth(2).text_content()
        assert name in seen.page.locator(".summary").text_content()
        assert seen.page.locator(".chart").get_attribute("aria-label").startswith(name)
        seen.page.locator("#session").focus()
        seen.page.keyboard.press("Home")
        first = results.series[results.series["company"] == results.series["company"].unique()[2]].iloc[0]
        words = Words("de" if language == "de" else "en")
        told = seen.page.locator(".reading").text_content()
        assert told.startswith(plain(words.numbers.date(first["session"])))
        assert words.counted("post", int(first["n_posts"])) in told
        price = re.search(r"\d+[.,]\d\d", told)
        assert price is not None
        assert float(price[0].replace(",", ".")) == pytest.approx(first["adj_close"], abs=0.0051)
        assert seen.page.locator("#session").get_attribute("aria-valuetext") == told
        seen.page.keyboard.press("ArrowRight")
        assert seen.page.locator(".reading").text_content() != told


def test_the_chart_is_read_by_a_pointer(english: Seen) -> None:
    english.page.locator(".chart").scroll_into_view_if_needed()
    box = english.page.locator(".chart").bounding_box()
    english.page.mouse.move(box["x"] + 60, box["y"] + 100)
    early = english.page.locator(".reading").text_content()
    english.page.mouse.move(box["x"] + box["width"] - 20, box["y"] + 100)
    assert english.page.locator(".reading").text_content() != early


def test_values_of_a_figure_are_read_by_pointer_and_by_key(running: Any, folder: Path) -> None:
    figure = new_figure(2.0)
    axes = figure.subplots()
    axes.plot([1, 2, 3], [5, 4, 7])
    valued(axes, [1, 2, 3], [5, 4, 7], names=["one", "two", "three"], values=["5 bp", "4 bp", "7 bp"])
    plain = build(fake_results(), ("cover",))
    blocks = (Figure("curve", "A curve", "A curve that ends at 7 bp."),)
    file = folder / "curve.html"
    file.write_text(html.render(replace(plain, blocks=blocks, drawings={"curve": svg(figure)})), "utf-8")
    with opened(running, file, width=PHONE) as seen:
        output = seen.page.locator("figure output")
        seen.page.locator("figure input").focus()
        assert output.text_content() == "one: 5 bp"
        seen.page.keyboard.press("ArrowRight")
        assert output.text_content() == "two: 4 bp"
        assert seen.page.locator("figure input").get_attribute("aria-valuetext") == "two: 4 bp"
        seen.page.locator("circle.value").first.hover(force=True)
        assert output.text_content() == "one: 5 bp"
        seen.page.locator("details.values summary").click()
        assert seen.page.locator("details.values td").all_inner_texts() == ["5 bp", "4 bp", "7 bp"]
        assert seen.axe() == ([], [])


def test_without_a_script_everything_but_the_chart_is_read(running: Any, folder: Path) -> None:
    with opened(running, page(folder), script=False) as seen:
        text = seen.page.locator("body").inner_text()
        assert Words("en")("page_companies.script_only") in text
        assert seen.page.locator("tbody tr").count() > 50
        assert seen.page.locator("button:visible").count() == 0
        assert seen.page.locator("nav summary").is_visible()


def test_print_has_black_on_white_and_no_controls(running: Any, folder: Path) -> None:
    with opened(running, page(folder), scheme="dark") as seen:
        seen.page.emulate_media(media="print", color_scheme="dark")
        assert seen.page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 31, 36)"
        assert seen.page.locator("nav:visible, .filter:visible, .stepper:visible").count() == 0
