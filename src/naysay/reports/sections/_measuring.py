"""What measured the posts and where prices come from, in words."""

from __future__ import annotations

from naysay.reports.results import Results
from naysay.reports.sections._languages import languages_read
from naysay.reports.sections._reading import options
from naysay.reports.words import Words


def named_part(family: str, name: str, words: Words) -> str:
    """What a format or source is called; one of the study's own is quoted."""
    return words(f"{family}.{name}") if words.knows(f"{family}.{name}") else words("quoted", text=name)


def scorer_named(results: Results, words: Words) -> str:
    """The scorer, and in which languages it read the posts where that is known."""
    scorer, languages = str(options(results, "sentiment")["scorer"]), languages_read(results, words)
    return words("methods.scorer_reads", scorer=scorer, languages=languages) if languages else scorer
