"""The robustness list: the verdict's own regression with one thing changed at a time."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.robustness import robustness


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The robustness table.

    Options: ``returns`` (abnormal_ret or ret), ``horizon``, ``lags``, ``covariance``, ``largest``,
    ``draws``, ``block``.
    """
    options = dict(given.options)
    returns = wide(given.panel, options.pop("returns", "abnormal_ret"))
    table = robustness(
        wide(given.panel, "negativity"),
        returns,
        n_posts=wide(given.panel, "n_posts"),
        beside=given.beside,
        seed=given.seed,
        **options,
    )
    return {"robustness": table}


METHOD = Method("robustness", ("robustness",), run)
