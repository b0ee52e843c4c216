"""What projections say of one draw: the pooled effect, those of companies, and the rows they rest on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

import numpy as np
import pandas as pd

from benchmarks._referee_lines import LEVEL, Outcome
from benchmarks._referee_panel import panel_of
from benchmarks._referee_process import Process, draw
from naysay.analysis.methods._projected import study_projection, study_series
from naysay.analysis.methods.base import MethodInput
from naysay.analysis.projections import local_projections
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.projections.result import AS_MEASURED, ATTENTION, MEAN_GROUP, POOLED
from naysay.analysis.projections.terms import cumulated
from naysay.analysis.robustness.setting import Setting
from naysay.data.panel import AlignedPanel
from naysay.study.panel import DailyPanel

TONE: Final = "tone"
TALK: Final = "attention"
ALONE: Final = "tone without attention"
IN_WORDS: Final = "attention in words"
FROM_OPEN: Final = "from the open"
MEASURES: Final = {TONE: AS_MEASURED, TALK: ATTENTION}


def told(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """The pooled lines of tone and attention at each horizon, and those further ones of ``lines``."""
    panel = panel_of(draw(process, rng), rng)
    table = effects(panel.frame, horizons)
    outcomes = [
        _outcome(f"{name}, h = {h}", _row(table, POOLED, h, measure))
        for name, measure in MEASURES.items()
        if any(line.startswith(name) for line in lines)
        for h in horizons
    ]
    first = horizons[0]
    if ALONE in lines:
        alone = effects(panel.frame, [first], attention=False)
        outcomes.append(_outcome(ALONE, _row(alone, POOLED, first)))
    if IN_WORDS in lines:
        outcomes.append(_in_words(_row(table, POOLED, first, ATTENTION)))
    if FROM_OPEN in lines:
        outcomes.append(_from_open(panel))
    return outcomes


def companies_told(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """The pooled effect, the mean of companies, whether these differ, and the first company alone."""
    (h,) = horizons
    table = effects(panel_of(draw(process, rng), rng).frame, horizons)
    group = _row(table, MEAN_GROUP, h)
    return [
        _outcome("pooled", _row(table, POOLED, h)),
        _outcome("mean group", group),
        Outcome(line="companies differ", pvalue=float(group["heterogeneity_pvalue"])),
        _outcome("first company", _row(table, "C1", h)),
    ]


def rows_lost(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """Rows of companies studied one by one that are missing where they are studied together."""
    drawn = draw(process, rng)
    frame = panel_of(drawn, rng).frame
    together = effects(frame, horizons)
    alone = [effects(frame.loc[[name]], horizons) for name in drawn.studied]
    return [
        replace(one, rows=sum(float(_row(table, POOLED, h)["nobs"]) for table in alone) - one.rows)
        for h in horizons
        for one in [_outcome(f"rows lost, h = {h}", _row(together, POOLED, h))]
    ]


def any_of_twenty(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """The smallest p-value of all measures, ``horizons`` and both kinds of return, each taken at its word."""
    drawn = draw(process, rng)
    pvalues = []
    for measure in ("negative_share", "mean_score", "n_negative", "bullishness", "disagreement"):
        chatter = process.chatter.model_copy(update={"measure": measure})
        frame = panel_of(replace(drawn, process=replace(process, chatter=chatter)), rng).frame
        for returns in ("abnormal_ret", "ret"):
            table = effects(frame, horizons, returns=returns)
            pvalues += [float(_row(table, POOLED, h)["pvalue"]) for h in horizons]
    return [Outcome(line="any of twenty", pvalue=min(pvalues))]


def effects(
    frame: pd.DataFrame,
    horizons: Sequence[int],
    *,
    attention: bool = True,
    returns: str = "abnormal_ret",
) -> pd.DataFrame:
    """The effects table of a study with the daily panel ``frame``, with its defaults."""
    options = ProjectionOptions.model_validate({"attention": attention, "returns": returns})
    series = study_series(MethodInput(DailyPanel(frame), options), options)
    return local_projections(**series, horizons=horizons).table


def _from_open(panel: AlignedPanel) -> Outcome:
    """The robustness line whose outcome is the next session's return from its open to its close."""
    options = ProjectionOptions()
    own, terms = study_projection(MethodInput(panel, options), options)
    setting = Setting(own, terms, horizon=1, covariance="CR3_session")
    line = setting.line(FROM_OPEN, outcome=cumulated(own.on_own(panel.intraday), 1))
    return Outcome(
        line=FROM_OPEN,
        pvalue=line.pvalue,
        estimate=line.value,
        se=line.se,
        low=line.low,
        high=line.high,
        rows=line.nobs,
    )


def _in_words(attention: pd.Series) -> Outcome:
    """Attention is told in words where it has an effect and its innovations are apart from those of tone."""
    apart = attention["innovation_pvalue"] >= LEVEL
    return Outcome(line=IN_WORDS, pvalue=float(attention["pvalue"]) if apart else 1.0)


def _row(table: pd.DataFrame, company: str, horizon: int, measure: str = AS_MEASURED) -> pd.Series:
    asked = table["company"].eq(company) & table["measure"].eq(measure) & table["horizon"].eq(horizon)
    return table[asked].iloc[0]


def _outcome(line: str, row: pd.Series) -> Outcome:
    return Outcome(
        line=line,
        pvalue=float(row["pvalue"]),
        estimate=float(row["bp_per_sd"]),
        se=float(row["se"]),
        low=float(row["low"]),
        high=float(row["high"]),
        rows=float(row["nobs"]),
    )
