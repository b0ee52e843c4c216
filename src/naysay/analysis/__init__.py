"""Infers: frames in, results out; pure functions of their arguments."""

from naysay.analysis.event_study import EventStudy, event_study
from naysay.analysis.granger import GrangerResult, granger
from naysay.analysis.projections import LocalProjections, local_projections

__all__ = ["EventStudy", "GrangerResult", "LocalProjections", "event_study", "granger", "local_projections"]
