"""Local projections of returns on negativity."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods._projected import study_series
from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.projections import local_projections
from naysay.analysis.projections.columns import EFFECTS


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The effects table.

    Options: ``returns`` (abnormal_ret or ret), ``market`` and ``attention`` (whether they are held fixed),
    and those of ``local_projections``.
    """
    options = {**given.options, "seed": given.seed}
    return {"effects": local_projections(**study_series(given, options), **options).table}


METHOD = Method("projections", (EFFECTS,), run)
