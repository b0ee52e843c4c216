"""Tidy tables from the arrays; the main columns come first, as in ``columns``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd

from naysay.analysis.event_study.abnormal import AbnormalEstimates
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.buy_and_hold import bhar, held_column
from naysay.analysis.event_study.columns import ABNORMAL, EVENT_TESTS, EVENTS, SIGMA
from naysay.analysis.event_study.design import EventDesign, Window
from naysay.analysis.event_study.statistics import TESTS, Statistic
from naysay.analysis.event_study.statistics.parametric import skewness_adjusted_t_of_mean, t_of_mean
from naysay.analysis.event_study.statistics.wild_bootstrap import wild_bootstrap
from naysay.analysis.level import t_critical
from naysay.study.frames import window_column
from naysay.study.reasons import split_reasons

Floats = npt.NDArray[np.float64]


def tests_table(arrays: EventArrays, design: EventDesign) -> pd.DataFrame:
    """One row for each window and test, from the events that have all sessions of the window.

    ``estimate`` and ``se`` are the window's; ``location``, ``low`` and ``high`` are the test's own.
    """
    rows = []
    for window in design.windows:
        whole = arrays.completing(window)
        statistics = {name: test(whole, window) for name, test in TESTS.items()}
        statistics["wild_bootstrap"] = wild_bootstrap(whole, window, draws=design.draws, seed=design.seed)
        rows += _tested(whole.car(window), statistics, window, design)
    return EVENT_TESTS.ordered(pd.DataFrame(rows))


def buy_and_hold_table(arrays: EventArrays, design: EventDesign) -> pd.DataFrame:
    """The same for buy-and-hold abnormal returns, with the tests that need one number for each event."""
    rows = []
    for window in design.windows if design.compounding is not None else ():
        held = bhar(arrays.completing(window), window, design.compounding or "log")
        statistics = {
            "cross_sectional_t": t_of_mean(held),
            "skewness_adjusted_t": skewness_adjusted_t_of_mean(held),
        }
        rows += _tested(held, statistics, window, design)
    return EVENT_TESTS.ordered(pd.DataFrame(rows)) if rows else EVENT_TESTS.empty()


def _tested(
    values: Floats, statistics: Mapping[str, Statistic], window: Window, design: EventDesign
) -> list[dict[str, Any]]:
    mean, se = (float(value[0]) for value in _mean_and_se(values[:, None]))
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
            "estimate": mean,
            "se": se,
            **asdict(one.shift),
        }
        for name, one in statistics.items()
    ]


def abnormal_table(arrays: EventArrays, event_id: pd.Series) -> pd.DataFrame:
    """One row a usable event and tau; ``event_id`` (N,) names the events of ``arrays``.

    ``ar`` is NaN on a session that is missing or has not come yet, and ``car`` from there on.
    """
    width = len(arrays.tau)
    columns = {
        "event_id": np.repeat(event_id.to_numpy(), width),
        "tau": np.tile(arrays.tau, arrays.n_events),
        "ar": arrays.ar.ravel(),
        "se": arrays.se.ravel(),
        "car": arrays.ar.cumsum(axis=1).ravel(),
    }
    return ABNORMAL.ordered(pd.DataFrame(columns))


def caar_table(arrays: EventArrays) -> pd.DataFrame:
    """One row a tau: mean CAR from the start of the event window and its cross-sectional standard error.

    The mean is that of the ``n_events`` that have every session up to tau; ``low`` and ``high`` are the plain
    95 % interval of Student t(n_events - 1), which takes events as independent.
    """
    car = arrays.ar.cumsum(axis=1)
    (mean, se), count = _mean_and_se(car), np.isfinite(car).sum(axis=0)
    reach = t_critical(np.maximum(count - 1, 1)) * se
    columns = {"tau": arrays.tau, "caar": mean, "se": se, "low": mean - reach, "high": mean + reach}
    return pd.DataFrame({**columns, "n_events": count})


def events_table(frame: pd.DataFrame, estimates: AbnormalEstimates, design: EventDesign) -> pd.DataFrame:
    """``frame`` with each event's abnormal returns, NaN where it is not usable, and the reason."""
    arrays, table = estimates.arrays, frame.copy()
    for name in ("trigger", "negativity", "n_posts"):
        if (
            name not in table
        ):  # events that were not detected in posts have no chatter, which is missing and not 0
            table[name] = None if name == "trigger" else np.nan
    abnormal = {"ar_0": arrays.ar[:, arrays.tau == 0].sum(axis=1) if 0 in arrays.tau else np.nan}
    abnormal |= {window_column(window): arrays.car(window) for window in design.windows}
    held = {}
    if design.compounding is not None:
        held = {held_column(window): bhar(arrays, window, design.compounding) for window in design.windows}
    for name, values in (abnormal | held).items():
        table[name] = np.nan
        table.loc[estimates.rows, name] = values
    table["reason"] = pd.Series(estimates.reason, index=table.index, dtype=str)
    table["nobs"] = estimates.nobs
    table[SIGMA] = np.nan
    table.loc[estimates.rows, SIGMA] = arrays.sigma
    first = [*EVENTS.columns, *list(abnormal)[1:], "reason", "nobs", "moved_from", *held, "sessions_after"]
    return split_reasons(table[[*first, *(name for name in table.columns if name not in first)]])


def _mean_and_se(values: Floats) -> tuple[Floats, Floats]:
    """Mean of what is known in each column, NaN without any, and its standard error, NaN below two."""
    known = np.isfinite(values)
    count = known.sum(axis=0)
    mean = np.where(known, values, 0.0).sum(axis=0) / np.maximum(count, 1)
    squares = (np.where(known, values - mean, 0.0) ** 2).sum(axis=0)
    se = np.sqrt(squares / np.maximum(count - 1, 1) / np.maximum(count, 1))
    return np.where(count > 0, mean, np.nan), np.where(count > 1, se, np.nan)
