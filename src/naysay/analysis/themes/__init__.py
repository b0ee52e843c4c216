"""Themes: the terms that some posts use more than others, by weighted log odds."""

from __future__ import annotations

from naysay.analysis.themes.columns import THEMES
from naysay.analysis.themes.estimate import themes
from naysay.analysis.themes.log_odds import LogOdds, log_odds

__all__ = ["THEMES", "LogOdds", "log_odds", "themes"]
