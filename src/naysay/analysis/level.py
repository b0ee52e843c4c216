"""The 5 % level of every test and the 95 % intervals that belong to it."""

from __future__ import annotations

from typing import Any, Final, overload

import numpy as np
from numpy.typing import NDArray
from scipy import stats

LEVEL: Final = 0.05
"""A test rejects when its p-value is below; an interval leaves this share out, half at each end."""
TAILS: Final = (LEVEL / 2, 1 - LEVEL / 2)
"""The quantiles between which an interval lies."""
STARS: Final = ((0.01, "***"), (LEVEL, "**"), (0.10, "*"))
"""The stars of a p-value below each bound, where somebody asks for them."""
NORMAL_CRITICAL: Final = float(stats.norm.ppf(TAILS[1]))
"""The value that |z| exceeds in 5 % of samples under the null, z standard normal."""


@overload
def t_critical(df: float) -> float: ...
@overload
def t_critical(df: NDArray[Any]) -> NDArray[np.float64]: ...
def t_critical(df: float | NDArray[Any]) -> float | NDArray[np.float64]:
    """The value that |t| exceeds in 5 % of samples under the null, t with ``df`` degrees of freedom.

    Times a standard error it is half the width of a 95 % interval. NaN where ``df`` is NaN or not above 0.
    """
    value = stats.t.ppf(TAILS[1], df)
    return np.asarray(value) if isinstance(df, np.ndarray) else float(value)
