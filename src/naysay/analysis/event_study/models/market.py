"""Market model: E(R) = alpha + beta R_m by least squares on the estimation window (Brown and Warner 1985)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.least_squares import least_squares
from naysay.analysis.event_study.models.base import Model

Floats = npt.NDArray[np.float64]


def benchmark(market: Floats, factors: Floats) -> Floats:
    """One regressor, the benchmark's return of the same session."""
    return market[:, np.newaxis, :]


MODEL = Model("market", benchmark, least_squares)
