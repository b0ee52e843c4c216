"""What sections ask about storms: whether the study's events are some, and how rare their bound is."""

from __future__ import annotations

from typing import Final

from naysay.reports.numbers import finite
from naysay.reports.results import Results
from naysay.reports.sections._reading import options
from naysay.reports.words import Words

TRIGGER: Final = "surprise"


def counted(results: Results) -> bool:
    """Whether the study's events were found by counting negative posts."""
    study = options(results, "event_study")
    return study["trigger"] == TRIGGER and not (study["events"] or study["events_file"])


def one_in(results: Results, words: Words) -> str:
    """The number of sessions among which chance passes the study's bound on one, rounded to two digits."""
    bound = finite(options(results, "event_study")["threshold"])
    return words.numbers.count(None if bound is None else float(f"{10**bound:.2g}"))
