"""Local projections: how returns differ over the sessions after negative chatter."""

from naysay.analysis.projections.estimate import local_projections
from naysay.analysis.projections.result import (
    AS_MEASURED,
    ATTENTION,
    MEAN_GROUP,
    MOOD,
    POOLED,
    LocalProjections,
)

__all__ = [
    "AS_MEASURED",
    "ATTENTION",
    "MEAN_GROUP",
    "MOOD",
    "POOLED",
    "LocalProjections",
    "local_projections",
]
