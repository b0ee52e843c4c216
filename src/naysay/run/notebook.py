"""A run as a notebook shows it: the answer, the key numbers, and what speaks for and against it."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from naysay.reports.results import Results
from naysay.reports.sections._answer import answer_sentence, how_sure
from naysay.reports.sections._key_figures import key_figures
from naysay.reports.sections._reading import options
from naysay.reports.sections._reasons import doubt_sentence, support_sentences
from naysay.reports.sections.cover import planted_line
from naysay.study.characters import readable


def run_as_html(results: Results) -> str:
    """HTML without styles or scripts of its own, in the study's language; all text is escaped."""
    words = results.words
    evidence = results.findings.evidence
    title = str(options(results, "study")["title"]) or words("document.title")
    rows = "".join(
        f'<tr><th scope="row" style="text-align:right">{_text(figure.value)}</th>'
        f'<td style="text-align:left">{_text(f"{figure.label} {figure.detail}")}</td></tr>'
        for figure in key_figures(results, words)
    )
    parts = [
        f"<p><b>{_text(title)}</b></p>",
        f"<p>{_text(answer_sentence(results, words))}</p>",
        _paragraph(how_sure(results, words)),
        f"<table><tbody>{rows}</tbody></table>",
        _listed(words("cover.for"), support_sentences(results, words)),
        _listed(words("cover.against"), (doubt_sentence(code, results, words) for code in evidence.doubts)),
        _paragraph(planted_line(results, words)),
        _listed(words("data.warnings"), results.warning_sentences),
    ]
    return f"<div>{''.join(parts)}</div>"


def _paragraph(text: str) -> str:
    return f"<p>{_text(text)}</p>" if text else ""


def _listed(label: str, sentences: Iterable[str]) -> str:
    items = "".join(f"<li>{_text(sentence)}</li>" for sentence in sentences)
    return f"<p>{_text(label)}</p><ul>{items}</ul>" if items else ""


def _text(text: str) -> str:
    return escape(readable(text.strip()))
