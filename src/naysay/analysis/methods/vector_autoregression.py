"""Responses of negativity and returns to surprises in either."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.vector_autoregression import impulse_responses, vector_autoregression
from naysay.study.frames import empty


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The responses table, company by company and in both orderings.

    Options: ``returns`` (abnormal_ret or ret), ``lags``, ``horizons``, ``resampling`` (residual, wild or
    block), ``draws``.
    """
    options = dict(given.options)
    returns, lags = options.pop("returns", "abnormal_ret"), options.pop("lags", 5)
    pair = {name: wide(given.panel, name) for name in ("negativity", returns)}
    frames = [empty("responses")]
    for company in pair["negativity"]:
        series = pd.DataFrame({name: frame[company] for name, frame in pair.items()})
        found = impulse_responses(vector_autoregression(series, lags=lags), seed=given.seed, **options).table
        found.insert(0, "company", str(company))
        frames.append(found)
    return {"responses": pd.concat(frames[1:] or frames, ignore_index=True)}


METHOD = Method("vector_autoregression", ("responses",), run)
