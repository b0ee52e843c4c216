"""A grid of variants as one family: what all cells say together, and each curve with its choices."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from naysay.reports.blocks import Block, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import specification_curve as drawing
from naysay.reports.figures.style import svg
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import reasons_counted
from naysay.reports.sections._sweep import (
    Curve,
    cells_of,
    choices,
    curve_name,
    curves_of,
    keys_of,
    whole_sentences,
)
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

DRAWN: Final = 150
"""Cells of a curve in a drawing."""
ROWS: Final = 24
"""Choices below a drawing."""
LISTED: Final = 12
"""Cells of a curve in a table."""


def build(results: Results, words: Words) -> SectionContent:
    cells, curves = cells_of(results), curves_of(results)
    if cells.empty or not curves:
        return SectionContent((Paragraph(words("sweep.absent"), "small"),))
    keys = keys_of(cells)
    blocks: list[Block] = [Heading(words("sweep.heading"))]
    named = ", ".join(keys)
    blocks.append(Paragraph(" ".join([words("sweep.intro", keys=named), *whole_sentences(curves[0], words)])))
    drawings: dict[str, bytes] = {}
    for place, curve in enumerate(curves):
        own = cells[(cells["curve"] == curve.name) & (cells["same_as"] == "") & cells["bp_per_sd"].notna()]
        own = own.sort_values("bp_per_sd", kind="stable").reset_index(drop=True)
        if len(curves) > 1:
            name = curve_name(curve.name, words)
            blocks.append(Heading(name[:1].upper() + name[1:], 2))
        if place:
            blocks.append(Paragraph(" ".join(whole_sentences(curve, words))))
        if own.empty:
            continue
        name = "sweep" if not place else f"sweep_{place + 1}"
        figure, drawn = _figure(name, own, curve, keys, words)
        blocks.append(figure)
        drawings[name] = drawn
        blocks.append(_table(own, curve, keys, words))
    if notes := _notes(cells, curves, words):
        blocks.append(Paragraph(notes, "small"))
    blocks.append(Paragraph(words("sweep.how"), "small"))
    return SectionContent(tuple(blocks), drawings)


def _figure(
    name: str, own: pd.DataFrame, curve: Curve, keys: list[str], words: Words
) -> tuple[Figure, bytes]:
    """The curve of at most ``DRAWN`` cells, and below it what each of them chose."""
    shown = _spread(own, DRAWN)
    rows = [
        (_mark(key, value), words("sweep.choice", name=key, value=value or words("sweep.unset")))
        for key in keys
        for value in dict.fromkeys(own[key])
        if len(set(own[key])) > 1
    ]
    kept = rows[:ROWS]
    lines = pd.DataFrame(
        {
            "label": [choices(row, keys, words) for _, row in shown.iterrows()],
            "group": np.where(shown["base"], drawing.MAIN, "cell"),
            "marks": [tuple(_mark(key, row[key]) for key in keys) for _, row in shown.iterrows()],
            "value": shown["bp_per_sd"],
            "low": shown["low"],
            "high": shown["high"],
        }
    )
    names = [(drawing.MAIN, words("variant_group.main")), *kept]
    caption = [words("sweep.caption", curve=curve_name(curve.name, words), dots=words("figure.dots"))]
    if len(shown) < len(own):
        caption.append(
            words("sweep.some_cells", shown=words.numbers.count(len(shown)), n=words.numbers.count(len(own)))
        )
    if len(kept) < len(rows):
        caption.append(words("sweep.some_choices", n=words.numbers.count(len(rows) - len(kept))))
    digits = bp_digits(*own["bp_per_sd"])
    lowest, highest = (
        words.numbers.decimal(edge(own["bp_per_sd"]), digits, sign=True) for edge in (min, max)
    )
    held = words.numbers.count(int(((own["low"] > 0) | (own["high"] < 0)).sum()))
    n = words.counted("variant", len(own))
    alt = words("sweep.alt", n=n, lowest=lowest, highest=highest, held=held)
    return Figure(name, " ".join(caption), alt), svg(drawing.draw(lines, words, names=names))


def _table(own: pd.DataFrame, curve: Curve, keys: list[str], words: Words) -> TableBlock:
    """The study's cell and others that are spread evenly over the curve: no cell is chosen for its p."""
    shown, written = _spread(own, LISTED), words.numbers
    digits = bp_digits(*own["bp_per_sd"])
    rows = tuple(
        (
            written.count(row["cell"]),
            choices(row, keys, words),
            written.decimal(row["bp_per_sd"], digits, sign=True),
            written.decimal(row["se"], max(digits, 1)),
            written.span(row["low"], row["high"], digits, sign=True),
            written.pvalue(row["pvalue"]),
            written.pvalue(row["pvalue_romano_wolf"]),
            written.count(row["nobs"]),
        )
        for _, row in shown.iterrows()
    )
    header = ("cell", "choices", "effect", "se", "interval", "p", "p_romano_wolf", "n")
    caption = words(
        "sweep.table",
        curve=curve_name(curve.name, words),
        shown=written.count(len(shown)),
        n=words.counted("variant", len(own)),
    )
    return TableBlock(
        caption,
        tuple(words(f"sweep_column.{name}") for name in header),
        rows,
        ("right", "left", *("right",) * 6),
        tuple(place for place, base in enumerate(shown["base"]) if base),
    )


def _spread(own: pd.DataFrame, most: int) -> pd.DataFrame:
    """At most ``most`` rows of a curve in order of size: its ends, the study's own, the rest evenly apart."""
    if len(own) <= most:
        return own
    places = set(np.linspace(0, len(own) - 1, most - 1).round().astype(int).tolist())
    places |= set(np.flatnonzero(own["base"]).tolist())
    return own.iloc[sorted(places)]


def _mark(key: str, value: str) -> str:
    return f"{key}={value}"


def _notes(cells: pd.DataFrame, curves: list[Curve], words: Words) -> str:
    """Cells that count once, and those without an estimate by reason."""
    sentences = []
    if same := sum(curve.n_same for curve in curves):
        sentences.append(words("sweep.same", n=words.counted("variant", same)))
    without = cells[cells["bp_per_sd"].isna()]
    if len(without):
        reasons = reasons_counted(without["reason"], words) or words("verdict.no_reason")
        sentences.append(words("sweep.without", n=words.counted("variant", len(without)), reasons=reasons))
    return " ".join(sentences)


SECTION = ReportSection("sweep", build)
