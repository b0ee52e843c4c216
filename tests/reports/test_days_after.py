"""The picture of the first page. Expected values: the rows of the results, and labels by hand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pandas as pd
import pytest
from tests.reports.covers import differing, with_evidence
from tests.reports.fakes import empty_tables, fake_results, missing_numbers

from naysay.analysis.projections import AS_MEASURED, POOLED
from naysay.reports.blocks import Figure
from naysay.reports.figures.days_after import HEIGHT, LEAST, draw
from naysay.reports.glyphs import texts_of_svg
from naysay.reports.results import Results
from naysay.reports.sections._days_after import days_after_figure
from naysay.reports.words import Words
from naysay.study.about import Language


def own_rows(results: Results, company: str) -> pd.DataFrame:
    rows = results.tables["effects"]
    return rows[(rows["company"] == company) & (rows["measure"] == AS_MEASURED)]


def drawn(results: Results, language: Language = "en") -> tuple[str, list[str]]:
    """The alternative text and the labels."""
    content = days_after_figure(results, Words(language))
    (figure,) = (block for block in content.blocks if isinstance(block, Figure))
    labels = texts_of_svg(content.drawings[figure.name].decode())
    return figure.alt.replace("\N{NO-BREAK SPACE}", " "), labels


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "returns of all companies added up after unusually negative days, compared with usual ones. "
               "After 1 trading day they are lower: −12 bp (95 % interval −18 to −6)"),
        ("de", "aufsummierte Rendite aller Unternehmen nach ungewöhnlich negativen Tagen, verglichen mit der "
               "üblichen. Nach 1 Handelstag liegt sie niedriger: −12 Bp (95-%-Intervall −18 bis −6)"),
    ],
)  # fmt: skip
def test_the_alternative_text_states_the_finding_with_estimate_and_interval(
    language: Language, told: str
) -> None:
    alt, _ = drawn(fake_results(language=language), language)
    assert told in alt


@pytest.mark.parametrize(
    ("language", "told"),
    [("en", "no difference is established: −2.1 bp"), ("de", "ist kein Unterschied gesichert: −2,1 Bp")],
)
def test_an_interval_that_holds_zero_is_no_finding(language: Language, told: str) -> None:
    alt, _ = drawn(fake_results("no_evidence", language=language), language)
    assert told in alt


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Thüringer Glas: returns after unusually negative days, difference from usual"),
        ("de", "Thüringer Glas: Rendite nach ungewöhnlich negativen Tagen, Unterschied zum Üblichen"),
    ],
)
def test_where_companies_differ_the_line_is_that_of_the_company_in_focus(
    language: Language, told: str
) -> None:
    results = differing(language=language)
    rows = own_rows(results, results.focus)
    own = Words(language).numbers.decimal(rows["bp_per_sd"].iloc[0], sign=True)
    alt, labels = drawn(results, language)
    assert told in labels
    assert f": {own} " in alt


@pytest.mark.parametrize(("language", "told"), [("en", "(uncertain)"), ("de", "(unsicher)")])
def test_a_weak_answer_has_an_uncertain_picture(language: Language, told: str) -> None:
    _, labels = drawn(with_evidence("weak", "clock", language=language), language)
    assert any(label.endswith(told) for label in labels)
    _, labels = drawn(with_evidence("strong", language=language), language)
    assert not any(label.endswith(told) for label in labels)


def one_horizon() -> Results:
    results = fake_results()
    effects = results.tables["effects"]
    return replace(results, tables={**results.tables, "effects": effects[effects["horizon"] == 1]})


@pytest.mark.parametrize(
    "made",
    [
        lambda: fake_results("not_testable"),
        one_horizon,
        lambda: empty_tables(fake_results()),
        lambda: missing_numbers(fake_results()),
    ],
)
def test_nothing_is_drawn_where_there_is_no_line(made: Callable[[], Results]) -> None:
    content = days_after_figure(made(), Words("en"))
    assert (content.blocks, dict(content.drawings)) == ((), {})


def test_small_effects_look_small() -> None:
    """The axis shows at least 15 basis points on either side of zero."""
    rows = own_rows(fake_results(), POOLED)
    small = rows.assign(bp_per_sd=0.1, low=-0.2, high=0.4)
    bottom, top = draw(small, Words("en"), title="A title").axes[0].get_ylim()
    assert bottom <= -LEAST
    assert top >= LEAST


def test_it_is_55_mm_high() -> None:
    rows = own_rows(fake_results(), POOLED)
    figure = draw(rows, Words("de"), title="Titel", primary=1)
    assert figure.get_size_inches()[1] == HEIGHT
    assert round(HEIGHT * 25.4) == 55
