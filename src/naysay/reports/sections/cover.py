"""The first page: the answer, its size, what speaks for it and against it. It is read alone."""

from __future__ import annotations

import math
from typing import Final, Literal

from naysay.analysis.findings import Check, Verdict
from naysay.reports.blocks import Answer, Block, Bullets, Checklist, Columns, Heading, KeyFigures, Paragraph
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._bullets import not_passing, passing
from naysay.reports.sections._key_figures import key_figures
from naysay.reports.sections._labels import labels_sentence
from naysay.reports.sections._losses import on_first_page
from naysay.reports.sections._reading import company_name, is_of_mood, options
from naysay.reports.sections._verdict import caveat_sentences, planted_sentence, verdict_sentence
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

_STANCE: Final[dict[Verdict, Literal["found", "not_found", "not_testable"]]] = {
    "negative_lead": "found",
    "positive_lead": "found",
    "no_evidence": "not_found",
    "not_testable": "not_testable",
}


LINE: Final = 104
"""Characters of a line across the page, about."""
HEADING: Final = 3
"""Lines that a heading takes with its gaps."""


def answer(results: Results) -> str:
    """The answer in the report's language, and with simulated companies what was put in."""
    words = Words(options(results, "study")["language"])
    sentences = (verdict_sentence(results, words), *caveat_sentences(results, words))
    return " ".join(filter(None, (*sentences, planted_sentence(results, words))))


def build(results: Results, words: Words) -> SectionContent:
    """Fits one A4 page."""
    findings = results.findings
    planted = planted_sentence(results, words)
    stance = "not_found" if findings.caveats else _STANCE[findings.verdict]
    blocks: list[Block] = [Answer(verdict_sentence(results, words), _support(results, words), stance)]
    blocks += [Paragraph(text) for text in caveat_sentences(results, words)]
    blocks += on_first_page(results, words)
    if planted:
        blocks.append(Paragraph(planted))
    blocks += [
        KeyFigures(key_figures(results, words)),
        *_labels(results, words),
        *_lists(results, words),
        Heading(words("cover.how_sure"), 2),
        Checklist(tuple(_item(check, results, words) for check in findings.checks)),
    ]
    if findings.companies.differ:
        blocks.append(Paragraph(words("cover.expected_differ"), "quiet"))
    elif findings.verdict == "no_evidence":
        blocks.append(Paragraph(words("cover.expected"), "quiet"))
    blocks += [
        Heading(words("cover.usual_rise"), 2),
        Paragraph(_usual_rise(results, words)),
        Paragraph(words("cover.caution"), "quiet"),
    ]
    return SectionContent(tuple(blocks))


def _labels(results: Results, words: Words) -> tuple[Block, ...]:
    """How well the scorer reads, beside how much of the mood the posts show."""
    sentence = labels_sentence(results, words)
    return (Paragraph(sentence, "quiet"),) if sentence else ()


def _lists(results: Results, words: Words) -> tuple[Block, ...]:
    """What passes beside what does not, or above it where one list is so long that this takes less room."""
    lists = passing(results, words), not_passing(results, words)
    left, right = (
        (Heading(words(f"cover.{name}"), 2), Bullets(items))
        for name, items in zip(("found", "not_found"), lists, strict=True)
    )
    side_by_side = max(_lines(items, LINE // 2) for items in lists)
    above = sum(_lines(items, LINE) for items in lists) + HEADING
    return (Columns(left, right),) if side_by_side <= above else (*left, *right)


def _lines(items: tuple[str, ...], width: int) -> int:
    return sum(math.ceil(len(item) / width) for item in items)


def _support(results: Results, words: Words) -> str:
    return " · ".join(filter(None, (_checked(results, words), _read(results, words))))


def _read(results: Results, words: Words) -> str:
    """How much was read, where no key figure tells it."""
    counts = results.counts
    if is_of_mood(results) or "kept" not in counts:
        return ""
    sessions = words.counted("session", counts.get("sessions", 0), "dative")
    return words("cover.read", posts=words.counted("post", counts["kept"]), sessions=sessions)


def _checked(results: Results, words: Words) -> str:
    findings, numbers = results.findings, words.numbers
    passed = (
        words(
            "cover.support",
            passed=numbers.count(findings.n_passed),
            checks=words.counted("check", findings.n_made, "dative"),
        )
        if findings.n_made
        else words("cover.support_none")
    )
    if findings.companies.differ:
        return f"{words('cover.differ_p', p=numbers.p_equals(findings.companies.pvalue))} · {passed}"
    if findings.lead.pvalue is None:
        return passed
    return f"{numbers.p_equals(findings.lead.pvalue)} · {passed}"


def _item(
    check: Check, results: Results, words: Words
) -> tuple[Literal["passed", "failed", "unmade"], str, str]:
    outcome: Literal["passed", "failed", "unmade"] = (
        "unmade" if check.passed is None else "passed" if check.passed else "failed"
    )
    own = f"check.{check.name}_{outcome}"
    key = own if outcome == "failed" or words.knows(own) else f"check.{check.name}"
    return outcome, words(f"outcome.{outcome}"), words(key, **_numbers_of_checks(results, words))


def _numbers_of_checks(results: Results, words: Words) -> dict[str, str]:
    """The numbers that the sentences of checks hold."""
    findings, numbers = results.findings, words.numbers
    hinge, forerun, extremes = findings.companies.hinge, findings.forerun, findings.extremes.winsorised
    digits = bp_digits(extremes.value, extremes.low, extremes.high)
    return {
        "same_session": _same_session(results, words),
        "equal": numbers.p_equals(findings.companies.pvalue),
        "company": "" if hinge is None else company_name(results, hinge.company),
        "reverse": numbers.decimal(findings.reverse.effect.value, 3),
        "forerun": f"{numbers.percent(forerun.mean)}, {numbers.p_equals(forerun.pvalue)}",
        "winsorised": numbers.basis_points(extremes.value, digits=digits),
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
        return words("cover.usual_rise_mood", measure=measure)
    return words("cover.usual_rise_is", measure=measure, history=words.numbers.count(chatter["history"]))


SECTION = ReportSection("cover", build)
