"""Pages of single companies. Expected values: sentences by hand, from numbers that each test writes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import empty_tables, fake_results, missing_numbers, without_tables
from tests.reports.plain_text import plain

from naysay.analysis.findings import Money
from naysay.reports.blocks import Figure, Heading, PageBreak, Paragraph, TableBlock
from naysay.reports.document import build
from naysay.reports.editions import sections_of
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.sections._company_series import DAILY, EVENTS
from naysay.reports.sections.base import SectionContent
from naysay.reports.sections.company_pages import figure_names, tickers
from naysay.reports.words import Words


def asking(results: Results, companies: object, edition: str = "ir") -> Results:
    report = {**results.study["report"], "companies": companies, "edition": edition}
    return replace(results, study={**results.study, "report": report})


def with_effect(results: Results, ticker: str, **numbers: object) -> Results:
    """The results with other numbers in the row of the test named beforehand of one company."""
    rows = results.tables["effects"].copy()
    own = (rows["company"] == ticker) & (rows["measure"] == "as measured") & (rows["horizon"] == 1)
    for name, value in numbers.items():
        rows.loc[own, name] = value
    return replace(results, tables={**results.tables, "effects": rows})


def page(results: Results, language: str = "en") -> SectionContent:
    return section("company_pages").build(results, Words(language))  # type: ignore[arg-type]


def told(content: SectionContent) -> str:
    return plain(" ".join(block.text for block in content.blocks if isinstance(block, Paragraph)))


EFFECT: dict[str, Any] = {
    "bp_per_sd": -5.2, "se": 4.0, "low": -13.0, "high": 2.6, "mde_bp": 11.2, "pvalue": 0.19,
}  # fmt: skip


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        (
            "en",
            "On the next trading day after a usual rise in negative posts, the share returned 5 bp "
            "less (95 % "
            "interval −13 to +3). This cannot be told from no difference. A difference of 11 bp would have "
            "been found four times out of five.",
        ),
        (
            "de",
            "Am nächsten Handelstag nach einem üblichen Anstieg negativer Beiträge fiel die Rendite um 5 Bp "
            "niedriger aus (95-%-Intervall −13 bis +3). Das lässt sich nicht von null unterscheiden. Ein "
            "Unterschied von 11 Bp wäre in vier von fünf Fällen aufgefallen.",
        ),
    ],
)
def test_a_page_has_the_company_s_own_effect_with_what_could_have_been_seen(
    language: str, expected: str
) -> None:
    results = asking(with_effect(fake_results(language=language, money=False), "C01", **EFFECT), ["C01"])
    assert expected in told(page(results, language))


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", "In market value this is −€1.8 million (−4.4 to 0.9 million)."),
        ("de", "Gemessen am Börsenwert sind das −1,8 Mio. € (−4,4 bis 0,9 Mio.)."),
    ],
)
def test_money_is_told_where_the_market_value_is_known(language: str, expected: str) -> None:
    results = fake_results(language=language)
    money = (Money("C01", "EUR", 3.4e9, -1.77e6, -4.42e6, 0.884e6),)
    results = replace(results, findings=replace(results.findings, money=money))
    assert expected in told(page(asking(results, ["C01"]), language))
    assert expected not in told(page(asking(results, ["C02"]), language))


def test_an_effect_that_its_own_interval_tells_from_zero_is_not_called_unclear() -> None:
    results = with_effect(fake_results(), "C01", **{**EFFECT, "bp_per_sd": 20.0, "low": 8.0, "high": 32.0})
    text = told(page(asking(results, ["C01"])))
    assert "the share returned 20 bp more (95 % interval +8 to +32)." in text
    assert "more than chance alone would bring" in text
    assert "would have been found" not in text


def test_numbers_of_tests_are_a_footnote_for_one_reader_and_a_paragraph_for_the_other() -> None:
    results = with_effect(fake_results(), "C01", **EFFECT)
    numbers = "Local projection: −5.2 bp per standard deviation of negativity, standard error 4.0"
    for_ir = page(asking(results, ["C01"]))
    assert numbers not in told(for_ir)
    notes = [plain(block.note) for block in for_ir.blocks if isinstance(block, Paragraph)]
    assert any(note.startswith(numbers) for note in notes)
    assert numbers in told(page(asking(results, ["C01"], "research")))


def test_a_company_without_an_estimate_says_why() -> None:
    results = missing_numbers(fake_results("not_testable"))
    text = told(page(asking(results, ["C01"])))
    assert "A difference of its own could not be estimated:" in text
    assert "Whether past posts help to explain later returns could not be tested" in text


@pytest.mark.parametrize(
    ("language", "p", "expected"),
    [
        ("en", (0.01, 0.4), "Past posts help to explain later returns. Past returns do not help to explain"),
        (
            "de",
            (0.4, 0.01),
            "Frühere Beiträge helfen nicht, spätere Renditen zu erklären. Frühere Renditen helfen",
        ),
    ],
)
def test_both_directions_are_told_in_plain_words(
    language: str, p: tuple[float, float], expected: str
) -> None:
    results = fake_results(language=language)
    tests = results.tables["granger"].copy()
    for cause, value in zip(("negativity", "abnormal_ret"), p, strict=True):
        tests.loc[tests["cause"] == cause, "pvalue_bh"] = value
    results = replace(results, tables={**results.tables, "granger": tests})
    assert expected in told(page(asking(results, ["C01"]), language))


def test_the_largest_events_are_listed_by_date_and_the_others_counted() -> None:
    results = fake_results()
    events = results.tables["events"]
    mine = events[events["company"] == "C00"].assign(negativity=3.0)
    mine.loc[mine.index[0], "negativity"] = 9.0
    many = pd.concat([mine] * 4, ignore_index=True)
    results = replace(results, tables={**results.tables, "events": many})
    table = next(b for b in page(asking(results, ["C00"])).blocks if isinstance(b, TableBlock))
    assert len(table.rows) == EVENTS
    assert table.caption.startswith(f"The {EVENTS} largest of {len(many)} events: ")
    days = [row[1] for row in table.rows]
    assert days == sorted(days)


@pytest.mark.parametrize(
    ("language", "expected"), [("en", "This company had no event."), ("de", "kein Ereignis")]
)
def test_a_company_without_events_says_so(language: str, expected: str) -> None:
    results = fake_results(language=language)
    events = results.tables["events"]
    results = replace(results, tables={**results.tables, "events": events[events["company"] != "C01"]})
    content = page(asking(results, ["C01"]), language)
    assert expected in told(content)
    assert not [b for b in content.blocks if isinstance(b, TableBlock) and b.header[0] in ("No.", "Nr.")]


@pytest.mark.parametrize(
    ("language", "row"),
    [
        ("en", ("December 2024", "286", "27 %", "−7.6 %", "+3.4 %")),
        ("de", ("Dezember 2024", "286", "27 %", "−7,6 %", "+3,4 %")),
    ],
)
def test_months_stand_where_the_run_has_them(language: str, row: tuple[str, ...]) -> None:
    months = pd.DataFrame(
        {
            "company": ["C01", "C01", "C02"],
            "month": ["2024-12", "2024-11", "2024-12"],
            "n_posts": [286, 295, 1],
            "negative_share": [0.27, 0.19, 1.0],
            "ret": [-0.076, float("nan"), 0.5],
            "market": [0.034, -0.014, 0.5],
        }
    )
    results = fake_results(language=language)
    results = replace(results, tables={**results.tables, "months": months})
    tables = [b for b in page(asking(results, ["C01"]), language).blocks if isinstance(b, TableBlock)]
    assert tuple(map(plain, tables[-1].rows[-1])) == row
    assert tables[-1].rows[0][3] == "–"
    assert len(tables[-1].rows) == 2


def test_every_company_has_a_heading_a_chart_and_a_page_of_its_own() -> None:
    content = page(asking(fake_results(companies=3), "all"))
    headings = [b.text for b in content.blocks if isinstance(b, Heading) and b.level == 2]
    assert headings == [
        "Müller Maschinenbau AG · C00 · DE0007164600",
        "Österreich Öl SE · C01 · DE0007164600",
        "Jäger Chips KGaA · C02 · DE0007164600",
    ]
    figures = [block.name for block in content.blocks if isinstance(block, Figure)]
    assert set(figures) == set(content.drawings)
    assert len([block for block in content.blocks if isinstance(block, PageBreak)]) == 2


def test_with_many_pages_the_series_are_drawn_week_by_week() -> None:
    results = fake_results(companies=DAILY + 1)
    mine = results.series[results.series["company"] == "C00"]
    copies = [mine.assign(company=f"C{place:02d}") for place in range(DAILY + 1)]
    results = replace(results, series=pd.concat(copies, ignore_index=True))
    many, one = page(asking(results, "all")), page(asking(results, ["C00"]))
    assert len(many.drawings) == DAILY + 1
    captions = [block.caption for block in many.blocks if isinstance(block, Figure)]
    assert all("week by week" in caption for caption in captions)
    assert len(many.drawings["price_C00"]) < 0.6 * len(one.drawings["price_C00"])


def test_names_of_charts_are_safe_and_differ_whatever_the_tickers() -> None:
    hostile = ["../../x", "BRK.B", "BRK-B", "brk_b", "", "$", "汉", "a" * 300, "A" * 300]
    names = figure_names(hostile)
    assert len({name.lower() for name in names}) == len(hostile)
    assert all(name.replace("_", "").isalnum() and name.isascii() and len(name) < 40 for name in names)
    assert figure_names(["ACME"]) == ["price_ACME"]


@pytest.mark.parametrize("of", [without_tables, empty_tables, missing_numbers])
def test_missing_tables_raise_nothing(of) -> None:  # type: ignore[no-untyped-def]
    for language in ("en", "de"):
        content = page(asking(of(fake_results("not_testable", language=language)), "all"), language)
        assert "nan" not in told(content)


def test_no_page_is_asked_for_unless_the_study_does() -> None:
    assert tickers(fake_results()) == []
    assert "asks for no pages" in told(page(fake_results()))
    assert "company_pages" not in sections_of(fake_results().study["report"])


@pytest.mark.parametrize(("edition", "after"), [("ir", None), ("research", "data")])
def test_pages_stand_at_the_end_or_before_the_data(edition: str, after: str | None) -> None:
    report = asking(fake_results(), ["C00"], edition).study["report"]
    sections = list(sections_of(report))
    place = sections.index("company_pages")
    assert sections[place + 1 :][:1] == ([] if after is None else [after])
    own = {**report, "sections": ["cover", "company_pages", "methods"]}
    assert list(sections_of(own)) == own["sections"]


def test_a_section_knows_the_edition_that_the_document_is_made_for() -> None:
    results = asking(with_effect(fake_results(), "C01", **EFFECT), ["C01"])
    document = build(results, ["company_pages"], edition="research")
    text = " ".join(plain(block.text) for block in document.blocks if isinstance(block, Paragraph))
    assert "Local projection: −5.2 bp" in text
