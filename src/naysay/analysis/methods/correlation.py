"""Lead-lag correlation of negativity and returns."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.correlation import lead_lag
from naysay.analysis.correlation.columns import CORRELATION
from naysay.analysis.methods.base import Method, MethodInput, wide


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The correlation table.

    Options: ``returns`` (abnormal_ret or ret), ``max_lag``, ``kind``, ``prewhiten``, ``bands``, ``draws``,
    ``block``.
    """
    options = dict(given.options)
    returns = wide(given.panel, options.pop("returns", "abnormal_ret"))
    found = lead_lag(wide(given.panel, "negativity"), returns, seed=given.seed, **options)
    return {"correlation": found.table}


METHOD = Method("correlation", (CORRELATION,), run)
