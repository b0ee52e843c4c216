"""Unit-root and stationarity tests: whether a series returns to a level, as the other methods assume."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Hashable, Mapping
from typing import Any, Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from statsmodels.tools.sm_exceptions import InterpolationWarning
from statsmodels.tsa.stattools import adfuller, kpss

from naysay.analysis.level import LEVEL
from naysay.analysis.work import parts_a_worker
from naysay.analysis.zivot_andrews import zivot_andrews
from naysay.study.executor import Executor, Serial
from naysay.study.frames import COMPANY, NOBS, REASON, Table
from naysay.study.reasons import VALUES, because, split_reasons

FloatArray = NDArray[np.float64]
Row = dict[str, Any]
LEAST_OBSERVATIONS: Final = 30
REGRESSIONS: Final = 20
"""About as much work as so many regressions are the tests of one series."""
BOUNDED: Final = because("bounded_pvalue")
DEGENERATE: Final = because("determined_by_past")
RULES: Final = {
    "stationary": "adf_alone_rejects",
    "unit_root": "kpss_alone_rejects",
    "break": "kpss_and_zivot_andrews_reject",
    "undecided": "tests_disagree",
    "untested": "test_not_made",
}
"""What each decision rests on, all tests at 5 %: codes of the table in the docstring of ``stationarity``."""

STATIONARITY: Final = Table(
    "stationarity",
    {
        "company": COMPANY,
        "series": "negativity, ret or abnormal_ret",
        "test": "adf, kpss or zivot_andrews",
        "statistic": "the test statistic",
        "pvalue": "its p-value, no further than the test's table reaches",
        "lags": "lags in the test's regression or kernel",
        "nobs": NOBS,
        **REASON,
    },
    {
        "break_session": "the first session after the best break, in the row of zivot_andrews",
        "decision": "stationary, unit_root, break, undecided or untested: what the three tests lead to",
        "rule": "the code of what the decision rests on",
    },
)


def stationarity(series: Mapping[str, pd.DataFrame], *, executor: Executor | None = None) -> pd.DataFrame:
    """ADF, KPSS and Zivot-Andrews of every company and series with the decision they lead to.

    ``series`` maps names to frames session x company, all with the same companies. Missing sessions are left
    out and the observed ones put side by side: the tests ask for the level that a series returns to, not
    for its calendar.

    - ``adf``: null of a unit root, with a constant, lags by AIC up to 12 (n / 100)^(1/4); p by MacKinnon.
    - ``kpss``: null of stationarity around a level, lags by the rule of Hobijn, Franses and Ooms. Its table
      reaches from .01 to .10 only: a p beyond is set to that bound, and ``reason`` says so.
    - ``zivot_andrews``: null of a unit root without a break, against one break of the level, with the lags
      of ``adf``; p from the published table, from .01 to .99. ``break_session`` is the first session after
      the break that fits best, which is there whether the test rejects or not.

    ``decision`` and ``rule`` follow from the three at 5 % and stand in each row of the series:

    ===== ===== ============== ==========
    adf   kpss  zivot_andrews  decision
    ===== ===== ============== ==========
    yes   no    either         stationary
    no    yes   no             unit_root
    any   yes   yes            break
    otherwise                  undecided
    ===== ===== ============== ==========

    (yes: rejects; a test that was not made: untested.) ``unit_root`` means that the series is to be
    differenced before it is regressed on another.

    A series that is constant, determined by its own past or shorter than 30 observations is NaN with a
    ``reason``. Workers of the ``executor`` take series; the table does not depend on them.

    References
    ----------
    Said and Dickey (1984), Biometrika 71. MacKinnon (1994), Journal of Business and Economic Statistics 12.
    Kwiatkowski, Phillips, Schmidt and Shin (1992), Journal of Econometrics 54.
    Hobijn, Franses and Ooms (2004), Statistica Neerlandica 58. Zivot and Andrews (1992), Journal of Business
    and Economic Statistics 10.
    """
    first = next(iter(series.values()), pd.DataFrame())
    places = [(company, name) for company in first for name in series]
    tested = (executor or Serial()).map_shared(
        _tested,
        dict(series),  # whole frames: sums depend on how a column lies in memory
        places,
        parts_a_worker=parts_a_worker(REGRESSIONS * len(first)),
    )
    rows = [
        {"company": company, "series": name, **row}
        for (company, name), some in zip(places, tested, strict=True)
        for row in some
    ]
    columns = [*STATIONARITY.columns, *STATIONARITY.further]
    table = pd.DataFrame(rows, columns=[name for name in columns if name != VALUES])
    return split_reasons(table.astype({"lags": "Int64"}))[columns]


def decided(adf: float, kpss: float, zivot_andrews: float) -> str:
    """The decision that three p-values lead to; NaN where a test was not made."""
    if np.isnan([adf, kpss, zivot_andrews]).any():
        return "untested"
    if kpss >= LEVEL:
        return "stationary" if adf < LEVEL else "undecided"
    if zivot_andrews < LEVEL:
        return "break"
    return "unit_root" if adf >= LEVEL else "undecided"


def adf_test(values: FloatArray, *, lags: int | None = None) -> Row:
    """statistic, pvalue, lags and nobs of the augmented Dickey-Fuller test with a constant; None is AIC."""
    search = {"autolag": "AIC"} if lags is None else {"maxlag": lags, "autolag": None}
    statistic, pvalue, used, nobs = adfuller(values, regression="c", **search)[:4]
    return {"statistic": statistic, "pvalue": pvalue, "lags": used, "nobs": nobs}


def kpss_test(values: FloatArray, *, lags: int | None = None) -> Row:
    """statistic, pvalue and lags of the KPSS test around a level; None is Hobijn, Franses and Ooms' rule."""
    statistic, pvalue, used = kpss(values, regression="c", nlags="auto" if lags is None else lags)[:3]
    return {"statistic": statistic, "pvalue": pvalue, "lags": used}


