"""Factor model: E(R) = alpha + Σ_f beta_f F_f by least squares on any factors, such as Fama-French's.

The factors are those of the caller, the benchmark is not looked at: a market factor stands among them. The
forecast error is that of the regression with all K factors, k = K + 1 (Fama and French 1993; Carhart 1997).
Returns are taken as they come; where factors are excess returns, give returns less the risk-free rate.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.least_squares import least_squares
from naysay.analysis.event_study.models.base import Model

Floats = npt.NDArray[np.float64]


def factor_regressors(market: Floats, factors: Floats) -> Floats:
    """The caller's factors, one regressor each, the same for all companies."""
    return factors[np.newaxis]


MODEL = Model("factors", factor_regressors, least_squares, takes_factors=True)
