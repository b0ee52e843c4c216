"""A run in a few lines for the terminal, in the study's language."""

from __future__ import annotations

from pathlib import Path

from naysay.reports.results import Results
from naysay.reports.sections._answer import answer_sentence, how_sure
from naysay.reports.sections._history import history_sentences
from naysay.reports.sections._reasons import doubt_sentence, support_sentences
from naysay.reports.sections._sweep import unestimated
from naysay.reports.sections.cover import planted_line
from naysay.reports.words import Words


def summary(place: Path, results: Results) -> str:
    """The answer of page 1, how sure it is, every doubt, how many warnings there are, and where all is."""
    words = results.words
    evidence = results.findings.evidence
    doubts = [doubt_sentence(code, results, words) for code in evidence.doubts]
    lines = [
        answer_sentence(results, words),
        "",
        *([words("summary.sure", checks=sure)] if (sure := how_sure(results, words)) else []),
        *_listed(words("cover.for"), support_sentences(results, words)),
        *_listed(words("cover.against"), doubts or _nothing(results, words)),
    ]
    if planted := planted_line(results, words):
        lines.append(planted)
    lines += filter(None, [*history_sentences(results.history, words), unestimated(results, words)])
    if results.warnings:
        warnings = words.counted("warning", len(results.warnings))
        lines.append(words("summary.warnings", warnings=warnings))
    documents = sorted(path.name for path in place.glob("report.*"))
    lines += ["", *_places(place, documents, words)]
    return "\n".join(lines)


def _nothing(results: Results, words: Words) -> list[str]:
    """That no doubt came up, where any could."""
    tested = results.findings.evidence.grade != "not_testable"
    return [words("cover.nothing")] if tested else []


def _listed(label: str, sentences: tuple[str, ...] | list[str]) -> list[str]:
    return [f"{label}:", *(f"- {sentence}" for sentence in sentences)] if sentences else []


def _places(place: Path, documents: list[str], words: Words) -> list[str]:
    """Each document and the folder of tables behind its label."""
    labelled = [(words("summary.report"), name) for name in documents]
    labelled.append((words("summary.tables"), "tables"))
    width = max(len(label) for label, _ in labelled)
    return [f"{label:<{width}}  {place / name}" for label, name in labelled]
