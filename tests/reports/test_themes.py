"""The section on what posts were about. Expected values: rows written by hand for made-up events."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pandas as pd
import pytest
from tests.reports.fakes import fake_results

from naysay.analysis.themes.columns import THEMES
from naysay.reports.blocks import Paragraph, TableBlock
from naysay.reports.results import Results
from naysay.reports.sections import section
from naysay.reports.words import Words

Row = dict[str, Any]


def event(number: int, term: str = "", *, of_posts: int = 40, pvalue: float = 0.001, reason: str = "") -> Row:
    return {
        "scope": "event", "company": "C00", "event_id": f"e{number}", "term": term, "of_posts": of_posts,
        "pvalue_holm": pvalue, "reason": reason, "reason_values": "least=5" if reason else "",
    }  # fmt: skip


def with_themes(rows: list[Row], *, language: str = "en") -> Results:
    results = fake_results(companies=2, language=language)
    events = pd.DataFrame(
        {"event_id": [f"e{n}" for n in range(20)], "session": [f"2025-03-{n + 1:02d}" for n in range(20)]}
    )
    themes = pd.DataFrame(rows, columns=list(THEMES.columns))
    return replace(results, tables={**results.tables, "themes": themes, "events": events})


def built(results: Results, language: Any = "en") -> tuple[list[str], list[TableBlock]]:
    blocks = section("themes").build(results, Words(language)).blocks
    sentences = [block.text for block in blocks if isinstance(block, Paragraph)]
    return sentences, [block for block in blocks if isinstance(block, TableBlock)]


def test_the_events_with_the_most_posts_come_first_with_their_terms_in_order() -> None:
    rows = [event(3, "recall"), event(3, "brake hose"), event(5, "layoffs", of_posts=1234)]
    sentences, (table,) = built(with_themes(rows))
    assert [row[1:] for row in table.rows] == [
        ("2025-03-06", "1,234", "layoffs"), ("2025-03-04", "40", "recall, brake hose"),
    ]  # fmt: skip
    assert "2 of 2 events have such a term" in sentences[0]


def test_at_most_five_terms_of_ten_events_are_shown() -> None:
    rows = [event(n, f"term{n}{chr(97 + i)}", of_posts=100 - n) for n in range(12) for i in range(7)]
    _, (table,) = built(with_themes(rows))
    assert len(table.rows) == 10
    assert all(row[3].count(",") == 4 for row in table.rows)
    assert table.caption.startswith("The 10 events")


def test_a_term_that_chance_may_have_brought_is_not_shown() -> None:
    sentences, tables = built(with_themes([event(3, "recall", pvalue=0.06)]))
    assert tables == []
    assert sentences[0].startswith("No event has a term that stands out.")


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Events without such a term: the posts name no authors (2); fewer than 5 authors (1)."),
        (
            "de",
            "Ereignisse ohne einen solchen Begriff: die Beiträge nennen keine Verfasser (2);",
        ),
    ],
)
def test_events_without_a_term_say_why(language: str, sentence: str) -> None:
    rows = [event(1, reason="unknown_authors"), event(2, reason="unknown_authors")]
    rows += [event(3, reason="too_few_authors")]
    sentences, _ = built(with_themes(rows, language=language), language)
    assert sentences[-1].startswith(sentence)


def test_an_event_whose_terms_chance_may_have_brought_counts_as_one_without() -> None:
    rows = [event(1, "boats", pvalue=0.5), event(1, "trains", pvalue=0.5), event(2, "recall")]
    sentences, _ = built(with_themes(rows))
    assert sentences[-1].startswith("Events without such a term: no term that 5 authors used stands out (1).")


def test_forums_and_negative_posts_have_a_sentence_each() -> None:
    rows = [
        {"scope": "study", "term": "sales", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "Board A", "term": "boats", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "Board A", "term": "trains", "pvalue_holm": 0.0},
        {"scope": "forum", "forum": "Board B", "term": "", "reason": "no_theme", "reason_values": "least=5"},
        event(1, reason="no_theme"),
    ]
    sentences, _ = built(with_themes(rows))
    assert any(sentence.endswith("than the others do: sales.") for sentence in sentences)
    assert any(sentence.endswith("Board A: boats, trains.") for sentence in sentences)


def test_a_run_that_did_not_ask_says_so() -> None:
    sentences, _ = built(with_themes([]))
    assert sentences == ["The study did not ask what the posts were about."]


def test_hostile_terms_are_text() -> None:
    _, (table,) = built(with_themes([event(1, "{0} <b> $x$ #link")]))
    assert table.rows[0][3] == "{0} <b> $x$ #link"


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "What the posts were about is not shown, since they do not name their authors: a term needs"),
        (
            "de",
            "Wovon die Beiträge handeln, wird nicht gezeigt, weil sie keine Verfasser nennen: Ein Begriff",
        ),
    ],
)
def test_posts_without_authors_are_not_said_to_have_no_theme(language: str, sentence: str) -> None:
    rows = [event(1, reason="unknown_authors"), event(2, reason="unknown_authors")]
    sentences, tables = built(with_themes(rows, language=language), language)
    assert (len(sentences), tables) == (1, [])
    assert sentences[0].startswith(sentence)
