"""Terms that stand out. Expected values: lists by hand, from rows made up for them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
from tests.reports.fakes import fake_results

from naysay.analysis.themes.columns import THEMES
from naysay.reports.results import Results
from naysay.reports.sections._terms import (
    authors_unknown,
    clear,
    of_scope,
    terms_of_events,
    terms_of_forums,
    terms_of_study,
)


def results(*rows: dict[str, Any]) -> Results:
    made = fake_results()
    themes = pd.DataFrame([{"reason": "", **row} for row in rows], columns=list(THEMES.columns))
    return replace(made, tables={**made.tables, "themes": themes})


def of_event(term: str, pvalue: float = 0.0) -> dict[str, Any]:
    return {"scope": "event", "event_id": "e1", "term": term, "pvalue_holm": pvalue}


def test_the_first_terms_of_an_event_are_joined() -> None:
    made = results(of_event("recall"), of_event("brake"), of_event("hose"))
    assert terms_of_events(made, 2) == {"e1": "recall, brake"}


def test_a_term_that_chance_may_have_brought_is_not_clear() -> None:
    made = results(of_event("recall", 0.06), of_event("brake", 0.04))
    assert list(clear(of_scope(made, "event"))["term"]) == ["brake"]


def test_a_very_long_term_is_shortened() -> None:
    (joined,) = terms_of_events(results(of_event("x" * 200)), 3).values()
    assert len(joined) == 40
    assert "…" in joined


def test_forums_and_the_study_have_terms_of_their_own() -> None:
    made = results(
        {"scope": "study", "term": "sales", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "alpha", "term": "boats", "pvalue_holm": 0.0},
    )
    assert terms_of_study(made, 3) == "sales"
    assert terms_of_forums(made, 3) == {"alpha": "boats"}
    assert terms_of_events(made, 3) == {}


def test_authors_are_unknown_if_no_event_has_any() -> None:
    unknown = {"scope": "event", "event_id": "e1", "term": "", "reason": "unknown_authors"}
    assert authors_unknown(results(unknown))
    assert not authors_unknown(results(unknown, of_event("recall")))
    assert not authors_unknown(results())
