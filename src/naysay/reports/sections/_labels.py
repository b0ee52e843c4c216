"""What posts that the user labelled say of the scorer: a sentence for page 1, and all numbers."""

from __future__ import annotations

from typing import Final

from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.numbers import MISSING, finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, options, table, texts
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

SHARES: Final = ("sensitivity", "false_alarms")
STATISTICS: Final = (*SHARES, "auc", "auc_negative")


def shares_in_words(results: Results, words: Words) -> dict[str, str]:
    """The braces ``sensitivity`` and ``alarms`` of a phrase; empty where either is not known."""
    labels = results.findings.labels
    if labels.sensitivity is None or labels.false_alarms is None:
        return {}
    written = words.numbers.percent
    return {"sensitivity": written(labels.sensitivity, 0), "alarms": written(labels.false_alarms, 0)}


def labels_sentence(results: Results, words: Words) -> str:
    """What the scorer finds and what it takes for negative; empty where that is not known."""
    shares = shares_in_words(results, words)
    posts = words.counted("post", results.findings.labels.n_posts)
    return words("labels.sentence", posts=posts, **shares) if shares else ""


def labels_blocks(results: Results, words: Words) -> tuple[Block, ...]:
    """The numbers with their intervals; nothing in a study without labelled posts."""
    rows = table(results, "scorer_quality")
    rows = rows.assign(statistic=texts(rows, "statistic"), why=joined_reasons(rows)).set_index("statistic")
    shown = [name for name in STATISTICS if name in rows.index]
    if not shown:
        return ()
    value, low, high, nobs = (numbers(rows, name) for name in ("value", "low", "high", "nobs"))
    cells = []
    for name in shown:
        span = MISSING if finite(low[name]) is None else words.numbers.percent_span(low[name], high[name], 1)
        share = words.numbers.percent(value[name], 1)
        cells.append((words(f"label_statistic.{name}"), share, span, words.numbers.count(nobs[name])))
    caption = words(
        "labels.table",
        scorer=str(options(results, "sentiment")["scorer"]),
        bound=words.numbers.plain(options(results, "chatter")["negative_below"]),
    )
    header = tuple(words(f"column.{name}") for name in ("statistic", "value", "interval", "n"))
    return (
        Heading(words("labels.heading"), 2),
        TableBlock(caption, header, tuple(cells), ("left", "right", "right", "right")),
        Paragraph(" ".join(_notes(results, words)), "small"),
    )


def _notes(results: Results, words: Words) -> list[str]:
    """What is not known and why, which posts have no score, which rows were left out, and the formula."""
    rows = table(results, "scorer_quality")
    name, share, nobs = texts(rows, "statistic"), numbers(rows, "value"), numbers(rows, "nobs")
    counts = dict(zip(name, (share * nobs).fillna(0.0).round().astype(int), strict=True))
    notes = [
        words("labels.unknown", statistic=words(f"label_statistic.{statistic}"), reason=words.reason(reason))
        for statistic, reason in zip(name, joined_reasons(rows), strict=True)
        if reason and statistic in STATISTICS
    ]
    if unscored := counts.get("unscored", 0):
        notes.append(words("labels.unscored", posts=words.counted("post", unscored)))
    if left_out := counts.get("other_label", 0):
        notes.append(words("labels.left_out", rows=words.numbers.count(left_out)))
    return [*notes, words("labels.meaning")]
