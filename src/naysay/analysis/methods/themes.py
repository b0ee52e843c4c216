"""What storms, forums and negative posts are about: the terms that they use more than other posts."""

from __future__ import annotations

import pandas as pd
from pydantic import Field

from naysay.analysis.methods.base import Method, MethodInput
from naysay.analysis.themes import THEMES, themes
from naysay.analysis.themes.estimate import no_themes
from naysay.study.reasons import because
from naysay.study.spec import MethodOptions


class ThemesOptions(MethodOptions):
    min_authors: int = Field(
        default=5,
        ge=5,
        le=1_000_000,
        description="the fewest known authors of a term, 5 to 1000000, so that no person is recognised by it",
    )
    terms: int = Field(
        default=10, ge=1, le=100, description="the most terms, 1 to 100, of an event, a forum or the study"
    )


def run(inputs: MethodInput[ThemesOptions]) -> dict[str, pd.DataFrame]:
    """The table of themes; of events only where the study has the method event_study."""
    if inputs.texts is None:
        return {"themes": no_themes(because("no_texts"))}
    events = inputs.studied_events
    if events is None:
        events = pd.DataFrame({"event_id": [], "company": [], "session": []})
    table = themes(
        inputs.texts,
        events,
        least_authors=inputs.options.min_authors,
        most_terms=inputs.options.terms,
        executor=inputs.executor,
    )
    return {"themes": table}


METHOD = Method(
    "themes", ThemesOptions, (THEMES,), run, after=("event_study",), takes=("studied_events", "texts")
)
