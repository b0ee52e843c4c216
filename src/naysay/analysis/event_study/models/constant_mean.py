"""Constant mean: E(R) is the company's own mean return in the estimation window (Brown and Warner 1980)."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.least_squares import least_squares
from naysay.analysis.event_study.models.base import Model

Floats = npt.NDArray[np.float64]


def nothing(market: Floats, factors: Floats) -> Floats:
    """No regressor besides the constant; the benchmark is not looked at and may be missing."""
    return np.empty((1, 0, market.shape[1]))


MODEL = Model("constant_mean", nothing, least_squares)
