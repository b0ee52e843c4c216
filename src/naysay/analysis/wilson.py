"""The interval of a share."""

from __future__ import annotations

import numpy as np

from naysay.analysis.level import NORMAL_CRITICAL


def wilson(share: float, n: float) -> tuple[float, float]:
    """The 95 % interval of a ``share`` that was seen in ``n`` independent cases, 0 to 1.

    References
    ----------
    Wilson (1927), Journal of the American Statistical Association 22.
    """
    z = NORMAL_CRITICAL
    centre = (share + z**2 / (2 * n)) / (1 + z**2 / n)
    reach = z / (1 + z**2 / n) * np.sqrt(share * (1 - share) / n + z**2 / (4 * n**2))
    return max(0.0, float(centre - reach)), min(1.0, float(centre + reach))
