"""The size of the effect in both directions."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.projections.columns import SIZE
from naysay.analysis.projections.result import BASIS_POINTS
from naysay.analysis.projections.size import effect_size


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The size table: forward, chatter to price, then backward, price to chatter.

    Options: those of the projections, with ``horizons`` (a number), ``primary_horizon`` and ``covariance``.
    Forward is in basis points, backward in standard deviations of negativity per one of returns.
    """
    options = dict(given.options)
    panel, terms = study_projection(given, options)
    counts = wide(given.panel, "n_negative").where(wide(given.panel, "n_posts") > 0)
    forward = effect_size(
        panel,
        terms,
        direction="forward",
        unit="bp",
        scale=BASIS_POINTS,
        counts=panel.on_own(counts),
        seed=given.seed,
        **options,
    )
    backward = effect_size(
        panel.reversed(), terms, direction="backward", unit="sd", scale=1.0, seed=given.seed, **options
    )
    return {"size": pd.concat([forward, backward], ignore_index=True)}


METHOD = Method("size", (SIZE,), run)
