"""Granger tests between negativity and returns."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.granger import granger
from naysay.analysis.methods._controls import study_controls, study_market
from naysay.analysis.methods.base import Method, MethodInput, open_sessions, wide


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The granger table.

    Options: ``returns`` (abnormal_ret or ret), ``lags``, ``covariance``, ``bandwidth``, ``primary_lag``,
    ``market`` (whether the benchmark's returns are held fixed), ``unmeasured`` (indicator or drop), and
    ``controls``, names that ``study_controls`` knows.
    """
    options = dict(given.options)
    returns = options.pop("returns", "abnormal_ret")
    controls = study_controls(given, options.pop("controls", None) or ())
    found = granger(
        wide(given.panel, "negativity"),
        wide(given.panel, returns),
        study_market(given, options.pop("market", True)),
        unmeasured=options.pop("unmeasured", "indicator"),
        sessions=open_sessions(given.panel),
        names=("negativity", returns),
        controls=controls.lagged,
        current=controls.current,
        **options,
    )
    return {"granger": found.table}


METHOD = Method("granger", ("granger",), run)
