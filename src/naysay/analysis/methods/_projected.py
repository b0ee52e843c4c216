"""The panel and the terms of the projections that a study asks for, for all methods that rest on them."""

from __future__ import annotations

from typing import Any

from naysay.analysis.methods.base import MethodInput, open_sessions, wide
from naysay.analysis.projections.panel import ProjectionPanel, projection_panel
from naysay.analysis.projections.terms import Terms, checked_terms


def study_series(given: MethodInput, options: dict[str, Any]) -> dict[str, Any]:
    """The frames of ``local_projections``; ``returns``, ``market`` and ``attention`` leave ``options``.

    The market is left out where the study has no benchmark, attention where nothing was measured of it.
    """
    frames: dict[str, Any] = {
        "negativity": wide(given.panel, "negativity"),
        "returns": wide(given.panel, options.pop("returns", "abnormal_ret")),
        "sessions": open_sessions(given.panel),
    }
    for name, column in (("market", "market_ret"), ("attention", "attention")):
        asked = options.pop(name, True)
        frame = wide(given.panel, column) if asked and column in given.panel else None
        frames[name] = None if frame is None or not frame.notna().any(axis=None) else frame
    return frames


def study_projection(given: MethodInput, options: dict[str, Any]) -> tuple[ProjectionPanel, Terms]:
    """The same as a panel with its terms; what they take is gone from ``options``."""
    terms = checked_terms(
        options.pop("lags", 5),
        options.pop("controls", "own"),
        options.pop("unmeasured", "indicator"),
        options.pop("effects", "company"),
        older_returns=options.pop("older_returns", False),
    )
    return projection_panel(**study_series(given, options)), terms
