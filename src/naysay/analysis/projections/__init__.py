"""Local projections: how returns differ over the sessions after negative chatter."""

from naysay.analysis.projections.estimate import local_projections
from naysay.analysis.projections.result import POOLED, LocalProjections

__all__ = ["POOLED", "LocalProjections", "local_projections"]
