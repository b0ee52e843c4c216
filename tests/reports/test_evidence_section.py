"""The section on how the answer was tested. Expected values: sentences and counts by hand."""

from __future__ import annotations

import pytest
from tests.reports.covers import doubted, with_evidence
from tests.reports.fakes import fake_results

from naysay.reports.blocks import Block, Bullets, Checklist, Columns, Heading, Paragraph
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words


def blocks(results: Results) -> list[Block]:
    found: list[Block] = []
    for block in section("evidence").build(results, Words(results.study["study"]["language"])).blocks:
        found += (*block.left, *block.right) if isinstance(block, Columns) else (block,)
    return found


def lists(results: Results) -> list[tuple[str, ...]]:
    return [block.items for block in blocks(results) if isinstance(block, Bullets)]


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "The evidence is moderate. A difference is well supported with p below "),
        ("de", "Der Beleg ist mäßig. Gut belegt ist ein Unterschied mit p unter 0,01, bei dem"),
    ],
)
def test_the_grade_is_told_with_its_rule(language: str, told: str) -> None:
    results = with_evidence("moderate", "storms", language=language)
    assert any(block.text.startswith(told) for block in blocks(results) if isinstance(block, Paragraph))


def test_all_that_speaks_for_the_answer_and_against_it_is_listed() -> None:
    results = doubted()
    evidence = results.findings.evidence
    support, doubts, *_ = lists(results)
    assert (len(support), len(doubts)) == (len(evidence.support), len(evidence.doubts))
    assert len(doubts) > 3


def test_what_could_not_be_tested_has_neither_list() -> None:
    assert len(lists(fake_results("not_testable"))) == 2
    assert len(lists(fake_results())) == 4


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "Cross-checks with chatter that cannot lead and that show a difference: 1 of 3."),
        ("de", "Gegenproben mit Beiträgen, die nicht vorausgehen können, mit einem Unterschied: 1 von 3."),
    ],
)
def test_chatter_that_cannot_lead_is_one_check_more(language: str, told: str) -> None:
    results = with_evidence("moderate", "placebo_lines", language=language)
    (shown,) = (block for block in blocks(results) if isinstance(block, Checklist))
    assert shown.items[-1] == ("failed", Words(results.study["study"]["language"])("outcome.failed"), told)


def test_without_a_lead_no_such_check_is_shown() -> None:
    results = fake_results("no_evidence")
    (shown,) = (block for block in blocks(results) if isinstance(block, Checklist))
    assert len(shown.items) == len(results.findings.checks)


def test_the_section_has_its_heading() -> None:
    first = blocks(fake_results())[0]
    assert isinstance(first, Heading)
    assert (first.text, first.level) == ("How the answer was tested", 1)
