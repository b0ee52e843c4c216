"""Buy-and-hold abnormal returns: what holding the share through a window earned beyond its normal return."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from naysay.analysis.event_study.arrays import EventArrays
from naysay.analysis.event_study.design import Compounding, Window

Floats = npt.NDArray[np.float64]


def bhar(arrays: EventArrays, window: Window, compounding: Compounding) -> Floats:
    """Buy-and-hold abnormal return of each event over ``window``, a simple return, (N,).

        BHAR_i = prod_t (1 + R_it) - prod_t (1 + E(R_it))

    with simple returns R and their normal returns E(R) = R - AR; log returns r are turned into exp(r) first,
    so that BHAR = exp(sum r) - exp(sum (r - ar)). It is skewed to the right, more so in long windows: test it
    by ``skewness_adjusted_t``.

    References
    ----------
    Barber and Lyon (1997); Lyon, Barber and Tsai (1999).
    """
    within = arrays.within(window)
    own, normal = arrays.returns[:, within], arrays.returns[:, within] - arrays.ar[:, within]
    if compounding == "log":
        return np.asarray(np.exp(own.sum(axis=1)) - np.exp(normal.sum(axis=1)))
    return np.asarray(np.prod(1.0 + own, axis=1) - np.prod(1.0 + normal, axis=1))


def held_column(window: Window) -> str:
    """The name of the ``events`` column that holds the buy-and-hold abnormal return of ``window``."""
    return f"bhar_({window[0]},{window[1]})"
