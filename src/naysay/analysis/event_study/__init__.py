"""Event studies: what a share did around an event beyond its normal return, and how sure that is."""

from naysay.analysis.event_study.estimate import event_study
from naysay.analysis.event_study.result import EventStudy
from naysay.analysis.event_study.spikes import find_spikes

__all__ = ["EventStudy", "event_study", "find_spikes"]
