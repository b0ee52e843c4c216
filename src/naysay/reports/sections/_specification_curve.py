"""The specification curve of a run with what it says, for the edition of each reader."""

from __future__ import annotations

import pandas as pd

from naysay.reports.blocks import Figure
from naysay.reports.figures import specification_curve as drawing
from naysay.reports.figures.style import svg
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._signed import in_brackets
from naysay.reports.sections._variants import (
    GROUPS,
    MAIN,
    PLACEBOS,
    Agreement,
    agreement,
    alternatives,
    counted,
)
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

NAMED = 3
"""Variants that a sentence names; of more it names those farthest from the study's estimate."""


def curve(results: Results, lines: pd.DataFrame, words: Words) -> SectionContent:
    """The drawing of ``variants_of``; nothing without a line that has an estimate."""
    if lines.empty:
        return SectionContent(())
    horizon = over(results.findings.lead.horizon, words)
    caption = words("reliability.caption", horizon=horizon, dots=words("figure.dots"))
    names = [(group, words(f"variant_group.{group}")) for group in (MAIN, *GROUPS, *PLACEBOS)]
    figure = Figure("specification_curve", caption, _alt(lines, words))
    return SectionContent((figure,), {"specification_curve": svg(drawing.draw(lines, words, names=names))})


def agreement_sentences(lines: pd.DataFrame, words: Words) -> list[str]:
    """How many variants agree with the study's line, and which do not; nothing without any."""
    sentences = []
    counts = agreement(lines)
    if counts is not None:
        main = lines[lines["group"] == MAIN].iloc[0]
        others = alternatives(lines)
        if main["holds"]:
            sentences.append(_of_a_lead(counts, words))
            apart = others[~others["holds"] | (others["value"] * main["value"] <= 0)]
        else:
            sentences.append(_of_none(counts, others[~others["holds"]], float(main["value"]), words))
            apart = others[others["holds"]]
        if len(apart):
            distance = (apart["value"] - main["value"]).abs().sort_values(ascending=False, kind="stable")
            sentences.append(words("reliability.apart", named=_named(apart.loc[distance.index], words)))
    return sentences


def how_counted(results: Results, lines: pd.DataFrame, words: Words) -> list[str]:
    """That variants are not independent of each other, and how many of them the first page counts where it
    counts fewer; nothing without two of them beside the study's line."""
    counts, first = agreement(lines), counted(results, words).n
    if counts is None or counts.n < 2:
        return []
    dependent = words("reliability.dependent")
    if not 0 < first < counts.n:
        return [dependent]
    return [dependent, words("reliability.counted_first", n=words.numbers.count(first))]


def placebo_sentences(lines: pd.DataFrame, words: Words) -> list[str]:
    """How many placebos are zero as they should be, and which are not; nothing without any."""
    placebos = lines[lines["group"].isin(PLACEBOS)]
    if placebos.empty:
        return []
    failed = placebos[placebos["holds"]]
    counts = {
        "n": words.numbers.count(len(placebos)),
        "passed": words.numbers.count(len(placebos) - len(failed)),
    }
    if failed.empty:
        return [words("reliability.placebos_passed", **counts)]
    return [words("reliability.placebos_failed", named=_named(failed, words), **counts)]


def _of_a_lead(counts: Agreement, words: Words) -> str:
    """Where the study's own interval leaves zero out."""
    count = words.numbers.count
    held, variants = count(counts.same_held), words.counted("variant", counts.n)
    if counts.same == 0:
        return words("reliability.none", variants=variants)
    if counts.same == counts.n > 1:
        return words("reliability.all", n=count(counts.n), held=held)
    if counts.same == 1:
        return words("reliability.one", variants=variants, held=held)
    return words("reliability.other", same=count(counts.same), variants=variants, held=held)


def _of_none(counts: Agreement, flat: pd.DataFrame, value: float, words: Words) -> str:
    """Where the study's own interval holds zero."""
    count, variants = words.numbers.count, words.counted("variant", counts.n)
    if len(flat) == counts.n:
        return words("reliability.flat", variants=variants)
    same = int((flat["value"] * value > 0).sum())
    return words("reliability.flat_some", flat=count(len(flat)), variants=variants, same=count(same))


def _named(lines: pd.DataFrame, words: Words) -> str:
    """The first few lines by name with their estimates; the others are counted."""
    digits = bp_digits(*lines["value"])
    names = [
        words(
            "reliability.line",
            label=label,
            estimate=words.numbers.basis_points(value, digits=digits, sign=True),
        )
        for label, value in zip(lines["label"], lines["value"], strict=True)
    ]
    listed = ", ".join(names[:NAMED])
    further = len(names) - NAMED
    return (
        words("reliability.further", names=listed, n=words.numbers.count(further)) if further > 0 else listed
    )


def _alt(lines: pd.DataFrame, words: Words) -> str:
    counts, written = agreement(lines), words.numbers
    drawn = lines if counts is None else alternatives(lines)
    digits = bp_digits(*lines["value"])
    ends = {
        "lowest": written.decimal(drawn["value"].min(), digits, sign=True),
        "highest": written.decimal(drawn["value"].max(), digits, sign=True),
    }
    if counts is None:
        return words("reliability.alt_alone", **ends)
    main = lines[lines["group"] == MAIN].iloc[0]
    return words(
        "reliability.alt",
        estimate=written.decimal(main["value"], digits, sign=True),
        interval=in_brackets(main["low"], main["high"], words),
        n=written.count(counts.n),
        same=written.count(counts.same),
        held=written.count(counts.held),
        **ends,
    )
