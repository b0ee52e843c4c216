"""Placebo check of the study's Granger tests and pooled projection."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pandas as pd

from naysay.analysis.calibration import CALIBRATION, granger_placebo, projection_placebo
from naysay.analysis.methods._controls import study_controls, study_market
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput, open_sessions, wide


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The calibration table, one row a method.

    Options: ``draws``, ``min_shift``, and ``granger`` and ``projections``, the options of these two methods
    as the study has them, so that the tests checked here are the ones reported.
    """
    options = dict(given.options)
    of_granger = dict(options.pop("granger", None) or {})
    of_projections = dict(options.pop("projections", None) or {})
    negativity = wide(given.panel, "negativity")
    controls = study_controls(given, of_granger.pop("controls", None) or ())
    returns = wide(given.panel, of_granger.pop("returns", "abnormal_ret"))
    panel, terms = study_projection(given, of_projections)
    rows = [
        granger_placebo(
            negativity,
            returns,
            study_market(given, of_granger.pop("market", True)),
            unmeasured=of_granger.pop("unmeasured", "indicator"),
            sessions=open_sessions(given.panel),
            seed=given.seed,
            controls=controls.lagged,
            current=controls.current,
            **options,
            **of_granger,
        ),
        projection_placebo(
            panel,
            terms,
            seed=given.seed,
            horizon=_primary_horizon(of_projections),
            **options,
            **{
                name: of_projections[name]
                for name in ("pooled_covariance", "bandwidth")
                if name in of_projections
            },
        ),
    ]
    return {"calibration": pd.concat(rows, ignore_index=True)}


def _primary_horizon(options: Mapping[str, Any]) -> int:
    """The horizon that ``local_projections`` marks as primary under the same options."""
    if options.get("primary_horizon") is not None:
        return int(options["primary_horizon"])
    return int(min(options.get("horizons", (1,))))


METHOD = Method("calibration", (CALIBRATION,), run)
