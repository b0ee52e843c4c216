"""What followed unusually negative days over more and more trading days: the picture of the first page."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.reports.blocks import Figure
from naysay.reports.figures import days_after as drawing
from naysay.reports.figures.style import svg
from naysay.reports.results import Results
from naysay.reports.sections._answer import behind, unusual_days
from naysay.reports.sections._reading import company_name, effects, numbers, pooled, shortened
from naysay.reports.sections._signed import signed
from naysay.reports.sections.base import SectionContent
from naysay.reports.words import Words

NAME: Final = 30
"""Characters of a company's name in the title."""


def days_after_figure(results: Results, words: Words) -> SectionContent:
    """All companies together; the company in focus where companies differ, since their line is nobody's.

    Empty where nothing could be estimated, or over one number of days alone.
    """
    findings = results.findings
    if findings.verdict == "not_testable":
        return SectionContent(())
    who = ""
    rows = pooled(results)
    if findings.companies.differ:
        who = shortened(company_name(results, results.focus), NAME)
        rows = effects(results)
        rows = rows[rows["company"] == results.focus]
    wanted = ("horizon", "bp_per_sd", "low", "high")
    rows = pd.DataFrame({name: numbers(rows, name) for name in wanted}).dropna().sort_values("horizon")
    if len(rows) < 2:
        return SectionContent(())
    horizon, days = findings.lead.horizon, unusual_days(results, words)
    one = "_one" if who else ""
    title = words(f"days_after.title{one}", company=who, days=days)
    if findings.evidence.grade == "weak" and (
        not who or behind(results)
    ):  # the line alone would look surer than the answer
        title = words("days_after.unsure", title=title)
    drawn = drawing.draw(rows, words, title=title, primary=horizon)
    alt = words(f"days_after.alt{one}", company=who, days=days, finding=_finding(rows, horizon, words))
    return SectionContent((Figure("days_after", "", alt),), {"days_after": svg(drawn)})


def _finding(rows: pd.DataFrame, primary: int, words: Words) -> str:
    """The estimates at the study's horizon and at the last one, with their intervals, and what they say."""
    parts = []
    for horizon in dict.fromkeys((primary, int(rows["horizon"].iloc[-1]))):
        own = rows[rows["horizon"] == horizon]
        if own.empty:
            continue
        value, low, high = (float(own[name].iloc[0]) for name in ("bp_per_sd", "low", "high"))
        key = "less" if high < 0 else "more" if low > 0 else "open"
        parts.append(
            words(
                f"days_after.{key}",
                sessions=words.counted("trading_day", horizon, "dative"),
                **signed(value, low, high, words),
            )
        )
    return ". ".join(parts)
