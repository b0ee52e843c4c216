"""The size of the effect in both directions."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.projections.estimate import BASIS_POINTS
from naysay.analysis.projections.size import effect_size
from naysay.analysis.robustness.changes import in_deviations


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The size table: forward, chatter to price, then backward, price to chatter.

    Options: ``returns`` (abnormal_ret or ret), ``horizons`` (a number), ``primary_horizon``, ``lags``,
    ``covariance``.
    Forward is in basis points, backward in standard deviations of negativity per one of returns.
    """
    options = dict(given.options)
    returns = wide(given.panel, options.pop("returns", "abnormal_ret"))
    negativity = wide(given.panel, "negativity")
    counts = wide(given.panel, "n_negative").where(wide(given.panel, "n_posts") > 0)
    scaled = pd.DataFrame(in_deviations(returns.to_numpy().T).T, returns.index, returns.columns)
    forward = effect_size(
        negativity,
        returns,
        direction="forward",
        unit="bp",
        scale=BASIS_POINTS,
        counts=counts,
        seed=given.seed,
        **options,
    )
    backward = effect_size(
        scaled, negativity, direction="backward", unit="sd", scale=1.0, seed=given.seed, **options
    )
    return {"size": pd.concat([forward, backward], ignore_index=True)}


METHOD = Method("size", ("size",), run)
