"""The estimate of each company beside that of all together."""

from __future__ import annotations

from typing import Final

import numpy as np
import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.analysis.multiple_testing import benjamini_hochberg
from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Block, Figure, Heading, Paragraph
from naysay.reports.figures import forest
from naysay.reports.figures.style import svg
from naysay.reports.numbers import bp_digits
from naysay.reports.results import Results
from naysay.reports.sections._company_counts import companies_of
from naysay.reports.sections._journal import errors_in_words, estimate_cells, journal_table, records
from naysay.reports.sections._reading import company_name, effects, numbers, texts
from naysay.reports.sections._verdict import interval, over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words

DIGITS: Final = 1
"""Decimals of basis points in the table."""
LOST: Final = ("n_short", "n_fitted")
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
    blocks: list[Block] = [
        heading,
        intro,
        *figure,
        *_table(results, pd.concat([pooled, alone]), horizon, words),
    ]
    blocks += [*_agreement(results, alone, words), *_lost(pooled, len(alone), words)]
    missing = rows[~together & rows["bp_per_sd"].isna()]
    if len(missing):
        blocks.append(
            Paragraph(words("companies.untested", companies=companies_of(results, "own", words)), "small")
        )
    return SectionContent(tuple(blocks), drawings)


def _figure(
    alone: pd.DataFrame, pooled: pd.DataFrame, horizon: str, words: Words
) -> tuple[tuple[Figure, ...], dict[str, bytes]]:
    """The forest plot; of very many companies those whose estimates are the most precise."""
    shown = alone[alone["se"].rank(method="first", na_option="bottom") <= forest.MOST]
    caption = words(
        "companies.caption_some" if len(shown) < len(alone) else "companies.caption",
        horizon=horizon,
        n=words.numbers.count(len(shown)),
        companies=words.counted("company", len(alone), "dative"),
    )
    figure = Figure("companies", caption, _alternative(shown, pooled, words))
    return (figure,), {"companies": svg(forest.draw(shown, words, pooled=pooled))}


def _alternative(shown: pd.DataFrame, pooled: pd.DataFrame, words: Words) -> str:
    """What the drawing shows: the common estimate, the lowest and the highest, and how many differ from 0."""
    count = words.numbers.count
    ends = {
        name: words("companies.alt_one", company=str(row["label"]), estimate=_estimate(row, words))
        for name, row in (("lowest", shown.iloc[0]), ("highest", shown.iloc[-1]))
    }
    return words(
        "companies.alt",
        companies=words.counted("company", len(shown), "dative"),
        together=words("companies.alt_none") if pooled.empty else _estimate(pooled.iloc[0], words),
        below=count(int((shown["high"] < 0).sum())),
        above=count(int((shown["low"] > 0).sum())),
        **ends,
    )


def _estimate(row: pd.Series, words: Words) -> str:
    """``−12 bp (95 % interval −18 to −6)``."""
    value, low, high = (float(row[name]) for name in ("bp_per_sd", "low", "high"))
    size = words.numbers.basis_points(value, digits=bp_digits(value, low, high), sign=True)
    return f"{size}{interval(low, high, words)}"


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
        {
            "company": company,
            "label": labels,
            **figures,
            "covariance": texts(rows, "covariance"),
            "p_bh": adjusted,
            "holds": adjusted < LEVEL,
        }
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


def _table(results: Results, rows: pd.DataFrame, horizon: str, words: Words) -> tuple[Block, ...]:
    written = words.numbers
    cells = [
        (
            str(row["label"]),
            *(estimate := estimate_cells(row, words, estimate="bp_per_sd", digits=DIGITS))[:4],
            written.pvalue(row["p_bh"]),
            written.decimal(row["mde_bp"], DIGITS) if row["low"] <= 0 <= row["high"] else "",
            "" if pd.isna(row["weight"]) else written.percent(row["weight"], 0),
            estimate[4],
        )
        for row in records(rows)
    ]
    alone = rows[rows["company"] != POOLED]
    return journal_table(
        words,
        caption=words("companies.table", horizon=horizon),
        header=("company", "effect", "se", "interval", "p", "p_bh", "detectable", "weight", "n"),
        rows=cells,
        notes=(
            words("companies.notes"),
            words(
                "companies.errors",
                together=errors_in_words(
                    next(iter(rows.loc[rows["company"] == POOLED, "covariance"]), ""), words
                ),
                alone=next(iter(alone["covariance"]), "") or words("journal.unnamed"),
            ),
        ),
        strong=[place for place, company in enumerate(rows["company"]) if company == POOLED],
    )


SECTION = ReportSection("companies", build)
