"""What projections say of one draw: the pooled effect, those of companies, and the rows they rest on."""

from __future__ import annotations

import inspect
from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
import pandas as pd
from scipy import stats

from benchmarks._referee_lines import LEVEL, Outcome
from benchmarks._referee_panel import Frames, frames_of
from benchmarks._referee_process import Process, draw
from naysay.analysis.projections import POOLED, local_projections

TONE: Final = "tone"
ATTENTION: Final = "attention"
MEAN_GROUP: Final = "MEAN_GROUP"
ALONE: Final = "tone without attention"
IN_WORDS: Final = "attention in words"
FROM_OPEN: Final = "from the open"
MEASURES: Final = {TONE: "as measured", ATTENTION: "attention"}


def told(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """The pooled lines of tone and attention at each horizon, and those further ones of ``lines``."""
    frames = frames_of(draw(process, rng), rng)
    table = effects(frames, horizons)
    outcomes = [
        _outcome(f"{name}, h = {h}", _row(table, POOLED, measure, h))
        for name, measure in MEASURES.items()
        if any(line.startswith(name) for line in lines)
        for h in horizons
    ]
    first = horizons[0]
    if ALONE in lines:
        alone = effects(frames, [first], attention=False)
        outcomes.append(_outcome(ALONE, _row(alone, POOLED, MEASURES[TONE], first)))
    if IN_WORDS in lines:
        outcomes.append(_in_words(_row(table, POOLED, MEASURES[ATTENTION], first)))
    if FROM_OPEN in lines:
        traded = effects(replace(frames, returns=frames.from_open), [first])
        outcomes.append(_outcome(FROM_OPEN, _row(traded, POOLED, MEASURES[TONE], first)))
    return outcomes


def _in_words(attention: pd.DataFrame) -> Outcome:
    """Attention is told in words where it has an effect and its innovations are apart from those of tone."""
    if attention.empty:
        return Outcome(line=IN_WORDS, pvalue=float("nan"))
    row = attention.iloc[0]
    apart = row["innovation_pvalue"] >= LEVEL
    return Outcome(line=IN_WORDS, pvalue=float(row["pvalue"]) if apart else 1.0)


def companies_told(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """The pooled effect, the mean of companies, whether these differ, and the first company alone."""
    frames = frames_of(draw(process, rng), rng)
    table = effects(frames, horizons[:1])
    tone = table[(table["measure"] == MEASURES[TONE]) & (table["horizon"] == horizons[0])]
    alone = tone[~tone["company"].isin([POOLED, MEAN_GROUP])]
    pooled = _outcome("pooled", _row(table, POOLED, MEASURES[TONE], horizons[0]))
    group = _outcome("mean group", _row(table, MEAN_GROUP, MEASURES[TONE], horizons[0]))
    differ = Outcome(line="companies differ", pvalue=_homogeneous(alone))
    return [pooled, group, differ, _outcome("first company", alone.iloc[:1])]


def rows_lost(
    process: Process, rng: np.random.Generator, *, horizons: Sequence[int], lines: Sequence[str]
) -> list[Outcome]:
    """Rows of companies studied one by one that are missing where they are studied together."""
    drawn = draw(process, rng)
    frames = frames_of(drawn, rng)
    table = effects(frames, horizons)
    outcomes = []
    for h in horizons:
        together = _row(table, POOLED, MEASURES[TONE], h)
        kept = 0
        for name, own in drawn.studied.items():
            single = effects(frames.of(name, own.index), [h])
            kept += int(_row(single, POOLED, MEASURES[TONE], h)["nobs"].sum())
        one = _outcome(f"rows lost, h = {h}", together)
        outcomes.append(
            Outcome(
                line=one.line,
                pvalue=one.pvalue,
                estimate=one.estimate,
                se=one.se,
                low=one.low,
                high=one.high,
                rows=kept - one.rows,
            )
        )
    return outcomes


def effects(frames: Frames, horizons: Sequence[int], *, attention: bool = True) -> pd.DataFrame:
    """The table of a projection with all that a study gives it."""
    given: dict[str, Any] = {"horizons": list(horizons)}
    if "market" in inspect.signature(local_projections).parameters:
        given |= {"market": frames.market, "attention": frames.attention if attention else None}
    table: pd.DataFrame = local_projections(frames.negativity, frames.returns, **given).table
    return table if "measure" in table else table.assign(measure=MEASURES[TONE])


def _row(table: pd.DataFrame, company: str, measure: str, horizon: int) -> pd.DataFrame:
    return table[
        (table["company"] == company) & (table["measure"] == measure) & (table["horizon"] == horizon)
    ]


def _outcome(line: str, row: pd.DataFrame) -> Outcome:
    """``row`` as an outcome, without a p-value where the table has no such row."""
    if row.empty:
        return Outcome(line=line, pvalue=float("nan"))
    only = row.iloc[0]
    return Outcome(
        line=line,
        pvalue=float(only["pvalue"]),
        estimate=float(only["bp_per_sd"]),
        se=float(only["se"]),
        low=float(only["low"]),
        high=float(only["high"]),
        rows=float(only["nobs"]),
    )


def _homogeneous(alone: pd.DataFrame) -> float:
    """The p-value of Cochran's Q for the null that companies have one and the same effect."""
    made = alone[np.isfinite(alone["se"])]
    weight = 1.0 / made["se"] ** 2
    centre = (weight * made["bp_per_sd"]).sum() / weight.sum()
    statistic = (weight * (made["bp_per_sd"] - centre) ** 2).sum()
    return float(stats.chi2.sf(statistic, len(made) - 1))
