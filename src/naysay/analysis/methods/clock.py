"""Whether instants of posts and closes of prices can be what they say: the clock curve and stale closes."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.clock_curve import CLOCK_CURVE, clock_curve
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput, NoOptions
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.stale_closes import STALE_CLOSES, stale_closes


def run(inputs: MethodInput[NoOptions]) -> dict[str, pd.DataFrame]:
    """The clock curve of the study's projection, and the stale closes of its companies."""
    options = inputs.section(ProjectionOptions)
    panel, terms = study_projection(inputs, options)
    curve = clock_curve(
        panel,
        terms,
        inputs.shifted,
        horizon=options.primary_horizon,
        covariance=options.pooled_covariance,
    )
    closes = stale_closes(inputs.panel["ret"], inputs.panel.get("market_ret"), inputs.panel.is_open)
    return {"clock_curve": curve, "stale_closes": closes}


METHOD = Method(
    "clock", NoOptions, (CLOCK_CURVE, STALE_CLOSES), run, reads=(ProjectionOptions,), takes=("shifted",)
)
