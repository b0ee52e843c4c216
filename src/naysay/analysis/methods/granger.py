"""Granger tests between negativity and returns."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.granger import granger
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.methods._controls import study_controls, study_market
from naysay.analysis.methods.base import Method, MethodInput
from naysay.study.frames import COMPANY, NOBS, REASON, Table

GRANGER: Final = Table(
    "granger",
    {
        "company": COMPANY,
        "cause": "the series whose past is tested",
        "effect": "the series it is tested on",
        "lag_order": "lags of the cause and of the effect",
        "covariance": "the kind of standard errors",
        "controls": "what else is held fixed, joined by commas",
        "statistic": "F: the Wald statistic over its degrees of freedom",
        "df_num": "degrees of freedom of the numerator",
        "df_denom": "degrees of freedom of the denominator",
        "pvalue": "the p-value of F; null: the cause's past adds nothing to what the rest says",
        "pvalue_bh": "adjusted for all tests of the table by Benjamini and Hochberg",
        "pvalue_by": "adjusted by Benjamini and Yekutieli",
        "pvalue_holm": "adjusted by Holm",
        "nobs": NOBS,
        **REASON,
    },
    {
        "primary": "whether the direction and lag order were the ones chosen before the data was seen",
        "sum_coef": "the coefficients of the cause's lags added up, in units of the effect",
        "partial_r2": "the share of the variation left by the rest that the cause's lags explain",
        "bandwidth": "lags of the kernel, with HAC",
        "fitted_lags": "lags in the regression",
        "n_fitted": "sessions that their own indicators fit exactly, which are not in nobs",
        "unmeasured": "drop or indicator: what a lag that was not measured does to its session",
    },
)


def run(inputs: MethodInput[GrangerOptions]) -> dict[str, pd.DataFrame]:
    """The granger table."""
    options = inputs.options
    controls = study_controls(inputs, options.controls)
    tests = granger(
        inputs.panel["negativity"],
        inputs.panel[options.returns],
        study_market(inputs, held_fixed=options.market),
        lags=options.lags,
        primary_lag=options.primary_lag,
        covariance=options.covariance,
        bandwidth=options.bandwidth,
        unmeasured=options.unmeasured,
        sessions=inputs.panel.is_open,
        names=("negativity", options.returns),
        controls=controls.lagged,
        current=controls.current,
    )
    return {"granger": tests.table}


METHOD = Method("granger", GrangerOptions, (GRANGER,), run)
