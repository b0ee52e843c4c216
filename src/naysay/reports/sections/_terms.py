"""Terms of posts: which stand out after the correction for all that were compared, and their lists."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

import pandas as pd

from naysay.analysis.level import LEVEL
from naysay.reports.results import Results
from naysay.reports.sections._reading import numbers, options, shortened, table, texts
from naysay.reports.words import Words

LONG: Final = 40
"""Characters of a term."""


def clear(rows: pd.DataFrame) -> pd.DataFrame:
    """The rows of the table themes whose terms stand out, in their order: the clearest first."""
    return rows[(texts(rows, "term") != "") & (numbers(rows, "pvalue_holm") < LEVEL)]


def joined(rows: pd.DataFrame, most: int) -> str:
    """The first ``most`` terms of ``rows``."""
    return ", ".join(shortened(term, LONG) for term in texts(rows, "term").head(most))


def least_authors(results: Results, words: Words) -> str:
    """How many known authors a term needs before it is shown."""
    return words.numbers.count(options(results, "themes")["min_authors"])


def of_scope(results: Results, scope: str) -> pd.DataFrame:
    """The rows of the table themes for events, forums or the study, with clear terms and without."""
    rows = table(results, "themes")
    return rows[texts(rows, "scope") == scope]


def terms_of_events(results: Results, most: int) -> Mapping[str, str]:
    """The terms of each event that has clear ones, by the event's id."""
    rows = clear(of_scope(results, "event"))
    return {str(event): joined(own, most) for event, own in rows.groupby(texts(rows, "event_id"), sort=False)}


def authors_unknown(results: Results) -> bool:
    """Whether no event has terms because the posts do not name their authors."""
    reasons = texts(of_scope(results, "event"), "reason")
    return bool(len(reasons)) and bool((reasons == "unknown_authors").all())


def terms_of_study(results: Results, most: int) -> str:
    """The terms that negative posts use more than others, over the whole study; empty without any."""
    return joined(clear(of_scope(results, "study")), most)


def terms_of_forums(results: Results, most: int) -> Mapping[str, str]:
    """The terms of each forum that has clear ones."""
    rows = clear(of_scope(results, "forum"))
    return {str(forum): joined(own, most) for forum, own in rows.groupby(texts(rows, "forum"), sort=False)}
