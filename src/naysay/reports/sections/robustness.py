"""Whether the answer hangs on one choice: the same estimate with one thing changed at a time."""

from __future__ import annotations

import pandas as pd

from naysay.reports.blocks import Block, Bullets, Heading, Paragraph, TableBlock
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._clock import clock_curve
from naysay.reports.sections._reading import numbers, options, table, texts
from naysay.reports.sections._signed import signed
from naysay.reports.sections._specification_curve import (
    agreement_sentences,
    how_counted,
    placebo_sentences,
)
from naysay.reports.sections._specification_curve import curve as specification_curve
from naysay.reports.sections._variants import variants_of
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

SHARE = "negative_share"
"""The measure of lines that are of no mood, in a study of the mood."""


def build(results: Results, words: Words) -> SectionContent:
    lines = _lines(results, words)
    heading = Heading(words("robustness.heading"))
    curve = clock_curve(results, words)
    if lines.empty:
        absent = Paragraph(words("robustness.absent"))
        return SectionContent((heading, absent, *curve.blocks), curve.drawings)
    estimated, unmade = lines[lines["value"].notna()], lines[lines["value"].isna()]
    horizon = over(results.findings.lead.horizon, words)
    blocks: list[Block] = [heading, Paragraph(words("robustness.intro"))]
    variants = variants_of(results, words)
    drawn = specification_curve(results, variants, words)
    drawings = {**curve.drawings, **drawn.drawings}
    sentences = (
        *agreement_sentences(variants, words),
        *how_counted(results, variants, words),
        *placebo_sentences(variants, words),
    )
    if drawn.blocks and sentences:
        blocks.append(Paragraph(" ".join((*sentences, *_disagreement(estimated, words)))))
    blocks += drawn.blocks
    if not estimated.empty:
        blocks.append(_table(estimated, horizon, words))
    if notes := _notes(estimated, words):
        blocks.append(Paragraph(" ".join(notes), "small"))
    if not unmade.empty:
        missing = tuple(
            f"{label}: {words.reason(reason) or words('verdict.no_reason')}"
            for label, reason in zip(unmade["label"], unmade["reason"], strict=True)
        )
        blocks += [Paragraph(words("robustness.unmade")), Bullets(missing)]
    repeated = words("effects.series_notes") if results.findings.lead.look else ""
    blocks.append(Paragraph(f"{words('robustness.how')} {repeated}".strip(), "small"))
    return SectionContent((*blocks, *curve.blocks), drawings)


def _lines(results: Results, words: Words) -> pd.DataFrame:
    """The table with labels; a line holds when its interval leaves zero out."""
    rows = table(results, "robustness")
    figures = {
        name: numbers(rows, name)
        for name in ("value", "se", "low", "high", "pvalue", "mde", "nobs", "n_companies")
    }
    code = {name: texts(rows, name) for name in ("check", "variant", "unit", "measure")}
    code["reason"] = joined_reasons(rows)
    scorer = str(options(results, "sentiment")["scorer"])
    labels = [
        words("robustness.of_share", label=label) if measure == SHARE else label
        for label, measure in zip(
            (_label(*line, scorer, words) for line in zip(code["check"], code["variant"], strict=True)),
            code["measure"],
            strict=True,
        )
    ]
    return pd.DataFrame(
        {
            **code,
            **figures,
            "label": labels,
            "holds": (figures["low"] > 0) | (figures["high"] < 0),
        }
    )


def _label(check: str, variant: str, scorer: str, words: Words) -> str:
    name = words.of_code("robustness_line", check)
    if check == "main" and scorer:
        return f"{name} ({scorer})"
    if not variant:
        return words("robustness.without_one") if check == "without_company" else name
    if check in ("without_company", "without_largest_company"):
        return f"{name}: {variant}"
    if check == "other_measure":
        variant = words.of_code("robustness_measure", variant)
    return f"{name}: {words.of_code('robustness_variant', variant)}"


def _notes(estimated: pd.DataFrame, words: Words) -> list[str]:
    """Companies that the line from the open has not, and lines of the share in a study of the mood."""
    members = estimated.drop_duplicates("check").set_index("check")["n_companies"]
    notes = [words("robustness.share_lines")] if (estimated["measure"] == SHARE).any() else []
    missing = members.get("main", 0.0) - members.get("from_open", float("nan"))
    if missing > 0:
        companies = words.counted("company", int(members["main"]), "dative")
        left_out = words.numbers.count(missing)
        notes.append(words("robustness.opens_left_out", left_out=left_out, companies=companies))
    return notes


def _disagreement(estimated: pd.DataFrame, words: Words) -> list[str]:
    """Session effects that give another answer than the study's own line."""
    main, other = (estimated[estimated["check"] == check] for check in ("main", "session_effects"))
    if main.empty or other.empty:
        return []
    one, two = main.iloc[0], other.iloc[0]
    if one["holds"] == two["holds"] and (not one["holds"] or one["value"] * two["value"] > 0):
        return []
    return [words("robustness.disagree", **signed(two["value"], two["low"], two["high"], words))]


def _table(estimated: pd.DataFrame, horizon: str, words: Words) -> TableBlock:
    written = words.numbers
    digits = bp_digits(*estimated.loc[estimated["unit"] == "bp", "value"])
    cells = []
    for _, row in estimated.iterrows():
        unit = str(row["unit"])
        places = {"bp": digits, "r": 2}.get(unit, 3)
        low, high = (row["low"], row["high"])
        least = (
            ""
            if row["holds"] or pd.isna(row["mde"]) or unit == "r"
            else _written(row["mde"], unit, places, words)
        )
        cells.append(
            (
                str(row["label"]),
                _written(row["value"], unit, places, words, sign=True),
                written.decimal(row["se"], max(places, 1)),
                written.span(low, high, places, sign=True),
                "" if row["check"] == "placebo_shuffled" else written.pvalue(row["pvalue"]),
                least,
                written.count(row["nobs"]),
            )
        )
    line, estimate, *others = (
        words(f"column.{name}") for name in ("line", "estimate", "interval", "p", "detectable", "n")
    )
    header = (line, estimate, words("robustness.se"), *others)
    return TableBlock(
        words("robustness.table", horizon=horizon),
        header,
        tuple(cells),
        ("left", *("right",) * 6),
        tuple(place for place, check in enumerate(estimated["check"]) if check == "main"),
    )


def _written(value: float, unit: str, digits: int, words: Words, *, sign: bool = False) -> str:
    """A value of the table with its unit."""
    if unit == "bp":
        return words.numbers.basis_points(value, digits=digits, sign=sign)
    text = words.numbers.decimal(value, digits, sign=sign)
    return text if unit == "r" else words("size.sd", value=text)


SECTION = ReportSection("robustness", build)
