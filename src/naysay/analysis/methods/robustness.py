"""The robustness list: the verdict's own regression with one thing changed at a time."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any

import pandas as pd
from pydantic import Field

from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections import MOOD
from naysay.analysis.projections.options import ProjectionOptions
from naysay.analysis.robustness import robustness
from naysay.analysis.robustness.columns import ROBUSTNESS
from naysay.study.spec import Chatter, MethodOptions, Study
from naysay.study.values import Draws, Sessions, part, refuse


class RobustnessOptions(MethodOptions):
    scorers: tuple[Annotated[str, part("scorers")], ...] = Field(
        default=(),
        max_length=20,
        description="a list of other scorers, names that `naysay list scorers` shows",
    )
    largest: Sessions = Field(
        default=10, description="a company's days of the largest |return|, 1 to 10000, that one line omits"
    )
    draws: Draws = Field(default=200, description="shuffles of chatter, 20 to 10000")
    block: Sessions = Field(default=20, description="sessions, 1 to 10000, that a shuffle keeps together")

    def check_within(self, study: Study, context: Mapping[str, Any]) -> None:
        del context
        if self.scorers and not study.has_posts:
            raise refuse(
                "no other scorers with daily measures: there are no posts to score again",
                "Leave it out.",
                field="robustness.scorers",
                got=self.scorers,
            )


def run(inputs: MethodInput[RobustnessOptions]) -> dict[str, pd.DataFrame]:
    """The robustness table, of the study's projections at the horizon of the verdict."""
    options, projections = inputs.options, inputs.section(ProjectionOptions)
    panel, terms = study_projection(inputs, projections)
    table = robustness(
        panel,
        terms,
        n_posts=_known(inputs.panel.get("n_posts")),
        inputs=inputs.robustness_inputs,
        horizon=projections.primary_horizon,
        covariance=projections.pooled_covariance,
        largest=options.largest,
        draws=options.draws,
        block=options.block,
        seed=inputs.seed,
        executor=inputs.executor,
        mood=inputs.panel.mood,
        mood_is_negativity=inputs.section(Chatter).measure == MOOD,
    )
    return {"robustness": table}


def _known(counts: pd.DataFrame | None) -> pd.DataFrame | None:
    """``counts``, None where none of them is known."""
    return None if counts is None or counts.isna().all(axis=None) else counts


METHOD = Method(
    "robustness",
    RobustnessOptions,
    (ROBUSTNESS,),
    run,
    reads=(ProjectionOptions, Chatter),
    takes=("robustness_inputs",),
)
