"""How the answer was tested: its grade, each check, and what passes its test and what does not."""

from __future__ import annotations

import math
from typing import Final, Literal

from naysay.analysis.evidence import SURE
from naysay.analysis.findings import Check
from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Bullets, Checklist, Columns, Heading, Paragraph
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._bullets import not_passing, passing
from naysay.reports.sections._events import called
from naysay.reports.sections._labels import labels_sentence
from naysay.reports.sections._looks import looks_table, series_sentence
from naysay.reports.sections._reading import company_name, is_of_mood, options
from naysay.reports.sections._reasons import doubt_sentence, support_sentences
from naysay.reports.sections._verdict import caveat_sentences, planted_sentence, verdict_sentence
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

LINE: Final = 104
"""Characters of a line across the page, about."""
HEADING: Final = 3
"""Lines that a heading takes with its gaps."""


def build(results: Results, words: Words) -> SectionContent:
    findings = results.findings
    sentences = (
        verdict_sentence(results, words),
        *caveat_sentences(results, words),
        planted_sentence(results, words),
        _grade(results, words),
        labels_sentence(results, words),
        series_sentence(results, words),
    )
    blocks: list[Block] = [Heading(words("evidence.heading"))]
    blocks += [Paragraph(text) for text in sentences if text]
    blocks += looks_table(results, words)
    blocks += [*_reasons(results, words)]
    blocks += [
        Heading(words("evidence.how_sure"), 2),
        Checklist((*(_item(check, results, words) for check in findings.checks), *_placebos(results, words))),
    ]
    if findings.companies.differ:
        blocks.append(Paragraph(words("evidence.expected_differ"), "quiet"))
    elif findings.verdict == "no_evidence":
        blocks.append(Paragraph(words("evidence.expected"), "quiet"))
    blocks += [
        *_side_by_side("found", "not_found", passing(results, words), not_passing(results, words), words),
        Heading(words("evidence.usual_rise"), 2),
        Paragraph(_usual_rise(results, words)),
        Paragraph(words("evidence.caution"), "quiet"),
    ]
    return SectionContent(tuple(blocks))


def _grade(results: Results, words: Words) -> str:
    """The grade of a difference with the rule that gives it; nothing where nothing could be tested."""
    grade = results.findings.evidence.grade
    if grade == "not_testable":
        return ""
    level = SURE * results.findings.lead.level / LEVEL
    sure = words.numbers.decimal(level, 2 if level >= SURE else 4)
    key = "evidence.grade_none" if grade == "none" else "evidence.grade"
    return words(key, grade=words(f"grade.{grade}"), rule=words("evidence.rule", p=sure))


def _reasons(results: Results, words: Words) -> tuple[Block, ...]:
    """All that speaks for the answer and against it; the first page has the gravest of each."""
    evidence = results.findings.evidence
    if evidence.grade == "not_testable":
        return ()
    doubts = tuple(doubt_sentence(code, results, words) for code in evidence.doubts)
    nothing = (words("cover.nothing"),)
    sides = support_sentences(results, words) or nothing, doubts or nothing
    return _side_by_side("for", "against", *sides, words)


def _side_by_side(
    left: str, right: str, first: tuple[str, ...], second: tuple[str, ...], words: Words
) -> tuple[Block, ...]:
    """Two lists side by side, or one above the other where one is so long that this takes less room."""
    blocks = [
        (Heading(words(f"evidence.{name}"), 2), Bullets(items))
        for name, items in ((left, first), (right, second))
    ]
    columns = max(_lines(items, LINE // 2) for items in (first, second))
    above = sum(_lines(items, LINE) for items in (first, second)) + HEADING
    return (Columns(*blocks),) if columns <= above else (*blocks[0], *blocks[1])


def _lines(items: tuple[str, ...], width: int) -> int:
    return sum(math.ceil(len(item) / width) for item in items)


def _item(
    check: Check, results: Results, words: Words
) -> tuple[Literal["passed", "failed", "unmade"], str, str]:
    outcome: Literal["passed", "failed", "unmade"] = (
        "unmade" if check.passed is None else "passed" if check.passed else "failed"
    )
    own = f"check.{check.name}_{outcome}"
    key = own if outcome == "failed" or words.knows(own) else f"check.{check.name}"
    return outcome, words(f"outcome.{outcome}"), words(key, **_numbers_of_checks(results, words))


def _placebos(results: Results, words: Words) -> tuple[tuple[Literal["passed", "failed"], str, str], ...]:
    """Estimates with chatter that cannot lead, as one more check of a lead."""
    placebos, count = results.findings.evidence.placebos, words.numbers.count
    if not placebos.n:
        return ()
    outcome: Literal["passed", "failed"] = "failed" if placebos.held else "passed"
    key = "check.placebo_lines_failed" if placebos.held else "check.placebo_lines"
    said = words(key, n=count(placebos.n), held=count(placebos.held))
    return ((outcome, words(f"outcome.{outcome}"), said),)


def _numbers_of_checks(results: Results, words: Words) -> dict[str, str]:
    """The numbers that the sentences of checks hold."""
    findings, numbers = results.findings, words.numbers
    hinge, forerun, extremes = findings.companies.hinge, findings.forerun, findings.extremes.winsorised
    digits = bp_digits(extremes.value, extremes.low, extremes.high)
    return {
        "same_session": _same_session(results, words),
        "equal": numbers.p_equals(findings.companies.pvalue),
        "company": "" if hinge is None else company_name(results, hinge.company),
        "reverse": numbers.decimal(findings.reverse.effect.value, 3, sign=True),
        "forerun": f"{numbers.percent(forerun.mean, sign=True)}, {numbers.p_equals(forerun.pvalue)}",
        "winsorised": numbers.basis_points(extremes.value, digits=digits, sign=True),
        **called(results, words),
    }


def _same_session(results: Results, words: Words) -> str:
    """A correlation of the same session, which may be what a quiet reverse direction hides."""
    same_session = results.findings.reverse.same_session
    if not same_session.holds:
        return ""
    return words("check.same_session", r=words.numbers.decimal(same_session.value, 2))


def _usual_rise(results: Results, words: Words) -> str:
    chatter = options(results, "chatter")
    measure = words(f"measure.{chatter['measure']}")
    if is_of_mood(results):
        return words("evidence.usual_rise_mood", measure=measure)
    return words("evidence.usual_rise_is", measure=measure, history=words.numbers.count(chatter["history"]))


SECTION = ReportSection("evidence", build)
