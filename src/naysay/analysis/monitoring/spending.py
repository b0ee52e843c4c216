"""How much of the 5 % a series of reports without an end may have spent by each of them."""

from __future__ import annotations

from typing import Final

import numpy as np
from numpy.typing import ArrayLike

from naysay.analysis.level import LEVEL
from naysay.analysis.regression import FloatArray

FIRST_SHARE: Final = 0.3
"""Of the level, what the first look spends."""


def spent(information: ArrayLike, *, level: float = LEVEL, first_share: float = FIRST_SHARE) -> FloatArray:
    """The share of series without any effect that may have claimed one by each look.

        spent(I) = level (1 - (1 - first_share) I_1 / I),      I >= I_1

    Lan and DeMets spend by the share of a planned final information; a series of monthly reports has no last
    one. So what is left after the first look falls as 1 / I: half of it is spent once the data have doubled,
    and the level is never reached, however long the series.

    Parameters
    ----------
    information
        (K,) above 0, rising; only ratios to the first count.
    level
        The probability that a series without any effect ever claims one.
    first_share
        Of ``level``, what the first look spends, above 0 and below 1.

    Returns
    -------
    (K,) rising, below ``level``.

    References
    ----------
    Lan and DeMets (1983), Biometrika 70. DeMets and Lan (1994), Statistics in Medicine 13.
    """
    known = np.asarray(information, dtype=np.float64)
    return np.asarray(level * (1.0 - (1.0 - first_share) * known[:1] / known))
