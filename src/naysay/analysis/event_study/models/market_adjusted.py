"""Market adjusted: E(R) = R_m. Nothing is estimated, the estimation window only gives the residual variance.

With no parameter there is no forecast error of parameters: var(AR) = sigma², sigma² = Σ (R - R_m)² / M, the
mean not taken out, and k = 0 in every degrees-of-freedom correction (Brown and Warner 1985).
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.models.base import Model, NormalReturnFit, residual_sigma

Floats = npt.NDArray[np.float64]


def benchmark(market: Floats, factors: Floats) -> Floats:
    """One regressor, the benchmark's return of the same session."""
    return market[:, np.newaxis, :]


def difference(y: Floats, X: Floats, y_event: Floats, X_event: Floats) -> NormalReturnFit:
    """Returns less those of the benchmark."""
    residuals = y - X[:, 0]
    return NormalReturnFit(
        ar=y_event - X_event[:, 0],
        loading=np.empty((*y_event.shape, 0)),
        sigma=residual_sigma(residuals, y, 0),
        residuals=residuals,
        parameters=0,
    )


MODEL = Model("market_adjusted", benchmark, difference)
