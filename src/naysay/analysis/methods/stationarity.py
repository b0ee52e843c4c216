"""Unit-root and stationarity tests of negativity and returns."""

from __future__ import annotations

import pandas as pd

from naysay.analysis.methods.base import Method, MethodInput, wide
from naysay.analysis.stationarity import STATIONARITY, stationarity

SERIES = ("negativity", "ret", "abnormal_ret")


def run(given: MethodInput) -> dict[str, pd.DataFrame]:
    """The stationarity table; the method has no options."""
    return {"stationarity": stationarity({name: wide(given.panel, name) for name in SERIES})}


METHOD = Method("stationarity", (STATIONARITY,), run)
