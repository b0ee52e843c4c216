"""What every file of ``reports/sections`` keeps to, whatever the results are.

Expected values: properties that every section promises.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from functools import cache
from typing import get_args

import pytest
from tests.reports.fakes import empty_tables, fake_results, missing_numbers, without_tables
from tests.reports.histories import registration, several

from naysay.reports.blocks import Block, Columns, Figure, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections.base import ReportSection
from naysay.reports.words import Words
from naysay.study.about import Language
from naysay.study.parts import load, names

FOLDER = "naysay.reports.sections"
SECTIONS = names(FOLDER)


def without_events(results: Results) -> Results:
    tables = {name: t.iloc[:0] if name in ("events", "caar") else t for name, t in results.tables.items()}
    return replace(results, tables=tables)


CASES: dict[str, Callable[[], Results]] = {
    "negative_lead": lambda: fake_results("negative_lead"),
    "positive_lead": lambda: fake_results("positive_lead", planted_bp=10.0),
    "no_evidence": lambda: fake_results("no_evidence", planted_bp=0.0),
    "not_testable": lambda: fake_results("not_testable"),
    "one company": lambda: fake_results(companies=1),
    "forty companies": lambda: fake_results(companies=40),
    "sixty companies": lambda: fake_results(companies=60),
    "hostile names": lambda: fake_results(
        names=("{0}", "{x}", "%s", "$a$", "\x00", "<b>", "POOLED"), companies=7
    ),
    "no tables": lambda: without_tables(fake_results("not_testable")),
    "tables without rows": lambda: empty_tables(fake_results("not_testable")),
    "no numbers": lambda: missing_numbers(fake_results("not_testable")),
    "no numbers but findings": lambda: missing_numbers(fake_results()),
    "no events": lambda: without_events(fake_results()),
    "versions before": lambda: replace(
        fake_results(), history=replace(several(40), registration=registration(), fault="changed", line=3)
    ),
    "read back": lambda: Results.from_json(missing_numbers(fake_results()).to_json()),
}


@cache
def results_of(case: str) -> Results:
    return CASES[case]()


def flat(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with those in columns."""
    out: list[Block] = []
    for block in blocks:
        out += flat((*block.left, *block.right)) if isinstance(block, Columns) else [block]
    return out


@pytest.fixture(params=SECTIONS)
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_the_folder_has_the_sections_of_a_report() -> None:
    assert {"cover", "price", "event_study", "lead_lag", "companies", "methods"} <= set(SECTIONS)


def test_a_section_is_named_after_its_file(name: str) -> None:
    assert load(FOLDER, name, "SECTION", ReportSection).name == name


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("case", CASES)
def test_a_section_tells_what_there_is(name: str, case: str, language: Language) -> None:
    words = Words(language)
    content = load(FOLDER, name, "SECTION", ReportSection).build(results_of(case), words)
    blocks = flat(content.blocks)
    assert blocks
    figures = [block.name for block in blocks if isinstance(block, Figure)]
    assert sorted(figures) == sorted(content.drawings)
    assert all(drawing.startswith(b"<?xml") for drawing in content.drawings.values())
    for table in (block for block in blocks if isinstance(block, TableBlock)):
        assert {len(table.header), len(table.align)} == {len(table.header)}
        assert {len(row) for row in table.rows} <= {len(table.header)}
        assert all(0 <= place < len(table.rows) for place in table.strong)
    told = repr(blocks)
    for raw in ("nan", "None", "NaN", "<NA>", "inf "):
        assert f" {raw}" not in told
        assert f"'{raw}" not in told
