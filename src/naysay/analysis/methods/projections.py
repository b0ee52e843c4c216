"""Local projections of returns on negativity, and on the mood behind it."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_projection, study_series
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections import MOOD, local_projections
from naysay.analysis.projections.columns import EFFECTS, MOOD_OF_COMPANIES
from naysay.analysis.projections.of_mood import mood_table, with_mood
from naysay.analysis.projections.options import ProjectionOptions
from naysay.study.spec import Chatter


def run(inputs: MethodInput[ProjectionOptions]) -> dict[str, pd.DataFrame]:
    """The effects table, the mood behind the posts beside what was measured, and what is known of it."""
    options, mood = inputs.options, inputs.panel.mood
    panel, terms = study_projection(inputs, options)
    steps = range(1, options.horizons + 1)
    projections = local_projections(
        **study_series(inputs, options),
        horizons=steps,
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
    of_mood = inputs.section(Chatter).measure == MOOD
    table = with_mood(
        projections.table,
        panel,
        terms,
        mood,
        horizons=steps if of_mood else [options.primary_horizon],
        covariance=options.pooled_covariance,
        is_negativity=of_mood,
    )
    return {"effects": table, "mood": mood_table(mood, panel.companies)}


METHOD = Method("projections", ProjectionOptions, (EFFECTS, MOOD_OF_COMPANIES), run, reads=(Chatter,))
