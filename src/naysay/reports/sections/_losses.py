"""What was lost, and what else to know about the data: for the first page and for the section on data."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from typing import Final

from naysay.reports.blocks import Block, Paragraph, TableBlock
from naysay.reports.editions import sections_of
from naysay.reports.notices import notice_sentence
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, numbers, options, table, texts
from naysay.reports.words import Words, phrases
from naysay.study.errors import Notice
from naysay.study.losses import Loss, rows_by_cause

SHORT: Final = "warning_short"
"""The phrases of warnings that stand on the first page, the gravest first."""
MOST: Final = 2
"""Of them that the first page has room for."""
_IDENTITY: Final = ("rows_in", "quarantined", "duplicate", "filtered", "kept")
"""Stages of the rows of posts, which are told also without any; the first is the sum of the others."""


def on_first_page(results: Results, words: Words) -> tuple[Paragraph, ...]:
    """Companies without posts or prices by name, the gravest losses, and how many warnings there are in all.

    Nothing where the run did not warn.
    """
    short = [notice for notice in _gravest_first(results) if words.knows(f"{SHORT}.{notice.code}")]
    sentences = [notice_sentence(notice, words, SHORT) for notice in short[:MOST]]
    if len(sentences) < len(results.warnings):
        where = "section" if "data" in sections_of(options(results, "report")) else "file"
        warnings = words.counted("warning", len(results.warnings))
        sentences.append(words(f"cover.warnings_{where}", warnings=warnings))
    return (Paragraph(words("cover.data", sentences=" ".join(sentences))),) if sentences else ()


def warning_sentences(results: Results, words: Words) -> tuple[str, ...]:
    """Each warning as a sentence, the gravest first and companies by their names."""
    return tuple(notice_sentence(notice, words) for notice in _gravest_first(results))


def _gravest_first(results: Results) -> list[Notice]:
    order = {key: place for place, key in enumerate(phrases("en")) if key.startswith(f"{SHORT}.")}
    notices = [_by_name(notice, results) for notice in results.warnings]
    return sorted(notices, key=lambda notice: order.get(f"{SHORT}.{notice.code}", math.inf))


def _by_name(notice: Notice, results: Results) -> Notice:
    """The notice with the names of companies in the place of their tickers."""
    return replace(notice, about=tuple(company_name(results, ticker) for ticker in notice.about))


def loss_table(results: Results, words: Words) -> tuple[Block, ...]:
    """Every stage and cause with rows, as counts and as shares; the stages of posts also without."""
    losses = _losses(results)
    shown = [loss for loss in losses if loss.rows > 0 or loss.stage in _IDENTITY]
    if not shown:
        return ()
    wholes = _wholes(results, losses)
    cells = tuple(
        (
            words.of_code("stage", loss.stage),
            words.of_code("cause", loss.cause),
            words.numbers.count(loss.rows),
            words.numbers.percent(loss.rows / whole, 1) if (whole := wholes.get(_whole_of(loss), 0)) else "",
        )
        for loss in shown
    )
    header = tuple(words(f"column.{name}") for name in ("stage", "cause", "rows", "share"))
    strong = tuple(place for place, loss in enumerate(shown) if loss.stage in ("rows_in", "kept"))
    rows = {stage: words.numbers.count(_rows_of(losses, stage)) for stage in _IDENTITY}
    return (
        TableBlock(words("data.losses"), header, cells, ("left", "left", "right", "right"), strong),
        Paragraph(words("data.identity", **rows), "small"),
    )


def _losses(results: Results) -> list[Loss]:
    """The attrition table over all companies, in its order."""
    rows = table(results, "attrition")
    counted = Counter[tuple[str, str]]()
    for stage, cause, n in zip(
        texts(rows, "stage"), texts(rows, "cause"), numbers(rows, "rows").fillna(0), strict=True
    ):
        counted[stage, cause] += int(n)
    return [Loss(stage, cause, "", n) for (stage, cause), n in counted.items()]


def _rows_of(losses: list[Loss], stage: str) -> int:
    return sum(rows_by_cause(losses, stage).values())


def _whole_of(loss: Loss) -> str:
    """The stage or number that the rows of a loss are a share of; empty where the results hold none."""
    if loss.stage in _IDENTITY:
        return "rows_in"
    if loss.stage in ("scoring", "limited"):
        return "kept"
    return "" if loss.cause == "price_off_session" else loss.stage  # rows of prices are no company-sessions


def _wholes(results: Results, losses: list[Loss]) -> dict[str, int]:
    return {
        **{stage: _rows_of(losses, stage) for stage in ("rows_in", "kept")},
        "companies": len(results.study["company"]),
        "company_sessions": results.counts.get("company_sessions", 0),
    }
