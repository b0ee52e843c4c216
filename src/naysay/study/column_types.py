"""The type and unit of every column of the tables of a run: what other programs have to know to read them.

``study/frames.py`` and the methods say what each column means; this is the one place that says what stands in
its cells. A name has one type in all tables, but for those of ``OF_TABLE``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal

Kind = Literal["string", "integer", "number", "boolean", "date"]
"""string: text; integer and number: decimal digits, maybe with an exponent; boolean: True or False; date:
YYYY-MM-DD."""
WINDOW: Final = re.compile(r"(car|bhar)_\((-?\d{1,9}),(-?\d{1,9})\)")
"""A column that stands once a window, such as ``car_(1,5)``."""


@dataclass(frozen=True, slots=True)
class ColumnType:
    """What stands in the cells of a column; an empty cell is a missing value, whatever the type."""

    kind: Kind
    unit: str = ""
    """Empty where a number has none, and for texts."""


RETURN: Final = "return, of the kind that event_study.compounding names"
_TEXTS: Final = """
bands cause check clock company controls covariance curve decision direction effect event_id events forum heap
impulse kind language measure model month null ordering other_forum quantity reason reason_values
response rule same_as scheme scope scorer series stage term test trigger unit unmeasured variant zone
"""
_NUMBERS: Final[Mapping[tuple[Kind, str], str]] = {
    ("boolean", ""): "announced base complete contaminated primary whole_grid",
    ("date", ""): "break_session last_session moved_from peak_session session",
    ("integer", "posts"): "n_negative n_positive n_posts n_undecided of_posts peak_negative",
    ("integer", "authors"): "n_authors negative_authors",
    ("number", "authors"): "peak_authors",
    ("integer", "companies"): "n_companies",
    ("integer", "events"): "n_events",
    ("integer", ""): "cell look",
    ("integer", "cells"): "n_cells n_romano_wolf n_same n_significant n_without",
    ("integer", "forums"): "n_forums",
    ("integer", "months"): "n_months",
    ("integer", "observations"): "nobs observations",
    ("number", "times that of the first report"): "information",
    ("integer", "rows"): "rows",
    ("integer", "draws"): "draws",
    ("integer", "tests"): "n_tests",
    ("integer", "hours"): "hour shift_hours",
    ("number", "hours"): "lag_hours",
    ("integer", "lags"): "ar_order fitted_lags lag_order lags",
    ("number", "lags"): "bandwidth",
    ("integer", "sessions"): (
        "duration horizon lag n_sessions sessions sessions_after tau unchanged window_end window_start"
    ),
    ("number", "sessions"): "n_fitted",
    ("number", "companies"): "n_short",
    ("integer", "rank"): "rank",
    ("integer", "degrees of freedom"): "df_num",
    ("number", "degrees of freedom"): "df df_denom df_effective heterogeneity_df",
    ("number", "posts per session"): "usual_posts_high usual_posts_low",
    ("number", "negative posts"): "expected peak_expected",
    ("number", "log return"): "abnormal_ret market_ret ret",
    ("number", "simple return"): "market",
    ("number", RETURN): "ar ar_0 caar car estimate location sigma",
    ("number", "units of the response"): "cumulated cumulated_high cumulated_low",
    ("number", "basis points"): "mde_bp",
    ("number", "basis points per standard deviation"): (
        "bp_alone bp_per_sd high_alone low_alone se_parameters se_sampling"
    ),
    ("number", "standard deviations"): "attention innovation_slope negativity",
    ("number", "score, -1 to 1"): "mean_score",
    ("number", "score"): "disagreement",
    ("number", "log ratio"): "bullishness log_odds",
    ("number", "share, 0 to 1"): (
        "agreement allowed coverage level level_se moved_share negative_share nominal open partial_r2 "
        "rejected reliability spent sd sd_se sd_whole share signal_share unchanged_share usual_share_high "
        "usual_share_low weight weight_mean_group"
    ),
    ("number", "share of posts per percent of return"): "return return_before_1 return_before_1_se return_se",
    ("number", "probability"): (
        "heterogeneity_pvalue innovation_pvalue pvalue pvalue_adjusted pvalue_alone pvalue_bh pvalue_by "
        "pvalue_holm pvalue_romano_wolf"
    ),
    ("number", "-log10 of a probability"): "peak_surprise surprise",
    ("number", "shares"): "volume",
    ("number", "currency of the company"): "value_change",
    ("number", "units of the effect"): "sum_coef",
    ("number", "correlation"): "r",
    ("number", "variance ratio"): "noise_scale noise_scale_se",
    ("number", "return per return"): "late_slope",
    ("number", "as the column unit says"): "mde value",
    ("number", "as the estimate of the row"): "high high_joint low low_joint se",
    ("number", ""): "critical critical_joint heterogeneity log_likelihood rho rho_se statistic z",
}  # fmt: skip
OF_NAME: Final[Mapping[str, ColumnType]] = MappingProxyType(
    {
        **{name: ColumnType("string") for name in _TEXTS.split()},
        **{name: ColumnType(*kind) for kind, names in _NUMBERS.items() for name in names.split()},
    }
)
"""The type of each column by its name."""
STUDY_KEY: Final = re.compile(r"[a-z_]+\.[a-z_]+")
"""A key of the study that a sweep varies, such as ``chatter.measure``: its value as the file writes it."""
OF_TABLE: Final[Mapping[tuple[str, str], ColumnType]] = MappingProxyType(
    {
        ("buy_and_hold", "estimate"): ColumnType("number", "simple return"),
        ("buy_and_hold", "location"): ColumnType("number", "simple return"),
        ("car_regression", "estimate"): ColumnType("number", f"{RETURN}, per unit of the term"),
        ("daily", "measure"): ColumnType("number"),
        ("effects", "n_fitted"): ColumnType("number", "sessions"),
        ("events", "negative_authors"): ColumnType("number", "authors"),
        ("granger", "n_fitted"): ColumnType("integer", "sessions"),
        ("granger_checks", "value"): ColumnType("number"),
        ("months", "ret"): ColumnType("number", "simple return"),
        ("responses", "estimate"): ColumnType("number", "units of the response"),
        ("scorer_quality", "statistic"): ColumnType("string"),
        ("scorer_quality", "value"): ColumnType("number", "share, 0 to 1"),
        ("volatility_tests", "estimate"): ColumnType("number", "log of a variance ratio"),
        ("volatility_tests", "location"): ColumnType("number", "log of a variance ratio"),
        ("volume_tests", "estimate"): ColumnType("number", "log volume"),
        ("volume_tests", "location"): ColumnType("number", "log volume"),
    }
)
"""Columns that are of another type in one table."""
KEYS: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "abnormal": ("event_id", "tau"),
        "announcement_tests": ("events", "model", "window_start", "window_end", "test"),
        "buy_and_hold": ("model", "window_start", "window_end", "test"),
        "caar": ("tau",),
        "calibration": ("test",),
        "car_regression": ("term",),
        "clock_curve": ("shift_hours",),
        "companies": ("ticker",),
        "correlation": ("company", "measure", "lag"),
        "daily": ("company", "session"),
        "effects": ("company", "measure", "horizon"),
        "event_tests": ("model", "window_start", "window_end", "test"),
        "events": ("event_id",),
        "granger": ("company", "cause", "effect", "lag_order"),
        "granger_windows": ("company", "cause", "effect", "scheme", "session"),
        "links": ("company", "decision", "rule"),
        "months": ("company", "month"),
        "mood": ("company",),
        "posting_hours": ("clock", "hour"),
        "returns": ("company", "session"),
        "responses": ("company", "ordering", "impulse", "response", "horizon"),
        "stale_closes": ("company",),
        "stationarity": ("company", "series", "test"),
        "volatility_tests": ("model", "window_start", "window_end", "test"),
        "volume_tests": ("model", "window_start", "window_end", "test"),
    }
)
"""The columns that tell the rows of a table apart, for tables that have such columns."""


def column_type(table: str, column: str) -> ColumnType | None:
    """The type of ``column`` of ``table``; None for one that is declared nowhere."""
    if WINDOW.fullmatch(column):
        return ColumnType("number", "simple return" if column.startswith("bhar") else RETURN)
    if STUDY_KEY.fullmatch(column):
        return ColumnType("string")
    return OF_TABLE.get((table, column)) or OF_NAME.get(column)


def general_name(column: str) -> str:
    """``column`` as the declaration of its table names it: ``car_(start,end)`` for ``car_(1,5)``."""
    return WINDOW.sub(r"\1_(start,end)", column)
