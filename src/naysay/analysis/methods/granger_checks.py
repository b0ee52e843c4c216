"""Other Granger tests: for panels, tails, forecasts, windows and series with a unit root."""

from __future__ import annotations

import warnings
from collections.abc import Iterator, Mapping
from typing import Any, ClassVar, Final

import pandas as pd
from pydantic import Field

from naysay.analysis.granger_checks.dumitrescu_hurlin import dumitrescu_hurlin
from naysay.analysis.granger_checks.ivx import ivx_test
from naysay.analysis.granger_checks.out_of_sample import out_of_sample
from naysay.analysis.granger_checks.pooled import pooled_granger
from naysay.analysis.granger_checks.quantile import quantile_granger
from naysay.analysis.granger_checks.time_varying import time_varying_granger
from naysay.analysis.granger_checks.toda_yamamoto import toda_yamamoto
from naysay.analysis.level import LEVEL
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections import POOLED
from naysay.study.errors import CommonFactorWarning
from naysay.study.frames import COMPANY, NOBS, REASON, Table
from naysay.study.reasons import because, split_reasons
from naysay.study.spec import MethodOptions
from naysay.study.values import Lag, Returns, Sessions


class GrangerCheckOptions(MethodOptions):
    without_benchmark: ClassVar[Mapping[str, Any]] = {"returns": "ret"}

    lags: Lag = Field(default=5, description="the lag order of every check, 1 to 60")
    quantile: float = Field(default=0.1, gt=0, lt=1, description="the quantile of returns, such as 0.1")
    first: Sessions = Field(default=250, description="sessions before the first forecast, 1 to 10000")
    window: Sessions = Field(default=120, description="sessions of a rolling window, 1 to 10000")
    draws: int = Field(default=499, ge=1, le=10_000, description="bootstrap draws of the windows, 1 to 10000")
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")


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


def run(inputs: MethodInput[GrangerCheckOptions]) -> dict[str, pd.DataFrame]:
    """granger_checks, one row a test, company (POOLED for panels) and direction, and granger_windows, the
    path of F over recursive and rolling windows with its critical values.

    ``value`` is the out-of-sample R squared of out_of_sample, the sum of the cause's coefficients of pooled
    and quantile tests, the coefficient of ivx; missing elsewhere. The pvalue of recursive and rolling is that
    of the highest F over all windows. No row is picked or adjusted: the primary test is that of ``granger``.
    """
    options = inputs.options
    negativity, outcome = inputs.panel["negativity"], inputs.panel[options.returns]
    windows = time_varying_granger(
        negativity,
        outcome,
        lags=1,
        window=options.window,
        draws=options.draws,
        seed=inputs.seed,
        names=("negativity", options.returns),
        executor=inputs.executor,
    )
    tables = [
        *_tests(negativity, outcome, options),
        _in_columns(windows.table.assign(test=windows.table["scheme"])),
        _in_columns(pd.DataFrame(_ivx(negativity, outcome, options.returns))),
    ]
    return {"granger_checks": pd.concat(tables, ignore_index=True), "granger_windows": windows.path}


def _tests(
    negativity: pd.DataFrame, outcome: pd.DataFrame, options: GrangerCheckOptions
) -> Iterator[pd.DataFrame]:
    names, lags = ("negativity", options.returns), options.lags
    table = pooled_granger(negativity, outcome, lags=lags, names=names).table
    yield _in_columns(
        table.assign(test="pooled_" + table["covariance"], company=POOLED, value=table["sum_coef"])
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", CommonFactorWarning)  # the reason below says so
        panel = dumitrescu_hurlin(negativity, outcome, lags=lags, names=names)
    nobs = panel.companies.groupby("cause")["nobs"].sum()
    both = panel.table.assign(test="dumitrescu_hurlin", company=POOLED, nobs=panel.table["cause"].map(nobs))
    together = (both["pvalue_cd"] < LEVEL) & (both["reason"] == "")
    yield _in_columns(both.assign(reason=both["reason"].mask(together, because("common_factor"))))
    table = toda_yamamoto(negativity, outcome, lags=lags, names=names).table
    yield _in_columns(table.assign(test="toda_yamamoto", lag_order=lags))
    tail = quantile_granger(negativity, outcome, lags=lags, quantile=options.quantile, names=names).table
    yield _in_columns(tail.assign(test="quantile", value=tail["sum_coef"]))
    forecast = out_of_sample(negativity, outcome, lags=lags, first=options.first, names=names).table
    yield _in_columns(
        forecast.assign(test="out_of_sample", value=forecast["r2"], nobs=forecast["n_forecasts"])
    )


def _ivx(negativity: pd.DataFrame, outcome: pd.DataFrame, returns: str) -> Iterator[dict[str, object]]:
    for company in negativity:
        test = ivx_test(outcome[company], negativity[company])
        yield {
            "test": "ivx",
            "company": company,
            "cause": "negativity",
            "effect": returns,
            "lag_order": 1,
            "statistic": test.wald,
            "df_num": test.df,
            "pvalue": test.pvalue,
            "value": test.predictors["coef"].iloc[0],
            "nobs": test.nobs,
            "reason": test.reason,
        }


def _in_columns(frame: pd.DataFrame) -> pd.DataFrame:
    return split_reasons(frame).reindex(columns=list(CHECKS.columns))


METHOD = Method("granger_checks", GrangerCheckOptions, (CHECKS, WINDOWS), run)
