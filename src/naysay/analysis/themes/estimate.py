"""What posts are about: the terms of each event, of each forum and of the study's negative posts."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pandas as pd

from naysay.analysis.themes.columns import THEMES
from naysay.analysis.themes.log_odds import log_odds
from naysay.analysis.themes.merging import merged
from naysay.study.executor import Executor
from naysay.study.frames import REASON
from naysay.study.reasons import because
from naysay.study.terms import Comparison, Term, Texts

LEAST_Z: Final = 1.96
"""A term with a smaller z is not listed."""
CANDIDATES: Final = 6
"""Times the terms that are listed: so many with the largest z are looked at, since some say the same."""
SPARE: Final = 2
"""Times the terms that are listed: so many are written out, since names of persons are not shown."""


def themes(
    texts: Texts, events: pd.DataFrame, *, least_authors: int, most_terms: int, executor: Executor
) -> pd.DataFrame:
    """The table of themes: up to ``most_terms`` of each event, forum and the study, or a reason.

    ``events`` have event_id, company and session. ``least_authors`` is what the study asks of each term, as
    a reason says it; ``texts`` keep to it.
    """
    lists = [
        _listed(comparison, least_authors, most_terms)
        for comparison in texts.comparisons(events, executor)
    ]  # fmt: skip
    written = iter(texts.written([term for one in lists for term in one.terms], executor))
    rows: list[dict[str, Any]] = []
    for one in lists:
        shown = [
            {**one.about, "term": form, **numbers, "reason": ""}
            for form, numbers in zip([next(written) for _ in one.terms], one.numbers, strict=True)
            if form
        ]
        rows += _each_once(shown)[:most_terms] or [{**one.about, "term": "", "reason": one.reason}]
    return _table(rows)


def no_themes(reason: str) -> pd.DataFrame:
    """The table of a study whose texts cannot be read, with the ``reason``."""
    about = {"scope": "study", "company": "", "event_id": "", "forum": "", "term": ""}
    return _table([{**about, "reason": reason}])


@dataclass(frozen=True)
class _Listed:
    """The terms of a comparison by falling z, with their numbers, and why there are none if none is shown."""

    about: dict[str, Any]
    terms: list[Term]
    numbers: list[dict[str, Any]]
    reason: str


def _listed(comparison: Comparison, least_authors: int, most_terms: int) -> _Listed:
    odds = log_odds(
        comparison.posts,
        comparison.n_posts,
        comparison.others,
        comparison.n_others,
        n_tested=comparison.n_tested,
    )
    # Terms of one z are ordered by their counts and then by their numbers, which are the same everywhere.
    order = np.lexsort((*comparison.terms.T[::-1], -comparison.posts, -odds.z))
    order = order[odds.z[order] > LEAST_Z] if comparison.n_others else order[:0]
    order = order[: CANDIDATES * most_terms]
    holders = comparison.holders(order.tolist())
    kept = merged(comparison.terms[order], holders)[: SPARE * most_terms]
    return _Listed(
        about={
            "scope": comparison.scope,
            "company": comparison.company,
            "event_id": comparison.event_id,
            "forum": comparison.forum,
            "of_posts": comparison.n_posts,
        },
        terms=[Term(comparison.terms[order[place]], holders[place]) for place in kept],
        numbers=[
            {
                "n_posts": int(comparison.posts[place]),
                "n_authors": int(comparison.authors[place]),
                "log_odds": float(odds.log_odds[place]),
                "z": float(odds.z[place]),
                "pvalue_holm": float(odds.pvalue_holm[place]),
            }
            for place in order[kept].tolist()
        ],
        reason=_reason(comparison, least_authors),
    )


def _reason(comparison: Comparison, least_authors: int) -> str:
    """Why nothing is listed."""
    if not comparison.n_posts:
        return because("no_posts_to_read")
    if not comparison.n_authors:
        return because("unknown_authors")
    if comparison.n_authors < least_authors:
        return because("too_few_authors", least=least_authors)
    return because("no_theme", least=least_authors) if comparison.n_others else because("no_other_posts")


def _each_once(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows without those whose term, whatever the case of its letters, was there before."""
    return list({row["term"].lower(): row for row in reversed(rows)}.values())[::-1]


def _table(rows: Sequence[dict[str, Any]]) -> pd.DataFrame:
    columns = [name for name in THEMES.columns if name not in REASON]
    frame = pd.DataFrame(list(rows), columns=[*columns, "reason"])
    counts = ("n_posts", "n_authors", "of_posts")
    kinds = dict.fromkeys(("log_odds", "z", "pvalue_holm"), float) | dict.fromkeys(counts, "Int64")
    return THEMES.ordered(frame.astype(kinds))
