"""The forums compared: which matters, and where talk begins."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.blocks import Block, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import forest
from naysay.reports.figures.style import svg
from naysay.reports.numbers import MISSING, bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._forums import (
    all_forums,
    equal_pvalue,
    forum_name,
    pairs,
    short_forum,
    standing,
    what_follows,
)
from naysay.reports.sections._reading import table
from naysay.reports.sections._terms import terms_of_forums, terms_of_study
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

NAMED: Final = 3
"""Forums, and pairs of forums, that a sentence names."""
TERMS: Final = 4
"""Terms of a forum."""
FORUMS: Final = 6
"""Forums whose terms are listed."""
OF_STUDY: Final = 6
"""Terms of the whole study."""


def build(results: Results, words: Words) -> SectionContent:
    rows = all_forums(results)
    if len(rows) < 2:
        # No heading: most studies have one forum, and a section of its own would say nothing.
        key = "alone" if (rows["reason"] == "one_forum").any() or table(results, "forums").empty else "few"
        return SectionContent((Paragraph(words(f"channels.{key}"), "small"),))
    rows = rows.assign(
        label=[forum_name(row, words) for _, row in rows.iterrows()],
        standing=[standing(row) for _, row in rows.iterrows()],
    )
    blocks: list[Block] = [Heading(words("channels.heading")), *_which(rows, results, words)]
    blocks.append(_first(results, words))
    drawings = {}
    if rows["bp_per_sd"].notna().sum() > 1:
        drawings["channels"] = _drawing(rows, words)
        blocks.append(
            Figure(
                "channels",
                words("channels.caption", horizon=over(results.findings.lead.horizon, words)),
                _alt(rows, words),
            )
        )
    blocks.append(_table(rows, results, words))
    unsure = (rows["standing"] == "unsure").any()
    blocks.append(
        Paragraph(
            words("channels.how") + (f" {words('channels.how_unsure')}" if unsure else ""),
            "small",
            words("channels.how_note"),
        )
    )
    blocks += [Paragraph(sentence) for sentence in _said(results, words)]
    return SectionContent(tuple(blocks), drawings)


def _which(rows: pd.DataFrame, results: Results, words: Words) -> list[Block]:
    """What follows the strongest forums, and whether the forums differ; the test stands in a footnote."""
    if not rows["bp_per_sd"].notna().any():
        return [Paragraph(words("channels.untestable"))]
    clear = rows[rows["standing"] == "clear"]
    if len(clear) == 1:
        sentences = [what_follows(clear.iloc[0], results, words)]
    else:
        sentences = [
            _several(clear[side], rows, way, results, words)
            for way, side in (("less", clear["bp_per_sd"] < 0), ("more", clear["bp_per_sd"] >= 0))
            if side.any()
        ]
    p = equal_pvalue(results)
    note = ""
    if not sentences:
        sentences.append(words("channels.none"))
    if not pd.isna(p):
        sentences.append(words("channels.differ" if p < LEVEL else "channels.alike"))
        note = words("channels.equal_note", p=words.numbers.p_equals(p))
    return [Paragraph(" ".join(sentences), note=note)]


def _several(clear: pd.DataFrame, rows: pd.DataFrame, way: str, results: Results, words: Words) -> str:
    """The forums after which returns differ to one side, the strongest first."""
    strongest = clear.loc[clear["bp_per_sd"].abs().sort_values(ascending=False, kind="stable").index]
    digits = bp_digits(*rows["bp_per_sd"])
    listed = "; ".join(
        words("channels.alt_one", forum=row["label"], effect=_effect(row, digits, words))
        for _, row in strongest.head(NAMED).iterrows()
    )
    if further := len(clear) - NAMED if len(clear) > NAMED else 0:
        listed = words("channels.further", forums=listed, n=words.numbers.count(further))
    return words(
        f"channels.several_{way}",
        n=words.numbers.count(len(clear)),
        total=words.numbers.count(len(rows)),
        horizon=over(results.findings.lead.horizon, words),
        forums=listed,
    )


def _first(results: Results, words: Words) -> Paragraph:
    """Who is first, and how sure that is."""
    ahead_of_another, tested, reason = pairs(results, words)
    if not tested:
        why = words.reason(reason) or words("verdict.no_reason")
        return Paragraph(words("channels.first_untested", reason=why))
    if not ahead_of_another:
        return Paragraph(words("channels.first_unknown"), note=words("channels.first_note"))
    sentences = [
        words(
            "channels.first" if pair.hours else "channels.first_soon",
            ahead=pair.ahead,
            behind=pair.behind,
            hours=words.counted("hour", pair.hours or 0),
            chance=_chance(pair.pvalue, words),
        )
        for pair in ahead_of_another[:NAMED]
    ]
    if further := len(ahead_of_another) - len(sentences):
        key = "channels.first_more_one" if further == 1 else "channels.first_more"
        sentences.append(words(key, n=words.numbers.count(further)))
    return Paragraph(" ".join(sentences), note=words("channels.first_note"))


def _chance(pvalue: float, words: Words) -> str:
    """How rarely chance alone shows such an order: one case in so many."""
    rare = min(1000, int(float(f"{1 / max(pvalue, 1e-9):.1g}")))
    return words("channels.chance", n=words.numbers.count(rare))


def _drawing(rows: pd.DataFrame, words: Words) -> bytes:
    """The estimates without their numbers, which stand in the table."""
    order = rows["bp_per_sd"].sort_values(kind="stable").index
    return svg(forest.draw(rows.loc[order], words, title=words("channels.figure"), short=True))


def _table(rows: pd.DataFrame, results: Results, words: Words) -> TableBlock:
    written, digits = words.numbers, bp_digits(*rows["bp_per_sd"])
    cells = tuple(
        (
            str(row["label"]),
            written.count(row["n_posts"]),
            written.percent(row["negative_share"], 0),
            _effect(row, digits, words),
            words(f"channels.{row['standing']}"),
        )
        for _, row in rows.iterrows()
    )
    header = ("forum", "posts", "negative", "effect", "standing")
    return TableBlock(
        words("channels.table", horizon=over(results.findings.lead.horizon, words)),
        tuple(words(f"channels.column_{name}") for name in header),
        cells,
        ("left", "right", "right", "right", "left"),
        tuple(place for place, name in enumerate(rows["standing"]) if name == "clear"),
    )


def _effect(row: pd.Series, digits: int, words: Words) -> str:
    """``−9 (−15 to −4)`` in basis points."""
    if pd.isna(row["bp_per_sd"]):
        return MISSING
    value = words.numbers.decimal(row["bp_per_sd"], digits, sign=True)
    if pd.isna(row["low"]) or pd.isna(row["high"]):
        return value
    return f"{value} ({words.numbers.span(row['low'], row['high'], digits, sign=True)})"


def _alt(rows: pd.DataFrame, words: Words) -> str:
    """The estimate of each forum with its interval."""
    known, digits = rows[rows["bp_per_sd"].notna()], bp_digits(*rows["bp_per_sd"])
    each = "; ".join(
        words("channels.alt_one", forum=row["label"], effect=_effect(row, digits, words))
        for _, row in known.iterrows()
    )
    return words("channels.alt", forums=each)


def _said(results: Results, words: Words) -> list[str]:
    """What negative posts are about over the whole study, and what sets forums apart."""
    sentences = []
    if terms := terms_of_study(results, OF_STUDY):
        sentences.append(words("channels.negative_terms", terms=terms))
    of_forums = terms_of_forums(results, TERMS)
    listed = [
        words("channels.said_one", forum=short_forum(forum, words), terms=terms)
        for forum, terms in list(of_forums.items())[:FORUMS]
    ]
    if listed:
        sentences.append(words("channels.said", forums="; ".join(listed)))
    return sentences


SECTION = ReportSection("channels", build)
