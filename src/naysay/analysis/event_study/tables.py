"""Tidy tables out of the arrays; columns of the contract come first, as in ``naysay.study.frames``."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from naysay.analysis.event_study.abnormal import Estimates
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.buy_and_hold import bhar, held_column
from naysay.analysis.event_study.design import Design, Window
from naysay.analysis.event_study.statistics import TESTS, Statistic
from naysay.analysis.event_study.statistics.parametric import skewness_adjusted_t_of_mean, t_of_mean
from naysay.analysis.event_study.statistics.wild_bootstrap import wild_bootstrap
from naysay.study.frames import TABLES, empty, ordered, window_column

Floats = npt.NDArray[np.float64]


def tests_table(arrays: EventArrays, design: Design) -> pd.DataFrame:
    """One row a window and test; ``estimate``, ``se``, ``low``, ``high`` are the window's, not the test's."""
    rows = []
    for window in design.windows:
        found = {name: test(arrays, window) for name, test in TESTS.items()}
        found["wild_bootstrap"] = wild_bootstrap(arrays, window, draws=design.draws, seed=design.seed)
        rows += _tested(arrays.car(window), found, window, design)
    return ordered("event_tests", pd.DataFrame(rows))


def buy_and_hold_table(arrays: EventArrays, design: Design) -> pd.DataFrame:
    """The same of buy-and-hold abnormal returns and the tests that take one number an event."""
    rows = []
    for window in design.windows if design.compounding is not None else ():
        held = bhar(arrays, window, design.compounding or "log")
        found = {
            "cross_sectional_t": t_of_mean(held),
            "skewness_adjusted_t": skewness_adjusted_t_of_mean(held),
        }
        rows += _tested(held, found, window, design)
    return ordered("event_tests", pd.DataFrame(rows)) if rows else empty("event_tests")


def _tested(
    values: Floats, found: Mapping[str, Statistic], window: Window, design: Design
) -> list[dict[str, Any]]:
    mean = {name: value[0] for name, value in _mean_with_interval(values[:, None]).items()}
    return [
        {
            "model": design.model,
            "window_start": window[0],
            "window_end": window[1],
            "test": name,
            "statistic": one.statistic,
            "df": one.df,
            "pvalue": one.pvalue,
            "n_events": len(values),
            "reason": one.reason,
            **mean,
        }
        for name, one in found.items()
    ]


def abnormal_table(arrays: EventArrays, event_id: pd.Series) -> pd.DataFrame:
    """One row a usable event and tau; ``event_id`` (N,) names the events of ``arrays``."""
    width = len(arrays.tau)
    columns = {
        "event_id": np.repeat(event_id.to_numpy(), width),
        "tau": np.tile(arrays.tau, arrays.n_events),
        "ar": arrays.ar.ravel(),
        "se": arrays.se.ravel(),
        "car": arrays.ar.cumsum(axis=1).ravel(),
    }
    return ordered("abnormal", pd.DataFrame(columns))


def caar_table(arrays: EventArrays) -> pd.DataFrame:
    """One row a tau: mean CAR from the start of the event window and its cross-sectional standard error."""
    mean = _mean_with_interval(arrays.ar.cumsum(axis=1))
    columns = {"tau": arrays.tau, "caar": mean.pop("estimate"), **mean, "n_events": arrays.n_events}
    return pd.DataFrame(columns)


def events_table(frame: pd.DataFrame, estimates: Estimates, design: Design) -> pd.DataFrame:
    """``frame`` with each event's abnormal returns, NaN where it is not usable, and the reason."""
    arrays, table = estimates.arrays, frame.copy()
    for name in ("trigger", "negativity", "n_posts"):
        if (
            name not in table
        ):  # events that were not found in posts have no chatter, which is missing and not 0
            table[name] = None if name == "trigger" else np.nan
    found = {"ar_0": arrays.ar[:, arrays.tau == 0].sum(axis=1) if 0 in arrays.tau else np.nan}
    found |= {window_column(window): arrays.car(window) for window in design.windows}
    held = {}
    if design.compounding is not None:
        held = {held_column(window): bhar(arrays, window, design.compounding) for window in design.windows}
    for name, values in (found | held).items():
        table[name] = np.nan
        table.loc[estimates.rows, name] = values
    table["reason"] = pd.Series(estimates.reason, index=table.index, dtype=str)
    table["nobs"] = estimates.nobs
    first = [*TABLES["events"], *list(found)[1:], "reason", "nobs", "moved_from", *held]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def _mean_with_interval(values: Floats) -> dict[str, Floats]:
    """Mean over rows, its cross-sectional standard error and the 95 % interval of Student t(N - 1)."""
    n, width = values.shape
    missing = np.full(width, np.nan)
    mean = values.mean(axis=0) if n else missing
    se = values.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else missing
    reach = stats.t.ppf(0.975, n - 1) * se if n > 1 else missing
    return {"estimate": mean, "se": se, "low": mean - reach, "high": mean + reach}
