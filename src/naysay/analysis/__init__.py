"""Infers: frames in, results out; pure functions of their arguments."""

from naysay.analysis.event_study import EventStudy, event_study
from naysay.analysis.granger import GrangerResult, granger

__all__ = ["EventStudy", "GrangerResult", "event_study", "granger"]
