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
Test = Callable[[FloatArray], dict[str, Any]]
LEAST_OBSERVATIONS: Final = 30
BOUNDED: Final = "p outside the table: bounded"
DEGENERATE: Final = "too regular to be tested: its past determines it"


def stationarity(series: Mapping[str, pd.DataFrame]) -> pd.DataFrame:
    """ADF and KPSS of every company and series, as the stationarity table.

    ``series`` maps names to frames session x company, all with the same companies. Missing sessions are left
    out and the observed ones put side by side: both tests ask for the level that a series returns to, not
    for its calendar.

    - ``adf``: null of a unit root, with a constant, lags by AIC up to 12 (n / 100)^(1/4); p by MacKinnon.
    - ``kpss``: null of stationarity around a level, lags by the rule of Hobijn, Franses and Ooms. Its table
      reaches from .01 to .10 only: a p beyond is given as that bound, and ``reason`` says so.

    A series that is constant, determined by its own past or shorter than 30 observations is NaN with a
    ``reason``.

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


def _row(observed: FloatArray, test: Test) -> dict[str, Any]:
    nobs = len(observed)
    if nobs < LEAST_OBSERVATIONS:
        return _not_made(nobs, f"too short: fewer than {LEAST_OBSERVATIONS} observations")
    if np.ptp(observed) == 0:
        return _not_made(nobs, "the series is constant")
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            found = test(observed)
        except (ValueError, np.linalg.LinAlgError):
            return _not_made(nobs, DEGENERATE)
    categories = {warning.category for warning in caught}
    # FutureWarning: statsmodels announces another type of result. Any other warning is about the numbers.
    if categories - {FutureWarning, InterpolationWarning} or not np.isfinite(found["statistic"]):
        return _not_made(nobs, DEGENERATE)
    return {"nobs": nobs, "reason": BOUNDED if InterpolationWarning in categories else "", **found}


def _not_made(nobs: int, reason: str) -> dict[str, Any]:
    return {"statistic": np.nan, "pvalue": np.nan, "lags": pd.NA, "nobs": nobs, "reason": reason}


def _adf(observed: FloatArray) -> dict[str, Any]:
    statistic, pvalue, lags, nobs = adfuller(observed, regression="c", autolag="AIC")[:4]
    return {"statistic": statistic, "pvalue": pvalue, "lags": lags, "nobs": nobs}


def _kpss(observed: FloatArray) -> dict[str, Any]:
    statistic, pvalue, lags = kpss(observed, regression="c", nlags="auto")[:3]
    return {"statistic": statistic, "pvalue": pvalue, "lags": lags}


TESTS: Final[dict[str, Test]] = {"adf": _adf, "kpss": _kpss}
