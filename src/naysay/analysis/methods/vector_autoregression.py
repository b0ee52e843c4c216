"""Responses of negativity and returns to surprises in either."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Literal

import pandas as pd
from pydantic import Field

from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.vector_autoregression import impulse_responses, vector_autoregression
from naysay.analysis.work import parts_a_worker
from naysay.study.frames import COMPANY, NOBS, REASON, Table
from naysay.study.spec import MethodOptions
from naysay.study.values import Draws, Lag, Returns

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


class VectorAutoregressionOptions(MethodOptions):
    without_benchmark: ClassVar[Mapping[str, Any]] = {"returns": "ret"}

    lags: Lag = Field(default=5, description="lags of negativity and returns, 1 to 60")
    horizons: Lag = Field(default=10, description="a number of sessions from 1 to 60")
    returns: Returns = Field(default="abnormal_ret", description="abnormal_ret or ret")
    resampling: Literal["residual", "wild", "block"] = Field(
        default="block", description="residual, wild or block; the last two let the variance of errors move"
    )
    draws: Draws = Field(default=1000, description="draws of the bands, 20 to 10000")


def run(inputs: MethodInput[VectorAutoregressionOptions]) -> dict[str, pd.DataFrame]:
    """The responses table, company by company and in both orderings."""
    options = inputs.options
    pair = {name: inputs.panel[name] for name in ("negativity", options.returns)}
    negativity = pair["negativity"]
    tables = list(
        inputs.executor.map_shared(
            _of_company,
            _Pair(pair, options, inputs.seed),
            list(negativity),
            parts_a_worker=parts_a_worker(options.draws * len(negativity)),
        )
    )
    return {"responses": pd.concat(tables, ignore_index=True) if tables else RESPONSES.empty()}


@dataclass(frozen=True, slots=True)
class _Pair:
    """The two series of all companies, and how they are estimated."""

    series: Mapping[str, pd.DataFrame]
    options: VectorAutoregressionOptions
    seed: int


def _of_company(pair: _Pair, company: Hashable) -> pd.DataFrame:
    """The responses of one company."""
    options = pair.options
    series = pd.DataFrame({name: frame[company] for name, frame in pair.series.items()})
    responses = impulse_responses(
        vector_autoregression(series, lags=options.lags),
        horizons=options.horizons,
        resampling=options.resampling,
        draws=options.draws,
        seed=pair.seed,
    ).table
    responses.insert(0, "company", str(company))
    return responses


METHOD = Method("vector_autoregression", VectorAutoregressionOptions, (RESPONSES,), run)
