"""Responses of negativity and returns to surprises in either."""

from __future__ import annotations

from typing import Final

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.vector_autoregression import impulse_responses, vector_autoregression
from naysay.study.frames import COMPANY, NOBS, REASON, Table

RESPONSES: Final = Table(
    "responses",
    {
        "company": COMPANY,
        "ordering": "the series from the one that reacts to no other within a session to the last",
        "impulse": "the series with the surprise of one standard deviation",
        "response": "the series that reacts",
        "horizon": "sessions after the surprise",
        "estimate": "the response",
        "low": "the lower end of the 95 % band of this horizon by itself",
        "high": "the upper end of the band",
        "cumulated": "the responses up to the horizon added up",
        "cumulated_low": "the lower end of its band",
        "cumulated_high": "the upper end of its band",
        "nobs": NOBS,
        **REASON,
    },
)


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The responses table, company by company and in both orderings.

    Options: ``returns`` (abnormal_ret or ret), ``lags``, ``horizons``, ``resampling`` (residual, wild or
    block), ``draws``.
    """
    options = dict(given.options)
    returns, lags = options.pop("returns", "abnormal_ret"), options.pop("lags", 5)
    pair = {name: wide(given.panel, name) for name in ("negativity", returns)}
    frames = [RESPONSES.empty()]
    for company in pair["negativity"]:
        series = pd.DataFrame({name: frame[company] for name, frame in pair.items()})
        found = impulse_responses(vector_autoregression(series, lags=lags), seed=given.seed, **options).table
        found.insert(0, "company", str(company))
        frames.append(found)
    return {"responses": pd.concat(frames[1:] or frames, ignore_index=True)}


METHOD = Method("vector_autoregression", (RESPONSES,), run)
