"""The processes of the sweep by name, the grid that is laid over a draw, and the bounds of its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import product
from typing import Final

import numpy as np
import pandas as pd

from benchmarks._referee_lines import Bounds, Outcome
from benchmarks._referee_panel import aligned, prices_of
from benchmarks._referee_process import Drawn, Process, draw
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import MethodInput
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.sweep import GridCell, estimated_cell, sweep_tables
from naysay.data.daily import daily_chatter, measured
from naysay.data.sessions import session_positions, trading_sessions
from naysay.study.panel import DailyPanel
from naysay.study.spec import Chatter

CUTOFFS: Final = (0, 60, 180)
MEASURES: Final = ("negative_share", "n_negative", "bullishness")
LAGS: Final = (1, 5)
CONTROLS: Final = ("own", "shared")
DRAWS: Final = 999
"""Of the null of one grid."""

WHOLE, MEDIAN, SHARE = "whole grid: average t", "median", "share of significant cells"
ANY, OWN, SMALLEST = "Romano-Wolf: any cell", "Romano-Wolf: the study's own cell", "smallest p, unadjusted"
SIZE: Final = {WHOLE: Bounds(least=0.025, most=0.08), ANY: Bounds(most=0.08)}
HARD: Final = {WHOLE: Bounds(most=0.08), ANY: Bounds(most=0.08)}
"""Of processes that the multipliers were not made for."""
POWER: Final = {WHOLE: Bounds(least=0.80), OWN: Bounds(least=0.80)}


@dataclass(frozen=True, slots=True, kw_only=True)
class SweepCase:
    """A process with the horizon of the grid and the bounds of its lines."""

    process: Process
    bounds: dict[str, Bounds]
    horizon: int = 1
    covariance: str = "CR3_session"


_DRIVEN: Final = Process(price_to_mood=0.5, tails=4.0, sector_sd=0.006)
"""Chatter that lasts for days, is driven by prices and louder with volatility; heavy tails; companies share
news that the benchmark does not have."""

CASES: Final = {
    "null": SweepCase(process=_DRIVEN, bounds=SIZE),
    "planted -20 bp": SweepCase(process=replace(_DRIVEN, effect_bp=(-20.0,)), bounds=POWER),
    "null, horizon 5": SweepCase(process=_DRIVEN, bounds=HARD, horizon=5),
    "null, horizon 5, Driscoll-Kraay": SweepCase(
        process=_DRIVEN, bounds={}, horizon=5, covariance="driscoll_kraay"
    ),
    "null, 60 sessions": SweepCase(process=replace(_DRIVEN, sessions=60), bounds=HARD),
    "null, one company": SweepCase(process=replace(_DRIVEN, companies=1), bounds=HARD),
    "null, tails of 3 degrees of freedom": SweepCase(process=replace(_DRIVEN, tails=3.0), bounds=HARD),
    "null, news of the sector alone": SweepCase(
        process=replace(_DRIVEN, sector_sd=0.02, own_sd=0.005), bounds=HARD
    ),
    "null, market .30 late": SweepCase(process=replace(_DRIVEN, late=0.30), bounds=HARD),
}


def judged(name: str, rng: np.random.Generator) -> list[Outcome]:
    """The lines of one draw of the process ``name``."""
    case = CASES[name]
    grid = list(_cells(draw(case.process, rng), case, rng))
    cells, tests = sweep_tables(grid, draws=DRAWS, seed=int(rng.integers(2**31)))
    if (cells["reason"] != "").any():
        raise ValueError(f"a cell without an estimate: {set(cells['reason'])}")
    of_test = dict(zip((WHOLE, MEDIAN, SHARE), tests.itertuples(), strict=True))
    own = cells[cells["base"]].iloc[0]
    return [
        *(
            Outcome(line=line, pvalue=float(row.pvalue), estimate=float(row.statistic))  # type: ignore[arg-type]
            for line, row in of_test.items()
        ),
        Outcome(line=ANY, pvalue=float(cells["pvalue_romano_wolf"].min())),
        Outcome(line=OWN, pvalue=float(own["pvalue_romano_wolf"]), estimate=float(own["bp_per_sd"])),
        Outcome(line=SMALLEST, pvalue=float(cells["pvalue"].min())),
    ]


def _cells(drawn: Drawn, case: SweepCase, rng: np.random.Generator) -> Iterator[GridCell]:
    """The cells of the grid, made of posts and prices as a run makes them."""
    prices = prices_of(drawn, daily_chatter(drawn.posts, drawn.studied, Chatter()), rng)
    for cutoff in CUTOFFS:
        daily = _daily(drawn, cutoff)
        for measure in MEASURES:
            chatter = Chatter.model_validate({"measure": measure})
            panel = DailyPanel(aligned(drawn, measured(daily, chatter), prices).frame)
            for lags, controls in product(LAGS, CONTROLS):
                options = ProjectionOptions.model_validate({"lags": lags, "controls": controls})
                projection, terms = study_projection(MethodInput(panel, options), options)
                yield GridCell(
                    {"chatter.cutoff": str(cutoff), "chatter.measure": measure},
                    estimated_cell(
                        projection,
                        terms,
                        horizon=case.horizon,
                        covariance=case.covariance,  # type: ignore[arg-type]
                    ),
                    base=(cutoff, measure, lags, controls) == (0, "negative_share", 5, "own"),
                )


def _daily(drawn: Drawn, cutoff: int) -> pd.DataFrame:
    """Daily chatter where posts of the last ``cutoff`` minutes wait for the next session."""
    first = next(iter(drawn.studied.values())).index
    sessions = {
        name: trading_sessions(
            drawn.process.calendars[0], first[0].date(), first[-1].date(), cutoff_minutes=cutoff
        )
        for name in drawn.studied
    }
    posts = drawn.posts
    moved = replace(posts, session=session_positions(posts.company, posts.posted_at, sessions))
    return daily_chatter(moved, sessions, Chatter())
