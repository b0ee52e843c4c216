"""Which forums matter: the effect of each net of the others, and which of them turns negative first."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.forums.columns import FORUM_TESTS, FORUMS
from naysay.analysis.forums.tables import forum_tables
from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput, NoOptions
from naysay.analysis.projections.options import ProjectionOptions


def run(inputs: MethodInput[NoOptions]) -> dict[str, pd.DataFrame]:
    """The forums with the estimator of the verdict, at its horizon, and the tests that compare them."""
    options = inputs.section(ProjectionOptions)
    panel, terms = study_projection(inputs, options)
    forums, tests = forum_tables(
        inputs.forums,
        panel,
        terms,
        horizon=options.primary_horizon,
        covariance=options.pooled_covariance,
    )
    return {"forums": forums, "forum_tests": tests}


METHOD = Method(
    "forums", NoOptions, (FORUMS, FORUM_TESTS), run, reads=(ProjectionOptions,), takes=("forums",)
)
