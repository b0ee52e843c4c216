"""A grid of variants of the study as one family, and whether it could come from data without any effect."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections import MOOD
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.sweep import CellEstimate, GridCell, VariantPanel, estimated_cell, sweep_tables
from naysay.analysis.sweep.columns import SWEEP, SWEEP_TESTS
from naysay.analysis.sweep.family import NO_CURVE
from naysay.analysis.sweep.options import SweepOptions
from naysay.study.spec import Chatter

CELLS_A_WORKER = 12
"""A process that gets fewer takes longer to start than to work."""


def run(inputs: MethodInput[SweepOptions]) -> dict[str, pd.DataFrame]:
    """The cells and the tests of their curves; a study without a grid is the only cell."""
    alone = VariantPanel(
        {},
        inputs.panel,
        inputs.section(ProjectionOptions),
        of_mood=inputs.section(Chatter).measure == MOOD,
        base=True,
    )
    grid = [
        cell
        for batch in inputs.grid
        for cell in inputs.executor.map(_cell, batch, parts_a_worker=CELLS_A_WORKER)
    ] or [_cell(alone)]
    grid.sort(key=lambda cell: cell.number)
    cells, tests = sweep_tables(grid, draws=inputs.options.draws, seed=inputs.seed)
    return {"sweep": cells, "sweep_tests": tests}


def _cell(variant: VariantPanel) -> GridCell:
    if variant.panel is None:
        none = CellEstimate(NO_CURVE, reason=variant.reason)
        return GridCell(variant.choices, none, variant.base, variant.number)
    options = variant.projections
    panel, terms = study_projection(MethodInput(variant.panel, options), options)
    estimate = estimated_cell(
        panel,
        terms,
        horizon=options.primary_horizon,
        covariance=options.pooled_covariance,
        mood=variant.panel.mood if variant.of_mood else None,
        of_mood=variant.of_mood,
    )
    return GridCell(variant.choices, estimate, variant.base, variant.number)


METHOD = Method(
    "sweep", SweepOptions, (SWEEP, SWEEP_TESTS), run, reads=(ProjectionOptions, Chatter), takes=("grid",)
)
