"""The effects as a journal prints them: by horizon, of other measures, and by hours of shifted posts."""

from __future__ import annotations

from typing import Any, Final

from naysay.analysis.projections import AS_MEASURED, ATTENTION, MEAN_GROUP, MOOD, POOLED
from naysay.reports.blocks import Block, Heading, Paragraph
from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._company_counts import missing_of
from naysay.reports.sections._journal import (
    ESTIMATE,
    errors_in_words,
    estimate_cells,
    journal_table,
    missing_rows,
    records,
)
from naysay.reports.sections._reading import numbers, pooled, table, texts
from naysay.reports.sections._verdict import over
from naysay.reports.sections.base import ReportSection, SectionContent
from naysay.reports.words import Words
from naysay.study.reasons import joined_reasons

DIGITS: Final = 1
"""Decimals of basis points."""
MEASURES: Final = ((POOLED, AS_MEASURED), (MEAN_GROUP, AS_MEASURED), (POOLED, ATTENTION), (POOLED, MOOD))
"""Rows of the table of measures: whose effect, and of what."""


def build(results: Results, words: Words) -> SectionContent:
    heading = Heading(words("effects.heading"))
    blocks = [*_horizons(results, words), *_measures(results, words), *_clock(results, words)]
    if not blocks:
        return SectionContent((heading, Paragraph(words("effects.absent"))))
    return SectionContent((heading, *blocks))


def _horizons(results: Results, words: Words) -> tuple[Block, ...]:
    """The common effect at every horizon, the one named beforehand in bold."""
    rows = pooled(results)
    horizon = results.findings.lead.horizon
    cells = [
        (
            words.numbers.count(row["horizon"]),
            *(estimate := estimate_cells(row, words, estimate="bp_per_sd", digits=DIGITS))[:3],
            words.numbers.span(row.get("low_joint"), row.get("high_joint"), DIGITS, sign=True),
            *estimate[3:],
        )
        for row in records(rows)
    ]
    return journal_table(
        words,
        caption=words("effects.horizons"),
        header=("horizon", *ESTIMATE[:3], "joint", *ESTIMATE[3:]),
        rows=cells,
        notes=(
            words(
                "effects.horizons_notes",
                companies=words.counted("company", results.findings.lead.n_companies),
            ),
            errors_in_words(next(iter(texts(rows, "covariance")), ""), words),
            words("effects.t_notes"),
            words("effects.series_notes") if results.findings.lead.look else "",
        ),
        strong=[place for place, day in enumerate(numbers(rows, "horizon")) if day == horizon],
    )


def _measures(results: Results, words: Words) -> tuple[Block, ...]:
    """Negativity, its mean over companies, attention and the mood at the study's horizon."""
    rows = table(results, "effects")
    rows = rows[numbers(rows, "horizon") == results.findings.lead.horizon]
    rows = rows.assign(why=joined_reasons(rows))
    chosen = [
        (who, measure, row)
        for who, measure in MEASURES
        for row in records(rows[(texts(rows, "company") == who) & (texts(rows, "measure") == measure)])
    ]
    cells = [
        (
            words(f"effects.{'mean_group' if who == MEAN_GROUP else measure.replace(' ', '_')}"),
            *(estimate := estimate_cells(row, words, estimate="bp_per_sd", digits=DIGITS))[:4],
            words.numbers.decimal(row.get("mde_bp"), DIGITS),
            words.numbers.count(row.get("n_companies")),
            estimate[4],
        )
        for who, measure, row in chosen
    ]
    return journal_table(
        words,
        caption=words("effects.measures", horizon=over(results.findings.lead.horizon, words)),
        header=("measure", *ESTIMATE[:4], "detectable", "companies", "n"),
        rows=cells,
        notes=(
            words("effects.measures_notes"),
            words("effects.series_notes") if results.findings.lead.look else "",
            _mood_errors([row for _, measure, row in chosen if measure == MOOD], results, words),
            _heterogeneity([row for who, _, row in chosen if who == MEAN_GROUP], words),
            missing_rows([str(row["why"]) for *_, row in chosen], words),
        ),
    )


def _mood_errors(rows: list[dict[str, Any]], results: Results, words: Words) -> str:
    """The two parts of the standard error of the mood's effect, and which companies have no mood."""
    if not rows or finite(rows[0].get("se_parameters")) is None:
        return ""
    row, written = rows[0], words.numbers
    return words(
        "effects.mood_notes",
        missing=missing_of(results, "mood", words),
        sampling=written.decimal(row["se_sampling"], DIGITS),
        parameters=written.decimal(row["se_parameters"], DIGITS),
    )


def _heterogeneity(rows: list[dict[str, Any]], words: Words) -> str:
    if not rows or finite(rows[0].get("heterogeneity_pvalue")) is None:
        return ""
    row, written = rows[0], words.numbers
    return words(
        "effects.equal_notes",
        statistic=written.decimal(row["heterogeneity"], 1),
        df=written.count(row["heterogeneity_df"]),
        p=written.p_equals(row["heterogeneity_pvalue"]),
    )


def _clock(results: Results, words: Words) -> tuple[Block, ...]:
    """The numbers behind the clock curve."""
    rows = table(results, "clock_curve")
    rows = rows.assign(why=joined_reasons(rows))
    cells = [
        (
            words.numbers.decimal(row["shift_hours"], sign=True),
            *estimate_cells(row, words, estimate="bp_per_sd", digits=DIGITS),
            words.numbers.percent(row["moved_share"], 1),
        )
        for row in records(rows)
    ]
    return journal_table(
        words,
        caption=words("effects.clock"),
        header=("shift", *ESTIMATE, "moved"),
        rows=cells,
        notes=(words("effects.clock_notes"), missing_rows(list(rows["why"]), words)),
        left=0,
        strong=[place for place, hours in enumerate(numbers(rows, "shift_hours")) if hours == 0],
    )


SECTION = ReportSection("effects", build)
