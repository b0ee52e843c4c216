"""The robustness list: the verdict's own regression with one thing changed at a time."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_projection
from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.robustness import robustness


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The robustness table.

    Options: those of the projections, ``horizon``, ``covariance``, ``largest``, ``draws``, ``block``.
    """
    options = dict(given.options)
    panel, terms = study_projection(given, options)
    table = robustness(
        panel,
        terms,
        n_posts=wide(given.panel, "n_posts"),
        inputs=given.robustness_inputs,
        seed=given.seed,
        **options,
    )
    return {"robustness": table}


METHOD = Method("robustness", ("robustness",), run)
