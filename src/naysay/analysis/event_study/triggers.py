"""What makes a session a spike: how far its negativity, or its number of posts, lies above its own past."""

from __future__ import annotations

from typing import Literal, get_args

import numpy as np
import pandas as pd

from naysay.study.errors import InputError

Trigger = Literal["absolute", "robust_z", "quantile"]
"""absolute: negativity of ``threshold`` or more; robust_z: so many robust standard deviations above its past
median; quantile: above that quantile of its past."""

TO_SIGMA = 1.4826  # median absolute deviation to standard deviation, for a normal distribution


def triggered(
    negativity: pd.DataFrame, trigger: Trigger, threshold: float, *, history: int, min_history: int
) -> pd.DataFrame:
    """Where ``negativity`` (session x company) is high enough, as booleans; a missing value is not.

    Past are the last ``history`` observed values before the session, at least ``min_history``. With m their
    median

        absolute:  x_t >= threshold
        robust_z:  (x_t - m) / (1.4826 median |x_s - m|) >= threshold
        quantile:  x_t > quantile of the x_s at threshold, 0 < threshold < 1.

    Where the past does not vary robust_z is undefined and there is no spike.

    Raises
    ------
    InputError
        A trigger that does not exist, a threshold it cannot use.

    References
    ----------
    Rousseeuw and Croux (1993) on the median absolute deviation.
    """
    if trigger not in get_args(Trigger):
        raise InputError(
            "trigger", got=trigger, allowed=", ".join(get_args(Trigger)), mend="absolute is usual."
        )
    if not np.isfinite(threshold) or (trigger == "quantile" and not 0.0 < threshold < 1.0):
        allowed = "between 0 and 1" if trigger == "quantile" else "a finite number"
        raise InputError("threshold", got=threshold, allowed=allowed, mend="Two, or a quantile of .95.")
    if trigger == "absolute":
        return negativity >= threshold
    return negativity.apply(_above, trigger=trigger, threshold=threshold, past=(history, min_history))


def surging(n_posts: pd.DataFrame, surge: float, *, history: int, min_history: int) -> pd.DataFrame:
    """Where posts are at least ``surge`` times the median of the ``history`` sessions before.

    A median of 0 counts as 1 post. Sessions with fewer than ``min_history`` before them do not surge.
    """
    usual = n_posts.astype(float).rolling(history, min_periods=min_history).median().shift(1)
    return n_posts >= surge * usual.clip(lower=1.0)


def _above(values: pd.Series, *, trigger: Trigger, threshold: float, past: tuple[int, int]) -> pd.Series:
    """The same for one company, on its observed values only."""
    observed = values.dropna().astype(float)
    window = observed.rolling(past[0], min_periods=past[1])
    if trigger == "quantile":
        high = observed > window.quantile(threshold).shift(1)
    else:
        spread = TO_SIGMA * window.apply(_absolute_deviation, raw=True).shift(1)
        high = (observed - window.median().shift(1) >= threshold * spread) & (spread > 0.0)
    return high.reindex(values.index, fill_value=False)


def _absolute_deviation(values: np.ndarray[tuple[int], np.dtype[np.float64]]) -> float:
    return float(np.median(np.abs(values - np.median(values))))
