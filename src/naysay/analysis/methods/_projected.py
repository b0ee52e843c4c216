"""The panel and the terms of a study's projections, for all methods that use them."""

from __future__ import annotations

from typing import Any

import pandas as pd

from naysay.analysis.methods.base import MethodInput
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.projections.panel import ProjectionPanel, projection_panel
from naysay.analysis.projections.terms import Terms, checked_terms


def study_series(inputs: MethodInput[Any], options: ProjectionOptions) -> dict[str, Any]:
    """The frames of ``local_projections``, session x company.

    The market is left out where the study has no benchmark, attention where nothing was measured of it.
    """
    panel = inputs.panel

    def measured(column: str, *, held_fixed: bool) -> pd.DataFrame | None:
        if not held_fixed or column not in panel:
            return None
        frame = panel[column]
        return frame if frame.notna().any(axis=None) else None

    return {
        "negativity": panel["negativity"],
        "returns": panel[options.returns],
        "sessions": panel.is_open,
        "market": measured("market_ret", held_fixed=options.market),
        "attention": measured("attention", held_fixed=options.attention),
    }


def study_projection(inputs: MethodInput[Any], options: ProjectionOptions) -> tuple[ProjectionPanel, Terms]:
    """The same as a panel with its terms."""
    terms = checked_terms(
        options.lags,
        options.controls,
        options.unmeasured,
        options.effects,
        older_returns=options.older_returns,
    )
    return projection_panel(**study_series(inputs, options)), terms
