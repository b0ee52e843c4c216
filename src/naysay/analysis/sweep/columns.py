"""The tables of a sweep: their columns and what they mean."""

from __future__ import annotations

from typing import Final

from naysay.study.frames import NOBS, PVALUE, REASON, Table

CELL: Final = "the number of the cell, in the order of the study file; 0 is the study itself"
CURVE: Final = (
    "effect_H: basis points at horizon H per standard deviation of the measure; mood_H: of the mood"
)

SWEEP: Final = Table(
    "sweep",
    {
        "cell": CELL,
        "curve": CURVE,
        "bp_per_sd": "the pooled effect of the cell, in basis points of log return per standard deviation",
        "se": "its standard error",
        "low": "the lower end of the 95 % interval, Student's t",
        "high": "the upper end of the interval",
        "pvalue": PVALUE + " of the cell looked at alone",
        "pvalue_romano_wolf": "the p-value that holds for all cells of the grid at once",
        "nobs": NOBS,
        "n_companies": "companies in the cell",
        "base": "whether the cell is the study itself",
        "same_as": "the number of an earlier cell with this very estimate: both count once; else empty",
        **REASON,
    },
    {"section.key": "each key of `[sweep]`, named as in the study file: its value in the cell"},
)
SWEEP_TESTS: Final = Table(
    "sweep_tests",
    {
        "curve": CURVE,
        "test": "average_t, median or share_significant (in the direction of most cells)",
        "statistic": "the mean t, the median effect in basis points, or the share of cells",
        "pvalue": "the two-sided p-value; null: no cell of the curve has an effect",
        "whole_grid": "whether it is the test of the whole grid, set before looking, of the base curve",
        "n_cells": "different cells with an estimate",
        "n_significant": "those of them with a p-value of their own below 5 % and the sign of most",
        "n_romano_wolf": "those with a p-value below 5 % that holds for all cells of the grid at once",
        "n_same": "cells that are an earlier one to the last digit, which count once",
        "n_without": "cells of the curve without an estimate; in the study's own curve those of none, too",
        "draws": "draws of the null",
        **REASON,
    },
)
