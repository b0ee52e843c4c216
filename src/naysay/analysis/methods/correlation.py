"""Lead-lag correlation of negativity and returns."""

from __future__ import annotations

from typing import Literal, Self

import pandas as pd
from pydantic import Field, model_validator

from naysay.analysis.correlation import lead_lag
from naysay.analysis.correlation.columns import CORRELATION
from naysay.analysis.methods._controls import study_market
from naysay.analysis.methods.base import Method, MethodInput
from naysay.study.spec import MethodOptions
from naysay.study.values import Draws, Lag, refuse


class CorrelationOptions(MethodOptions):
    max_lag: Lag = Field(default=10, description="sessions, 1 to 60, of lead and of lag")
    kind: Literal["pearson", "spearman", "kendall"] = Field(
        default="pearson", description="pearson, spearman or kendall"
    )
    prewhiten: bool = Field(
        default=True, description="false leaves out the correlations freed of chatter's own past"
    )
    bands: Literal["bartlett", "bootstrap"] = Field(default="bartlett", description="bartlett or bootstrap")
    draws: Draws = Field(default=999, description="draws of the bootstrap, 20 to 10000")
    block: float | None = Field(
        default=None,
        ge=1,
        le=10_000,
        description="mean sessions in a block, 1 to 10000, with bootstrap only; by the data if left out",
    )

    @model_validator(mode="after")
    def _blocks(self) -> Self:
        if self.block is not None and self.bands != "bootstrap":
            raise refuse("block only with bands bootstrap", 'Leave block out or set bands = "bootstrap".')
        return self


def run(inputs: MethodInput[CorrelationOptions]) -> dict[str, pd.DataFrame]:
    """The correlation table, of negativity with abnormal returns; without a benchmark with log returns."""
    options, panel = inputs.options, inputs.panel
    explained = study_market(inputs, held_fixed=True) is not None
    correlations = lead_lag(
        panel["negativity"],
        panel["abnormal_ret" if explained else "ret"],
        max_lag=options.max_lag,
        kind=options.kind,
        prewhiten=options.prewhiten,
        bands=options.bands,
        draws=options.draws,
        block=options.block,
        seed=inputs.seed,
        executor=inputs.executor,
    )
    return {"correlation": correlations.table}


METHOD = Method("correlation", CorrelationOptions, (CORRELATION,), run)
