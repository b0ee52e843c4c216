"""Event studies: what a share did around an event beyond its normal return, and how sure that is."""

from naysay.analysis.event_study.announcements import announced
from naysay.analysis.event_study.cross_section import cross_section
from naysay.analysis.event_study.estimate import event_study
from naysay.analysis.event_study.peers import peer_benchmark
from naysay.analysis.event_study.placebo import placebo_test
from naysay.analysis.event_study.result import EventStudy
from naysay.analysis.event_study.spikes import find_spikes
from naysay.analysis.event_study.storms import find_storms
from naysay.analysis.event_study.surprise import Surprise, surprise
from naysay.analysis.event_study.volatility import volatility_study
from naysay.analysis.event_study.volume import log_turnover, volume_study

__all__ = [
    "EventStudy",
    "Surprise",
    "announced",
    "cross_section",
    "event_study",
    "find_spikes",
    "find_storms",
    "log_turnover",
    "peer_benchmark",
    "placebo_test",
    "surprise",
    "volatility_study",
    "volume_study",
]
