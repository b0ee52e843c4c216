"""What other Granger tests say: of panels, tails, forecasts, windows and wandering series."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any, Final

import pandas as pd

from naysay.analysis.granger_checks.dumitrescu_hurlin import dumitrescu_hurlin
from naysay.analysis.granger_checks.ivx import ivx_test
from naysay.analysis.granger_checks.out_of_sample import out_of_sample
from naysay.analysis.granger_checks.pooled import pooled_granger
from naysay.analysis.granger_checks.quantile import quantile_granger
from naysay.analysis.granger_checks.time_varying import time_varying_granger
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto
from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.projections import POOLED
from naysay.study.errors import CommonFactorWarning
from naysay.study.frames import COMPANY, NOBS, REASON, Table

CHECKS: Final = Table(
    "granger_checks",
    {
        "test": "the name of the test",
        "company": "the ticker; POOLED where all companies are tested together",
        "cause": "the series whose past is tested",
        "effect": "the series it is tested on",
        "lag_order": "lags of both series",
        "statistic": "the test statistic",
        "df_num": "its degrees of freedom, of the numerator where it has two",
        "df_denom": "degrees of freedom of the denominator",
        "pvalue": "the p-value; that of recursive and rolling is of the highest F over all windows",
        "value": "the sum of the cause's coefficients, out-of-sample R squared, or the coefficient of ivx",
        "nobs": NOBS,
        **REASON,
    },
)
WINDOWS: Final = Table(
    "granger_windows",
    {
        "company": COMPANY,
        "cause": "the series whose past is tested",
        "effect": "the series it is tested on",
        "scheme": "recursive: from the first session on; rolling: windows of one length",
        "session": "the last session of the window",
        "statistic": "F of the window",
        "critical": "its 5 % critical value, for this window alone",
        "critical_joint": "the critical value for all windows at once",
        "nobs": NOBS,
    },
)


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """granger_checks, one row a test, company (POOLED for panels) and direction, and granger_windows, the
    path of F over recursive and rolling windows with its critical values.

    Options: ``returns`` (abnormal_ret or ret), ``lags``, ``quantile``, ``first`` (sessions before the first
    forecast), ``window``, ``draws``. ``value`` is the out-of-sample R squared of out_of_sample, the sum of
    the cause's coefficients of pooled and quantile tests, the coefficient of ivx; missing elsewhere. A pvalue
    of recursive and rolling is that of the highest F over all windows. No row is picked or adjusted: they
    stand beside the primary test.
    """
    options = dict(given.options)
    returns = options.get("returns", "abnormal_ret")
    negativity, outcome = wide(given.panel, "negativity"), wide(given.panel, returns)
    windows = time_varying_granger(
        negativity,
        outcome,
        lags=1,
        window=options.get("window", 120),
        draws=options.get("draws", 499),
        seed=given.seed,
        names=("negativity", returns),
    )
    tables = [
        *_tables(negativity, outcome, returns, options),
        _rows(windows.table.assign(test=windows.table["scheme"])),
        _rows(pd.DataFrame(_ivx(negativity, outcome, returns))),
    ]
    return {"granger_checks": pd.concat(tables, ignore_index=True), "granger_windows": windows.path}


def _tables(
    negativity: pd.DataFrame, outcome: pd.DataFrame, returns: str, options: Mapping[str, Any]
) -> Iterator[pd.DataFrame]:
    names, lags = ("negativity", returns), options.get("lags", 5)
    tested = pooled_granger(negativity, outcome, lags=lags, names=names).table
    yield _rows(
        tested.assign(test="pooled_" + tested["covariance"], company=POOLED, value=tested["sum_coef"])
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CommonFactorWarning)  # told by the reason below
        panel = dumitrescu_hurlin(negativity, outcome, lags=lags, names=names)
    nobs = panel.companies.groupby("cause")["nobs"].sum()
    found = panel.table.assign(test="dumitrescu_hurlin", company=POOLED, nobs=panel.table["cause"].map(nobs))
    together = (found["pvalue_cd"] < 0.05) & (found["reason"] == "")
    yield _rows(found.assign(reason=found["reason"].mask(together, "made, but companies move together")))
    tested = toda_yamamoto(negativity, outcome, lags=lags, names=names).table
    yield _rows(tested.assign(test="toda_yamamoto", lag_order=lags))
    tail = quantile_granger(
        negativity, outcome, lags=lags, quantile=options.get("quantile", 0.1), names=names
    ).table
    yield _rows(tail.assign(test="quantile", value=tail["sum_coef"]))
    forecast = out_of_sample(
        negativity, outcome, lags=lags, first=options.get("first", 250), names=names
    ).table
    yield _rows(forecast.assign(test="out_of_sample", value=forecast["r2"], nobs=forecast["n_forecasts"]))


def _ivx(negativity: pd.DataFrame, outcome: pd.DataFrame, returns: str) -> Iterator[dict[str, object]]:
    for company in negativity:
        found = ivx_test(outcome[company], negativity[company])
        yield {
            "test": "ivx",
            "company": company,
            "cause": "negativity",
            "effect": returns,
            "lag_order": 1,
            "statistic": found.wald,
            "df_num": found.df,
            "pvalue": found.pvalue,
            "value": found.predictors["coef"].iloc[0],
            "nobs": found.nobs,
            "reason": found.reason,
        }


def _rows(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.reindex(columns=list(CHECKS.columns))


METHOD = Method("granger_checks", (CHECKS, WINDOWS), run)
