"""The companies of a study in one chart for a reader without statistics, and who does not stand in it."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.projections import POOLED
from naysay.reports.blocks import Block, Figure, Paragraph
from naysay.reports.figures import forest
from naysay.reports.figures.style import svg
from naysay.reports.results import Results
from naysay.reports.sections._reading import company_name, effects, numbers, texts
from naysay.reports.sections._signed import signed
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

NAMED: Final = 24
"""Companies that a sentence names; the others are counted."""


def company_chart(results: Results, words: Words) -> SectionContent:
    """How many companies point which way, the chart, and by name who is left out and who has no estimate.

    Empty in a study with fewer than two estimates of companies.
    """
    rows = _companies(results, words)
    together = rows["company"] == POOLED
    alone = rows[~together & rows["bp_per_sd"].notna()].sort_values("bp_per_sd", kind="stable")
    if len(alone) < 2:
        return SectionContent(())
    shown = _chosen(alone, results.focus)
    horizon = over(results.findings.lead.horizon, words)
    caption = words("company_chart.caption", horizon=horizon)
    figure = Figure("company_chart", caption, _alt(alone, rows[together], words))
    blocks: list[Block] = [
        Paragraph(_directions(alone, words) + _differ(results, words), note=_note(results, words)),
        figure,
    ]
    left_out = alone[~alone.index.isin(shown.index)]
    missing = rows[~together & rows["bp_per_sd"].isna()]
    for key, who in (("left_out", left_out), ("missing", missing)):
        if len(who):
            values = {"n": words.numbers.count(len(shown)), "names": _named(list(who["label"]), words)}
            blocks.append(Paragraph(words(f"company_chart.{key}", **values), "small"))
    pooled = rows[together & rows["bp_per_sd"].notna()]
    drawn = svg(forest.draw(shown, words, pooled=pooled, title=words("company_chart.title"), short=True))
    return SectionContent(tuple(blocks), {"company_chart": drawn})


def _companies(results: Results, words: Words) -> pd.DataFrame:
    """The effects at the study's horizon with names."""
    rows = effects(results)
    rows = rows[numbers(rows, "horizon") == results.findings.lead.horizon]
    company = texts(rows, "company")
    labels = [words("companies.all") if c == POOLED else company_name(results, c) for c in company]
    figures = {name: numbers(rows, name) for name in ("bp_per_sd", "se", "low", "high")}
    return pd.DataFrame({"company": company, "label": labels, **figures})


def _chosen(alone: pd.DataFrame, focus: str) -> pd.DataFrame:
    """All companies, or the one in focus and those with the most precise estimates."""
    if len(alone) <= forest.MOST:
        return alone
    first = (alone["company"] != focus).astype(int)
    order = pd.DataFrame({"first": first, "se": alone["se"]}).sort_values(["first", "se"], kind="stable")
    return alone[alone.index.isin(order.index[: forest.MOST])]


def _directions(alone: pd.DataFrame, words: Words) -> str:
    count = words.numbers.count
    held = (alone["low"] > 0) | (alone["high"] < 0)
    return words(
        "company_chart.directions" if held.any() else "company_chart.directions_none",
        lower=count(int((alone["bp_per_sd"] < 0).sum())),
        companies=words.counted("company", len(alone), "dative"),
        held=count(int(held.sum())),
    )


def _differ(results: Results, words: Words) -> str:
    companies = results.findings.companies
    if companies.pvalue is None:
        return ""
    return " " + words("company_chart.differ" if companies.differ else "company_chart.alike")


def _note(results: Results, words: Words) -> str:
    companies = results.findings.companies
    if companies.pvalue is None:
        return ""
    return words("company_chart.note", p=words.numbers.p_equals(companies.pvalue))


def _named(names: list[str], words: Words) -> str:
    """The first of ``names``, and how many more there are: two or more, since one is named as well."""
    shown = names if len(names) <= NAMED + 1 else names[:NAMED]
    listed, further = ", ".join(shown), len(names) - len(shown)
    return words("reliability.further", names=listed, n=words.numbers.count(further)) if further else listed


def _alt(alone: pd.DataFrame, together: pd.DataFrame, words: Words) -> str:
    """The lowest and the highest company and all together, each with its interval."""
    rows = pd.concat([alone.iloc[[0, -1]], together[together["bp_per_sd"].notna()]])
    columns = (rows[name] for name in ("label", "bp_per_sd", "low", "high"))
    estimates = [
        words("company_chart.alt_one", company=label, **signed(value, low, high, words))
        for label, value, low, high in zip(*columns, strict=True)
    ]
    return words("company_chart.alt", n=words.numbers.count(len(alone)), estimates="; ".join(estimates))
