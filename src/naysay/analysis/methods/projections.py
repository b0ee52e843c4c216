"""Local projections of returns on negativity."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.projections import local_projections


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The effects table.

    Options: ``returns`` (abnormal_ret or ret), ``horizons``, ``lags``, ``covariance``, ``pooled_covariance``,
    ``bandwidth``, ``primary_horizon``.
    """
    options = dict(given.options)
    returns = wide(given.panel, options.pop("returns", "abnormal_ret"))
    return {"effects": local_projections(wide(given.panel, "negativity"), returns, **options).table}


METHOD = Method("projections", ("effects",), run)
