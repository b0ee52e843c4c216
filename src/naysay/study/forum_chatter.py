"""What was written in one forum, counted and without texts, as the method ``forums`` reads it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt
import pandas as pd

OTHER: Final = "other"
"""What tables call all forums together that are not looked at one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class HourlyPosts:
    """Posts with a score by company and hour of UTC, only hours with posts: arrays (N,) in order of both."""

    company: npt.NDArray[np.int32]
    """The place of the company in the study."""
    hour: npt.NDArray[np.int32]
    """Hours since 1970 began."""
    n_posts: npt.NDArray[np.int32]
    n_negative: npt.NDArray[np.int32]


@dataclass(frozen=True, slots=True, eq=False)
class ForumChatter:
    """The posts of one forum on the study's sessions, or of several together where ``n_forums`` is above 1.

    ``n_scored`` and ``n_negative`` are the posts with a score and the negative ones among these,
    ``n_authors`` different known authors. ``negativity`` is session x company, the study's measure of these
    posts alone in standard deviations of their own past; NaN where nothing was measured, None for a forum
    that is one of those taken together. ``signal_share`` is the part of the variance of its negative share,
    0 to 1, that is more than the chance of few posts; NaN where that cannot be told. ``hourly`` is None where
    posts have no time of day.
    """

    forum: str
    n_forums: int
    n_posts: int
    n_scored: int
    n_negative: int
    n_authors: int
    negativity: pd.DataFrame | None = None
    signal_share: float = float("nan")
    hourly: HourlyPosts | None = None
