"""Whether the answer hangs on one choice: the same estimate with one thing changed at a time."""

from __future__ import annotations

import pandas as pd

from naysay.reports.blocks import Block, Bullets, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import forest
from naysay.reports.figures.style import svg
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._clock import clock_curve
from naysay.reports.sections._reading import numbers, options, table, texts
from naysay.reports.sections._verdict import interval, over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

PLACEBOS = ("placebo_future", "placebo_shuffled", "placebo_other")
SPLIT = ("by_sign", "by_volume", "by_forum")
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
    drawings = dict(curve.drawings)
    drawn = estimated[estimated["unit"] == "bp"]
    if not drawn.empty:
        blocks += [
            Paragraph(text) for text in (*_summary(estimated, words), *_disagreement(estimated, words))
        ]
        main = drawn["check"] == "main"
        figure = forest.draw(drawn[~main], words, pooled=drawn[main], title=words("figure.robustness"))
        drawings["robustness"] = svg(figure)
        caption = words("robustness.caption", horizon=horizon)
        blocks.append(Figure("robustness", caption, words("robustness.alt")))
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
    blocks.append(Paragraph(words("robustness.how"), "small"))
    return SectionContent((*blocks, *curve.blocks), drawings)


def _lines(results: Results, words: Words) -> pd.DataFrame:
    """The table with labels; a line holds when its interval leaves zero out."""
    rows = table(results, "robustness")
    figures = {
        name: numbers(rows, name) for name in ("value", "low", "high", "pvalue", "mde", "nobs", "n_companies")
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
            "bp_per_sd": figures["value"],
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


def _summary(estimated: pd.DataFrame, words: Words) -> list[str]:
    """How many other ways of asking agree with the study's, and how the placebos came out."""
    main = estimated[estimated["check"] == "main"]
    if main.empty:
        return []
    alternatives = estimated[
        ~estimated["check"].isin(("main", *PLACEBOS, *SPLIT)) & (estimated["unit"] == "bp")
    ]
    same = alternatives[(alternatives["value"] * float(main["value"].iloc[0])) > 0]
    count = words.numbers.count
    placebos = estimated[estimated["check"].isin(PLACEBOS) & (estimated["check"] != "placebo_shuffled")]
    sentences = []
    if len(alternatives):
        sentences.append(
            words(
                "robustness.summary",
                n=count(len(alternatives)),
                same=count(len(same)),
                held=count(same["holds"].sum()),
            )
        )
    if len(placebos):
        sentences.append(
            words("robustness.placebos", n=count(len(placebos)), held=count(placebos["holds"].sum()))
        )
    return [" ".join(sentences)] if sentences else []


def _disagreement(estimated: pd.DataFrame, words: Words) -> list[str]:
    """Session effects that give another answer than the study's own line."""
    main, other = (estimated[estimated["check"] == check] for check in ("main", "session_effects"))
    if main.empty or other.empty:
        return []
    one, two = main.iloc[0], other.iloc[0]
    if one["holds"] == two["holds"] and (not one["holds"] or one["value"] * two["value"] > 0):
        return []
    value = words.numbers.decimal(two["value"], bp_digits(two["value"], two["low"], two["high"]))
    return [words("robustness.disagree", estimate=value, interval=interval(two["low"], two["high"], words))]


def _table(estimated: pd.DataFrame, horizon: str, words: Words) -> TableBlock:
    written = words.numbers
    digits = bp_digits(*estimated.loc[estimated["unit"] == "bp", "value"])
    cells = []
    for _, row in estimated.iterrows():
        if row["unit"] == "bp":
            value = written.basis_points(row["value"], digits=digits)
            least = written.basis_points(row["mde"], digits=digits)
            span = written.span(row["low"], row["high"], digits)
        elif row["unit"] == "r":
            value, least = written.decimal(row["value"], 2), ""
            span = written.span(row["low"], row["high"], 2)
        else:
            value = words("size.sd", value=written.decimal(row["value"], 3))
            least = words("size.sd", value=written.decimal(row["mde"], 3))
            span = written.span(row["low"], row["high"], 3)
        cells.append(
            (
                str(row["label"]),
                value,
                span,
                "" if row["check"] == "placebo_shuffled" else written.pvalue(row["pvalue"]),
                "" if row["holds"] or pd.isna(row["mde"]) else least,
                written.count(row["nobs"]),
            )
        )
    return TableBlock(
        words("robustness.table", horizon=horizon),
        tuple(words(f"column.{name}") for name in ("line", "estimate", "interval", "p", "detectable", "n")),
        tuple(cells),
        ("left", *("right",) * 5),
        tuple(place for place, check in enumerate(estimated["check"]) if check == "main"),
    )


SECTION = ReportSection("robustness", build)
