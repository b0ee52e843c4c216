"""Local projections of returns on negativity."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_series
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections import local_projections
from naysay.analysis.projections.columns import EFFECTS
from naysay.analysis.projections.options import ProjectionOptions


def run(inputs: MethodInput[ProjectionOptions]) -> dict[str, pd.DataFrame]:
    """The effects table."""
    options = inputs.options
    projections = local_projections(
        **study_series(inputs, options),
        horizons=range(1, options.horizons + 1),
        primary_horizon=options.primary_horizon,
        lags=options.lags,
        controls=options.controls,
        unmeasured=options.unmeasured,
        effects=options.effects,
        older_returns=options.older_returns,
        covariance=options.covariance,
        pooled_covariance=options.pooled_covariance,
        seed=inputs.seed,
    )
    return {"effects": projections.table}


METHOD = Method("projections", ProjectionOptions, (EFFECTS,), run)
