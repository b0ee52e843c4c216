"""Placebo check of the study's Granger tests and pooled projection."""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from naysay.analysis.calibration import CALIBRATION, granger_placebo, projection_placebo
from naysay.analysis.granger.options import GrangerOptions
from naysay.analysis.methods._controls import study_controls, study_market
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections.options import ProjectionOptions
from naysay.study.spec import MethodOptions
from naysay.study.values import Draws


class CalibrationOptions(MethodOptions):
    draws: Draws = Field(default=200, description="placebo draws, 20 to 10000")


def run(inputs: MethodInput[CalibrationOptions]) -> dict[str, pd.DataFrame]:
    """The calibration table, one row a method; the tests checked here are the ones that the study reports."""
    rows = [_of_granger(inputs), _of_projections(inputs)]
    return {"calibration": pd.concat(rows, ignore_index=True)}


def _of_granger(inputs: MethodInput[CalibrationOptions]) -> pd.DataFrame:
    options = inputs.section(GrangerOptions)
    controls = study_controls(inputs, options.controls)
    return granger_placebo(
        inputs.panel["negativity"],
        inputs.panel[options.returns],
        study_market(inputs, held_fixed=options.market),
        draws=inputs.options.draws,
        lags=options.lags,
        primary_lag=options.primary_lag,
        covariance=options.covariance,
        bandwidth=options.bandwidth,
        unmeasured=options.unmeasured,
        sessions=inputs.panel.is_open,
        controls=controls.lagged,
        current=controls.current,
        seed=inputs.seed,
        executor=inputs.executor,
    )


def _of_projections(inputs: MethodInput[CalibrationOptions]) -> pd.DataFrame:
    options = inputs.section(ProjectionOptions)
    panel, terms = study_projection(inputs, options)
    return projection_placebo(
        panel,
        terms,
        draws=inputs.options.draws,
        horizon=options.primary_horizon,
        pooled_covariance=options.pooled_covariance,
        seed=inputs.seed,
        executor=inputs.executor,
    )


METHOD = Method(
    "calibration",
    CalibrationOptions,
    (CALIBRATION,),
    run,
    reads=(GrangerOptions, ProjectionOptions),
)
