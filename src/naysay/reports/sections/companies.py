"""The estimate of each company beside that of all together."""

from __future__ import annotations

import numpy as np
import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.analysis.multiple_testing import benjamini_hochberg
from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Block, Figure, Heading, Paragraph, TableBlock
from naysay.reports.figures import forest
from naysay.reports.figures.style import svg
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, effects, numbers, texts
from naysay.reports.sections._verdict import interval, over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

LOST = ("n_short", "n_fitted")
"""Columns of the effects that count what the equation could not use as it stands."""


def build(results: Results, words: Words) -> SectionContent:
    rows = _company_table(results, words)
    together = rows["company"] == POOLED
    alone = rows[~together & rows["bp_per_sd"].notna()].sort_values("bp_per_sd", kind="stable")
    heading = Heading(words("companies.heading"))
    if alone.empty:
        return SectionContent((heading, Paragraph(words("companies.absent"))))
    pooled = rows[together & rows["bp_per_sd"].notna()]
    horizon = over(results.findings.lead.horizon, words)
    intro = Paragraph(words("companies.intro_one" if len(alone) == 1 else "companies.intro"))
    figure, drawings = _figure(alone, pooled, horizon, words) if len(alone) > 1 else ((), {})
    blocks: list[Block] = [heading, intro, *figure, _table(pd.concat([pooled, alone]), horizon, words)]
    blocks += [*_agreement(results, alone, words), *_lost(pooled, len(alone), words)]
    missing = rows[~together & rows["bp_per_sd"].isna()]
    if len(missing):
        names = ", ".join(missing["label"])
        blocks.append(Paragraph(words("companies.untested", names=names), "small"))
    return SectionContent(tuple(blocks), drawings)


def _figure(
    alone: pd.DataFrame, pooled: pd.DataFrame, horizon: str, words: Words
) -> tuple[tuple[Figure, ...], dict[str, bytes]]:
    """The forest plot; of very many companies those whose estimates are the most precise."""
    shown = alone[alone["se"].rank(method="first", na_option="bottom") <= forest.MOST]
    companies = words.counted("company", len(alone), "dative")
    caption = words(
        "companies.caption_some" if len(shown) < len(alone) else "companies.caption",
        horizon=horizon,
        n=words.numbers.count(len(shown)),
        companies=companies,
    )
    figure = Figure("companies", caption, words("companies.alt", companies=companies))
    return (figure,), {"companies": svg(forest.draw(shown, words, pooled=pooled))}


def _company_table(results: Results, words: Words) -> pd.DataFrame:
    """The effects at the study's horizon, with labels and p-values adjusted over the companies."""
    estimates = effects(results)
    rows = estimates[numbers(estimates, "horizon") == results.findings.lead.horizon]
    figures = {
        name: numbers(rows, name)
        for name in ("bp_per_sd", "se", "low", "high", "pvalue", "mde_bp", "nobs", "weight", *LOST)
    }
    company = texts(rows, "company")
    alone = company != POOLED
    adjusted = pd.Series(np.nan, index=rows.index)
    adjusted[alone] = benjamini_hochberg(figures["pvalue"][alone])
    labels = [words("companies.all") if c == POOLED else company_name(results, c) for c in company]
    return pd.DataFrame(
        {"company": company, "label": labels, **figures, "p_bh": adjusted, "holds": adjusted < LEVEL}
    )


def _agreement(results: Results, alone: pd.DataFrame, words: Words) -> list[Paragraph]:
    """Whether companies share one effect, their plain mean, and how they weigh in the common one."""
    companies, written = results.findings.companies, words.numbers
    mean = companies.mean
    if companies.pvalue is None or mean.value is None or alone["weight"].isna().all():
        return []
    heaviest = alone.iloc[int(alone["weight"].fillna(0.0).to_numpy().argmax())]
    text = words(
        "companies.agreement",
        p=written.p_equals(companies.pvalue),
        mean=written.basis_points(mean.value, digits=bp_digits(mean.value, mean.low, mean.high)),
        interval=interval(mean.low, mean.high, words),
        company=str(heaviest["label"]),
        share=written.percent(heaviest["weight"], 0),
        equal=written.percent(1.0 / len(alone), 0),
    )
    return [Paragraph(text, "small")]


def _lost(pooled: pd.DataFrame, companies: int, words: Words) -> list[Paragraph]:
    """Companies that took fewer lags, and sessions that say nothing; nothing where there are none."""
    short, fitted = (int(pooled[name].fillna(0).sum()) for name in LOST)
    sentences = []
    if short:
        count = words.counted("company", companies, "dative")
        sentences.append(words("companies.short", n=words.numbers.count(short), companies=count))
    if fitted:
        sentences.append(words("companies.fitted", observations=words.counted("observation", fitted)))
    return [Paragraph(" ".join(sentences), "small")] if sentences else []


def _table(rows: pd.DataFrame, horizon: str, words: Words) -> TableBlock:
    written = words.numbers
    digits = bp_digits(*rows["bp_per_sd"])
    cells = tuple(
        (
            str(row["label"]),
            written.decimal(row["bp_per_sd"], digits),
            written.span(row["low"], row["high"], digits),
            written.pvalue(row["pvalue"]),
            written.pvalue(row["p_bh"]),
            written.decimal(row["mde_bp"], digits) if row["low"] <= 0 <= row["high"] else "",
            "" if pd.isna(row["weight"]) else written.percent(row["weight"], 0),
            written.count(row["nobs"]),
        )
        for _, row in rows.iterrows()
    )
    return TableBlock(
        words("companies.table", horizon=horizon),
        tuple(
            words(f"column.{name}")
            for name in ("company", "effect", "interval", "p", "p_bh", "detectable", "weight", "n")
        ),
        cells,
        ("left", *("right",) * 7),
        tuple(place for place, company in enumerate(rows["company"]) if company == POOLED),
    )


SECTION = ReportSection("companies", build)