def _tested(series: Mapping[str, pd.DataFrame], place: tuple[Hashable, str]) -> list[Row]:
    """The rows of one series: its company and its name are its ``place``."""
    company, name = place
    observed = series[name][company].dropna()
    values = observed.to_numpy(dtype=np.float64)
    adf, level = _tested_by(values, adf_test), _tested_by(values, kpss_test)
    broken = _tested_by(values, lambda values: _break(observed, values, adf))
    decision = decided(adf["pvalue"], level["pvalue"], broken["pvalue"])
    decided_on = {"decision": decision, "rule": RULES[decision]}
    tests = {"adf": adf, "kpss": level, "zivot_andrews": broken}
    return [{"test": test, "break_session": pd.NaT, **row, **decided_on} for test, row in tests.items()]


def _break(observed: pd.Series, values: FloatArray, adf: Row) -> Row:
    if adf["reason"]:
        return {"statistic": np.nan}
    result = zivot_andrews(values, lags=int(adf["lags"]))
    if np.isnan(result.statistic):
        return {"statistic": np.nan}
    return {
        "statistic": result.statistic,
        "pvalue": result.pvalue,
        "lags": adf["lags"],
        "nobs": adf["nobs"],
        "reason": BOUNDED if result.bounded else "",
        "break_session": observed.index[result.first_after],
    }


def _tested_by(values: FloatArray, test: Callable[[FloatArray], Row]) -> Row:
    nobs = len(values)
    if nobs < LEAST_OBSERVATIONS:
        return _missing_row(nobs, because("too_few_sessions", least=LEAST_OBSERVATIONS))
    if np.ptp(values) == 0:
        return _missing_row(nobs, because("no_variation", series="series"))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            result = test(values)
        except (ValueError, np.linalg.LinAlgError):
            return _missing_row(nobs, DEGENERATE)
    categories = {warning.category for warning in caught}
    # FutureWarning: statsmodels announces another type of result. Any other warning is about the numbers.
    if categories - {FutureWarning, InterpolationWarning} or not np.isfinite(result["statistic"]):
        return _missing_row(nobs, DEGENERATE)
    return {"nobs": nobs, "reason": BOUNDED if InterpolationWarning in categories else "", **result}


def _missing_row(nobs: int, reason: str) -> Row:
    return {"statistic": np.nan, "pvalue": np.nan, "lags": pd.NA, "nobs": nobs, "reason": reason}
