"""Which forum matters, net of the others, and in which of them negativity begins."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.numbers import MISSING, bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._forums import all_forums, equal_pvalue, forum_name, pairs, what_follows
from naysay.reports.sections._reading import table, texts
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

NAMED: Final = 3
"""Pairs of forums that are named; the table forum_tests has all."""
LITTLE: Final = 0.05
"""A share of signal below this is too rough to be shown."""


def build(results: Results, words: Words) -> SectionContent:
    compared = all_forums(results)
    if len(compared) < 2:
        # No heading: most studies have one forum, and a section of its own would say nothing.
        reason = words.reason(str(compared["reason"].iloc[0])) if len(compared) else ""
        alone = words("forums.lone", reason=reason) if reason else words("forums.absent")
        return SectionContent((Paragraph(alone, "small"),))
    compared = compared.assign(label=[forum_name(row, words) for _, row in compared.iterrows()])
    blocks: list[Block] = [Heading(words("forums.heading"))]
    blocks.append(Paragraph(" ".join(_which(compared, results, words))))
    blocks.append(Paragraph(_first(results, words)))
    blocks.append(_table(compared, over(results.findings.lead.horizon, words), words))
    if untested := _untested(compared, words):
        blocks.append(Paragraph(untested, "small"))
    blocks.append(Paragraph(_notes(compared, words), "quiet"))
    return SectionContent(tuple(blocks))


def _which(rows: pd.DataFrame, results: Results, words: Words) -> list[str]:
    """Every forum that passes its corrected test, whatever its p-value, and whether the forums differ."""
    p = equal_pvalue(results)
    if not rows["bp_per_sd"].notna().any():
        tests = table(results, "forum_tests")
        reasons = joined_reasons(tests)[texts(tests, "test") == "equal"]
        reason = words.reason(str(reasons.iloc[0])) if len(reasons) else ""
        return [words("forums.untestable", reason=reason or words("verdict.no_reason"))]
    sentences = [
        what_follows(row, results, words) for _, row in rows[rows["pvalue_adjusted"] < LEVEL].iterrows()
    ]
    standing = sentences or [words("forums.none")]
    if pd.isna(p):
        return standing
    return [*standing, words("forums.differ" if p < LEVEL else "forums.alike", p=words.numbers.p_equals(p))]


def _first(results: Results, words: Words) -> str:
    """The pairs that pass their corrected test of who is first."""
    ahead_of_another, tested, reason = pairs(results, words)
    if not tested:
        return words("forums.first_untested", reason=words.reason(reason) or words("verdict.no_reason"))
    if not ahead_of_another:
        return words("forums.first_unknown")
    sentences = [
        words(
            "forums.first",
            ahead=pair.ahead,
            behind=pair.behind,
            hours=MISSING if pair.hours is None else words.counted("hour", pair.hours),
            p=words.numbers.p_equals(pair.pvalue),
        )
        for pair in ahead_of_another[:NAMED]
    ]
    if len(ahead_of_another) > NAMED:
        sentences.append(words("forums.first_more", n=words.numbers.count(len(ahead_of_another) - NAMED)))
    return " ".join(sentences)


def _table(rows: pd.DataFrame, horizon: str, words: Words) -> TableBlock:
    written = words.numbers
    digits = bp_digits(*rows["bp_per_sd"])
    cells = tuple(
        (
            str(row["label"]),
            written.count(row["n_posts"]),
            written.count(row["n_authors"]) if row["n_authors"] > 0 else MISSING,
            written.percent(row["negative_share"], 0),
            written.percent(row["coverage"], 0),
            _signal(row["signal_share"], words),
            written.decimal(row["bp_per_sd"], digits, sign=True),
            written.decimal(row["se"], bp_digits(*rows["se"])),
            written.span(row["low"], row["high"], digits),
            written.pvalue(row["pvalue_adjusted"]),
        )
        for _, row in rows.iterrows()
    )
    header = (
        "forum",
        "posts",
        "authors",
        "negative",
        "scored",
        "signal",
        "effect",
        "se",
        "interval",
        "p_holm",
    )
    return TableBlock(
        words("forums.table", horizon=horizon),
        tuple(words(f"forums_column.{name}") for name in header),
        cells,
        ("left", *("right",) * 9),
        tuple(place for place, p in enumerate(rows["pvalue_adjusted"]) if p < LEVEL),
    )


def _notes(rows: pd.DataFrame, words: Words) -> str:
    """What the columns are, and the rows of the regression where they are known."""
    n = rows["nobs"].max()
    observations = words("forums.nobs", n=words.numbers.count(n)) if n > 0 else ""
    return " ".join(filter(None, (words("forums.how"), observations)))


def _signal(share: float, words: Words) -> str:
    """The estimate of a small share is little more than noise itself, and may come out as 0."""
    if share < LITTLE:
        return words("forums.little", share=words.numbers.percent(LITTLE, 0))
    return words.numbers.percent(share, 0)


def _untested(rows: pd.DataFrame, words: Words) -> str:
    missing = rows[rows["bp_per_sd"].isna() & (rows["reason"] != "")]
    named = "; ".join(
        words("forums.untested_one", forum=label, reason=words.reason(str(reason)))
        for label, reason in zip(missing["label"], missing["reason"], strict=True)
    )
    return words("forums.untested", named=named) if named else ""


SECTION = ReportSection("forums", build)
