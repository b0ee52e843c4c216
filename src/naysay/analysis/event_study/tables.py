"""Tidy tables out of the arrays; columns of the contract come first, as in ``naysay.study.frames``."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pandas as pd
from scipy import stats

from naysay.analysis.event_study.abnormal import Estimates
from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Design
from naysay.analysis.event_study.statistics import TESTS
from naysay.study.frames import TABLES, ordered, window_column

Floats = npt.NDArray[np.float64]


def tests_table(arrays: EventArrays, design: Design) -> pd.DataFrame:
    """One row a window and test; ``estimate``, ``se``, ``low``, ``high`` are the window's, not the test's."""
    rows = []
    for window in design.windows:
        mean = {name: value[0] for name, value in _mean_with_interval(arrays.car(window)[:, None]).items()}
        for name, test in TESTS.items():
            found = test(arrays, window)
            rows.append(
                {
                    "model": design.model,
                    "window_start": window[0],
                    "window_end": window[1],
                    "test": name,
                    "statistic": found.statistic,
                    "df": found.df,
                    "pvalue": found.pvalue,
                    "n_events": arrays.n_events,
                    "reason": found.reason,
                    **mean,
                }
            )
    return ordered("event_tests", pd.DataFrame(rows))


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
    for name, values in found.items():
        table[name] = np.nan
        table.loc[estimates.rows, name] = values
    table["reason"] = pd.Series(estimates.reason, index=table.index, dtype=str)
    table["nobs"] = estimates.nobs
    first = [*TABLES["events"], *list(found)[1:], "reason", "nobs", "moved_from"]
    return table[[*first, *(name for name in table.columns if name not in first)]]


def _mean_with_interval(values: Floats) -> dict[str, Floats]:
    """Mean over rows, its cross-sectional standard error and the 95 % interval of Student t(N - 1)."""
    n, width = values.shape
    missing = np.full(width, np.nan)
    mean = values.mean(axis=0) if n else missing
    se = values.std(axis=0, ddof=1) / np.sqrt(n) if n > 1 else missing
    reach = stats.t.ppf(0.975, n - 1) * se if n > 1 else missing
    return {"estimate": mean, "se": se, "low": mean - reach, "high": mean + reach}
