"""Observes: from posts and prices to one panel of daily chatter and returns.

The steps that a study takes are functions here, with the keys of a study file as options. Posts of many
forums and formats are read by a study alone. Nothing is imported before it is asked for.
"""

from typing import TYPE_CHECKING, Final

from naysay.study.lazy_package import import_lazily

if TYPE_CHECKING:
    from naysay.data.functions.chatter import daily_chatter
    from naysay.data.functions.files import read_events, read_factors
    from naysay.data.functions.quotes import align, prices
    from naysay.data.markets.base import Prices
    from naysay.data.mood import Mood, mood
    from naysay.data.panel import AlignedPanel
    from naysay.data.scorers import scorer
    from naysay.data.scorers.base import Scorer
    from naysay.data.sessions import Sessions, trading_sessions

__all__ = [
    "AlignedPanel",
    "Mood",
    "Prices",
    "Scorer",
    "Sessions",
    "align",
    "daily_chatter",
    "mood",
    "prices",
    "read_events",
    "read_factors",
    "scorer",
    "trading_sessions",
]

_PLACES: Final = {
    "naysay.data.functions.chatter": ("daily_chatter",),
    "naysay.data.functions.files": ("read_events", "read_factors"),
    "naysay.data.functions.quotes": ("align", "prices"),
    "naysay.data.markets.base": ("Prices",),
    "naysay.data.mood": ("Mood", "mood"),
    "naysay.data.panel": ("AlignedPanel",),
    "naysay.data.scorers": ("scorer",),
    "naysay.data.scorers.base": ("Scorer",),
    "naysay.data.sessions": ("Sessions", "trading_sessions"),
}

import_lazily(__name__, {name: place for place, names in _PLACES.items() for name in names})
