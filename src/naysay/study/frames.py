"""The tables a run leaves: their columns, in order. Other programs read them, so this is a contract."""

from __future__ import annotations

from typing import Final

import pandas as pd

EVENT_TESTS: Final = (
    "model", "window_start", "window_end", "test", "statistic", "df", "pvalue", "n_events", "reason",
)  # fmt: skip
TABLES: Final[dict[str, tuple[str, ...]]] = {
    "daily": (
        "company", "session", "n_posts", "n_negative", "negative_share", "mean_score", "negativity",
        "ret", "market_ret", "abnormal_ret", "volume",
    ),
    "attrition": ("stage", "cause", "rows", "company"),
    "links": ("company", "decision", "rule", "rows"),
    "stationarity": ("company", "series", "test", "statistic", "pvalue", "lags", "nobs", "reason"),
    "correlation": ("company", "measure", "lag", "r", "low", "high", "nobs"),
    "responses": (
        "company", "ordering", "impulse", "response", "horizon", "estimate", "low", "high", "cumulated",
        "cumulated_low", "cumulated_high", "nobs", "reason",
    ),
    "granger": (
        "company", "cause", "effect", "lag_order", "covariance", "controls", "statistic", "df_num",
        "df_denom", "pvalue", "pvalue_bh", "pvalue_by", "pvalue_holm", "nobs", "reason",
    ),
    "granger_checks": (
        "test", "company", "cause", "effect", "lag_order", "statistic", "df_num", "df_denom", "pvalue",
        "value", "nobs", "reason",
    ),
    "granger_windows": (
        "company", "cause", "effect", "scheme", "session", "statistic", "critical", "critical_joint", "nobs",
    ),
    "effects": (
        "company", "measure", "horizon", "bp_per_sd", "se", "low", "high", "pvalue", "nobs", "covariance",
    ),
    "events": ("event_id", "company", "session", "trigger", "negativity", "n_posts", "contaminated", "ar_0"),
    "abnormal": ("event_id", "tau", "ar", "se", "car"),
    "event_tests": EVENT_TESTS,
    "caar": ("tau", "caar", "se", "low", "high", "n_events"),
    "buy_and_hold": EVENT_TESTS,
    "volume_tests": EVENT_TESTS,
    "volatility_tests": EVENT_TESTS,
    "announcement_tests": ("events", *EVENT_TESTS),
    "car_regression": (
        "term", "estimate", "se", "statistic", "df", "pvalue", "low", "high", "covariance", "nobs", "reason",
    ),
    "calibration": ("test", "nominal", "rejected", "draws", "low", "high", "mde_bp"),
    "size": ("company", "direction", "quantity", "unit", "value", "low", "high", "nobs", "reason"),
    "robustness": (
        "check", "variant", "value", "unit", "se", "low", "high", "pvalue", "mde", "nobs", "reason",
    ),
}  # fmt: skip
"""Columns a table starts with. ``events`` goes on with one ``car_(start,end)`` a window, ``value_change`` and
``reason``; further columns may follow in every table, never in between."""


def window_column(window: tuple[int, int]) -> str:
    """The name of the ``events`` column that holds the CAR of ``window``, such as ``car_(-1,1)``."""
    return f"car_({window[0]},{window[1]})"


def empty(name: str) -> pd.DataFrame:
    """The table ``name`` without rows."""
    return pd.DataFrame(columns=list(TABLES[name]))


def ordered(name: str, frame: pd.DataFrame) -> pd.DataFrame:
    """``frame`` with the columns of table ``name`` first and in order.

    Raises
    ------
    KeyError
        When a column of the contract is missing: a mistake of ours, never of the input.
    """
    columns = list(TABLES[name])
    further = [c for c in frame.columns if c not in columns]
    return frame[columns + further]
