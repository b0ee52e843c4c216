"""Unit-root and stationarity tests of negativity and returns."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, NoOptions
from naysay.analysis.stationarity import STATIONARITY, stationarity

SERIES = ("negativity", "ret", "abnormal_ret")


def run(inputs: MethodInput[NoOptions]) -> dict[str, pd.DataFrame]:
    """The stationarity table."""
    series = {name: inputs.panel[name] for name in SERIES}
    return {"stationarity": stationarity(series, executor=inputs.executor)}


METHOD = Method("stationarity", NoOptions, (STATIONARITY,), run)
