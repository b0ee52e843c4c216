"""Which forum matters, net of the others, and in which of them negativity begins."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Heading, Paragraph, TableBlock
from naysay.reports.numbers import MISSING, bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, table, texts
from naysay.reports.sections._verdict import interval, over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.forum_chatter import OTHER
from naysay.study.reasons import joined_reasons

NAMED: Final = 3
"""Pairs of forums that are named; the table forum_tests has all."""
LITTLE: Final = 0.05
"""A share of signal below this is too rough to be shown."""
NAME: Final = 40
"""Characters of a forum's name."""
NUMBERS: Final = (
    "n_posts", "n_authors", "negative_share", "bp_per_sd", "low", "high", "pvalue_adjusted", "n_forums",
    "coverage", "signal_share",
)  # fmt: skip


def build(results: Results, words: Words) -> SectionContent:
    rows = table(results, "forums")
    rows = pd.DataFrame({name: numbers(rows, name) for name in NUMBERS}).assign(
        forum=texts(rows, "forum"), reason=joined_reasons(rows)
    )
    compared = rows[rows["reason"] != "part_of_other_forums"]
    if len(compared) < 2:
        # No heading: most studies have one forum, and a section of its own would say nothing.
        reason = words.reason(str(compared["reason"].iloc[0])) if len(compared) else ""
        alone = words("forums.lone", reason=reason) if reason else words("forums.absent")
        return SectionContent((Paragraph(alone, "small"),))
    compared = compared.assign(label=[_name(row, words) for _, row in compared.iterrows()])
    blocks: list[Block] = [Heading(words("forums.heading"))]
    blocks.append(Paragraph(" ".join(_which(compared, results, words))))
    blocks.append(Paragraph(_first(results, words)))
    blocks.append(_table(compared, over(results.findings.lead.horizon, words), words))
    if untested := _untested(compared, words):
        blocks.append(Paragraph(untested, "small"))
    blocks.append(Paragraph(words("forums.how"), "small"))
    return SectionContent(tuple(blocks))


def _which(rows: pd.DataFrame, results: Results, words: Words) -> list[str]:
    """Every forum that passes its corrected test, whatever its p-value, and whether the forums differ."""
    tests = table(results, "forum_tests")
    equal = tests[texts(tests, "test") == "equal"]
    p = float(numbers(equal, "pvalue").iloc[0]) if len(equal) else float("nan")
    reason = str(joined_reasons(equal).iloc[0]) if len(equal) else ""
    if not rows["bp_per_sd"].notna().any():
        return [words("forums.untestable", reason=words.reason(reason) or words("verdict.no_reason"))]
    horizon = over(results.findings.lead.horizon, words)
    sentences = []
    for _, row in rows[rows["pvalue_adjusted"] < LEVEL].iterrows():
        way = "less" if row["bp_per_sd"] < 0 else "more"
        size = words.numbers.decimal(
            abs(row["bp_per_sd"]), bp_digits(row["bp_per_sd"], row["low"], row["high"])
        )
        span = interval(row["low"], row["high"], words)
        key = "forums.other" if row["n_forums"] > 1 else "forums.one"
        sentences.append(words(f"{key}_{way}", forum=row["label"], size=size, horizon=horizon, interval=span))
    standing = sentences or [words("forums.none")]
    if pd.isna(p):
        return standing
    return [*standing, words("forums.differ" if p < LEVEL else "forums.alike", p=words.numbers.p_equals(p))]


def _first(results: Results, words: Words) -> str:
    """The pairs that pass their corrected test of who is first, the largest forums before the others."""
    tests = table(results, "forum_tests")
    tests = tests[texts(tests, "test") == "first"]
    pairs = pd.DataFrame(
        {name: numbers(tests, name) for name in ("statistic", "lag_hours", "pvalue_adjusted")}
    ).assign(one=texts(tests, "forum"), other=texts(tests, "other_forum"), reason=joined_reasons(tests))
    tested = pairs[pairs["pvalue_adjusted"].notna() & pairs["statistic"].notna()]
    if tested.empty:
        reason = str(pairs["reason"].iloc[0]) if len(pairs) else ""
        return words("forums.first_untested", reason=words.reason(reason) or words("verdict.no_reason"))
    ahead_of_another = tested[tested["pvalue_adjusted"] < LEVEL]
    if ahead_of_another.empty:
        return words("forums.first_unknown")
    sentences = []
    for _, row in ahead_of_another.head(NAMED).iterrows():
        names = [_short(str(row[name]), words) for name in ("one", "other")]
        ahead, behind = names if row["statistic"] > 0 else names[::-1]
        hours = words.counted("hour", int(abs(row["lag_hours"]))) if pd.notna(row["lag_hours"]) else MISSING
        p = words.numbers.p_equals(row["pvalue_adjusted"])
        sentences.append(words("forums.first", ahead=ahead, behind=behind, hours=hours, p=p))
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
            written.decimal(row["bp_per_sd"], digits),
            written.span(row["low"], row["high"], digits),
            written.pvalue(row["pvalue_adjusted"]),
        )
        for _, row in rows.iterrows()
    )
    header = ("forum", "posts", "authors", "negative", "scored", "signal", "effect", "interval", "p_holm")
    return TableBlock(
        words("forums.table", horizon=horizon),
        tuple(words(f"column.{name}") for name in header),
        cells,
        ("left", *("right",) * 8),
        tuple(place for place, p in enumerate(rows["pvalue_adjusted"]) if p < LEVEL),
    )


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


def _name(row: pd.Series, words: Words) -> str:
    if row["forum"] == OTHER and row["n_forums"] > 1:
        return words("forums.others", n=words.numbers.count(row["n_forums"]))
    return _short(str(row["forum"]), words)


def _short(forum: str, words: Words) -> str:
    if not forum:
        return words("forums.unnamed")
    return forum if len(forum) <= NAME else forum[: NAME - 1] + "…"


SECTION = ReportSection("forums", build)
