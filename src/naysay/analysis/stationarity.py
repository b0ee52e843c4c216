"""Unit-root and stationarity tests: whether a series returns to a level, as the other methods assume."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa.stattools import adfuller, kpss

from naysay.study.frames import TABLES

FloatArray = NDArray[np.float64]
LEAST_OBSERVATIONS: Final = 30
BOUNDED: Final = "p outside the table: bounded"


def stationarity(series: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """ADF and KPSS of every company and series, as the stationarity table.

    ``series`` maps names to frames session x company, all with the same companies. Missing sessions are left
    out and the observed ones put side by side: both tests ask for the level that a series returns to, not
    for its calendar.

    - ``adf``: null of a unit root, with a constant, lags by AIC up to 12 (n / 100)^(1/4); p by MacKinnon.
    - ``kpss``: null of stationarity around a level, lags by the rule of Hobijn, Franses and Ooms. Its table
      reaches from .01 to .10 only: a p beyond is given as that bound, and ``reason`` says so.

    A series that is constant or has fewer than 30 observations is NaN with a ``reason``.

    References
    ----------
    Said and Dickey (1984), Biometrika 71. MacKinnon (1994), Journal of Business and Economic Statistics 12.
    Kwiatkowski, Phillips, Schmidt and Shin (1992), Journal of Econometrics 54.
    Hobijn, Franses and Ooms (2004), Statistica Neerlandica 58.
    """
    rows = []
    for company in list(next(iter(series.values()), pd.DataFrame())):
        for name, frame in series.items():
            values = frame[company].to_numpy(dtype=np.float64)
            observed = values[np.isfinite(values)]
            for test, made in TESTS.items():
                rows.append({"company": company, "series": name, "test": test, **_row(observed, made)})
    table = pd.DataFrame(rows, columns=list(TABLES["stationarity"]))
    return table.astype({"lags": "Int64"})


def _row(observed: FloatArray, test: Callable[[FloatArray], dict[str, Any]]) -> dict[str, Any]:
    reason = ""
    if len(observed) < LEAST_OBSERVATIONS:
        reason = f"too short: fewer than {LEAST_OBSERVATIONS} observations"
    elif np.ptp(observed) == 0:
        reason = "the series is constant"
    if reason:
        missing = {"statistic": np.nan, "pvalue": np.nan, "lags": pd.NA}
        return {**missing, "nobs": len(observed), "reason": reason}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", FutureWarning)  # statsmodels announces another type of result
        return {"nobs": len(observed), **test(observed)}


def _adf(observed: FloatArray) -> dict[str, Any]:
    statistic, pvalue, lags, nobs = adfuller(observed, regression="c", autolag="AIC")[:4]
    return {"statistic": statistic, "pvalue": pvalue, "lags": lags, "nobs": nobs, "reason": ""}


def _kpss(observed: FloatArray) -> dict[str, Any]:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always", InterpolationWarning)
        statistic, pvalue, lags = kpss(observed, regression="c", nlags="auto")[:3]
    bounded = any(issubclass(warning.category, InterpolationWarning) for warning in caught)
    return {"statistic": statistic, "pvalue": pvalue, "lags": lags, "reason": BOUNDED if bounded else ""}


TESTS: Final = {"adf": _adf, "kpss": _kpss}
