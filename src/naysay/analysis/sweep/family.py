"""All cells of a grid as one family: the tables of a sweep."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.analysis.regression import FloatArray
from naysay.analysis.sweep.cells import CellEstimate
from naysay.analysis.sweep.columns import SWEEP, SWEEP_TESTS
from naysay.analysis.sweep.curve_tests import (
    AVERAGE,
    MEDIAN,
    SHARE,
    WHOLE_GRID,
    CurveTest,
    curve_tests,
    significant,
)
from naysay.analysis.sweep.null_draws import common_scores, null_statistics
from naysay.analysis.sweep.step_down import romano_wolf
from naysay.study.reasons import because

DRAWS: Final = 2000
NO_CURVE: Final = "none"
"""What stands in ``curve`` for a cell that no study can be made of."""


@dataclass(frozen=True, eq=False)
class GridCell:
    """A cell with what was chosen for it: the value of each varied key, as the study file writes it."""

    choices: Mapping[str, str]
    estimate: CellEstimate
    base: bool = False
    number: int = 0


@dataclass(frozen=True, eq=False)
class _Family:
    """The different cells with an estimate, by their places among all, and their null."""

    places: tuple[int, ...]
    cells: tuple[CellEstimate, ...]
    null: FloatArray
    adjusted: FloatArray

    @property
    def statistics(self) -> FloatArray:
        return np.array([cell.statistic for cell in self.cells])

    @property
    def pvalues(self) -> FloatArray:
        return np.array([cell.pvalue for cell in self.cells])

    @property
    def errors(self) -> FloatArray:
        return np.array([cell.se for cell in self.cells])

    @property
    def sessions(self) -> FloatArray:
        return np.array([np.count_nonzero(cell.scores) for cell in self.cells], dtype=float)


def sweep_tables(
    grid: Sequence[GridCell], *, draws: int = DRAWS, seed: int = 0
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """The tables ``sweep``, one row a cell, and ``sweep_tests``, three tests of each curve.

    Every cell is in the Romano-Wolf family, whatever its curve, since t-statistics have no unit; a curve's
    own tests take its cells alone. Of cells that are equal to the last digit, as those of a key that changes
    nothing, the first counts. Cells without an estimate are rows with a ``reason``.
    """
    same = _same(grid)
    family = _family(grid, same, draws, seed)
    adjusted = dict(zip(family.places, family.adjusted, strict=True))
    keys = list(dict.fromkeys(key for cell in grid for key in cell.choices))
    rows = []
    for number, cell in enumerate(grid):
        one = cell.estimate
        first = same.get(number, number)
        rows.append(
            {
                "cell": cell.number,
                "curve": one.curve,
                "bp_per_sd": one.value,
                "se": one.se,
                "low": one.low,
                "high": one.high,
                "pvalue": one.pvalue,
                "pvalue_romano_wolf": adjusted.get(first, float("nan")),
                "nobs": one.nobs,
                "n_companies": one.n_companies,
                "base": cell.base,
                "same_as": str(grid[first].number) if number in same else "",
                "reason": one.reason,
                **{key: cell.choices.get(key, "") for key in keys},
            }
        )
    table = SWEEP.ordered(pd.DataFrame(rows))
    return table, SWEEP_TESTS.ordered(pd.DataFrame(_tests(grid, same, family, draws)))


def _same(grid: Sequence[GridCell]) -> dict[int, int]:
    """The place of each cell that an earlier one is equal to, and that of the earlier one."""
    first: dict[tuple[str, float], list[int]] = {}
    out: dict[int, int] = {}
    for number, cell in enumerate(grid):
        if cell.estimate.reason:
            continue
        known = first.setdefault((cell.estimate.curve, cell.estimate.value), [])
        equal = next((at for at in known if grid[at].estimate.is_same_as(cell.estimate)), None)
        if equal is None:
            known.append(number)
        else:
            out[number] = equal
    return out


def _family(grid: Sequence[GridCell], same: Mapping[int, int], draws: int, seed: int) -> _Family:
    places = tuple(i for i, cell in enumerate(grid) if not cell.estimate.reason and i not in same)
    cells = tuple(grid[i].estimate for i in places)
    overlap = max((cell.overlap for cell in cells), default=1)
    null = null_statistics(common_scores(cells), overlap=overlap, draws=draws, seed=seed)
    family = _Family(places, cells, null, np.empty(0))
    return _Family(places, cells, null, romano_wolf(family.statistics, null, family.pvalues))


def _tests(
    grid: Sequence[GridCell], same: Mapping[int, int], family: _Family, draws: int
) -> list[dict[str, Any]]:
    own = next((cell.estimate.curve for cell in grid if cell.base), "")
    curves = dict.fromkeys([own, *(cell.estimate.curve for cell in grid)])
    rows = []
    for curve in curves:
        if curve == NO_CURVE:
            continue
        members = np.array([cell.curve == curve for cell in family.cells], dtype=bool)
        there = [i for i, cell in enumerate(grid) if cell.estimate.curve == curve]
        astray = sum(cell.estimate.curve == NO_CURVE for cell in grid) if curve == own else 0
        counts = {
            "n_cells": int(members.sum()),
            "n_significant": significant(family.pvalues[members], family.statistics[members]),
            "n_romano_wolf": int((family.adjusted[members] < LEVEL).sum()),
            "n_same": sum(i in same for i in there),
            "n_without": sum(bool(grid[i].estimate.reason) for i in there) + astray,
            "draws": draws,
        }
        reason = "" if members.any() else because("no_cell_estimated")
        tests = (
            [CurveTest(name, float("nan"), float("nan")) for name in (AVERAGE, MEDIAN, SHARE)]
            if reason
            else curve_tests(
                family.statistics[members],
                family.errors[members],
                family.sessions[members],
                family.null[:, members],
            )
        )
        rows += [
            {
                "curve": curve,
                "test": one.test,
                "statistic": one.statistic,
                "pvalue": one.pvalue,
                "whole_grid": curve == own and one.test == WHOLE_GRID,
                **counts,
                "reason": reason,
            }
            for one in tests
        ]
    return rows
