"""The size of the effect in both directions."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput, NoOptions
from naysay.analysis.projections import MOOD
from naysay.analysis.projections.columns import SIZE
from naysay.analysis.projections.of_mood import mood_effect
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.projections.size import effect_size, mood_size, with_rows_of
from naysay.study.spec import Chatter
from naysay.study.units import BASIS_POINTS


def run(inputs: MethodInput[NoOptions]) -> dict[str, pd.DataFrame]:
    """The size table of the study's projections: forward, chatter to price, then backward, price to chatter.

    Forward is in basis points, backward in standard deviations of negativity per one of returns. At the end
    stand effect and detectable of the mood behind the posts.
    """
    options = inputs.section(ProjectionOptions)
    panel, terms = study_projection(inputs, options)
    n_posts, n_negative = inputs.panel.get("n_posts"), inputs.panel.get("n_negative")
    counts = None if n_posts is None or n_negative is None else n_negative.where(n_posts > 0)
    forward = effect_size(
        panel,
        terms,
        direction="forward",
        unit="bp",
        scale=BASIS_POINTS,
        counts=None if counts is None else panel.on_own(counts),
        horizons=options.horizons,
        primary_horizon=options.primary_horizon,
        covariance=options.pooled_covariance,
        seed=inputs.seed,
    )
    backward = effect_size(
        panel.reversed(),
        terms,
        direction="backward",
        unit="sd",
        scale=1.0,
        horizons=options.horizons,
        primary_horizon=options.primary_horizon,
        covariance=options.pooled_covariance,
        seed=inputs.seed,
    )
    of_mood = mood_size(
        mood_effect(
            panel,
            terms,
            inputs.panel.mood,
            horizon=options.primary_horizon,
            covariance=options.pooled_covariance,
        )
    )
    if inputs.section(Chatter).measure == MOOD:
        forward = with_rows_of(of_mood, forward)
    return {"size": pd.concat([forward, backward, of_mood], ignore_index=True)}


METHOD = Method("size", NoOptions, (SIZE,), run, reads=(ProjectionOptions, Chatter))
