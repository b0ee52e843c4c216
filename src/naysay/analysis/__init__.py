"""Infers: frames in, results out; pure functions of their arguments.

Each function is called as its section of a study file is, with the keys of the section as options. Each takes
a frame session x company, a Series by session for one company, or a Series by company and session, and gives
a result with ``summary()``. Nothing is imported before it is asked for.
"""

from typing import TYPE_CHECKING, Final

from naysay.study.lazy_package import import_lazily

if TYPE_CHECKING:
    from naysay.analysis.event_study.estimate import event_study
    from naysay.analysis.event_study.peers import peer_benchmark
    from naysay.analysis.event_study.result import EventStudy
    from naysay.analysis.event_study.spikes import find_spikes
    from naysay.analysis.event_study.storms import find_storms
    from naysay.analysis.functions._method_result import MethodResult
    from naysay.analysis.functions.doubts import calibration, robustness
    from naysay.analysis.functions.effects import clock_curve, forums, size
    from naysay.analysis.functions.posts import themes
    from naysay.analysis.functions.series import correlation, granger_checks, vector_autoregression
    from naysay.analysis.functions.side_by_side import side_by_side
    from naysay.analysis.functions.unit_roots import stationarity
    from naysay.analysis.granger.estimate import granger
    from naysay.analysis.granger.result import GrangerResult
    from naysay.analysis.projections.estimate import local_projections
    from naysay.analysis.projections.result import LocalProjections
    from naysay.analysis.themes.log_odds import log_odds
    from naysay.analysis.verdict import conclude
    from naysay.study.forum_chatter import ForumChatter
    from naysay.study.panel import ShiftedChatter
    from naysay.study.summary_table import SummaryTable

__all__ = [
    "EventStudy",
    "ForumChatter",
    "GrangerResult",
    "LocalProjections",
    "MethodResult",
    "ShiftedChatter",
    "SummaryTable",
    "calibration",
    "clock_curve",
    "conclude",
    "correlation",
    "event_study",
    "find_spikes",
    "find_storms",
    "forums",
    "granger",
    "granger_checks",
    "local_projections",
    "log_odds",
    "peer_benchmark",
    "robustness",
    "side_by_side",
    "size",
    "stationarity",
    "themes",
    "vector_autoregression",
]

_PLACES: Final = {
    "naysay.analysis.event_study.estimate": ("event_study",),
    "naysay.analysis.event_study.peers": ("peer_benchmark",),
    "naysay.analysis.event_study.result": ("EventStudy",),
    "naysay.analysis.event_study.spikes": ("find_spikes",),
    "naysay.analysis.event_study.storms": ("find_storms",),
    "naysay.analysis.functions._method_result": ("MethodResult",),
    "naysay.analysis.functions.posts": ("themes",),
    "naysay.analysis.functions.doubts": ("calibration", "robustness"),
    "naysay.analysis.functions.effects": ("clock_curve", "forums", "size"),
    "naysay.analysis.functions.series": ("correlation", "granger_checks", "vector_autoregression"),
    "naysay.analysis.functions.side_by_side": ("side_by_side",),
    "naysay.analysis.functions.unit_roots": ("stationarity",),
    "naysay.analysis.granger.estimate": ("granger",),
    "naysay.analysis.granger.result": ("GrangerResult",),
    "naysay.analysis.projections.estimate": ("local_projections",),
    "naysay.analysis.projections.result": ("LocalProjections",),
    "naysay.analysis.themes.log_odds": ("log_odds",),
    "naysay.analysis.verdict": ("conclude",),
    "naysay.study.forum_chatter": ("ForumChatter",),
    "naysay.study.panel": ("ShiftedChatter",),
    "naysay.study.summary_table": ("SummaryTable",),
}

import_lazily(__name__, {name: place for place, names in _PLACES.items() for name in names})
