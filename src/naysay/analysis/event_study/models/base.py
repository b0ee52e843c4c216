"""What a model of normal returns is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True)
class NormalReturnFit:
    """A model fitted to N events at once; see ``arrays.EventArrays`` for the shapes and ``loading``.

    ``sigma`` is NaN where the regressors do not identify the parameters and exactly 0 where the residuals are
    nothing but rounding. ``failed`` marks events whose errors could not be fitted; only garch has such.
    """

    ar: Floats
    loading: Floats
    sigma: Floats
    residuals: Floats
    parameters: int
    failed: npt.NDArray[np.bool_] | None = None


@dataclass(frozen=True)
class Model:
    """A model of normal returns.

    ``regressors(market, factors)`` turns the calendar arrays (1 or C, T) and (F, T) into regressors (1 or
    C, K, T). ``fit(y, X, y_event, X_event)`` takes estimation windows (N, M) and (N, K, M) and event
    windows (N, W) and (N, K, W); NaN marks a missing session in the estimation windows.
    """

    name: str
    regressors: Callable[[Floats, Floats], Floats]
    fit: Callable[[Floats, Floats, Floats, Floats], NormalReturnFit]
    takes_factors: bool = False


def residual_sigma(residuals: Floats, y: Floats, parameters: int) -> Floats:
    """sqrt(Σ e² / (n - k)) of each row, NaN without degrees of freedom, 0 where e is rounding of ``y``."""
    seen = np.isfinite(residuals)
    squares = _sum_of_squares(residuals, seen)
    rounding = squares <= 1e-20 * _sum_of_squares(y, seen)
    freedom = seen.sum(axis=1) - parameters
    sigma = np.sqrt(np.where(rounding, 0.0, squares) / np.maximum(freedom, 1))
    return np.where(freedom > 0, sigma, np.nan)


def _sum_of_squares(values: Floats, seen: npt.NDArray[np.bool_]) -> Floats:
    known = np.where(seen, values, 0.0)
    return np.asarray(np.einsum("nm,nm->n", known, known))
